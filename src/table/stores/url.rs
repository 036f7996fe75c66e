//! The URL of an object, a prefix or a pattern: `scheme://bucket/key`. Credentials never stand in it.

use super::super::pattern::PathPattern;
use super::super::source::SourceError;
use super::super::walk::is_hidden;
use super::error::StoreError;
use std::fmt;
use std::path::Path;

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
    /// The key of a name below the one that is named.
    #[cfg(feature = "cloud")]
    pub(super) fn key_of(&self, name: &str) -> object_store::path::Path {
        let parts = self.key.split('/').chain(name.split('/'));
        parts.filter(|part| !part.is_empty()).collect()
    }

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

/// Which keys an input means.
pub(in super::super) struct Wanted {
    /// What they begin with, in whole names.
    pub(super) root: String,
    /// What they match, where wildcards say so.
    pub(super) pattern: Option<PathPattern>,
}

impl Wanted {
    /// By the key of an input's URL.
    pub(super) fn of(key: &str) -> Result<Self, SourceError> {
        let pattern = PathPattern::is_one(key).then(|| PathPattern::parse(key)).transpose()?;
        let root = match &pattern {
            Some(pattern) => pattern.root.to_string_lossy().into_owned(),
            None => key.to_owned(),
        };
        Ok(Self { root, pattern })
    }

    /// The name below the root of a key that is meant.
    pub(super) fn name_of<'a>(&self, key: &'a str) -> Option<&'a str> {
        let name = key.strip_prefix(self.root.as_str())?;
        let name = if self.root.is_empty() { name } else { name.strip_prefix('/')? };
        let set_aside = name.split('/').any(|part| is_hidden(Path::new(part)));
        let is_meant = self.pattern.as_ref().is_none_or(|pattern| pattern.matches_below(name));
        (is_meant && !set_aside).then_some(name)
    }

    /// Whether results at one URL would be read from another, as if they were data.
    pub(in super::super) fn would_read(input: &str, output: &str) -> Result<bool, SourceError> {
        let (input, output) = (StoreUrl::parse(input)?, StoreUrl::parse(output)?);
        let result = format!("{}/scores/as_of=2025-01-01/generation=g/part.parquet", output.key);
        let is_meant = Self::of(&input.key)?.name_of(result.trim_start_matches('/')).is_some();
        Ok((input.scheme, &input.bucket) == (output.scheme, &output.bucket) && is_meant)
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
        assert!(Wanted::would_read("s3://shop", "s3://shop/out").unwrap());
        assert!(Wanted::would_read("s3://shop/o*", "s3://shop/out").unwrap());
        assert!(Wanted::would_read("s3://shop/tx/**/*.parquet", "s3://shop/tx/out").unwrap());
        for apart in ["s3://shop/tx", "s3://shop/ou", "gs://shop/out", "s3://shop/*.parquet"] {
            assert!(!Wanted::would_read(apart, "s3://shop/out").unwrap(), "{apart}");
        }
        assert!(StoreUrl::parse("s3:///a").is_err() && StoreUrl::parse("s3://b*/a").is_err());
    }
}
