//! Whether numbers of customers are those of several people each, or people have several. Names are read for it, in the
//! first rows alone.

use super::Sources;
use crate::ingest::{Holders, TransactionColumn};
use crate::monitor::preflight::{Finding, of_holders};

/// What is found.
pub(super) fn shared_numbers(sources: &Sources) -> Vec<Finding> {
    let input = &sources.transactions;
    let number = input.mapping.name(TransactionColumn::CustomerId);
    // What cannot be read says nothing.
    let holders = Holders::of(&input.files, &input.mapping, &input.forms).unwrap_or_default();
    of_holders(number, &holders)
}
