//! Why a score is what it is, in sentences that a marketer can act on.
//!
//! What features contribute is summed by topic: of three reasons none says again what another said. A topic is
//! given where the customer's own numbers say what its sum says ([`phrase`]): a silence raises the risk only
//! when it is longer than usual, and visits never do. Where they say otherwise, the sum is owed to columns that
//! tell nearly the same, and stays among `other_contributions`: base + reasons + others is the customer's
//! log-odds, whatever is said.

mod book;
mod facts;
mod habit;
mod phrase;
#[cfg(test)]
mod tests;

pub(crate) use book::ReasonBook;
pub(super) use book::{Picked, Reason};
pub(crate) use facts::FACTS;
pub(crate) use habit::Habit;
pub(super) use habit::whole_days;

/// Reasons per customer.
pub(crate) const REASONS: usize = 3;

/// The direction of a contribution as it stands in the score file.
pub(crate) fn direction(contribution: f64) -> &'static str {
    if contribution > 0.0 { "raises" } else { "lowers" }
}
