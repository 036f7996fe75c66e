//! The table the model learns from and scores: named columns of features, and who is in them.
//!
//! Column-major like everything after it; NaN is "not known". This is the border between the
//! feature engine and the model: above it nobody knows customers' rows, below it nobody knows models.

use crate::features::Feature;
use crate::labels::OutcomeRule;
use crate::time::AsOf;

/// Features of (customer, cutoff) pairs. Every column has one entry per pair.
#[derive(Debug, Clone, Default)]
pub struct FeatureTable {
    /// Catalogue entries of the columns.
    pub features: Vec<Feature>,
    /// `columns[j][i]`: feature `j` of pair `i`; NaN where it cannot be computed.
    pub columns: Vec<Vec<f64>>,
    /// Number of pairs.
    pub n_rows: usize,
}

impl FeatureTable {
    /// Position of a feature by name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.features.iter().position(|f| f.name == name)
    }

    /// The column of a feature by name.
    pub fn column(&self, name: &str) -> Option<&[f64]> {
        self.position(name).map(|j| self.columns[j].as_slice())
    }
}

/// One past instant from which customers are seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snapshot {
    /// The instant.
    pub as_of: AsOf,
    /// How many days of its outcome window lie in the known past: the whole horizon for a training
    /// cutoff, less for a recent snapshot, 0 for the present.
    pub outcome_days_known: u32,
    /// Whether a training may learn from it; one of last year's tells the season alone.
    pub is_cutoff: bool,
}

/// Snapshots stacked: eligible customers' features at several instants, with what is known of what
/// became of them. Only rows of complete snapshots are trained on; the recent ones tell the level
/// of activity and the present's distribution of features, never an outcome that is not yet known.
#[derive(Debug, Clone)]
pub struct TrainingSet {
    /// Features of eligible customers, row by row in ascending order of snapshot, then customer.
    pub table: FeatureTable,
    /// Whether each feature may become a column of the model; the others serve the baselines alone.
    pub chosen: Vec<bool>,
    /// Days from the start of the outcome window to the first purchase in it, infinite where none
    /// is known.
    pub days_to_next_purchase: Vec<f64>,
    /// Index into `snapshots` of each row.
    pub snapshot: Vec<u16>,
    /// Stable hash of each row's customer, for grouping.
    pub customer: Vec<u64>,
    /// The snapshots, ascending; the last one may be the present itself.
    pub snapshots: Vec<Snapshot>,
    /// The question.
    pub rule: OutcomeRule,
    /// First and last instant of the purchases seen, in microseconds.
    pub first_micros: i64,
    /// Share of the eligible rows that the cap on rows let in, 0 to 1.
    pub sampled_share: f64,
}

impl TrainingSet {
    /// Whether the snapshot's whole outcome window is known.
    pub fn is_complete(&self, snapshot: usize) -> bool {
        self.snapshots[snapshot].outcome_days_known >= self.rule.horizon_days
    }

    /// Indices of the complete cutoffs, ascending.
    pub fn complete(&self) -> Vec<usize> {
        let is_cutoff = |&k: &usize| self.snapshots[k].is_cutoff && self.is_complete(k);
        (0..self.snapshots.len()).filter(is_cutoff).collect()
    }

    /// Whether row `i` saw no purchase in the first `days` of its outcome window.
    pub fn churned_within(&self, row: usize, days: u32) -> bool {
        self.days_to_next_purchase[row] >= f64::from(days)
    }

    /// The rows of some snapshots, ascending.
    pub fn rows_of(&self, snapshots: &[usize]) -> Vec<u32> {
        let wanted = |k: u16| snapshots.contains(&usize::from(k));
        (0..self.table.n_rows as u32).filter(|&i| wanted(self.snapshot[i as usize])).collect()
    }
}
