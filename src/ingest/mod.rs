//! Mapped columns of Parquet files become typed rows; what cannot be used is counted by reason.
//!
//! [`Source`] opens an input; [`TransactionReader`] and [`EventReader`] decode a row group at a time
//! into batches of plain columns. Nothing here keeps rows: the caller's sink does.

mod bad_cells;
mod by_hash;
mod cells;
mod clock_column;
mod codes;
mod columns;
mod customer_ids;
mod customers;
mod decode;
mod error;
mod event_kind;
mod events;
mod file_column;
mod forms;
mod ids;
mod left_out;
mod meaning;
mod newest;
mod order_money;
mod path_columns;
mod place;
mod quality;
mod refusals;
mod row_rules;
mod source;
mod text;
mod text_views;
mod transaction_batch;
mod transactions;
mod types;
mod who;
mod zero;

pub use bad_cells::BadCells;
pub use clock_column::is_clock_of;
pub use codes::{CodeColumn, Codes, Interner, NO_CODE};
pub use columns::{
    Accepts, CLOCK_NAMES, ColumnMap, Columns, CustomerColumn, EventColumn, TableColumn,
    TransactionColumn, normalised,
};
pub use customer_ids::CustomerIdReader;
pub use customers::{Consent, CustomerCounts, Customers, Detail, read_customers};
pub use error::IngestError;
pub use event_kind::EventKind;
pub use events::{EventBatch, EventReader};
pub use file_column::type_in;
pub use forms::{AmountPer, Forms};
pub use ids::{CustomerId, CustomerIds, mix, unmix};
pub use left_out::{
    ChosenRows, ColumnValues, Marker, MarkerValue, Reading, RowFilter, Verdict, markers,
};
pub use meaning::address::{email_key, is_email, is_phone};
pub use meaning::flags::{Flag, flag};
pub use meaning::id_match::{IdSample, Meeting};
pub use meaning::id_rules::{IdRule, IdRules};
pub use meaning::mask::masked;
pub use meaning::no_columns::file_says_no;
pub use meaning::nobody::NOBODY;
pub use meaning::plain::trimmed;
pub use meaning::row_status::{Counts, NotASale, Phrases, StatusColumn};
pub use meaning::{DateReading, DecimalMark, EpochUnit};
pub use newest::{NewestRows, NewestRule, order_of_paths};
pub use path_columns::{PathType, PathValue, in_path, path_type};
pub use quality::{Quality, QualityLimits};
pub use refusals::{
    EventRefusals, EventTypes, NoTo, PersonKeys, Refusals, TransactionRefusals, TypeCount,
    TypeRules, WordCount, event_refusals, event_types, transaction_refusals,
};
#[cfg(test)]
pub use row_rules::RETURN_ORDER_NUMBER;
pub use row_rules::{ReadUntil, day_order_key};
pub use source::{RowGroup, Source};
pub use text::IdColumn;
pub use text_views::{TextView, TextViews};
pub use transaction_batch::{OrderKeys, TransactionBatch};
pub use transactions::TransactionReader;
pub use types::is_text;
pub use who::Who;
pub use zero::{text_ids, zero_is_nobody};
