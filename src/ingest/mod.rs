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
mod holders;
mod ids;
mod left_out;
mod meaning;
mod newest;
mod order_money;
mod order_numbers;
mod order_states;
mod path_columns;
mod people;
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
mod version_chain;
mod who;
mod zero;

pub(crate) use bad_cells::BadCells;
pub(crate) use clock_column::is_clock_of;
pub(crate) use codes::{CodeColumn, Codes, Interner, NO_CODE};
pub(crate) use columns::{
    Accepts, CLOCK_NAMES, ColumnMap, ColumnSpec, CustomerColumn, EventColumn, by_last_names,
    first_of_side_by_side,
};
pub use columns::{Columns, TableColumn, TransactionColumn};
pub(crate) use customer_ids::CustomerIdReader;
pub(crate) use customers::{
    Consent, CustomerCounts, Customers, Detail, SharedAddress, read_customers,
};
pub(crate) use error::IngestError;
pub(crate) use event_kind::EventKind;
pub(crate) use events::{EventBatch, EventReader};
pub(crate) use file_column::type_in;
pub(crate) use forms::AmountPer;
pub use forms::Forms;
pub(crate) use holders::{Holders, Seen};
pub use ids::mix;
pub(crate) use ids::{CustomerId, CustomerIds, unmix};
pub use left_out::RowFilter;
pub(crate) use left_out::{
    ChosenRows, ColumnValues, Marker, MarkerReading, MarkerValue, Verdict, markers,
};
pub(crate) use meaning::address::{email_key, is_email, is_phone, phone_key};
pub(crate) use meaning::flags::{Flag, flag};
pub(crate) use meaning::id_forms::{TwoForms, Written, two_forms};
pub(crate) use meaning::id_match::{IdSample, Meeting};
pub(crate) use meaning::id_rules::{IdRule, IdRules};
pub(crate) use meaning::mask::masked;
pub(crate) use meaning::names;
pub(crate) use meaning::no_columns::file_says_no;
pub(crate) use meaning::nobody::{HASHES_OF_NOTHING, NO_ADDRESS, NOBODY, TWICE};
pub(crate) use meaning::plain::{normalised, trimmed};
pub(crate) use meaning::row_status::{
    Counts, Mark, NotASale, Numbers, Phrases, StatusColumn, names as row_names, texts as row_texts,
};
pub(crate) use meaning::{
    APPLE_ZERO_SECONDS, DateReading, DecimalMark, EpochUnit, NET_EPOCH_TICKS, WINDOWS_EPOCH_TICKS,
};
pub(crate) use newest::{NewestRows, NewestRule, order_of_paths};
pub(crate) use order_numbers::may_number_orders;
pub(crate) use order_states::OrderStates;
pub(crate) use path_columns::{PathType, PathValue, in_path, path_type};
pub(crate) use people::People;
pub(crate) use people::knows_by_address;
pub(crate) use quality::{Quality, QualityLimits};
pub(crate) use refusals::{
    Compared, EventRefusals, EventTypes, IdsAlone, KnownBy, NoTo, NotedNo, NotedNoes, PersonKeys,
    RefusalColumn, RefusalNames, Refusals, SameNumbers, TransactionRefusals, TypeCount, TypeRules,
    WordCount, event_refusals, event_types, transaction_refusals,
};
#[cfg(test)]
pub(crate) use row_rules::RETURN_ORDER_NUMBER;
pub use row_rules::ReadUntil;
pub(crate) use row_rules::{SAME_ORDER_MICROS, day_order_key};
pub(crate) use source::{RowGroup, Source};
pub(crate) use text::IdColumn;
pub(crate) use text_views::{TextView, TextViews};
pub(crate) use transaction_batch::{OrderKeys, TransactionBatch};
pub use transactions::TransactionReader;
pub(crate) use types::is_text;
pub(crate) use who::Who;
pub(crate) use zero::{text_ids, zero_is_nobody};
