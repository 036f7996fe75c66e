//! `[outcome]`: the question that the model answers.

use super::options;
use super::shape::Shape;
use super::spec::{days, either};
use crate::time::Horizon;

const HORIZON: [Shape; 2] = [Shape::Whole { least: 1, most: 3650 }, Shape::Word(&["auto"])];

options! {
    /// The question that the model answers, in days.
    section "outcome", heading "Question";
    struct OutcomeSettings {
        /// Days without a purchase that count as churn; auto derives them from customers' own gaps.
        ///
        /// "auto" takes the 90th percentile of customers' own gaps between purchases (7 to 730 days),
        /// at most lookback_days and what the history can judge, and says which.
        horizon_days: Horizon = either("a horizon", &HORIZON)
            .default("auto").flag("N|auto").in_template();
        /// Days between as_of and the outcome window: time for the campaign to be prepared.
        gap_days: u32 = days(0, 3650).default(0).flag("N");
        /// Customers without a purchase in this many days have lapsed already and are not asked about.
        lookback_days: u32 = days(1, 36_500).default(365).flag("N");
    }
}
