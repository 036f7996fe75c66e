//! When a model is to be trained anew.

use jiff::civil::Date;

/// When a night trains anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retrain {
    /// Only where there is no model.
    Never,
    /// When the newest version is a week old.
    Weekly,
    /// When the newest version is thirty days old.
    Monthly,
    /// When the last night alerted, and the newest version is a week old.
    OnDrift,
}

/// Days between trainings on drift at least: one that does not help is not repeated every night.
const REST_DAYS: i32 = 7;

impl Retrain {
    /// Their names in the configuration.
    pub const NAMES: [&str; 4] = ["never", "weekly", "monthly", "on_drift"];

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Never, Self::Weekly, Self::Monthly, Self::OnDrift];
        all.into_iter().zip(Self::NAMES).find(|(_, known)| *known == name).map(|(rule, _)| rule)
    }

    /// Whether a night of `as_of` trains, whose newest version was trained on `newest`; `drifted` says whether the
    /// last night alerted.
    pub fn is_due(self, newest: Date, as_of: Date, drifted: bool) -> bool {
        let age_days = crate::time::day_number(as_of) - crate::time::day_number(newest);
        match self {
            Self::Never => false,
            Self::Weekly => age_days >= 7,
            Self::Monthly => age_days >= 30,
            Self::OnDrift => drifted && age_days >= REST_DAYS,
        }
    }
}

/// The date that a version's name begins with: that of its training.
pub(crate) fn trained_on(version: &str) -> Option<Date> {
    version.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_training_is_due_by_the_age_of_the_newest_version() {
        let newest = trained_on("2024-10-01-1a2b3c4d").unwrap();
        let due = |rule: &str, as_of: &str, drifted| {
            Retrain::named(rule).unwrap().is_due(newest, as_of.parse().unwrap(), drifted)
        };
        assert!(!due("never", "2025-10-01", true));
        assert!(!due("weekly", "2024-10-07", true) && due("weekly", "2024-10-08", false));
        assert!(!due("monthly", "2024-10-30", true) && due("monthly", "2024-10-31", false));
        assert!(!due("on_drift", "2024-10-31", false) && due("on_drift", "2024-10-08", true));
        // A night of the past, made again, has nothing to learn from the future.
        assert!(!due("weekly", "2024-01-01", true));
        assert_eq!((Retrain::named("daily"), trained_on("v1")), (None, None));
    }
}
