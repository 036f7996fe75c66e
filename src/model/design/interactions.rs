//! The named interactions: products of two standardised features, each with its reason.
//!
//! They are few on purpose. Which rows they help is for the data to say, through the penalty.

/// Pairs of features whose product is a column.
pub const INTERACTIONS: [(&str, &str); 6] = [
    // Silence says more of a frequent customer than of a rare one.
    ("days_since_last_purchase", "purchases"),
    // Being overdue says more of a regular customer.
    ("recency_to_gap_mean", "gap_cv"),
    // The same silence is short for a slow customer.
    ("days_since_last_purchase", "gap_mean_days"),
    // One-time buyers fade on a clock of their own.
    ("days_since_last_purchase", "one_time"),
    ("days_since_first_purchase", "one_time"),
    // Where in the own lifetime the last order stands, by how much there was.
    ("recency_to_tenure", "purchases"),
];
