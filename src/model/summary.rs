//! A model in brief: what it was trained on, how it was judged, and its grade. What `winback train`
//! prints; the field names are a contract.

use super::artifact::content::{Artifact, Held};
use super::evaluate::{MetricIntervals, Metrics};
use super::judge::baselines::{Baselines, Gains};
use super::judge::grade::{GRADE_RULE, Grade};
use super::learning::tier::ModelTier;
use serde::Serialize;

/// A model in brief.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrainSummary {
    /// The model's version.
    pub version: String,
    /// The date (YYYY-MM-DD) before which everything was seen and nothing after.
    pub as_of: String,
    /// Days without a purchase that count as churn.
    pub horizon_days: u32,
    /// What the data allowed.
    pub level: ModelTier,
    /// By [`TrainSummary::grade_rule`].
    pub grade: Grade,
    /// What the grades mean.
    pub grade_rule: &'static str,
    /// What the judgement means, in sentences, the verdict first; empty where there is none.
    pub verdict: Vec<String>,
    /// Training rows: a customer at a cutoff each.
    pub n_rows: u64,
    /// Training cutoffs (YYYY-MM-DD), ascending.
    pub cutoffs: Vec<String>,
    /// Share of the training rows that churned, 0 to 1.
    pub churn_rate: f64,
    /// Share of the eligible rows that the cap on rows let in, 0 to 1.
    pub sampled_share: f64,
    /// Columns of the design matrix.
    pub columns: usize,
    /// Features that they are made of.
    pub features: usize,
    /// Penalty per row.
    pub l2_per_row: f64,
    /// Kind of the calibration curve.
    pub calibration: &'static str,
    /// Added to the log-odds for the base rate, after calibration.
    pub base_rate_offset: f64,
    /// Measures on the test rows; none where the model could not be judged.
    pub test: Option<Metrics>,
    /// The test cutoff (YYYY-MM-DD).
    pub test_as_of: Option<String>,
    /// How the test rows were kept apart.
    pub test_held_out: Option<Held>,
    /// Confidence intervals of the measures.
    pub test_intervals: Option<MetricIntervals>,
    /// The baselines' measures on the same rows.
    pub baselines: Option<Baselines>,
    /// By how much the log loss is below theirs, as intervals.
    pub gains: Option<Gains>,
}

impl Artifact {
    /// The model in brief.
    pub fn summary(&self) -> TrainSummary {
        let content = &self.content;
        let evidence = &content.evidence;
        let test = content.judgement.as_ref();
        TrainSummary {
            version: self.version.clone(),
            as_of: content.as_of.clone(),
            horizon_days: content.rule.horizon_days,
            level: content.level,
            grade: content.grade,
            grade_rule: GRADE_RULE,
            verdict: content.judged().map(|judged| judged.sentences()).unwrap_or_default(),
            n_rows: evidence.n_rows,
            cutoffs: content.cutoffs.clone(),
            churn_rate: evidence.n_churned as f64 / evidence.n_rows.max(1) as f64,
            sampled_share: evidence.sampled_share,
            columns: content.design.terms.len(),
            features: content.design.columns.len(),
            l2_per_row: evidence.l2_per_row,
            calibration: content.calibration.curve.kind(),
            base_rate_offset: content.calibration.base_rate_offset,
            test: test.map(|t| t.test.clone()),
            test_as_of: test.map(|t| t.as_of.clone()),
            test_held_out: test.map(|t| t.held),
            test_intervals: test.map(|t| t.intervals.clone()),
            baselines: test.map(|t| t.baselines.clone()),
            gains: test.map(|t| t.gains.clone()),
        }
    }
}
