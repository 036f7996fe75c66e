//! A stored model, opened: found in the registry, read, and refused where it is damaged or altered.

use crate::config::ModelSettings;
use crate::error::{Failure, Kind, Result};
use crate::model::{Artifact, ArtifactError};
use crate::registry::{ModelEntry, Registry};
use std::path::PathBuf;

/// A stored model that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelFileError {
    /// The system does not give it.
    #[error("cannot read the model {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Its content is not a model of this program.
    #[error("cannot use the model {}", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ArtifactError,
    },
}

impl Failure for ModelFileError {
    fn kind(&self) -> Kind {
        match self {
            ModelFileError::Unreadable { .. } => Kind::Failed,
            ModelFileError::Unusable { source, .. } => source.kind(),
        }
    }
}

/// Opens the model that the settings name.
pub fn open_model(settings: &ModelSettings) -> Result<Artifact> {
    let entry = Registry::at(&settings.models).resolve(&settings.model)?;
    Ok(load_model(&entry)?)
}

/// Opens a stored model.
pub fn load_model(entry: &ModelEntry) -> Result<Artifact, ModelFileError> {
    let path = &entry.path;
    let text = std::fs::read_to_string(path)
        .map_err(|source| ModelFileError::Unreadable { path: path.clone(), source })?;
    Artifact::from_json(&text)
        .map_err(|source| ModelFileError::Unusable { path: path.clone(), source })
}
