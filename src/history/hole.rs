//! Days within a history that hold no row at all, unlike any others of it. Whether a file is missing, the business was
//! closed or the dates behind are wrong nobody can tell from the rows: it is only said.

/// So many days without a row, and so many rows that others of their number hold, are no chance.
const LEAST_HOLE_DAYS: u64 = 21;
const LEAST_ROWS_MISSED: u64 = 50;
/// A hole is so many times as long as any other.
const TIMES_LONGER: u64 = 3;

/// Days without a row between days with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hole {
    /// When they begin.
    pub from_micros: i64,
    /// How many days they are.
    pub days: u64,
    /// Rows that as many other days hold, on average.
    pub usual_rows: u64,
}

/// The days without a row, and where they begin, of active days in order.
pub(super) fn hole(active: &[(usize, u64)]) -> Option<(usize, Hole)> {
    let (first, last) = (active.first()?.0, active.last()?.0);
    let total: u64 = active.iter().map(|(_, rows)| rows).sum();
    let (mut longest, mut next, mut from) = (0, 0, first);
    for pair in active.windows(2) {
        let days = (pair[1].0 - pair[0].0 - 1) as u64;
        if days > longest {
            (next, longest, from) = (longest, days, pair[0].0 + 1);
        } else {
            next = next.max(days);
        }
    }
    let others = ((last + 1 - first) as u64).saturating_sub(longest);
    let usual_rows = total * longest / others.max(1);
    let is_hole = longest >= LEAST_HOLE_DAYS.max(TIMES_LONGER * next);
    (is_hole && usual_rows >= LEAST_ROWS_MISSED)
        .then_some((from, Hole { from_micros: 0, days: longest, usual_rows }))
}
