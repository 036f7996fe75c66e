//! What can stand between a model's name and the model.

use super::Alias;
use crate::error::{Failure, Kind};
use crate::table::ShelfError;
use std::path::PathBuf;

/// A failure to find, store or promote a model.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// A name that cannot be a folder's.
    #[error(
        "'{found}' is not a valid {what}: use letters, digits, '.', '_' and '-', not beginning with '.' or '-'"
    )]
    BadName {
        /// What it should be.
        what: &'static str,
        /// What stands there.
        found: String,
    },
    /// An alias that does not exist.
    #[error("unknown alias '{0}': use champion or challenger")]
    UnknownAlias(String),
    /// No such model.
    #[error(
        "no model {model} in {}: {available}. Train one with: winback train",
        folder.display()
    )]
    NotFound {
        /// Name, or name and version.
        model: String,
        /// The registry.
        folder: PathBuf,
        /// What is there.
        available: String,
    },
    /// No such file.
    #[error("no model at {}: give the path of a model.json or of its folder", .0.display())]
    NoSuchPath(PathBuf),
    /// A model where a version is needed.
    #[error(
        "'{0}' does not say which version: write NAME/VERSION, such as {0}/VERSION; see: winback models list"
    )]
    NotAVersion(String),
    /// Nobody was promoted.
    #[error(
        "model {name} has no {alias}: promote a version with: winback models promote {name}/VERSION"
    )]
    NoAlias {
        /// The model.
        name: String,
        /// The alias.
        alias: Alias,
    },
    /// There was no champion before.
    #[error("model {0} has no earlier champion to go back to")]
    NothingToRollBack(String),
    /// Another model has this version.
    #[error("{} holds another model already: a version is never overwritten", .0.display())]
    Exists(PathBuf),
    /// The list of aliases is damaged.
    #[error("{} is damaged ({reason}): restore it, or remove it and promote again", path.display())]
    BadAliases {
        /// The file.
        path: PathBuf,
        /// What the parser says.
        reason: String,
    },
    /// The folder could not be read or written.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
}

impl Failure for RegistryError {
    fn kind(&self) -> Kind {
        match self {
            RegistryError::Shelf(error) => error.kind(),
            _ => Kind::Usage,
        }
    }
}
