//! A stored model, opened: found in the registry, read, and refused where it is damaged or altered.

use crate::config::Settings;
use crate::error::{Failure, Kind, Result};
use crate::model::{Artifact, ArtifactError};
use crate::registry::{ModelEntry, Registry, RegistryError};
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
        source: RegistryError,
    },
    /// It is gone.
    #[error("the model {} is not there any more", .0.display())]
    Gone(PathBuf),
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
            ModelFileError::Unreadable { source, .. } => source.kind(),
            ModelFileError::Gone(_) => Kind::Failed,
            ModelFileError::Unusable { source, .. } => source.kind(),
        }
    }
}

/// Opens the model that the settings name.
pub fn open_model(settings: &Settings) -> Result<Artifact> {
    let registry = models_of(settings);
    let entry = registry.resolve(&settings.model.model)?;
    Ok(load_model(&registry, &entry)?)
}

/// The models that the settings name.
pub(crate) fn models_of(settings: &Settings) -> Registry {
    Registry::open(&settings.model.models, &settings.data.stores)
}

/// Opens a stored model.
pub fn load_model(registry: &Registry, entry: &ModelEntry) -> Result<Artifact, ModelFileError> {
    let path = &entry.path;
    let unreadable = |source| ModelFileError::Unreadable { path: path.clone(), source };
    let text = registry.artifact(entry).map_err(unreadable)?;
    let text = text.ok_or_else(|| ModelFileError::Gone(path.clone()))?;
    std::str::from_utf8(&text)
        .map_err(|error| ArtifactError::Unreadable(error.to_string()))
        .and_then(Artifact::from_json)
        .map_err(|source| ModelFileError::Unusable { path: path.clone(), source })
}
