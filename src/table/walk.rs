//! From folders to the Parquet files below them: each real file once, whatever links lead to it.
//!
//! Names and kinds of files only: no row is read. A folder that belongs to a table format is not a
//! folder of files; [`TableFormat`] knows which those are, and of a Delta table `delta` says which files
//! count.

use super::delta;
use super::hive;
use super::identity::{Seen, refuse_special};
use super::source::{DataFile, SourceError};
use super::table_format::TableFormat;
use std::collections::HashSet;
use std::fs::{DirEntry, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A search for files whose relative names begin at one root.
pub(super) struct Walk {
    root: PathBuf,
    seen: Seen,
    /// Followed when all else has been found, so that a file keeps its own name.
    links: Vec<Link>,
    files: Vec<DataFile>,
    /// The first file by name that is no Parquet file.
    other: Option<PathBuf>,
    /// Files that seem to hold rows and are not read.
    unread: Vec<String>,
    /// Folders that are known to lie in no table.
    plain: HashSet<PathBuf>,
}

/// What a search found.
pub(super) struct Found {
    /// The Parquet files, sorted by relative name.
    pub files: Vec<DataFile>,
    /// A file of another kind, for the message where there is no Parquet file.
    pub other: Option<PathBuf>,
    /// Names of files that seem to hold rows and are not read.
    pub unread: Vec<String>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    path: PathBuf,
    /// The user's pattern names it: it is meant, whatever it is called.
    is_named: bool,
}

impl Walk {
    /// Starts a search.
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            seen: Seen::default(),
            links: Vec::new(),
            files: Vec::new(),
            other: None,
            unread: Vec::new(),
            plain: HashSet::new(),
        }
    }

    /// Adds a file that the user names, or the files below such a folder.
    pub(super) fn add(&mut self, path: &Path) -> Result<(), SourceError> {
        let meta = metadata(path)?;
        self.refuse_part_of_table(path)?;
        if meta.is_dir() { self.add_folder(path, &meta) } else { self.add_file(path, &meta) }
    }

    /// The same, where a pattern matches it: links wait for the end.
    pub(super) fn add_match(&mut self, path: PathBuf) -> Result<(), SourceError> {
        if path.is_symlink() {
            self.links.push(Link { path, is_named: true });
            return Ok(());
        }
        self.add(&path)
    }

    /// Follows the links, and says what was found.
    pub(super) fn finish(mut self) -> Result<Found, SourceError> {
        if !self.links.is_empty() {
            self.leave_out_what_is_above()?;
        }
        while !self.links.is_empty() {
            let mut links = std::mem::take(&mut self.links);
            links.sort();
            for Link { path, is_named } in links {
                let meta = metadata(&path)?;
                if is_named || meta.is_dir() {
                    self.add(&path)?;
                } else {
                    self.refuse_part_of_table(&path)?;
                    self.add_if_parquet(path, &meta)?;
                }
            }
        }
        self.files.sort_by(|a, b| a.relative.cmp(&b.relative));
        let stem = |name: &str| name.split('.').next().map(str::to_owned);
        let read: HashSet<_> = self.files.iter().map(|file| stem(&file.relative)).collect();
        // Of what was imported the source stays beside.
        self.unread.retain(|name| !read.contains(&stem(name)));
        self.unread.sort();
        Ok(Found { files: self.files, other: self.other, unread: self.unread })
    }

    /// A link to a folder above the root would lead back into it.
    fn leave_out_what_is_above(&mut self) -> Result<(), SourceError> {
        for folder in real(&self.root)?.ancestors() {
            self.seen.is_new(folder, &metadata(folder)?);
        }
        Ok(())
    }

    fn add_folder(&mut self, folder: &Path, meta: &Metadata) -> Result<(), SourceError> {
        if !self.seen.is_new(folder, meta) {
            return Ok(());
        }
        match TableFormat::of(folder) {
            Some(TableFormat::Delta) => return self.add_delta_table(folder),
            Some(format) => {
                return Err(SourceError::TableFormat { path: folder.to_owned(), format });
            }
            None => {}
        }
        let io = |error| SourceError::io(folder, error).of_listed();
        let entries = std::fs::read_dir(folder).map_err(io)?;
        let mut entries = entries.collect::<Result<Vec<_>, _>>().map_err(io)?;
        // Of two hard links the first by name counts.
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            if is_hidden(&path) {
                if is_set_aside(&path) {
                    self.unread.push(relative_to(&path, &self.root));
                }
                continue;
            }
            if entry.file_type().map_err(io)?.is_symlink() {
                self.links.push(Link { path, is_named: false });
                continue;
            }
            let meta = metadata(&path).map_err(SourceError::of_listed)?;
            if meta.is_dir() {
                self.add_folder(&path, &meta)?;
            } else {
                self.add_if_parquet(path, &meta).map_err(SourceError::of_listed)?;
            }
        }
        Ok(())
    }

    /// Adds the files that are the newest version of a Delta table. Their log says what stands in the
    /// path, beside what the folders above the table do.
    fn add_delta_table(&mut self, table: &Path) -> Result<(), SourceError> {
        for live in delta::live_files(table)? {
            let meta = metadata(&live.path)?;
            if !self.seen.is_new(&live.path, &meta) {
                continue;
            }
            let mut file = data_file(&table.join(&live.relative), &self.root, meta.len());
            let above = relative_to(table, &self.root);
            file.partition = hive::partition_columns(&format!("{above}/"));
            file.partition.extend(live.partition);
            self.files.push(DataFile { path: live.path, ..file });
        }
        Ok(())
    }

    fn add_if_parquet(&mut self, path: PathBuf, meta: &Metadata) -> Result<(), SourceError> {
        refuse_special(&path, meta)?;
        if is_parquet(&path)? {
            return self.add_file(&path, meta);
        }
        if holds_rows(&path) {
            self.unread.push(relative_to(&path, &self.root));
        }
        if self.other.as_ref().is_none_or(|other| path < *other) {
            self.other = Some(path);
        }
        Ok(())
    }

    fn add_file(&mut self, path: &Path, meta: &Metadata) -> Result<(), SourceError> {
        refuse_special(path, meta)?;
        if self.seen.is_new(path, meta) {
            self.files.push(data_file(path, &self.root, meta.len()));
        }
        Ok(())
    }

    /// Refuses what lies beneath the folder of a table: it may be no part of the table any more.
    fn refuse_part_of_table(&mut self, path: &Path) -> Result<(), SourceError> {
        let real = real(path)?;
        for folder in real.ancestors().skip(1) {
            if !self.plain.insert(folder.to_owned()) {
                break;
            }
            if let Some(format) = TableFormat::of(folder) {
                let (path, table) = (path.to_owned(), folder.to_owned());
                return Err(SourceError::PartOfTable { path, table, format });
            }
        }
        Ok(())
    }
}

