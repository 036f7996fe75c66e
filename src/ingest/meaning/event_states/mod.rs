//! What the columns beside the type of an event say about contact: `subscription_changed` with
//! `subscription_status` = unsubscribed, or with `properties` = `{"status": "unsubscribed"}`.
//!
//! Only a clear no counts: events are of all kinds, and most of their states are of something else. Not here:
//! which columns the configuration overrules.

mod cells;
mod column;
mod event_type;
mod objects;
mod words;

pub(crate) use event_type::{EventType, Topic};

use super::channel::Channel;
use super::no_columns::NoReading;

/// A column beside the type that may say no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct StateColumn {
    reading: Reading,
    channel: Option<Channel>,
    is: Says,
    asks: Asks,
    holds: Holds,
}

/// What the name of a column says of its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "a set: a name says each or not")]
struct Says {
    /// That they name the event once more.
    names_event: bool,
    /// That they name what is asked by law.
    names_right: bool,
    /// That they say how a message failed.
    is_of_failures: bool,
    /// That they say whether it has failed for good.
    is_for_good: bool,
    /// That they say why something failed or was not sent.
    tells_why: bool,
    /// That they tell what was changed into what.
    tells_changes: bool,
}

/// What the name of a column asks for, if it asks for a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Asks {
    /// Contact.
    Contact,
    /// Each way of contact, whatever the event: it holds the answers.
    EachWay,
    /// It does not say what: in an event of anything perhaps a premium plan.
    Anything,
}

/// What a column of such a name holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Holds {
    /// States.
    States,
    /// Flags, which only say something beside an event that sets a consent or a preference.
    Flags,
    /// Perhaps what somebody has answered to a text message.
    Replies,
    /// The link that was clicked.
    Links,
    /// The way of contact that the event is of.
    Ways,
    /// What a customer asks of the help desk, in their own words or in those of whoever sorts the requests.
    Requests,
    /// Numbers of why a message was not delivered.
    Codes,
    /// Numbers of the class of a bounce.
    BounceClasses,
    /// The name of the event, where its type is that of all events; elsewhere anybody's or anything's.
    Names,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Reading {
    /// Its name speaks of a contact by a known way, whatever the event.
    OfContact(NoReading),
    /// Its name speaks of a consent, which on a website is one to cookies: the event must speak of contact.
    OfConsent(NoReading),
    /// Any state: the word itself must speak of contact, or the event.
    OfAnything,
    /// An object as text.
    Object,
}

#[cfg(test)]
mod tests;
