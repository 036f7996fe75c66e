//! The features that other parts of the program ask for by name.

pub use super::cadence::{GAP_CV, GAP_MEAN_DAYS, RECENCY_TO_GAP_MEAN};
pub use super::frequency::{ONE_TIME, PURCHASES};
pub use super::monetary::SPEND_365D;
pub use super::recency::{DAYS_SINCE_FIRST_PURCHASE, DAYS_SINCE_LAST_PURCHASE, RECENCY_TO_TENURE};
