//! The columns of the score file: name, type and value of each, in one list.
//!
//! A column that cannot be said of a customer is null. Names and order are the file's contract.
//! Columns are made in parallel, each from all rows at hand.

use super::bands::{Health, RiskBand, TIERS};
use super::finish::Said;
use super::reasons::{REASONS, direction};
use super::rfm::{RfmScores, RfmSegment};
use super::rows::{PartitionScores, Row, Standing};
use super::sentences::Known;
use super::stage::{Stage, StageFacts};
use crate::time::days;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int16Array, Int64Array,
    ListArray, RecordBatch, StringArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::ArrowError;
use arrow_schema::{DataType, Field, Fields, Schema};
use rayon::prelude::*;
use std::sync::Arc;

/// A customer with everything that the base adds to the row.
struct Seen<'a> {
    row: &'a Row,
    rfm: Option<RfmScores>,
    stage: Stage,
    churn_factor: Option<f64>,
}

impl<'a> Seen<'a> {
    fn new(said: &Said, row: &'a Row) -> Self {
        let facts = &row.facts;
        let rhythm = &facts.rhythm;
        let as_of_micros = said.run.as_of.micros();
        if rhythm.orders == 0 {
            return Self { row, rfm: None, stage: Stage::Prospect, churn_factor: None };
        }
        let rfm = said.base.rfm.scores(facts.last_day, rhythm.orders, facts.spend);
        let churn_factor = rhythm.churn_factor(as_of_micros, &said.base.gap);
        let stage_facts = StageFacts {
            orders: rhythm.orders,
            days_since_last: days(as_of_micros - rhythm.last_micros),
            days_since_first: days(as_of_micros - rhythm.first_micros),
            churn_factor,
            rfm,
            advocate: facts.engagement.advocate,
        };
        let stage = Stage::of_buyer(&stage_facts, &said.run.settings, said.run.lookback_days);
        Self { row, rfm: Some(rfm), stage, churn_factor }
    }

    fn buyer(&self) -> bool {
        self.row.facts.rhythm.orders > 0
    }
}

fn probability(seen: &Seen<'_>) -> Option<f64> {
    known(seen.row.judgement.probability)
}

/// NaN stands for "not known" inside and null in the file.
fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

type Made = Result<ArrayRef, ArrowError>;

type Make<'a> = dyn Fn(&[Seen<'_>]) -> Made + Sync + 'a;

/// A column of the file, to be made when all are known.
struct Column<'a> {
    name: String,
    nullable: bool,
    make: Box<Make<'a>>,
}

/// The columns in the order of the file.
struct Columns<'a>(Vec<Column<'a>>);

