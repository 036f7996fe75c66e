//! When people buy: seasons, weekdays, promotions and hours.
//!
//! A [`Clock`] is the business's time as one kind of customer feels it: it runs fast in season and
//! slowly out of it, at one unit a day on average over a year. Gaps are drawn in its units and
//! turned back into days.

use super::channel::Channel;
use super::draw::Draw;
use super::settings::BusinessSettings;
use crate::time::date_of_day;
use jiff::civil::{Date, Weekday};

/// Which clock a customer lives by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Seasons, weekdays and some pull of promotions.
    General,
    /// Nearly standing still outside promotions.
    Promotions,
    /// Weeks before Christmas, Valentine's and Mother's Day.
    Gifts,
    /// No season: what is used up is bought again.
    Steady,
    /// When new customers come.
    Arrivals,
}

const PACES: [Pace; 5] =
    [Pace::General, Pace::Promotions, Pace::Gifts, Pace::Steady, Pace::Arrivals];

/// Promotions of every year: first day (month, day), length in days, usual part of the price off.
const PROMOTIONS: [((i8, i8), i32, f64); 7] = [
    ((1, 2), 14, 0.30),
    ((3, 20), 7, 0.20),
    ((5, 6), 6, 0.15),
    ((6, 25), 15, 0.30),
    ((9, 5), 5, 0.20),
    ((11, 20), 11, 0.35),
    ((12, 12), 7, 0.15),
];

/// One pace, summed up by day: `total[d]` units have passed at the start of day `d`.
#[derive(Debug)]
struct Clock {
    total: Vec<f64>,
}

/// Every day of the history.
#[derive(Debug)]
pub(super) struct Calendar {
    clocks: [Clock; PACES.len()],
    /// Usual part of the price off, by day; 0 without a promotion.
    promotion: Vec<f64>,
    sunday: Vec<bool>,
}

impl Calendar {
    /// The calendar of the settings' days.
    pub(super) fn new(settings: &BusinessSettings) -> Self {
        let first = settings.first_day();
        let past_end = first + settings.lived_days() as i32;
        let days = first..past_end;
        Self {
            clocks: PACES.map(|pace| Clock::new(pace, days.clone())),
            promotion: days.clone().map(|day| promotion_on(date_of_day(day))).collect(),
            sunday: days.map(|day| date_of_day(day).weekday() == Weekday::Sunday).collect(),
        }
    }

    /// The moment (days since the start) at which `units` of the pace have passed after `from`;
    /// none when the history ends before.
    #[inline]
    pub(super) fn advance(&self, pace: Pace, from: f64, units: f64) -> Option<f64> {
        let total = &self.clocks[pace as usize].total;
        let day = (from as usize).min(total.len() - 2);
        let target = total[day] + (from - day as f64) * (total[day + 1] - total[day]) + units;
        let after = day + total[day..].partition_point(|&t| t <= target);
        if after >= total.len() {
            return None;
        }
        let (low, high) = (total[after - 1], total[after]);
        Some((after - 1) as f64 + (target - low) / (high - low))
    }

    /// The moment at which this part of the arrivals has come.
    pub(super) fn arrival(&self, part: f64) -> f64 {
        let total = &self.clocks[Pace::Arrivals as usize].total;
        let all = total[total.len() - 1];
        let last_moment = (total.len() - 1) as f64 - 1e-3;
        self.advance(Pace::Arrivals, 0.0, part * all).unwrap_or(last_moment)
    }

    /// Usual part of the price off on a day since the start; 0 without a promotion.
    #[inline]
    pub(super) fn promotion(&self, day: usize) -> f64 {
        self.promotion.get(day).copied().unwrap_or(0.0)
    }

    /// A second of the day at which people buy in this channel.
    pub(super) fn second_of_day(&self, day: usize, channel: Channel, draw: &mut Draw) -> u32 {
        let sunday = self.sunday.get(day).copied().unwrap_or(false);
        let hour = draw.weighted(channel.hours(sunday));
        hour as u32 * 3600 + draw.below(3600) as u32
    }
}