/// Files that are known to be those of a table, in the order of their names from its folder on.
pub(super) fn listed(paths: &[PathBuf]) -> Result<Vec<DataFile>, SourceError> {
    let mut walk = Walk::new(&table_folder(paths));
    for path in paths {
        walk.add_file(path, &metadata(path)?)?;
    }
    Ok(walk.finish()?.files)
}

/// The folder that all files lie in, above those of partitions.
fn table_folder(paths: &[PathBuf]) -> PathBuf {
    let Some(first) = paths.first() else { return PathBuf::new() };
    let is_partition =
        |folder: &Path| folder.file_name().is_some_and(|name| name.to_string_lossy().contains('='));
    let mut above = first.ancestors().skip(1);
    let found = above
        .find(|folder| !is_partition(folder) && paths.iter().all(|path| path.starts_with(folder)));
    found.unwrap_or(Path::new("")).to_owned()
}

fn metadata(path: &Path) -> Result<Metadata, SourceError> {
    std::fs::metadata(path).map_err(|error| SourceError::io(path, error))
}

fn real(path: &Path) -> Result<PathBuf, SourceError> {
    // A pattern without a folder begins here.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    path.canonicalize().map_err(|error| SourceError::io(path, error))
}

fn data_file(path: &Path, root: &Path, bytes: u64) -> DataFile {
    let relative = relative_to(path, root);
    DataFile {
        path: path.to_owned(),
        partition: hive::partition_columns(&relative),
        relative,
        bytes,
        object: None,
    }
}

/// A path from the root on, with `/`.
fn relative_to(path: &Path, root: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Hidden files, and what Spark sets aside (`_SUCCESS`, `_temporary`); `_key=value` is a partition.
pub(super) fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with('.') || (name.starts_with('_') && !name.contains('='))
}

/// Whether a Parquet file is hidden by the line before its name alone: `_Unsubscribe.parquet`.
fn is_set_aside(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with('_') && has_parquet_name(path) && path.is_file()
}

/// Whether a file of another kind is named as one that holds rows.
fn holds_rows(path: &Path) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const KINDS: &[&str] =
        &["csv", "tsv", "txt", "xls", "xlsx", "jsonl", "ndjson", "avro", "orc", "gz", "zip", "bz2", "zst"];
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| KINDS.contains(&extension.as_str()))
}

/// Whether a file is named as Parquet.
pub(super) fn has_parquet_name(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy()).unwrap_or_default();
    ["parquet", "parq", "pq"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// By its name, else by its first bytes: Hive writes files without an extension.
pub(super) fn is_parquet(path: &Path) -> Result<bool, SourceError> {
    if has_parquet_name(path) {
        return Ok(true);
    }
    let mut magic = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(4).read_to_end(&mut magic))
        .map_err(|error| SourceError::io(path, error))?;
    Ok(magic == b"PAR1" || magic == b"PARE")
}
