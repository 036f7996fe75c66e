//! From when to when a history reaches, gathered while its row groups are read.
//!
//! A few rows far away from all others (a mistyped year) do not decide it: see [`Days::settled`].
//! Such rows stay part of the history; only the span does not follow them.

use super::hole::{Hole, hole};
use super::thin_end::{ThinEnd, thin_end};
use crate::time::MICROS_PER_DAY;
use std::ops::Range;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Days that are counted one by one, days since 1970-01-01; what lies beyond counts for the nearest.
const COUNTED_DAYS: Range<i64> = -40_000..100_000;

/// Of so many rows at least one may be far off.
const ROWS_PER_STRAY: u64 = 500;

/// Of so many rows one may be far off where those that are far off are thin as well.
const ROWS_PER_THIN_STRAY: u64 = 100;

/// Of so many rows one may be far off where those that are far off are of a few days, long after all others: a date that
/// an export filled in.
const ROWS_PER_LONE_STRAY: u64 = 20;
/// No more days than these are a few.
const FEW_DAYS: usize = 3;
/// A gap of more days is long.
const LONG_GAP_DAYS: usize = 180;

/// Rows are far from all others when more days than this lie between, and three times as many as
/// between any two days of the others.
const LEAST_GAP_DAYS: usize = 30;

/// A first day lies alone where the next is more days later.
const LONE_DAYS: usize = 3 * 365;

/// The first and last instant met, and rows by day.
pub(crate) struct Span {
    first: AtomicI64,
    last: AtomicI64,
    days: Mutex<Vec<u64>>,
}

/// From when to when a history reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// First instant, stray rows left aside.
    pub first_micros: i64,
    /// Last instant, stray rows left aside.
    pub last_micros: i64,
    /// Rows that lie far before all others.
    pub strays_before: u64,
    /// Rows that lie far after all others.
    pub strays_after: u64,
    /// Rows of a first day that lies years before all others, too many to be strays.
    pub lone_first_day: u64,
    /// First and last instant of all rows.
    pub whole_micros: (i64, i64),
    /// The last days, where they hold far fewer rows than those before.
    pub thin_end: Option<ThinEnd>,
    /// Days without a row, unlike any others.
    pub hole: Option<Hole>,
}

impl Reach {
    /// That of rows counted elsewhere: first and last instant of all of them, and how many each day (UTC) has.
    pub(crate) fn counted(whole_micros: (i64, i64), days: &[(i64, u64)]) -> Self {
        let place = |day: i64| counted_day(day.saturating_mul(MICROS_PER_DAY));
        let places = days.iter().map(|(day, _)| place(*day)).max().map_or(0, |last| last + 1);
        let mut counts = vec![0; places];
        for (day, rows) in days {
            counts[place(*day)] += rows;
        }
        reach(whole_micros, &counts)
    }
}

impl Default for Span {
    fn default() -> Self {
        Self {
            first: AtomicI64::new(i64::MAX),
            last: AtomicI64::new(i64::MIN),
            days: Mutex::new(Vec::new()),
        }
    }
}

impl Span {
    /// Takes in the times of `rows`.
    pub(crate) fn widen(&self, rows: &[u32], times: &[i64]) {
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for &row in rows {
            let time = times[row as usize];
            first = first.min(time);
            last = last.max(time);
        }
        if first > last {
            return;
        }
        self.first.fetch_min(first, Ordering::Relaxed);
        self.last.fetch_max(last, Ordering::Relaxed);
        let (from, to) = (counted_day(first), counted_day(last));
        let mut counts = vec![0u32; to - from + 1];
        for &row in rows {
            counts[counted_day(times[row as usize]) - from] += 1;
        }
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        if days.len() <= to {
            days.resize(to + 1, 0);
        }
        days[from..].iter_mut().zip(counts).for_each(|(day, count)| *day += u64::from(count));
    }

