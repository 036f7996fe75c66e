//! The history engine: every customer's rows as one contiguous slice, in time order.
//!
//! Rows are scattered by a hash of the customer into partitions (`scatter`), kept as compact columns
//! (`segment`) that spill to disk past a budget (`spill`), and sorted by (customer, time) a
//! partition at a time when they are visited (`sort`). [`CustomerHistory`] borrows one customer's
//! slice. What the numbers mean is for `features` and `labels`.

mod blocks;
mod engine;
mod error;
mod group;
mod id_table;
mod layout;
mod order;
mod orders;
mod packer;
mod packing;
mod records;
mod rounds;
mod rows;
mod scatter;
mod segment;
mod sorted;
mod span;
mod spill;

pub use crate::ingest::{Columns, CustomerId, CustomerIds, EventKind, NO_CODE};
pub use engine::{History, Inputs, Progress, Settings};
pub use error::HistoryError;
pub use orders::Orders;
pub use rows::{Events, Transactions};
pub use sorted::{CustomerHistory, SortedPartition};
