//! What Parquet files say of themselves: schema, row counts, statistics; and whether they are whole.
//!
//! Footers are read once, in parallel, before anything is decoded: a damaged file is found before
//! the work begins. The fingerprint of an input is made from all its bytes.

use super::footer_check;
use super::guard::guarded;
use super::parquet_file::ParquetFile;
use super::source::{DataFile, Dataset, SourceError};
use super::stamp::Stamp;
use super::stores::{HeldObject, Object};
use super::thrift::check_footer;
use arrow_schema::{DataType, FieldRef, Fields, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::Length;
use parquet::file::statistics::Statistics;
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
    origin: Origin,
}

/// A file at the moment when its footer was read.
#[derive(Debug, Clone)]
enum Origin {
    Disk(Stamp),
    Store(Arc<dyn Object>),
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

    /// Whether the file has rows, and this column.
    pub(super) fn has_rows_of(&self, name: &str) -> bool {
        self.rows() > 0 && self.schema().column_with_name(name).is_some()
    }

    /// Whether the statistics say of a plain column that every value is missing, or an empty text.
    pub(super) fn is_empty_column(&self, name: &str) -> bool {
        self.parquet().row_groups().iter().all(|group| {
            let mut columns = group.columns().iter();
            let column = columns.find(|column| column.column_path().parts() == [name]);
            let statistics = column.and_then(|column| column.statistics());
            statistics.is_some_and(|known| {
                let is_null = known.null_count_opt() == Some(group.num_rows().unsigned_abs());
                let is_text = matches!(known, Statistics::ByteArray(_));
                let bounds = [known.min_bytes_opt(), known.max_bytes_opt()];
                is_null || is_text && bounds.iter().all(|bound| bound.is_some_and(<[u8]>::is_empty))
            })
        })
    }

    /// The same file, whose columns are read in other types.
    pub fn with_metadata(&self, metadata: ArrowReaderMetadata) -> Self {
        Self { metadata, origin: self.origin.clone() }
    }

