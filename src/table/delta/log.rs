//! The log of a Delta table, replayed: from the newest whole checkpoint on, commit by commit.
//!
//! The folder's listing alone says what is there: `_last_checkpoint` is a hint for stores that list
//! slowly, and may be old. Commits before the checkpoint may have been cleaned away; a hole after it, or
//! at the beginning where there is none, is refused.

use super::DeltaError;
use super::action::{Action, Add, DeletionVector};
use super::checkpoint::{self, Checkpoint};
use super::protocol::Reading;
use super::uri;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// The newest version of a table.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// What it asks of readers.
    pub protocol: Reading,
    /// Its files by name.
    pub files: Vec<(String, Add)>,
}

/// A file as the log tells versions of it apart.
type FileKey = (String, Option<DeletionVector>);

/// The state after some actions.
#[derive(Debug, Default)]
pub(super) struct State {
    files: BTreeMap<FileKey, Add>,
    reading: Reading,
}

impl State {
    /// Takes in one action.
    pub(super) fn apply(&mut self, action: Action) {
        let Action { add, remove, protocol, meta_data } = action;
        if let Some(remove) = remove {
            self.files.remove(&(uri::name(&remove.path), remove.deletion_vector));
        }
        if let Some(add) = add {
            self.files.insert((uri::name(&add.path), add.deletion_vector.clone()), add);
        }
        if let Some(protocol) = protocol {
            self.reading.protocol = protocol;
        }
        if let Some(meta_data) = meta_data {
            self.reading.meta_data = meta_data;
        }
    }
}

/// Replays the log in a folder.
pub(super) fn replay(log: &Path) -> Result<Snapshot, DeltaError> {
    let Listing { commits, mut checkpoints, of_version_2 } = list(log)?;
    let newest_commit = commits.last().copied();
    let checkpoint = checkpoints.pop();
    let first = checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.version + 1);
    if checkpoint.is_none() && newest_commit.is_none() && of_version_2.is_none() {
        return Err(DeltaError::NoLog(log.to_owned()));
    }
    let newest = newest_commit.max(checkpoint.as_ref().map(|checkpoint| checkpoint.version));
    let newest = newest.max(of_version_2).unwrap_or_default();
    if let Some(missing) = (first..=newest).find(|version| !commits.contains(version)) {
        // What is missing may stand in a checkpoint of the kind that is not read.
        return Err(match of_version_2 {
            Some(version) if version >= missing => unsupported_checkpoint(log),
            _ => DeltaError::MissingVersion { log: log.to_owned(), missing },
        });
    }
    let mut state = State::default();
    if let Some(checkpoint) = &checkpoint {
        checkpoint::read(checkpoint, log, &mut state)?;
    }
    for version in first..=newest {
        read_commit(&log.join(format!("{version:020}.json")), &mut state)?;
    }
    let State { files, reading } = state;
    let files = files.into_iter().map(|((name, _), add)| (name, add)).collect();
    Ok(Snapshot { protocol: reading, files })
}

/// A checkpoint whose files are themselves listed elsewhere.
pub(super) fn unsupported_checkpoint(log: &Path) -> DeltaError {
    let table = log.parent().unwrap_or(log).to_owned();
    DeltaError::Unsupported {
        table,
        what: "has a checkpoint of version 2 (v2Checkpoint)".to_owned(),
    }
}

fn read_commit(path: &Path, state: &mut State) -> Result<(), DeltaError> {
    let io = |source| DeltaError::Io { path: path.to_owned(), source };
    let file = BufReader::new(File::open(path).map_err(io)?);
    for (i, line) in file.lines().enumerate() {
        let line = line.map_err(io)?;
        if line.trim().is_empty() {
            continue;
        }
        let action = serde_json::from_str(&line).map_err(|error| DeltaError::Damaged {
            path: path.to_owned(),
            line: Some(i + 1),
            reason: error.to_string(),
        })?;
        state.apply(action);
    }
    Ok(())
}

/// What stands in the folder of a log.
struct Listing {
    commits: BTreeSet<u64>,
    /// Those that are whole, in order of version.
    checkpoints: Vec<Checkpoint>,
    /// The newest of the checkpoints that are not read.
    of_version_2: Option<u64>,
}

