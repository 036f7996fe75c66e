//! The level of the forecast, everybody's risk at the target, beside the training cutoffs'.
//!
//! Three signs tell of it: what the same weeks of earlier years did (`season`), the newest weeks
//! (`recent`), and BG/NBD's expectation (`rhythm`). Each is weighed by how wrong such signs have been: in
//! general, and in the earlier years of this history. Only the base rate is corrected; the order of
//! customers is not.

mod estimate;
mod prior;
mod recent;
mod season;

pub use estimate::{LevelShift, Sign};

use crate::model::calibrate::{Calibration, offset_to_base_rate};
use crate::model::dataset::TrainingSet;
use crate::model::design::Design;
use crate::model::fit::{Coefficients, Fitted};
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::value::NO_PURCHASE_PROBABILITY;
use ndarray::ArrayView2;

/// A fitted model, and where it is to be used.
pub(super) struct Level<'a> {
    pub set: &'a TrainingSet,
    /// The training rows.
    pub rows: &'a [u32],
    /// The snapshot whose level is asked for.
    pub target: usize,
    pub design: &'a Design,
    /// The design's matrix of the training rows.
    pub x: ArrayView2<'a, f64>,
    pub coefficients: &'a Coefficients,
    pub calibration: &'a Calibration,
    pub settings: &'a TrainSettings,
}

impl Level<'_> {
    /// The correction of the log-odds; `fit_them` fits the model's columns, as a matrix, to other outcomes of some
    /// training rows.
    pub(super) fn shift(
        &self,
        fit_them: impl FnOnce(&[u32], ArrayView2<'_, f64>, &[bool]) -> Result<Fitted, TrainError>,
    ) -> Result<LevelShift, TrainError> {
        let recent = recent::recent(self, fit_them)?;
        let years = season::earlier_years(self)?;
        Ok(LevelShift::of(recent, self.rhythm()?, &years))
    }

    /// The model's log-odds of some rows, not calibrated.
    fn log_odds(&self, rows: &[u32]) -> Result<Vec<f64>, TrainError> {
        let x = self.design.matrix(&self.set.table, rows);
        Ok(self.coefficients.log_odds_of_rows(x.view())?)
    }

    /// Log-odds by which BG/NBD's expectation at the target departs from the model's.
    fn rhythm(&self) -> Result<Option<f64>, TrainError> {
        let rows = self.set.rows_of(&[self.target]);
        let log_odds = self.log_odds(&rows)?;
        let said: Vec<f64> = log_odds.into_iter().map(|z| self.calibration.apply(z)).collect();
        Ok(rhythm_departure(self.set, &rows, &said))
    }
}

/// Log-odds by which BG/NBD's mean expectation of some rows departs from a model's `log_odds` of them.
/// None where there are none, or BG/NBD could not be fitted.
fn rhythm_departure(set: &TrainingSet, rows: &[u32], log_odds: &[f64]) -> Option<f64> {
    let told = set.table.column(NO_PURCHASE_PROBABILITY.name())?;
    // One that is not known makes the mean unknown, and there is no offset to it.
    let expected: f64 = rows.iter().map(|&i| told[i as usize]).sum();
    offset_to_base_rate(log_odds, expected / rows.len().max(1) as f64)
}

/// What happened against a model's log-odds.
#[derive(Debug, Clone, Copy)]
struct Departure {
    log_odds: f64,
    /// Of the departure, by chance alone.
    variance: f64,
}

impl Departure {
    /// None for no rows, or one outcome.
    fn of(log_odds: &[f64], churned: &[bool]) -> Option<Self> {
        let n = churned.iter().filter(|c| **c).count() as f64;
        let offset = offset_to_base_rate(log_odds, n / churned.len().max(1) as f64)?;
        let information: f64 = log_odds.iter().map(|z| crate::stats::curvature(z + offset)).sum();
        Some(Self { log_odds: offset, variance: 1.0 / information })
    }
}
