//! Bootstrap confidence intervals of every measure, in O(n) per replicate.
//!
//! A replicate draws as many customers as there are, with replacement; a customer's rows come
//! together. The ranking is sorted once, a replicate only counts. Each replicate has its own random
//! stream, so the intervals have the same bits on any number of threads and for any order of rows.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::{EvaluateError, check_len};
use super::metrics::{Metrics, PerScore};
use super::ranking::Ranking;
use super::recalibration::{OneStep, recalibration};
use crate::stats::quantile;

/// Odd multiplier that keeps the seeds of neighbouring seeds' replicates apart.
const STREAMS: u64 = 0x9E37_79B9_7F4A_7C15;

/// How many replicates, from which seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BootstrapSettings {
    /// Number of replicates.
    pub replicates: u32,
    /// Seed; the same seed gives the same intervals.
    pub seed: u64,
    /// Probability that an interval covers, e.g. 0.95.
    pub level: f64,
}

impl Default for BootstrapSettings {
    fn default() -> Self {
        Self { replicates: 200, seed: 0, level: 0.95 }
    }
}

/// A percentile interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Intervals by metric name; a metric that most replicates lack has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MetricIntervals {
    /// How they were made.
    pub settings: BootstrapSettings,
    /// The intervals, by the names of [`Metrics::named`].
    pub intervals: BTreeMap<String, Interval>,
}

/// Bootstraps all measures; `customer` groups rows that belong to one customer.
pub(crate) fn intervals(
    probabilities: &[f64],
    churned: &[bool],
    customer: Option<&[u64]>,
    settings: &BootstrapSettings,
) -> Result<MetricIntervals, EvaluateError> {
    let ranking = Ranking::of_probabilities(probabilities, churned)?;
    if let Some(customer) = customer {
        check_len("the list of customers", probabilities.len(), customer.len())?;
    }
    let groups = customer.map(|customer| Groups::new(&ranking, customer));
    let per_score = PerScore::new(&ranking);
    let line = recalibration(&per_score.log_odds, &ranking.tallies());
    let one_step = line.map(|line| OneStep::around(line, &per_score.log_odds));
    let replicates: Vec<Metrics> = (0..settings.replicates)
        .into_par_iter()
        .map(|replicate| {
            let n_units = groups.as_ref().map_or(ranking.rows.len(), |g| g.n_groups);
            let times = draw(n_units, settings.seed, replicate);
            let tallies = match &groups {
                Some(groups) => ranking.weighted_tallies(|i| times[groups.of_row[i] as usize]),
                None => ranking.weighted_tallies(|i| times[i]),
            };
            let line = one_step.as_ref().and_then(|o| o.line(&per_score.log_odds, &tallies));
            Metrics::from_tallies(&ranking, &per_score, &tallies, line)
        })
        .collect();
    Ok(MetricIntervals { settings: settings.clone(), intervals: by_name(&replicates, settings) })
}

/// Customers as consecutive numbers, by their smallest place in the ranking's canonical order.
struct Groups {
    /// Group of each ranked row.
    of_row: Vec<u32>,
    /// Number of groups.
    n_groups: usize,
}

impl Groups {
    fn new(ranking: &Ranking, customer: &[u64]) -> Self {
        let mut distinct = customer.to_vec();
        distinct.par_sort_unstable();
        distinct.dedup();
        let number = |row: u32| distinct.partition_point(|c| *c < customer[row as usize]) as u32;
        let of_row = ranking.rows.par_iter().map(|ranked| number(ranked.row)).collect();
        Self { of_row, n_groups: distinct.len() }
    }
}

/// How often each of `n` units is drawn in `n` draws with replacement.
pub(super) fn draw(n: usize, seed: u64, replicate: u32) -> Vec<u32> {
    let mut random =
        Pcg64::seed_from_u64(seed.wrapping_mul(STREAMS).wrapping_add(replicate.into()));
    let mut times = vec![0; n];
    for _ in 0..n {
        // Multiply-shift instead of a division; its bias is n / 2^64.
        let position = (u128::from(random.next_u64()) * n as u128) >> 64;
        times[position as usize] += 1;
    }
    times
}

