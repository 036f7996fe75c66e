//! A published folder as it is found again: whole, with its manifest. Writing one is for `table`.

use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::table::{MANIFEST, Manifest, SUCCESS};
use std::path::{Path, PathBuf};

/// A folder that was published whole.
#[derive(Debug, Clone)]
pub struct Published {
    /// Where it lies.
    pub folder: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// A manifest that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PublishedError {
    /// Not the JSON that was written.
    #[error("{} is damaged ({reason}): remove its folder and make it again", path.display())]
    Damaged {
        /// The manifest.
        path: PathBuf,
        /// What the parser says.
        reason: String,
    },
    /// Settings that have no form in JSON.
    #[error("the settings cannot be written into a manifest")]
    Settings(#[source] serde_json::Error),
    /// The system does not give it.
    #[error("cannot read {}", path.display())]
    Io {
        /// The manifest.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl Failure for PublishedError {
    fn kind(&self) -> Kind {
        match self {
            PublishedError::Damaged { .. } => Kind::Usage,
            PublishedError::Settings(_) | PublishedError::Io { .. } => Kind::Failed,
        }
    }
}

/// The settings that were given, as a manifest has them.
pub(super) fn configuration(settings: &Settings) -> Result<serde_json::Value, PublishedError> {
    serde_json::to_value(&settings.given).map_err(PublishedError::Settings)
}

impl Published {
    /// Finds what was published at `folder`; nothing where there is no folder, or one without its
    /// mark of completeness.
    pub fn find(folder: &Path) -> Result<Option<Self>, PublishedError> {
        if !folder.join(SUCCESS).is_file() {
            return Ok(None);
        }
        let path = folder.join(MANIFEST);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(PublishedError::Io { path, source }),
        };
        match serde_json::from_slice(&text) {
            Ok(manifest) => Ok(Some(Self { folder: folder.to_owned(), manifest })),
            Err(error) => Err(PublishedError::Damaged { path, reason: error.to_string() }),
        }
    }

    /// Its files, in the order of their names.
    pub fn files(&self) -> Vec<PathBuf> {
        self.manifest.files.iter().map(|file| self.folder.join(&file.name)).collect()
    }

    /// Whether every file is there in its full size.
    pub fn is_whole(&self) -> bool {
        let size = |path: &Path| std::fs::metadata(path).map(|file| file.len()).ok();
        self.manifest.files.iter().all(|f| size(&self.folder.join(&f.name)) == Some(f.bytes))
    }
}
