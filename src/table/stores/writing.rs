//! Objects written, fetched whole and removed. Which objects they are is not known here.

use super::connection::Connection;
use super::error::StoreError;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{
    Error, MultipartUpload, ObjectStoreExt, PutMode, PutOptions, PutPayload, UpdateVersion,
};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path as FilePath, PathBuf};

/// A file up to this size is one request; a larger one goes up in parts of it.
const PART_BYTES: usize = 16 << 20;
/// Requests that are under way at once.
const AT_ONCE: usize = 8;

/// A small object as it was read: its content, and by what the store tells it from other versions.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub content: Bytes,
    pub version: UpdateVersion,
}

/// Which present state an object may be written over.
#[derive(Debug, Clone)]
pub(super) enum Over {
    /// None: there must not be one.
    Nothing,
    /// This version alone.
    Version(UpdateVersion),
    /// Any, or none.
    Anything,
}

impl Over {
    /// What was read before; nothing where there was nothing.
    pub(super) fn held(held: Option<&Held>) -> Self {
        held.map_or(Over::Nothing, |held| Over::Version(held.version.clone()))
    }
}

impl Connection {
    /// Reads a small object, if there is one.
    pub(super) fn read(&self, key: &Path) -> Result<Option<Held>, StoreError> {
        let read = async {
            let got = self.store.get(key).await?;
            let version =
                UpdateVersion { e_tag: got.meta.e_tag.clone(), version: got.meta.version.clone() };
            Ok(Held { content: got.bytes().await?, version })
        };
        match self
            .wait(read)
            .map_err(|error| (StoreError::of(&self.url(key.as_ref()), &error), error))
        {
            Ok(held) => Ok(Some(held)),
            // Without the bucket there is more missing than the object.
            Err((StoreError::NotFound { code, .. }, _)) if !is_of_bucket(code.as_deref()) => {
                Ok(None)
            }
            Err((told, _)) => Err(told),
        }
    }

    /// Writes a small object over what it may replace; none where something else is there by now. Of writers of the
    /// same state one wins.
    pub(super) fn put(
        &self,
        key: &Path,
        content: impl Into<Bytes>,
        over: Over,
    ) -> Result<Option<UpdateVersion>, StoreError> {
        let content = content.into();
        let mode = match over {
            Over::Nothing => PutMode::Create,
            Over::Version(version) => PutMode::Update(version),
            Over::Anything => PutMode::Overwrite,
        };
        let options = PutOptions { mode, ..PutOptions::default() };
        let put = self.store.put_opts(key, PutPayload::from(content.clone()), options);
        let error = match self.wait(put) {
            Ok(put) => {
                return Ok(Some(UpdateVersion { e_tag: put.e_tag, version: put.version }));
            }
            Err(error) => error,
        };
        let is_taken = matches!(error, Error::AlreadyExists { .. } | Error::Precondition { .. });
        let told = StoreError::of_writing(&self.url(key.as_ref()), &error);
        if !is_taken && !matches!(told, StoreError::Unwritten { .. }) {
            return Err(told);
        }
        // An answer may have been lost, and the request made anew: then it stands in its own way.
        match self.read(key)? {
            Some(held) if held.content == content => Ok(Some(held.version)),
            _ if is_taken => Ok(None),
            _ => Err(told),
        }
    }

    /// Writes a file of this machine as an object that is not there yet.
    pub(super) fn upload(&self, from: &FilePath, key: &Path) -> Result<(), StoreError> {
        let url = self.url(key.as_ref());
        let here = |source| StoreError::Copy { url: url.clone(), path: from.to_owned(), source };
        let mut file = File::open(from).map_err(here)?;
        let first = next_part(&mut file).map_err(here)?;
        if first.len() < PART_BYTES {
            return self.put(key, first, Over::Nothing)?.map(|_| ()).ok_or_else(|| {
                StoreError::Unwritten { url, reason: "there is one already".to_owned() }
            });
        }
        let there = |error| StoreError::of_writing(&url, &error);
        let mut upload = self.wait(self.store.put_multipart(key)).map_err(there)?;
        let sent =
            self.send_parts(&mut *upload, first, || next_part(&mut file).map_err(here), &there);
        if sent.is_err() {
            drop(self.wait(upload.abort()));
        }
        sent
    }

