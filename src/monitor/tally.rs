//! How many of tonight's customers fall into each bin of the model's baseline, counted while they are scored.

use crate::model::{Baseline, Distribution, bin_of};

/// Customers by bin of one distribution.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct BinCounts {
    /// By bin of the baseline.
    pub known: Vec<u64>,
    /// Those for whom it is not known.
    pub missing: u64,
}

/// The bins of a baseline, ready to count with.
#[derive(Debug, Clone)]
pub(crate) struct Bins {
    score: Vec<f64>,
    features: Vec<Vec<f64>>,
}

/// Tonight's customers in the bins of a baseline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DriftTally {
    /// Customers counted: all who have a score, or an even share of them.
    pub customers: u64,
    /// By their churn probability.
    pub score: BinCounts,
    /// By each feature, in the order of the baseline.
    pub features: Vec<BinCounts>,
}

impl Bins {
    /// The bins of `baseline`.
    pub(crate) fn of(baseline: &Baseline) -> Self {
        let features = baseline.features.iter().map(Distribution::edges).collect();
        Self { score: baseline.score.edges(), features }
    }

    /// Nobody counted yet.
    pub(crate) fn nobody(&self) -> DriftTally {
        let empty = |edges: &Vec<f64>| BinCounts { known: vec![0; edges.len() + 1], missing: 0 };
        DriftTally {
            customers: 0,
            score: empty(&self.score),
            features: self.features.iter().map(empty).collect(),
        }
    }

    /// Counts a customer; `feature(j)` is the value of the baseline's feature `j`.
    pub(crate) fn count(&self, tally: &mut DriftTally, score: f64, feature: impl Fn(usize) -> f64) {
        tally.customers += 1;
        tally.score.add(&self.score, score);
        for (j, (counts, edges)) in tally.features.iter_mut().zip(&self.features).enumerate() {
            counts.add(edges, feature(j));
        }
    }
}

impl BinCounts {
    fn add(&mut self, edges: &[f64], value: f64) {
        if value.is_finite() {
            self.known[bin_of(edges, value)] += 1;
        } else {
            self.missing += 1;
        }
    }

    fn merge(&mut self, more: &Self) {
        self.known.iter_mut().zip(&more.known).for_each(|(count, more)| *count += more);
        self.missing += more.missing;
    }
}

impl DriftTally {
    /// Adds customers who were counted elsewhere in the same bins.
    pub(crate) fn merge(&mut self, more: &Self) {
        self.customers += more.customers;
        self.score.merge(&more.score);
        self.features.iter_mut().zip(&more.features).for_each(|(own, more)| own.merge(more));
    }
}
