//! At which times of the day, in UTC, the rows of a sample are: where there are one or two, they are dates that became
//! instants on their way, perhaps in another zone than the one they are read in. What follows is not said.

use crate::time::MICROS_PER_DAY;
use std::collections::BTreeSet;

/// More are times of day.
const FEW: usize = 2;
const NOON: i64 = MICROS_PER_DAY / 2;

/// The times of the day that occur; one more than are told apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClockTimes {
    of_day: BTreeSet<i64>,
    /// Whether some row's day in the zone of the business is another than in UTC.
    some_day_differs: bool,
}

impl ClockTimes {
    /// Takes a row into account.
    pub(super) fn observe(&mut self, micros: i64, day: i32) {
        self.add(micros.rem_euclid(MICROS_PER_DAY));
        self.some_day_differs |= micros.div_euclid(MICROS_PER_DAY) != i64::from(day);
    }

    fn add(&mut self, of_day: i64) {
        if self.of_day.len() <= FEW {
            self.of_day.insert(of_day);
        }
    }

    /// Adds the rows of another part of the sample.
    pub(super) fn and(&mut self, other: &Self) {
        other.of_day.iter().for_each(|of_day| self.add(*of_day));
        self.some_day_differs |= other.some_day_differs;
    }

    /// Whether all are midnight in UTC, and the zone of the business has another day then.
    pub fn are_dates_of_utc(&self) -> bool {
        self.of_day.iter().eq([&0]) && self.some_day_differs
    }

    /// The times, where there are but one or two and both lie in the evening, read in UTC: midnights of a zone to the east.
    pub fn are_midnights_of_the_east(&self) -> Option<Vec<i64>> {
        let is_evening = |of_day: &i64| *of_day > NOON;
        let are_so = !self.of_day.is_empty()
            && self.of_day.len() <= FEW
            && self.of_day.iter().all(is_evening)
            && !self.some_day_differs;
        are_so.then(|| self.of_day.iter().copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = MICROS_PER_DAY / 24;

    fn seen(rows: &[(i64, i64)]) -> ClockTimes {
        let mut seen = ClockTimes::default();
        for &(day, hour) in rows {
            seen.observe(day * MICROS_PER_DAY + hour * HOUR, day as i32);
        }
        seen
    }

    #[test]
    fn midnights_of_the_east_are_evenings() {
        let summer_and_winter = seen(&[(1, 22), (200, 23), (201, 23)]);
        assert_eq!(summer_and_winter.are_midnights_of_the_east(), Some(vec![22 * HOUR, 23 * HOUR]));
        for rows in
            [&[(1, 0), (2, 0)][..], &[(1, 12)], &[(1, 21), (1, 22), (1, 23)], &[(1, 4)], &[]]
        {
            assert_eq!(seen(rows).are_midnights_of_the_east(), None, "{rows:?}");
        }
    }

    #[test]
    fn midnights_of_utc_are_another_day_in_the_west() {
        let mut west = ClockTimes::default();
        west.observe(7 * MICROS_PER_DAY, 6);
        assert!(west.are_dates_of_utc());
        assert!(!seen(&[(1, 0), (2, 0)]).are_dates_of_utc(), "the same day");
        west.and(&seen(&[(1, 10)]));
        assert!(!west.are_dates_of_utc());
    }
}
