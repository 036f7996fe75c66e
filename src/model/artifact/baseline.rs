//! What customers were like when a model was trained: what the nights after it are compared with.
//!
//! Bins and shares only, no customer. How far a night may depart from them is for `monitor`.

use crate::model::dataset::TrainingSet;
use crate::model::design::digits::for_display;
use crate::stats::quantile;
use serde::{Deserialize, Serialize};

/// The days after which it is counted who has come back.
const RETURN_DAYS: [u32; 3] = [7, 14, 28];

/// The eligible customers of the present, and how soon those of the past came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Customers of the present.
    pub customers: u64,
    /// Their churn probabilities.
    pub score: Distribution,
    /// Their features, in the order of the design's columns.
    pub features: Vec<Distribution>,
    /// How soon those came back who did, at the training cutoffs; ascending in days.
    pub returned: Vec<Returned>,
}

/// How a number is distributed over customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// The feature.
    pub of: String,
    /// Share of customers for whom it is not known, 0 to 1.
    pub missing_share: f64,
    /// Deciles, 0 to 100 %, of the known; empty where there is none.
    pub deciles: Vec<f64>,
    /// Share of all customers in each bin; with `missing_share` they sum to 1.
    pub shares: Vec<f64>,
}

/// Of those at the training cutoffs who came back within the horizon, the share who did within some days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// Days from the start of the outcome window.
    pub days: u32,
    /// Share of them, over all cutoffs, 0 to 1.
    pub share: f64,
    /// The share at the cutoff where it was the smallest.
    pub lowest: f64,
    /// The share at the cutoff where it was the largest.
    pub highest: f64,
}

impl Distribution {
    /// Learns the bins of `values` and the shares in them; what is not finite is not known.
    pub(crate) fn learn(of: &str, values: Vec<f64>) -> Self {
        let n = values.len().max(1) as f64;
        let mut known = values;
        known.retain(|x| x.is_finite());
        known.sort_unstable_by(f64::total_cmp);
        let deciles = (0..=10).map(|k| for_display(quantile(&known, f64::from(k) / 10.0)));
        let deciles = if known.is_empty() { Vec::new() } else { deciles.collect() };
        let mut learned = Self {
            of: of.to_owned(),
            missing_share: for_display(1.0 - known.len() as f64 / n),
            deciles,
            shares: Vec::new(),
        };
        let edges = learned.edges();
        let mut counts = vec![0u64; learned.bins()];
        for x in known {
            counts[bin_of(&edges, x)] += 1;
        }
        learned.shares = counts.into_iter().map(|count| for_display(count as f64 / n)).collect();
        learned
    }

    /// The upper edges of all bins but the last, ascending: the distinct deciles between the ends.
    pub fn edges(&self) -> Vec<f64> {
        let mut edges = self.deciles.get(1..10).unwrap_or_default().to_vec();
        edges.dedup();
        edges
    }

    /// Number of bins; none where nothing was known.
    pub fn bins(&self) -> usize {
        if self.deciles.is_empty() { 0 } else { self.edges().len() + 1 }
    }
}

/// The bin in which a known value falls: an edge belongs to the bin below it.
pub fn bin_of(edges: &[f64], value: f64) -> usize {
    edges.partition_point(|edge| *edge < value)
}

impl Returned {
    /// Counts over the rows of complete cutoffs; days beyond the outcome window are left out.
    pub(crate) fn learn(set: &TrainingSet, complete: &[usize]) -> Vec<Self> {
        let horizon = set.rule.horizon_days;
        let mut days: Vec<u32> = RETURN_DAYS.into_iter().filter(|days| *days <= horizon).collect();
        if days.is_empty() {
            days.push(horizon);
        }
        let came_back = |k: &usize| -> Vec<u32> {
            let mut rows = set.rows_of(&[*k]);
            rows.retain(|row| !set.churned_within(*row as usize, horizon));
            rows
        };
        let by_cutoff: Vec<Vec<u32>> =
            complete.iter().map(came_back).filter(|rows| !rows.is_empty()).collect();
        let all = by_cutoff.concat();
        let within = |days: u32| {
            let share = |rows: &[u32]| {
                let soon = rows.iter().filter(|i| !set.churned_within(**i as usize, days)).count();
                for_display(soon as f64 / rows.len() as f64)
            };
            let shares = by_cutoff.iter().map(|rows| share(rows));
            let (lowest, highest) = shares.fold((1.0f64, 0.0f64), |(l, h), s| (l.min(s), h.max(s)));
            // The share of all lies between them, also when it is rounded.
            Self { days, share: share(&all).clamp(lowest, highest), lowest, highest }
        };
        if all.is_empty() { Vec::new() } else { days.into_iter().map(within).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_and_shares_of_many_equal_values() {
        // Six of ten are 0, one is not known.
        let mut values = vec![0.0; 6];
        values.extend([1.0, 2.0, 5.0, f64::NAN]);
        let learned = Distribution::learn("x", values);
        assert_eq!(learned.missing_share, 0.1);
        assert_eq!(learned.bins(), learned.shares.len());
        let edges = learned.edges();
        assert!(edges.windows(2).all(|pair| pair[0] < pair[1]) && edges[0] == 0.0, "{edges:?}");
        assert_eq!(learned.shares[0], 0.6);
        let all: f64 = learned.shares.iter().sum::<f64>() + learned.missing_share;
        assert!((all - 1.0).abs() < 1e-9);
        assert_eq!(bin_of(&edges, -1.0), 0);
        assert_eq!(bin_of(&edges, 0.0), 0);
        assert_eq!(bin_of(&edges, 1e9), edges.len());
    }

    #[test]
    fn what_is_known_of_nobody_has_no_bins() {
        let learned = Distribution::learn("x", vec![f64::NAN; 3]);
        assert_eq!((learned.missing_share, learned.bins()), (1.0, 0));
        assert!(Distribution::learn("x", Vec::new()).shares.is_empty());
    }
}
