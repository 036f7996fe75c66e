//! Where customers stand tonight: the score file in counts and money, by every class that it has.

use super::score_rows::ScoreRow;
use serde::Serialize;
use std::collections::BTreeMap;

/// The score file in counts and money.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Customers in the file.
    pub customers: u64,
    /// What is at risk.
    pub exposure: Exposure,
    /// By lifecycle stage.
    pub stages: Vec<ClassCount>,
    /// By RFM segment.
    pub segments: Vec<ClassCount>,
    /// By risk band, those with a score.
    pub bands: Vec<ClassCount>,
    /// By health.
    pub health: Vec<ClassCount>,
    /// By tier.
    pub tiers: Vec<ClassCount>,
    /// The RFM map: 25 cells, recency 1 to 5 within frequency 1 to 5.
    pub rfm: Vec<RfmCell>,
}

/// What is at risk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Exposure {
    /// Customers with a score.
    pub scored: u64,
    /// Sum of their churn probabilities.
    pub expected_leavers: f64,
    /// Sum of value at risk over all scored; none where no column tells of money.
    pub value_at_risk: Option<f64>,
    /// Customers who are overdue by their own rhythm and more likely to leave than not.
    pub overdue_and_likely: u64,
    /// What is at risk with those.
    pub value_at_risk_of_overdue: Option<f64>,
}

/// Customers of one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassCount {
    /// The class, by its word in the score file.
    pub class: String,
    /// Number of customers.
    pub customers: u64,
    /// Sum of their churn probabilities, those with a score.
    pub expected_leavers: f64,
    /// Sum of value at risk; none where no column tells of money.
    pub value_at_risk: Option<f64>,
}

/// A cell of the RFM map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RfmCell {
    /// Fifth by recency, 1 to 5, 5 the best.
    pub recency: u8,
    /// Fifth by frequency, 1 to 5.
    pub frequency: u8,
    /// The segment that the cell belongs to; none of an empty cell.
    pub segment: Option<String>,
    /// Number of customers.
    pub customers: u64,
    /// Sum of value at risk; none where no column tells of money.
    pub value_at_risk: Option<f64>,
}

/// What the loyalty measures take from the scores.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct ScoredValue {
    /// Customers with a score.
    pub scored: u64,
    /// Sum of their churn probabilities.
    pub expected_leavers: f64,
    /// Sum of value at risk; none where the scores tell of no money.
    pub value_at_risk: Option<f64>,
    /// Customers with a predicted value.
    pub with_prediction: u64,
    /// Sum of the values predicted over 365 days.
    pub predicted_365d: f64,
}

/// Why nothing of the scores is said.
pub(super) const NO_SCORES: &str =
    "there are no scores of this date in the output folder: run winback score first";

/// Overdue from here on, in usual gaps.
const OVERDUE_FACTOR: f64 = 1.0;
/// More likely than not.
const LIKELY: f64 = 0.5;

impl Exposure {
    /// Counts a customer.
    pub(super) fn add(&mut self, row: &ScoreRow<'_>) {
        let Some(probability) = row.probability else { return };
        self.scored += 1;
        self.expected_leavers += probability;
        add_money(&mut self.value_at_risk, row.value_at_risk);
        let is_overdue = row.churn_factor.is_some_and(|factor| factor >= OVERDUE_FACTOR);
        if is_overdue && probability > LIKELY {
            self.overdue_and_likely += 1;
            add_money(&mut self.value_at_risk_of_overdue, row.value_at_risk);
        }
    }
}

/// Adds money that may not be known; a sum of nothing known is not known.
pub(super) fn add_money(sum: &mut Option<f64>, more: Option<f64>) {
    if let Some(more) = more {
        *sum = Some(sum.unwrap_or_default() + more);
    }
}

/// The score file counted, row by row in its order.
#[derive(Debug, Default)]
pub(crate) struct StandingTally {
    customers: u64,
    exposure: Exposure,
    value: ScoredValue,
    classes: [BTreeMap<String, ClassCount>; 5],
    cells: BTreeMap<(u8, u8), RfmCell>,
}

