//! Why a version became champion or did not: kept beside it, as it was decided.

use serde::{Deserialize, Serialize};

/// A measure of both models on the same customers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compared {
    /// Of the champion.
    pub champion: f64,
    /// Of the challenger.
    pub challenger: f64,
    /// The champion's less the challenger's: above 0, the challenger is better.
    pub gain: f64,
    /// Lower end of the gain's interval of 95 %, of a paired bootstrap of customers.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Champion and challenger on customers whose outcome neither had seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// The date from which the customers are seen.
    pub test_as_of: String,
    /// Number of customers that both were judged on.
    pub customers: u64,
    /// Mean log loss.
    pub log_loss: Compared,
    /// Expected calibration error.
    pub calibration_error: Compared,
}

/// What was decided of a version when it was trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The champion then.
    pub champion: String,
    /// Whether the version took its place.
    pub promoted: bool,
    /// The comparison; none where there could not be one.
    pub contest: Option<Contest>,
    /// Why, in a sentence.
    pub because: String,
}

impl Decision {
    /// Decides: the challenger must be better beyond noise, and its calibration not worse beyond noise.
    pub fn of(champion: &str, contest: Contest) -> Self {
        let is_better = contest.log_loss.low > 0.0;
        let is_worse_calibrated = contest.calibration_error.high < 0.0;
        let because = match (is_better, is_worse_calibrated) {
            (true, false) => "its log loss is lower beyond noise, its calibration not worse",
            (true, true) => "its log loss is lower, but its calibration is worse beyond noise",
            (false, _) => "its log loss is not lower beyond noise",
        };
        Self {
            champion: champion.to_owned(),
            promoted: is_better && !is_worse_calibrated,
            contest: Some(contest),
            because: because.to_owned(),
        }
    }

    /// A version that could not be compared: it is not promoted.
    pub fn without_contest(champion: &str, because: impl Into<String>) -> Self {
        let (champion, because) = (champion.to_owned(), because.into());
        Self { champion, promoted: false, contest: None, because }
    }

    /// The decision with its numbers, in a sentence.
    pub fn in_words(&self) -> String {
        let Self { champion, promoted, contest, because } = self;
        let decided = if *promoted { "promoted over" } else { "kept behind" };
        let numbers = contest.as_ref().map_or_else(String::new, |contest| {
            let Compared { champion, challenger, gain, low, high } = contest.log_loss;
            let error = &contest.calibration_error;
            format!(
                " (log loss {challenger:.4} against {champion:.4}, gain {gain:.4} in {low:.4} to {high:.4}; \
                 calibration error {:.4} against {:.4}; {} customers of {})",
                error.challenger, error.champion, contest.customers, contest.test_as_of
            )
        });
        format!("{decided} {champion}: {because}{numbers}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_better_beyond_noise_and_not_worse_calibrated_is_promoted() {
        let gain = |low: f64, high: f64| Compared {
            champion: 0.5,
            challenger: 0.5 - f64::midpoint(low, high),
            gain: f64::midpoint(low, high),
            low,
            high,
        };
        let decided = |log_loss: [f64; 2], calibration: [f64; 2]| {
            let contest = Contest {
                test_as_of: "2024-10-01".to_owned(),
                customers: 1000,
                log_loss: gain(log_loss[0], log_loss[1]),
                calibration_error: gain(calibration[0], calibration[1]),
            };
            Decision::of("v1", contest)
        };
        assert!(decided([0.01, 0.03], [-0.01, 0.01]).promoted);
        assert!(!decided([-0.001, 0.03], [0.01, 0.02]).promoted, "chance may explain it");
        assert!(!decided([0.0, 0.03], [0.01, 0.02]).promoted);
        let worse = decided([0.01, 0.03], [-0.02, -0.01]);
        assert!(!worse.promoted);
        let words = worse.in_words();
        assert!(words.starts_with("kept behind v1: ") && words.contains("0.4800 against 0.5000"));
        assert!(!Decision::without_contest("v1", "too short").promoted);
    }
}
