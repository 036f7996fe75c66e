//! A shelf in an object store: what changes is written over the version that was read, or read anew.

use super::super::shelf::{Change, Shelf, ShelfError};
use super::Stores;
use super::connection::Connection;
use super::error::StoreError;
use super::url::StoreUrl;
use super::writing::Over;
use object_store::path::Path as Key;
use std::sync::Arc;

/// As often as a change is made anew: each time another one was made meanwhile.
const ATTEMPTS: usize = 100;
/// Written and removed again, to find out whether that may be done.
const PROBE: &str = "_writing";

/// A shelf at a URL. It is connected when it is used.
#[derive(Debug)]
pub(super) struct StoreShelf {
    place: String,
    stores: Stores,
}

impl StoreShelf {
    pub(super) fn at(place: String, stores: Stores) -> Self {
        Self { place, stores }
    }

    fn open(&self) -> Result<(Arc<Connection>, StoreUrl), StoreError> {
        let url = StoreUrl::parse(&self.place)?;
        Ok((self.stores.connect(&url)?, url))
    }

    /// The connection, and the key of a name.
    fn at_name(&self, name: &str) -> Result<(Arc<Connection>, Key), StoreError> {
        let (connection, url) = self.open()?;
        let key = url.key_of(name);
        Ok((connection, key))
    }
}

impl Shelf for StoreShelf {
    fn refuse_unwritable(&self) -> Result<(), ShelfError> {
        let (connection, key) = self.at_name(PROBE)?;
        connection.put(&key, "", Over::Anything)?;
        connection.remove(&[key]);
        Ok(())
    }

    fn folders(&self, below: &str) -> Result<Vec<String>, ShelfError> {
        let (connection, key) = self.at_name(below)?;
        let mut names = connection.folders(&key)?;
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        Ok(names)
    }

    fn folders_with(&self, below: &str, file: &str) -> Result<Vec<String>, ShelfError> {
        let (connection, key) = self.at_name(below)?;
        let listed = connection.list(&key)?;
        let folder_of = |name: &Key| {
            let below = name.prefix_match(&key)?;
            let parts: Vec<String> = below.map(|part| part.as_ref().to_owned()).collect();
            match &parts[..] {
                [folder, name] if name == file => Some(folder.clone()),
                _ => None,
            }
        };
        let mut names: Vec<String> =
            listed.iter().filter_map(|meta| folder_of(&meta.location)).collect();
        names.sort();
        Ok(names)
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ShelfError> {
        let (connection, key) = self.at_name(name)?;
        Ok(connection.read(&key)?.map(|held| held.content.to_vec()))
    }

    fn write(&self, name: &str, content: &[u8]) -> Result<(), ShelfError> {
        let (connection, key) = self.at_name(name)?;
        connection.put(&key, content.to_vec(), Over::Anything)?;
        Ok(())
    }

    fn add(&self, folder: &str, files: &[(&str, &[u8])]) -> Result<bool, ShelfError> {
        let Some(((last, content), others)) = files.split_last() else { return Ok(true) };
        let mark = format!("{folder}/{last}");
        if self.read(&mark)?.is_some() {
            return Ok(false);
        }
        for (name, content) in others {
            self.write(&format!("{folder}/{name}"), content)?;
        }
        let (connection, key) = self.at_name(&mark)?;
        Ok(connection.put(&key, content.to_vec(), Over::Nothing)?.is_some())
    }

    fn change(&self, name: &str, change: &mut Change<'_>) -> Result<(), ShelfError> {
        let (connection, key) = self.at_name(name)?;
        for _ in 0..ATTEMPTS {
            let held = connection.read(&key)?;
            let present = held.as_ref().map(|held| &held.content[..]);
            let Some(content) = change(present) else { return Ok(()) };
            if connection.put(&key, content, Over::held(held.as_ref()))?.is_some() {
                return Ok(());
            }
        }
        Err(StoreError::Overtaken(connection.url(key.as_ref())).into())
    }
}
