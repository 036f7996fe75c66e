//! Mapped columns of Parquet files become typed rows; what cannot be used is counted by reason.

mod mapping;

pub use mapping::{AmountMapping, CustomerMapping, EventMapping, TransactionMapping};