    /// From when to when the rows reach; `None` if there was none.
    pub(crate) fn get(&self) -> Option<Reach> {
        let whole = (self.first.load(Ordering::Relaxed), self.last.load(Ordering::Relaxed));
        let days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        (whole.0 <= whole.1).then(|| reach(whole, &days))
    }
}

/// The place of an instant's day (UTC) among the counted ones.
#[inline]
fn counted_day(time_micros: i64) -> usize {
    let day = time_micros.div_euclid(MICROS_PER_DAY);
    (day.clamp(COUNTED_DAYS.start, COUNTED_DAYS.end - 1) - COUNTED_DAYS.start) as usize
}

fn reach(whole_micros: (i64, i64), days: &[u64]) -> Reach {
    let active: Vec<(usize, u64)> =
        days.iter().copied().enumerate().filter(|(_, rows)| *rows > 0).collect();
    let settled = settled(&active);
    let rows = |days: &[(usize, u64)]| days.iter().map(|(_, rows)| rows).sum();
    let starts = |day: usize| (day as i64 + COUNTED_DAYS.start) * MICROS_PER_DAY;
    let (strays_before, strays_after) =
        (rows(&active[..settled.start]), rows(&active[settled.end..]));
    let (mut first_micros, mut last_micros) = whole_micros;
    if strays_before > 0 {
        first_micros = starts(active[settled.start].0);
    }
    if strays_after > 0 {
        last_micros = starts(active[settled.end - 1].0 + 1) - 1;
    }
    let thin_end = thin_end(&active[settled.clone()])
        .map(|(day, end)| ThinEnd { from_micros: starts(day), ..end });
    // A first day that stands for no date is told of by itself.
    let lone_first_day = match active[settled.clone()] {
        [(first, rows), (next, _), ..] if rows > 1 && next - first > LONE_DAYS => rows,
        _ => 0,
    };
    let body = settled.start + usize::from(lone_first_day > 0)..settled.end;
    // What is rare behind it is told of as the end.
    let hole = hole(&active[body])
        .map(|(day, hole)| Hole { from_micros: starts(day), ..hole })
        .filter(|hole| thin_end.is_none_or(|end| end.from_micros != hole.from_micros));
    Reach {
        first_micros,
        last_micros,
        strays_before,
        strays_after,
        lone_first_day,
        whole_micros,
        thin_end,
        hole,
    }
}

/// The days that are not far from all others, of active days in order: what is cut off at either end lies
/// behind a gap unlike any other and holds at most one row in [`ROWS_PER_STRAY`], one in
/// [`ROWS_PER_THIN_STRAY`] where its days hold far fewer rows than the others, or, at the end, one in
/// [`ROWS_PER_LONE_STRAY`] where they are a few days long after all others.
fn settled(active: &[(usize, u64)]) -> Range<usize> {
    let strict = cut_off(active, ROWS_PER_STRAY);
    let thin = cut_off(active, ROWS_PER_THIN_STRAY);
    let rows = |days: &[(usize, u64)]| days.iter().map(|(_, rows)| rows).sum::<u64>();
    // Rows a day, first to last: a shop that opens again is not thin.
    let is_thin = |days: &[(usize, u64)]| {
        let body = &active[thin.clone()];
        let length = |days: &[(usize, u64)]| match (days.first(), days.last()) {
            (Some(first), Some(last)) => (last.0 - first.0 + 1) as u64,
            _ => 1,
        };
        2 * rows(days) * length(body) < rows(body) * length(days)
    };
    let start = if is_thin(&active[..thin.start]) { thin.start } else { strict.start };
    let end = if is_thin(&active[thin.end..]) { thin.end } else { strict.end };
    start..lone_end(active).map_or(end, |lone| lone.min(end))
}

/// Where a few last days begin that lie long after all others.
fn lone_end(active: &[(usize, u64)]) -> Option<usize> {
    let end = cut_off(active, ROWS_PER_LONE_STRAY).end;
    let (last, first) = (active[..end].last()?, active.get(end)?);
    (active.len() - end <= FEW_DAYS && first.0 - last.0 > LONG_GAP_DAYS).then_some(end)
}

