//! The values of the score file's columns. Names, types and order are the contract in [`file`].
//!
//! A column that cannot be said of a customer is null. Blocks of rows are made in parallel, all columns of one while
//! its rows are in the core's own cache.

use super::bands::{Health, RiskBand, TIERS};
use super::file::{self, ScoreColumn};
use super::finish::ScoreContext;
use super::reasons::{Habit, REASONS, Reason, direction};
use super::rfm::{RfmScores, RfmSegment};
use super::rows::{PartitionScores, Row, ServiceFailure, Standing};
use super::stage::{Stage, StageFacts};
use crate::features::Feature;
use crate::ingest::CustomerIds;
use crate::time::days;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int16Array, Int64Array,
    ListArray, RecordBatch, StringArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::ArrowError;
use arrow_schema::{DataType, Field, Schema};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A customer with everything that the base adds to the row.
struct Seen<'a> {
    row: &'a Row,
    rfm: Option<RfmScores>,
    stage: Stage,
    churn_factor: Option<f64>,
    habit: Habit,
    reasons: [Option<Reason>; REASONS],
}

impl<'a> Seen<'a> {
    fn new(said: &ScoreContext, row: &'a Row) -> Self {
        let facts = &row.facts;
        let rhythm = &facts.rhythm;
        let as_of_micros = said.run.as_of.micros();
        let habit = Habit {
            orders: rhythm.orders,
            days_since_last: said.run.as_of.day_number().saturating_sub(facts.last_day),
            usual_gap_days: rhythm.usual_gap_days(&said.base.gap),
        };
        let reasons = row.score.picked.reasons(|raises| habit.sentence(raises).is_some());
        if rhythm.orders == 0 {
            let (stage, churn_factor) = (Stage::Prospect, None);
            return Self { row, rfm: None, stage, churn_factor, habit, reasons };
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
        Self { row, rfm: Some(rfm), stage, churn_factor, habit, reasons }
    }

    fn buyer(&self) -> bool {
        self.row.facts.rhythm.orders > 0
    }

    fn topic(&self, reason: &Reason, features: &[Feature]) -> &'static str {
        match (reason.is_habit(), self.habit.orders) {
            (true, 1) => file::ONE_PURCHASE,
            _ => features[reason.feature].topic.name(),
        }
    }
}

fn probability(seen: &Seen<'_>) -> Option<f64> {
    known(seen.row.score.probability)
}

/// NaN stands for "not known" inside and null in the file.
fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

type Made = Result<ArrayRef, ArrowError>;

type Make<'a> = dyn Fn(&[Seen<'_>]) -> Made + Sync + 'a;

/// A column of the file, to be made when all are known.
struct Column<'a> {
    column: ScoreColumn,
    make: Box<Make<'a>>,
}

/// The columns in the order of the file.
struct ScoreColumns<'a>(Vec<Column<'a>>);

