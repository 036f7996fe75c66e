//! Why a customer is not on the list. Everyone who is not has exactly one reason.

/// The reasons, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOff {
    /// Has no churn probability (never bought, lapsed).
    NotScored,
    /// The business says that this customer must not be contacted.
    Suppressed,
    /// Said no, or unsubscribed.
    OptedOut,
    /// No consent is known.
    NoConsent,
    /// Consent without a usable address or number for it.
    NoAddress,
    /// Contacted within the cool-down.
    CoolDown,
    /// Has bought since the scores were made.
    Returned,
    /// Inside the customer's own rhythm: not overdue yet.
    TooEarly,
    /// Inside the customer's own rhythm, where that is no hindrance, and nothing speaks for leaving.
    NoWarning,
    /// Contacting costs more than it is expected to bring.
    NotProfitable,
    /// A better customer with the same address is on the list.
    SameAddress,
    /// Is never contacted, whatever the campaign, to measure what all of them do.
    Holdout,
    /// Would be on the list, but is held back to measure what the list does.
    ControlGroup,
    /// The budget or the list size was reached.
    BeyondBudget,
}

/// As its name.
impl serde::Serialize for LeftOff {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl LeftOff {
    /// All reasons.
    pub const ALL: [LeftOff; 14] = [
        LeftOff::NotScored,
        LeftOff::Suppressed,
        LeftOff::OptedOut,
        LeftOff::NoConsent,
        LeftOff::NoAddress,
        LeftOff::CoolDown,
        LeftOff::Returned,
        LeftOff::TooEarly,
        LeftOff::NoWarning,
        LeftOff::NotProfitable,
        LeftOff::SameAddress,
        LeftOff::Holdout,
        LeftOff::ControlGroup,
        LeftOff::BeyondBudget,
    ];

    /// Why a list is empty: the last hurdle where somebody came that far, otherwise the reason of most of those
    /// with a score.
    pub fn of_an_empty_list(counts: &[(LeftOff, u64)]) -> Option<(LeftOff, u64)> {
        let there = || counts.iter().copied().filter(|(_, customers)| *customers > 0);
        let last = there().find(|(reason, _)| *reason == LeftOff::BeyondBudget);
        let scored = || there().filter(|(reason, _)| *reason != LeftOff::NotScored);
        last.or_else(|| scored().max_by_key(|(_, customers)| *customers)).or_else(|| there().next())
    }

    /// The name in the file of those left off.
    pub fn name(self) -> &'static str {
        match self {
            LeftOff::NotScored => "not_scored",
            LeftOff::Suppressed => "suppressed",
            LeftOff::OptedOut => "opted_out",
            LeftOff::NoConsent => "no_consent",
            LeftOff::NoAddress => "no_address",
            LeftOff::CoolDown => "cool_down",
            LeftOff::Returned => "returned",
            LeftOff::TooEarly => "too_early",
            LeftOff::NoWarning => "no_warning",
            LeftOff::NotProfitable => "not_profitable",
            LeftOff::SameAddress => "same_address",
            LeftOff::Holdout => "holdout",
            LeftOff::ControlGroup => "control_group",
            LeftOff::BeyondBudget => "beyond_budget",
        }
    }

    /// What it means, for a person.
    pub fn meaning(self) -> &'static str {
        match self {
            LeftOff::NotScored => "never bought, or lapsed too long ago for a score",
            LeftOff::Suppressed => "the customers table says not to contact them",
            LeftOff::OptedOut => "they said no, or unsubscribed",
            LeftOff::NoConsent => "no consent on record",
            LeftOff::NoAddress => "consent, but no usable address or number for it",
            LeftOff::CoolDown => "contacted not long ago",
            LeftOff::Returned => "bought since the scores were made",
            LeftOff::TooEarly => "inside the customer's own rhythm: not overdue yet",
            LeftOff::NoWarning => "no warning sign: not urgent",
            LeftOff::NotProfitable => "contacting costs more than it is expected to bring",
            LeftOff::SameAddress => "a better customer with the same address is on the list",
            LeftOff::Holdout => {
                "never contacted, drawn at random, to measure what all campaigns do"
            }
            LeftOff::ControlGroup => "held back at random, to measure what the list does",
            LeftOff::BeyondBudget => "the list size or the budget was reached",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LeftOff;

    #[test]
    fn an_empty_list_has_one_cause() {
        let cause = LeftOff::of_an_empty_list;
        let counts = [
            (LeftOff::NotScored, 90),
            (LeftOff::NoConsent, 3),
            (LeftOff::TooEarly, 8),
            (LeftOff::BeyondBudget, 0),
        ];
        assert_eq!(cause(&counts), Some((LeftOff::TooEarly, 8)));
        let spent = [counts[0], counts[2], (LeftOff::BeyondBudget, 2)];
        assert_eq!(cause(&spent), Some((LeftOff::BeyondBudget, 2)), "they had come that far");
        assert_eq!(cause(&counts[..1]), Some(counts[0]));
        assert_eq!(cause(&[]), None);
    }
}
