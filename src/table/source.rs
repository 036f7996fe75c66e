//! From what a user writes (file, folder, glob) to a sorted list of Parquet files.
//!
//! Names only: whether a file is whole is found out by `footer`, what is in it by `ingest`. Hidden
//! files and those beginning with `_` are skipped, as Spark does. What a URL names is found by `stores`.

use super::delta::{DeltaError, file_name};
use super::pattern::PathPattern;
use super::stores::{Object, StoreError, Stores, is_url};
use super::table_format::TableFormat;
use super::walk::{Found, Walk, is_hidden, listed};
use crate::error::{Failure, Kind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One file of a dataset.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// Where it lies.
    pub path: PathBuf,
    /// The same, from the dataset's root, with `/`.
    pub relative: String,
    /// Its size.
    pub bytes: u64,
    /// Columns that stand in the path (`key=value` folders); `None` is null.
    pub partition: Vec<(String, Option<String>)>,
    /// By what its bytes are read where it lies in an object store; `path` is its URL then.
    pub(super) object: Option<Arc<dyn Object>>,
}

/// The files of one input, sorted by relative path; at least one.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// What the user wrote, as a path for messages.
    pub path: PathBuf,
    /// The files.
    pub files: Vec<DataFile>,
    /// Names of files beside them that seem to hold rows and are not read.
    pub unread: Vec<String>,
}

/// An input that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Nothing there.
    #[error("{} does not exist: check the path", .0.display())]
    NotFound(PathBuf),
    /// The system refuses.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A folder without a Parquet file.
    #[error(
        "no Parquet file in folder {}{}: point to the folder that holds the *.parquet files",
        path.display(),
        but(path, other.as_deref())
    )]
    NoFiles {
        /// The folder.
        path: PathBuf,
        /// A file that is there instead.
        other: Option<PathBuf>,
    },
    /// The folder of a table whose log is not read.
    #[error(
        "{} is {format}: which of its files count stands in the table's log, which this program \
         does not read. Write it as Parquet first: {}", path.display(), format.way_round(path)
    )]
    TableFormat {
        /// The folder.
        path: PathBuf,
        /// Its format.
        format: TableFormat,
    },
    /// A Delta table that cannot be read.
    #[error(transparent)]
    Delta(#[from] DeltaError),
    /// A file or folder within the folder of a table.
    #[error(
        "{} lies in {format}, {}: it may hold rows that are not part of the table any more; {}",
        path.display(), table.display(), format.instead_of_a_part(table)
    )]
    PartOfTable {
        /// What was named.
        path: PathBuf,
        /// The table's folder.
        table: PathBuf,
        /// The table's format.
        format: TableFormat,
    },
    /// A pipe, a socket or a device.
    #[error(
        "{} is {what}: Parquet is read from its end, so save it as a file first", path.display()
    )]
    Special {
        /// Where it lies.
        path: PathBuf,
        /// What it is, with its article.
        what: &'static str,
    },
    /// A glob that matches no file.
    #[error(
        "no file matches {0}: check the pattern, and quote it so that the shell leaves it alone"
    )]
    NoMatch(String),
    /// A glob that is none.
    #[error("'{pattern}' is not a valid pattern: {reason}")]
    BadPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// An object store that cannot be read from.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file without content.
    #[error("{} is empty (0 bytes): it may still be being written; run again, or remove it", .0.display())]
    ZeroLength(PathBuf),
    /// A file of another format.
    #[error("{} is not a Parquet file: `winback import` makes Parquet of CSV; convert others", .0.display())]
    NotParquet(PathBuf),
    /// A file that begins as Parquet and does not end so.
    #[error(
        "{} is truncated (the footer is missing): it may still be being written; run again, or copy it again",
        .0.display()
    )]
    NoEnd(PathBuf),
    /// A file that was written to, or replaced, since the run began.
    #[error("{} has changed while it was read: run again when its export has ended", .0.display())]
    Moved(PathBuf),
    /// A file whose content is encrypted.
    #[error("{} is encrypted (its footer is that of Parquet's encryption), and no key is asked for: decrypt it first", .0.display())]
    Encrypted(PathBuf),
    /// A file whose footer says what cannot be.
    #[error("{} is damaged ({reason}): write it again or leave it out", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the decoder says.
        reason: String,
    },
}