fn list(log: &Path) -> Result<Listing, DeltaError> {
    let io = |source| DeltaError::Io { path: log.to_owned(), source };
    let mut commits = BTreeSet::new();
    let mut parts: BTreeMap<(u64, u64), Vec<PathBuf>> = BTreeMap::new();
    let mut of_version_2 = None;
    for entry in std::fs::read_dir(log).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name();
        match LogFile::named(&name.to_string_lossy()) {
            Some(LogFile::Commit(version)) => {
                commits.insert(version);
            }
            Some(LogFile::CheckpointPart { version, of }) => {
                parts.entry((version, of)).or_default().push(entry.path());
            }
            Some(LogFile::CheckpointV2(version)) => of_version_2 = of_version_2.max(Some(version)),
            None => {}
        }
    }
    // One that is still being written, or was copied in part, is as if it were not there.
    let whole = parts.into_iter().filter(|((_, of), parts)| parts.len() as u64 == *of);
    let checkpoint = |((version, _), mut parts): ((u64, u64), Vec<PathBuf>)| {
        parts.sort();
        Checkpoint { version, parts }
    };
    Ok(Listing { commits, checkpoints: whole.map(checkpoint).collect(), of_version_2 })
}

/// A file of a log, by its name.
#[derive(Debug, PartialEq, Eq)]
enum LogFile {
    /// `00000000000000000007.json`
    Commit(u64),
    /// `00000000000000000007.checkpoint.parquet`, `00000000000000000007.checkpoint.0000000001.0000000002.parquet`
    CheckpointPart { version: u64, of: u64 },
    /// `00000000000000000007.checkpoint.<uuid>.json` or `.parquet`
    CheckpointV2(u64),
}

impl LogFile {
    /// None for what is none of these: checksums, compacted commits, hints.
    fn named(name: &str) -> Option<LogFile> {
        let (version, rest) = name.split_once('.')?;
        if version.len() != 20 || !version.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let version = version.parse().ok()?;
        let parts: Vec<&str> = rest.split('.').collect();
        match parts[..] {
            ["json"] => Some(LogFile::Commit(version)),
            ["checkpoint", "parquet"] => Some(LogFile::CheckpointPart { version, of: 1 }),
            ["checkpoint", _, of, "parquet"] => {
                Some(LogFile::CheckpointPart { version, of: of.parse().ok()? })
            }
            ["checkpoint", _, "json" | "parquet"] => Some(LogFile::CheckpointV2(version)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_log_are_known_by_name() {
        let named = |rest: &str| LogFile::named(&format!("00000000000000000007.{rest}"));
        assert_eq!(named("json"), Some(LogFile::Commit(7)));
        assert_eq!(
            named("checkpoint.parquet"),
            Some(LogFile::CheckpointPart { version: 7, of: 1 })
        );
        assert_eq!(
            named("checkpoint.0000000001.0000000003.parquet"),
            Some(LogFile::CheckpointPart { version: 7, of: 3 })
        );
        let uuid = "80a083e8-7026-4e79-81be-64bd76c43a11";
        for end in ["json", "parquet"] {
            let name = format!("checkpoint.{uuid}.{end}");
            assert_eq!(named(&name), Some(LogFile::CheckpointV2(7)));
        }
        assert_eq!(named("crc"), None);
        assert_eq!(named("00000000000000000009.compacted.json"), None);
        assert_eq!(LogFile::named("_last_checkpoint"), None);
        assert_eq!(LogFile::named("7.json"), None);
        assert_eq!(LogFile::named(".00000000000000000007.json.crc"), None);
    }

    #[test]
    fn a_file_with_other_deletion_vectors_is_another_version_of_it() {
        let mut state = State::default();
        for line in [
            r#"{"add":{"path":"a%20b","partitionValues":{}}}"#,
            r#"{"add":{"path":"a b","deletionVector":{"storageType":"u","pathOrInlineDv":"x","offset":1}}}"#,
            r#"{"remove":{"path":"a b"}}"#,
            r#"{"commitInfo":{"operation":"DELETE"}}"#,
        ] {
            state.apply(serde_json::from_str(line).unwrap());
        }
        let left: Vec<_> = state.files.values().collect();
        assert_eq!(left.len(), 1);
        assert!(left[0].deletion_vector.is_some());
    }
}
