//! Which column is the timestamp and which the time of day, where a date and its time stand in two columns:
//! names propose, values decide.

use crate::ingest::{CLOCK_NAMES, TableColumn, normalised};

/// Is told the names of two columns; whether the second holds the times of day of the first's dates.
pub(super) type IsClockOf<'a> = &'a dyn Fn(&str, &str) -> bool;

/// What a table's values say where the names of its columns do not.
pub struct Values<'a> {
    /// Whether a column has the times of day of another's dates.
    pub is_clock_of: IsClockOf<'a>,
    /// Whether a column has no value in any row.
    pub is_empty: &'a dyn Fn(&str) -> bool,
    /// Whether a column's values may number orders.
    pub may_number_orders: &'a dyn Fn(&str) -> bool,
}

/// The candidates for a part: for the timestamp, of a pair of date and time the date alone; for the time of day,
/// what tells the time of the column `date`; those `found` for all others.
pub(super) fn by_clocks<C: TableColumn>(
    column: C,
    found: Vec<String>,
    date: Option<&str>,
    available: &[String],
    is_clock_of: IsClockOf<'_>,
) -> Vec<String> {
    let is_clock = |name: &str| CLOCK_NAMES.contains(&normalised(name).as_str());
    match (column.spec().key, date) {
        ("timestamp", _) if found.len() == 2 => {
            let (clocks, dates): (Vec<&String>, Vec<&String>) =
                found.iter().partition(|name| is_clock(name));
            match (&dates[..], &clocks[..]) {
                ([date], [clock]) if is_clock_of(date, clock) => vec![(*date).clone()],
                _ => found,
            }
        }
        ("time_of_day", Some(date)) if found.is_empty() => {
            let mut clocks = available.iter().filter(|name| is_clock(name));
            match (clocks.next(), clocks.next()) {
                (Some(clock), None) if clock != date && is_clock_of(date, clock) => {
                    vec![clock.clone()]
                }
                _ => found,
            }
        }
        _ => found,
    }
}