    /// Reads the footer of one file.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        let io = |error| SourceError::io(path, error);
        let file = ParquetFile::open(path).map_err(io)?;
        let tail = tail(&file, path)?;
        let meta = std::fs::metadata(path).map_err(io)?;
        Self::decode(&file, &tail, path, Origin::Disk(Stamp::of(&meta, &tail)))
    }

    fn decode(
        file: &ParquetFile,
        tail: &[u8],
        path: &Path,
        origin: Origin,
    ) -> Result<Self, SourceError> {
        let damaged = |reason: &str| damaged(path, reason);
        check_footer(tail).map_err(damaged)?;
        let words = |error: ParquetError| error.to_string();
        let decode = || -> Result<ArrowReaderMetadata, String> {
            let footer = ParquetMetaDataReader::decode_metadata(tail).map_err(words)?;
            footer_check::check(&footer, file.len())?;
            ArrowReaderMetadata::try_new(Arc::new(footer), ArrowReaderOptions::new()).map_err(words)
        };
        let metadata = guarded(decode).and_then(|decoded| decoded).map_err(|e| damaged(&e))?;
        Ok(Self { metadata, origin })
    }

    fn read(file: &DataFile) -> Result<Self, SourceError> {
        if let Some(object) = &file.object {
            return Self::fetch(object, &file.path);
        }
        let footer = Self::open(&file.path).map_err(SourceError::of_listed)?;
        if let Origin::Disk(stamp) = footer.origin
            && stamp.bytes() != file.bytes
        {
            return Err(SourceError::Moved(file.path.clone()));
        }
        Ok(footer)
    }

    /// Reads the footer of a file in an object store: in one request, unless it is long.
    fn fetch(object: &Arc<dyn Object>, path: &Path) -> Result<Self, SourceError> {
        let io = |error| SourceError::io(path, error);
        let bytes = object.bytes();
        if bytes == 0 {
            return Err(SourceError::ZeroLength(path.to_owned()));
        }
        let end = bytes.saturating_sub(USUAL_FOOTER_BYTES)..bytes;
        let file = ParquetFile::held(HeldObject::fetch(object, &[end]).map_err(io)?);
        let tail = tail(&file, path)?;
        Self::decode(&file, &tail, path, Origin::Store(object.clone()))
    }

    /// Opens the file to decode columns of one of its row groups; None where it is another file by now. From an
    /// object store those columns come together.
    pub(super) fn open_for(
        &self,
        path: &Path,
        row_group: usize,
        mask: &ProjectionMask,
    ) -> std::io::Result<Option<ParquetFile>> {
        let stamp = match &self.origin {
            Origin::Disk(stamp) => stamp,
            Origin::Store(object) => {
                let columns = self.parquet().row_group(row_group).columns();
                let wanted = columns.iter().enumerate().filter(|(i, _)| mask.leaf_included(*i));
                let ranges = wanted.map(|(_, column)| {
                    let (start, length) = column.byte_range();
                    start..start.saturating_add(length)
                });
                let held = HeldObject::fetch(object, &ranges.collect::<Vec<_>>())?;
                return Ok(Some(ParquetFile::held(held)));
            }
        };
        let file = match ParquetFile::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let is_same = match file.metadata() {
            Some(meta) => stamp.is_of(&meta?),
            None => true,
        };
        Ok(is_same.then_some(file))
    }

    /// Whether the file lies in an object store.
    pub(super) fn is_stored(&self) -> bool {
        matches!(self.origin, Origin::Store(_))
    }

    /// Whether the file at `path` is the one whose footer this is, by what the system says of it.
    pub(super) fn is_of(&self, path: &Path) -> bool {
        match &self.origin {
            Origin::Disk(stamp) => std::fs::metadata(path).is_ok_and(|meta| stamp.is_of(&meta)),
            // Where the store does not answer, that is the error.
            Origin::Store(object) => object.is_unchanged().unwrap_or(true),
        }
    }

    /// Refuses a file that is another one than when its footer was read.
    pub(super) fn refuse_moved(&self, path: &Path) -> Result<(), SourceError> {
        let moved = || SourceError::Moved(path.to_owned());
        let io = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => moved(),
            _ => SourceError::io(path, error),
        };
        let is_same = match &self.origin {
            Origin::Disk(stamp) => {
                let file = ParquetFile::open(path).map_err(io)?;
                let meta = std::fs::metadata(path).map_err(io)?;
                stamp.is_of(&meta) && Stamp::of(&meta, &tail(&file, path)?) == *stamp
            }
            Origin::Store(object) => object.is_unchanged().map_err(io)?,
        };
        if is_same { Ok(()) } else { Err(moved()) }
    }
}

/// Reads every file's footer, in the files' order; the first damaged file is the error.
pub(super) fn read_footers(dataset: &Dataset) -> Result<Vec<Footer>, SourceError> {
    let footers: Vec<_> = dataset.files.par_iter().map(Footer::read).collect();
    footers.into_iter().collect()
}

/// Names of all columns of all files, in order of appearance, a struct's fields behind it as `struct.field`;
/// see [`path_column_names`] for those that stand in the path.
pub(super) fn column_names(footers: &[Footer]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for footer in footers {
        let mut here = Vec::new();
        add_names(footer.schema().fields(), "", &mut here);
        // `Customer_ID` is another file's `customer_id`, unless this one has both.
        let is_known = |name: &String| {
            all.contains(name)
                || all.iter().any(|known| known.eq_ignore_ascii_case(name) && !here.contains(known))
        };
        let new: Vec<String> = here.iter().filter(|name| !is_known(name)).cloned().collect();
        all.extend(distinct(new.iter()));
    }
    all
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

/// The fields from the outermost down to that of a name: one, or several for `struct.field`. Where no field has the
/// name, one that has it in other capitals.
pub(crate) fn field_path<'a>(fields: &'a Fields, name: &str) -> Option<Vec<&'a FieldRef>> {
    if let Some(field) = fields.iter().find(|field| field.name() == name) {
        return Some(vec![field]);
    }
    let within = fields.iter().find_map(|field| {
        let DataType::Struct(children) = field.data_type() else { return None };
        let rest = name.strip_prefix(field.name().as_str())?.strip_prefix('.')?;
        let mut path = vec![field];
        path.extend(field_path(children, rest)?);
        Some(path)
    });
    within.or_else(|| {
        let mut alike = fields.iter().filter(|field| field.name().eq_ignore_ascii_case(name));
        let field = alike.next()?;
        alike.next().is_none().then(|| vec![field])
    })
}

