//! What a model goes by, topic by topic, for people.

use super::artifact::baseline::Distribution;
use super::dataset::TrainingSet;
use super::design::digits::for_display;
use super::learning::learn::Learned;
use crate::features::Topic;
use serde::{Deserialize, Serialize};

/// How much a topic moves the scores of the present customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicWeight {
    /// Name of the topic.
    pub topic: String,
    /// Mean size of what the topic's features contribute together, in log-odds before calibration.
    pub mean_log_odds: f64,
    /// The feature that contributes most, on the mean of its sizes.
    pub feature: String,
    /// Whether the risk is higher at the feature's ninth decile than at its first; none where the two are one.
    pub rises: Option<bool>,
}

impl TopicWeight {
    /// The topic, for people.
    pub fn meaning(&self) -> &'static str {
        let known = Topic::ALL.into_iter().find(|topic| topic.name() == self.topic);
        known.unwrap_or(Topic::Other).meaning()
    }
}

/// Sizes of contributions, summed over customers.
#[derive(Clone)]
struct Sizes {
    of_features: Vec<f64>,
    of_topics: [f64; Topic::ALL.len()],
}

/// The topics of a learned model by their weight at the snapshot `present`, largest first; those that no
/// feature is about are left out. `baseline` has the deciles of the design's features, in their order.
pub(super) fn topic_weights(
    set: &TrainingSet,
    present: usize,
    learned: &Learned,
    baseline: &[Distribution],
) -> Vec<TopicWeight> {
    let topics: Vec<Topic> = learned
        .design
        .columns
        .iter()
        .map(|column| {
            let at = set.table.position(&column.feature);
            at.map_or(Topic::Other, |j| set.table.features[j].topic)
        })
        .collect();
    let rows = set.rows_of(&[present]);
    let Sizes { of_features, of_topics } = sizes(set, &rows, learned, &topics);
    let n = rows.len().max(1) as f64;
    let weight = |topic: Topic| {
        let members = (0..topics.len()).filter(|&j| topics[j] == topic);
        let main = members.max_by(|&a, &b| of_features[a].total_cmp(&of_features[b]))?;
        Some(TopicWeight {
            topic: topic.name().to_owned(),
            mean_log_odds: for_display(of_topics[topic as usize] / n),
            feature: learned.design.columns[main].feature.clone(),
            rises: rises(learned, main, &baseline[main].deciles),
        })
    };
    let mut weights: Vec<TopicWeight> = Topic::ALL.into_iter().filter_map(weight).collect();
    weights.sort_by(|a, b| b.mean_log_odds.total_cmp(&a.mean_log_odds));
    weights
}

fn sizes(set: &TrainingSet, rows: &[u32], learned: &Learned, topics: &[Topic]) -> Sizes {
    let design = &learned.design;
    let mut sizes =
        Sizes { of_features: vec![0.0; topics.len()], of_topics: [0.0; Topic::ALL.len()] };
    let x = design.matrix(&set.table, rows);
    // Of each term: the features that own it, and what a unit of it adds to each.
    let terms = learned.fitted.coefficients.weights.iter().zip(&design.terms).enumerate();
    let owned = terms.flat_map(|(term, (weight, column))| {
        let owners = column.term.owners().into_iter();
        owners.map(move |(owner, share)| (term, owner, share * weight))
    });
    let owned: Vec<(usize, usize, f64)> = owned.collect();
    let mut parts = vec![0.0; topics.len()];
    for row in x.rows() {
        parts.fill(0.0);
        for &(term, owner, per_unit) in &owned {
            parts[owner] += per_unit * row[term];
        }
        let mut together = [0.0; Topic::ALL.len()];
        for ((part, size), topic) in parts.iter().zip(&mut sizes.of_features).zip(topics) {
            *size += part.abs();
            together[*topic as usize] += part;
        }
        for (sum, size) in together.iter().zip(&mut sizes.of_topics) {
            *size += sum.abs();
        }
    }
    sizes
}

/// Whether a feature's own effect is higher at its ninth decile than at its first.
fn rises(learned: &Learned, column: usize, deciles: &[f64]) -> Option<bool> {
    let (low, high) = (*deciles.get(1)?, *deciles.get(9)?);
    let effect = |value| {
        super::apply::explain::own_effect(
            &learned.design,
            &learned.fitted.coefficients,
            column,
            value,
        )
    };
    let change = effect(high) - effect(low);
    (low < high && change != 0.0).then_some(change > 0.0)
}
