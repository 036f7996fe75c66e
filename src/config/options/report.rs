//! `[report]`: what the report is about.

use super::options;
use super::spec::{days, money};

options! {
    /// What the report is about.
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
    }
}