/// The same, of one row in `rows_per_stray` at most, whatever their density.
fn cut_off(active: &[(usize, u64)], rows_per_stray: u64) -> Range<usize> {
    let total: u64 = active.iter().map(|(_, rows)| rows).sum();
    let allowed = total / rows_per_stray;
    let few = |days: &mut dyn Iterator<Item = &(usize, u64)>| {
        let mut rows = 0;
        days.take_while(|(_, day)| {
            rows += day;
            rows <= allowed
        })
        .count()
    };
    let (head, tail) = (few(&mut active.iter()), few(&mut active.iter().rev()));
    if head + tail >= active.len() {
        return 0..active.len();
    }
    let gap = |i: usize| active[i].0 - active[i - 1].0;
    let body = head..active.len() - tail;
    let usual = (body.start + 1..body.end).map(gap).max().unwrap_or(0);
    let limit = LEAST_GAP_DAYS.max(3 * usual);
    let start = (1..=body.start).rev().find(|&i| gap(i) > limit).unwrap_or(0);
    let end = (body.end..active.len()).find(|&i| gap(i) > limit).unwrap_or(active.len());
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach_of(days: &[(i64, u32)]) -> Reach {
        let span = Span::default();
        for &(day, rows) in days {
            let times = vec![day * MICROS_PER_DAY + 7; rows as usize];
            span.widen(&(0..rows).collect::<Vec<_>>(), &times);
        }
        span.get().unwrap()
    }

    #[test]
    fn a_mistyped_year_does_not_move_the_ends() {
        let mut days: Vec<(i64, u32)> = (19_000..19_700).map(|day| (day, 2)).collect();
        days.extend([(20_900, 1), (-3, 1)]);
        let reach = reach_of(&days);
        assert_eq!((reach.strays_before, reach.strays_after), (1, 1));
        assert_eq!(reach.first_micros, 19_000 * MICROS_PER_DAY);
        assert_eq!(reach.last_micros, 19_700 * MICROS_PER_DAY - 1);
        assert_eq!(reach.whole_micros, (-3 * MICROS_PER_DAY + 7, 20_900 * MICROS_PER_DAY + 7));
    }

    #[test]
    fn a_date_that_stands_for_none_lies_alone() {
        let mut days: Vec<(i64, u32)> = (19_000..19_100).map(|day| (day, 2)).collect();
        assert_eq!(reach_of(&days).lone_first_day, 0);
        days.push((10_957, 20));
        assert_eq!(reach_of(&days).lone_first_day, 20);
        days.push((10_958, 20));
        assert_eq!(reach_of(&days).lone_first_day, 0, "a year of trade");
    }

    #[test]
    fn a_reopening_and_a_yearly_sale_are_no_strays() {
        let open = |from: i64| (from..from + 200).map(|day| (day, 3));
        let reach = reach_of(&open(19_000).chain(open(19_400)).collect::<Vec<_>>());
        assert_eq!((reach.strays_before, reach.strays_after), (0, 0));
        // One day of trade a year: the newest is like all others.
        let yearly: Vec<(i64, u32)> = (0..5).map(|year| (15_000 + 365 * year, 300)).collect();
        let mut with_next = yearly.clone();
        with_next.push((15_000 + 365 * 5, 2));
        assert_eq!(reach_of(&with_next).strays_after, 0);
        assert_eq!(reach_of(&[(10, 3), (900, 1)]).strays_after, 0, "four rows tell nothing");
    }

    #[test]
    fn a_day_that_an_export_filled_in_does_not_move_the_end() {
        let open: Vec<(i64, u32)> = (19_000..19_500).map(|day| (day, 3)).collect();
        let with = |day: i64, rows: u32| {
            let days: Vec<(i64, u32)> = open.iter().copied().chain([(day, rows)]).collect();
            reach_of(&days).strays_after
        };
        assert_eq!([with(20_100, 3), with(20_100, 30), with(20_100, 75)], [3, 30, 75]);
        assert_eq!(with(20_100, 90), 0, "too many to be a slip");
        assert_eq!(with(19_600, 30), 0, "open again");
    }

    #[test]
    fn thin_strays_may_be_more_and_a_thin_end_is_told() {
        let open: Vec<(i64, u32)> = (19_000..19_500).map(|day| (day, 6)).collect();
        let mut with_strays = open.clone();
        with_strays.extend((0..20).map(|k| (19_560 + 9 * k, 1)));
        let reach = reach_of(&with_strays);
        assert_eq!((reach.strays_after, reach.thin_end), (20, None));
        assert_eq!(reach.last_micros, 19_500 * MICROS_PER_DAY - 1);
        // No gap tells these from a shop that closes: the end follows them, and it is said.
        let mut trickle = open.clone();
        trickle.extend((1..=20).map(|k| (19_499 + 5 * k, 1)));
        let reach = reach_of(&trickle);
        assert_eq!(reach.strays_after, 0);
        let end = reach.thin_end.unwrap();
        assert_eq!((end.days, end.rows, end.from_micros), (100, 20, 19_500 * MICROS_PER_DAY));
        // One day late, or open again after a month: as it should be.
        let again = open.iter().copied().chain([(19_540, 6), (19_541, 5)]).collect::<Vec<_>>();
        assert_eq!(reach_of(&again).strays_after, 0);
        assert_eq!(reach_of(&open).thin_end, None);
    }

    #[test]
    fn days_without_a_row_unlike_any_others_are_told() {
        let open = |days: Range<i64>| days.map(|day| (day, 6)).collect::<Vec<_>>();
        let with = |days: &[Range<i64>]| {
            reach_of(&days.iter().cloned().flat_map(open).collect::<Vec<_>>()).hole
        };
        let hole = with(&[19_000..19_200, 19_260..19_500]).unwrap();
        assert_eq!((hole.days, hole.from_micros), (60, 19_200 * MICROS_PER_DAY));
        assert_eq!(hole.usual_rows, 360);
        // Dates of months to come, more than strays may be.
        let late = with(&[19_000..19_500, 19_900..19_930]).unwrap();
        assert_eq!((late.days, late.from_micros), (400, 19_500 * MICROS_PER_DAY));
        for usual in [
            vec![19_000..19_250, 19_250..19_500],
            vec![19_000..19_200, 19_215..19_500],
            vec![19_000..19_200, 19_260..19_400, 19_460..19_500],
        ] {
            assert_eq!(with(&usual), None, "{usual:?}");
        }
        let monthly: Vec<(i64, u32)> = (0..20).map(|month| (19_000 + 30 * month, 90)).collect();
        assert_eq!(reach_of(&monthly).hole, None);
        let mut undated = open(19_000..19_200);
        undated.insert(0, (10_957, 60));
        assert_eq!(reach_of(&undated).hole, None, "a day that stands for no date");
    }

    #[test]
    fn a_thin_end_of_three_rows_in_a_hundred_is_told() {
        let mut days: Vec<(i64, u32)> = (19_000..19_500).map(|day| (day, 6)).collect();
        days.extend((0..90).map(|k| (19_502 + k, 1)));
        let end = reach_of(&days).thin_end.unwrap();
        assert_eq!(end.from_micros, 19_500 * MICROS_PER_DAY);
        // The same long after all others: a gap behind which a year is thin is no hole besides.
        days.retain(|(day, _)| *day < 19_500);
        days.extend((0..90).map(|k| (20_000 + k, 1)));
        let reach = reach_of(&days);
        assert!(reach.thin_end.is_some() && reach.hole.is_none());
    }

    #[test]
    fn instants_beyond_all_calendars_are_counted() {
        let mut days: Vec<(i64, u32)> = (19_000..19_700).map(|day| (day, 2)).collect();
        days.push((i64::MAX / MICROS_PER_DAY, 1));
        assert_eq!(reach_of(&days).strays_after, 1);
        assert_eq!(Span::default().get(), None);
    }
}
