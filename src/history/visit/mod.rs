//! How rows come out: a partition put in order of its customers, and each customer's rows in order of
//! time, as plain columns.
//!
//! How they are kept until then is in [`super::store`].

pub(crate) mod buckets;
pub(crate) mod discount_lines;
pub(crate) mod group;
pub(crate) mod order;
pub(crate) mod orders;
pub(crate) mod rows;
pub(crate) mod sorted;
