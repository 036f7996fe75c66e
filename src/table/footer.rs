//! What Parquet files say of themselves: schema, row counts, statistics; and whether they are whole.
//!
//! Footers are read once, in parallel, before anything is decoded: a damaged file is found before
//! the work begins. The fingerprint of an input is made from all its bytes.

use super::source::{DataFile, Dataset, SourceError};
use arrow_schema::{DataType, FieldRef, Fields, SchemaRef};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::file::metadata::ParquetMetaData;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// The footer of one file.
#[derive(Debug, Clone)]
pub struct Footer {
    /// Schema and metadata, ready to open a reader with.
    pub metadata: ArrowReaderMetadata,
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

    fn read(file: &DataFile) -> Result<Self, SourceError> {
        let path = &file.path;
        if file.bytes == 0 {
            return Err(SourceError::ZeroLength(path.clone()));
        }
        let io = |error| SourceError::io(path, error);
        let mut handle = File::open(path).map_err(io)?;
        let mut magic = [0; 4];
        match handle.read_exact(&mut magic) {
            Ok(()) if magic == *b"PAR1" => {}
            Ok(()) => return Err(SourceError::NotParquet(path.clone())),
            Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
                return Err(SourceError::NotParquet(path.clone()));
            }
            Err(error) => return Err(io(error)),
        }
        check_end(&mut handle, path, file.bytes)?;
        let metadata = ArrowReaderMetadata::load(&handle, ArrowReaderOptions::new())
            .map_err(|error| damaged(path, &error.to_string()))?;
        Ok(Self { metadata })
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
const TAIL_BYTES: u64 = 8;

/// Refuses a file whose end is not there.
fn check_end(file: &mut File, path: &Path, bytes: u64) -> Result<(), SourceError> {
    let no_end = || damaged(path, "the footer is missing");
    if bytes < TAIL_BYTES + 4 {
        return Err(no_end());
    }
    let io = |error| SourceError::io(path, error);
    let mut tail = [0; TAIL_BYTES as usize];
    file.seek(SeekFrom::Start(bytes - TAIL_BYTES)).map_err(io)?;
    file.read_exact(&mut tail).map_err(io)?;
    let [a, b, c, d, magic @ ..] = tail;
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    if magic != *b"PAR1" || length + TAIL_BYTES > bytes {
        return Err(no_end());
    }
    Ok(())
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
