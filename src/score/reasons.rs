//! Which contributions are given as reasons.
//!
//! Reasons are the contributions largest in size, raising risk or lowering it; the direction stands
//! beside each. Of several features that say the same thing to a person (orders in the last 30, 60,
//! 90 days) only the largest is given, so that three reasons are three. What they leave over is in the
//! score file too (`other_contributions`), so base + reasons + others is the customer's log-odds.

use super::sentences::{Known, Template};
use crate::features::Feature;

/// Reasons per customer.
pub const REASONS: usize = 3;

/// No feature.
const NONE: u16 = u16::MAX;

/// The reasons of one customer, unworded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Picked {
    /// In log-odds.
    pub contribution: [f64; REASONS],
    /// Value of the feature; NaN where not known.
    pub value: [f64; REASONS],
    /// Value of the feature that the sentence compares with; for people only, hence single precision.
    pub beside: [f32; REASONS],
    /// Index into the book's features; [`NONE`] where there are fewer reasons.
    feature: [u16; REASONS],
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
}

impl ReasonBook {
    /// The book of these features; contributions and values are given in their order.
    pub fn new(features: &[Feature]) -> Self {
        let templates = features.iter().enumerate().map(|(i, f)| Template::of(i, f, features));
        Self { templates: templates.collect(), features: features.to_vec() }
    }

    /// The features, in order.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Picks the reasons of a customer with so many orders.
    pub(super) fn pick(&self, contributions: &[f64], values: &[f64], orders: u32) -> Picked {
        let mut picked = Picked::NONE;
        let mut topics = [usize::MAX; REASONS];
        for k in 0..REASONS {
            let mut best: Option<(usize, f64)> = None;
            for (j, &contribution) in contributions.iter().enumerate().take(self.templates.len()) {
                let size = contribution.abs();
                // The first of equals is kept: the order of the catalogue decides.
                if size > best.map_or(0.0, |(_, largest)| largest)
                    && !topics[..k].contains(&self.templates[j].topic(orders))
                {
                    best = Some((j, size));
                }
            }
            let Some((j, _)) = best else { break };
            let beside = self.templates[j].beside();
            topics[k] = self.templates[j].topic(orders);
            picked.feature[k] = j as u16;
            picked.contribution[k] = contributions[j];
            picked.value[k] = values[j];
            picked.beside[k] = beside.map_or(f32::NAN, |b| values[b] as f32);
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
        let book = ReasonBook::new(&features);
        let values = [0.0, 1.0, 40.0, 2.0, 1.0];
        let picked = book.pick(&[0.5, 0.6, -0.9, f64::NAN, 0.1], &values, 4);
        let chosen: Vec<_> = (0..REASONS).map(|k| picked.feature(k)).collect();
        assert_eq!(chosen, [Some(2), Some(1), Some(4)]);
        assert_eq!(picked.contribution, [-0.9, 0.6, 0.1]);
        assert_eq!(picked.value, [40.0, 1.0, 1.0]);
        assert_eq!(direction(picked.contribution[0]), "lowers");
    }

    #[test]
    fn nothing_that_contributes_nothing_is_a_reason() {
        let book = ReasonBook::new(&[feature("spend"), feature("returns")]);
        let picked = book.pick(&[0.0, 0.2], &[1.0, 2.0], 1);
        assert_eq!((picked.feature(0), picked.feature(1)), (Some(1), None));
    }
}