impl StandingTally {
    /// Counts a customer.
    pub(crate) fn add(&mut self, row: &ScoreRow<'_>) {
        self.customers += 1;
        self.exposure.add(row);
        if let Some(predicted) = row.predicted_365d.filter(|_| row.probability.is_some()) {
            self.value.with_prediction += 1;
            self.value.predicted_365d += predicted;
        }
        let words = [row.stage, row.segment, row.band, row.health, row.tier];
        for (classes, word) in self.classes.iter_mut().zip(words) {
            if let Some(word) = word {
                count(classes, word, row);
            }
        }
        if let Some((recency, frequency)) = row.rfm {
            let cell = self.cells.entry((frequency, recency)).or_insert_with(|| RfmCell {
                segment: row.segment.map(str::to_owned),
                ..empty_cell(recency, frequency)
            });
            cell.customers += 1;
            add_money(&mut cell.value_at_risk, row.value_at_risk);
        }
    }

    /// What the measures take of it.
    pub(crate) fn value(&self) -> ScoredValue {
        let Exposure { scored, expected_leavers, value_at_risk, .. } = self.exposure;
        ScoredValue { scored, expected_leavers, value_at_risk, ..self.value }
    }

    /// What the counts say; classes in the order of their words, which the page puts in its own.
    pub(crate) fn said(self) -> Standing {
        let Self { customers, exposure, classes, mut cells, .. } = self;
        let [stages, segments, bands, health, tiers] =
            classes.map(|classes| classes.into_values().collect());
        let mut rfm = Vec::new();
        for frequency in 1..=5 {
            for recency in 1..=5 {
                let cell = cells.remove(&(frequency, recency));
                rfm.push(cell.unwrap_or_else(|| empty_cell(recency, frequency)));
            }
        }
        Standing { customers, exposure, stages, segments, bands, health, tiers, rfm }
    }
}

fn count(classes: &mut BTreeMap<String, ClassCount>, word: &str, row: &ScoreRow<'_>) {
    if !classes.contains_key(word) {
        let class = word.to_owned();
        let empty = ClassCount { class, customers: 0, expected_leavers: 0.0, value_at_risk: None };
        classes.insert(word.to_owned(), empty);
    }
    if let Some(counted) = classes.get_mut(word) {
        counted.customers += 1;
        counted.expected_leavers += row.probability.unwrap_or_default();
        add_money(&mut counted.value_at_risk, row.value_at_risk);
    }
}

fn empty_cell(recency: u8, frequency: u8) -> RfmCell {
    RfmCell { recency, frequency, segment: None, customers: 0, value_at_risk: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_cells_hold_everybody_once() {
        let regular = ScoreRow {
            probability: Some(0.75),
            churn_factor: Some(1.0),
            value_at_risk: Some(30.0),
            predicted_365d: Some(50.0),
            stage: Some("slipping"),
            segment: Some("at_risk"),
            band: Some("high"),
            rfm: Some((2, 4)),
            ..ScoreRow::default()
        };
        let early = ScoreRow { churn_factor: Some(0.9), ..regular };
        let prospect = ScoreRow { stage: Some("prospect"), ..ScoreRow::default() };
        let mut tally = StandingTally::default();
        for row in [&regular, &early, &prospect] {
            tally.add(row);
        }
        let value = tally.value();
        assert_eq!((value.scored, value.with_prediction, value.predicted_365d), (2, 2, 100.0));
        let standing = tally.said();
        assert_eq!(standing.customers, 3);
        let expected = Exposure {
            scored: 2,
            expected_leavers: 1.5,
            value_at_risk: Some(60.0),
            overdue_and_likely: 1,
            value_at_risk_of_overdue: Some(30.0),
        };
        assert_eq!(standing.exposure, expected);
        let stages: Vec<(&str, u64)> =
            standing.stages.iter().map(|class| (class.class.as_str(), class.customers)).collect();
        assert_eq!(stages, [("prospect", 1), ("slipping", 2)]);
        assert_eq!(standing.stages[0].value_at_risk, None);
        assert_eq!(standing.rfm.len(), 25);
        let cell = standing.rfm.iter().find(|cell| cell.customers > 0).unwrap();
        assert_eq!((cell.recency, cell.frequency, cell.customers), (2, 4, 2));
        assert_eq!(cell.segment.as_deref(), Some("at_risk"));
    }
}
