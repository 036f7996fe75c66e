//! A design fitted to rows, each with its weight.

use super::rows::{class_odds, weights};
use crate::model::dataset::TrainingSet;
use crate::model::design::Design;
use crate::model::fit::{self, FitSettings, Fitted, WarmStart};
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use ndarray::ArrayView2;

/// A design and its fit with a penalty per row.
pub(crate) fn fit_rows(
    set: &TrainingSet,
    rows: &[u32],
    churned: &[bool],
    design: &Design,
    l2_per_row: f64,
    settings: &TrainSettings,
) -> Result<Fitted, TrainError> {
    let x = design.matrix(&set.table, rows);
    fit_matrix(set, rows, churned, (design, x.view()), l2_per_row, settings)
}

/// The same with the design's matrix of the rows at hand.
pub(crate) fn fit_matrix(
    set: &TrainingSet,
    rows: &[u32],
    churned: &[bool],
    (design, x): (&Design, ArrayView2<'_, f64>),
    l2_per_row: f64,
    settings: &TrainSettings,
) -> Result<Fitted, TrainError> {
    let weights = weights(set, rows, churned, settings);
    fit_weighted(&weights, churned, (design, x), l2_per_row, settings, None)
}

/// The same with the rows' weights at hand; rows of no weight are not learned from.
pub(crate) fn fit_weighted(
    weights: &[f64],
    churned: &[bool],
    (design, x): (&Design, ArrayView2<'_, f64>),
    l2_per_row: f64,
    settings: &TrainSettings,
    near: Option<WarmStart<'_>>,
) -> Result<Fitted, TrainError> {
    let l2 = l2_per_row * weights.iter().sum::<f64>();
    let fit_settings = FitSettings { solver: settings.solver, l2, ..FitSettings::default() };
    let mut fitted = fit::fit(x, churned, Some(weights), &fit_settings, near)
        .map_err(|error| error.with_column_names(&design.labels()))?;
    if settings.balance_classes {
        // Weighting moved the log-odds of everybody by the logarithm of the weights' ratio.
        fitted.coefficients.intercept -= class_odds(churned).ln();
    }
    Ok(fitted)
}
