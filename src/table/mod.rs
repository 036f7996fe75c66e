//! Parquet datasets in, atomic datasets out.

mod write;

pub use write::ParquetSink;