/// Names of the columns that stand in the files' paths (`key=value` folders).
pub(super) fn path_column_names(dataset: &Dataset) -> Vec<String> {
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
pub(super) fn fingerprint(dataset: &Dataset) -> Result<String, SourceError> {
    let hashes = dataset.files.par_iter().map(hash_of_content);
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

/// A hash for comparison, not against forgery: files are read as fast as they come. An object store tells its
/// versions apart itself.
fn hash_of_content(file: &DataFile) -> Result<u128, SourceError> {
    let path = &file.path;
    if let Some(object) = &file.object {
        return Ok(xxhash_rust::xxh3::xxh3_128(object.version().as_bytes()));
    }
    let io = |error| SourceError::io(path, error).of_listed();
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

/// Bytes that hold the footers of most files.
const USUAL_FOOTER_BYTES: u64 = 64 << 10;
/// Bytes after the footer: its length and the magic number.
const END_BYTES: usize = 8;
const MAGIC: &[u8] = b"PAR1";
/// The magic number of a file whose footer is encrypted.
const MAGIC_OF_ENCRYPTED: &[u8] = b"PARE";

/// The bytes of the footer. A file without one may be half written.
fn tail(file: &ParquetFile, path: &Path) -> Result<Vec<u8>, SourceError> {
    let io = |error| SourceError::io(path, error);
    let bytes = file.len();
    if bytes == 0 {
        return Err(SourceError::ZeroLength(path.to_owned()));
    }
    let begins_well = || {
        let start = file.read_exact(0, MAGIC.len().min(bytes as usize)).map_err(io)?;
        match start.as_ref() {
            MAGIC => Ok(()),
            MAGIC_OF_ENCRYPTED => Err(SourceError::Encrypted(path.to_owned())),
            _ => Err(SourceError::NotParquet(path.to_owned())),
        }
    };
    // In an object store the start is a request of its own, made where the end is not well.
    if file.metadata().is_some() {
        begins_well()?;
    }
    let no_end = || SourceError::NoEnd(path.to_owned());
    let Some(start_of_end) = bytes.checked_sub(END_BYTES as u64) else {
        begins_well()?;
        return Err(no_end());
    };
    let end = file.read_exact(start_of_end, END_BYTES).map_err(io)?;
    let (length, magic) = end.split_at(END_BYTES - MAGIC.len());
    let length = length.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
    let start = start_of_end.checked_sub(length).filter(|start| *start >= MAGIC.len() as u64);
    match start {
        Some(start) if magic == MAGIC => file.read_exact(start, length as usize).map_err(io),
        _ if magic == MAGIC_OF_ENCRYPTED => Err(SourceError::Encrypted(path.to_owned())),
        _ => begins_well().and_then(|()| Err(no_end())),
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
    use crate::table::Stores;
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
        let dataset = Dataset::resolve(root.to_str().unwrap(), &Stores::default()).unwrap();
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
        let dataset = Dataset::resolve(there.to_str().unwrap(), &Stores::default()).unwrap();
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
            let dataset = Dataset::resolve(path.to_str().unwrap(), &Stores::default()).unwrap();
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
