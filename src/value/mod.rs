//! What a customer is expected to buy, and what that is worth: BG/NBD and Gamma-Gamma.
//!
//! A history becomes (frequency, recency, age) per customer ([`summary`]), grouped into sufficient
//! statistics ([`grouped`]); the two models are fitted by maximum likelihood ([`models`]) and asked
//! again per customer ([`forecast`], [`family`]). Everything is learned from rows before `as_of` only.
//! The unit of time is the day, a purchase is a local calendar day with at least one order.

pub(crate) mod bg_nbd;
pub(crate) mod convergence;
pub(crate) mod family;
#[cfg(test)]
mod fixtures;
pub(crate) mod forecast;
pub(crate) mod gamma_gamma;
pub(crate) mod grouped;
pub(crate) mod lifetime;
pub(crate) mod models;
pub(crate) mod optimise;
pub(crate) mod special;
pub(crate) mod sql;
pub(crate) mod summary;
#[cfg(test)]
pub(crate) mod testing;

pub(crate) use family::{
    EXPECTED_ORDER_VALUE, EXPECTED_SPEND, NO_PURCHASE_PROBABILITY, PREDICTED_DAYS,
    PREDICTED_VALUE_365D, ValueFamily, ValueFamilyTerms, value_features,
};
#[cfg(test)]
pub(crate) use grouped::GroupedSummaries;
pub(crate) use grouped::{PartCollector, SummaryCollector};
pub(crate) use models::ValueModels;
pub(crate) use summary::PurchaseSummary;
