//! Object stores, named by URLs: `s3://`, `gs://`, `az://`.
//!
//! What the readers of Parquet ask of a file there is the trait [`Object`]: ranges of its bytes, and whether
//! it is still the same. What a run asks of the results there is the trait [`Results`]. Who answers is
//! `connection`, which is built with the cargo feature `cloud`; without it a URL is refused by name.

#[cfg(feature = "cloud")]
mod connection;
#[cfg(feature = "cloud")]
mod current;
mod error;
#[cfg(feature = "cloud")]
mod listing;
mod object;
mod place;
#[cfg(feature = "cloud")]
mod results;
#[cfg(feature = "cloud")]
mod shelf;
mod url;
#[cfg(feature = "cloud")]
mod writing;

pub(crate) use error::StoreError;
use jiff::civil::Date;
pub(super) use object::{HeldObject, Object};
pub(crate) use place::Place;
#[cfg(feature = "cloud")]
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
#[cfg(feature = "cloud")]
use std::sync::{Mutex, PoisonError};
pub(super) use url::Wanted;
pub(crate) use url::is_url;

use super::shelf::{LocalShelf, Shelf, ShelfError, read_file};
use super::source::{DataFile, SourceError};

/// Object stores and what opens them.
#[derive(Clone, Default)]
pub struct Stores {
    /// Variables by which the stores' own programs are given credentials and addresses.
    #[cfg_attr(not(feature = "cloud"), expect(dead_code, reason = "only connections look at it"))]
    variables: Arc<Vec<(String, String)>>,
    /// Those that are open, by scheme and bucket.
    #[cfg(feature = "cloud")]
    connections: Arc<Mutex<BTreeMap<String, Arc<connection::Connection>>>>,
    /// The results in a store that a run works on.
    results: Option<Arc<dyn Results>>,
}

/// Results in a store, of which a folder of this machine is the copy that a run works in.
trait Results: fmt::Debug + Send + Sync {
    /// Fetches what lies in the store for folders of the copy and is not here yet; `only` the file of a name, where
    /// one is given.
    fn bring(&self, folders: &[PathBuf], only: Option<&str>) -> Result<(), StoreError>;

    /// Where others find what lies in the copy.
    fn url_of(&self, path: &Path) -> Option<PathBuf>;

    /// Where others will find what this run makes.
    fn url_to_be(&self, kind: &str, as_of: &str) -> PathBuf;

    /// Publishes kinds of a date's results, which lie in `folder`, at once or not at all.
    fn publish(&self, as_of: &str, kinds: &[&str], folder: &Path) -> Result<(), StoreError>;

    /// Puts a file in its place that is made of all dates.
    fn send(&self, path: &Path) -> Result<(), StoreError>;
}

/// Values are secrets.
impl fmt::Debug for Stores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stores")
    }
}

impl Stores {
    /// With the variables of an environment; those of the stores begin with `AWS_`, `GOOGLE_` and `AZURE_`.
    pub fn with(environment: impl Iterator<Item = (String, String)>) -> Self {
        let of_stores = |(name, _): &(String, String)| {
            ["AWS_", "GOOGLE_", "AZURE_"].iter().any(|start| name.starts_with(start))
        };
        Self { variables: Arc::new(environment.filter(of_stores).collect()), ..Self::default() }
    }

    /// The connection to the store of a URL.
    #[cfg(feature = "cloud")]
    fn connect(&self, url: &url::StoreUrl) -> Result<Arc<connection::Connection>, StoreError> {
        let mut open = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = url::StoreUrl { key: String::new(), ..url.clone() }.to_string();
        if let Some(connection) = open.get(&bucket) {
            return Ok(connection.clone());
        }
        let connection = Arc::new(connection::Connection::open(url, &self.variables)?);
        open.insert(bucket, connection.clone());
        Ok(connection)
    }

