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
mod choice;
#[cfg(test)]
mod declared;
mod engagement;
mod family;
mod frequency;
mod lapse;
mod moments;
mod monetary;
pub mod names;
mod output;
mod price;
#[cfg(test)]
mod properties;
mod recency;
mod registry;
mod returns;
mod role;
mod select;
pub mod sql;
#[cfg(test)]
pub(crate) mod testing;
mod topic;
mod trend;
mod view;
mod windows;
mod workspace;

pub(crate) use block::values_array;
pub use block::{FeatureBlock, schema};
pub use catalogue::{Feature, Relation, Sql, Unit};
pub use choice::chosen;
pub use engagement::{HALF_LIFE_DAYS as ENGAGEMENT_HALF_LIFE_DAYS, weight as engagement_weight};
pub use family::Family;
pub use output::{Label, Output, OutputPerDays, Values};
pub use registry::families;
pub use role::Role;
pub use select::{FeatureSet, Scratch, SelectError};
pub use topic::Topic;
pub use view::{CustomerView, ViewScratch};
pub use windows::{LookBack, WINDOWS_DAYS};
pub use workspace::Workspace;
