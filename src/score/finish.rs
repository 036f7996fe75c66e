//! Second phase: what depends on the other customers.
//!
//! Rows stay in their runs; what is learned from all of them is a few edges and the sorted
//! probabilities (8 bytes per eligible customer). The result does not depend on how customers were
//! dealt to partitions or threads.

use super::cadence::GapPrior;
use super::reasons::ReasonBook;
use super::rfm::RfmEdges;
use super::rows::Standing;
use super::runs::{Measures, ScoreRuns};
use super::settings::{ScoreSettings, TierCutoffs};
use crate::stats::{CutPoints, EmpiricalDistribution, ExpectedShare, QuantileCutter};
use crate::time::AsOf;

/// What a run of scoring is, beside the customers.
#[derive(Debug, Clone)]
pub(crate) struct ScoreRun {
    /// The instant scores are seen from.
    pub as_of: AsOf,
    /// Length of the outcome window, in days.
    pub horizon_days: u32,
    /// How far back the last purchase of an eligible customer may lie.
    pub lookback_days: u32,
    /// Version of the model.
    pub model_version: String,
    /// Identifies the run.
    pub run_id: String,
    /// The log-odds before any contribution.
    pub base_log_odds: f64,
    /// Whether the history tells of money; what is made of money is not known otherwise.
    pub has_amounts: bool,
    /// What the codes of categories stand for, by code.
    pub category_names: Vec<String>,
    /// Thresholds.
    pub settings: ScoreSettings,
}

/// Customers without a score for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct IneligibleCount {
    /// The reason, as in the score file.
    pub reason: &'static str,
    /// How many.
    pub customers: usize,
}

/// Everything learned from the whole base.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub probabilities: EmpiricalDistribution,
    pub rfm: RfmEdges,
    pub tiers: CutPoints<3>,
    pub gap: GapPrior,
    /// Share of the money that all customers gave back.
    pub returned_share: f64,
}

/// All customers' scores, ready to be written in ascending order of identifier.
#[derive(Debug)]
pub(crate) struct Scores {
    pub(super) said: ScoreContext,
    pub(super) runs: ScoreRuns,
    counts: [usize; Standing::COUNT],
}

/// What is said of any customer alike, and what it is said with.
#[derive(Debug)]
pub(super) struct ScoreContext {
    pub run: ScoreRun,
    pub book: ReasonBook,
    pub base: Base,
}

impl Scores {
    /// Learns from all customers what each is told of the others.
    pub(crate) fn new(run: ScoreRun, book: ReasonBook, mut runs: ScoreRuns) -> Self {
        let measures = std::mem::take(&mut runs.measures);
        let counts = measures.counts;
        let base = Base::of(measures, &run.settings);
        Self { said: ScoreContext { run, book, base }, runs, counts }
    }

    /// Number of customers.
    pub(crate) fn len(&self) -> usize {
        self.runs.len()
    }

    /// Number of customers with a score.
    pub(crate) fn eligible(&self) -> usize {
        self.counts[Standing::Eligible as usize]
    }

    /// The share of them that is expected to leave; None for nobody. `level_sd` is that of the model's level.
    pub(crate) fn expected_churn_rate(&self, level_sd: f64) -> Option<ExpectedShare> {
        ExpectedShare::of(self.said.base.probabilities.ascending(), level_sd)
    }

    /// Customers without a score, counted by reason, in the order of [`Standing`].
    pub(crate) fn ineligible(&self) -> Vec<IneligibleCount> {
        let of = |standing: Standing| {
            let customers = self.counts[standing as usize];
            let reason = standing.ineligible_reason()?;
            Some(IneligibleCount { reason, customers })
        };
        Standing::ALL.into_iter().filter_map(of).collect()
    }
}

impl Base {
    fn of(measures: Measures, settings: &ScoreSettings) -> Self {
        let last_days = measures.last_day.into_iter().map(f64::from).collect();
        let orders = measures.orders.into_iter().map(f64::from).collect();
        let rfm = RfmEdges::new(
            QuantileCutter::new(last_days),
            QuantileCutter::new(orders),
            QuantileCutter::new(measures.spend),
        );
        let tiers = match settings.tier {
            TierCutoffs::Spend(money) => CutPoints(money.map(f64::next_down)),
            TierCutoffs::Quantiles(shares) => {
                QuantileCutter::new(measures.spend_365d).edges(shares)
            }
        };
        let gap = QuantileCutter::new(measures.own_gap_days).lower_median();
        let second = QuantileCutter::new(measures.second_gap_days).lower_median();
        Self {
            rfm,
            tiers,
            returned_share: if measures.gross > 0.0 {
                (measures.returned / measures.gross).clamp(0.0, 1.0)
            } else {
                0.0
            },
            gap: GapPrior {
                population_days: gap.filter(|&days| days > 0.0),
                second_order_days: second.filter(|&days| days > 0.0),
                weight: settings.gap_prior_weight,
            },
            probabilities: EmpiricalDistribution::new(measures.probability),
        }
    }
}
