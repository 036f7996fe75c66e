//! What can be wrong with the configuration, and where it is written.

use crate::error::{Failure, Kind};
use std::fmt;
use std::path::PathBuf;

/// Where a value comes from, as a person finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag of the command line.
    Flag(String),
    /// A key of the file, and its line (from 1) where it is known.
    File {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: Option<usize>,
        /// Section and key.
        key: String,
    },
    /// Nowhere: a default.
    Default(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Flag(flag) => f.write_str(flag),
            Origin::File { path, line: Some(line), key } => {
                write!(f, "{}:{line}: {key}", path.display())
            }
            Origin::File { path, line: None, key } => write!(f, "{}: {key}", path.display()),
            Origin::Default(key) => f.write_str(key),
        }
    }
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The file is no TOML, or a key is unknown or of another type.
    #[error("{}:{line}: {message}", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// A value that is not allowed.
    #[error("{origin}: {message}")]
    Value {
        /// Where it is written.
        origin: Origin,
        /// What was found and what is allowed.
        message: String,
    },
    /// A value that the command needs.
    #[error("no {what} given: pass {flag}, or set {key} in winback.toml")]
    Missing {
        /// What it is.
        what: &'static str,
        /// The flag.
        flag: &'static str,
        /// Section and key.
        key: &'static str,
    },
    /// A part of the data for which no column is named or recognised.
    #[error("{}: {message}", path.display())]
    Columns {
        /// The file or folder.
        path: PathBuf,
        /// What was looked for, what is there, and the remedy.
        message: String,
    },
}

impl Failure for ConfigError {
    fn kind(&self) -> Kind {
        match self {
            // Too many open files, say: the file itself is as it should be.
            ConfigError::Read { source, .. } if !is_of_the_file(source) => Kind::Failed,
            _ => Kind::Usage,
        }
    }
}

fn is_of_the_file(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{
        InvalidData, InvalidFilename, InvalidInput, IsADirectory, NotADirectory, NotFound,
        PermissionDenied,
    };
    matches!(
        error.kind(),
        InvalidData
            | InvalidFilename
            | InvalidInput
            | IsADirectory
            | NotADirectory
            | NotFound
            | PermissionDenied
    )
}
