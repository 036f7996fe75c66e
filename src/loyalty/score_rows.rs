//! Rows of a published score file one after another, in its order, which is that of the identifiers.

use crate::history::CustomerId;
use crate::score::file::{self, ScoreBatches, ScoreColumn, ScoreFileError, column};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use std::path::PathBuf;

/// The columns of a [`ScoreRow`].
const COLUMNS: [ScoreColumn; 13] = [
    file::CUSTOMER_ID,
    file::CHURN_PROBABILITY,
    file::CHURN_FACTOR,
    file::VALUE_AT_RISK,
    file::PREDICTED_VALUE_365D,
    file::LAST_ORDER_DATE,
    file::LIFECYCLE_STAGE,
    file::RFM_SEGMENT,
    file::RISK_BAND,
    file::HEALTH,
    file::TIER,
    file::RFM_RECENCY,
    file::RFM_FREQUENCY,
];

/// What a row of the score file says of a customer, as far as counts need it; null is none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct ScoreRow<'a> {
    /// Churn probability.
    pub probability: Option<f64>,
    /// Days since the last order ÷ usual gap.
    pub churn_factor: Option<f64>,
    /// Money at risk.
    pub value_at_risk: Option<f64>,
    /// Spend predicted over 365 days.
    pub predicted_365d: Option<f64>,
    /// Day of the last order, days since 1970-01-01.
    pub last_order_day: Option<i32>,
    /// Lifecycle stage.
    pub stage: Option<&'a str>,
    /// RFM segment.
    pub segment: Option<&'a str>,
    /// Risk band.
    pub band: Option<&'a str>,
    /// Health.
    pub health: Option<&'a str>,
    /// The customer's tier by value.
    pub tier: Option<&'a str>,
    /// Fifths by recency and by frequency.
    pub rfm: Option<(u8, u8)>,
}

/// The rows of some parts, in their order.
pub(crate) struct ScoreRows {
    parts: std::vec::IntoIter<PathBuf>,
    batches: Option<ScoreBatches>,
    /// The current batch; empty at the end.
    batch: Vec<ArrayRef>,
    at: usize,
}

impl ScoreRows {
    /// Opens the parts and stands on the first row.
    pub(crate) fn open(parts: Vec<PathBuf>) -> Result<Self, ScoreFileError> {
        let mut rows = Self { parts: parts.into_iter(), batches: None, batch: Vec::new(), at: 0 };
        rows.next_batch()?;
        Ok(rows)
    }

    /// Whether identifiers are texts; `None` without a row.
    pub(crate) fn has_text_ids(&self) -> Option<bool> {
        let is_text = |batch: &[ArrayRef]| {
            *column!(batch, COLUMNS, CUSTOMER_ID).data_type() != DataType::Int64
        };
        (!self.batch.is_empty()).then(|| is_text(&self.batch))
    }

    /// The current row; none after the last.
    pub(crate) fn current(&self) -> Option<(CustomerId<'_>, ScoreRow<'_>)> {
        if self.batch.is_empty() {
            return None;
        }
        let at = self.at;
        macro_rules! of {
            ($name:ident) => {
                column!(self.batch, COLUMNS, $name)
            };
        }
        let id = of!(CUSTOMER_ID);
        let id = match id.data_type() {
            DataType::Int64 => CustomerId::Int(id.as_primitive::<Int64Type>().value(at)),
            _ => CustomerId::Text(id.as_string::<i64>().value(at)),
        };
        let row = ScoreRow {
            probability: number(of!(CHURN_PROBABILITY), at),
            churn_factor: number(of!(CHURN_FACTOR), at),
            value_at_risk: number(of!(VALUE_AT_RISK), at),
            predicted_365d: number(of!(PREDICTED_VALUE_365D), at),
            last_order_day: day(of!(LAST_ORDER_DATE), at),
            stage: word(of!(LIFECYCLE_STAGE), at),
            segment: word(of!(RFM_SEGMENT), at),
            band: word(of!(RISK_BAND), at),
            health: word(of!(HEALTH), at),
            tier: word(of!(TIER), at),
            rfm: fifth(of!(RFM_RECENCY), at).zip(fifth(of!(RFM_FREQUENCY), at)),
        };
        Some((id, row))
    }

    /// Goes to the next row.
    pub(crate) fn advance(&mut self) -> Result<(), ScoreFileError> {
        self.at += 1;
        if self.batch.first().is_some_and(|ids| self.at >= ids.len()) {
            self.next_batch()?;
        }
        Ok(())
    }

    /// The next batch with a row; none at the end.
    fn next_batch(&mut self) -> Result<(), ScoreFileError> {
        self.at = 0;
        loop {
            if let Some(batch) = self.batches.as_mut().and_then(Iterator::next) {
                self.batch = batch?;
                if !self.batch[0].is_empty() {
                    return Ok(());
                }
            } else if let Some(part) = self.parts.next() {
                self.batches = Some(ScoreBatches::open(&part, &COLUMNS)?);
            } else {
                self.batch.clear();
                return Ok(());
            }
        }
    }
}

fn number(column: &ArrayRef, at: usize) -> Option<f64> {
    let column = column.as_primitive::<Float64Type>();
    column.is_valid(at).then(|| column.value(at))
}

fn day(column: &ArrayRef, at: usize) -> Option<i32> {
    let column = column.as_primitive::<Date32Type>();
    column.is_valid(at).then(|| column.value(at))
}

fn word(column: &ArrayRef, at: usize) -> Option<&str> {
    let column = column.as_string::<i64>();
    column.is_valid(at).then(|| column.value(at))
}

fn fifth(column: &ArrayRef, at: usize) -> Option<u8> {
    let column = column.as_primitive::<Int64Type>();
    column.is_valid(at).then(|| column.value(at) as u8)
}
