//! The table the model learns from and scores: named columns of features, and who is in them.
//!
//! Column-major like everything after it; NaN is "not known". This is the border between the
//! feature engine and the model: above it nobody knows customers' rows, below it nobody knows models.

use crate::features::Feature;
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
    /// The column of a feature by name.
    pub fn column(&self, name: &str) -> Option<&[f64]> {
        let j = self.features.iter().position(|f| f.name == name)?;
        Some(&self.columns[j])
    }
}

/// Training snapshots stacked: features at several past cutoffs, with what became of the customers.
#[derive(Debug, Clone, Default)]
pub struct TrainingSet {
    /// Features of eligible customers.
    pub table: FeatureTable,
    /// Whether the pair's customer did not buy in the cutoff's outcome window.
    pub churned: Vec<bool>,
    /// Index into `cutoffs` of each pair.
    pub cutoff: Vec<u16>,
    /// Stable hash of each pair's customer, for grouping.
    pub customer: Vec<u64>,
    /// The cutoffs, ascending.
    pub cutoffs: Vec<AsOf>,
}
