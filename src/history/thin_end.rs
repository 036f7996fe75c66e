//! Last days of a history that hold far fewer rows than those before. Whether they are right nobody can tell
//! from the rows: it is only said.

/// The end is thin where the last one in so many rows are so many times fewer a day than those before, over
/// days enough to tell.
const ROWS_PER_THIN_END: u64 = 20;
const TIMES_FEWER: u64 = 6;
const LEAST_THIN_DAYS: u64 = 7;
const LEAST_ROWS_MISSED: u64 = 20;

/// Last days that hold far fewer rows than those before: a wrong clock, or an export that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThinEnd {
    /// When they begin.
    pub from_micros: i64,
    /// How many days they are.
    pub days: u64,
    /// Rows in them.
    pub rows: u64,
    /// Rows that as many days had before, on average.
    pub usual_rows: u64,
}

/// The last days that hold far fewer rows than those before, of active days in order, and where they begin:
/// of several beginnings the one at which rows become rarest.
pub(super) fn thin_end(active: &[(usize, u64)]) -> Option<(usize, ThinEnd)> {
    let (first, last) = (active.first()?.0, active.last()?.0);
    let total: u64 = active.iter().map(|(_, rows)| rows).sum();
    let mut before = total;
    let mut found: Option<(usize, ThinEnd)> = None;
    for &(day, rows) in active.iter().rev() {
        let (after, from) = (total - before, day + 1);
        let (days, days_before) = ((last + 1 - from) as u64, (from - first) as u64);
        let usual_rows = before * days / days_before.max(1);
        if after * ROWS_PER_THIN_END > total {
            break;
        }
        let is_rarer = found.is_none_or(|(_, end)| usual_rows * end.rows > end.usual_rows * after);
        let is_thin = usual_rows >= LEAST_ROWS_MISSED.max(after * TIMES_FEWER);
        if days >= LEAST_THIN_DAYS && is_thin && is_rarer {
            found = Some((from, ThinEnd { from_micros: 0, days, rows: after, usual_rows }));
        }
        before -= rows;
    }
    found
}
