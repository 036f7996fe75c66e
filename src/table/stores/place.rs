//! A folder that is written to: named by a path or, in an object store, by a URL. Whether anything lies there is
//! not known here.

use super::error::StoreError;
use super::url::{StoreUrl, is_url};
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// A folder of results or of models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(PathBuf);

impl Place {
    /// Reads what a user writes.
    pub(crate) fn parse(text: &str) -> Result<Self, StoreError> {
        if is_url(text) {
            let url = StoreUrl::parse(text)?;
            #[cfg(not(feature = "cloud"))]
            return Err(StoreError::NotBuilt(url.to_string()));
            #[cfg(feature = "cloud")]
            return Self::in_store(&url);
        }
        Ok(Self(text.into()))
    }

    #[cfg(feature = "cloud")]
    fn in_store(url: &StoreUrl) -> Result<Self, StoreError> {
        if url.key.contains(['*', '?', '[']) {
            return Err(StoreError::NotAFolder(url.to_string()));
        }
        Ok(Self(url.to_string().trim_end_matches('/').into()))
    }

    /// The folder `path` of this machine.
    pub(crate) fn here(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Whether it lies in an object store.
    pub(crate) fn is_in_store(&self) -> bool {
        self.0.to_str().is_some_and(is_url)
    }
}

/// As it is shown, and as a path where it is one.
impl Deref for Place {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_urls_are_places_and_patterns_are_none() {
        assert!(!Place::parse("out/here").unwrap().is_in_store());
        #[cfg(feature = "cloud")]
        {
            let place = Place::parse("s3://shop/out/").unwrap();
            assert!(place.is_in_store() && place.display().to_string() == "s3://shop/out");
            assert!(Place::parse("s3://shop/out/*").unwrap_err().to_string().contains("wildcard"));
        }
        #[cfg(not(feature = "cloud"))]
        assert!(Place::parse("s3://shop/out").unwrap_err().to_string().contains("'cloud'"));
        assert!(
            Place::parse("hdfs://a/b").unwrap_err().to_string().contains("unknown kind of URL")
        );
    }
}
