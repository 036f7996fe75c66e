//! `winback init`: writes a commented winback.toml.

use super::{Shell, example};
use crate::config::{DEFAULT_FILE, template};
use crate::error::{Failure, Kind};
use std::path::PathBuf;

/// Write a commented winback.toml
///
/// Every setting is in the file with its meaning and its default; most are commented out. Edit the
/// paths, then run `winback check`.
#[derive(Debug, clap::Args)]
#[command(after_help = example!["winback init", "winback init --out conf/winback.toml --force"])]
pub struct Args {
    /// Where to write it
    #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
    out: PathBuf,
    /// Replace a file that exists
    #[arg(long)]
    force: bool,
}

/// What stands against writing it.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// A file is there.
    #[error("{} exists already: pass --force to replace it, or --out FILE", .0.display())]
    Exists(PathBuf),
    /// It cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

impl Failure for InitError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// What was written.
#[derive(Debug, serde::Serialize)]
struct ConfigWritten {
    written: PathBuf,
}

pub fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { out, force } = args;
    if out.exists() && !force {
        return Err(InitError::Exists(out).into());
    }
    if let Err(source) = std::fs::write(&out, template()) {
        return Err(InitError::Write { path: out, source }.into());
    }
    shell.show(&ConfigWritten { written: out }, |ConfigWritten { written }| {
        format!("wrote {}; edit its paths, then run: winback check", written.display())
    })
}
