//! Who was contacted lately, by identifier, address or number: whoever meets one of them is left alone.
//! A match too many does no harm.

use crate::ingest::{IdRules, email_key, phone_key};
use std::collections::BTreeSet;

/// Customers who were contacted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contacted {
    /// By their likeness: spreadsheets take away zeros, and a list made safe for them has an apostrophe before
    /// what would run as a formula.
    ids: BTreeSet<String>,
    emails: BTreeSet<String>,
    phones: BTreeSet<u64>,
}

impl Contacted {
    /// Takes note of somebody, by whatever is known of them.
    pub fn add(&mut self, id: Option<&str>, email: Option<&str>, phone: Option<&str>) {
        let is_there = |text: &&str| !text.trim().is_empty();
        self.ids.extend(id.filter(is_there).map(IdRules::likeness));
        // Whoever is known by an address is meant by it.
        self.emails.extend([id, email].into_iter().flatten().filter_map(email_key));
        self.phones.extend(phone.and_then(phone_key));
    }

    /// Whether a customer was contacted.
    pub fn has(&self, id: &str, email: Option<&str>, phone: Option<&str>) -> bool {
        let by_email = || {
            let mut keys = [Some(id), email].into_iter().flatten().filter_map(email_key);
            keys.any(|key| self.emails.contains(&key))
        };
        (!self.ids.is_empty() && self.ids.contains(&IdRules::likeness(id)))
            || (!self.emails.is_empty() && by_email())
            || phone.and_then(phone_key).is_some_and(|key| self.phones.contains(&key))
    }

    /// Whether nobody was.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.emails.is_empty() && self.phones.is_empty()
    }

    /// All that is known, in a fixed order.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let phones = self.phones.iter().map(u64::to_string);
        self.ids.iter().chain(&self.emails).cloned().chain(phones)
    }
}
