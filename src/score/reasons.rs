//! Which contributions are given as reasons.
//!
//! Reasons are the contributions largest in size, raising risk or lowering it; the direction stands
//! beside each. Of several features that say the same thing to a person (orders in the last 30, 60,
//! 90 days) only the largest is given, so that three reasons are three; and none that works against
//! what they come to together: many visits this month do not raise the risk of somebody whose signs of
//! interest on the whole lower it. Nor is a contribution given that no reader would believe, such as
//! that more visits than usual raise the risk: it is owed to columns that tell nearly the same. What
//! reasons leave over is in the score file too (`other_contributions`), so base + reasons + others is
//! the customer's log-odds.

use super::sentences::{Known, Template};
use crate::features::Feature;

/// Reasons per customer.
pub const REASONS: usize = 3;

/// No feature.
const NONE: u16 = u16::MAX;

/// The reasons of one customer, unworded.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Picked {
    /// In log-odds.
    pub contribution: [f64; REASONS],
    /// Value of the feature; NaN where not known.
    pub value: [f64; REASONS],
    /// Value of the feature that the sentence compares with; for people only, hence single precision.
    pub beside: [f32; REASONS],
    /// Index into the book's features; [`NONE`] where there are fewer reasons.
    pub(super) feature: [u16; REASONS],
}

impl Picked {
    /// No reasons.
    pub const NONE: Picked = Picked {
        contribution: [f64::NAN; REASONS],
        value: [f64::NAN; REASONS],
        beside: [f32::NAN; REASONS],
        feature: [NONE; REASONS],
    };

    /// Index of the `k`-th reason's feature.
    pub fn feature(&self, k: usize) -> Option<usize> {
        (self.feature[k] != NONE).then(|| usize::from(self.feature[k]))
    }
}

/// The features a model explains with, and how each is put into words.
#[derive(Debug, Clone)]
pub struct ReasonBook {
    features: Vec<Feature>,
    templates: Vec<Template>,
    /// Each feature's typical value; NaN where the model does not use it.
    typical: Vec<f64>,
    /// For one-time buyers and for others, each feature's topic: the first feature that shares it.
    topics: [Vec<usize>; 2],
}

/// A contribution that may become a reason.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    size: f64,
    topic: usize,
    feature: u16,
}

impl Candidate {
    const NONE: Candidate = Candidate { size: 0.0, topic: usize::MAX, feature: NONE };

    /// Takes its place among the best, largest first, in that of a smaller one of the same topic or of
    /// the smallest.
    fn enter(self, best: &mut [Candidate; REASONS]) {
        let same = best.iter().position(|other| other.topic == self.topic);
        let mut at = same.unwrap_or(REASONS - 1);
        if self.size <= best[at].size {
            return;
        }
        while at > 0 && best[at - 1].size < self.size {
            best[at] = best[at - 1];
            at -= 1;
        }
        best[at] = self;
    }
}

impl ReasonBook {
    /// The book of these features and their typical values (NaN: not used); contributions and values are
    /// given in their order.
    pub fn new(features: &[Feature], typical: Vec<f64>) -> Self {
        let templates: Vec<Template> = features.iter().map(|f| Template::of(f, features)).collect();
        let topics = [1, 2].map(|orders| {
            let subject = |j: usize| templates[j].subject(j, &features[j], orders);
            let first = |j: usize| (0..j).find(|&i| subject(i) == subject(j)).unwrap_or(j);
            (0..features.len()).map(first).collect()
        });
        Self { templates, typical, features: features.to_vec(), topics }
    }

    /// Each feature's topic, for a customer with so many orders.
    fn topics(&self, orders: u32) -> &[usize] {
        &self.topics[usize::from(orders != 1)]
    }

    /// The features, in order.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Picks the reasons of a customer with so many orders, who has `contribution(j)` and `value(j)` of
    /// feature `j`.
    pub fn pick(
        &self,
        orders: u32,
        contribution: impl Fn(usize) -> f64,
        value: impl Fn(usize) -> f64,
    ) -> Picked {
        let topics = self.topics(orders);
        let mut together = vec![0.0; topics.len()];
        for (j, &topic) in topics.iter().enumerate() {
            let known = contribution(j);
            together[topic] += if known.is_nan() { 0.0 } else { known };
        }
        let mut best = [Candidate::NONE; REASONS];
        for (j, &topic) in topics.iter().enumerate() {
            let size = contribution(j).abs();
            // Nothing, or not known, is no reason. Of equals the first stays: the catalogue decides.
            if size > best[REASONS - 1].size
                && contribution(j) * together[topic] > 0.0
                && !self.templates[j].contradicts(contribution(j), value(j), self.typical[j])
            {
                Candidate { size, topic, feature: j as u16 }.enter(&mut best);
            }
        }
        let mut picked = Picked::NONE;
        for (k, candidate) in best.iter().enumerate().filter(|(_, c)| c.feature != NONE) {
            let j = usize::from(candidate.feature);
            picked.feature[k] = candidate.feature;
            picked.contribution[k] = contribution(j);
            picked.value[k] = value(j);
            picked.beside[k] = self.templates[j].beside().map_or(f32::NAN, |b| value(b) as f32);
        }
        picked
    }

    /// The sentence of a picked reason.
    pub(super) fn sentence(&self, feature: usize, known: &Known) -> String {
        self.templates[feature].say(known, &self.features[feature])
    }
}