impl Failure for SourceError {
    fn kind(&self) -> Kind {
        match self {
            // What is half written, or about to be written, is whole the next time.
            SourceError::Io { .. }
            | SourceError::ZeroLength(_)
            | SourceError::NoEnd(_)
            | SourceError::Moved(_) => Kind::Failed,
            SourceError::Delta(error) => error.kind(),
            SourceError::Store(error) => error.kind(),
            _ => Kind::Usage,
        }
    }
}

impl SourceError {
    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{NotADirectory, NotFound};
        let source = match source.downcast::<StoreError>() {
            // What a store says of an object is said by whoever reads the object's bytes, too.
            Ok(error) => return SourceError::Store(error),
            Err(source) => source,
        };
        if matches!(source.kind(), NotFound | NotADirectory) {
            return SourceError::NotFound(path.to_owned());
        }
        SourceError::Io { path: path.to_owned(), source }
    }
}

impl SourceError {
    /// The same of something that was there when it was listed: it has been taken away since.
    pub(super) fn of_listed(self) -> Self {
        match self {
            SourceError::NotFound(path) => SourceError::Moved(path),
            error => error,
        }
    }
}

/// The name of a table of a cluster's catalogue, where an input is named by one: `table:shop.orders`.
pub(crate) fn catalogued(spec: &str) -> Option<&str> {
    spec.strip_prefix("table:")
}

impl Dataset {
    /// Lists the files of `spec`: a file, a folder (searched to the bottom) or a glob, here or in a store.
    pub fn resolve(spec: &str, stores: &Stores) -> Result<Self, SourceError> {
        if is_url(spec) {
            return Ok(Self {
                path: PathBuf::from(spec),
                files: stores.files(spec)?,
                unread: Vec::new(),
            });
        }
        let local = spec.strip_prefix("file://").unwrap_or(spec);
        let path = PathBuf::from(local);
        let mut unread = Vec::new();
        let files = match std::fs::metadata(&path) {
            Ok(meta) => {
                let root = if meta.is_dir() { Some(&*path) } else { path.parent() };
                let mut walk = Walk::new(root.unwrap_or(&path));
                walk.add(&path)?;
                let Found { files, other, unread: beside } = walk.finish()?;
                unread = beside;
                if files.is_empty() {
                    return Err(SourceError::NoFiles { path, other });
                }
                files
            }
            Err(_) if PathPattern::is_one(local) => files_matching(local)?,
            Err(error) => return Err(SourceError::io(&path, error)),
        };
        Ok(Self { path, files, unread })
    }

    /// The files of a table as whoever knows the table names them: by `file:` or a store's URL. No other file of
    /// their folders is looked at.
    pub(crate) fn of_table(
        spec: &str,
        urls: &[String],
        stores: &Stores,
    ) -> Result<Self, SourceError> {
        let (remote, local): (Vec<String>, Vec<String>) =
            urls.iter().map(|url| place_of(url)).partition(|place| is_url(place));
        let mut files = listed(&local.iter().map(PathBuf::from).collect::<Vec<_>>())?;
        for url in remote {
            files.extend(stores.files(&url)?);
        }
        Ok(Self { path: PathBuf::from(spec), files, unread: Vec::new() })
    }

