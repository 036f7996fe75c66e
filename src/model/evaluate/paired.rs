//! Two models on the same customers: by how much one is better, and whether that is more than chance.
//!
//! The customers are drawn again, both models on the same draw, so that what the customers have in common does not
//! count as noise.

use super::bootstrap::{BootstrapSettings, draw};
use super::error::{EvaluateError, check_len};
use super::metrics::{Metrics, PerScore};
use super::ranking::Ranking;
use crate::stats::quantile;
use rayon::prelude::*;

/// A measure of two models, the smaller the better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PairedMeasure {
    /// Of the first.
    pub one: f64,
    /// Of the other.
    pub other: f64,
    /// Lower end of the interval of `one − other`.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Two models on the same customers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PairedModels {
    /// Mean log loss.
    pub log_loss: PairedMeasure,
    /// Expected calibration error.
    pub ece: PairedMeasure,
}

/// Compares the probabilities of two models, a row a customer, in an order that is always the same.
pub(crate) fn paired(
    one: &[f64],
    other: &[f64],
    churned: &[bool],
    settings: &BootstrapSettings,
) -> Result<PairedModels, EvaluateError> {
    check_len("the other model's probabilities", one.len(), other.len())?;
    let models = [Model::of(one, churned)?, Model::of(other, churned)?];
    let whole = [0, 1].map(|k: usize| models[k].measures(|_| 1));
    let replicates: Vec<[[f64; 2]; 2]> = (0..settings.replicates)
        .into_par_iter()
        .map(|replicate| {
            let times = draw(churned.len(), settings.seed, replicate);
            [0, 1].map(|k: usize| models[k].measures(|row| times[row]))
        })
        .collect();
    let measure = |m: usize| {
        let mut gains: Vec<f64> = replicates.iter().map(|[one, other]| one[m] - other[m]).collect();
        gains.sort_by(f64::total_cmp);
        let tail = (1.0 - settings.level) / 2.0;
        PairedMeasure {
            one: whole[0][m],
            other: whole[1][m],
            low: quantile(&gains, tail),
            high: quantile(&gains, 1.0 - tail),
        }
    };
    Ok(PairedModels { log_loss: measure(0), ece: measure(1) })
}

struct Model {
    ranking: Ranking,
    per_score: PerScore,
}

impl Model {
    fn of(probabilities: &[f64], churned: &[bool]) -> Result<Self, EvaluateError> {
        let ranking = Ranking::of_probabilities(probabilities, churned)?;
        let per_score = PerScore::new(&ranking);
        Ok(Self { ranking, per_score })
    }

    /// Log loss and calibration error with the customer at `row` counted `times(row)` times.
    fn measures(&self, times: impl Fn(usize) -> u32) -> [f64; 2] {
        let Self { ranking, per_score } = self;
        let tallies = ranking.weighted_tallies(|i| times(ranking.rows[i].row as usize));
        let metrics = Metrics::from_tallies(ranking, per_score, &tallies, None);
        [metrics.log_loss, metrics.ece]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Outcomes of known probabilities, and those probabilities.
    fn truth(n: u64) -> (Vec<f64>, Vec<bool>) {
        let p = |i: u64| ((i * 73 % 101) as f64 + 0.5) / 102.0;
        let unit = |i: u64| (crate::ingest::mix(i) >> 11) as f64 / (1u64 << 53) as f64;
        ((0..n).map(p).collect(), (0..n).map(|i| unit(i) < p(i)).collect())
    }

    #[test]
    fn a_better_model_is_better_beyond_noise_and_an_equal_one_is_not() {
        let (p, churned) = truth(3000);
        let settings = BootstrapSettings::default();
        // Half as far from the middle: as good a ranking, and worse probabilities.
        let timid: Vec<f64> = p.iter().map(|p| 0.5 + (p - 0.5) / 2.0).collect();
        let found = paired(&timid, &p, &churned, &settings).unwrap();
        assert!(found.log_loss.low > 0.0 && found.ece.low > 0.0, "{found:?}");
        let gain = found.log_loss.one - found.log_loss.other;
        assert!((found.log_loss.low..found.log_loss.high).contains(&gain), "{found:?}");
        let reversed = paired(&p, &timid, &churned, &settings).unwrap();
        assert_eq!(reversed.log_loss.high, -found.log_loss.low);
        // A little noise, to and fro, is no model's advantage.
        let shaken: Vec<f64> = (0u8..)
            .zip(&p)
            .map(|(i, p)| if i % 2 == 0 { p * 0.999 } else { p.powf(0.999) })
            .take(255)
            .collect();
        let near = paired(&p[..255], &shaken, &churned[..255], &settings).unwrap();
        assert!(near.log_loss.low < 0.0 && near.log_loss.high > 0.0, "{near:?}");
        assert!(paired(&p, &p[1..], &churned, &settings).is_err());
    }
}
