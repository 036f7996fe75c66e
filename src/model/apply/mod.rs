//! A model applied: to one customer, to a block of them, and the explanation of its answers.

pub(crate) mod block;
pub(crate) mod explain;
pub(crate) mod scorer;