impl<'a> ScoreColumns<'a> {
    fn add(&mut self, column: ScoreColumn, make: impl Fn(&[Seen<'_>]) -> Made + Sync + 'a) {
        self.0.push(Column { column, make: Box::new(make) });
    }

    fn float(&mut self, column: ScoreColumn, value: impl Fn(&Seen<'_>) -> Option<f64> + Sync + 'a) {
        self.add(column, move |rows| {
            Ok(Arc::new(rows.iter().map(&value).collect::<Float64Array>()))
        });
    }

    fn integer(
        &mut self,
        column: ScoreColumn,
        value: impl Fn(&Seen<'_>) -> Option<i64> + Sync + 'a,
    ) {
        self.add(column, move |rows| Ok(Arc::new(rows.iter().map(&value).collect::<Int64Array>())));
    }

    fn date(&mut self, column: ScoreColumn, value: impl Fn(&Seen<'_>) -> Option<i32> + Sync + 'a) {
        self.add(column, move |rows| {
            Ok(Arc::new(rows.iter().map(&value).collect::<Date32Array>()))
        });
    }

    fn flag(&mut self, column: ScoreColumn, value: impl Fn(&Seen<'_>) -> bool + Sync + 'a) {
        self.add(column, move |rows| {
            Ok(Arc::new(rows.iter().map(|seen| Some(value(seen))).collect::<BooleanArray>()))
        });
    }

    fn text<T: AsRef<str>>(
        &mut self,
        column: ScoreColumn,
        value: impl Fn(&Seen<'_>) -> Option<T> + Sync + 'a,
    ) {
        self.add(column, move |rows| {
            Ok(Arc::new(rows.iter().map(&value).collect::<StringArray>()))
        });
    }
}

/// Rows of a block: with what is seen in them they fit into the cache.
const BLOCK_ROWS: usize = 2048;

/// These customers, in their order, as batches; one without a row of nobody.
pub(super) fn batches(
    said: &ScoreContext,
    customers: &PartitionScores,
) -> Result<Vec<RecordBatch>, ArrowError> {
    let ids = customers.ids.to_arrow();
    let n = customers.rows.len();
    let blocks = (0..n.div_ceil(BLOCK_ROWS).max(1)).into_par_iter();
    let block = |k: usize| k * BLOCK_ROWS..n.min((k + 1) * BLOCK_ROWS);
    blocks.map(|k| batch(said, customers, &ids, block(k))).collect()
}

fn batch(
    said: &ScoreContext,
    customers: &PartitionScores,
    ids: &ArrayRef,
    block: Range<usize>,
) -> Result<RecordBatch, ArrowError> {
    let rows = customers.rows[block.clone()].iter().map(|row| Seen::new(said, row));
    let rows: Vec<Seen<'_>> = rows.collect();
    let ids = ids.slice(block.start, block.len());
    let columns = columns(said, customers, ids, block).0;
    let text_ids = matches!(customers.ids, CustomerIds::Text { .. });
    let fields: Vec<Field> = columns.iter().map(|c| c.column.field(text_ids)).collect();
    let arrays =
        columns.into_iter().map(|column| (column.make)(&rows)).collect::<Result<_, _>>()?;
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
}

fn columns<'a>(
    said: &'a ScoreContext,
    customers: &'a PartitionScores,
    ids: ArrayRef,
    block: Range<usize>,
) -> ScoreColumns<'a> {
    let mut columns = ScoreColumns(Vec::new());
    columns.add(file::CUSTOMER_ID, move |_| Ok(Arc::clone(&ids)));
    let as_of_day = said.run.as_of.day_number();
    columns.date(file::AS_OF, move |_| Some(as_of_day));
    add_risk(&mut columns, said);
    add_standing(&mut columns, said);
    add_value(&mut columns, said);
    add_reasons(&mut columns, said);
    if said.run.settings.all_contributions {
        columns.add(file::CONTRIBUTIONS, move |rows| {
            all_contributions(said, customers, block.start, rows)
        });
    }
    columns.text(file::MODEL_VERSION, |_| Some(&said.run.model_version));
    columns.text(file::RUN_ID, |_| Some(&said.run.run_id));
    columns
}

fn add_risk<'a>(columns: &mut ScoreColumns<'a>, said: &'a ScoreContext) {
    let settings = &said.run.settings;
    columns.float(file::CHURN_PROBABILITY, probability);
    columns.float(file::CHURN_PERCENTILE, |seen| {
        Some(said.base.probabilities.percentile(probability(seen)?))
    });
    // Thousandths, rounded half away from zero.
    columns.integer(file::CHURN_PERMILLE, |s| Some((probability(s)? * 1000.0).round() as i64));
    columns.text(file::RISK_BAND, |s| Some(RiskBand::of(probability(s)?, &settings.risk).name()));
    columns.text(file::HEALTH, |seen| match (probability(seen), seen.row.standing) {
        (Some(p), _) => Some(Health::of(p, seen.row.facts.engagement, &settings.health).name()),
        (None, Standing::Lapsed) => Some(Health::Poor.name()),
        (None, _) => None,
    });
    columns.flag(file::ELIGIBLE, |s| s.row.standing == Standing::Eligible);
    columns.flag(file::UNSUBSCRIBED, |s| s.row.facts.engagement.unsubscribed);
    columns.text(file::INELIGIBLE_REASON, |s| s.row.standing.ineligible_reason());
}

fn add_standing<'a>(columns: &mut ScoreColumns<'a>, said: &'a ScoreContext) {
    let gap = &said.base.gap;
    columns.text(file::LIFECYCLE_STAGE, |s| Some(s.stage.name()));
    let has_amounts = said.run.has_amounts;
    columns.text(file::TIER, move |s| {
        (s.buyer() && has_amounts).then(|| TIERS[said.base.tiers.class(s.row.facts.spend_365d)])
    });
    columns.integer(file::RFM_RECENCY, |s| Some(i64::from(s.rfm?.recency)));
    columns.integer(file::RFM_FREQUENCY, |s| Some(i64::from(s.rfm?.frequency)));
    columns.integer(file::RFM_MONETARY, move |s| {
        s.rfm.filter(|_| has_amounts).map(|rfm| i64::from(rfm.monetary))
    });
    columns.text(file::RFM_SEGMENT, |seen| {
        seen.rfm.map(|rfm| RfmSegment::of(rfm.recency, rfm.frequency).name())
    });
    columns.float(file::CHURN_FACTOR, |s| s.churn_factor);
    columns.date(file::LAST_ORDER_DATE, |s| s.buyer().then_some(s.row.facts.last_day));
    columns.text(file::LAST_PRODUCT_CATEGORY, |s| {
        said.run.category_names.get(usize::from(s.row.facts.last_category))
    });
    let expected_next = |s: &Seen<'_>| {
        let facts = &s.row.facts;
        facts.rhythm.expected_next_day(facts.last_day, gap)
    };
    columns.date(file::EXPECTED_NEXT_ORDER_DATE, expected_next);
    columns.text(file::EXPECTED_NEXT_BASIS, move |s| {
        expected_next(s)?;
        Some(if s.row.facts.rhythm.orders > 1 { "own" } else { "population" })
    });
    columns.float(file::USUAL_GAP_DAYS, |s| s.row.facts.rhythm.usual_gap_days(gap));
    columns.flag(file::SERVICE_FAILURE, |s| s.row.facts.engagement.service_failure.is_some());
    columns.text(file::SERVICE_FAILURE_KIND, |s| {
        s.row.facts.engagement.service_failure.map(ServiceFailure::name)
    });
}

/// Share of a customer's money that is kept: what was given back, shrunk to the base's share by one order.
fn kept_share(said: &ScoreContext, row: &Row) -> f64 {
    let order = row.score.expected_order_value;
    let (returned, gross) = (row.facts.returned, row.facts.spend + row.facts.returned);
    let weight = if order > 0.0 { order } else { 0.0 };
    let share = (returned + weight * said.base.returned_share) / (gross + weight);
    if share.is_nan() { 1.0 } else { 1.0 - share.clamp(0.0, 1.0) }
}

/// What the business had from the customer over the horizon's length: last year's net spend, evenly.
fn pace(said: &ScoreContext, row: &Row) -> f64 {
    row.facts.spend_365d.max(0.0) * f64::from(said.run.horizon_days) / 365.0
}

fn add_value<'a>(columns: &mut ScoreColumns<'a>, said: &'a ScoreContext) {
    columns.integer(file::PURCHASES, |s| Some(i64::from(s.row.facts.rhythm.orders)));
    let has_amounts = said.run.has_amounts;
    columns.float(file::SPEND, move |s| has_amounts.then_some(s.row.facts.spend));
    columns.float(file::SPEND_365D, move |s| has_amounts.then_some(s.row.facts.spend_365d));
    let net = move |s: &Seen<'_>, value: f64| known(value * kept_share(said, s.row));
    columns.float(file::EXPECTED_ORDER_VALUE, move |s| net(s, s.row.score.expected_order_value));
    columns.float(file::PREDICTED_VALUE, move |s| net(s, s.row.score.predicted_value));
    columns.float(file::PREDICTED_VALUE_365D, move |s| net(s, s.row.score.predicted_value_365d));
    let pace = move |s: &Seen<'_>| (s.buyer() && has_amounts).then(|| pace(said, s.row));
    columns.float(file::VALUE_AT_PACE, pace);
    columns.float(file::VALUE_AT_RISK, move |s| Some(probability(s)? * pace(s)?));
}

fn add_reasons<'a>(columns: &mut ScoreColumns<'a>, said: &'a ScoreContext) {
    for k in 0..REASONS {
        columns.text(file::REASON[k], move |s| {
            let reason = s.reasons[k]?;
            if reason.is_habit() {
                s.habit.sentence(reason.contribution > 0.0)
            } else {
                reason.words()
            }
        });
    }
    let features = said.book.features();
    for k in 0..REASONS {
        columns.text(file::REASON_TOPIC[k], move |s| Some(s.topic(&s.reasons[k]?, features)));
        columns.text(file::REASON_FEATURE[k], move |s| Some(&features[s.reasons[k]?.feature].name));
        columns.float(file::REASON_VALUE[k], move |s| known(s.reasons[k]?.value));
        columns
            .text(file::REASON_DIRECTION[k], move |s| Some(direction(s.reasons[k]?.contribution)));
        columns.float(file::REASON_CONTRIBUTION[k], move |s| Some(s.reasons[k]?.contribution));
    }
    let base = said.run.base_log_odds;
    columns.float(file::OTHER_CONTRIBUTIONS, move |s| {
        let given: f64 = s.reasons.iter().flatten().map(|reason| reason.contribution).sum();
        known(s.row.score.log_odds - base - given)
    });
    columns.float(file::BASE_LOG_ODDS, move |s| known(s.row.score.log_odds).map(|_| base));
    columns.float(file::LOG_ODDS, |s| known(s.row.score.log_odds));
}

