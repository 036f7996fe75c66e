//! The history engine: every customer's rows as one contiguous slice, in time order.
//!
//! A batch's rows become packed records (`packer`, `layout`), scattered by a hash of the customer into
//! partitions (`scatter`) that spill to disk past a budget (`spill`). A partition that is visited
//! is put in order of its customers (`group`); each one's rows are put in order of time and spelled
//! out when their turn comes (`order`, `sorted`). [`CustomerHistory`] borrows one customer's slice.
//! What the numbers mean is for `features` and `labels`.

mod blocks;
mod buckets;
mod engine;
mod error;
mod group;
mod id_table;
mod layout;
mod order;
mod orders;
mod packer;
mod packing;
mod places;
mod records;
mod rounds;
mod rows;
mod scatter;
mod segment;
mod sorted;
mod span;
mod spill;
#[cfg(test)]
mod tests;

pub use crate::ingest::{Columns, CustomerId, CustomerIds, EventKind, NO_CODE};
pub use engine::{History, Inputs, Progress, Settings};
pub use error::HistoryError;
pub use orders::Orders;
pub use rows::{Events, Transactions};
pub use sorted::{CustomerHistory, SortedPartition};
