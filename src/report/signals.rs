//! What the scores say of why customers leave: which topic comes first among those at risk, and how the risk goes
//! with silence, orders and service. One pass over the score file; no customer is kept.

use crate::features::Topic;
use crate::score::direction;
use crate::score::file::{self, ScoreColumn, ScoreFileError, column};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use std::path::PathBuf;

/// What the scores say of why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Signals {
    /// Customers more likely to leave than not.
    pub at_risk: u64,
    /// By topic, those of most customers first, and last whose risk no topic raises; topics of nobody are left out.
    pub topics: Vec<TopicCount>,
    /// Mean risk by days since the last order ÷ usual gap.
    pub by_silence: Vec<RiskGroup>,
    /// Mean risk by number of orders.
    pub by_orders: Vec<RiskGroup>,
    /// Mean risk of those without and with a failure of service since the last order.
    pub by_service: Vec<RiskGroup>,
}

/// A topic among those at risk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TopicCount {
    /// The topic, by its word in the score file; none of those whose risk no topic raises.
    pub topic: Option<&'static str>,
    /// Customers at risk whose risk it raises most.
    pub first: u64,
}

/// Customers of one group, and their mean risk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RiskGroup {
    /// From this value on.
    pub from: f64,
    /// Up to this value, not included; none of the last group.
    pub to: Option<f64>,
    /// Customers with a score.
    pub customers: u64,
    /// Their mean churn probability; NaN of no customer.
    pub mean_risk: f64,
}

const COLUMNS: [ScoreColumn; 10] = [
    file::CHURN_PROBABILITY,
    file::CHURN_FACTOR,
    file::PURCHASES,
    file::SERVICE_FAILURE,
    file::REASON_1_TOPIC,
    file::REASON_1_DIRECTION,
    file::REASON_2_TOPIC,
    file::REASON_2_DIRECTION,
    file::REASON_3_TOPIC,
    file::REASON_3_DIRECTION,
];

/// Edges of the groups.
const SILENCE: [f64; 6] = [0.0, 0.5, 1.0, 2.0, 3.0, 5.0];
const ORDERS: [f64; 5] = [1.0, 2.0, 3.0, 5.0, 10.0];
const SERVICE: [f64; 2] = [0.0, 1.0];
/// More likely to leave than not.
const LIKELY: f64 = 0.5;

/// Topics of the score file.
const TOPICS: usize = Topic::ALL.len() + 1;

/// The words of the topics.
fn topic_words() -> [&'static str; TOPICS] {
    let mut words = [file::ONE_PURCHASE; TOPICS];
    words.iter_mut().zip(Topic::ALL).for_each(|(word, topic)| *word = topic.name());
    words
}

/// Sums of a group.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    customers: u64,
    value: f64,
}

impl Sums {
    fn add(&mut self, value: f64) {
        self.customers += 1;
        self.value += value;
    }

    fn mean(self) -> f64 {
        self.value / self.customers as f64
    }
}

#[derive(Debug, Default)]
struct Tally {
    at_risk: u64,
    topics: [u64; TOPICS],
    no_topic: u64,
    silence: [Sums; SILENCE.len()],
    orders: [Sums; ORDERS.len()],
    service: [Sums; SERVICE.len()],
}

impl Signals {
    /// Reads the parts of a score file.
    pub(crate) fn read(parts: &[PathBuf]) -> Result<Self, ScoreFileError> {
        let (mut tally, words) = (Tally::default(), topic_words());
        for part in parts {
            file::read(part, &COLUMNS, |columns| tally.add(columns, &words))?;
        }
        Ok(tally.finished(&words))
    }
}

impl Tally {
    fn add(&mut self, columns: &[ArrayRef], words: &[&str; TOPICS]) {
        let probability =
            column!(columns, COLUMNS, CHURN_PROBABILITY).as_primitive::<Float64Type>();
        let factor = column!(columns, COLUMNS, CHURN_FACTOR).as_primitive::<Float64Type>();
        let orders = column!(columns, COLUMNS, PURCHASES).as_primitive::<Int64Type>();
        let service = column!(columns, COLUMNS, SERVICE_FAILURE).as_boolean();
        let reasons = [
            [
                column!(columns, COLUMNS, REASON_1_TOPIC),
                column!(columns, COLUMNS, REASON_1_DIRECTION),
            ],
            [
                column!(columns, COLUMNS, REASON_2_TOPIC),
                column!(columns, COLUMNS, REASON_2_DIRECTION),
            ],
            [
                column!(columns, COLUMNS, REASON_3_TOPIC),
                column!(columns, COLUMNS, REASON_3_DIRECTION),
            ],
        ];
        let reasons = reasons.map(|topic_and_way| topic_and_way.map(AsArray::as_string::<i64>));
        for row in (0..probability.len()).filter(|row| probability.is_valid(*row)) {
            let risk = probability.value(row);
            if factor.is_valid(row) {
                add_to(&mut self.silence, &SILENCE, factor.value(row), risk);
            }
            if orders.is_valid(row) {
                add_to(&mut self.orders, &ORDERS, orders.value(row) as f64, risk);
            }
            add_to(&mut self.service, &SERVICE, f64::from(service.value(row)), risk);
            if risk < LIKELY {
                continue;
            }
            self.at_risk += 1;
            // Reasons stand in order of weight.
            let raises = reasons
                .iter()
                .find(|[_, way]| way.is_valid(row) && way.value(row) == direction(1.0));
            let topic =
                raises.and_then(|[topic, _]| words.iter().position(|w| *w == topic.value(row)));
            match topic {
                Some(topic) => self.topics[topic] += 1,
                None => self.no_topic += 1,
            }
        }
    }

