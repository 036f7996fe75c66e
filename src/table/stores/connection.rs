//! The client of one bucket, driven from threads that know nothing of futures.
//!
//! One small runtime a connection: its one thread does the waiting, and whoever asks waits for the answer.

use super::error::StoreError;
use super::object::Object;
use super::url::{Scheme, StoreUrl};
use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{
    GetOptions, GetRange, OBJECT_STORE_COALESCE_DEFAULT, ObjectMeta, ObjectStore, ObjectStoreExt,
    RetryConfig, coalesce_ranges,
};
use std::fmt;
use std::future::Future;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// How often a request is made anew, and how long that may take: beyond it the night fails, and is run again.
const MOST_RETRIES: usize = 5;
const LONGEST_RETRY: Duration = Duration::from_secs(60);

/// A bucket that can be asked.
pub(super) struct Connection {
    pub(super) store: Arc<dyn ObjectStore>,
    runtime: Runtime,
    /// For messages: `scheme://bucket/`.
    start: String,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.start)
    }
}

/// A client made of a builder and the variables that it knows.
macro_rules! client {
    ($builder:ty, $start:literal, $variables:expr) => {{
        let known = $variables.iter().filter(|(name, _)| name.starts_with($start));
        known.fold(<$builder>::new(), |builder, (name, value)| {
            match name.to_ascii_lowercase().parse() {
                Ok(key) => builder.with_config(key, value),
                Err(_) => builder,
            }
        })
    }};
}

impl Connection {
    /// Makes the client; nothing is asked yet.
    pub(super) fn open(url: &StoreUrl, variables: &[(String, String)]) -> Result<Self, StoreError> {
        // Another user of the library may have settled it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let whole = StoreUrl { key: String::new(), ..url.clone() }.to_string();
        let settings = |reason: &str| StoreError::Settings {
            url: whole.clone(),
            reason: format!("{reason}; docs/operations.md names the variables"),
        };
        let retry = RetryConfig {
            max_retries: MOST_RETRIES,
            retry_timeout: LONGEST_RETRY,
            ..RetryConfig::default()
        };
        let made: object_store::Result<Arc<dyn ObjectStore>> = match url.scheme {
            Scheme::S3 => client!(AmazonS3Builder, "AWS_", variables)
                .with_bucket_name(&url.bucket)
                .with_retry(retry)
                .build()
                .map(|client| Arc::new(client) as _),
            Scheme::Gs => client!(GoogleCloudStorageBuilder, "GOOGLE_", variables)
                .with_bucket_name(&url.bucket)
                .with_retry(retry)
                .build()
                .map(|client| Arc::new(client) as _),
            Scheme::Az => client!(MicrosoftAzureBuilder, "AZURE_", variables)
                .with_container_name(&url.bucket)
                .with_retry(retry)
                .build()
                .map(|client| Arc::new(client) as _),
        };
        // What the builder says may quote a value of the environment.
        let store =
            made.map_err(|_| settings("a variable of the store is missing or not valid"))?;
        Self::of(store, whole.clone()).map_err(|error| settings(&error.to_string()))
    }

    /// Around a client that is there.
    pub(super) fn of(store: Arc<dyn ObjectStore>, start: String) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        Ok(Self { store, runtime, start })
    }

    /// The URL of a key.
    pub(super) fn url(&self, key: &str) -> String {
        format!("{}{key}", self.start)
    }

    /// Waits for an answer of the store.
    pub(super) fn wait<T>(&self, answer: impl Future<Output = T>) -> T {
        self.runtime.block_on(answer)
    }

    /// What is known of the object of a name, if there is one.
    pub(super) fn head(&self, key: &Path) -> Result<Option<ObjectMeta>, StoreError> {
        match self.wait(self.store.head(key)) {
            Ok(meta) => Ok(Some(meta)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(StoreError::of(&self.url(key.as_ref()), &error)),
        }
    }

    /// All objects below a prefix.
    pub(super) fn list(&self, prefix: &Path) -> Result<Vec<ObjectMeta>, StoreError> {
        let listed = self.wait(self.store.list(Some(prefix)).try_collect());
        listed.map_err(|error| StoreError::of(&self.url(prefix.as_ref()), &error))
    }

    /// Names of the folders directly below a prefix.
    pub(super) fn folders(&self, prefix: &Path) -> Result<Vec<String>, StoreError> {
        let listed = self.wait(self.store.list_with_delimiter(Some(prefix)));
        let listed = listed.map_err(|error| StoreError::of(&self.url(prefix.as_ref()), &error))?;
        let name = |folder: &Path| folder.filename().map(str::to_owned);
        Ok(listed.common_prefixes.iter().filter_map(name).collect())
    }

    /// Whether there is anything below a prefix, as far as that may be asked.
    pub(super) fn has_any(&self, prefix: &Path) -> bool {
        let first = async { self.store.list(Some(prefix)).try_next().await };
        self.wait(first).is_ok_and(|found| found.is_some())
    }
}

/// An object, and the connection by which it is read.
#[derive(Debug)]
pub(super) struct StoredObject {
    connection: Arc<Connection>,
    meta: ObjectMeta,
    version: String,
}

impl StoredObject {
    pub(super) fn new(connection: Arc<Connection>, meta: ObjectMeta) -> Self {
        Self { connection, version: version(&meta), meta }
    }

    fn io(&self, error: &object_store::Error) -> io::Error {
        io::Error::other(StoreError::of(&self.connection.url(self.meta.location.as_ref()), error))
    }
}

/// The e-tag, which changes with the content; the time where a store has none. Azure quotes it in some answers alone.
fn version(meta: &ObjectMeta) -> String {
    let e_tag = meta.e_tag.as_deref().map(|e_tag| e_tag.trim_matches('"').to_owned());
    e_tag.unwrap_or_else(|| meta.last_modified.to_rfc3339())
}

impl Object for StoredObject {
    fn bytes(&self) -> u64 {
        self.meta.size
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn ranges(&self, ranges: &[Range<u64>]) -> io::Result<Vec<Bytes>> {
        let store = &self.connection.store;
        let fetch = |range: Range<u64>| async {
            let expected = range.end - range.start;
            let options = GetOptions {
                range: Some(GetRange::Bounded(range)),
                if_match: self.meta.e_tag.clone(),
                ..GetOptions::default()
            };
            let bytes = store.get_opts(&self.meta.location, options).await?.bytes().await?;
            Ok::<_, object_store::Error>((expected, bytes)).and_then(|(expected, bytes)| {
                if bytes.len() as u64 == expected { Ok(bytes) } else { Err(short()) }
            })
        };
        let fetched = coalesce_ranges(ranges, fetch, OBJECT_STORE_COALESCE_DEFAULT);
        self.connection.wait(fetched).map_err(|error| self.io(&error))
    }

    fn is_unchanged(&self) -> io::Result<bool> {
        let found = self.connection.head(&self.meta.location).map_err(io::Error::other)?;
        Ok(found
            .is_some_and(|now| (now.size, version(&now)) == (self.meta.size, self.version.clone())))
    }
}

/// Fewer bytes than were asked for.
fn short() -> object_store::Error {
    let source = io::Error::from(io::ErrorKind::UnexpectedEof);
    object_store::Error::Generic { store: "object store", source: Box::new(source) }
}
