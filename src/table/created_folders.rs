//! Folders made on the way to an output; removed again, where empty, if nothing came into them.

use super::staged::{Access, folder_builder};
use super::temporary::unless_ending;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folders that were made, outermost first. Dropping it removes those that are empty.
#[derive(Debug)]
pub(crate) struct CreatedFolders(Vec<PathBuf>);

impl CreatedFolders {
    /// Makes `folder` and those above it, where they are missing.
    pub(crate) fn make(folder: &Path, access: Access) -> io::Result<Self> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .collect();
        let mut created = Self(Vec::new());
        for folder in missing.into_iter().rev() {
            match unless_ending(|| folder_builder(access).create(folder)) {
                Ok(()) => created.0.push(folder.to_owned()),
                // Another run was faster.
                Err(_) if folder.is_dir() => {}
                Err(_) if folder.is_symlink() => {
                    let said = format!("the link {} leads nowhere", folder.display());
                    return Err(io::Error::new(io::ErrorKind::NotFound, said));
                }
                Err(error) => return Err(error),
            }
        }
        if !folder.as_os_str().is_empty() {
            // A file in a folder's place is the system's error, with the system's words.
            fs::metadata(folder.join("."))?;
        }
        Ok(created)
    }

    /// Makes the folders above `target`.
    pub(crate) fn above(target: &Path, access: Access) -> io::Result<Self> {
        target.parent().map_or(Ok(Self(Vec::new())), |parent| Self::make(parent, access))
    }

    /// Something came into them: they stay.
    pub(crate) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for CreatedFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // A folder with something in it stays.
            drop(fs::remove_dir(folder));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_folders_go_again_and_full_ones_stay() {
        let place = tempfile::tempdir().unwrap();
        let deep = place.path().join("a/b/c");
        drop(CreatedFolders::make(&deep, Access::Usual).unwrap());
        assert!(!place.path().join("a").exists());
        let made = CreatedFolders::make(&deep, Access::Usual).unwrap();
        fs::write(place.path().join("a/b/file"), "").unwrap();
        drop(made);
        assert!(place.path().join("a/b").is_dir() && !deep.exists());
        let not_a_folder = CreatedFolders::make(&place.path().join("a/b/file"), Access::Usual);
        assert_eq!(not_a_folder.unwrap_err().kind(), io::ErrorKind::NotADirectory);
        CreatedFolders::above(&deep.join("output"), Access::Usual).unwrap().keep();
        assert!(deep.is_dir());
    }
}
