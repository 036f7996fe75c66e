//! Why they leave: topics, and how the risk goes with silence, orders and service.

use super::counted;

pub(in crate::report) const NO_SIGNALS: &str =
    "Why customers leave is read from the scores, of which there are none of this date.";
pub(in crate::report) const TOPICS: &str = "What weighs most";

pub(in crate::report) fn topics(at_risk: &str) -> String {
    let at_risk = counted(at_risk, "customer who is", "customers who are");
    format!("For the {at_risk} more likely to leave than to stay: what raises the risk most.")
}

pub(in crate::report) const TOPIC_COLUMNS: [&str; 2] = ["Topic", "Share of those at risk"];
pub(in crate::report) const NOBODY_LIKELY: &str =
    "Nobody is more likely to leave than to stay, so there is nothing to explain.";

/// A topic by its word in the score file; none where nothing raises the risk.
pub(in crate::report) fn topic(topic: Option<&str>) -> &str {
    match topic {
        Some("silence") => "silence",
        Some("orders") => "fewer orders",
        Some("spend") => "smaller spend",
        Some("interest") => "fading interest",
        Some("service") => "service",
        Some("price") => "discounts",
        Some("range") => "a narrow range",
        Some("season") => "season",
        Some("one_purchase") => "only one purchase",
        Some("other") => "other habits",
        Some(word) => word,
        None => "no single topic",
    }
}

pub(in crate::report) fn mostly(first: &str, share: &str) -> String {
    format!(
        "What raises the risk most often is {first}: it comes first for {share} of those at risk."
    )
}

pub(in crate::report) const MEAN_RISK: &str = "Mean risk";
pub(in crate::report) const GROUP: &str = "Group";
pub(in crate::report) const BY_SILENCE: [&str; 2] =
    ["Risk by silence", "Days since the last order, in usual gaps of the customer."];
pub(in crate::report) const BY_ORDERS: [&str; 2] = ["Risk by orders", "Number of orders so far."];
pub(in crate::report) const BY_SERVICE: [&str; 2] =
    ["Risk by service", "Complaint, low score or return since the last order."];

pub(in crate::report) fn rise(low: &str, low_risk: &str, high: &str, high_risk: &str) -> String {
    format!("Mean risk {low_risk} with {low}, {high_risk} with {high}.")
}

pub(in crate::report) fn gaps_from_to(from: &str, to: Option<&str>) -> String {
    to.map_or_else(|| format!("{from} gaps or more"), |to| format!("{from} to {to} gaps"))
}

pub(in crate::report) fn orders_from_to(from: &str, to: Option<&str>) -> String {
    match (from, to) {
        ("1", _) => "1 order".to_owned(),
        (from, Some(to)) if from == to => format!("{from} orders"),
        (from, Some(to)) => format!("{from} to {to} orders"),
        (from, None) => format!("{from} orders or more"),
    }
}

pub(in crate::report) const WITHOUT_FAILURE: &str = "no failure";
pub(in crate::report) const WITH_FAILURE: &str = "a failure";
pub(in crate::report) const WHY_NOTE: &str =
    "The model sees what goes with leaving, not what causes it.";