impl<'a> Columns<'a> {
    fn add(&mut self, name: &str, nullable: bool, make: impl Fn(&[Seen<'_>]) -> Made + Sync + 'a) {
        self.0.push(Column { name: name.to_owned(), nullable, make: Box::new(make) });
    }

    fn float(&mut self, name: &str, value: impl Fn(&Seen<'_>) -> Option<f64> + Sync + 'a) {
        self.add(name, true, move |rows| {
            Ok(Arc::new(rows.iter().map(&value).collect::<Float64Array>()))
        });
    }

    fn integer(&mut self, name: &str, value: impl Fn(&Seen<'_>) -> Option<i64> + Sync + 'a) {
        self.add(name, true, move |rows| {
            Ok(Arc::new(rows.iter().map(&value).collect::<Int64Array>()))
        });
    }

    fn date(&mut self, name: &str, value: impl Fn(&Seen<'_>) -> Option<i32> + Sync + 'a) {
        self.add(name, true, move |rows| {
            Ok(Arc::new(rows.iter().map(&value).collect::<Date32Array>()))
        });
    }

    fn flag(&mut self, name: &str, value: impl Fn(&Seen<'_>) -> bool + Sync + 'a) {
        self.add(name, false, move |rows| {
            Ok(Arc::new(rows.iter().map(|seen| Some(value(seen))).collect::<BooleanArray>()))
        });
    }

    fn text<T: AsRef<str>>(
        &mut self,
        name: &str,
        value: impl Fn(&Seen<'_>) -> Option<T> + Sync + 'a,
    ) {
        self.add(name, true, move |rows| {
            Ok(Arc::new(rows.iter().map(&value).collect::<StringArray>()))
        });
    }
}

/// These customers, in their order, as a batch.
pub(super) fn batch(said: &Said, customers: &PartitionScores) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<Seen<'_>> =
        customers.rows.par_iter().with_min_len(4096).map(|row| Seen::new(said, row)).collect();
    let columns = columns(said, customers).0;
    let made: Vec<(Field, ArrayRef)> = columns
        .into_par_iter()
        .with_max_len(1)
        .map(|Column { name, nullable, make }| {
            let array = make(&rows)?;
            Ok((Field::new(name, array.data_type().clone(), *nullable), array))
        })
        .collect::<Result<_, ArrowError>>()?;
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = made.into_iter().unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
}

fn columns<'a>(said: &'a Said, customers: &'a PartitionScores) -> Columns<'a> {
    let mut columns = Columns(Vec::new());
    columns.add("customer_id", false, |_| Ok(customers.ids.to_arrow()));
    let as_of_day = said.run.as_of.day_number();
    columns.date("as_of", move |_| Some(as_of_day));
    add_risk(&mut columns, said);
    add_standing(&mut columns, said);
    add_value(&mut columns);
    add_reasons(&mut columns, said);
    if said.run.settings.all_contributions {
        columns.add("contributions", true, |rows| all_contributions(said, customers, rows));
    }
    columns.text("model_version", |_| Some(&said.run.model_version));
    columns.text("run_id", |_| Some(&said.run.run_id));
    columns
}

fn add_risk<'a>(columns: &mut Columns<'a>, said: &'a Said) {
    let settings = &said.run.settings;
    columns.float("churn_probability", probability);
    columns.float("churn_percentile", |seen| {
        Some(said.base.probabilities.percentile(probability(seen)?))
    });
    // Thousandths, rounded half away from zero.
    columns.integer("churn_permille", |s| Some((probability(s)? * 1000.0).round() as i64));
    columns.text("risk_band", |s| Some(RiskBand::of(probability(s)?, &settings.risk).name()));
    columns.text("health", |seen| match (probability(seen), seen.row.standing) {
        (Some(p), _) => Some(Health::of(p, seen.row.facts.engagement, &settings.health).name()),
        (None, Standing::Lapsed) => Some(Health::Poor.name()),
        (None, _) => None,
    });
    columns.flag("eligible", |s| s.row.standing == Standing::Eligible);
    columns.flag("unsubscribed", |s| s.row.facts.engagement.unsubscribed);
    columns.text("ineligible_reason", |s| s.row.standing.ineligible_reason());
}

fn add_standing<'a>(columns: &mut Columns<'a>, said: &'a Said) {
    let gap = &said.base.gap;
    let zone = &said.run.zone;
    columns.text("lifecycle_stage", |s| Some(s.stage.name()));
    columns
        .text("tier", |s| s.buyer().then(|| TIERS[said.base.tiers.class(s.row.facts.spend_365d)]));
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
    columns.float("predicted_value", |s| known(s.row.judgement.predicted_value));
    columns.float("predicted_value_365d", |s| known(s.row.judgement.predicted_value_365d));
    columns.float("value_at_risk", |s| {
        known(s.row.judgement.probability * s.row.judgement.predicted_value)
    });
}

fn add_reasons<'a>(columns: &mut Columns<'a>, said: &'a Said) {
    for k in 0..REASONS {
        columns.text(&format!("reason_{}", k + 1), move |s| sentence(said, s.row, k));
    }
    let features = said.book.features();
    for k in 0..REASONS {
        let name = |part: &str| format!("reason_{}_{part}", k + 1);
        columns.text(&name("feature"), move |s| {
            s.row.judgement.picked.feature(k).map(|feature| &features[feature].name)
        });
        columns.float(&name("value"), move |s| known(s.row.judgement.picked.value[k]));
        columns.text(&name("direction"), move |s| {
            known(s.row.judgement.picked.contribution[k]).map(direction)
        });
        columns
            .float(&name("contribution"), move |s| known(s.row.judgement.picked.contribution[k]));
    }
    let base = said.run.base_log_odds;
    columns.float("other_contributions", move |s| {
        let judgement = &s.row.judgement;
        let given: f64 = judgement.picked.contribution.iter().filter(|c| !c.is_nan()).sum();
        known(judgement.log_odds - base - given)
    });
    columns.float("base_log_odds", move |s| known(s.row.judgement.log_odds).map(|_| base));
    columns.float("log_odds", |s| known(s.row.judgement.log_odds));
}

fn sentence(said: &Said, row: &Row, k: usize) -> Option<String> {
    let picked = &row.judgement.picked;
    let feature = picked.feature(k)?;
    let as_of_micros = said.run.as_of.micros();
    let rhythm = &row.facts.rhythm;
    let known = Known {
        value: picked.value[k],
        beside: f64::from(picked.beside[k]),
        window_days: 0,
        orders: rhythm.orders,
        days_since_last: days(as_of_micros - rhythm.last_micros),
        days_since_first: days(as_of_micros - rhythm.first_micros),
        own_gap_days: rhythm.own_mean_gap_days().unwrap_or(f64::NAN),
    };
    Some(said.book.sentence(feature, &known))
}

/// `list<struct<feature, contribution>>`, in the order of the features; null for the ineligible.
fn all_contributions(said: &Said, customers: &PartitionScores, rows: &[Seen<'_>]) -> Made {
    let features = said.book.features();
    let (mut codes, mut values, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    let of_each = customers.contributions.chunks_exact(features.len().max(1));
    for (seen, contributions) in rows.iter().zip(of_each) {
        let eligible = seen.row.standing == Standing::Eligible;
        let contributions = if eligible { contributions } else { &[] };
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
