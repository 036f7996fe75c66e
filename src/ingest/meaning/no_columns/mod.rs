//! Columns and files that say no by their name, and what a cell of such a column says.
//!
//! Where a cell is not understood it is a no; the reader counts it and names it. Not here: which of
//! these columns the configuration overrules.

mod beside;
mod cells;
mod files;
mod names;
mod readings;
mod tables;
mod tags;
mod versions;

pub(crate) use beside::{codes_beside, is_of_mail_complaints, may_have_codes_beside};
pub(crate) use cells::{cell_says_no, ends_every_contact, is_of_the_customer, word_says_no};
pub(crate) use files::{file_says_no, path_says_no, way_of_file};
pub(super) use names::is_of_cookies;
pub(crate) use names::{is_a_persons_word, is_of_letters_beside, leaves_a_doubt};
pub(crate) use readings::{is_never, is_past, is_to_come};
pub(super) use tables::ASKED;
pub(crate) use tags::{denies_calls, way_of_a_no};
pub(crate) use versions::{CURRENT, is_begin_of_version, is_end_of_version, past_version};

use super::channel::Channel;

/// A column that speaks of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NoColumn {
    /// How its cells are read.
    pub reading: NoReading,
    /// What a no in it is about.
    pub channel: Channel,
}

/// How cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum NoReading {
    /// A flag: yes says no to contact.
    Flag,
    /// The time of a no: any date is one.
    Time,
    /// The reason of a no: any text is one.
    Reason,
    /// A state such as `subscribed` or `bounced`, read as consent is: only a refusal is a no.
    State,
    /// The state of a ban such as `dnd_status`: `active` is a no and `inactive` none; otherwise as a state.
    Ban,
    /// A consent: yes allows and no refuses.
    Consent,
    /// A name that speaks of a consent and may be about its source or its day as well: only a plain no is one.
    Asked,
    /// The day until which a consent holds: an earlier one than the present is a no.
    Until,
    /// The day until which contact is paused: a later one than the present is a no.
    Paused,
    /// The ways of contact that are allowed: those that are not among them are refused.
    Ways,
    /// Whether messages have come back: what failed for now is none.
    Bounce,
    /// The state of the row at the source: one that is deleted or out of use is a no.
    Record,
    /// What was done to the row at the source, as change data capture writes it: a deletion is a no.
    Change,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum NoCell {
    /// Nothing against contact.
    Nothing,
    /// The cell says no.
    No,
    /// Not understood, and so a no.
    Doubtful,
}

#[cfg(test)]
mod tests;
