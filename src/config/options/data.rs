//! `[data]`: what is read, and up to when.

use super::options;
use super::shape::Shape;
use super::spec::{days, either, path, text};
use crate::time::Zone;

/// Words that stand for a date.
const DATE_WORDS: Shape = Shape::Word(&["today", "yesterday", "data_end"]);

options! {
    /// What is read, and up to when.
    section "data", heading "Data";
    struct DataOptions {
        /// Transactions: a Parquet file, a folder or a glob.
        ///
        /// A folder is searched to the bottom. With --engine spark also a table of the cluster's catalogue:
        /// table:shop.orders.
        transactions: Option<String> = path()
            .without("commands that read transactions refuse to run")
            .example("data/transactions").flag("PATH").in_template();
        /// Engagement events: a Parquet file, a folder or a glob.
        ///
        /// Visits, e-mail opens, complaints, NPS answers and the like.
        events: Option<String> = path()
            .without("no features of events").example("data/events").flag("PATH");
        /// Contact details and consent: a Parquet file, a folder or a glob.
        ///
        /// Needed for win-back lists. Missing consent means no consent.
        customers: Option<String> = path()
            .without("no win-back list").example("data/customers").flag("PATH");
        /// The business's time zone, by its IANA name: where its days begin.
        zone: Zone = text("a time zone").default("UTC").in_template();
        /// Everything before this date's midnight is seen: YYYY-MM-DD, today, yesterday or data_end.
        ///
        /// "data_end" is the midnight after the newest transaction.
        as_of: Option<String> = either("a date", &[DATE_WORDS, Shape::Date])
            .without("commands that look at a history refuse to run")
            .example("data_end").flag("DATE").in_template();
        /// Days that may lie between the newest transaction and as_of.
        ///
        /// Older data ends a run with exit code 4. By default two exports of a weekly one may be missing.
        max_staleness_days: Option<u32> = days(0, 36_500)
            .without("14 where as_of is today or yesterday, no limit where a date is named")
            .example(3);
    }
}
