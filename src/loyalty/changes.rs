//! What changed: two published score folders beside each other, and their lists.

use super::standing::Exposure;
use crate::time::AsOf;
use serde::Serialize;

/// What changed from the previous published scores to these.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    /// Date of the previous scores.
    pub previous: AsOf,
    /// Date of these.
    pub current: AsOf,
    /// Lifecycle stages, from → to.
    pub stages: Flow,
    /// RFM segments, from → to.
    pub segments: Flow,
    /// Risk bands, from → to.
    pub bands: Flow,
    /// What is at risk.
    pub exposure: Before<Exposure>,
    /// The win-back list; none where one of the dates has no list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<ListChange>,
    /// Customers with an order since the previous date who were on its list; none without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub came_back: Option<u64>,
}

/// Customers by what they were and what they are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flow {
    /// One entry for each pair that occurs, in the order of the file's words; staying the same is one too.
    pub moves: Vec<Move>,
}

/// Customers who went from one class to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// What they were; none where they were not in the previous file, or had no such class.
    pub from: Option<String>,
    /// What they are; none where they are not in this file, or have no such class.
    pub to: Option<String>,
    /// How many.
    pub customers: u64,
    /// What is at risk with them now; none where no column tells of money.
    pub value_at_risk: Option<f64>,
}

/// A number then and now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Before<T> {
    /// At the previous date.
    pub previous: T,
    /// Now.
    pub current: T,
}

/// Who entered the list, and who left it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListChange {
    /// Customers on the list.
    pub customers: Before<u64>,
    /// On this list, not on the previous one.
    pub entered: u64,
    /// On the previous list, not on this one.
    pub left: u64,
    /// On both.
    pub stayed: u64,
    /// Identifiers of some who entered, best first.
    pub some_entered: Vec<String>,
    /// Identifiers of some who left, best first.
    pub some_left: Vec<String>,
}
