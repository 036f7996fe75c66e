//! How rows are kept: packed records, by partition, in memory or spilled to disk.
//!
//! How they come out again, one customer at a time, is in [`super::visit`].

pub(crate) mod blocks;
pub(crate) mod id_table;
pub(crate) mod layout;
pub(crate) mod packer;
pub(crate) mod packing;
pub(crate) mod places;
pub(crate) mod records;
pub(crate) mod scatter;
pub(crate) mod segment;
pub(crate) mod spill;
