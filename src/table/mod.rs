//! Parquet datasets in, atomic datasets out. What rows mean is for `ingest` and later stages.

pub mod temporary;
mod write;

pub use write::ParquetSink;
