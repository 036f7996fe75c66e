//! Loyalty measures: what they rest on, and why one is not available.

use super::{counted, days};
use crate::words::capitalised;

pub(in crate::report) fn period(from: &str, to: &str, days: &str) -> String {
    format!(
        "The period is {from} to {to}, {}; lines go back over earlier periods of the same length.",
        self::days(days)
    )
}

pub(in crate::report) const ELSEWHERE: &str = "band: other shops";
pub(in crate::report) const PERIOD_END: &str = "Last day of the period";
pub(in crate::report) const NOT_AVAILABLE: &str = "Not available tonight";

/// A phrase as a sentence.
pub(in crate::report) fn sentence(phrase: &str) -> String {
    with_stop(&capitalised(phrase))
}

/// What a measure rests on; `of` is a plural, with what it is said of behind it.
pub(in crate::report) fn rests_on(n: &str, of: &str) -> String {
    let (first, rest) = of.split_once(' ').unwrap_or((of, ""));
    let one = first.strip_suffix('s').unwrap_or(first);
    with_stop(format!("Rests on {} {rest}", counted(n, one, first)).trim_end())
}

pub(in crate::report) fn not_available(because: &str) -> String {
    format!("Not available because {}", with_stop(because))
}

fn with_stop(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

pub(in crate::report) fn series(name: &str) -> String {
    format!("{name}, period by period")
}

pub(in crate::report) const SERIES: &str = "The last point is the last period.";
