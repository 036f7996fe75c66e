//! What small data allows: stated tiers from the full design down to the base rate.

use crate::model::design::Richness;
use serde::{Deserialize, Serialize};

/// What the data allowed. Customers are counted once, however many cutoffs saw them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelTier {
    /// All columns: at least `CUSTOMERS_PER_COLUMN` customers of the rarer outcome for each.
    Full,
    /// Fewer columns, the foremost ones, by that same rule.
    Reduced,
    /// Fewer than `MODEL_CUSTOMERS` customers of the rarer outcome: days since the last purchase alone.
    RecencyRule,
    /// One outcome only: everybody gets the smoothed base rate.
    BaseRate,
}

/// Customers of the rarer outcome per column of the matrix.
pub(crate) const CUSTOMERS_PER_COLUMN: usize = 5;
/// Below so many customers of the rarer outcome there is no model but the recency rule.
pub(crate) const MODEL_CUSTOMERS: usize = 30;
/// From so many on there are hinges and interactions.
pub(crate) const HINGE_CUSTOMERS: usize = 300;

/// Whether so few customers have the rarer outcome that only the recency rule is left.
pub(crate) fn is_few(rarer: usize) -> bool {
    rarer < MODEL_CUSTOMERS
}

/// How rich a design so many customers of the rarer outcome allow.
pub(crate) fn richness(rarer: usize) -> Richness<'static> {
    let max_terms = if is_few(rarer) { 1 } else { rarer / CUSTOMERS_PER_COLUMN };
    Richness { max_terms, hinges: rarer >= HINGE_CUSTOMERS, learned: &[] }
}

/// The tier that a design of so many terms stands on.
pub(crate) fn tier_of(rarer: usize, n_terms: usize) -> ModelTier {
    let Richness { max_terms, hinges, .. } = richness(rarer);
    match (is_few(rarer), n_terms >= max_terms || !hinges) {
        (true, _) => ModelTier::RecencyRule,
        (false, true) => ModelTier::Reduced,
        (false, false) => ModelTier::Full,
    }
}
