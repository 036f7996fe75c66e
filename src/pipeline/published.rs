//! A published folder as it is found again: whole, with its manifest. Writing one is for `table`.

use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::table::{MANIFEST, Manifest, PublishedFile, SUCCESS, StoreError, Stores};
use std::path::{Path, PathBuf};

/// A folder that was published whole.
#[derive(Debug, Clone)]
pub struct Published {
    /// Where it lies, or a copy of it.
    pub folder: PathBuf,
    /// Where others find it.
    pub shown: PathBuf,
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
    /// A file that is not the one that was published.
    #[error(
        "{} is not the file that was published ({reason} {}): restore it, or make its folder again",
        path.display(), path.with_file_name(MANIFEST).display()
    )]
    Altered {
        /// The file.
        path: PathBuf,
        /// In what it differs.
        reason: &'static str,
    },
    /// The object store in which it lies.
    #[error(transparent)]
    Store(#[from] StoreError),
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
            PublishedError::Damaged { .. } | PublishedError::Altered { .. } => Kind::Usage,
            PublishedError::Settings(_) | PublishedError::Io { .. } => Kind::Failed,
            PublishedError::Store(error) => error.kind(),
        }
    }
}

/// The settings that were given and that results depend on, as a manifest has them.
pub(super) fn configuration(settings: &Settings) -> Result<serde_json::Value, PublishedError> {
    serde_json::to_value(settings.given.clone().of_results()).map_err(PublishedError::Settings)
}

impl Published {
    /// Finds what was published at `folder`; nothing where there is no folder, or one without its
    /// mark of completeness. What lies in a store is fetched, if it is not here yet.
    pub fn find(folder: &Path, stores: &Stores) -> Result<Option<Self>, PublishedError> {
        stores.bring(&[folder.to_owned()], None)?;
        if !folder.join(SUCCESS).is_file() {
            return Ok(None);
        }
        let path = folder.join(MANIFEST);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(PublishedError::Io { path, source }),
        };
        let damaged = |reason| PublishedError::Damaged { path: stores.shown(&path), reason };
        let manifest: Manifest =
            serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?;
        if let Some(file) = manifest.files.iter().find(|file| !file.is_within()) {
            return Err(damaged(format!("'{}' is not a file of its folder", file.name)));
        }
        Ok(Some(Self { folder: folder.to_owned(), shown: stores.shown(folder), manifest }))
    }

    /// Its files, in the order of their names.
    pub fn files(&self) -> Vec<PathBuf> {
        self.manifest.files.iter().map(|file| self.folder.join(&file.name)).collect()
    }

    /// Whether every file is there as it was published. Reads every byte.
    pub fn is_whole(&self) -> bool {
        self.refuse_altered().is_ok()
    }

    /// Refuses the first file that is not as it was published. Reads every byte.
    pub fn refuse_altered(&self) -> Result<(), PublishedError> {
        self.manifest.files.iter().try_for_each(|file| self.refuse_altered_file(file))
    }

    /// The same of one of its files.
    pub fn refuse_altered_file(&self, file: &PublishedFile) -> Result<(), PublishedError> {
        let path = self.shown.join(&file.name);
        let reason = match file.is_unaltered(&self.folder) {
            Ok(true) => return Ok(()),
            Ok(false) => "its size or SHA-256 is not that of",
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                "it is missing, and named in"
            }
            Err(source) => return Err(PublishedError::Io { path, source }),
        };
        Err(PublishedError::Altered { path, reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Staging;

    fn published(folder: &Path) -> Published {
        let staging = Staging::begin(folder).unwrap();
        std::fs::write(staging.folder().join("list.csv"), "a,b\n").unwrap();
        let files = vec![PublishedFile::new("list.csv", Some(1))];
        staging.publish(Manifest { files, ..Manifest::default() }).unwrap();
        Published::find(folder, &Stores::default()).unwrap().unwrap()
    }

    #[test]
    fn what_was_altered_is_named() {
        let place = tempfile::tempdir().unwrap();
        let found = published(&place.path().join("p"));
        found.refuse_altered().unwrap();
        std::fs::write(found.folder.join("list.csv"), "a,c\n").unwrap();
        let error = found.refuse_altered().unwrap_err().to_string();
        assert!(error.contains("list.csv is not the file that was published"), "{error}");
        std::fs::remove_file(found.folder.join("list.csv")).unwrap();
        assert!(found.refuse_altered().unwrap_err().to_string().contains("it is missing"));
        assert!(!found.is_whole());
    }

    #[test]
    fn a_manifest_that_leads_out_of_its_folder_is_damaged() {
        let place = tempfile::tempdir().unwrap();
        let found = published(&place.path().join("p"));
        let path = found.folder.join(MANIFEST);
        let text = std::fs::read_to_string(&path).unwrap();
        for name in ["../list.csv", "/etc/hostname"] {
            std::fs::write(&path, text.replace("\"list.csv\"", &format!("{name:?}"))).unwrap();
            let error = Published::find(&found.folder, &Stores::default()).unwrap_err();
            assert!(error.to_string().contains("is not a file of its folder"), "{error}");
        }
    }
}
