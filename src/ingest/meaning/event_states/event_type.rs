//! What the type of an event speaks of, as far as what stands beside it matters.
//!
//! What a type says by itself is in `event_names`.

use super::words::{GENERAL_TYPES, RIGHTS, SETTINGS, TOPICS_OF_CONTACT};
use crate::ingest::EventKind;
use crate::ingest::meaning::bounces::is_for_now;
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::event_names::{Engagement, EventMeaning, Refusal};
use crate::ingest::meaning::plain::Plain;

/// How much a type of event speaks of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Topic {
    /// Not at all.
    Other,
    /// Of a subscription, which may be a paid one.
    Subscription,
    /// Of consent, preferences or a newsletter.
    Contact,
}

/// What a type of event is, as far as what stands beside it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EventType {
    /// As it is written.
    pub name: String,
    /// What it is about.
    pub topic: Topic,
    plain: Plain,
}

impl EventType {
    /// Of a type as written in the data.
    pub(crate) fn of(name: &str) -> Self {
        Self { name: name.to_owned(), topic: Topic::of(name), plain: Plain::of(name) }
    }

    /// Whether it is of consents, or sets something: an answer beside it is one. So may be one without a type.
    pub(crate) fn may_ask(&self) -> bool {
        self.name.is_empty() || self.topic == Topic::Contact || self.sets()
    }

    /// Whether it says that something changed, and not to what.
    pub(crate) fn is_change(&self) -> bool {
        self.plain.has_stem(&["change", "update"])
    }

    /// Whether a message failed, or was not sent.
    pub(super) fn is_failure(&self) -> bool {
        self.plain.has_stem(&["bounce", "fail", "undeliver"])
            || self.plain.has_word(&["drop", "dropped"])
    }

    /// Whether it is what all events are called, which have their names elsewhere.
    pub(super) fn is_general(&self) -> bool {
        GENERAL_TYPES.contains(&self.plain.squeezed.as_str())
    }

    /// Whether it is of messages that are sent to many.
    pub(super) fn is_of_sending(&self) -> bool {
        self.is_of_mail() || self.plain.has_stem(&["campaign", "newsletter", "kampagne"])
    }

    /// Whether a message was not sent, for whatever reason.
    pub(super) fn is_not_sent(&self) -> bool {
        let sending = EventMeaning::Engagement(Engagement::Sending);
        self.is_failure()
            || EventMeaning::of(&self.name) == sending
            || self.plain.has_stem(&["skip", "notsent", "reject", "error"])
    }

    /// Whether it is of what customers write to the help desk.
    pub(super) fn is_of_a_help_desk(&self) -> bool {
        let support = EventMeaning::Engagement(Engagement::Kind(EventKind::Support));
        EventMeaning::of(&self.name) == support
            || self.plain.has_stem(&[
                "ticket",
                "conversation",
                "helpdesk",
                "inbound",
                "reply",
                "support",
            ])
            || self.plain.has_word(&["case", "email", "message", "chat"])
    }

    /// Whether it is of what somebody asks by law about their data.
    pub(super) fn is_of_a_right(&self) -> bool {
        self.plain.has_stem(RIGHTS) || self.plain.has_word(&["dsr", "dsar"])
    }

    /// Whether it says itself that a message has failed for good.
    pub(super) fn is_for_good(&self) -> bool {
        self.plain.has_stem(&["hard", "permanent"])
    }

    /// Whether it says that a message has failed for now, where another column names the event.
    pub(super) fn is_for_now(&self) -> bool {
        is_for_now(&self.name)
    }

    /// Whether it is of messages in general.
    pub(super) fn is_of_mail(&self) -> bool {
        self.plain.has_stem(&["mail", "message"])
    }

    /// Whether it is of text messages, or of a message that came in.
    pub(super) fn is_of_texts(&self) -> bool {
        self.plain.has_stem(&[
            "sms",
            "mms",
            "textmessage",
            "inbound",
            "incoming",
            "whatsapp",
            "reply",
            "replied",
        ]) || self.plain.has_word(&["message", "text", "keyword"])
    }

    /// Whether it may be of what is played and stopped: a film, a clock.
    pub(super) fn may_be_of_a_player(&self) -> bool {
        let is_any = ["track", "event", "webhook"].contains(&self.plain.squeezed.as_str());
        self.topic == Topic::Other && !is_any && !self.is_of_mail() && !self.is_of_texts()
    }

    /// Whether links are opened by it: what is only viewed, or sent, says nothing.
    pub(super) fn opens_links(&self) -> bool {
        let click = EventMeaning::Engagement(Engagement::Kind(EventKind::EmailClick));
        EventMeaning::of(&self.name) == click || self.plain.has_stem(&["click"])
    }

    /// Whether it is a refusal of which it does not say by what way.
    pub(super) fn leaves_the_way_open(&self) -> bool {
        let is_opt_out = match EventMeaning::of(&self.name) {
            EventMeaning::Refusal(Refusal::OptedOut, _) => true,
            EventMeaning::Refusal(Refusal::Resemblance, _) => {
                self.plain.has_stem(&["unsub", "optout", "optedout"])
            }
            _ => false,
        };
        is_opt_out
            && Channel::named_in(&self.plain).is_none()
            && !self.plain.has_stem(&["all", "global", "every", "contact", "consent", "remove"])
    }

    /// Whether it sets a consent or a preference.
    pub(super) fn sets(&self) -> bool {
        self.plain.has_stem(SETTINGS)
    }
}

impl Topic {
    /// Of a type as written in the data.
    pub(crate) fn of(event_type: &str) -> Self {
        let name = Plain::of(event_type);
        if name.has_stem(TOPICS_OF_CONTACT) {
            Topic::Contact
        } else if name.has_stem(&["subscri", "statechange", "statuschange", "abonn"]) {
            Topic::Subscription
        } else {
            Topic::Other
        }
    }
}
