//! The URL of an object, a prefix or a pattern: `scheme://bucket/key`. Credentials never stand in it.

use super::error::StoreError;
use std::fmt;

/// The stores there are clients for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Amazon S3 and what speaks its protocol.
    S3,
    /// Google Cloud Storage.
    Gs,
    /// Azure Blob Storage.
    Az,
}

/// A URL, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StoreUrl {
    /// Which store.
    pub scheme: Scheme,
    /// The bucket, or the container.
    pub bucket: String,
    /// What is named in it, without slashes at its ends; empty for all of it.
    pub key: String,
}

/// Whether an input is named by a URL that is not a local file's.
pub(crate) fn is_url(spec: &str) -> bool {
    spec.split_once("://").is_some_and(|(scheme, _)| scheme != "file")
}

impl StoreUrl {
    pub(super) fn parse(spec: &str) -> Result<Self, StoreError> {
        let (scheme, rest) = spec.split_once("://").unwrap_or((spec, ""));
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        let lower = key.to_ascii_lowercase();
        // Whatever follows may be secret: it is not repeated.
        if bucket.contains(['@', ':']) || lower.contains("sig=") || lower.contains("signature=") {
            return Err(StoreError::SecretInUrl(format!("{scheme}://...")));
        }
        let scheme = match scheme {
            "s3" => Scheme::S3,
            "gs" => Scheme::Gs,
            "az" => Scheme::Az,
            _ => return Err(StoreError::UnknownScheme(spec.to_owned())),
        };
        if bucket.is_empty() || bucket.contains(['*', '?', '[']) {
            return Err(StoreError::NoBucketNamed(spec.to_owned()));
        }
        Ok(Self { scheme, bucket: bucket.to_owned(), key: key.trim_matches('/').to_owned() })
    }
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::S3 => "s3",
            Scheme::Gs => "gs",
            Scheme::Az => "az",
        };
        write!(f, "{scheme}://{}/{}", self.bucket, self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart_and_secrets_are_not_repeated() {
        let url = StoreUrl::parse("s3://shop/orders/day=*/x.parquet").unwrap();
        assert_eq!((url.bucket.as_str(), url.key.as_str()), ("shop", "orders/day=*/x.parquet"));
        assert_eq!(StoreUrl::parse("az://c/a/").unwrap().to_string(), "az://c/a");
        assert!(is_url("s3://a") && !is_url("file:///a") && !is_url("a/b"));
        for secret in ["s3://AKIA:hush@b/k", "az://c/a.parquet?sv=1&sig=hush"] {
            let error = StoreUrl::parse(secret).unwrap_err().to_string();
            assert!(!error.contains("hush") && error.contains("environment"), "{error}");
        }
        assert!(StoreUrl::parse("hdfs://n/a").unwrap_err().to_string().contains("s3://"));
        assert!(StoreUrl::parse("s3:///a").is_err() && StoreUrl::parse("s3://b*/a").is_err());
    }
}
