//! Whether rows that hold from one moment to another are versions of each other, one beginning where the one before ends:
//! slowly changing dimensions of type 2.
//!
//! Names do not tell: vouchers, prices, contracts and bookings have such moments, too. Rows of versions have what those have
//! not: whatever has ended is followed, in the same sale, by what began there, and the last one has no end.

mod read;

pub(super) use read::{About, spans};

/// Ends lie this far before the next beginning, at most: a day, where ends are days that still hold.
const MOST_BETWEEN_MICROS: i64 = 86_400_000_000;
/// Before and after these an end is written for "never".
const FROM_1980_MICROS: i64 = 315_619_200_000_000;
const UNTIL_2100_MICROS: i64 = 4_102_358_400_000_000;
/// Rows with an older one before them that there must be at least: one may be chance.
const FEW_FOLLOWED: u64 = 2;

/// From when to when a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    /// What the row is about, as a hash.
    of: u64,
    begin: i64,
    /// None for a row that has not ended.
    end: Option<i64>,
}

impl Span {
    /// An end that programs write for "never" is none.
    pub(super) fn new(of: u64, begin: i64, end: Option<i64>) -> Self {
        let is_a_day = |end: &i64| (FROM_1980_MICROS..UNTIL_2100_MICROS).contains(end);
        Self { of, begin, end: end.filter(is_a_day) }
    }
}

/// Whether the rows are versions. At least three quarters of those that have ended are followed by another one, and as
/// many of what they are about have one that holds: the others were deleted.
pub(super) fn are_versions(mut spans: Vec<Span>) -> bool {
    spans.sort_unstable();
    let (mut ended, mut followed, mut changed, mut hold) = (0u64, 0u64, 0u64, 0u64);
    for of_one in spans.chunk_by(|a, b| a.of == b.of) {
        let ends = || of_one.iter().filter_map(|span| span.end.map(|end| (span, end)));
        let n_ended = ends().count() as u64;
        if n_ended == 0 {
            continue;
        }
        ended += n_ended;
        followed += ends().filter(|(span, end)| is_followed(of_one, span, *end)).count() as u64;
        changed += 1;
        hold += u64::from(of_one.iter().any(|span| span.end.is_none()));
    }
    followed >= FEW_FOLLOWED && 4 * followed >= 3 * ended && 4 * hold >= 3 * changed
}

/// Whether another row begins where one ends.
fn is_followed(of_one: &[Span], span: &Span, end: i64) -> bool {
    let first = of_one.partition_point(|other| other.begin < end);
    let begins_there = |other: &&Span| other.begin.saturating_sub(end) <= MOST_BETWEEN_MICROS;
    let mut next = of_one[first..].iter().take_while(begins_there);
    next.any(|other| other != span && other.end.is_none_or(|later| later >= end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000_000;
    const BEGIN: i64 = 1_700_000_000_000_000;
    const NEVER: i64 = 253_402_214_400_000_000;

    fn of(rows: &[(u64, i64, Option<i64>)]) -> bool {
        let day = |day: i64| BEGIN + day * DAY;
        let span =
            |&(of, begin, end): &(u64, i64, Option<i64>)| Span::new(of, day(begin), end.map(day));
        are_versions(rows.iter().map(span).collect())
    }

    #[test]
    fn chains_with_an_open_end_are_versions() {
        assert!(of(&[(1, 0, Some(3)), (1, 3, Some(5)), (1, 5, None), (2, 1, None)]));
        // Ends that still hold; lines of one order side by side.
        assert!(of(&[(1, 0, Some(2)), (1, 0, Some(4)), (1, 3, None), (1, 5, None)]));
        // One of four was deleted.
        let deleted = (4, 0, Some(1));
        let chains = [1, 2, 3].map(|k| [(k, 0, Some(k as i64)), (k, k as i64, None)]);
        assert!(of(&[chains.concat(), vec![deleted]].concat()));
        let never = |of, begin| Span::new(of, begin, Some(NEVER));
        let ended = |of| Span::new(of, BEGIN, Some(BEGIN + DAY));
        assert!(are_versions(vec![
            ended(1),
            never(1, BEGIN + DAY),
            ended(2),
            never(2, BEGIN + DAY)
        ]));
    }

    #[test]
    fn other_things_hold_for_a_while_too() {
        // Vouchers: each its own.
        assert!(!of(&[(1, 0, Some(30)), (2, 0, Some(30)), (3, 5, None), (4, 7, None)]));
        // Periods of a subscription: the last one ends, too.
        assert!(!of(&[(1, 0, Some(30)), (1, 30, Some(60)), (1, 60, Some(90)), (2, 0, Some(30))]));
        // Lines of an order, each with the prices of its goods.
        assert!(!of(&[(1, 0, Some(30)), (1, 2, None), (2, 0, Some(30)), (2, 4, None)]));
        // One may be chance.
        assert!(!of(&[(1, 0, Some(3)), (1, 3, None), (2, 1, None)]));
        assert!(!of(&[(1, 0, Some(0)), (1, 0, Some(0))]), "nothing follows itself");
    }
}
