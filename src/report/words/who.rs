//! Who they are: fifths, stages, how customers moved, where sales come from.

use super::{customers, days};
use crate::words::capitalised;

pub(in crate::report) const RFM: [&str; 2] = [
    "Recency and frequency",
    "Customers by how lately and how often they bought, in fifths, 5 the best; the darker, the more value at risk.",
];
pub(in crate::report) const RFM_UNPRICED: [&str; 2] = [
    "Recency and frequency",
    "Customers by how lately and how often they bought, in fifths, 5 the best; the darker, the more customers.",
];
/// Beneath a map of which rows or columns are left out.
pub(in crate::report) const RFM_TIES: &str = "Customers who bought equally lately, or equally often, share a fifth; a fifth that nobody is left for is not shown.";
pub(in crate::report) const RFM_CORNER: &str = "Frequency";

pub(in crate::report) fn recency(fifth: u8) -> String {
    match fifth {
        1 => "Recency 1 (long ago)".to_owned(),
        5 => "5 (lately)".to_owned(),
        other => other.to_string(),
    }
}

pub(in crate::report) fn frequency(fifth: u8) -> String {
    match fifth {
        1 => "1 (rarely)".to_owned(),
        5 => "5 (often)".to_owned(),
        other => other.to_string(),
    }
}

pub(in crate::report) const STAGES: [&str; 2] =
    ["Where customers stand", "Customers by stage of their life with the business."];
pub(in crate::report) const STAGE_COLUMNS: [&str; 4] =
    ["Stage", ">Customers", ">Expected to leave", ">Value at risk"];
/// Beneath a table of stages of which some have no scores.
pub(in crate::report) fn no_score(lookback: &str) -> String {
    format!(
        "–: no score. Whoever never bought, or not in the last {}, is not asked about.",
        days(lookback)
    )
}

pub(in crate::report) const FLOW: &str = "How customers moved";

pub(in crate::report) fn flow(date: &str) -> String {
    format!(
        "From the stage on {date} to the stage tonight; who stayed where they were has a pale band."
    )
}

pub(in crate::report) const FLOW_COLUMNS: [&str; 3] = ["From", "To", "Customers"];
pub(in crate::report) const NO_FLOW: &str =
    "How customers moved between stages is shown from the second night of scores on.";
pub(in crate::report) const NOT_THERE: &str = "not there";
pub(in crate::report) const TONIGHT_END: &str = "tonight";

/// Words of the score file, as they are read.
pub(in crate::report) fn class(word: &str) -> String {
    match word {
        "cant_lose" => "Can't lose".to_owned(),
        other => capitalised(&other.replace('_', " ")),
    }
}

pub(in crate::report) const CONCENTRATION: &str = "Concentration";

pub(in crate::report) fn concentration(top: &str, few: &str) -> String {
    format!(
        "The best fifth of the customers bring {top} of the sales; {few} of the customers bring four fifths."
    )
}

pub(in crate::report) const CONCENTRATION_AXES: [&str; 2] =
    ["Customers, best first", "Share of sales"];
pub(in crate::report) const SALES: &str = "Sales";
pub(in crate::report) const CHANNELS: [&str; 2] = ["Channels", "Sales of the period by channel."];
pub(in crate::report) const CHANNELS_BY_CUSTOMERS: [&str; 2] =
    ["Channels", "Customers of the period by channel."];
pub(in crate::report) const CHANNEL: &str = "Channel";

pub(in crate::report) fn channels(share: &str, several: &str, one: &str) -> String {
    format!(
        "{share} of the customers buy through two channels or more. {several} of those were kept, and {one} of those of one channel."
    )
}

pub(in crate::report) const DISCOUNTS: &str = "Discounts";

pub(in crate::report) fn discounts(
    hunters: &str,
    share: &str,
    revenue: &str,
    margin: &str,
) -> String {
    let hunters = customers(hunters);
    format!(
        "For {hunters} ({share}) more than half of what they spend is discounted. They bring {revenue} of the sales and {margin} of the margin."
    )
}

pub(in crate::report) const SERVICE: [&str; 2] = [
    "Service failures and churn",
    "Share of customers lost in the period, by complaints and returns before it, with its interval of 95%. The ring \
     is all customers with as many orders: who buys more has more failures, and stays more often.",
];
pub(in crate::report) const SERVICE_COLUMNS: [&str; 4] =
    ["Failures", "Lost", "With as many orders", "Customers"];

pub(in crate::report) fn failures(word: &str) -> String {
    match word {
        "0" => "none".to_owned(),
        "1" => "one".to_owned(),
        "2" => "two".to_owned(),
        _ => "three or more".to_owned(),
    }
}

pub(in crate::report) fn lost_of(lost: &str, customers: &str) -> String {
    format!("{lost} of {customers}")
}
