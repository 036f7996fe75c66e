//! What a night's checks found: a reading each, with its signal.

use serde::{Deserialize, Serialize};

/// How a reading stands to its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Not yet: what is needed for it is not there.
    NotKnown,
    /// Within its limits.
    Good,
    /// Worth a look.
    Warn,
    /// The scores may be wrong.
    Alert,
}

impl Signal {
    /// Its word in files.
    pub fn name(self) -> &'static str {
        match self {
            Signal::NotKnown => "not_known",
            Signal::Good => "good",
            Signal::Warn => "warn",
            Signal::Alert => "alert",
        }
    }
}

/// From where on a reading is worth a look, and from where on it is an alert; both in the check's own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Worth a look.
    pub warn: f64,
    /// An alert.
    pub alert: f64,
}

impl Limits {
    /// The signal of a departure.
    pub fn signal(self, departure: f64) -> Signal {
        if departure >= self.alert {
            Signal::Alert
        } else if departure >= self.warn {
            Signal::Warn
        } else {
            Signal::Good
        }
    }

    /// The signal of a departure from what was expected: nothing is signalled that chance explains.
    pub fn beyond_noise(self, departure: f64, standard_error: f64) -> Signal {
        let is_noise = departure.abs() < NOISE * standard_error;
        if is_noise { Signal::Good } else { self.signal(departure) }
    }
}

/// Standard errors within which a departure is held for chance: one night in a hundred is beyond them.
pub(super) const NOISE: f64 = 2.58;

/// What one check found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The check.
    pub check: String,
    /// What of, where the check looks at several things: a feature.
    pub of: Option<String>,
    /// How it stands to its limits.
    pub signal: Signal,
    /// What was measured, in the check's unit.
    pub value: Option<f64>,
    /// What was expected, where that is a number of the same kind.
    pub expected: Option<f64>,
    /// Customers it rests on.
    pub customers: u64,
    /// The same in a sentence.
    pub says: String,
}

impl Reading {
    /// A check for which something is missing, said in words.
    pub fn not_known(check: &str, because: impl Into<String>) -> Self {
        Self {
            check: check.to_owned(),
            of: None,
            signal: Signal::NotKnown,
            value: None,
            expected: None,
            customers: 0,
            says: because.into(),
        }
    }

    /// Check, what of and the sentence, as one line of a log.
    pub fn in_a_line(&self) -> String {
        let name = self.check.replace('_', " ");
        match &self.of {
            Some(of) => format!("{name} of {of}: {}", self.says),
            None => format!("{name}: {}", self.says),
        }
    }
}

/// What was found of the scores of a night.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// The date of the scores (YYYY-MM-DD).
    pub as_of: String,
    /// The model that made them.
    pub model_version: String,
    /// Identifies the scores.
    pub scores_run_id: String,
    /// The gravest signal.
    pub signal: Signal,
    /// Every check, in the order of `checks`.
    pub readings: Vec<Reading>,
}

impl Watch {
    /// The readings of one signal.
    pub fn with(&self, signal: Signal) -> impl Iterator<Item = &Reading> {
        self.readings.iter().filter(move |reading| reading.signal == signal)
    }

    /// The gravest signal among some checks.
    pub fn gravest(&self, checks: &[&str]) -> Option<&Reading> {
        let among = self.readings.iter().filter(|r| checks.contains(&r.check.as_str()));
        // The first of several: checks put the farthest departure first.
        among.rev().max_by_key(|reading| reading.signal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chance_explains_is_no_signal() {
        let limits = Limits { warn: 0.1, alert: 0.25 };
        assert_eq!(limits.signal(0.0999), Signal::Good);
        assert_eq!(limits.signal(0.1), Signal::Warn);
        assert_eq!(limits.signal(0.25), Signal::Alert);
        assert_eq!(limits.beyond_noise(0.3, 0.2), Signal::Good);
        assert_eq!(limits.beyond_noise(0.3, 0.1), Signal::Alert);
        assert_eq!(limits.beyond_noise(-0.3, 0.1), Signal::Good);
    }
}
