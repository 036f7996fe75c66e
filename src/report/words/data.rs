//! The data: rows, history, and who can be reached.

use super::{counted, transaction_rows};

pub(in crate::report) fn rows(used: &str, rows: &str, later: Option<&str>) -> String {
    let were = if used == "1" { "was" } else { "were" };
    let later = later.map_or_else(String::new, |later| {
        let (are, were) = if later == "1" { ("is", "was") } else { ("are", "were") };
        format!(" {later} {are} of a later date and {were} not looked at.")
    });
    format!("{used} of {} {were} used.{later}", transaction_rows(rows))
}

pub(in crate::report) fn history(from: &str, to: &str) -> String {
    format!("The history reaches from {from} to the day before {to}.")
}
pub(in crate::report) fn counted_share(share: &str) -> String {
    format!(
        "A cluster read the transactions: the loyalty measures are counted of {share} of the customers, drawn at random. \
         Their counts and sums are estimates for all customers; scores and the list are of all."
    )
}

pub(in crate::report) const REFUSED: &str = "Rows that were not used";
pub(in crate::report) const REFUSED_COLUMNS: [&str; 2] = ["Reason", ">Rows"];
pub(in crate::report) const NONE_REFUSED: &str = "No row was refused.";
pub(in crate::report) const REACH: [&str; 2] = [
    "Who can be contacted",
    "From everyone known to those who may be contacted and have an address for it.",
];
pub(in crate::report) const REACH_COLUMNS: [&str; 2] = ["Step", "Customers"];
pub(in crate::report) const REACH_STEPS: [&str; 5] =
    ["Known", "With a score", "Have not said no", "With consent", "With an address"];
pub(in crate::report) const NO_REACH: &str =
    "Who can be contacted is known once a list has been made.";

pub(in crate::report) fn base(ever: &str, now: &str, lapsed: &str) -> String {
    let ever = counted(ever, "customer has", "customers have");
    let now = counted(now, "of them is a customer", "of them are customers");
    let lapsed = counted(lapsed, "has", "have");
    format!("{ever} ever bought; {now} now, {lapsed} lapsed.")
}