/// Percentile intervals of each measure over the replicates that have it.
fn by_name(replicates: &[Metrics], settings: &BootstrapSettings) -> BTreeMap<String, Interval> {
    let mut values: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for metrics in replicates {
        for (name, value) in metrics.named() {
            values.entry(name).or_default().extend(value);
        }
    }
    let mut intervals = BTreeMap::new();
    for (name, mut values) in values {
        if values.is_empty() || 2 * values.len() < replicates.len() {
            continue;
        }
        values.sort_by(f64::total_cmp);
        let tail = (1.0 - settings.level) / 2.0;
        let interval =
            Interval { low: quantile(&values, tail), high: quantile(&values, 1.0 - tail) };
        intervals.insert(name.to_owned(), interval);
    }
    intervals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(n: u64) -> (Vec<f64>, Vec<bool>) {
        let p = |i: u64| ((i * 73 % 1009) as f64 + 0.5) / 1010.0;
        let churned = |i: u64| ((i * i * 3 + i * 17) % 887) as f64 / 887.0 < p(i);
        ((0..n).map(p).collect(), (0..n).map(churned).collect())
    }

    #[test]
    fn intervals_hold_the_estimate_and_have_the_known_width() {
        let (p, churned) = sample(1000);
        let metrics = Metrics::of(&p, &churned).unwrap();
        let settings = BootstrapSettings { replicates: 400, ..BootstrapSettings::default() };
        let found = intervals(&p, &churned, None, &settings).unwrap().intervals;
        for (name, value) in metrics.named() {
            // Rectified measures are biased upwards in replicates.
            if !["ece", "brier_reliability"].contains(&name) {
                let interval = found[name];
                assert!((interval.low..=interval.high).contains(&value.unwrap()), "{name}");
            }
        }
        // A share's standard error is sqrt(p·(1 − p)/n); 2·1.96 of them are the interval.
        let rate = metrics.churn_rate;
        let expected = 3.92 * (rate * (1.0 - rate) / 1000.0).sqrt();
        let width = found["churn_rate"].high - found["churn_rate"].low;
        assert!((width / expected - 1.0).abs() < 0.15, "{width} {expected}");
    }

    #[test]
    fn same_seed_same_bits_on_any_threads_and_in_any_order() {
        let (p, churned) = sample(300);
        let settings = BootstrapSettings { replicates: 20, ..BootstrapSettings::default() };
        let on = |threads: usize, p: &[f64], churned: &[bool]| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| intervals(p, churned, None, &settings).unwrap())
        };
        let one = on(1, &p, &churned);
        assert_eq!(one, on(5, &p, &churned));
        let back: Vec<f64> = p.iter().rev().copied().collect();
        let outcomes: Vec<bool> = churned.iter().rev().copied().collect();
        assert_eq!(one, on(2, &back, &outcomes));
        let other = BootstrapSettings { seed: 1, ..settings.clone() };
        assert_ne!(one.intervals, intervals(&p, &churned, None, &other).unwrap().intervals);
    }

    #[test]
    fn customers_with_several_rows_widen_the_interval() {
        let (p, churned) = sample(400);
        let four = |values: &[f64]| values.iter().flat_map(|v| [*v; 4]).collect::<Vec<_>>();
        let p4 = four(&p);
        let churned4: Vec<bool> = churned.iter().flat_map(|c| [*c; 4]).collect();
        let customer: Vec<u64> = (0..1600).map(|i| i / 4).collect();
        let settings = BootstrapSettings::default();
        let width = |customer: Option<&[u64]>| {
            let found = intervals(&p4, &churned4, customer, &settings).unwrap().intervals;
            found["auc"].high - found["auc"].low
        };
        let ratio = width(Some(&customer)) / width(None);
        assert!((1.5..2.6).contains(&ratio), "{ratio}");
    }
}
