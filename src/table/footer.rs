//! What Parquet files say of themselves: schema, row counts, statistics; and whether they are whole.
//!
//! Footers are read once, in parallel, before anything is decoded: a damaged file is found before
//! the work begins. The fingerprint of an input is made from all its bytes.

use super::footer_check;
use super::guard::guarded;
use super::parquet_file::ParquetFile;
use super::source::{DataFile, Dataset, SourceError};
use super::stamp::Stamp;
use super::thrift::check_footer;
use arrow_schema::{DataType, FieldRef, Fields, SchemaRef};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::Length;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// The footer of one file.
#[derive(Debug, Clone)]
pub struct Footer {
    /// Schema and metadata, ready to open a reader with.
    pub metadata: ArrowReaderMetadata,
    /// What the file was when this was read.
    pub(super) stamp: Stamp,
}

impl Footer {
    /// Rows of the file.
    pub fn rows(&self) -> u64 {
        self.parquet().file_metadata().num_rows().unsigned_abs()
    }

    /// The columns, without those that stand in the path.
    pub fn schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// Row groups, column chunks and statistics.
    pub fn parquet(&self) -> &ParquetMetaData {
        self.metadata.metadata()
    }

    /// The same file, whose columns are read in other types.
    pub fn with_metadata(&self, metadata: ArrowReaderMetadata) -> Self {
        Self { metadata, stamp: self.stamp }
    }

    /// Reads the footer of one file.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        let io = |error| SourceError::io(path, error);
        let file = ParquetFile::open(path).map_err(io)?;
        let tail = tail(&file, path)?;
        let meta = file.handle().metadata().map_err(io)?;
        let stamp = Stamp::of(&meta, &tail);
        let damaged = |reason: &str| damaged(path, reason);
        check_footer(&tail).map_err(damaged)?;
        let words = |error: ParquetError| error.to_string();
        let decode = || -> Result<ArrowReaderMetadata, String> {
            let footer = ParquetMetaDataReader::decode_metadata(&tail).map_err(words)?;
            footer_check::check(&footer, file.len())?;
            ArrowReaderMetadata::try_new(Arc::new(footer), ArrowReaderOptions::new()).map_err(words)
        };
        let metadata = guarded(decode).and_then(|decoded| decoded).map_err(|e| damaged(&e))?;
        Ok(Self { metadata, stamp })
    }

    fn read(file: &DataFile) -> Result<Self, SourceError> {
        let footer = Self::open(&file.path)?;
        if footer.stamp.bytes() != file.bytes {
            return Err(SourceError::Moved(file.path.clone()));
        }
        Ok(footer)
    }

    /// Refuses a file that is another one than when its footer was read.
    pub(super) fn refuse_moved(&self, path: &Path) -> Result<(), SourceError> {
        let moved = || SourceError::Moved(path.to_owned());
        let io = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => moved(),
            _ => SourceError::io(path, error),
        };
        let file = ParquetFile::open(path).map_err(io)?;
        let meta = file.handle().metadata().map_err(io)?;
        if !self.stamp.is_of(&meta) || Stamp::of(&meta, &tail(&file, path)?) != self.stamp {
            return Err(moved());
        }
        Ok(())
    }
}

/// Reads every file's footer, in the files' order; the first damaged file is the error.
pub fn read_footers(dataset: &Dataset) -> Result<Vec<Footer>, SourceError> {
    let footers: Vec<_> = dataset.files.par_iter().map(Footer::read).collect();
    footers.into_iter().collect()
}

/// Names of all columns of all files, in order of appearance, a struct's fields behind it as `struct.field`;
/// see [`path_column_names`] for those that stand in the path.
pub fn column_names(footers: &[Footer]) -> Vec<String> {
    let mut all = Vec::new();
    for footer in footers {
        add_names(footer.schema().fields(), "", &mut all);
    }
    distinct(all.iter())
}

fn add_names(fields: &Fields, before: &str, all: &mut Vec<String>) {
    for field in fields {
        let name = format!("{before}{}", field.name());
        all.push(name.clone());
        if let DataType::Struct(children) = field.data_type() {
            add_names(children, &format!("{name}."), all);
        }
    }
}

/// The fields from the outermost down to that of a name: one, or several for `struct.field`.
pub fn field_path<'a>(fields: &'a Fields, name: &str) -> Option<Vec<&'a FieldRef>> {
    if let Some(field) = fields.iter().find(|field| field.name() == name) {
        return Some(vec![field]);
    }
    fields.iter().find_map(|field| {
        let DataType::Struct(children) = field.data_type() else { return None };
        let rest = name.strip_prefix(field.name().as_str())?.strip_prefix('.')?;
        let mut path = vec![field];
        path.extend(field_path(children, rest)?);
        Some(path)
    })
}

/// Names of the columns that stand in the files' paths (`key=value` folders).
pub fn path_column_names(dataset: &Dataset) -> Vec<String> {
    distinct(dataset.files.iter().flat_map(|f| f.partition.iter().map(|(key, _)| key)))
}