    fn send_parts(
        &self,
        upload: &mut dyn MultipartUpload,
        first: Bytes,
        mut next: impl FnMut() -> Result<Bytes, StoreError>,
        there: &impl Fn(Error) -> StoreError,
    ) -> Result<(), StoreError> {
        let mut part = first;
        while !part.is_empty() {
            self.wait(upload.put_part(part.into())).map_err(there)?;
            part = next()?;
        }
        self.wait(upload.complete()).map(|_| ()).map_err(there)
    }

    /// Fetches objects into files of this machine, whose folders are made.
    pub(super) fn fetch(&self, wanted: Vec<(Path, PathBuf)>) -> Result<(), StoreError> {
        let fetches = stream::iter(wanted).map(|(key, to)| async move {
            let url = self.url(key.as_ref());
            let here = |source| StoreError::Copy { url: url.clone(), path: to.clone(), source };
            let there = |error| StoreError::of(&url, &error);
            to.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(here)?;
            let mut file = File::create_new(&to).map_err(here)?;
            let mut parts = self.store.get(&key).await.map_err(there)?.into_stream();
            while let Some(part) = parts.try_next().await.map_err(there)? {
                file.write_all(&part).map_err(here)?;
            }
            Ok(())
        });
        self.wait(fetches.buffer_unordered(AT_ONCE).try_collect())
    }

    /// Removes objects, as far as that may be done; what stays does no harm.
    pub(super) fn remove(&self, keys: &[Path]) {
        let removals =
            stream::iter(keys).map(|key| async move { (key, self.store.delete(key).await) });
        let done: Vec<_> = self.wait(removals.buffer_unordered(AT_ONCE).collect());
        let failed = done.iter().filter_map(|(key, removed)| Some((key, removed.as_ref().err()?)));
        let mut failed = failed.filter(|(_, error)| !matches!(error, Error::NotFound { .. }));
        if let Some((key, error)) = failed.next() {
            let told = StoreError::of_writing(&self.url(key.as_ref()), error);
            tracing::warn!("what another run left cannot be removed: {told}");
        }
    }
}

fn next_part(file: &mut File) -> std::io::Result<Bytes> {
    let mut part = Vec::new();
    file.take(PART_BYTES as u64).read_to_end(&mut part)?;
    Ok(part.into())
}

fn is_of_bucket(code: Option<&str>) -> bool {
    matches!(code, Some("NoSuchBucket" | "ContainerNotFound"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::memory::InMemory;
    use std::sync::Arc;

    fn connection() -> Connection {
        Connection::of(Arc::new(InMemory::new()), "memory://test/".to_owned()).unwrap()
    }

    #[test]
    fn of_writers_of_the_same_state_one_wins() {
        let connection = connection();
        let key = Path::from("current");
        for round in 0..3 {
            let held = connection.read(&key).unwrap();
            let wins: usize = std::thread::scope(|scope| {
                let (connection, key, held) = (&connection, &key, held.as_ref());
                let writers: Vec<_> = (0..16)
                    .map(|writer| {
                        let content = format!("{round} {writer}");
                        scope.spawn(move || connection.put(key, content, Over::held(held)).unwrap())
                    })
                    .collect();
                writers.into_iter().filter_map(|writer| writer.join().unwrap()).count()
            });
            assert_eq!(wins, 1);
        }
    }

    #[test]
    fn a_large_file_goes_up_in_parts_and_comes_back_whole() {
        let connection = connection();
        let place = tempfile::tempdir().unwrap();
        let (from, to) = (place.path().join("from"), place.path().join("deep/to"));
        let content: Vec<u8> = (0..PART_BYTES * 2 + 5).map(|i| (i % 251) as u8).collect();
        std::fs::write(&from, &content).unwrap();
        let key = Path::from("a/b");
        connection.upload(&from, &key).unwrap();
        connection.fetch(vec![(key.clone(), to.clone())]).unwrap();
        assert!(std::fs::read(&to).unwrap() == content);
        std::fs::write(&from, "small").unwrap();
        assert!(connection.upload(&from, &key).unwrap_err().to_string().contains("already"));
        connection.remove(&[key.clone(), Path::from("nothing")]);
        assert!(connection.read(&key).unwrap().is_none());
    }
}
