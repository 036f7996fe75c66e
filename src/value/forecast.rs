//! What fitted models expect of one customer, and the memory that makes a million such questions cheap.
//!
//! The dear part of a forecast, the expected purchases of a customer who is still there, depends on how
//! often (x) and since when (T) alone, both whole numbers: few pairs, many customers. Each pair is
//! worked out once for all spans. What is remembered is what would be computed, to the bit, so threads
//! and order cannot show. Nothing is fitted here.

use super::bg_nbd::BgNbdParameters;
use super::lifetime::{Discounting, LifetimeTerms, POINTS};
use super::models::ValueModels;
use super::summary::PurchaseSummary;
use hashbrown::HashTable;
use std::sync::{Mutex, PoisonError};

/// What the models expect of one customer; NaN where the model is absent. Days from `as_of`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Forecast {
    /// P(no purchase in the horizon).
    pub no_purchase_probability: f64,
    /// P(has not left by `as_of`).
    pub alive_probability: f64,
    /// Purchases expected in the horizon.
    pub expected_purchases: f64,
    /// Expected value of each of them.
    pub expected_order_value: f64,
    /// Spend expected in the horizon, not discounted.
    pub expected_spend: f64,
    /// Discounted spend over the lifetime terms.
    pub lifetime_value: f64,
}

/// Value models with the spans they are asked about.
#[derive(Debug)]
pub(crate) struct Forecaster {
    models: ValueModels,
    horizon_days: f64,
    discounting: Discounting,
    known: [Mutex<HashTable<Entry>>; SHARDS],
}

/// Expected purchases of a customer who is still there: in the horizon, and by each point of the
/// discounting.
#[derive(Debug, Clone, Copy)]
struct IfAlive {
    in_horizon: f64,
    by_point: [f64; POINTS],
}

/// What is known of one (x, T).
#[derive(Debug, Clone, Copy)]
struct Entry {
    frequency: u32,
    age_days: u32,
    value: IfAlive,
}

/// Tables with a lock of their own, so that threads seldom wait for each other.
const SHARDS: usize = 32;
/// Pairs remembered in one table at most: some 8 MB in all. Others are worked out every time.
const SHARD_ENTRIES_MAX: usize = 4096;

/// A well-mixed hash of a pair; the low bits choose the table.
fn hash_of(frequency: u32, age_days: u32) -> u64 {
    let mixed = (u64::from(frequency) << 32 | u64::from(age_days))
        .wrapping_add(0x9e37_79b9_7f4a_7c15)
        .wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 31)).wrapping_mul(0x94d0_49bb_1331_11eb)
}

impl Forecaster {
    /// Models asked about `horizon_days` and over the lifetime terms.
    pub(crate) fn new(models: ValueModels, horizon_days: f64, lifetime: &LifetimeTerms) -> Self {
        let known = std::array::from_fn(|_| Mutex::new(HashTable::new()));
        Self { models, horizon_days, discounting: Discounting::new(lifetime), known }
    }

    /// What is expected of a customer.
    pub(crate) fn forecast(&self, customer: &PurchaseSummary) -> Forecast {
        let x = customer.frequency;
        let (recency, age) = (f64::from(customer.recency_days), f64::from(customer.age_days));
        let order_value = self.models.gamma_gamma.as_ref();
        let expected_order_value = order_value
            .map_or(f64::NAN, |model| model.expected_order_value(x, customer.order_value_mean));
        let Some(model) = self.models.bg_nbd.as_ref().map(|model| &model.parameters) else {
            return Forecast {
                no_purchase_probability: f64::NAN,
                alive_probability: f64::NAN,
                expected_purchases: f64::NAN,
                expected_order_value,
                expected_spend: f64::NAN,
                lifetime_value: f64::NAN,
            };
        };
        let alive_probability = model.alive_probability(x, recency, age);
        let if_alive = self.if_alive(model, x, customer.age_days);
        let expected_purchases = alive_probability * if_alive.in_horizon;
        let discounted = self.discounting.sum(if_alive.by_point.map(|n| alive_probability * n));
        Forecast {
            no_purchase_probability: model.silence_probability(
                alive_probability,
                x,
                age,
                self.horizon_days,
            ),
            alive_probability,
            expected_purchases,
            expected_order_value,
            expected_spend: expected_purchases * expected_order_value,
            lifetime_value: discounted * expected_order_value,
        }
    }

    fn if_alive(&self, model: &BgNbdParameters, frequency: u32, age_days: u32) -> IfAlive {
        let hash = hash_of(frequency, age_days);
        let shard = &self.known[hash as usize % SHARDS];
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |e: &Entry| (e.frequency, e.age_days) == (frequency, age_days);
        if let Some(entry) = lock().find(hash, is_it) {
            return entry.value;
        }
        let expected = |days| model.expected_if_alive(frequency, f64::from(age_days), days);
        let value = IfAlive {
            in_horizon: expected(self.horizon_days),
            by_point: self.discounting.days().map(expected),
        };
        let mut table = lock();
        // Another thread may have been faster; its value is the same.
        if table.len() < SHARD_ENTRIES_MAX && table.find(hash, is_it).is_none() {
            let rehash = |e: &Entry| hash_of(e.frequency, e.age_days);
            table.insert_unique(hash, Entry { frequency, age_days, value }, rehash);
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{grouped, simulated};
    use super::super::gamma_gamma::GammaGammaParameters;
    use super::*;
    use crate::time::{AsOf, Zone};

    #[test]
    fn what_is_remembered_is_what_is_computed() {
        let buying = BgNbdParameters { r: 0.8, alpha: 30.0, a: 0.9, b: 3.0 };
        let base = simulated(3000, 700, &buying, &GammaGammaParameters { p: 4.0, q: 3.5, v: 20.0 });
        let as_of = AsOf::parse("2024-01-01", &Zone::utc()).unwrap();
        let models = ValueModels::fit(&grouped(base.iter().copied()), as_of);
        let model = models.bg_nbd.clone().unwrap().parameters;
        let terms = LifetimeTerms::default();
        let forecaster = Forecaster::new(models, 90.0, &terms);
        let first: Vec<Forecast> = base.iter().map(|one| forecaster.forecast(one)).collect();
        for (one, first) in base.iter().zip(first) {
            let again = forecaster.forecast(one);
            assert_eq!(again, first);
            let (x, recency, age) =
                (one.frequency, f64::from(one.recency_days), f64::from(one.age_days));
            let expected = |days| model.expected_purchases(x, recency, age, days);
            assert_eq!(again.expected_purchases, expected(90.0));
            let probability = model.no_purchase_probability(x, recency, age, 90.0);
            assert_eq!(again.no_purchase_probability, probability);
            let discounting = Discounting::new(&terms);
            let discounted = discounting.sum(discounting.days().map(expected));
            assert_eq!(again.lifetime_value, discounted * again.expected_order_value);
        }
        let entries: usize = forecaster.known.iter().map(|t| t.lock().unwrap().len()).sum();
        assert!(entries > 0 && entries < base.len(), "{entries} pairs");
    }
}
