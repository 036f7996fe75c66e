//! What may be asked of the generator, and the plan that follows from it.
//!
//! [`BusinessSettings`] are as the user gave them; [`BusinessSettings::checked`] refuses what cannot be done before
//! anything is written. Nothing here draws a random number.

use super::error::GenerateError;
use super::shape::Shape;
use crate::time::{MICROS_PER_DAY, day_number};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Most customers one run can make: they are numbered in 32 bits.
const CUSTOMERS_MAX: u64 = 1_000_000_000;

/// Longest history: seconds since its first day are held in 32 bits.
const DAYS_MAX: u32 = 36_500;

/// Seconds of a day of the generated business, which lives in UTC.
pub(super) const SECONDS_PER_DAY: u32 = 86_400;

/// The last day of data unless another is asked for. Fixed, so that the same call gives the same
/// bytes in any year.
pub const DEFAULT_END_DATE: Date = Date::constant(2024, 12, 31);

/// How identifiers of customers and orders are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum IdType {
    /// Text such as `C0000042`.
    #[default]
    Text,
    /// 64-bit whole numbers.
    Integer,
}

/// In which order rows stand in the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RowOrder {
    /// By time, as nightly exports are.
    #[default]
    Time,
    /// At random over all files, as a table rewritten by customer hash or by many writers.
    Shuffled,
}

/// What to generate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessSettings {
    /// Customers in the customers table; about one in four of a shop never bought.
    pub customers: u64,
    /// Length of the history.
    pub days: u32,
    /// Days after the history's last that the same business lives on: `append_day` adds one at a time.
    pub more_days: u32,
    /// Everything random follows from it.
    pub seed: u64,
    /// Last day of data, included.
    #[serde(with = "super::plan::date_as_text")]
    pub end_date: Date,
    /// Rows in a file, at most; for events too.
    pub transactions_per_file: u64,
    /// Type of customer and order identifiers.
    pub id_type: IdType,
    /// Order of rows.
    pub order: RowOrder,
    /// Total number of transaction rows to come near to (about 3 %); purchase rates are scaled for
    /// it. Without it, a shop has about 4 rows a customer over two years, a wholesaler 13.
    pub transactions: Option<u64>,
    /// What kind of business.
    pub shape: Shape,
    /// Whether to write engagement events. Without them the transactions stay as they are.
    pub events: bool,
}

impl Default for BusinessSettings {
    fn default() -> Self {
        Self {
            customers: 20_000,
            days: 730,
            more_days: 0,
            seed: 1,
            end_date: DEFAULT_END_DATE,
            transactions_per_file: 2_500_000,
            id_type: IdType::Text,
            order: RowOrder::Time,
            transactions: None,
            shape: Shape::Shop,
            events: true,
        }
    }
}

impl BusinessSettings {
    /// Refuses what cannot be generated.
    pub(super) fn checked(&self) -> Result<&Self, GenerateError> {
        let refuse = |flag, found: u64, remedy: String| {
            Err(GenerateError::Setting { flag, found: found.to_string(), remedy })
        };
        if !(1..=CUSTOMERS_MAX).contains(&self.customers) {
            let remedy = format!("give 1 to {CUSTOMERS_MAX}");
            return refuse("--customers", self.customers, remedy);
        }
        if !(1..=DAYS_MAX).contains(&self.days) {
            return refuse("--days", u64::from(self.days), format!("give 1 to {DAYS_MAX}"));
        }
        if self.more_days > DAYS_MAX - self.days {
            let remedy =
                format!("give at most {} beside --days {}", DAYS_MAX - self.days, self.days);
            return refuse("--more-days", u64::from(self.more_days), remedy);
        }
        if self.transactions_per_file == 0 {
            return refuse("--transactions-per-file", 0, "give at least 1".to_owned());
        }
        if self.transactions == Some(0) {
            return refuse("--transactions", 0, "leave it out or give at least 1".to_owned());
        }
        if !(1970..2200).contains(&self.end_date.year()) {
            return Err(GenerateError::Setting {
                flag: "--end-date",
                found: self.end_date.to_string(),
                remedy: "give a date in the years 1970 to 2199".to_owned(),
            });
        }
        Ok(self)
    }

    /// The first day, as days since 1970-01-01.
    pub(super) fn first_day(&self) -> i32 {
        day_number(self.end_date) + 1 - self.days as i32
    }

    /// Midnight (UTC) at the start of the first day, in microseconds since the epoch.
    pub(super) fn start_micros(&self) -> i64 {
        i64::from(self.first_day()) * MICROS_PER_DAY
    }

    /// Length of everything that happens, told or not.
    pub(super) fn lived_days(&self) -> u32 {
        self.days + self.more_days
    }

    /// The same in seconds.
    pub(super) fn span_seconds(&self) -> u32 {
        self.lived_days() * SECONDS_PER_DAY
    }

    /// The seconds of the history.
    pub(super) fn history(&self) -> Range<u32> {
        0..self.days * SECONDS_PER_DAY
    }

    /// The seconds of the day after the history and after so many more; none where the business has ended.
    pub(super) fn day_after(&self, more: u32) -> Option<Range<u32>> {
        let day = self.days + more;
        let seconds = day * SECONDS_PER_DAY..(day + 1) * SECONDS_PER_DAY;
        (more < self.more_days).then_some(seconds)
    }
}
