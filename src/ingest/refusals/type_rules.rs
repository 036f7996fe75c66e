//! What the types of events mean here: the well-known names, and what `[event_types]` says otherwise.

use crate::ingest::EventKind;
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::event_names::{Engagement, EventMeaning, Refusal};
use crate::ingest::meaning::plain::squeeze;
use std::collections::HashMap;

/// Types of events with their meanings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeRules {
    /// By name in lower case, without blanks and punctuation.
    set: HashMap<String, EventKind>,
}

impl TypeRules {
    /// Rules beside the well-known names: for each kind the types that are of it.
    pub fn new<'a>(set: impl IntoIterator<Item = (EventKind, &'a [String])>) -> Self {
        let pairs = set
            .into_iter()
            .flat_map(|(kind, names)| names.iter().map(move |name| (squeeze(name), kind)));
        Self { set: pairs.collect() }
    }

    /// What a type means, as it is written in the data.
    pub fn meaning(&self, text: &str) -> EventMeaning {
        let set = if self.set.is_empty() { None } else { self.set.get(&squeeze(text)) };
        match set {
            None => EventMeaning::of(text),
            Some(EventKind::Unsubscribe) => EventMeaning::Refusal(Refusal::OptedOut, Channel::All),
            Some(&kind) => EventMeaning::Engagement(Engagement::Kind(kind)),
        }
    }

    /// The kind as which a type counts for the features.
    pub fn kind(&self, text: &str) -> EventKind {
        self.meaning(text).kind()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_outweighs_what_is_known() {
        let names = |name: &str| vec![name.to_owned()];
        let (no, other, visit) =
            (names("Opt-down"), names("Viewed Unsubscribe Page"), names("scan"));
        let rules = TypeRules::new([
            (EventKind::Unsubscribe, no.as_slice()),
            (EventKind::Other, other.as_slice()),
            (EventKind::Visit, visit.as_slice()),
        ]);
        assert_eq!(
            rules.meaning("opt down"),
            EventMeaning::Refusal(Refusal::OptedOut, Channel::All)
        );
        assert_eq!(rules.kind("viewed unsubscribe page"), EventKind::Other);
        assert_eq!(rules.kind("SCAN"), EventKind::Visit);
        assert_eq!(rules.kind("Opened Email"), EventKind::EmailOpen);
        assert_eq!(TypeRules::default().kind("viewed unsubscribe page"), EventKind::Unsubscribe);
    }
}
