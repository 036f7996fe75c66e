//! Customers over time: cohorts, gaps between orders, from order to order.

use super::days;

pub(in crate::report) const COHORTS: &str = "Cohorts";
pub(in crate::report) const COHORT_TABS: [&str; 3] =
    ["Share who buy", "Customers who buy", "Sales"];
pub(in crate::report) const COHORT_LABEL: &str = "What the cells show";
pub(in crate::report) const FIRST_ORDER_IN: &str = "First order in";
pub(in crate::report) const AVERAGE: &str = "All";
pub(in crate::report) const COHORT_NOTE: &str = "A row is everyone who first bought in a month, a column the months since. The month that is running still \
     grows.";

pub(in crate::report) fn cohort(shown: &str) -> String {
    format!("{shown}, by month of the first order and months since")
}

pub(in crate::report) const GAPS: [&str; 2] =
    ["Time between orders", "Days from one order of a customer to the next."];
pub(in crate::report) const GAPS_COLUMNS: [&str; 2] = ["Days", "Orders"];
pub(in crate::report) const OPEN_BIN: &str = "more";

pub(in crate::report) fn gap_marks(
    median: &str,
    three_quarters: &str,
    nine_tenths: &str,
) -> [String; 3] {
    [
        format!("half within {}", days(median)),
        format!("three in four within {three_quarters}"),
        format!("nine in ten within {nine_tenths}"),
    ]
}

pub(in crate::report) const FUNNEL: &str = "From first to second to third order";
pub(in crate::report) const FUNNEL_COLUMNS: [&str; 5] = [
    "Step",
    ">Customers with the order",
    ">Had the next so far",
    ">Within a year",
    ">Days to it, median",
];

pub(in crate::report) fn step(from: u32) -> String {
    match from {
        1 => "First to second".to_owned(),
        2 => "Second to third".to_owned(),
        other => format!("Order {other} to {}", other + 1),
    }
}