/// `list<struct<feature, contribution>>`, in the order of the features; null for the ineligible.
fn all_contributions(
    said: &ScoreContext,
    customers: &PartitionScores,
    first: usize,
    rows: &[Seen<'_>],
) -> Made {
    let features = said.book.features();
    let (mut codes, mut values, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    let of_each = customers.contributions.chunks_exact(features.len().max(1)).skip(first);
    for (seen, contributions) in rows.iter().zip(of_each) {
        let eligible = seen.row.standing == Standing::Eligible;
        let contributions = if eligible { contributions } else { &[] };
        codes.extend(0..contributions.len() as i16);
        values.extend_from_slice(contributions);
        lengths.push(contributions.len());
    }
    let names: StringArray = features.iter().map(|feature| Some(feature.name.as_str())).collect();
    let names = DictionaryArray::new(Int16Array::from(codes), Arc::new(names));
    let fields = file::contribution_fields();
    let values: ArrayRef = Arc::new(Float64Array::from(values));
    let entries = StructArray::try_new(fields.clone(), vec![Arc::new(names), values], None)?;
    let nulls: NullBuffer =
        rows.iter().map(|seen| seen.row.standing == Standing::Eligible).collect();
    let item = Arc::new(Field::new("item", DataType::Struct(fields), false));
    let offsets = OffsetBuffer::from_lengths(lengths);
    Ok(Arc::new(ListArray::try_new(item, offsets, Arc::new(entries), Some(nulls))?))
}
