//! The columns of the score file: name, type and value of each, in one list.
//!
//! A column that cannot be said of a customer is null. Names and order are the file's contract.

use super::bands::{Health, RiskBand, TIERS};
use super::finish::Scores;
use super::reasons::{REASONS, direction};
use super::rfm::{RfmScores, RfmSegment};
use super::rows::{Row, Standing};
use super::sentences::Known;
use super::stage::{Stage, StageFacts};
use crate::history::CustomerId;
use crate::time::days;
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int16Array, Int64Array,
    ListArray, RecordBatch, StringArray, StructArray,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field, Fields, Schema};
use arrow::error::ArrowError;
use std::ops::Range;
use std::sync::Arc;

/// A customer with everything that the base adds to the row.
struct Seen<'a> {
    at: usize,
    row: &'a Row,
    rfm: Option<RfmScores>,
    stage: Stage,
    churn_factor: Option<f64>,
}

impl<'a> Seen<'a> {
    fn new(scores: &'a Scores, at: usize) -> Self {
        let row = scores.row(at);
        let facts = &row.facts;
        let rhythm = &facts.rhythm;
        let as_of_micros = scores.run.as_of.micros();
        if rhythm.orders == 0 {
            return Self { at, row, rfm: None, stage: Stage::Prospect, churn_factor: None };
        }
        let rfm = scores.base.rfm.scores(facts.last_day, rhythm.orders, facts.spend);
        let churn_factor = rhythm.churn_factor(as_of_micros, &scores.base.gap);
        let stage_facts = StageFacts {
            orders: rhythm.orders,
            days_since_last: days(as_of_micros - rhythm.last_micros),
            days_since_first: days(as_of_micros - rhythm.first_micros),
            churn_factor,
            rfm,
            advocate: facts.engagement.advocate,
        };
        let stage = Stage::of_buyer(&stage_facts, &scores.run.settings, scores.run.lookback_days);
        Self { at, row, rfm: Some(rfm), stage, churn_factor }
    }

    fn buyer(&self) -> bool {
        self.row.facts.rhythm.orders > 0
    }
}

/// NaN stands for "not known" inside and null in the file.
fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

