//! Which topics are given as reasons: the largest sums first, of those whose numbers bear them out.

use super::REASONS;
use super::facts::{Facts, Places};
use super::phrase::{Phrase, choose};
use crate::features::{Feature, Topic};
use crate::score::cadence::Rhythm;
use crate::time::days;

/// No feature.
const NONE: u16 = u16::MAX;

/// What the rhythm says, and of the other topics as many as may be given: whether the rhythm bears its sum out
/// is known when the population's is.
const PICKED: usize = 1 + REASONS;

/// Contributions smaller than this are no reason: at most half a percentage point.
const LEAST: f64 = 0.02;

/// What may be given as reasons for one customer, unworded; the rhythm first, then the largest.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Picked {
    contribution: [f64; PICKED],
    value: [f64; PICKED],
    numbers: [[f32; 2]; PICKED],
    feature: [u16; PICKED],
    phrase: [Phrase; PICKED],
}

/// A reason of one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::score) struct Reason {
    /// What the topic's features contribute together, in log-odds.
    pub contribution: f64,
    /// Index of the feature of the topic that contributes most in its direction.
    pub feature: usize,
    /// Its value; NaN where not known.
    pub value: f64,
    said: Phrase,
    numbers: [f64; 2],
}

impl Reason {
    /// The sentence; none where the rhythm is to say it.
    pub(crate) fn words(&self) -> Option<String> {
        self.said.words(self.numbers[0], self.numbers[1])
    }

    /// Whether it is for the rhythm to say.
    pub(crate) fn is_habit(&self) -> bool {
        self.said == Phrase::Habit
    }

    #[cfg(test)]
    pub(super) fn said(&self) -> (Phrase, [f64; 2]) {
        (self.said, self.numbers)
    }
}

impl Picked {
    /// No reasons.
    pub(crate) const NONE: Picked = Picked {
        contribution: [f64::NAN; PICKED],
        value: [f64::NAN; PICKED],
        numbers: [[f32::NAN; 2]; PICKED],
        feature: [NONE; PICKED],
        phrase: [Phrase::Nothing; PICKED],
    };

    fn set(&mut self, k: usize, sum: &Sum, phrase: Phrase, numbers: [f64; 2], value: f64) {
        self.contribution[k] = sum.contribution;
        self.value[k] = value;
        self.numbers[k] = numbers.map(|number| number as f32);
        self.feature[k] = sum.main() as u16;
        self.phrase[k] = phrase;
    }

    fn get(&self, k: usize) -> Option<Reason> {
        (self.feature[k] != NONE).then(|| Reason {
            contribution: self.contribution[k],
            feature: usize::from(self.feature[k]),
            value: self.value[k],
            said: self.phrase[k],
            numbers: self.numbers[k].map(f64::from),
        })
    }

    /// The reasons, largest first; with what the rhythm says where `habit_holds` of its direction.
    pub(in crate::score) fn reasons(
        &self,
        habit_holds: impl FnOnce(bool) -> bool,
    ) -> [Option<Reason>; REASONS] {
        let habit = self.get(0).filter(|habit| habit_holds(habit.contribution > 0.0));
        let mut reasons: Vec<Reason> =
            habit.into_iter().chain((1..PICKED).filter_map(|k| self.get(k))).collect();
        // Of equals the rhythm, then the catalogue's order decides: the sort is stable.
        reasons.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
        std::array::from_fn(|k| reasons.get(k).copied())
    }
}

/// What a topic's features contribute together, and which of them most, either way.
#[derive(Debug, Clone, Copy)]
struct Sum {
    contribution: f64,
    raises: (f64, usize),
    lowers: (f64, usize),
}

impl Sum {
    const NOTHING: Sum =
        Sum { contribution: 0.0, raises: (0.0, NONE as usize), lowers: (0.0, NONE as usize) };

    fn add(&mut self, feature: usize, contribution: f64) {
        self.contribution += contribution;
        if contribution > self.raises.0 {
            self.raises = (contribution, feature);
        } else if contribution < self.lowers.0 {
            self.lowers = (contribution, feature);
        }
    }

    fn main(&self) -> usize {
        if self.contribution > 0.0 { self.raises.1 } else { self.lowers.1 }
    }
}

/// The features a model explains with, and what they are about.
#[derive(Debug, Clone)]
pub(crate) struct ReasonBook {
    features: Vec<Feature>,
    /// Each feature's typical value; NaN where the model does not use it.
    typical: Vec<f64>,
    places: Places,
}

impl ReasonBook {
    /// The book of these features and their typical values (NaN: not used); contributions and values are
    /// given in their order.
    pub(crate) fn new(features: &[Feature], typical: Vec<f64>) -> Self {
        Self { places: Places::among(features), typical, features: features.to_vec() }
    }

    /// The features, in order.
    pub(crate) fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Picks what may be given as reasons for a customer of this rhythm, seen at `as_of_micros`, who has
    /// `contribution(j)` and `value(j)` of feature `j`.
    pub(crate) fn pick(
        &self,
        rhythm: &Rhythm,
        as_of_micros: i64,
        contribution: impl Fn(usize) -> f64,
        value: impl Fn(usize) -> f64,
    ) -> Picked {
        let sums = self.sums(rhythm.orders, contribution);
        let typical = |j: usize| self.typical[j];
        let facts = Facts {
            orders: rhythm.orders,
            days_since_first: days(as_of_micros - rhythm.first_micros),
            days_since_last: days(as_of_micros - rhythm.last_micros),
            own_gap_days: rhythm.own_mean_gap_days(),
            places: &self.places,
            value: &value,
            typical: &typical,
        };
        let mut order: Vec<usize> = (0..sums.len()).collect();
        order.sort_by(|&a, &b| sums[b].contribution.abs().total_cmp(&sums[a].contribution.abs()));
        let mut picked = Picked::NONE;
        let mut next = 1;
        for topic in order.into_iter().map(|at| Topic::ALL[at]) {
            let sum = &sums[topic as usize];
            let given = sum.contribution.abs() >= LEAST && may_be_said(topic, rhythm.orders);
            let Some((phrase, numbers)) =
                given.then(|| choose(topic, sum.contribution > 0.0, &facts)).flatten()
            else {
                continue;
            };
            let k = if phrase == Phrase::Habit { 0 } else { next };
            if k < PICKED {
                picked.set(k, sum, phrase, numbers, value(sum.main()));
                next += usize::from(k > 0);
            }
        }
        picked
    }

    fn sums(&self, orders: u32, contribution: impl Fn(usize) -> f64) -> [Sum; Topic::ALL.len()] {
        let mut sums = [Sum::NOTHING; Topic::ALL.len()];
        for (j, feature) in self.features.iter().enumerate() {
            let known = contribution(j);
            if !known.is_nan() {
                sums[of_customer(feature.topic, orders) as usize].add(j, known);
            }
        }
        sums
    }
}

/// Of a one-time buyer the number of orders says what the silence says: that there was one.
fn of_customer(topic: Topic, orders: u32) -> Topic {
    if orders == 1 && topic == Topic::Orders { Topic::Silence } else { topic }
}

/// One order shows no habit of spending, of price or of season.
fn may_be_said(topic: Topic, orders: u32) -> bool {
    orders > 1 || matches!(topic, Topic::Silence | Topic::Interest | Topic::Service)
}
