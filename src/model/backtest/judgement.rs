//! What is said of one set of predictions, an origin's or all together: every measure with its
//! interval, the reliability table, segments, baselines, grade.

use crate::model::evaluate::{
    MetricIntervals, Metrics, ReliabilityBin, intervals, money_reached, reliability_table,
};
use crate::model::judge::baselines::{BaselineScores, Baselines, Gains};
use crate::model::judge::grade::{Evidence, Grade};
use crate::model::judge::segments::{Dimensioned, Parts, by_dimension};
use crate::model::learning::tier::ModelTier;
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::model::verdict::Judged;
use serde::Serialize;

/// Predictions with what happened; every vector has one entry per customer and origin.
#[derive(Debug, Clone, Default)]
pub(super) struct HeldOutTest {
    pub customer: Vec<u64>,
    pub probability: Vec<f64>,
    pub churned: Vec<bool>,
    pub baselines: BaselineScores,
    /// Spend of the year before; None where nothing tells of it.
    pub spend: Option<Vec<f64>>,
    /// Per dimension, the part of each row; None where the dimension's feature is absent.
    pub parts: Parts,
}

impl HeldOutTest {
    /// Appends another origin's.
    pub(super) fn append(&mut self, more: &Self) {
        let first = self.customer.is_empty();
        for (all, more) in self.parts.iter_mut().zip(&more.parts) {
            match (all, more) {
                (Some(all), Some(more)) => all.extend(more),
                (all, more) if first => all.clone_from(more),
                (all, _) => *all = None,
            }
        }
        match (&mut self.spend, &more.spend) {
            (Some(all), Some(more)) => all.extend(more),
            (all, more) if first => all.clone_from(more),
            (all, _) => *all = None,
        }
        self.customer.extend(&more.customer);
        self.probability.extend(&more.probability);
        self.churned.extend(&more.churned);
        self.baselines.append(&more.baselines);
    }
}

/// The judgement of a set of predictions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// By `GRADE_RULE`.
    pub grade: Grade,
    /// The measures.
    pub test: Metrics,
    /// Their bootstrap intervals; a customer's rows are drawn together.
    pub intervals: MetricIntervals,
    /// Predicted against observed, ten equal-count bins.
    pub reliability: Vec<ReliabilityBin>,
    /// Share of the money lost that the tenth with the most at risk held, 0 to 1.
    pub money_at_10: Option<f64>,
    /// What the model must beat, on the same customers.
    pub baselines: Baselines,
    /// By how much its log loss is below theirs.
    pub gains: Gains,
    /// Parts of the customer base.
    pub segments: Vec<Dimensioned>,
}

impl Judgement {
    /// What is to be told of it.
    pub fn judged(&self) -> Judged<'_> {
        Judged {
            grade: self.grade,
            test: &self.test,
            reliability: &self.reliability,
            money_at_10: self.money_at_10,
            baselines: &self.baselines,
            segments: &self.segments,
        }
    }

    /// Judges predictions made by a model of the given level.
    pub(super) fn of(
        judged: &HeldOutTest,
        level: ModelTier,
        settings: &TrainSettings,
    ) -> Result<Self, TrainError> {
        let HeldOutTest { customer, probability, churned, baselines, spend, parts } = judged;
        let test = Metrics::of(probability, churned)?;
        let gains = baselines.gains_over(probability, churned, customer)?;
        let baselines = baselines.clone().metrics(churned)?;
        let intervals = intervals(probability, churned, Some(customer), &settings.bootstrap)?;
        Ok(Self {
            grade: Grade::of(
                level,
                Some(Evidence {
                    test: &test,
                    intervals: &intervals,
                    baselines: &baselines,
                    gains: &gains,
                }),
            ),
            intervals,
            gains,
            reliability: reliability_table(probability, churned)?,
            money_at_10: match spend {
                Some(spend) => money_reached(probability, spend, churned)?,
                None => None,
            },
            test,
            baselines,
            segments: by_dimension(probability, churned, parts)?,
        })
    }
}
