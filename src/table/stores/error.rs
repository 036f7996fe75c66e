//! What can go wrong with an object store, in words. What the store itself says is not repeated but for its
//! code: it may quote an address with a signature in it.

use crate::error::{Failure, Kind};

/// An object store that cannot be read from.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The program has no clients of object stores.
    #[cfg(not(feature = "cloud"))]
    #[error(
        "{0} lies in an object store, and this program was built without the cargo feature 'cloud': \
         take the released program, build with --features cloud, or copy the files first"
    )]
    NotBuilt(String),
    /// Another kind of URL.
    #[error(
        "{0}: unknown kind of URL; give a local path, or one that begins with s3://, gs:// or az://"
    )]
    UnknownScheme(String),
    /// No bucket, or a pattern in its place.
    #[error("{0} names no bucket: write scheme://bucket/key, with wildcards in the key alone")]
    NoBucketNamed(String),
    /// A pattern where something is to be written.
    #[cfg(feature = "cloud")]
    #[error("{0} is to be written to: a wildcard names no folder")]
    NotAFolder(String),
    /// Something in the URL that may be a credential.
    #[error(
        "{0}: credentials do not belong in a URL; give them in the environment, as docs/operations.md says"
    )]
    SecretInUrl(String),
    /// The client cannot be made of the settings.
    #[cfg(feature = "cloud")]
    #[error("cannot open {url}: {reason}")]
    Settings {
        /// What was to be opened.
        url: String,
        /// What is missing.
        reason: String,
    },
    /// The bucket is not there, or nothing in it has the name.
    #[cfg(feature = "cloud")]
    #[error("{url} does not exist{}: check the name{}", code_in_words(code.as_deref()), of_bucket(code.as_deref()))]
    NotFound {
        /// What was named.
        url: String,
        /// The store's code.
        code: Option<String>,
    },
    /// The store refuses.
    #[cfg(feature = "cloud")]
    #[error(
        "access to {url} is denied{}: check the credentials in the environment and what they allow",
        code_in_words(code.as_deref())
    )]
    Denied {
        /// What was named.
        url: String,
        /// The store's code.
        code: Option<String>,
    },
    /// No answer, or one that was not understood.
    #[cfg(feature = "cloud")]
    #[error("cannot read {url}: {reason}")]
    Failed {
        /// What was named.
        url: String,
        /// What happened.
        reason: String,
    },
    /// The same while something was written.
    #[cfg(feature = "cloud")]
    #[error("cannot write to {url}: {reason}")]
    Unwritten {
        /// What was to be written.
        url: String,
        /// What happened.
        reason: String,
    },
    /// Others were faster.
    #[cfg(feature = "cloud")]
    #[error(
        "another run has published to {0} since this one began: nothing of this one is visible there; run it again"
    )]
    Overtaken(String),
    /// The list of what counts is not what was written.
    #[cfg(feature = "cloud")]
    #[error("{url} is damaged ({reason}): restore it, or remove it and publish again")]
    Damaged {
        /// The list.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of this machine, on its way to or from the store.
    #[cfg(feature = "cloud")]
    #[error("cannot keep a copy of {url} in {}: see machine.spill_dir", path.display())]
    Copy {
        /// What is copied.
        url: String,
        /// The file or folder here.
        path: std::path::PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A table format whose log would have to be read.
    #[cfg(feature = "cloud")]
    #[error(
        "{url} is {format}, whose log is not read in an object store: copy the table to a local folder, \
         or write it as Parquet first"
    )]
    Table {
        /// The table.
        url: String,
        /// Its format, with its article.
        format: super::super::table_format::TableFormat,
    },
    /// Nothing below the prefix.
    #[cfg(feature = "cloud")]
    #[error("no Parquet file in {url}: name the prefix that holds the *.parquet files")]
    NoFiles {
        /// The prefix.
        url: String,
    },
}

impl Failure for StoreError {
    fn kind(&self) -> Kind {
        match self {
            #[cfg(feature = "cloud")]
            StoreError::Failed { .. }
            | StoreError::Unwritten { .. }
            | StoreError::Overtaken(_)
            | StoreError::Copy { .. } => Kind::Failed,
            _ => Kind::Usage,
        }
    }
}

#[cfg(feature = "cloud")]
fn code_in_words(code: Option<&str>) -> String {
    code.map(|code| format!(" ({code})")).unwrap_or_default()
}

#[cfg(feature = "cloud")]
fn of_bucket(code: Option<&str>) -> &'static str {
    match code {
        Some("NoSuchBucket" | "ContainerNotFound") => " of the bucket",
        _ => "",
    }
}

/// Codes of answers to credentials that are wrong, do not allow it, or do so no longer.
#[cfg(feature = "cloud")]
const DENIALS: [&str; 7] = [
    "AccessDenied",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "ExpiredToken",
    "InvalidToken",
    "TokenRefreshRequired",
    "RequestTimeTooSkewed",
];

#[cfg(feature = "cloud")]
impl StoreError {
    /// What a client's complaint about `url` means.
    pub(super) fn of(url: &str, error: &object_store::Error) -> Self {
        use object_store::Error as E;
        let url = url.to_owned();
        let words = chain(error);
        let code = code_in(&words);
        match error {
            E::NotFound { .. } => StoreError::NotFound { url, code },
            E::PermissionDenied { .. } | E::Unauthenticated { .. } => {
                StoreError::Denied { url, code }
            }
            E::Precondition { .. } => {
                StoreError::Failed { url, reason: "it has changed while it was read".to_owned() }
            }
            // A listing has no kind of its own.
            _ => match code.as_deref() {
                Some("NoSuchBucket" | "ContainerNotFound") => StoreError::NotFound { url, code },
                Some(code) if DENIALS.contains(&code) => {
                    StoreError::Denied { url, code: Some(code.to_owned()) }
                }
                _ => StoreError::Failed { url, reason: reason(error, code) },
            },
        }
    }
}

#[cfg(feature = "cloud")]
impl StoreError {
    /// The same where `url` was to be written.
    pub(super) fn of_writing(url: &str, error: &object_store::Error) -> Self {
        match Self::of(url, error) {
            StoreError::Failed { url, reason } => StoreError::Unwritten { url, reason },
            other => other,
        }
    }
}

/// Everything the client says, for looking into.
#[cfg(feature = "cloud")]
fn chain(error: &object_store::Error) -> String {
    let (mut words, mut next): (_, Option<&dyn std::error::Error>) = (String::new(), Some(error));
    while let Some(error) = next {
        words.push_str(&error.to_string());
        next = error.source();
    }
    words
}

/// The code of an answer in XML.
#[cfg(feature = "cloud")]
fn code_in(answer: &str) -> Option<String> {
    let (_, rest) = answer.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_word = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_word.then(|| code.to_owned())
}

/// The code, the system's error, or that there is nothing better to be said.
#[cfg(feature = "cloud")]
fn reason(error: &object_store::Error, code: Option<String>) -> String {
    if let Some(code) = code {
        return format!("the store answers {code}");
    }
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        if let Some(system) = error.downcast_ref::<std::io::Error>() {
            return format!("the store cannot be reached ({})", system.kind());
        }
        next = error.source();
    }
    "the store gives no usable answer: check its address and credentials in the environment"
        .to_owned()
}
