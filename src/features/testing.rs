//! Small histories for the families' tests, and the features computed from them.

use super::{CustomerView, Feature, Values, ViewScratch, Workspace, families};
use crate::history::{CustomerHistory, CustomerId, EventKind, Events, NO_CODE, Transactions};
use crate::time::{AsOf, MICROS_PER_DAY, Zone};

/// The configured channels of the tests.
pub(crate) const CHANNELS: [&str; 3] = ["web", "app", "store"];

/// One transaction row; times in days from `as_of`.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub time_micros: i64,
    pub amount: f64,
    pub order: u64,
    pub quantity: f64,
    pub discount: f64,
    pub product: u32,
    pub category: u32,
    pub channel: u32,
}

/// A customer under construction: rows in any order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Customer {
    pub rows: Vec<Row>,
    pub events: Vec<(i64, EventKind, f64)>,
    names: Vec<String>,
}

/// Monday, 2024-07-01, in UTC.
pub(crate) fn as_of() -> AsOf {
    AsOf::parse("2024-07-01", &Zone::utc()).unwrap()
}

fn instant(days: f64) -> i64 {
    as_of().micros() + (days * MICROS_PER_DAY as f64).round() as i64
}

impl Customer {
    /// A purchase of one row, an order of its own.
    pub(crate) fn buy(self, days: f64, amount: f64) -> Self {
        let order = 1_000_000 + self.rows.len() as u64;
        self.push(days, amount, order)
    }

    /// A row of the order of that name.
    pub(crate) fn row(self, days: f64, amount: f64, order: &str) -> Self {
        let order = u64::from(order.as_bytes()[0]);
        self.push(days, amount, order)
    }

    /// A return.
    pub(crate) fn give_back(self, days: f64, amount: f64) -> Self {
        let order = 1_000_000 + self.rows.len() as u64;
        self.push(days, -amount, order)
    }

    /// Product, category and channel of the row before.
    pub(crate) fn with(mut self, product: &str, category: &str, channel: &str) -> Self {
        let codes = [product, category].map(|name| self.code(name));
        let known = CHANNELS.iter().position(|&name| name == channel).map(|code| code as u32);
        let channel = known.unwrap_or_else(|| self.code(channel) + CHANNELS.len() as u32);
        let row = self.rows.last_mut().unwrap();
        (row.product, row.category, row.channel) = (codes[0], codes[1], channel);
        self
    }

    /// Discount of the row before.
    pub(crate) fn off(mut self, discount: f64) -> Self {
        self.rows.last_mut().unwrap().discount = discount;
        self
    }

    /// An engagement event.
    pub(crate) fn event(mut self, days: f64, kind: &str, value: f64) -> Self {
        self.events.push((instant(days), kind_named(kind), value));
        self
    }

    fn code(&mut self, name: &str) -> u32 {
        let known = self.names.iter().position(|n| n == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        known as u32
    }

    fn push(mut self, days: f64, amount: f64, order: u64) -> Self {
        self.rows.push(Row {
            time_micros: instant(days),
            amount,
            order,
            quantity: 1.0,
            discount: 0.0,
            product: NO_CODE,
            category: NO_CODE,
            channel: NO_CODE,
        });
        self
    }

    /// Every feature as of the tests' `as_of`.
    pub(crate) fn features(&self) -> Vec<(Feature, f64)> {
        self.look(compute)
    }

    /// Shows the history to `look`.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&CustomerHistory<'_>) -> T) -> T {
        let mut sorted = self.clone();
        sorted.rows.sort_by_key(|row| row.time_micros);
        sorted.events.sort_by_key(|event| event.0);
        let (rows, events) = (&sorted.rows, &sorted.events);
        let time: Vec<i64> = rows.iter().map(|r| r.time_micros).collect();
        let day: Vec<i32> = time.iter().map(|&t| Zone::utc().day_number(t)).collect();
        let amount: Vec<f64> = rows.iter().map(|r| r.amount).collect();
        let order: Vec<u64> = rows.iter().map(|r| r.order).collect();
        let quantity: Vec<f64> = rows.iter().map(|r| r.quantity).collect();
        let discount: Vec<f64> = rows.iter().map(|r| r.discount).collect();
        let product: Vec<u32> = rows.iter().map(|r| r.product).collect();
        let category: Vec<u32> = rows.iter().map(|r| r.category).collect();
        let channel: Vec<u32> = rows.iter().map(|r| r.channel).collect();
        let event_time: Vec<i64> = events.iter().map(|e| e.0).collect();
        let kind: Vec<u8> = events.iter().map(|e| e.1 as u8).collect();
        let value: Vec<f64> = events.iter().map(|e| e.2).collect();
        let history = CustomerHistory {
            id: CustomerId::Int(1),
            transactions: Transactions {
                time_micros: &time,
                day: &day,
                amount: &amount,
                order: &order,
                quantity: &quantity,
                discount: &discount,
                product: &product,
                category: &category,
                channel: &channel,
            },
            events: Events { time_micros: &event_time, kind: &kind, value: &value },
        };
        look(&history)
    }
}

fn compute(history: &CustomerHistory<'_>) -> Vec<(Feature, f64)> {
    let (zone, mut scratch, mut work) = (Zone::utc(), ViewScratch::default(), Workspace::default());
    let view = CustomerView::new(history, as_of(), &zone, &mut scratch);
    let mut values = Vec::new();
    for family in families(&CHANNELS.map(str::to_owned)) {
        let features = family.features();
        // A value that no kernel writes shows: no feature is this number.
        let mut out = vec![-12345.678; features.len()];
        family.compute(&view, &mut work, &mut Values::new(&mut out));
        assert!(!out.contains(&-12345.678), "{} leaves a feature unset", features[0].family);
        values.extend(features.into_iter().map(|feature| {
            let value = out[feature.place];
            (feature, value)
        }));
    }
    values
}

/// Asserts some features of a customer, by name, to 1e-12; NaN is null.
pub(crate) fn check(customer: &Customer, expected: &[(&str, f64)]) {
    let values = customer.features();
    for &(name, expected) in expected {
        let (_, value) = values.iter().find(|(f, _)| f.name == name).expect(name);
        let same = (value.is_nan() && expected.is_nan())
            || (value - expected).abs() <= 1e-12 * expected.abs().max(1.0);
        assert!(same, "{name}: {value}, expected {expected}");
    }
}

/// The kind of this name.
fn kind_named(name: &str) -> EventKind {
    EventKind::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(EventKind::Other)
}
