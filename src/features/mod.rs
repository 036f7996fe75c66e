//! Features: numbers about one customer as of an instant, from the customer's history alone.
//!
//! A family is a file: its catalogue entries and its kernels stand together. A kernel is a function
//! of ([`CustomerView`]) → numbers and sees nothing at or after `as_of`: the view is cut before any
//! family is called. What cannot be computed is NaN here and null in every output; counts are 0.
//! Beside each kernel stands an independent definition in SQL, which [`sql`] puts together for
//! other engines and which tests hold the kernel against.
//! Nothing here knows outcomes: `labels` is never imported.

mod block;
mod breadth;
mod cadence;
mod calendar;
pub mod catalogue;
mod channel;
mod engagement;
mod family;
mod frequency;
mod lapse;
mod moments;
mod monetary;
mod price;
#[cfg(test)]
mod properties;
mod recency;
mod returns;
mod select;
pub mod sql;
#[cfg(test)]
mod testing;
mod trend;
mod view;
mod workspace;

pub use block::{FeatureBlock, schema};
pub use catalogue::{Feature, Relation, Sql, Unit};
pub use family::{Family, families};
pub use select::{FeatureSet, Scratch, SelectError};
pub use view::{CustomerView, ViewScratch};
pub use workspace::Workspace;

/// The windows W of windowed features, in days: each is `[as_of − W, as_of)`.
pub const WINDOWS_DAYS: [u32; 7] = [7, 14, 30, 60, 90, 180, 365];
