//! The history engine: every customer's rows as one contiguous slice, in time order.
//!
//! A batch's rows become packed records (`store`), scattered by a hash of the customer into
//! partitions that spill to disk past a budget. A partition that is visited
//! is put in order of its customers; each one's rows are put in order of time and decoded when
//! their turn comes (`visit`). [`CustomerHistory`] borrows one customer's slice.
//! `features` and `labels` say what the numbers mean.

mod amount_sizes;
mod clock_times;
mod discount_values;
mod engine;
mod error;
mod hole;
mod inspect;
mod near_rows;
mod purchase_days;
mod rounds;
mod span;
mod store;
#[cfg(test)]
mod tests;
mod thin_end;
mod twins;
mod unit_prices;
mod visit;

pub use crate::ingest::Columns;
pub(crate) use crate::ingest::{CustomerId, CustomerIds, EventKind, NO_CODE, SAME_ORDER_MICROS};
pub use engine::{History, HistorySettings, Inputs};
pub use error::HistoryError;
pub(crate) use hole::Hole;
pub(crate) use inspect::{Heaviest, Inspection};
pub(crate) use purchase_days::PurchaseDays;
pub(crate) use span::{Reach, Span};
pub(crate) use thin_end::ThinEnd;
pub(crate) use twins::Twins;
pub(crate) use unit_prices::UnitPrices;
pub(crate) use visit::discount_lines::LEAST_SHARE_LEFT;
pub(crate) use visit::orders::Orders;
pub(crate) use visit::rows::{Events, Transactions};
pub(crate) use visit::sorted::CustomerHistory;
pub use visit::sorted::SortedPartition;
