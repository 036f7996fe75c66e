//! Exports of all customers side by side, a folder a day (`dt=2024-12-31`): the newest holds, and whoever is not in it
//! is gone.
//!
//! Folders of what has changed, or of customers by the day of their registration, hold other people each. Whole exports
//! show by their customers: nearly all of the folder before are in the newest, which has nearly everybody.

use super::merge::Rows;
use crate::ingest::refusals::{KeySet, id_hash};
use crate::table::Files;

/// The share of customers of which whole exports have no fewer in common.
const MOST: f64 = 0.8;

/// Marks the rows of older exports as past. Lists of those who said no are no exports of all customers.
pub(super) fn mark_older_snapshots(pieces: &mut [Rows], files: &Files, are_lists: &[bool]) {
    let day = |(at, file): (usize, &str)| if are_lists[at] { None } else { day_of(file) };
    let names = files.iter().map(|(file, _)| file.relative.as_str());
    let days: Vec<Option<u32>> = names.enumerate().map(day).collect();
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

/// The day of which a folder on the way to a file says that it is, as YYYYMMDD: `dt=2024-12-31`, or
/// `year=2024/month=12/day=31`.
fn day_of(path: &str) -> Option<u32> {
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
        assert_eq!(day_of("dt=2024-12-31/part-0.parquet"), Some(20_241_231));
        assert_eq!(day_of("snapshot=20241231/a.parquet"), Some(20_241_231));
        assert_eq!(day_of("year=2024/month=1/day=02/a.parquet"), Some(20_240_102));
        assert_eq!(day_of("country=de/a.parquet"), None);
        assert_eq!(day_of("year=4294967295/month=1/day=2/a.parquet"), None, "no year");
        assert_eq!(day_of("members-2024-12-31.parquet"), None);
    }
}
