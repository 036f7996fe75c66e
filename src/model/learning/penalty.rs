//! The penalty, chosen on the newest training cutoff from what older cutoffs say of it.
//!
//! Where outcome windows allow, the older cutoffs' windows end before the newest cutoff begins; else
//! customers are split, so that nobody is on both sides. The one-standard-error rule takes the
//! strongest penalty that is not clearly worse than the best.

use super::held_out::customer_folds;
use super::rows::{at_most, known_before, newest, outcomes, rarer_customers, weights};
use crate::model::dataset::TrainingSet;
use crate::model::design::{Design, Richness};
use crate::model::fit::{FitSettings, fit_path};
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::stats::{log_loss, one_outcome_only};

/// Penalties per row that are tried, ascending.
pub(crate) const L2_GRID: [f64; 7] = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1];
/// Rows of a fit of the grid, at most; drawn evenly.
const SELECTION_ROWS: usize = 60_000;
/// Customers of the rarer outcome that older cutoffs must have to choose by time.
const HONEST_CUSTOMERS: usize = 100;

/// Chooses the penalty per row.
pub(crate) fn select_penalty(
    set: &TrainingSet,
    rows: &[u32],
    usable: &[usize],
    richness: Richness<'_>,
    settings: &TrainSettings,
) -> Result<f64, TrainError> {
    let (target, judged) = newest(set, rows);
    let older = known_before(set, rows, target);
    let pairs = if rarer_customers(set, &older) >= HONEST_CUSTOMERS {
        vec![[older, judged]]
    } else {
        customer_folds(set, rows, &judged)
    };
    let mut losses: Vec<Vec<f64>> = vec![Vec::new(); L2_GRID.len()];
    for [learn, judge] in pairs {
        let learn = at_most(SELECTION_ROWS, &learn);
        let churned = outcomes(set, &learn);
        if judge.is_empty() || one_outcome_only(&churned) {
            continue;
        }
        let (design, _) = Design::learn(&set.table, &learn, usable, richness);
        let x = design.matrix(&set.table, &learn);
        let weights = weights(set, &learn, &churned, settings);
        let total: f64 = weights.iter().sum();
        let grid = L2_GRID.map(|l2| l2 * total);
        let fit = FitSettings {
            solver: settings.solver,
            mean_gradient_tolerance: 1e-6,
            ..FitSettings::default()
        };
        let fits = fit_path(x.view(), &churned, Some(&weights), &fit, &grid)
            .map_err(|error| error.with_column_names(&design.labels()))?;
        let x = design.matrix(&set.table, &judge);
        let happened = outcomes(set, &judge);
        for (losses, fitted) in losses.iter_mut().zip(fits) {
            let log_odds = fitted.coefficients.log_odds_of_rows(x.view())?;
            losses.extend(log_odds.iter().zip(&happened).map(|(z, c)| log_loss(*z, *c)));
        }
    }
    Ok(L2_GRID[one_standard_error(&losses)])
}

/// The last (strongest) candidate whose loss exceeds the best one's by at most a standard error of
/// their difference, row by row.
fn one_standard_error(losses: &[Vec<f64>]) -> usize {
    let n = losses.first().map_or(0, Vec::len) as f64;
    if n < 2.0 {
        return losses.len() / 2;
    }
    let mean = |l: &[f64]| l.iter().sum::<f64>() / n;
    let means: Vec<f64> = losses.iter().map(|l| mean(l)).collect();
    let best = (0..losses.len()).min_by(|a, b| means[*a].total_cmp(&means[*b])).unwrap_or(0);
    let within = |k: &usize| {
        let gap = means[*k] - means[best];
        let squares: f64 =
            losses[*k].iter().zip(&losses[best]).map(|(a, b)| (a - b - gap).powi(2)).sum();
        gap <= (squares / (n - 1.0) / n).sqrt()
    };
    (best..losses.len()).rev().find(within).unwrap_or(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_penalty_within_a_standard_error_is_taken() {
        let noisy = |level: f64| (0..100).map(|i| level + f64::from(i % 2)).collect::<Vec<f64>>();
        let shifted: Vec<f64> = noisy(1.0)
            .iter()
            .enumerate()
            .map(|(i, l)| l + if i % 2 == 0 { 0.11 } else { -0.1 })
            .collect();
        // Clearly worse, best, as good but for noise, clearly worse.
        let losses = [noisy(1.5), noisy(1.0), shifted, noisy(1.4)];
        assert_eq!(one_standard_error(&losses), 2);
        assert_eq!(one_standard_error(&[vec![], vec![], vec![]]), 1);
    }
}
