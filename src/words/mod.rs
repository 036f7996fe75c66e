//! Numbers, spans and lines as people read them; for score sentences, checks and the command line.
//!
//! Each wording is a value that writes itself into a sentence, so that a sentence is one text and not
//! a dozen. Thousands have commas, shares are `45%`, and what is not known is `–`. Not here: the
//! sentences themselves.

mod counted;
mod lines;
mod number;
mod share;
mod span;

pub(crate) use counted::{counted, counted_or_no};
pub(crate) use lines::{LINE_WIDTH, capitalised, shortened, wrapped};
pub(crate) use number::{decimal, money, ratio, whole};
pub(crate) use share::{share, share_to_tenths};
pub(crate) use span::{rhythm, span};

/// What stands where a number is not known.
pub(crate) const NOT_KNOWN: &str = "–";
