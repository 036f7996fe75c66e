//! What a customer is expected to buy, and what that is worth: BG/NBD and Gamma-Gamma.
//!
//! A history becomes (frequency, recency, age) per customer ([`summary`]), grouped into sufficient
//! statistics ([`grouped`]); the two models are fitted by maximum likelihood ([`models`]) and asked
//! again per customer ([`forecast`], [`family`]). Everything is learned from rows before `as_of` only.
//! The unit of time is the day, a purchase is a local calendar day with at least one order.

pub mod bg_nbd;
pub mod convergence;
pub mod family;
#[cfg(test)]
mod fixtures;
pub mod forecast;
pub mod gamma_gamma;
pub mod grouped;
pub mod lifetime;
pub mod models;
pub mod optimise;
pub mod special;
pub mod sql;
pub mod summary;
#[cfg(test)]
pub(crate) mod testing;

pub use family::{
    EXPECTED_ORDER_VALUE, EXPECTED_SPEND, NO_PURCHASE_PROBABILITY, PREDICTED_VALUE_365D,
    ValueFamily, ValueFamilyTerms, value_features,
};
#[cfg(test)]
pub use grouped::GroupedSummaries;
pub use grouped::{PartCollector, SummaryCollector};
pub use models::ValueModels;
