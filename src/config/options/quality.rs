//! `[quality]`: how much of the data may be unusable.

use super::options;
use super::spec::share;
use crate::ingest::QualityLimits;

options! {
    /// Largest shares of rows that may be unusable, by reason. Above one, a run ends with exit code 3.
    section "quality", heading "Quality";
    fills QualityLimits {
        /// Largest share of rows without a customer.
        ///
        /// Such rows are normal where guests can buy.
        max_no_customer_share: f64 = share().default(0.5);
        /// Largest share of rows without a time.
        max_no_time_share: f64 = share().default(0.01);
        /// Largest share of rows without a finite amount.
        max_no_amount_share: f64 = share().default(0.01);
        /// Largest share of rows that are dated after the present.
        max_future_share: f64 = share().default(0.001);
        /// Largest share of a table's rows that may be gone since the last published run.
        max_lost_share: f64 = share().default(0.2);
        /// Largest share of rows that repeat another one.
        ///
        /// Equal in customer, time, amount and all else that is read: an export that is there twice. Times
        /// without an hour, and no columns of orders and products, make more rows equal that are not the
        /// same.
        max_repeated_share: f64 = share().default(0.2);
    }
}
