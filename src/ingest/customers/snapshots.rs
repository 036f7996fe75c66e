//! Exports of all customers side by side, a folder (`dt=2024-12-31`) or a file (`customers_2024-12-31.parquet`) a day: the
//! newest holds, and whoever is not in it is gone.
//!
//! Exports of what has changed, or of customers by the day of their registration, hold other people each. Whole exports
//! show by their customers: nearly all of the one before are in the newest, which has nearly everybody.

use super::merge::Rows;
use crate::ingest::refusals::{KeySet, id_hash};
use crate::table::Files;
use std::collections::BTreeSet;

/// The share of customers of which whole exports have no fewer in common.
const MOST: f64 = 0.8;

/// An export of a day: which exports it is one of, and the day as YYYYMMDD.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Export {
    series: String,
    day: u32,
}

/// Marks the rows of older exports as past. Lists of those who said no are no exports of all customers.
pub(super) fn mark_older_snapshots(pieces: &mut [Rows], files: &Files, are_lists: &[bool]) {
    let export = |(at, file): (usize, &str)| if are_lists[at] { None } else { Export::of(file) };
    let names = files.iter().map(|(file, _)| file.relative.as_str());
    let exports: Vec<Option<Export>> = names.enumerate().map(export).collect();
    let all: BTreeSet<&str> = exports.iter().flatten().map(|one| one.series.as_str()).collect();
    for series in all {
        let of_series = |one: &&Export| one.series == series;
        let day = |one: &Option<Export>| one.as_ref().filter(of_series).map(|one| one.day);
        mark_older(pieces, &exports.iter().map(day).collect::<Vec<_>>());
    }
}

/// The same for the exports of one kind: the day of each file that is one.
fn mark_older(pieces: &mut [Rows], days: &[Option<u32>]) {
    let mut known: Vec<u32> = days.iter().copied().flatten().collect();
    known.sort_unstable();
    known.dedup();
    let [.., before, newest] = known[..] else { return };
    let customers = |is_one: &dyn Fn(u32) -> bool| -> KeySet {
        let of_day = pieces.iter().filter(|piece| days[piece.file].is_some_and(is_one));
        let ids = of_day.flat_map(|piece| (0..piece.ids.len()).map(|row| piece.ids.get(row)));
        ids.map(id_hash).collect()
    };
    let [all, before, now] =
        [customers(&|_| true), customers(&|day| day == before), customers(&|day| day == newest)];
    let still = before.iter().filter(|key| now.contains(key)).count();
    let are_most = |some: usize, of: usize| some as f64 >= of as f64 * MOST;
    if !are_most(still, before.len()) || !are_most(now.len(), all.len()) {
        return;
    }
    let is_older = |piece: &&mut Rows| days[piece.file].is_some_and(|day| day < newest);
    for piece in pieces.iter_mut().filter(is_older) {
        piece.past = vec![true; piece.ids.len()];
    }
}

impl Export {
    /// Of a file: the day stands in a folder on the way to it, or else in its name.
    fn of(path: &str) -> Option<Self> {
        let in_folders = || Some(Self { series: String::new(), day: day_of_folders(path)? });
        in_folders().or_else(|| Self::by_name(path))
    }

    /// Of a file whose name has the day: `customers_2024-12-31.parquet`.
    fn by_name(path: &str) -> Option<Self> {
        let begins = (0..path.len()).filter(|&at| path.is_char_boundary(at));
        let digit_before = |at: usize| path[..at].ends_with(|c: char| c.is_ascii_digit());
        let (at, (day, length)) = begins
            .filter(|&at| !digit_before(at))
            .find_map(|at| Some((at, day_at(&path[at..])?)))?;
        let series = format!("{}*{}", &path[..at], &path[at + length..]);
        Some(Self { series, day })
    }
}

/// The day with which a text begins, and the length of what says it: `20241231`, `2024-12-31`.
fn day_at(text: &str) -> Option<(u32, usize)> {
    let digits = |from: usize, to: usize| -> Option<u32> {
        let part = text.get(from..to)?;
        if part.bytes().all(|byte| byte.is_ascii_digit()) { part.parse().ok() } else { None }
    };
    let apart = text.get(4..5).is_some_and(|mark| matches!(mark, "-" | "_" | "."));
    let (year, month, day, length) = if apart && text.get(7..8) == text.get(4..5) {
        (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?, 10)
    } else {
        (digits(0, 4)?, digits(4, 6)?, digits(6, 8)?, 8)
    };
    let is_end = !text[length..].starts_with(|c: char| c.is_ascii_digit());
    let is_day = (1900..2100).contains(&year) && (1..13).contains(&month) && (1..32).contains(&day);
    (is_day && is_end).then_some((year * 10_000 + month * 100 + day, length))
}

/// The day of which a folder on the way to a file says that it is, as YYYYMMDD: `dt=2024-12-31`, or
/// `year=2024/month=12/day=31`.
fn day_of_folders(path: &str) -> Option<u32> {
    let pairs = || path.split('/').filter_map(|part| part.split_once('='));
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let is_day =
        |text: &String| text.len() == 8 && (text.starts_with("19") || text.starts_with("20"));
    if let Some(day) = pairs().map(|(_, value)| digits(value)).find(is_day) {
        return day.parse().ok();
    }
    let part = |names: &[&str]| -> Option<u32> {
        pairs().find(|(name, _)| names.contains(name))?.1.parse().ok()
    };
    let (year, month, day) =
        (part(&["year", "y", "yyyy"])?, part(&["month", "m", "mm"])?, part(&["day", "d", "dd"])?);
    let is_day = (1..10_000).contains(&year) && (1..13).contains(&month) && (1..32).contains(&day);
    is_day.then(|| year * 10_000 + month * 100 + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_of_folders() {
        assert_eq!(day_of_folders("dt=2024-12-31/part-0.parquet"), Some(20_241_231));
        assert_eq!(day_of_folders("snapshot=20241231/a.parquet"), Some(20_241_231));
        assert_eq!(day_of_folders("year=2024/month=1/day=02/a.parquet"), Some(20_240_102));
        assert_eq!(day_of_folders("country=de/a.parquet"), None);
        assert_eq!(day_of_folders("year=4294967295/month=1/day=2/a.parquet"), None, "no year");
        assert_eq!(day_of_folders("members-2024-12-31.parquet"), None);
    }

    #[test]
    fn days_are_read_of_names() {
        let day = |path: &str| Export::of(path).map(|one| (one.series, one.day));
        let of = |series: &str, day: u32| Some((series.to_owned(), day));
        assert_eq!(day("members-2024-12-31.parquet"), of("members-*.parquet", 20_241_231));
        assert_eq!(day("a/customers_20241231.parquet"), of("a/customers_*.parquet", 20_241_231));
        assert_eq!(day("c_2024_12_31T0300.parquet"), of("c_*T0300.parquet", 20_241_231));
        assert_eq!(day("dt=2024-12-31/p-20230101.parquet"), of("", 20_241_231), "a folder first");
        assert_eq!(day("customers_2024.parquet"), None);
        assert_eq!(day("part-1234567890123.parquet"), None);
        assert_eq!(day("kunden_größe.parquet"), None);
    }
}
