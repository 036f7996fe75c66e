//! The wording of each feature that deserves more than its catalogue definition.
//!
//! One entry per feature stem: a feature's name with `{W}` for its days (`purchases_{W}d`). A phrase
//! gives no sentence (`None`) where the customer's numbers do not suit it; the definition speaks then.
//! Nothing here ranks or picks. Here stand the type and the search; the phrases stand by subject.

mod contact;
mod money;
mod orders;

use crate::words::{counted_or_no, last_days, rhythm, span};
use std::fmt;

/// What is known when a sentence is made.
#[derive(Debug, Clone, Copy)]
pub(in crate::score) struct Known {
    /// The feature's value; NaN where it cannot be computed.
    pub value: f64,
    /// The value the phrase compares with; NaN without one.
    pub beside: f64,
    /// The days in the feature's name, such as its window; 0 without.
    pub days: u32,
    /// Number of orders.
    pub orders: u32,
    /// Days since the last order.
    pub days_since_last: f64,
    /// Days since the first order.
    pub days_since_first: f64,
    /// Mean of the own gaps in days; NaN with fewer than two orders.
    pub own_gap_days: f64,
}

/// How features of one stem are worded.
pub(in crate::score) struct Phrase {
    /// The feature's name; `{W}` stands for its days.
    pub stem: &'static str,
    /// Another feature's name to compare with, `{2W}` being twice the days; empty without one.
    pub beside: &'static str,
    /// The wording; none where this customer's numbers do not suit it. Never called with a NaN value.
    pub say: fn(&Known) -> Option<String>,
    /// Whether it is about a habit of ordering: one-time buyers have none, and are told so instead.
    pub of_habit: bool,
    /// The sentence where the value cannot be computed; empty where the definition must do.
    pub absent: &'static str,
    /// What more of it does to the risk, in anybody's eyes.
    pub more: More,
}

/// What more of something does to the risk, in a reader's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::score) enum More {
    /// Either is believable.
    Either,
    /// More visits, less risk.
    Lowers,
    /// A longer silence, more risk.
    Raises,
}

impl More {
    /// Whether nobody would believe this contribution of a value beside the typical one: it is owed to
    /// other columns that tell nearly the same. Not known is never happened.
    pub fn contradicts(self, contribution: f64, value: f64, typical: f64) -> bool {
        let above = if value.is_nan() { f64::INFINITY } else { value } - typical;
        match self {
            More::Either => false,
            More::Lowers => contribution * above > 0.0,
            More::Raises => contribution * above < 0.0,
        }
    }
}

impl Phrase {
    /// The name of the feature to compare with, for a feature with such days in its name.
    pub fn beside_of(&self, days: Option<u32>) -> String {
        let days = days.unwrap_or(0);
        let twice = (2 * days).to_string();
        self.beside.replace("{2W}", &twice).replace("{W}", &days.to_string())
    }

    /// The same phrase, with the sentence for a value that cannot be computed.
    const fn or(self, absent: &'static str) -> Self {
        Phrase { absent, ..self }
    }

    /// The same phrase; more of it lowers the risk.
    const fn lowers(self) -> Self {
        Phrase { more: More::Lowers, ..self }
    }

    /// The same phrase; more of it raises the risk.
    const fn raises(self) -> Self {
        Phrase { more: More::Raises, ..self }
    }
}

/// A phrase about something else than the habit of ordering.
const fn fact(
    stem: &'static str,
    beside: &'static str,
    say: fn(&Known) -> Option<String>,
) -> Phrase {
    Phrase { stem, beside, say, of_habit: false, absent: "", more: More::Either }
}

/// A phrase about the habit of ordering.
const fn habit(
    stem: &'static str,
    beside: &'static str,
    say: fn(&Known) -> Option<String>,
) -> Phrase {
    Phrase { stem, beside, say, of_habit: true, absent: "", more: More::Either }
}

/// All phrases, in a fixed order.
pub(in crate::score) fn all() -> impl Iterator<Item = &'static Phrase> {
    orders::PHRASES.iter().chain(money::PHRASES).chain(contact::PHRASES)
}

/// The last order and the own rhythm: what can always be said of a buyer.
pub(in crate::score) fn silence(known: &Known) -> String {
    format!("Last order {} ago{}", span(known.days_since_last), usual_rhythm(known))
}

/// The end of a sentence that reminds of the own rhythm; empty where there is none.
struct UsualRhythm(f64);

impl fmt::Display for UsualRhythm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_nan() {
            return Ok(());
        }
        write!(f, "; usually orders {}", rhythm(self.0))
    }
}

fn usual_rhythm(known: &Known) -> UsualRhythm {
    UsualRhythm(known.own_gap_days)
}

/// `3 complaints in the last 90 days`.
fn lately(known: &Known, one: &str, many: &str) -> String {
    format!("{} in {}", counted_or_no(known.value, one, many), last_days(known.days))
}

/// The window and the one of the same length before it lie within the customer's time.
fn has_before(known: &Known) -> bool {
    known.days_since_first > f64::from(known.days)
}

#[cfg(test)]
mod tests;
