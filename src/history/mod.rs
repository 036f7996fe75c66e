//! The history engine: every customer's rows as one contiguous slice, in time order.
//!
//! Rows are scattered by a hash of the customer into partitions, each partition sorted by (customer,
//! time). A [`SortedPartition`] holds some customers whole; [`CustomerHistory`] borrows one of them.
//! What the numbers mean is for `features` and `labels`.

mod columns;
mod ids;
mod orders;
mod rows;
mod sorted;

pub use columns::Columns;
pub use ids::{CustomerId, CustomerIds};
pub use orders::Orders;
pub use rows::{EventKind, Events, NO_CODE, Transactions};
pub use sorted::{CustomerHistory, SortedPartition};