impl Clock {
    fn new(pace: Pace, days: std::ops::Range<i32>) -> Self {
        let year = days.end - 364..days.end;
        let mean = year.map(|day| intensity(pace, date_of_day(day))).sum::<f64>() / 364.0;
        let mut total = Vec::with_capacity(days.len() + 1);
        let mut sum = 0.0;
        total.push(sum);
        for (since_start, day) in days.enumerate() {
            let growth =
                if pace == Pace::Arrivals { 1.0 + since_start as f64 / 3650.0 } else { 1.0 };
            sum += growth * intensity(pace, date_of_day(day)) / mean;
            total.push(sum);
        }
        Self { total }
    }
}

/// How fast a pace runs on a date; the scale is arbitrary.
fn intensity(pace: Pace, date: Date) -> f64 {
    let weekday = match date.weekday() {
        Weekday::Monday | Weekday::Wednesday => 0.95,
        Weekday::Tuesday => 0.92,
        Weekday::Thursday => 1.0,
        Weekday::Friday => 1.13,
        Weekday::Saturday => 1.25,
        Weekday::Sunday => 0.8,
    };
    let season = season(date);
    let promotion = promotion_on(date);
    match pace {
        Pace::General | Pace::Arrivals => season * weekday * (1.0 + 1.2 * promotion),
        Pace::Promotions => {
            season.sqrt() * weekday * if promotion > 0.0 { 2.0 + 8.0 * promotion } else { 0.25 }
        }
        Pace::Gifts => {
            let occasions = 9.0 * bump(date, 346, 14.0)
                + 2.0 * bump(date, 127, 7.0)
                + 1.5 * bump(date, 43, 5.0);
            weekday * closing(date) * (0.25 + occasions)
        }
        Pace::Steady => weekday.sqrt() * closing(date).sqrt(),
    }
}

/// Retail's year: the weeks before Christmas, a dip after, a little spring, a slack summer.
fn season(date: Date) -> f64 {
    let year = 1.0 + 0.85 * bump(date, 345, 17.0) - 0.2 * bump(date, 25, 16.0)
        + 0.12 * bump(date, 122, 20.0)
        - 0.12 * bump(date, 210, 25.0)
        + 0.1 * bump(date, 247, 12.0);
    year * closing(date)
}

/// Days on which most shops are shut.
fn closing(date: Date) -> f64 {
    match (date.month(), date.day()) {
        (12, 25) | (1, 1) => 0.25,
        (12, 24 | 26 | 31) => 0.6,
        _ => 1.0,
    }
}

/// A bell of height 1 round a day of the year; width in days.
fn bump(date: Date, day_of_year: i32, width: f64) -> f64 {
    let distance = (i32::from(date.day_of_year()) - day_of_year).rem_euclid(365);
    let distance = f64::from(distance.min(365 - distance)) / width;
    (-0.5 * distance * distance).exp()
}

/// Usual part of the price off on a date.
fn promotion_on(date: Date) -> f64 {
    for ((month, day), length, depth) in PROMOTIONS {
        let since = (date - Date::constant(date.year(), month, day)).get_days();
        if (0..length).contains(&since) {
            return depth;
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_run_at_one_unit_a_day_and_invert() {
        let calendar =
            Calendar::new(&BusinessSettings { days: 728, ..BusinessSettings::default() });
        for pace in [Pace::General, Pace::Promotions, Pace::Gifts, Pace::Steady] {
            let total = &calendar.clocks[pace as usize].total;
            assert!((total[728] - total[364] - 364.0).abs() < 1e-6, "{pace:?}");
            let there = calendar.advance(pace, 10.3, 40.0).unwrap();
            let passed = |t: f64| {
                let day = t as usize;
                total[day] + (t - day as f64) * (total[day + 1] - total[day])
            };
            assert!((passed(there) - passed(10.3) - 40.0).abs() < 1e-9);
            assert_eq!(calendar.advance(pace, 10.0, 1e6), None);
        }
    }

    #[test]
    fn december_is_busy_and_black_friday_is_on_sale() {
        assert!(season(Date::constant(2024, 12, 14)) > 1.7 * season(Date::constant(2024, 8, 1)));
        assert_eq!(promotion_on(Date::constant(2024, 11, 29)), 0.35);
        assert_eq!(promotion_on(Date::constant(2024, 10, 29)), 0.0);
    }
}
