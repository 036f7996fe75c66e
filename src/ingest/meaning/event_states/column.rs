//! What a column beside the type of an event is by its name, and which events make it say something.
//!
//! What its cells say is in `cells`.

use super::words::{
    ANSWERS, BOUNCE_CLASSES, ENDS_OF_REASONS, ENDS_OF_STATES, ERROR_CODES, FLAGS,
    FLAGS_OF_FAILURES, FLAGS_OF_SPAM, LINKS, NAMES, NAMES_OF_EVENTS, NO_STATES, OBJECTS,
    OF_FAILURES, OF_RIGHTS, PAST, PERSONS, REPLIES, REQUESTS, STATES, WAYS,
};
use super::{Asks, EventType, Holds, Reading, Says, StateColumn, Topic};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::no_columns::{NoColumn, NoReading};
use crate::ingest::meaning::objects::tells_changes;
use crate::ingest::meaning::plain::Plain;

impl StateColumn {
    /// What a column is by its name; None for one that has nothing to say here. `properties.status` goes by its
    /// last part too.
    pub(crate) fn named(column: &str) -> Option<Self> {
        let last = column.rsplit('.').next().unwrap_or(column);
        let name = Plain::of(last);
        if name.has_word(PAST) || name.squeezed.starts_with("previous") {
            return None;
        }
        let reading = Reading::of(column, last)?;
        // Of another name the words are about the state itself: `value_text`.
        let is_named = matches!(reading, Reading::OfContact(_) | Reading::OfConsent(_));
        let channel = Channel::named_in(&Plain::of(column)).filter(|_| is_named);
        let holds = Holds::of(&name, reading);
        Some(Self {
            reading,
            channel: if holds == Holds::Codes { Some(Channel::Sms) } else { channel },
            is: Says::of(&name, last),
            asks: Asks::of(&name, reading, channel),
            holds,
        })
    }

    /// Whether numbers and times say something too: its name says what they are.
    pub(crate) fn reads_any_type(self) -> bool {
        let are_numbers = matches!(self.holds, Holds::Codes | Holds::BounceClasses);
        matches!(self.reading, Reading::OfContact(_)) || are_numbers
    }

    /// Whether its texts are states.
    pub(crate) fn holds_states(self) -> bool {
        self.holds == Holds::States && self.reading != Reading::Object
    }

    /// Whether its texts are objects.
    pub(crate) fn holds_objects(self) -> bool {
        self.reading == Reading::Object
    }

    /// Whether its name asks for a consent to contact, so that an object in it has the answers.
    pub(super) fn asks_for_mail(self) -> bool {
        let is_consent = matches!(self.reading, Reading::OfContact(no) if no.is_of_consent());
        is_consent && self.asks == Asks::Contact
    }

    /// Whether only an event of this topic makes its cells say something.
    pub(crate) fn needs(self) -> Topic {
        match self.reading {
            Reading::OfContact(_) | Reading::OfAnything | Reading::Object => Topic::Other,
            Reading::OfConsent(_) => Topic::Subscription,
        }
    }

    /// Whether its cells may say no by themselves beside an event of a type.
    pub(crate) fn may_say_no(self, event_type: &EventType) -> bool {
        match self.holds {
            Holds::Ways | Holds::BounceClasses => false,
            Holds::Links => event_type.opens_links(),
            Holds::Requests => event_type.is_of_a_help_desk(),
            Holds::Names => event_type.is_general(),
            _ => event_type.topic >= self.needs(),
        }
    }

    /// Whether its cells are of any account beside an event of a type.
    pub(crate) fn is_asked(self, event_type: &EventType) -> bool {
        match self.holds {
            Holds::Ways => event_type.leaves_the_way_open(),
            Holds::Links => event_type.opens_links(),
            Holds::Requests => event_type.is_of_a_help_desk(),
            Holds::Names => event_type.is_general(),
            _ => true,
        }
    }
}

