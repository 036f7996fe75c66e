//! Inputs in object stores, named by URLs: `s3://`, `gs://`, `az://`.
//!
//! What the readers of Parquet ask of a file there is the trait [`Object`]: ranges of its bytes, and whether
//! it is still the same. Who answers is `connection`, which is built with the cargo feature `cloud`; without it
//! a URL is refused by name. Nothing is written to a store.

#[cfg(feature = "cloud")]
mod connection;
mod error;
#[cfg(feature = "cloud")]
mod listing;
mod object;
mod url;

pub(super) use error::StoreError;
pub(super) use object::{HeldObject, Object};
use std::fmt;
use std::sync::Arc;
pub(crate) use url::is_url;

use super::source::{DataFile, SourceError};

/// Object stores and what opens them.
#[derive(Clone, Default)]
pub struct Stores {
    /// Variables by which the stores' own programs are given credentials and addresses.
    #[cfg_attr(not(feature = "cloud"), expect(dead_code, reason = "only connections look at it"))]
    variables: Arc<Vec<(String, String)>>,
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
        Self { variables: Arc::new(environment.filter(of_stores).collect()) }
    }

    /// The Parquet files that a URL names: an object, all below a prefix, or those that a pattern matches.
    #[cfg(feature = "cloud")]
    pub(super) fn files(&self, spec: &str) -> Result<Vec<DataFile>, SourceError> {
        let url = url::StoreUrl::parse(spec)?;
        let connection = connection::Connection::open(&url, &self.variables)?;
        listing::files(&url, &Arc::new(connection))
    }

    /// Refuses the URL: this program was built without.
    #[cfg(not(feature = "cloud"))]
    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(super) fn files(&self, spec: &str) -> Result<Vec<DataFile>, SourceError> {
        let url = url::StoreUrl::parse(spec)?;
        Err(StoreError::NotBuilt(url.to_string()).into())
    }
}
