//! Parquet datasets in, atomic datasets out. What rows mean is for `ingest` and later stages.
//!
//! [`Dataset`] says which files an input consists of; [`Footer`]s are what the files say of
//! themselves. [`ParquetSink`] writes one file, [`Spill`] keeps what does not fit into memory;
//! [`Staging`] and [`AtomicFile`] publish results whole or not at all; [`cast`] turns columns of any type
//! into those the program computes with.

mod atomic_file;
pub mod cast;
mod created_folders;
mod csv_file;
mod date_folder;
mod delta;
mod files;
pub mod folders;
mod footer;
mod footer_check;
mod guard;
mod hive;
mod identity;
mod input_facts;
mod lock;
mod manifest;
mod modes;
mod overlap;
mod parquet_file;
mod pattern;
mod publish;
mod rows;
mod side_by_side;
mod source;
mod spill;
mod staged;
mod stamp;
mod stores;
mod swap;
mod table_format;
pub mod temporary;
mod thrift;
mod walk;
mod write;

pub use atomic_file::AtomicFile;
pub use created_folders::CreatedFolders;
pub use csv_file::{CsvError, CsvFile};
pub use date_folder::DateStaging;
pub use files::Files;
pub use footer::{Footer, field_path};
pub use guard::is_guarded;
pub use input_facts::{CustomerFacts, EventFacts, FileFacts, InputFacts, TableFacts};
pub use lock::{FolderLock, LockError, Wait};
pub use manifest::{MANIFEST, Manifest, PublishedFile, SUCCESS};
pub use overlap::would_read;
pub use publish::{PublishError, Staging};
pub use rows::{Rows, RowsError};
pub use side_by_side::tables_at;
#[cfg(test)]
pub use source::Dataset;
pub use source::{DataFile, SourceError};
pub use spill::{Block, Spill};
pub use staged::{Access, sweep};
pub use stores::{Stores, is_url};
pub use write::ParquetSink;
