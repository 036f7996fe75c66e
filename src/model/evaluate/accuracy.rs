//! How far the probabilities were from what happened: log loss, Brier score and its parts, ECE.

use serde::{Deserialize, Serialize};

use super::error::EvaluateError;
use super::ranking::{Ranking, Tallies};

/// Bins of equal numbers of customers.
const BINS: usize = 10;

/// One row of a reliability table: a tenth of the customers, by predicted probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Mean predicted probability of churn.
    pub mean_predicted: f64,
    /// Share that churned.
    pub observed: f64,
    /// Number of customers.
    pub n: u64,
}

/// Ten bins of equal numbers of customers in order of their predicted probability.
///
/// Bin sizes are those of numpy's `array_split`: the first `n mod 10` bins hold one more. Customers
/// of equal probability on both sides of a border are divided between the bins with the same share
/// of churners, so the table does not depend on the order of rows. Empty bins (n < 10) are left out.
pub(crate) fn reliability_table(
    probabilities: &[f64],
    churned: &[bool],
) -> Result<Vec<ReliabilityBin>, EvaluateError> {
    let ranking = Ranking::of_probabilities(probabilities, churned)?;
    Ok(bins(&ranking.scores, &ranking.tallies()))
}

/// See [`reliability_table`].
pub(super) fn bins(probabilities: &[f64], tallies: &Tallies) -> Vec<ReliabilityBin> {
    let n = tallies.n_rows as u64;
    let size = |bin: u64| n / BINS as u64 + u64::from(bin < n % BINS as u64);
    let mut table = Vec::with_capacity(BINS);
    let mut bin = 0;
    let (mut wanted, mut predicted, mut lost) = (size(0) as f64, 0.0, 0.0);
    let mut room = wanted;
    for (probability, (rows, churned)) in probabilities.iter().zip(tallies.iter()) {
        let mut left = rows;
        while left > 0.0 {
            let taken = left.min(room);
            predicted += taken * probability;
            lost += taken * churned / rows;
            left -= taken;
            room -= taken;
            if room == 0.0 {
                table.push(ReliabilityBin {
                    mean_predicted: predicted / wanted,
                    observed: lost / wanted,
                    n: wanted as u64,
                });
                bin += 1;
                wanted = size(bin) as f64;
                (predicted, lost, room) = (0.0, 0.0, wanted);
            }
        }
    }
    table
}

/// Mean absolute difference of predicted and observed over the bins, weighted by their size.
pub(super) fn expected_calibration_error(bins: &[ReliabilityBin]) -> f64 {
    weighted_mean(bins, |bin| (bin.mean_predicted - bin.observed).abs())
}

/// Murphy's parts of the Brier score.
pub(super) struct BrierParts {
    /// Mean squared distance of predicted and observed over the bins; 0 is best.
    pub reliability: f64,
    /// What the forecasts gain over the base rate by telling customers apart.
    pub resolution: f64,
    /// `rate·(1 − rate)`: the score of the base rate.
    pub uncertainty: f64,
}

/// Decomposes the score so that `brier = reliability − resolution + uncertainty` holds exactly.
///
/// Bins hold different probabilities, which Murphy (1973) excludes; the resolution here therefore
/// includes the within-bin terms (Stephenson, Coelho & Jolliffe 2008, "generalized resolution").
pub(super) fn brier_parts(brier: f64, bins: &[ReliabilityBin], tallies: &Tallies) -> BrierParts {
    let reliability = weighted_mean(bins, |bin| (bin.mean_predicted - bin.observed).powi(2));
    let rate = tallies.n_churned / tallies.n_rows;
    let uncertainty = rate * (1.0 - rate);
    BrierParts { reliability, resolution: reliability + uncertainty - brier, uncertainty }
}

fn weighted_mean(bins: &[ReliabilityBin], value: impl Fn(&ReliabilityBin) -> f64) -> f64 {
    let n: f64 = bins.iter().map(|bin| bin.n as f64).sum();
    bins.iter().map(|bin| bin.n as f64 * value(bin)).sum::<f64>() / n
}

/// Mean squared distance of probability and outcome.
pub(super) fn brier(probabilities: &[f64], tallies: &Tallies) -> f64 {
    let sum: f64 = probabilities
        .iter()
        .zip(tallies.iter())
        .map(|(p, (rows, churned))| churned * (1.0 - p) * (1.0 - p) + (rows - churned) * p * p)
        .sum();
    sum / tallies.n_rows
}

/// Mean log loss, given the losses of each distinct probability.
pub(super) fn log_loss(losses: &[(f64, f64)], tallies: &Tallies) -> f64 {
    let sum: f64 = losses
        .iter()
        .zip(tallies.iter())
        .map(|((if_churned, if_stayed), (rows, churned))| {
            churned * if_churned + (rows - churned) * if_stayed
        })
        .sum();
    sum / tallies.n_rows
}