/// Columns as they are added.
struct Columns<'a> {
    rows: Vec<Seen<'a>>,
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns<'_> {
    fn add(&mut self, name: &str, nullable: bool, array: ArrayRef) {
        self.fields.push(Field::new(name, array.data_type().clone(), nullable));
        self.arrays.push(array);
    }

    fn float(&mut self, name: &str, value: impl Fn(&Seen<'_>) -> Option<f64>) {
        let array: Float64Array = self.rows.iter().map(value).collect();
        self.add(name, true, Arc::new(array));
    }

    fn integer(&mut self, name: &str, value: impl Fn(&Seen<'_>) -> Option<i64>) {
        let array: Int64Array = self.rows.iter().map(value).collect();
        self.add(name, true, Arc::new(array));
    }

    fn date(&mut self, name: &str, value: impl Fn(&Seen<'_>) -> Option<i32>) {
        let array: Date32Array = self.rows.iter().map(value).collect();
        self.add(name, true, Arc::new(array));
    }

    fn text<T: AsRef<str>>(&mut self, name: &str, value: impl Fn(&Seen<'_>) -> Option<T>) {
        let array: StringArray = self.rows.iter().map(value).collect();
        self.add(name, true, Arc::new(array));
    }
}

/// The customers at these positions of the file, as a batch.
pub(super) fn batch(scores: &Scores, positions: Range<usize>) -> Result<RecordBatch, ArrowError> {
    let rows = positions.clone().map(|at| Seen::new(scores, at)).collect();
    let mut columns = Columns { rows, fields: Vec::new(), arrays: Vec::new() };
    columns.add("customer_id", false, identifiers(scores, positions));
    let as_of_day = scores.run.as_of.day_number();
    columns.date("as_of", |_| Some(as_of_day));
    add_risk(&mut columns, scores);
    add_standing(&mut columns, scores);
    add_value(&mut columns);
    add_reasons(&mut columns, scores);
    if scores.run.settings.all_contributions {
        let all = all_contributions(scores, &columns.rows);
        columns.add("contributions", true, all?);
    }
    columns.text("model_version", |_| Some(&scores.run.model_version));
    columns.text("run_id", |_| Some(&scores.run.run_id));
    RecordBatch::try_new(Arc::new(Schema::new(columns.fields)), columns.arrays)
}

fn identifiers(scores: &Scores, positions: Range<usize>) -> ArrayRef {
    let mut ids = scores.no_ids();
    let is_text = matches!(ids, crate::history::CustomerIds::Text { .. });
    positions.clone().for_each(|at| ids.push(scores.id(at)));
    if is_text {
        let texts = ids.iter().map(|id| match id {
            CustomerId::Text(text) => Some(text),
            CustomerId::Int(_) => None,
        });
        Arc::new(texts.collect::<StringArray>())
    } else {
        let numbers = ids.iter().map(|id| match id {
            CustomerId::Int(number) => Some(number),
            CustomerId::Text(_) => None,
        });
        Arc::new(numbers.collect::<Int64Array>())
    }
}

fn add_risk(columns: &mut Columns<'_>, scores: &Scores) {
    let settings = &scores.run.settings;
    let probability = |seen: &Seen<'_>| known(seen.row.probability);
    columns.float("churn_probability", probability);
    columns.float("churn_percentile", |seen| {
        Some(scores.base.probabilities.percentile(probability(seen)?))
    });
    // Thousandths, rounded half away from zero.
    columns.integer("churn_permille", |s| Some((probability(s)? * 1000.0).round() as i64));
    columns.text("risk_band", |s| Some(RiskBand::of(probability(s)?, &settings.risk).name()));
    columns.text("health", |seen| match (probability(seen), seen.row.standing) {
        (Some(p), _) => Some(Health::of(p, seen.row.facts.engagement, &settings.health).name()),
        (None, Standing::Lapsed) => Some(Health::Poor.name()),
        (None, _) => None,
    });
    let eligible = columns.rows.iter().map(|s| Some(s.row.standing == Standing::Eligible));
    let eligible: BooleanArray = eligible.collect();
    columns.add("eligible", false, Arc::new(eligible));
    let unsubscribed = columns.rows.iter().map(|s| Some(s.row.facts.engagement.unsubscribed));
    let unsubscribed: BooleanArray = unsubscribed.collect();
    columns.add("unsubscribed", false, Arc::new(unsubscribed));
    columns.text("ineligible_reason", |s| s.row.standing.ineligible_reason());
}

fn add_standing(columns: &mut Columns<'_>, scores: &Scores) {
    let gap = &scores.base.gap;
    let zone = &scores.run.zone;
    columns.text("lifecycle_stage", |s| Some(s.stage.name()));
    columns.text("tier", |s| {
        s.buyer().then(|| TIERS[scores.base.tiers.class(s.row.facts.spend_365d)])
    });
    columns.integer("rfm_recency", |s| Some(i64::from(s.rfm?.recency)));
    columns.integer("rfm_frequency", |s| Some(i64::from(s.rfm?.frequency)));
    columns.integer("rfm_monetary", |s| Some(i64::from(s.rfm?.monetary)));
    columns.text("rfm_segment", |seen| {
        seen.rfm.map(|rfm| RfmSegment::of(rfm.recency, rfm.frequency).name())
    });
    columns.float("churn_factor", |s| s.churn_factor);
    columns.date("last_order_date", |s| s.buyer().then_some(s.row.facts.last_day));
    columns.date("expected_next_order_date", |s| {
        s.row.facts.rhythm.expected_next_micros(gap).map(|micros| zone.day_number(micros))
    });
}

fn add_value(columns: &mut Columns<'_>) {
    columns.integer("purchases", |s| Some(i64::from(s.row.facts.rhythm.orders)));
    columns.float("spend", |s| Some(s.row.facts.spend));
    columns.float("spend_365d", |s| Some(s.row.facts.spend_365d));
    columns.float("predicted_value", |s| known(s.row.predicted_value));
    columns.float("predicted_value_365d", |s| known(s.row.predicted_value_365d));
    columns.float("value_at_risk", |s| known(s.row.probability * s.row.predicted_value));
}

fn add_reasons(columns: &mut Columns<'_>, scores: &Scores) {
    for k in 0..REASONS {
        columns.text(&format!("reason_{}", k + 1), |s| sentence(scores, s.row, k));
    }
    let features = scores.book.features();
    for k in 0..REASONS {
        let name = |part: &str| format!("reason_{}_{part}", k + 1);
        columns.text(&name("feature"), |s| {
            s.row.picked.feature(k).map(|feature| &features[feature].name)
        });
        columns.float(&name("value"), |s| known(s.row.picked.value[k]));
        columns.text(&name("direction"), |s| known(s.row.picked.contribution[k]).map(direction));
        columns.float(&name("contribution"), |s| known(s.row.picked.contribution[k]));
    }
    columns.float("other_contributions", |s| {
        let given: f64 = s.row.picked.contribution.iter().filter(|c| !c.is_nan()).sum();
        known(s.row.log_odds - s.row.base_log_odds - given)
    });
    columns.float("base_log_odds", |s| known(s.row.base_log_odds));
    columns.float("log_odds", |s| known(s.row.log_odds));
}

fn sentence(scores: &Scores, row: &Row, k: usize) -> Option<String> {
    let feature = row.picked.feature(k)?;
    let as_of_micros = scores.run.as_of.micros();
    let rhythm = &row.facts.rhythm;
    let known = Known {
        value: row.picked.value[k],
        beside: f64::from(row.picked.beside[k]),
        window_days: 0,
        orders: rhythm.orders,
        days_since_last: days(as_of_micros - rhythm.last_micros),
        days_since_first: days(as_of_micros - rhythm.first_micros),
        own_gap_days: rhythm.own_mean_gap_days().unwrap_or(f64::NAN),
    };
    Some(scores.book.sentence(feature, &known))
}

/// `list<struct<feature, contribution>>`, in the order of the features; null for the ineligible.
fn all_contributions(scores: &Scores, rows: &[Seen<'_>]) -> Result<ArrayRef, ArrowError> {
    let features = scores.book.features();
    let (mut codes, mut values, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    for seen in rows {
        let eligible = seen.row.standing == Standing::Eligible;
        let contributions = if eligible { scores.contributions(seen.at) } else { &[] };
        codes.extend(0..contributions.len() as i16);
        values.extend_from_slice(contributions);
        lengths.push(contributions.len());
    }
    let names: StringArray = features.iter().map(|feature| Some(feature.name.as_str())).collect();
    let names = DictionaryArray::new(Int16Array::from(codes), Arc::new(names));
    let dictionary = DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8));
    let fields = Fields::from(vec![
        Field::new("feature", dictionary, false),
        Field::new("contribution", DataType::Float64, false),
    ]);
    let values: ArrayRef = Arc::new(Float64Array::from(values));
    let entries = StructArray::try_new(fields.clone(), vec![Arc::new(names), values], None)?;
    let nulls: NullBuffer =
        rows.iter().map(|seen| seen.row.standing == Standing::Eligible).collect();
    let item = Arc::new(Field::new("item", DataType::Struct(fields), false));
    let offsets = OffsetBuffer::from_lengths(lengths);
    Ok(Arc::new(ListArray::try_new(item, offsets, Arc::new(entries), Some(nulls))?))
}
