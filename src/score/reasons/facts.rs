//! The numbers that sentences state: features of the catalogue, computed beside those of the model.

use crate::features::{Feature, Topic};

/// A number that a sentence may state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Orders90d,
    Orders180d,
    Orders365d,
    OrdersChange365d,
    Spend90d,
    Spend180d,
    DaysSinceVisit,
    DaysSinceOpen,
    Visits30d,
    Opens30d,
    Complaints365d,
    Recommendation,
    Returns365d,
    DiscountedShare,
    Categories,
    OrdersLastYear,
}

/// The features that hold them, in the order of [`Fact`], each with the topic that states it.
pub(crate) const FACTS: [(&str, Topic); 16] = [
    ("purchases_90d", Topic::Orders),
    ("purchases_180d", Topic::Orders),
    ("purchases_365d", Topic::Orders),
    ("purchases_change_365d", Topic::Orders),
    ("spend_90d", Topic::Spend),
    ("spend_180d", Topic::Spend),
    ("days_since_last_visit", Topic::Interest),
    ("days_since_last_email_open", Topic::Interest),
    ("events_visit_30d", Topic::Interest),
    ("events_email_open_30d", Topic::Interest),
    ("events_complaint_365d", Topic::Service),
    ("nps_last", Topic::Service),
    ("returns_365d", Topic::Service),
    ("discounted_spend_share", Topic::Price),
    ("distinct_categories", Topic::Range),
    ("purchases_last_year_next_90d", Topic::Season),
];

/// Where the features of the facts stand among those of a book.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places([Option<usize>; FACTS.len()]);

impl Places {
    pub(super) fn among(features: &[Feature]) -> Self {
        let place = |name: &str| features.iter().position(|feature| feature.name == name);
        Self(FACTS.map(|(name, _)| place(name)))
    }
}

/// The facts of one customer.
pub(super) struct Facts<'a> {
    /// Number of orders so far.
    pub orders: u32,
    /// Days since the first order.
    pub days_since_first: f64,
    /// Days since the last order.
    pub days_since_last: f64,
    /// Mean of the customer's own gaps in days; none with fewer than two orders.
    pub own_gap_days: Option<f64>,
    /// Where the features of the facts stand.
    pub places: &'a Places,
    /// Value of a feature by its place.
    pub value: &'a dyn Fn(usize) -> f64,
    /// Typical value of a feature by its place.
    pub typical: &'a dyn Fn(usize) -> f64,
}

impl Facts<'_> {
    /// A fact; none where its column is not there or it cannot be said of the customer.
    pub(super) fn get(&self, fact: Fact) -> Option<f64> {
        let value = (self.value)(self.places.0[fact as usize]?);
        (!value.is_nan()).then_some(value)
    }

    /// What is typical of it; none where the model does not use it.
    pub(super) fn typical(&self, fact: Fact) -> Option<f64> {
        let typical = (self.typical)(self.places.0[fact as usize]?);
        (!typical.is_nan()).then_some(typical)
    }

    /// Whether the column of a fact is there.
    pub(super) fn has(&self, fact: Fact) -> bool {
        self.places.0[fact as usize].is_some()
    }
}
