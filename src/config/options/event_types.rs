//! `[event_types]`: what the types of events in the data mean.

use super::options;
use super::spec::{Spec, list, texts};
use crate::ingest::{EventKind, TypeRules};

options! {
    /// What the types of events mean, where their names do not say it.
    ///
    /// Names of the usual services are known, in any case and with any punctuation. A type that reads
    /// like a no (unsubscribe, opt-out, spam, bounce, erase and the like) counts as one until it is
    /// listed here under another kind. `winback check` lists the types that are not understood.
    section "event_types", heading "Types of events";
    struct EventTypeOptions {
        /// Types that are visits.
        visit: Vec<String> = types("Active on Site");
        /// Types that are e-mails opened.
        email_open: Vec<String> = types("Opened Email");
        /// Types that are links followed in an e-mail.
        email_click: Vec<String> = types("Clicked Email");
        /// Types that are reviews written.
        review: Vec<String> = types("Wrote Review");
        /// Types that are referrals of somebody else.
        referral: Vec<String> = types("Referred Friend");
        /// Types that are contacts with the service desk.
        support: Vec<String> = types("Ticket Created");
        /// Types that are complaints.
        complaint: Vec<String> = types("Filed Complaint");
        /// Types that are answers to the net-promoter question.
        nps: Vec<String> = types("NPS Answer");
        /// Types that are a no to being contacted.
        unsubscribe: Vec<String> = types("Left Newsletter");
        /// Types that mean nothing, and are no refusal.
        other: Vec<String> = types("Viewed Unsubscribe Page");
    }
}

fn types(example: &'static str) -> Spec {
    texts("a list of event types").default(list::<&str>(&[])).example(list(&[example]))
}

impl EventTypeOptions {
    /// The rules for readers.
    pub(in crate::config) fn rules(&self) -> TypeRules {
        TypeRules::new([
            (EventKind::Visit, self.visit.as_slice()),
            (EventKind::EmailOpen, &self.email_open),
            (EventKind::EmailClick, &self.email_click),
            (EventKind::Review, &self.review),
            (EventKind::Referral, &self.referral),
            (EventKind::Support, &self.support),
            (EventKind::Complaint, &self.complaint),
            (EventKind::Nps, &self.nps),
            (EventKind::Unsubscribe, &self.unsubscribe),
            (EventKind::Other, &self.other),
        ])
    }
}
