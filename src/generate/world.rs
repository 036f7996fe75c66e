//! What all customers have in common: the days, the goods, the seed.

use super::assortment::Assortment;
use super::calendar::Calendar;
use super::draw::{Draw, Purpose};
use super::rows::BlockRows;
use super::settings::{BusinessSettings, SECONDS_PER_DAY};
use super::shape::Profile;
use crate::time::date_of_day;
use jiff::civil::Date;
use std::ops::Range;

/// The business around the customers. Fixed once made; shared by all threads.
#[derive(Debug)]
pub(super) struct World {
    /// Everything random follows from it.
    pub seed: u64,
    /// Length of everything that happens.
    pub days: f64,
    /// The same.
    pub span_seconds: u32,
    /// The seconds of which it is told.
    pub told: Range<u32>,
    /// Share of the customers who order nothing in that time.
    pub quiet_share: f64,
    /// Customers in the table.
    pub customers: u64,
    /// Of whom so many, the first, were customers before the history begins.
    pub known_before: u64,
    /// Factor on every purchase rate (1 unless a number of rows is asked for).
    pub rate: f64,
    /// The numbers of the shape.
    pub profile: Profile,
    /// Whether engagement is wanted.
    pub events: bool,
    /// Seasons and promotions.
    pub calendar: Calendar,
    /// Products and prices.
    pub assortment: Assortment,
}

impl World {
    /// The world of the settings, with purchase rates as they come.
    pub(super) fn new(settings: &BusinessSettings) -> Self {
        let days = f64::from(settings.lived_days());
        let profile = settings.shape.profile();
        // A base that has grown for years: the shorter the history, the more of it was there before.
        let known_before =
            (settings.customers as f64 * profile.known_before * 365.0 / (365.0 + days)) as u64;
        Self {
            seed: settings.seed,
            days,
            span_seconds: settings.span_seconds(),
            told: settings.history(),
            quiet_share: 0.0,
            customers: settings.customers,
            known_before,
            rate: 1.0,
            events: settings.events,
            calendar: Calendar::new(settings),
            assortment: Assortment::new(settings.seed, &profile),
            profile,
        }
    }

    /// The end of what is told, in days since the start.
    pub(super) fn told_days(&self) -> f64 {
        f64::from(self.told.end) / f64::from(SECONDS_PER_DAY)
    }

    /// The first day of which it is told.
    pub(super) fn first_told(&self, settings: &BusinessSettings) -> Date {
        date_of_day(settings.first_day() + (self.told.start / SECONDS_PER_DAY) as i32)
    }

    /// The last one.
    pub(super) fn last_told(&self, settings: &BusinessSettings) -> Date {
        date_of_day(settings.first_day() + (self.told.end / SECONDS_PER_DAY) as i32 - 1)
    }

    /// Leaves of what happened what is told.
    pub(super) fn tell(&self, rows: &mut BlockRows) {
        let is_quiet = |customer: u32| {
            self.quiet_share > 0.0
                && Draw::new(self.seed, u64::from(customer), Purpose::Quiet)
                    .chance(self.quiet_share)
        };
        let told = |second: u32| self.told.contains(&second);
        rows.transactions.retain(|row| told(row.second) && !is_quiet(row.customer));
        rows.events.retain(|row| told(row.second));
    }
}
