//! An input opened: its files listed and their footers read, once. Readers, fingerprint and checks all
//! work from this, so that what is published as read is what was read.

use super::footer::{Footer, column_names, fingerprint, path_column_names, read_footers};
use super::source::{DataFile, Dataset, SourceError};
use super::stores::Stores;
use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

/// The files of one input with their footers, in the same order.
#[derive(Debug, Clone)]
pub struct Files {
    /// What the user named.
    pub dataset: Dataset,
    /// The footers of its files.
    pub footers: Vec<Footer>,
}

impl Files {
    /// Lists the files of a path, folder, glob or URL and reads their footers.
    pub fn open(spec: &str, stores: &Stores) -> Result<Self, SourceError> {
        Self::of(Dataset::resolve(spec, stores)?)
    }

    /// Reads the footers of listed files.
    pub fn of(dataset: Dataset) -> Result<Self, SourceError> {
        let footers = read_footers(&dataset)?;
        Ok(Self { dataset, footers })
    }

    /// The files, each with its footer.
    pub fn iter(&self) -> impl Iterator<Item = (&DataFile, &Footer)> {
        self.dataset.files.iter().zip(&self.footers)
    }

    /// Names of all columns: those in the files, then those in the files' paths.
    pub fn column_names(&self) -> Vec<String> {
        self.column_names_of(|_| true)
    }

    /// The same of some of the files alone.
    pub(crate) fn column_names_of(&self, is_one: impl Fn(&DataFile) -> bool) -> Vec<String> {
        let footers =
            self.iter().filter(|(file, _)| is_one(file)).map(|(_, footer)| footer.clone());
        let mut names = column_names(&footers.collect::<Vec<_>>());
        for name in path_column_names(&self.dataset) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether a column is there and the footers say that it has no value in any row.
    pub(crate) fn is_empty_column(&self, name: &str) -> bool {
        let mut having = self.footers.iter().filter(|footer| footer.has_rows_of(name)).peekable();
        having.peek().is_some() && having.all(|footer| footer.is_empty_column(name))
    }

    /// Rows, from the footers.
    pub fn rows(&self) -> u64 {
        self.footers.iter().map(Footer::rows).sum()
    }

    /// Refuses files that are no longer what they were when they were opened; for after the last read.
    pub fn refuse_moved(&self) -> Result<(), SourceError> {
        let files: Vec<_> = self.iter().collect();
        files.into_par_iter().try_for_each(|(file, footer)| footer.refuse_moved(&file.path))
    }

    /// What the files are by their names, sizes and row groups, as they were opened. No byte is read, and the text
    /// is no [`fingerprint`](Self::fingerprint).
    pub fn outline(&self) -> String {
        let mut hash = Xxh3::new();
        let mut files: Vec<_> = self.iter().collect();
        files.sort_by(|(a, _), (b, _)| a.relative.cmp(&b.relative));
        for (file, footer) in files {
            hash.update(file.relative.as_bytes());
            hash.update(&file.bytes.to_le_bytes());
            for group in footer.parquet().row_groups() {
                hash.update(&group.num_rows().to_le_bytes());
                hash.update(&group.compressed_size().to_le_bytes());
            }
        }
        format!("outline:{:016x}", hash.digest())
    }

    /// What the files hold, independent of where their folder lies. Reads every byte.
    pub fn fingerprint(&self) -> Result<String, SourceError> {
        fingerprint(&self.dataset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Failure, Kind};
    use crate::table::{Rows, RowsError, Stores};
    use arrow_array::{ArrayRef, Int64Array, RecordBatch};
    use parquet::arrow::{ArrowWriter, ProjectionMask};
    use std::path::Path;
    use std::sync::Arc;

    fn write(path: &Path, values: &[i64]) {
        let column: ArrayRef = Arc::new(Int64Array::from(values.to_vec()));
        let batch = RecordBatch::try_from_iter([("v", column)]).unwrap();
        let file = std::fs::File::create(path).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }

    /// Rows as they can be read now by the footers as they were.
    fn read(files: &Files) -> Result<usize, RowsError> {
        let mut rows = 0;
        for (file, footer) in files.iter() {
            for batch in Rows::all_of(&file.path, footer.clone(), ProjectionMask::all()) {
                rows += batch?.num_rows();
            }
        }
        Ok(rows)
    }

    #[test]
    fn a_file_that_is_gone_since_it_was_listed_is_worth_another_try() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.parquet");
        write(&path, &[1]);
        let spec = path.to_str().unwrap();
        let listed = Dataset::resolve(spec, &Stores::default()).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(Files::of(listed).unwrap_err().kind(), Kind::Failed);
        let never = Files::open(spec, &Stores::default()).unwrap_err();
        assert_eq!(never.kind(), Kind::Usage, "a path that leads to nothing is wrong usage");
    }

    #[test]
    fn a_file_that_changes_after_it_was_opened_is_seen_however_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a.parquet"), folder.path().join("other"));
        let changes: [(&str, &dyn Fn()); 6] = [
            ("replaced by one of the same size", &|| {
                write(&other, &[1, 2, 4]);
                std::fs::rename(&other, &path).unwrap();
            }),
            ("written over", &|| write(&path, &[7, 8, 9])),
            ("written over and given back its time", &|| {
                let written = std::fs::metadata(&path).unwrap().modified().unwrap();
                let mut bytes = std::fs::read(&path).unwrap();
                let value = bytes.windows(8).position(|eight| eight == 2i64.to_le_bytes()).unwrap();
                bytes[value] = 9;
                let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
                std::io::Write::write_all(&mut file, &bytes).unwrap();
                file.set_modified(written).unwrap();
            }),
            ("grown", &|| write(&path, &(0..500).collect::<Vec<_>>())),
            ("cut", &|| {
                let bytes = std::fs::read(&path).unwrap();
                std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
            }),
            ("removed", &|| std::fs::remove_file(&path).unwrap()),
        ];
        for (how, change) in changes {
            write(&path, &[1, 2, 3]);
            let files = Files::open(path.to_str().unwrap(), &Stores::default()).unwrap();
            files.refuse_moved().unwrap();
            assert_eq!(read(&files).unwrap(), 3);
            // Clocks of file systems may be coarse.
            std::thread::sleep(std::time::Duration::from_millis(20));
            change();
            let error = files.refuse_moved().unwrap_err();
            assert_eq!(error.kind(), Kind::Failed, "{how}: {error}");
            assert!(matches!(read(&files), Err(RowsError::Moved(_))), "{how}");
        }
    }
}
