//! What kind of word a customer needs: the play.
//!
//! The plays are asked in order and the first that fits is taken. Between a reminder and an offer decides
//! what is expected to bring more, so that play and offer never contradict each other.

use super::offers::Offer;
use crate::score::ServiceFailure;
use serde::{Deserialize, Serialize};

/// The plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Play {
    /// Something went wrong lately: a word of help, whatever the rhythm.
    Service,
    /// A person calls.
    Call,
    /// Silent for so long that it is the last word.
    LastChance,
    /// Bought once: what brings the second order.
    SecondOrder,
    /// A reminder without an offer.
    Reminder,
    /// A reminder with an offer.
    Offer,
    /// Inside the customer's own rhythm: nothing, until the day.
    Wait,
}

/// What a play is called, and what it asks for.
struct Texts {
    name: &'static str,
    title: &'static str,
    meaning: &'static str,
}

/// From this churn probability on a failure of service calls for a word.
const SERVICE_FROM: f64 = 0.3;
/// A return belongs to its order: so many days after the order nobody waits for a word about it any more. A complaint or
/// a low score may be of yesterday, however old the order is, and who is angry is not sold to.
const RETURN_WITHIN_DAYS: f64 = 90.0;
/// Nobody gets a last word who is more likely to stay than to leave.
const LAST_CHANCE_FROM: f64 = 0.5;
/// So many own gaps of silence are the last chance.
const LAST_CHANCE_FACTOR: f64 = 5.0;
/// So large a share of the lookback in silence is it too.
const LAST_CHANCE_SHARE: f64 = 0.8;

/// What decides the play.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlayFacts {
    /// Churn probability.
    pub probability: f64,
    /// What has gone wrong since the last order.
    pub failure: Option<ServiceFailure>,
    /// Whether a person may call: the customer is among the most valuable, has a number, and a call pays for itself.
    pub is_called: bool,
    /// Number of orders so far.
    pub orders: u32,
    /// Days since the last order ÷ usual gap.
    pub churn_factor: Option<f64>,
    /// Days since the last order.
    pub days_since_last: f64,
}

impl PlayFacts {
    /// Whether what has gone wrong is young enough for a word about it.
    fn is_failure_open(&self) -> bool {
        match self.failure {
            Some(ServiceFailure::Return) => self.days_since_last <= RETURN_WITHIN_DAYS,
            other => other.is_some(),
        }
    }
}

impl Play {
    /// All of them, in the order in which they are asked.
    pub const ALL: [Play; 7] = [
        Play::Service,
        Play::Call,
        Play::LastChance,
        Play::SecondOrder,
        Play::Reminder,
        Play::Offer,
        Play::Wait,
    ];

    /// The play of a customer, whose best offer is `offer`.
    pub(crate) fn of(
        facts: &PlayFacts,
        offer: Offer,
        min_overdue: f64,
        lookback_days: u32,
    ) -> Self {
        let silent_share = facts.days_since_last / f64::from(lookback_days.max(1));
        let is_late = facts.churn_factor.is_some_and(|factor| factor >= LAST_CHANCE_FACTOR)
            || silent_share > LAST_CHANCE_SHARE;
        if facts.is_failure_open() && facts.probability >= SERVICE_FROM {
            Play::Service
        } else if facts.churn_factor.is_some_and(|factor| factor < min_overdue) {
            Play::Wait
        } else if facts.is_called {
            Play::Call
        } else if is_late && facts.probability >= LAST_CHANCE_FROM {
            Play::LastChance
        } else if facts.orders == 1 {
            Play::SecondOrder
        } else if matches!(offer, Offer::Voucher(_)) {
            Play::Offer
        } else {
            Play::Reminder
        }
    }

    /// The name in files.
    pub fn name(self) -> &'static str {
        self.texts().name
    }

    /// The name on a page.
    pub fn title(self) -> &'static str {
        self.texts().title
    }

    /// What to do, in one sentence.
    pub fn meaning(self) -> &'static str {
        self.texts().meaning
    }

    fn texts(self) -> Texts {
        let (name, title, meaning) = match self {
            Play::Service => (
                "service",
                "Service",
                "something went wrong since the last order: ask and help, do not sell",
            ),
            Play::Call => ("call", "Call", "among the most valuable: a person calls"),
            Play::LastChance => {
                ("last_chance", "Last chance", "silent for very long: a last word, then no more")
            }
            Play::SecondOrder => {
                ("second_order", "Second order", "bought once: what makes the second order easy")
            }
            Play::Reminder => ("reminder", "Reminder", "overdue: a reminder, nothing off"),
            Play::Offer => {
                ("offer", "Offer", "overdue and likely to stay away: a reminder with the offer")
            }
            Play::Wait => ("wait", "Wait", "inside the customer's own rhythm: nothing yet"),
        };
        Texts { name, title, meaning }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_says_of_each_play_what_it_means() {
        let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
        let readme = std::fs::read_to_string(readme).unwrap();
        for play in Play::ALL.into_iter().filter(|play| *play != Play::Wait) {
            let row = format!("| `{}` | {}", play.name(), play.meaning());
            assert!(readme.lines().any(|line| line.starts_with(&row)), "{row}");
        }
    }

    #[test]
    fn the_first_play_that_fits_is_taken() {
        let facts = PlayFacts {
            probability: 0.5,
            failure: None,
            is_called: false,
            orders: 4,
            churn_factor: Some(1.5),
            days_since_last: 60.0,
        };
        let play = |facts: PlayFacts, offer| Play::of(&facts, offer, 1.0, 365);
        assert_eq!(play(facts, Offer::Reminder), Play::Reminder);
        assert_eq!(play(facts, Offer::Voucher(0)), Play::Offer);
        assert_eq!(play(PlayFacts { orders: 1, ..facts }, Offer::Voucher(0)), Play::SecondOrder);
        let late = PlayFacts { churn_factor: Some(5.0), ..facts };
        assert_eq!(play(late, Offer::Reminder), Play::LastChance);
        assert_eq!(play(PlayFacts { is_called: true, ..late }, Offer::Reminder), Play::Call);
        let likely = PlayFacts { probability: 0.4, ..late };
        assert_eq!(play(likely, Offer::Reminder), Play::Reminder);
        let early = PlayFacts { churn_factor: Some(0.9), is_called: true, ..facts };
        assert_eq!(play(early, Offer::Reminder), Play::Wait);
        let failed = |failure, facts| PlayFacts { failure: Some(failure), ..facts };
        let complained = failed(ServiceFailure::Complaint, early);
        assert_eq!(play(complained, Offer::Reminder), Play::Service);
        let calm = PlayFacts { probability: 0.2, ..complained };
        assert_eq!(play(calm, Offer::Reminder), Play::Wait);
        let young = failed(ServiceFailure::Return, facts);
        assert_eq!(play(young, Offer::Reminder), Play::Service);
        let old = PlayFacts { days_since_last: 300.0, ..facts };
        let returned = failed(ServiceFailure::Return, old);
        assert_eq!(play(returned, Offer::Reminder), play(old, Offer::Reminder), "long ago");
        let complained = failed(ServiceFailure::Complaint, old);
        assert_eq!(play(complained, Offer::Reminder), Play::Service, "perhaps of yesterday");
        let no_gap = PlayFacts { churn_factor: None, days_since_last: 300.0, ..facts };
        assert_eq!(play(no_gap, Offer::Reminder), Play::LastChance);
    }
}
