//! Engagement index: how much customers look, open, click, review and refer, beside buying.
//!
//! A customer's score is the feature `engagement_score`: events weighted by effort, halved with every 30 days.
//! The index of a customer is 0 without engagement, and else 100 × the share of today's engaged customers with a
//! lower score (half of the equal ones). Earlier periods are measured on today's scale, so that a base that
//! wakes up shows. Scores are kept in classes of about one per cent, so that memory does not grow with customers.

use super::measure::{Figure, Meaning, Measure, Unit};
use super::plan::Plan;
use super::tally::{Customer, Tally};
use crate::features::{ENGAGEMENT_HALF_LIFE_DAYS, engagement_weight};
use crate::history::{EventKind, Events};
use crate::time::{MICROS_PER_DAY, days};

/// A lower score counts as no engagement: an opened e-mail of half a year ago has faded to it.
const LEAST_SCORE: f64 = 1.0 / 64.0;
/// Classes within a doubling.
const CLASSES_PER_DOUBLING: f64 = 64.0;
/// From 1/64 to 2^18, a thousand clicks a day.
const CLASSES: usize = 24 * 64;

/// Days of events that a score rests on, about: three half-lives, which hold seven eighths of it.
const NEEDED_DAYS: i64 = 3 * ENGAGEMENT_HALF_LIFE_DAYS as i64;

/// Customers of one period by their score at its end.
#[derive(Debug, Clone)]
struct Scores {
    customers: u64,
    engaged: Vec<u32>,
}

pub(super) struct EngagementTally {
    /// Ends of the periods.
    ends: Vec<i64>,
    scores: Vec<Scores>,
    /// The first event.
    first_micros: Option<i64>,
}

fn class_of(score: f64) -> Option<usize> {
    let doublings = (score >= LEAST_SCORE).then(|| (score / LEAST_SCORE).log2())?;
    Some(((doublings * CLASSES_PER_DOUBLING) as usize).min(CLASSES - 1))
}

/// Shows the score at each of these ascending instants.
fn scores_at(events: &Events<'_>, instants: &[i64], mut show: impl FnMut(usize, f64)) {
    let half_lives = |micros: i64| days(micros) / f64::from(ENGAGEMENT_HALF_LIFE_DAYS);
    let (mut score, mut at, mut next) = (0.0, 0, 0);
    for (k, &instant) in instants.iter().enumerate() {
        while next < events.time_micros.len() && events.time_micros[next] < instant {
            let time = events.time_micros[next];
            let kind = EventKind::ALL.get(usize::from(events.kind[next]));
            let weight = kind.map_or(0.0, |&kind| engagement_weight(kind));
            if weight > 0.0 {
                score = score * (-half_lives(time - at)).exp2() + weight;
                at = time;
            }
            next += 1;
        }
        let faded = if score > 0.0 { score * (-half_lives(instant - at)).exp2() } else { 0.0 };
        show(k, faded);
    }
}

impl Tally for EngagementTally {
    type Measured = Measure;

    fn new(plan: &Plan) -> Self {
        let classes = if plan.columns.events { CLASSES } else { 0 };
        Self {
            ends: plan.spans.iter().map(|span| span.end.micros()).collect(),
            scores: vec![Scores { customers: 0, engaged: vec![0; classes] }; plan.spans.len()],
            first_micros: None,
        }
    }

    fn add(&mut self, customer: &Customer<'_>, plan: &Plan) {
        if !plan.columns.events || !customer.spans.iter().any(|span| span.is.is_customer()) {
            return;
        }
        self.first_micros =
            earlier(self.first_micros, customer.events.time_micros.first().copied());
        let Self { ends, scores, .. } = self;
        scores_at(&customer.events, ends, |k, score| {
            if customer.spans[k].is.is_customer() {
                scores[k].customers += 1;
                if let Some(class) = class_of(score) {
                    scores[k].engaged[class] += 1;
                }
            }
        });
    }

    fn merge(&mut self, other: Self) {
        self.first_micros = earlier(self.first_micros, other.first_micros);
        for (sum, more) in self.scores.iter_mut().zip(other.scores) {
            sum.customers += more.customers;
            for (count, more) in sum.engaged.iter_mut().zip(more.engaged) {
                *count += more;
            }
        }
    }

