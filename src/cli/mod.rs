//! (in work)

pub mod generate;
