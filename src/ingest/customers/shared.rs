//! Addresses that are nobody's are taken out of the contact details, and named. `refusals` says which they are.

use super::{DETAILS, Detail};
use crate::ingest::meaning::mask::masked;
use crate::ingest::refusals::Shared;
use arrow_array::LargeStringArray;
use std::collections::BTreeMap;

/// An address or a number that many customers have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SharedAddress {
    /// As it is shown: masked.
    pub shown: String,
    /// Customers who would have been written to or called there.
    pub customers: u64,
}

/// Takes the shared ones out of the details; returns them, those of most customers first.
pub(super) fn without_shared(
    details: &mut [Option<LargeStringArray>; DETAILS],
    shared: &Shared,
) -> Vec<SharedAddress> {
    if shared.is_empty() {
        return Vec::new();
    }
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    let mut take_out = |detail: Detail, is_shared: &dyn Fn(&str) -> bool| {
        let Some(texts) = &mut details[detail as usize] else { return };
        let own = texts.iter().map(|text| {
            let text = text?;
            if is_shared(text) {
                *found.entry(masked(text)).or_default() += 1;
                return None;
            }
            Some(text)
        });
        *texts = own.collect();
    };
    take_out(Detail::Email, &|text| shared.has_email(text));
    take_out(Detail::Phone, &|text| shared.has_phone(text));
    let mut found: Vec<SharedAddress> =
        found.into_iter().map(|(shown, customers)| SharedAddress { shown, customers }).collect();
    found.sort_by_key(|address| std::cmp::Reverse(address.customers));
    found
}