    fn said(self, plan: &Plan) -> Measure {
        let meaning = Meaning {
            name: "engagement index",
            unit: Unit::Index,
            n_of: "customers at the end of the period",
            definition: format!(
                "mean over customers of an index from 0 to 100: events weighted by effort (visit, open, support 1; \
                 click 2; review 4; referral 5) and halved with every {ENGAGEMENT_HALF_LIFE_DAYS} days of age, as \
                 percentile among today's engaged customers; 0 without engagement"
            ),
        };
        let scale = indices(&self.scores[self.scores.len() - 1].engaged);
        Measure::series(meaning, plan, |k, span| {
            if !plan.columns.events {
                return Err("there are no events".to_owned());
            }
            plan.covered(span)?;
            let first = self.first_micros.ok_or("no customer has an event")?;
            if first > span.end.micros() - NEEDED_DAYS * MICROS_PER_DAY {
                return Err(format!(
                    "the events do not reach back {NEEDED_DAYS} days from {}",
                    span.end
                ));
            }
            let Scores { customers, engaged } = &self.scores[k];
            if *customers == 0 {
                return Err("there are no customers at the end of the period".to_owned());
            }
            let sum: f64 =
                engaged.iter().zip(&scale).map(|(&count, index)| f64::from(count) * index).sum();
            Ok(Figure { value: sum / *customers as f64, n: *customers })
        })
    }
}

/// The earlier of two instants that there are.
fn earlier(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    a.into_iter().chain(b).min()
}

/// The index of each class.
fn indices(engaged: &[u32]) -> Vec<f64> {
    let all: f64 = engaged.iter().map(|&count| f64::from(count)).sum();
    let mut below = 0.0;
    let index = |&count: &u32| {
        let rank = below + f64::from(count) / 2.0;
        below += f64::from(count);
        if all > 0.0 { 100.0 * rank / all } else { 0.0 }
    };
    engaged.iter().map(index).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said};
    use super::*;

    #[test]
    fn the_index_is_the_percentile_among_the_engaged() {
        let customer = || Buyer::default().buy(-40.0, 1.0);
        let base = [
            customer(),
            customer().event(-300.0, "visit", f64::NAN).event(-2.0, "complaint", f64::NAN),
            customer().event(-30.0, "visit", f64::NAN),
            customer().event(-30.0, "email_click", f64::NAN),
            customer().event(-60.0, "review", f64::NAN).event(-30.0, "visit", f64::NAN),
            // A visit and no purchase: no customer.
            Buyer::default().event(-1.0, "visit", f64::NAN),
        ];
        // Scores ½, 1, and 1½: 1/6, 3/6 and 5/6 of the engaged, two of five are not.
        let index = said::<EngagementTally>(&plan(365, 365), &base);
        assert!((index.value.unwrap() - 30.0).abs() < 1e-9, "{:?}", index.value);
        assert_eq!(index.n, 5);
        // A month before, only the review had been: 100 × ½ ÷ … of today's scale, by 5 customers of whom none
        // had clicked.
        let earlier = index.series[index.series.len() - 2];
        assert_eq!(earlier.end.to_string(), "2024-06-01");
        assert_eq!(earlier.n, 5);
        assert!(earlier.value.unwrap() > 0.0);
    }

    #[test]
    fn events_that_have_just_begun_tell_nothing_of_earlier_periods() {
        let base = [Buyer::default().buy(-40.0, 1.0).event(-95.0, "visit", f64::NAN)];
        let index = said::<EngagementTally>(&plan(365, 365), &base);
        assert_eq!(index.value, Some(50.0));
        assert_eq!(index.series[11].value, None);
        let young = [Buyer::default().buy(-40.0, 1.0).event(-50.0, "visit", f64::NAN)];
        let why = said::<EngagementTally>(&plan(365, 365), &young).not_available_because.unwrap();
        assert_eq!(why, "the events do not reach back 90 days from 2024-07-01");
    }

    #[test]
    fn scores_fade_between_instants_as_the_feature_does() {
        let day = MICROS_PER_DAY;
        let events = Events {
            time_micros: &[0, 30 * day],
            kind: &[EventKind::Referral as u8, EventKind::EmailClick as u8],
            value: &[f64::NAN, f64::NAN],
        };
        let mut found = Vec::new();
        scores_at(&events, &[0, 30 * day, 60 * day], |_, score| found.push(score));
        assert_eq!(found, [0.0, 2.5, 5.0 / 4.0 + 1.0]);
        assert_eq!(
            (class_of(1.0 / 64.0), class_of(1.0 / 65.0), class_of(2.0)),
            (Some(0), None, Some(448))
        );
    }
}
