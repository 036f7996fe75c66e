//! The score file as the list needs it: numbers of everyone at once, words only of those asked for.
//!
//! Memory: about 40 bytes per customer, plus a text identifier. Rows are numbered in the order of the
//! parts, which is that of identifiers.

use crate::ingest::{CustomerId, CustomerIds};
use crate::score::direction;
use crate::score::file::{self, ScoreColumn, ScoreFileError};
use crate::time::date_of_day;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use serde::{Serialize, Serializer};
use std::path::PathBuf;

/// On what a customer's value rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueBasis {
    /// Predicted over the horizon.
    Predicted,
    /// Nothing predicts it: what was spent in the last 365 days.
    RecentSpend,
    /// Nothing tells of money.
    Nothing,
}

impl ValueBasis {
    /// The name in the list.
    pub fn name(self) -> &'static str {
        match self {
            ValueBasis::Predicted => "predicted",
            ValueBasis::RecentSpend => "recent_spend",
            ValueBasis::Nothing => "nothing",
        }
    }
}

/// Everyone who has a row in the score file.
#[derive(Debug)]
pub struct Candidates {
    ids: CustomerIds,
    probability: Vec<f64>,
    predicted_value: Vec<f64>,
    spend_365d: Vec<f64>,
    unsubscribed: Vec<bool>,
}

/// Words about one customer, for the list.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Words {
    /// Risk band.
    pub risk_band: Option<String>,
    /// RFM segment.
    pub rfm_segment: Option<String>,
    /// Lifecycle stage.
    pub lifecycle_stage: Option<String>,
    /// Tier.
    pub tier: Option<String>,
    /// Day of the last order, days since 1970-01-01.
    #[serde(rename = "last_order_date", serialize_with = "as_date")]
    pub last_order_day: Option<i32>,
    /// Day on which the next order is to be expected by the rhythm, days since 1970-01-01.
    #[serde(rename = "expected_next_order_date", serialize_with = "as_date")]
    pub expected_next_order_day: Option<i32>,
    /// Sentences, those that raise the risk first.
    pub reasons: Vec<String>,
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn as_date<S: Serializer>(day: &Option<i32>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| date_of_day(day).to_string()).serialize(serializer)
}

const NUMBERS: [ScoreColumn; 5] = [
    file::CUSTOMER_ID,
    file::CHURN_PROBABILITY,
    file::PREDICTED_VALUE,
    file::SPEND_365D,
    file::UNSUBSCRIBED,
];

const WORDS: [ScoreColumn; 12] = [
    file::RISK_BAND,
    file::RFM_SEGMENT,
    file::LIFECYCLE_STAGE,
    file::TIER,
    file::LAST_ORDER_DATE,
    file::EXPECTED_NEXT_ORDER_DATE,
    file::REASON_1,
    file::REASON_2,
    file::REASON_3,
    file::REASON_1_DIRECTION,
    file::REASON_2_DIRECTION,
    file::REASON_3_DIRECTION,
];

impl Candidates {
    /// Reads the parts of one score file.
    pub fn read(parts: &[PathBuf]) -> Result<Self, ScoreFileError> {
        let mut read = Self {
            ids: CustomerIds::Int(Vec::new()),
            probability: Vec::new(),
            predicted_value: Vec::new(),
            spend_365d: Vec::new(),
            unsubscribed: Vec::new(),
        };
        for part in parts {
            file::read(part, &NUMBERS, |columns| read.add(columns))?;
        }
        Ok(read)
    }

    fn add(&mut self, columns: &[ArrayRef]) {
        if let Some(ids) = columns[0].as_primitive_opt::<Int64Type>() {
            self.ids.extend(&CustomerIds::Int(ids.values().to_vec()));
        } else {
            if self.ids.is_empty() {
                self.ids = CustomerIds::Text { bytes: String::new(), ends: Vec::new() };
            }
            for id in columns[0].as_string::<i64>() {
                self.ids.push(CustomerId::Text(id.unwrap_or_default()));
            }
        }
        for (to, from) in [
            (&mut self.probability, &columns[1]),
            (&mut self.predicted_value, &columns[2]),
            (&mut self.spend_365d, &columns[3]),
        ] {
            let floats = from.as_primitive::<Float64Type>();
            to.extend(floats.iter().map(|value| value.unwrap_or(f64::NAN)));
        }
        let flags = columns[4].as_boolean();
        self.unsubscribed.extend(flags.iter().map(|flag| flag.unwrap_or(false)));
    }

    /// Number of customers.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Who.
    pub fn id(&self, row: usize) -> CustomerId<'_> {
        self.ids.get(row)
    }

    /// Churn probability; none for customers who are not scored.
    pub fn probability(&self, row: usize) -> Option<f64> {
        Some(self.probability[row]).filter(|p| !p.is_nan())
    }

    /// The value at stake, in money, and on what it rests; NaN where nothing tells of money.
    pub fn value(&self, row: usize) -> (f64, ValueBasis) {
        let (predicted, spend) = (self.predicted_value[row], self.spend_365d[row]);
        match (predicted.is_nan(), spend.is_nan()) {
            (false, _) => (predicted, ValueBasis::Predicted),
            (true, false) => (spend.max(0.0), ValueBasis::RecentSpend),
            (true, true) => (f64::NAN, ValueBasis::Nothing),
        }
    }

    /// Whether the scores tell of money; a list is by risk alone otherwise.
    pub fn have_values(&self) -> bool {
        self.is_empty() || (0..self.len()).any(|row| !self.value(row).0.is_nan())
    }

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether the customer has unsubscribed.
    pub fn unsubscribed(&self, row: usize) -> bool {
        self.unsubscribed[row]
    }
}

/// The words of some customers: `rows` are ascending; the result follows their order.
pub fn read_words(parts: &[PathBuf], rows: &[usize]) -> Result<Vec<Words>, ScoreFileError> {
    let mut found = Vec::with_capacity(rows.len());
    let mut rest = rows;
    let mut start = 0;
    for part in parts {
        file::read(part, &WORDS, |columns| {
            let end = start + columns[0].len();
            let inside = rest.partition_point(|&row| row < end);
            found.extend(rest[..inside].iter().map(|&row| words(columns, row - start)));
            rest = &rest[inside..];
            start = end;
        })?;
    }
    Ok(found)
}

fn words(columns: &[ArrayRef], row: usize) -> Words {
    let text = |c: usize| -> Option<String> {
        let column = columns[c].as_string::<i64>();
        (!column.is_null(row)).then(|| column.value(row).to_owned())
    };
    let day = |c: usize| {
        let column = columns[c].as_primitive::<Date32Type>();
        (!column.is_null(row)).then(|| column.value(row))
    };
    // The list is about risk: what raises it comes first, and alone where there is any.
    let all: Vec<(Option<String>, bool)> =
        (0..3).map(|k| (text(6 + k), text(9 + k).as_deref() == Some(direction(1.0)))).collect();
    let any_raises = all.iter().any(|(_, raises)| *raises);
    let reasons =
        all.into_iter().filter(|(_, raises)| *raises || !any_raises).map(|(text, raises)| {
            // A reason to stay must not read like one to leave.
            text.map(|text| if raises { text } else { format!("{text} (lowers the risk)") })
        });
    Words {
        risk_band: text(0),
        rfm_segment: text(1),
        lifecycle_stage: text(2),
        tier: text(3),
        last_order_day: day(4),
        expected_next_order_day: day(5),
        reasons: reasons.flatten().collect(),
    }
}
