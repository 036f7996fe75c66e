//! What all customers have in common: the days, the goods, the seed.

use super::assortment::Assortment;
use super::calendar::Calendar;
use super::settings::BusinessSettings;
use super::shape::Profile;

/// The business around the customers. Fixed once made; shared by all threads.
#[derive(Debug)]
pub(super) struct World {
    /// Everything random follows from it.
    pub seed: u64,
    /// Length of the history.
    pub days: f64,
    /// Length of the history.
    pub span_seconds: u32,
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
        let days = f64::from(settings.days);
        let profile = settings.shape.profile();
        // A base that has grown for years: the shorter the history, the more of it was there before.
        let known_before =
            (settings.customers as f64 * profile.known_before * 365.0 / (365.0 + days)) as u64;
        Self {
            seed: settings.seed,
            days,
            span_seconds: settings.span_seconds(),
            customers: settings.customers,
            known_before,
            rate: 1.0,
            events: settings.events,
            calendar: Calendar::new(settings),
            assortment: Assortment::new(settings.seed, &profile),
            profile,
        }
    }
}
