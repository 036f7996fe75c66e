//! The types of events that an input holds, counted, with what each is taken for.

use crate::ingest::EventKind;
use crate::ingest::meaning::event_names::{Engagement, EventMeaning, Refusal};
use crate::ingest::meaning::mask::{masked, masked_value};
use serde::Serialize;
use std::collections::BTreeMap;

/// Types kept apart; beyond these the column holds no types but texts of their own.
const MOST_TYPES: usize = 1_000;

/// A type of event for a message: masked where it could be personal, and how many events are of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypeCount {
    /// The type.
    pub name: String,
    /// How many events.
    pub events: u64,
}

/// Types with the number of their events and their meanings.
#[derive(Debug, Clone, Default)]
pub struct EventTypes {
    types: BTreeMap<String, (u64, EventMeaning)>,
    /// Events whose type was beyond the first thousand.
    beyond: u64,
    /// Events without a type.
    untyped: u64,
}

impl EventTypes {
    /// These types, one event of each.
    #[cfg(test)]
    pub fn of<const N: usize>(names: [&str; N], rules: &super::TypeRules) -> Self {
        let mut types = Self::default();
        for name in names {
            types.add(name, rules.meaning(name), 1);
        }
        types
    }

    pub(super) fn add(&mut self, name: &str, meaning: EventMeaning, events: u64) {
        if let Some((count, _)) = self.types.get_mut(name) {
            *count += events;
        } else if self.types.len() < MOST_TYPES {
            self.types.insert(name.to_owned(), (events, meaning));
        } else {
            self.beyond += events;
        }
    }

    pub(super) fn merge(&mut self, other: EventTypes) {
        for (name, (events, meaning)) in other.types {
            self.add(&name, meaning, events);
        }
        self.beyond += other.beyond;
        self.untyped += other.untyped;
    }

    pub(super) fn add_untyped(&mut self, events: u64) {
        self.untyped += events;
    }

    pub(super) fn untyped(&self) -> u64 {
        self.untyped
    }

    /// Every type as it is written in the data, with its meaning; at most 1,000.
    pub fn iter(&self) -> impl Iterator<Item = (&str, EventMeaning)> {
        self.types.iter().map(|(name, &(_, meaning))| (name.as_str(), meaning))
    }

    /// Whether they are those of a log of messages, and nothing else: there a complaint is one to the mail provider.
    pub fn are_of_mail(&self) -> bool {
        use EventKind::{Complaint, EmailClick, EmailOpen};
        let is_sending = |meaning| {
            let is_failure = |why| matches!(why, Refusal::HardBounce | Refusal::SpamComplaint);
            meaning == EventMeaning::Engagement(Engagement::Sending)
                || matches!(meaning, EventMeaning::Refusal(why, _) if is_failure(why))
        };
        let is_of_mail = |meaning| match meaning {
            EventMeaning::Engagement(Engagement::Kind(kind)) => {
                matches!(kind, Complaint | EmailClick | EmailOpen)
            }
            EventMeaning::Engagement(other) => other == Engagement::Sending,
            EventMeaning::Refusal(..) | EventMeaning::OptIn | EventMeaning::Unknown => true,
        };
        let mut meanings = self.iter().map(|(_, meaning)| meaning);
        self.iter().any(|(_, meaning)| is_sending(meaning)) && meanings.all(is_of_mail)
    }

    /// Types whose meaning is not known, most frequent first.
    pub fn unknown(&self) -> Vec<TypeCount> {
        self.chosen(|meaning| meaning == EventMeaning::Unknown)
    }

    /// Types that are no known name and read like a no: they count as one.
    pub fn resembling(&self) -> Vec<TypeCount> {
        self.chosen(|meaning| matches!(meaning, EventMeaning::Refusal(Refusal::Resemblance, _)))
    }

    /// Types that say no, whether by a known name or by resemblance.
    pub fn refusing(&self) -> Vec<TypeCount> {
        self.chosen(|meaning| matches!(meaning, EventMeaning::Refusal(..)))
    }

    fn chosen(&self, is_one: impl Fn(EventMeaning) -> bool) -> Vec<TypeCount> {
        let chosen = self.types.iter().filter(|(_, (_, meaning))| is_one(*meaning));
        // A type that is understood is a word of its trade; another one may be anything.
        let shown = |name: &str, events, meaning| match meaning {
            EventMeaning::Unknown => masked_value(name, events),
            _ => masked(name),
        };
        let count = |(name, &(events, meaning)): (&String, &(u64, EventMeaning))| TypeCount {
            name: shown(name, events, meaning),
            events,
        };
        let mut found: Vec<TypeCount> = chosen.map(count).collect();
        found.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.name.cmp(&b.name)));
        found
    }

    /// Events whose type was not kept apart, because there were over 1,000 types.
    pub fn beyond(&self) -> u64 {
        self.beyond
    }
}
