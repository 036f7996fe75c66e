//! A Delta table: which of its files count, by its log.
//!
//! The log is replayed here ([`log`], [`checkpoint`]), as the Delta transaction log protocol tells it for
//! readers; rows are read as those of any Parquet file. What the protocol has and this reader does not
//! (deletion vectors, renamed columns, checkpoints of version 2, features it has not heard of) is refused
//! by name, never passed over.

mod action;
mod checkpoint;
mod error;
mod log;
mod protocol;
mod uri;

pub(super) use error::DeltaError;
pub(super) use uri::name as file_name;

use std::path::{Path, PathBuf};

/// The folder of the log, by which a table is known.
pub(super) const LOG: &str = "_delta_log";

/// A file that is part of the newest version of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LiveFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name from the table's folder on, with `/`.
    pub relative: String,
    /// The values of the table's partition columns; None is null.
    pub partition: Vec<(String, Option<String>)>,
}

/// The files of the newest version of the table in `folder`, by name.
pub(super) fn live_files(folder: &Path) -> Result<Vec<LiveFile>, DeltaError> {
    let snapshot = log::replay(&folder.join(LOG))?;
    snapshot.protocol.check(folder)?;
    let mut files = Vec::with_capacity(snapshot.files.len());
    for (name, add) in snapshot.files {
        if add.deletion_vector.is_some() {
            return Err(DeltaError::DeletionVector { table: folder.to_owned(), file: name });
        }
        let path = uri::local(folder, &name)?;
        if !path.is_file() {
            return Err(DeltaError::Gone { table: folder.to_owned(), file: path });
        }
        // The protocol writes null as the empty text, too.
        let value = |text: Option<String>| text.filter(|text| !text.is_empty());
        let partition = add.partition_values.into_iter().map(|(key, text)| (key, value(text)));
        files.push(LiveFile { path, relative: name, partition: partition.collect() });
    }
    if files.is_empty() {
        return Err(DeltaError::Empty(folder.to_owned()));
    }
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use crate::table::{Files, Stores};
    use arrow_array::{ArrayRef, Int64Array, RecordBatch};
    use std::path::Path;
    use std::sync::Arc;

    fn write(path: &Path, value: i64) {
        let column: ArrayRef = Arc::new(Int64Array::from(vec![value]));
        let batch = RecordBatch::try_from_iter([("v", column)]).unwrap();
        let file = std::fs::File::create(path).unwrap();
        let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }

    #[test]
    fn the_fingerprint_is_that_of_the_files_and_values_that_count() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let commit = |version: u64, lines: &[&str]| {
            let log = root.join(super::LOG);
            std::fs::create_dir_all(&log).unwrap();
            std::fs::write(log.join(format!("{version:020}.json")), lines.join("\n")).unwrap();
        };
        let look = || {
            let files = Files::open(root.to_str().unwrap(), &Stores::default()).unwrap();
            (files.rows(), files.fingerprint().unwrap())
        };
        let add = |day: &str| {
            format!(r#"{{"add":{{"path":"a.parquet","partitionValues":{{"day":"{day}"}}}}}}"#)
        };
        write(&root.join("a.parquet"), 1);
        commit(0, &[&add("1")]);
        let first = look();
        assert_eq!(first.0, 1);
        write(&root.join("orphan.parquet"), 2);
        assert_eq!(look(), first, "no part of the table");
        commit(1, &[r#"{"commitInfo":{}}"#]);
        assert_eq!(look(), first, "nothing changed");
        commit(2, &[r#"{"add":{"path":"orphan.parquet"}}"#]);
        assert_eq!(look().0, 2);
        commit(3, &[r#"{"remove":{"path":"orphan.parquet"}}"#]);
        assert_eq!(look(), first);
        commit(4, &[&add("2")]);
        let moved = look();
        assert!(moved.0 == 1 && moved.1 != first.1, "a value of the log is part of the table");
    }
}
