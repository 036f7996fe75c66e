//! Why a customer is on the list: one sentence that answers "why now", and what else raises the risk.
//!
//! Whoever is past their own rhythm is told by it. Who is on the list inside it, because the settings let them be,
//! is told by the first of the score's reasons that raises the risk; without one they are not on the list
//! ([`super::LeftOff::NoWarning`]), unless the settings let everybody be.

use super::play::Play;
use crate::features::Topic;
use crate::score::file::ONE_PURCHASE;
use crate::score::{Habit, ServiceFailure};

/// Why, in sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    /// Why now.
    pub why: String,
    /// What else raises the risk.
    pub other_reasons: Vec<String>,
}

/// The sentences for a customer of this habit. `failure` is what went wrong since the last order, `raising` are the score's sentences that raise the risk, each
/// with its topic.
pub(super) fn why(
    habit: &Habit,
    play: Play,
    failure: Option<&str>,
    raising: &[(String, String)],
) -> Why {
    let of_habit = |topic: &str| topic == Topic::Silence.name() || topic == ONE_PURCHASE;
    // What went wrong is said once.
    let of_failure = |topic: &str| play == Play::Service && topic == Topic::Service.name();
    let is_other = |topic: &str| !of_habit(topic) && !of_failure(topic);
    let mut others =
        raising.iter().filter(|(_, topic)| is_other(topic)).map(|(said, _)| said.clone());
    let is_early = habit.usual_gap_days.is_some() && habit.overdue_days().is_none();
    let why = match play {
        Play::Service => {
            format!("{}. {}", ServiceFailure::sentence(failure.unwrap_or_default()), habit.why())
        }
        _ if is_early => match raising.first() {
            Some((said, topic)) if of_habit(topic) => said.clone(),
            _ => others.next().unwrap_or_else(|| habit.why()),
        },
        _ => habit.why(),
    };
    Why { why, other_reasons: others.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sentence: &str, topic: Topic) -> (String, String) {
        (sentence.to_owned(), topic.name().to_owned())
    }

    #[test]
    fn the_rhythm_says_why_and_the_scores_what_else() {
        let late = Habit { orders: 6, days_since_last: 41, usual_gap_days: Some(33.2) };
        let raising = [
            said("Silent for 41 days, 8 days longer than the usual 33 days", Topic::Silence),
            said("2 complaints in the last year", Topic::Service),
        ];
        let found = why(&late, Play::Reminder, None, &raising);
        assert_eq!(found.why, raising[0].0);
        assert_eq!(found.other_reasons, ["2 complaints in the last year"]);
        let early = Habit { days_since_last: 12, ..late };
        let found = why(&early, Play::Service, Some("complaint"), &raising[1..]);
        assert!(found.other_reasons.is_empty(), "one fact once");
        assert_eq!(
            found.why,
            "Complained since the last order. Ordered 12 days ago; usually orders every 33 days"
        );
        let found = why(&early, Play::Reminder, None, &raising[1..]);
        assert_eq!(found.why, "2 complaints in the last year");
        assert!(found.other_reasons.is_empty(), "one fact once");
    }
}