    /// The folder of small files at a place.
    #[cfg_attr(
        not(feature = "cloud"),
        expect(clippy::unused_self, reason = "a store is connected")
    )]
    pub(crate) fn shelf(&self, place: &Place) -> Arc<dyn Shelf> {
        #[cfg(feature = "cloud")]
        if place.is_in_store() {
            return Arc::new(shelf::StoreShelf::at(place.display().to_string(), self.clone()));
        }
        Arc::new(LocalShelf::at(place))
    }

    /// Reads a small file, wherever it lies; none where it does not exist.
    pub(crate) fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, ShelfError> {
        match path.to_str().filter(|path| is_url(path)).and_then(|url| url.rsplit_once('/')) {
            Some((folder, name)) => self.shelf(&Place::parse(folder)?).read(name),
            None => read_file(path),
        }
    }

    /// Begins to work on the results at a URL, in a copy within `scratch`: gives the copy's folder, and stores that
    /// know of it. `at` is the present, for names.
    #[cfg(feature = "cloud")]
    pub(crate) fn check_out(
        &self,
        output: &Place,
        scratch: &Path,
        at: &str,
    ) -> Result<(PathBuf, Self), StoreError> {
        let url = url::StoreUrl::parse(&output.to_string_lossy())?;
        let connection = self.connect(&url)?;
        let results = results::StoredResults::check_out(connection, url, scratch, at)?;
        let folder = results.folder().to_owned();
        Ok((folder, Self { results: Some(Arc::new(results)), ..self.clone() }))
    }

    /// Refuses the URL: this program was built without.
    #[cfg(not(feature = "cloud"))]
    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(crate) fn check_out(
        &self,
        output: &Place,
        _scratch: &Path,
        _at: &str,
    ) -> Result<(PathBuf, Self), StoreError> {
        Err(StoreError::NotBuilt(output.display().to_string()))
    }

    /// The newest date of which there are results of a kind at a URL.
    #[cfg(feature = "cloud")]
    pub(crate) fn newest_results(
        &self,
        output: &Place,
        kind: &str,
    ) -> Result<Option<Date>, StoreError> {
        let url = url::StoreUrl::parse(&output.to_string_lossy())?;
        let (current, _) = results::read_current(&*self.connect(&url)?, &url)?;
        let dates = current.dated().filter(|(found, _)| *found == kind);
        Ok(dates.filter_map(|(_, as_of)| as_of.parse().ok()).max())
    }

    /// Refuses the URL: this program was built without.
    #[cfg(not(feature = "cloud"))]
    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(crate) fn newest_results(
        &self,
        output: &Place,
        _kind: &str,
    ) -> Result<Option<Date>, StoreError> {
        Err(StoreError::NotBuilt(output.display().to_string()))
    }

    /// Sees to it that what was published at folders of the output is here; `only` the file of a name, where one is
    /// given. What does not lie in a store is here.
    pub(crate) fn bring(&self, folders: &[PathBuf], only: Option<&str>) -> Result<(), StoreError> {
        self.results.as_ref().map_or(Ok(()), |results| results.bring(folders, only))
    }

    /// A path as others find it: a URL for what lies in the copy of a store's results.
    pub(crate) fn shown(&self, path: &Path) -> PathBuf {
        let url = self.results.as_ref().and_then(|results| results.url_of(path));
        url.unwrap_or_else(|| path.to_owned())
    }

    /// Puts a file of all dates that was written to the output in its place in the store, if that is where the
    /// output lies.
    pub(crate) fn send(&self, path: &Path) -> Result<(), StoreError> {
        self.results.as_ref().map_or(Ok(()), |results| results.send(path))
    }

    /// Where others will find a kind of a date's results that this run makes; none where the output is a folder here.
    pub(super) fn url_to_be(&self, kind: &str, as_of: &str) -> Option<PathBuf> {
        self.results.as_ref().map(|results| results.url_to_be(kind, as_of))
    }

    /// Publishes kinds of a date's results, which lie in `folder`, where the output lies in a store.
    pub(super) fn publish(
        &self,
        as_of: &str,
        kinds: &[&str],
        folder: &Path,
    ) -> Result<(), StoreError> {
        self.results.as_ref().map_or(Ok(()), |results| results.publish(as_of, kinds, folder))
    }

    /// The Parquet files that a URL names: an object, all below a prefix, or those that a pattern matches.
    #[cfg(feature = "cloud")]
    pub(super) fn files(&self, spec: &str) -> Result<Vec<DataFile>, SourceError> {
        let url = url::StoreUrl::parse(spec)?;
        listing::files(&url, &self.connect(&url)?)
    }

    /// Refuses the URL: this program was built without.
    #[cfg(not(feature = "cloud"))]
    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(super) fn files(&self, spec: &str) -> Result<Vec<DataFile>, SourceError> {
        let url = url::StoreUrl::parse(spec)?;
        Err(StoreError::NotBuilt(url.to_string()).into())
    }
}
