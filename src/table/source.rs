//! From what a user writes (file, folder, glob) to a sorted list of Parquet files.
//!
//! Names only: whether a file is whole is found out by `footer`, what is in it by `ingest`. Hidden
//! files and those beginning with `_` are skipped, as Spark does. Object stores are recognised and
//! refused here; [`Dataset::resolve`] is the one place to add them.

use super::hive;
use crate::error::{Failure, Kind};
use std::io::Read;
use std::path::{Path, PathBuf};

/// One file of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// Where it lies.
    pub path: PathBuf,
    /// The same, from the dataset's root, with `/`.
    pub relative: String,
    /// Its size.
    pub bytes: u64,
    /// Columns that stand in the path (`key=value` folders); `None` is null.
    pub partition: Vec<(String, Option<String>)>,
}

/// The files of one input, sorted by relative path; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// What the user wrote, as a path for messages.
    pub path: PathBuf,
    /// The files.
    pub files: Vec<DataFile>,
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
        example.as_ref().map_or_else(String::new, |name| format!(" (but {name})"))
    )]
    NoFiles {
        /// The folder.
        path: PathBuf,
        /// A file that is there instead.
        example: Option<String>,
    },
    /// A glob that matches no file.
    #[error(
        "no file matches {0}: check the pattern, and quote it so that the shell leaves it alone"
    )]
    NoMatch(String),
    /// A glob that is none.
    #[error("'{pattern}' is no valid pattern: {reason}")]
    BadPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// An object store.
    #[error(
        "{0} lies in an object store, and this build reads local paths only: copy or mount it first"
    )]
    Remote(String),
    /// A file without content.
    #[error("{} is empty (0 bytes): write it again or remove it", .0.display())]
    ZeroLength(PathBuf),
    /// A file of another format.
    #[error("{} is not a Parquet file: convert it, or point to Parquet files only", .0.display())]
    NotParquet(PathBuf),
    /// A file that begins as Parquet.
    #[error(
        "{} is truncated or damaged ({reason}): it may still be being written; copy it again",
        path.display()
    )]
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
            SourceError::Io { .. } => Kind::Failed,
            _ => Kind::Usage,
        }
    }
}

impl SourceError {
    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{NotADirectory, NotFound};
        if matches!(source.kind(), NotFound | NotADirectory) {
            return SourceError::NotFound(path.to_owned());
        }
        SourceError::Io { path: path.to_owned(), source }
    }
}

impl Dataset {
    /// Lists the files of `spec`: a file, a folder (searched to the bottom) or a glob.
    pub fn resolve(spec: &str) -> Result<Self, SourceError> {
        let local = match spec.split_once("://") {
            Some(("file", path)) => path,
            Some(_) => return Err(SourceError::Remote(spec.to_owned())),
            None => spec,
        };
        let path = PathBuf::from(local);
        let mut files = match std::fs::metadata(&path) {
            Ok(meta) if meta.is_dir() => files_in(&path)?,
            Ok(meta) => vec![data_file(&path, path.parent(), meta.len())],
            Err(_) if local.contains(['*', '?', '[']) => files_matching(local)?,
            Err(error) => return Err(SourceError::io(&path, error)),
        };
        files.sort_by(|a, b| a.relative.cmp(&b.relative));
        files.dedup_by(|a, b| a.path == b.path);
        Ok(Self { path, files })
    }

    /// Sum of the files' sizes.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

fn data_file(path: &Path, root: Option<&Path>, bytes: u64) -> DataFile {
    let relative = root.and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    let relative = parts.join("/");
    DataFile {
        path: path.to_owned(),
        partition: hive::partition_columns(&relative),
        relative,
        bytes,
    }
}

fn files_in(root: &Path) -> Result<Vec<DataFile>, SourceError> {
    let mut files = Vec::new();
    let mut example = None;
    walk(root, root, 0, &mut files, &mut example)?;
    if files.is_empty() {
        return Err(SourceError::NoFiles { path: root.to_owned(), example });
    }
    Ok(files)
}

/// Deeper than any layout; a link back to a parent ends here.
const MAX_DEPTH: usize = 32;

fn walk(
    root: &Path,
    folder: &Path,
    depth: usize,
    files: &mut Vec<DataFile>,
    example: &mut Option<String>,
) -> Result<(), SourceError> {
    let io = |error| SourceError::io(folder, error);
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if is_hidden(&name) {
            continue;
        }
        let meta = std::fs::metadata(&path).map_err(|error| SourceError::io(&path, error))?;
        if meta.is_dir() {
            if depth < MAX_DEPTH {
                walk(root, &path, depth + 1, files, example)?;
            }
        } else if is_parquet(&path, &name)? {
            files.push(data_file(&path, Some(root), meta.len()));
        } else if example.as_ref().is_none_or(|other| name < *other) {
            *example = Some(name);
        }
    }
    Ok(())
}

/// Hidden files, and what Spark sets aside (`_SUCCESS`, `_temporary`); `_key=value` is a partition.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || (name.starts_with('_') && !name.contains('='))
}

/// By its name, else by its first bytes: Hive writes files without an extension.
fn is_parquet(path: &Path, name: &str) -> Result<bool, SourceError> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if ["parquet", "parq", "pq"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        return Ok(true);
    }
    let mut magic = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(4).read_to_end(&mut magic))
        .map_err(|error| SourceError::io(path, error))?;
    Ok(magic == b"PAR1")
}

fn files_matching(pattern: &str) -> Result<Vec<DataFile>, SourceError> {
    let matches = glob::glob(pattern).map_err(|error| SourceError::BadPattern {
        pattern: pattern.to_owned(),
        reason: error.msg,
    })?;
    let root = fixed_part(pattern);
    let mut files = Vec::new();
    for found in matches {
        let path =
            found.map_err(|e| SourceError::Io { path: e.path().to_owned(), source: e.into() })?;
        let meta = std::fs::metadata(&path).map_err(|error| SourceError::io(&path, error))?;
        if path.file_name().is_some_and(|name| is_hidden(&name.to_string_lossy())) {
            continue;
        }
        if meta.is_dir() {
            // `data/year=*` matches folders: their files are meant.
            walk(&root, &path, 0, &mut files, &mut None)?;
        } else {
            files.push(data_file(&path, Some(&root), meta.len()));
        }
    }
    if files.is_empty() {
        return Err(SourceError::NoMatch(pattern.to_owned()));
    }
    Ok(files)
}

/// The folders of a pattern before its first wildcard.
fn fixed_part(pattern: &str) -> PathBuf {
    Path::new(pattern)
        .components()
        .take_while(|c| !c.as_os_str().to_string_lossy().contains(['*', '?', '[']))
        .collect()
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
        Dataset::resolve(spec).unwrap().files.into_iter().map(|f| f.relative).collect()
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
    fn what_is_not_there_is_said() {
        let folder = folder_with(&[]);
        std::fs::write(folder.path().join("orders.csv"), "a,b").unwrap();
        let root = folder.path().to_str().unwrap();
        let error = |spec: &str| Dataset::resolve(spec).unwrap_err().to_string();
        assert!(error(root).contains("(but orders.csv)"));
        assert!(error(&format!("{root}/none")).contains("does not exist"));
        assert!(error(&format!("{root}/*.parquet")).contains("no file matches"));
        assert!(error("s3://bucket/key").contains("local paths only"));
    }
}
