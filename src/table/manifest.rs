//! `_manifest.json`: what a published folder holds and where it came from.
//!
//! It carries no time of day: the same input gives the same bytes.

use super::footer::hex;
use super::input_facts::InputFacts;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Name of the manifest in a published folder.
pub const MANIFEST: &str = "_manifest.json";
/// Name of the mark of completeness in a published folder.
pub const SUCCESS: &str = "_SUCCESS";

/// One file of a published folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFile {
    /// Name within the folder.
    pub name: String,
    /// Rows in it, where it has rows.
    pub rows: Option<u64>,
    /// Its size; filled in on publication.
    pub bytes: u64,
    /// SHA-256 of its content, in hexadecimal; filled in on publication.
    pub sha256: String,
}

impl PublishedFile {
    /// A file that has just been written into a staging folder.
    pub fn new(name: impl Into<String>, rows: Option<u64>) -> Self {
        Self { name: name.into(), rows, bytes: 0, sha256: String::new() }
    }

    pub(super) fn fill_in(&mut self, folder: &Path) -> io::Result<()> {
        (self.bytes, self.sha256) = size_and_hash(&folder.join(&self.name))?;
        Ok(())
    }
}

/// What a published folder holds and where it came from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The run that made it; equal for equal inputs.
    pub run_id: String,
    /// Version of this program.
    pub tool_version: String,
    /// The instant everything is seen from, as a date.
    pub as_of: String,
    /// The model that was applied, if any.
    pub model_version: Option<String>,
    /// Fingerprint of the input.
    pub input_fingerprint: String,
    /// The inputs in numbers, for the next run to compare with.
    pub inputs: InputFacts,
    /// Rows of all files.
    pub rows: u64,
    /// The files, in the order of their names.
    pub files: Vec<PublishedFile>,
    /// The settings that were given.
    pub configuration: serde_json::Value,
}

fn size_and_hash(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut hash, mut size) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((size, hex(&hash.finalize()))),
            n => {
                hash.update(&buffer[..n]);
                size += n as u64;
            }
        }
    }
}
