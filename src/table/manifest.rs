//! `_manifest.json`: what a published folder holds and where it came from.
//!
//! It carries no time of day: the same input gives the same bytes.

use super::footer::hex;
use super::input_facts::InputFacts;
use crate::stats::ExpectedShare;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};

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

    /// Whether the name leads to a file below the folder of the manifest, and nowhere else.
    pub fn is_within(&self) -> bool {
        let mut parts = Path::new(&self.name).components().peekable();
        parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
    }

    /// Whether the file in `folder` is the one that was published: its size, then its hash.
    pub fn is_unaltered(&self, folder: &Path) -> io::Result<bool> {
        let path = folder.join(&self.name);
        let size = std::fs::metadata(&path)?.len();
        Ok(size == self.bytes && size_and_hash(&path)?.1 == self.sha256)
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
    /// The share of the scored customers that is expected to leave; None where nothing was scored.
    pub expected_churn_rate: Option<ExpectedShare>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_a_file_of_the_folder_or_is_refused() {
        let within = |name: &str| PublishedFile::new(name, None).is_within();
        assert!(within("part-0.parquet") && within("exports/meta/list.csv"));
        for name in ["", ".", "..", "../x", "exports/../../x", "/etc/passwd", "a/../../b"] {
            assert!(!within(name), "{name}");
        }
    }

    #[test]
    fn every_alteration_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = PublishedFile::new("f", None);
        let write = |text: &str| std::fs::write(folder.path().join("f"), text).unwrap();
        write("abc");
        file.fill_in(folder.path()).unwrap();
        assert!(file.is_unaltered(folder.path()).unwrap());
        for other in ["abd", "abcd", ""] {
            write(other);
            assert!(!file.is_unaltered(folder.path()).unwrap(), "{other}");
        }
        std::fs::remove_file(folder.path().join("f")).unwrap();
        assert!(file.is_unaltered(folder.path()).is_err());
    }
}