    /// Sum of the files' sizes.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// Where a file lies that Hadoop names: a path here, or the URL that this program knows its store by.
fn place_of(url: &str) -> String {
    match url.split_once("://") {
        Some(("s3a" | "s3n", rest)) => format!("s3://{rest}"),
        _ if url.starts_with("file:") => file_name(url),
        _ => url.to_owned(),
    }
}

/// " (but orders.csv)", from the folder on.
fn but(folder: &Path, other: Option<&Path>) -> String {
    let Some(other) = other else { return String::new() };
    let name = other.strip_prefix(folder).unwrap_or(other).display().to_string();
    let lower = name.to_lowercase();
    let is_csv = [".csv", ".tsv", ".csv.gz", ".tsv.gz"].iter().any(|end| lower.ends_with(end));
    let import = if is_csv { ": `winback import` makes Parquet of it" } else { "" };
    format!(" (but {name}{import})")
}

fn files_matching(pattern: &str) -> Result<Vec<DataFile>, SourceError> {
    let matching = PathPattern::parse(pattern)?;
    let mut walk = Walk::new(&matching.root);
    for path in matching.matches()? {
        if !is_hidden(&path) {
            // `data/year=*` matches folders: their files are meant.
            walk.add_match(path)?;
        }
    }
    let files = walk.finish()?.files;
    if files.is_empty() {
        return Err(SourceError::NoMatch(pattern.to_owned()));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, b"PAR1").unwrap();
        }
        folder
    }

    fn names(spec: &str) -> Vec<String> {
        Dataset::resolve(spec, &Stores::default())
            .unwrap()
            .files
            .into_iter()
            .map(|f| f.relative)
            .collect()
    }

    #[test]
    fn what_a_store_says_is_no_fault_of_the_system() {
        let said = || std::io::Error::other(StoreError::NoBucketNamed("s3://".to_owned()));
        let error = SourceError::io(Path::new("s3:///a"), said());
        assert!(matches!(error, SourceError::Store(_)), "{error}");
        assert_eq!(error.kind(), Kind::Usage);
        let error = SourceError::io(Path::new("a"), std::io::Error::other("full"));
        assert_eq!(error.kind(), Kind::Failed);
    }

    #[test]
    fn folders_are_searched_and_set_aside_files_skipped() {
        let folder = folder_with(&[
            "b.parquet",
            "year=2024/month=01/part-0",
            "_SUCCESS",
            ".b.parquet.crc",
            "_temporary/x.parquet",
            "a.PARQUET",
        ]);
        std::fs::write(folder.path().join("notes.txt"), "no data").unwrap();
        let root = folder.path().to_str().unwrap();
        assert_eq!(names(root), ["a.PARQUET", "b.parquet", "year=2024/month=01/part-0"]);
        assert_eq!(names(&format!("{root}/*.parquet")), ["b.parquet"]);
        assert_eq!(names(&format!("{root}/year=*")), ["year=2024/month=01/part-0"]);
        assert_eq!(names(&format!("file://{root}/b.parquet")), ["b.parquet"]);
    }

    #[test]
    fn the_files_of_a_table_are_those_that_are_named() {
        let folder =
            folder_with(&["t/day=1/a b.parquet", "t/day=2/c.parquet", "t/day=2/gone.parquet"]);
        let root = folder.path().to_str().unwrap();
        let urls = [
            format!("file:{root}/t/day=1/a%20b.parquet"),
            format!("file://{root}/t/day=2/c.parquet"),
        ];
        let of = |urls: &[String]| Dataset::of_table("table:shop.t", urls, &Stores::default());
        let files = of(&urls).unwrap().files;
        let names: Vec<&str> = files.iter().map(|file| file.relative.as_str()).collect();
        assert_eq!(names, ["day=1/a b.parquet", "day=2/c.parquet"]);
        assert_eq!(files[1].partition, [("day".to_owned(), Some("2".to_owned()))]);
        let one = of(&urls[..1]).unwrap().files;
        assert_eq!(one[0].partition, [("day".to_owned(), Some("1".to_owned()))]);
        assert_eq!(place_of("s3a://lake/t/a.parquet"), "s3://lake/t/a.parquet");
        assert!(of(&[format!("file:{root}/none.parquet")]).is_err());
    }

    #[test]
    fn what_is_not_there_is_said() {
        let folder = folder_with(&[]);
        std::fs::write(folder.path().join("orders.csv"), "a,b").unwrap();
        let root = folder.path().to_str().unwrap();
        let error =
            |spec: &str| Dataset::resolve(spec, &Stores::default()).unwrap_err().to_string();
        assert!(error(root).contains("(but orders.csv: `winback import` makes Parquet of it)"));
        assert!(error(&format!("{root}/none")).contains("does not exist"));
        assert!(error(&format!("{root}/*.parquet")).contains("no file matches"));
        assert!(error("hdfs://name/key").contains("unknown kind of URL"));
        #[cfg(not(feature = "cloud"))]
        assert!(error("s3://bucket/key").contains("cargo feature 'cloud'"));
    }
}