fn distinct<'a>(all: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in all {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// What the input was: changes with any file's name or content; does not when the folder moves or its
/// files are listed in another order. Every byte is read: a footer need not change with the rows.
pub fn fingerprint(dataset: &Dataset) -> Result<String, SourceError> {
    let hashes = dataset.files.par_iter().map(|file| hash_of_content(&file.path));
    let hashes = hashes.collect::<Result<Vec<u128>, SourceError>>()?;
    // The files are sorted by relative path already.
    let mut hash = Sha256::new();
    for (file, content) in dataset.files.iter().zip(hashes) {
        let DataFile { relative, bytes, partition, .. } = file;
        // What stands in a path may come from a log instead.
        hash.update(format!("{relative}\0{bytes}\0{content:032x}\0{partition:?}\n"));
    }
    Ok(hex(&hash.finalize()))
}

/// A hash for comparison, not against forgery: files are read as fast as they come.
fn hash_of_content(path: &Path) -> Result<u128, SourceError> {
    let io = |error| SourceError::io(path, error);
    let mut file = File::open(path).map_err(io)?;
    let mut hash = Xxh3::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer).map_err(io)? {
            0 => return Ok(hash.digest128()),
            n => hash.update(&buffer[..n]),
        }
    }
}

/// Bytes after the footer: its length and the magic number.
const END_BYTES: usize = 8;
const MAGIC: &[u8] = b"PAR1";

/// The bytes of the footer. A file without one may be half written.
fn tail(file: &ParquetFile, path: &Path) -> Result<Vec<u8>, SourceError> {
    let io = |error| SourceError::io(path, error);
    let bytes = file.len();
    if bytes == 0 {
        return Err(SourceError::ZeroLength(path.to_owned()));
    }
    if file.read_exact(0, MAGIC.len().min(bytes as usize)).map_err(io)? != MAGIC {
        return Err(SourceError::NotParquet(path.to_owned()));
    }
    let no_end = || SourceError::NoEnd(path.to_owned());
    let start_of_end = bytes.checked_sub(END_BYTES as u64).ok_or_else(no_end)?;
    let end = file.read_exact(start_of_end, END_BYTES).map_err(io)?;
    let (length, magic) = end.split_at(END_BYTES - MAGIC.len());
    let length = length.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
    let start = start_of_end.checked_sub(length).filter(|start| *start >= MAGIC.len() as u64);
    match start {
        Some(start) if magic == MAGIC => file.read_exact(start, length as usize).map_err(io),
        _ => Err(no_end()),
    }
}

fn damaged(path: &Path, reason: &str) -> SourceError {
    SourceError::Damaged { path: path.to_owned(), reason: reason.to_owned() }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, Int64Array, RecordBatch};
    use parquet::arrow::ArrowWriter;
    use std::sync::Arc;

    fn write(path: &Path, values: &[i64]) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let column: ArrayRef = Arc::new(Int64Array::from(values.to_vec()));
        let batch = RecordBatch::try_from_iter([("v", column)]).unwrap();
        let mut writer =
            ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }

    fn fingerprint_of(root: &Path) -> String {
        let dataset = Dataset::resolve(root.to_str().unwrap()).unwrap();
        fingerprint(&dataset).unwrap()
    }

    #[test]
    fn the_fingerprint_follows_the_content_and_not_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = (folder.path().join("here"), folder.path().join("else/where"));
        for root in [&here, &there] {
            write(&root.join("k=1/b.parquet"), &[3]);
            write(&root.join("a.parquet"), &[1, 2]);
        }
        assert_eq!(fingerprint_of(&here), fingerprint_of(&there));
        write(&there.join("a.parquet"), &[1, 4]);
        assert_ne!(fingerprint_of(&here), fingerprint_of(&there));
        // A byte that no footer knows of.
        let path = here.join("a.parquet");
        let before = fingerprint_of(&here);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[20] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_ne!(fingerprint_of(&here), before);
        let dataset = Dataset::resolve(there.to_str().unwrap()).unwrap();
        let footers = read_footers(&dataset).unwrap();
        assert_eq!(column_names(&footers), ["v"]);
        assert_eq!(path_column_names(&dataset), ["k"]);
        assert_eq!(footers.iter().map(Footer::rows).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn broken_files_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.parquet");
        let error = || {
            let dataset = Dataset::resolve(path.to_str().unwrap()).unwrap();
            read_footers(&dataset).unwrap_err().to_string()
        };
        write(&path, &(0..1000).collect::<Vec<_>>());
        let whole = std::fs::read(&path).unwrap();
        for cut in [5, 12, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&path, &whole[..cut]).unwrap();
            assert!(error().contains("truncated"), "{}", error());
        }
        std::fs::write(&path, "a,b\n1,2\n").unwrap();
        assert!(error().contains("not a Parquet file"));
        std::fs::write(&path, "").unwrap();
        assert!(error().contains("0 bytes"));
    }
}