impl Reading {
    /// Of a column and the last part of its name; None where it has nothing to say.
    fn of(column: &str, last: &str) -> Option<Self> {
        let of_contact = of_contact(column).or_else(|| of_contact(last));
        of_contact.or_else(|| Self::of_state(&Plain::of(last)))
    }

    /// Of a name that does not speak of contact.
    fn of_state(name: &Plain) -> Option<Self> {
        let is_state = [
            STATES,
            FLAGS,
            LINKS,
            WAYS,
            REQUESTS,
            OF_RIGHTS,
            FLAGS_OF_FAILURES,
            ERROR_CODES,
            BOUNCE_CLASSES,
            NAMES,
        ];
        let is_object = [OBJECTS, PERSONS, REPLIES];
        let ends_so = || ENDS_OF_STATES.iter().any(|end| name.squeezed.ends_with(end));
        if is_state.into_iter().any(|names| is(name, names)) || ends_so() {
            return Some(Reading::OfAnything);
        }
        // What is sent says how to leave its list, too: only a whole answer counts.
        is_object.into_iter().any(|names| is(name, names)).then_some(Reading::Object)
    }
}

impl Says {
    /// Of the last part of a name, plain and as it is written.
    fn of(name: &Plain, last: &str) -> Self {
        Self {
            names_event: is(name, NAMES_OF_EVENTS),
            names_right: is(name, OF_RIGHTS),
            is_of_failures: is(name, OF_FAILURES),
            is_for_good: is(name, FLAGS_OF_FAILURES),
            tells_why: ENDS_OF_REASONS.iter().any(|end| name.squeezed.ends_with(end)),
            tells_changes: tells_changes(last),
        }
    }
}

impl Asks {
    /// Of a name, its reading and the way of contact in it.
    fn of(name: &Plain, reading: Reading, channel: Option<Channel>) -> Self {
        let is_consent = matches!(reading, Reading::OfContact(no) if no.is_of_consent());
        let is_of_marketing = name.has_stem(&["market"]) && name.squeezed != "marketing";
        if is(name, ANSWERS) {
            Asks::EachWay
        } else if is_consent && channel.is_none() && !is_of_marketing {
            Asks::Anything
        } else {
            Asks::Contact
        }
    }
}

impl Holds {
    /// Of a name and its reading.
    fn of(name: &Plain, reading: Reading) -> Self {
        if is(name, REPLIES) {
            Holds::Replies
        } else if is(name, LINKS) {
            Holds::Links
        } else if is(name, WAYS) {
            Holds::Ways
        } else if is(name, REQUESTS) {
            Holds::Requests
        } else if is(name, ERROR_CODES) {
            Holds::Codes
        } else if is(name, BOUNCE_CLASSES) {
            Holds::BounceClasses
        } else if is(name, NAMES) {
            Holds::Names
        } else if is(name, FLAGS) && reading == Reading::OfAnything {
            Holds::Flags
        } else {
            Holds::States
        }
    }
}

/// Whether a name is one of a table.
fn is(name: &Plain, names: &[&str]) -> bool {
    names.contains(&name.squeezed.as_str())
}

/// The reading of a name that speaks of contact.
fn of_contact(column: &str) -> Option<Reading> {
    let name = Plain::of(column);
    let is_of_something_else = NO_STATES.iter().any(|end| name.squeezed.ends_with(end))
        || name.has_stem(&["bounce", "cookie"]);
    if is_of_something_else {
        return None;
    }
    let is_of_a_message = name.has_stem(&["suppresssend"]) || is(&name, FLAGS_OF_SPAM);
    let of_a_message = || NoColumn::named(column).filter(|_| is_of_a_message);
    if let Some(no) = NoColumn::of_transactions(column).or_else(of_a_message) {
        return Some(Reading::OfContact(no.reading));
    }
    let consent = NoColumn::named(column)?.reading;
    if !matches!(consent, NoReading::Consent | NoReading::State | NoReading::Asked) {
        return None;
    }
    let tells_how = name.has_stem(&["mail", "sms", "market", "newsletter", "subscri", "phone"]);
    Some(if tells_how { Reading::OfContact(consent) } else { Reading::OfConsent(consent) })
}
