//! Parquet datasets in, atomic datasets out. What rows mean is for `ingest` and later stages.
//!
//! [`Dataset`] says which files an input consists of; [`Footer`]s are what the files say of
//! themselves. [`ParquetSink`] writes one file, [`Spill`] keeps what does not fit into memory;
//! [`Staging`] and [`AtomicFile`] publish results whole or not at all; [`cast`] turns columns of any type
//! into those the program computes with.

mod atomic_file;
pub(crate) mod cast;
mod created_folders;
mod csv_file;
mod date_folder;
mod delta;
mod files;
pub(crate) mod folders;
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
mod shelf;
mod side_by_side;
mod source;
mod spill;
mod staged;
mod stamp;
mod stores;
mod swap;
mod table_format;
pub(crate) mod temporary;
mod thrift;
mod walk;
mod write;

pub use atomic_file::AtomicFile;
pub(crate) use created_folders::CreatedFolders;
pub(crate) use csv_file::{CsvError, CsvFile};
pub(crate) use date_folder::{DateStaging, refuse_half_open};
pub use files::Files;
pub(crate) use footer::{Footer, field_path};
pub(crate) use guard::is_guarded;
pub(crate) use identity::refuse_special_file;
pub(crate) use input_facts::{CustomerFacts, EventFacts, FileFacts, InputFacts, TableFacts};
pub(crate) use lock::{FolderLock, Wait};
pub use manifest::{MANIFEST, Manifest, PublishedFile, SUCCESS};
pub(crate) use overlap::would_read;
pub(crate) use publish::PublishError;
pub use publish::Staging;
pub(crate) use rows::{Rows, RowsError};
pub(crate) use shelf::{Shelf, ShelfError};
pub(crate) use side_by_side::tables_at;
pub(crate) use source::{DataFile, Dataset, SourceError, catalogued};
pub(crate) use spill::{Block, Spill};
pub use staged::Access;
pub(crate) use staged::private_file;
pub use stores::Stores;
pub(crate) use stores::{Place, StoreError, is_url};
pub use write::ParquetSink;