/// The direction of a contribution as it stands in the score file.
pub fn direction(contribution: f64) -> &'static str {
    if contribution > 0.0 { "raises" } else { "lowers" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::sentences::tests::feature;

    #[test]
    fn the_largest_by_size_one_per_topic() {
        let names = ["purchases_30d", "purchases_90d", "spend", "returns", "distinct_channels"];
        let features: Vec<Feature> = names.iter().map(|name| feature(name)).collect();
        let book = ReasonBook::new(&features, vec![f64::NAN; features.len()]);
        let values = [0.0, 1.0, 40.0, 2.0, 1.0];
        let parts = [0.5, 0.6, -0.9, f64::NAN, 0.1];
        let picked = book.pick(4, |j| parts[j], |j| values[j]);
        let chosen: Vec<_> = (0..REASONS).map(|k| picked.feature(k)).collect();
        assert_eq!(chosen, [Some(2), Some(1), Some(4)]);
        assert_eq!(picked.contribution, [-0.9, 0.6, 0.1]);
        assert_eq!(picked.value, [40.0, 1.0, 1.0]);
        assert_eq!(direction(picked.contribution[0]), "lowers");
    }

    #[test]
    fn nothing_that_contributes_nothing_is_a_reason() {
        let book = ReasonBook::new(&[feature("spend"), feature("returns")], vec![f64::NAN; 2]);
        let picked = book.pick(1, |j| [0.0, 0.2][j], |j| [1.0, 2.0][j]);
        assert_eq!((picked.feature(0), picked.feature(1)), (Some(1), None));
    }

    #[test]
    fn what_its_topic_takes_back_is_no_reason() {
        let names = ["events_visit_30d", "events_visit_90d", "spend"];
        let features: Vec<Feature> = names.iter().map(|name| feature(name)).collect();
        let book = ReasonBook::new(&features, vec![f64::NAN; features.len()]);
        let picked = book.pick(4, |j| [0.9, -1.0, 0.2][j], |_| 1.0);
        assert_eq!(
            [picked.feature(0), picked.feature(1), picked.feature(2)],
            [Some(1), Some(2), None]
        );
    }

    #[test]
    fn more_interest_than_usual_never_raises_the_risk() {
        let names = ["events_visit_30d", "events_email_open_30d", "days_since_last_visit", "spend"];
        let features: Vec<Feature> = names.iter().map(|name| feature(name)).collect();
        let book = ReasonBook::new(&features, vec![5.0, 2.0, 20.0, 100.0]);
        let first = |parts: [f64; 4], values: [f64; 4]| {
            book.pick(4, |j| parts[j], |j| values[j]).feature(0)
        };
        // 17 visits are many: what raises the risk is that no e-mail was opened.
        assert_eq!(first([0.9, 0.3, -0.1, 0.0], [17.0, 0.0, 3.0, 0.0]), Some(1));
        assert_eq!(first([0.9, 0.3, -0.1, 0.0], [1.0, 0.0, 3.0, 0.0]), Some(0));
        // A visit three days ago does not raise it either; never having visited does.
        assert_eq!(first([0.0, 0.0, 0.9, 0.2], [5.0, 2.0, 3.0, 0.0]), Some(3));
        assert_eq!(first([0.0, 0.0, 0.9, 0.2], [5.0, 2.0, f64::NAN, 0.0]), Some(2));
    }

    /// The definition, word by word: the largest left over that goes with its topic's sum and whose topic
    /// has not been had, again and again.
    fn pick_slowly(book: &ReasonBook, contributions: &[f64], orders: u32) -> Vec<Option<usize>> {
        let together = |topic: usize| -> f64 {
            let shares = |j: &usize| book.topics(orders)[*j] == topic;
            (0..contributions.len()).filter(shares).map(|j| contributions[j]).sum()
        };
        let mut had: Vec<usize> = Vec::new();
        let next = |_| {
            let mut best: Option<usize> = None;
            for (j, contribution) in contributions.iter().enumerate() {
                let largest = best.map_or(0.0, |b: usize| contributions[b].abs());
                let topic = book.topics(orders)[j];
                let agrees = contribution * together(topic) > 0.0;
                if agrees && contribution.abs() > largest && !had.contains(&topic) {
                    best = Some(j);
                }
            }
            had.extend(best.map(|j| book.topics(orders)[j]));
            best
        };
        (0..REASONS).map(next).collect()
    }

    proptest::proptest! {
        #[test]
        fn one_pass_picks_what_three_would(parts in proptest::collection::vec(-4i8..4, 12), orders in 1u32..3) {
            let names = [
                "purchases_30d", "spend", "purchases_90d", "recency_to_gap_mean", "returns", "gap_cv",
                "days_since_last_purchase", "spend_90d", "spend_30d", "overdue_z", "regularity", "one_time",
            ];
            let features: Vec<Feature> = names.iter().map(|name| feature(name)).collect();
            let book = ReasonBook::new(&features, vec![f64::NAN; features.len()]);
            let parts: Vec<f64> = parts.into_iter().map(f64::from).collect();
            let picked = book.pick(orders, |j| parts[j], |_| 0.0);
            let chosen: Vec<_> = (0..REASONS).map(|k| picked.feature(k)).collect();
            proptest::prop_assert_eq!(chosen, pick_slowly(&book, &parts, orders));
        }
    }
}
