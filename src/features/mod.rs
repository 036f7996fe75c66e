//! Features: numbers about one customer as of an instant, from the customer's history alone.
//!
//! A family is a file: its catalogue entries and its kernel stand together. The kernel is a function
//! of ([`CustomerView`]) → numbers and sees nothing at or after `as_of`: the view is cut before any
//! family is called. What cannot be computed is NaN here and null in every output.
//! Nothing here knows outcomes: `labels` is never imported.

mod block;
pub mod catalogue;
mod family;
mod recency;
mod select;
mod view;

pub use block::{FeatureBlock, ids_array, schema};
pub use catalogue::{Feature, Relation, Sql, Unit};
pub use family::{Family, families};
pub use select::{FamilyScratch, FeatureSet, SelectError};
pub use view::{CustomerView, Scratch};

/// The windows W of windowed features, in days: each is `[as_of − W, as_of)`.
pub const WINDOWS_DAYS: [u32; 7] = [7, 14, 30, 60, 90, 180, 365];