    fn finished(self, words: &[&'static str; TOPICS]) -> Signals {
        let known = words.iter().zip(self.topics).filter(|(_, first)| *first > 0);
        let mut topics: Vec<TopicCount> =
            known.map(|(word, first)| TopicCount { topic: Some(word), first }).collect();
        topics.sort_by_key(|count| std::cmp::Reverse(count.first));
        if self.no_topic > 0 {
            topics.push(TopicCount { topic: None, first: self.no_topic });
        }
        Signals {
            at_risk: self.at_risk,
            topics,
            by_silence: groups(&SILENCE, &self.silence),
            by_orders: groups(&ORDERS, &self.orders),
            by_service: groups(&SERVICE, &self.service),
        }
    }
}

fn add_to(groups: &mut [Sums], edges: &[f64], value: f64, risk: f64) {
    let at = edges.iter().filter(|edge| value >= **edge).count();
    if let Some(group) = groups.get_mut(at.wrapping_sub(1)) {
        group.add(risk);
    }
}

fn groups(edges: &[f64], sums: &[Sums]) -> Vec<RiskGroup> {
    let group = |(at, sums): (usize, &Sums)| RiskGroup {
        from: edges[at],
        to: edges.get(at + 1).copied(),
        customers: sums.customers,
        mean_risk: sums.mean(),
    };
    sums.iter().enumerate().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;
    use std::sync::Arc;

    /// Four scored customers and one without a score.
    fn batch() -> RecordBatch {
        let texts =
            |texts: [Option<&str>; 5]| Arc::new(StringArray::from(texts.to_vec())) as ArrayRef;
        let none = || texts([None; 5]);
        let columns: Vec<(&str, ArrayRef)> = vec![
            (
                "churn_probability",
                Arc::new(Float64Array::from(vec![
                    Some(0.9),
                    Some(0.5),
                    Some(0.7),
                    Some(0.1),
                    None,
                ])),
            ),
            (
                "churn_factor",
                Arc::new(Float64Array::from(vec![
                    Some(5.0),
                    Some(1.5),
                    None,
                    Some(0.2),
                    Some(9.0),
                ])),
            ),
            ("purchases", Arc::new(Int64Array::from(vec![1, 4, 12, 2, 1]))),
            (
                "service_failure",
                Arc::new(BooleanArray::from(vec![true, false, false, false, false])),
            ),
            (
                "reason_1_topic",
                texts([Some("interest"), Some("silence"), Some("range"), Some("silence"), None]),
            ),
            (
                "reason_1_direction",
                texts([Some("lowers"), Some("raises"), Some("lowers"), Some("raises"), None]),
            ),
            ("reason_2_topic", texts([Some("one_purchase"), None, None, None, None])),
            ("reason_2_direction", texts([Some("raises"), None, None, None, None])),
            ("reason_3_topic", none()),
            ("reason_3_direction", none()),
        ];
        RecordBatch::try_from_iter(columns).unwrap()
    }

    #[test]
    fn the_first_reason_that_raises_counts_of_those_likely_to_leave() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut writer =
            ArrowWriter::try_new(file.reopen().unwrap(), batch().schema(), None).unwrap();
        writer.write(&batch()).unwrap();
        writer.close().unwrap();
        let found = Signals::read(&[file.path().to_owned()]).unwrap();
        assert_eq!(found.at_risk, 3);
        let topics: Vec<_> = found.topics.iter().map(|count| (count.topic, count.first)).collect();
        assert_eq!(topics, [(Some("silence"), 1), (Some("one_purchase"), 1), (None, 1)]);
        let means = |groups: &[RiskGroup]| {
            let known = groups.iter().filter(|group| group.customers > 0);
            known.map(|group| (group.from, group.customers, group.mean_risk)).collect::<Vec<_>>()
        };
        assert_eq!(means(&found.by_silence), [(0.0, 1, 0.1), (1.0, 1, 0.5), (5.0, 1, 0.9)]);
        assert_eq!(
            means(&found.by_orders),
            [(1.0, 1, 0.9), (2.0, 1, 0.1), (3.0, 1, 0.5), (10.0, 1, 0.7)]
        );
        let service = means(&found.by_service);
        assert_eq!((service[0].1, service[1]), (3, (1.0, 1, 0.9)));
    }
}
