//! `[report]`: what the report is about, and how its page is written.

use super::options;
use super::spec::{days, money, path, text, word};
use crate::report::Language;
use std::path::PathBuf;

options! {
    /// What the report is about, and how its page is written.
    section "report", heading "Report";
    struct ReportSettings {
        /// Length of the period over which loyalty is measured, in days.
        ///
        /// It ends at as_of; twelve earlier periods of the same length end at the same day of the months before.
        /// A year is what benchmarks are about. Where the transactions are younger, the period is as long as they
        /// are.
        period_days: u32 = days(1, 36_500).default(365);
        /// What it costs to win a new customer, in money.
        ///
        /// The cost of replacing those who leave is not told without it.
        acquisition_cost: Option<f64> = money().without("the cost of replacement is not told").example(25.0);
        /// Language whose way of writing numbers, money and dates the page follows.
        ///
        /// Texts are English. German, for one, writes 1.234,5 and 5. März 2025.
        locale: Language = word("a language", &Language::NAMES).default(Language::NAMES[0]);
        /// Currency of the amounts: a code such as EUR, or a sign.
        ///
        /// It stands beside every amount on the page; nothing is converted.
        currency: Option<String> = text("a currency").without("the one that the amounts are written with, if any")
            .example("EUR");
        /// File of winback measure --out with what past campaigns did.
        measured: Option<PathBuf> = path().without("audience.learned_from, if it is set").example("measured.json");
    }
}
