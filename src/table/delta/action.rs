//! The actions of a Delta log that tell which files count, as they stand in JSON.
//!
//! Of each action only what a reader needs is kept; other actions and fields are passed over, as the
//! protocol wants it. Features that must not be passed over are named by `protocol`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// One line of a commit.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Action {
    pub add: Option<Add>,
    pub remove: Option<Remove>,
    pub protocol: Option<Protocol>,
    pub meta_data: Option<MetaData>,
}

/// A file that becomes part of the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Add {
    /// A relative or absolute URI.
    pub path: String,
    #[serde(default)]
    pub partition_values: BTreeMap<String, Option<String>>,
    pub deletion_vector: Option<DeletionVector>,
}

/// A file that is part of it no more.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Remove {
    pub path: String,
    pub deletion_vector: Option<DeletionVector>,
}

/// Where the rows of a file stand that are deleted: with the path it names a version of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeletionVector {
    pub storage_type: String,
    pub path_or_inline_dv: String,
    pub offset: Option<i64>,
}

/// What a reader must know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Protocol {
    pub min_reader_version: i32,
    pub reader_features: Option<Vec<String>>,
}

/// What the table is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct MetaData {
    #[serde(default)]
    pub format: Format,
    #[serde(default)]
    pub configuration: BTreeMap<String, Option<String>>,
}

/// The format of the table's files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Format {
    pub provider: Option<String>,
}
