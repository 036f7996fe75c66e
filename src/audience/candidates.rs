//! The score file as the list needs it: numbers of everyone at once, words only of those asked for.
//!
//! Memory: about 67 bytes per customer, plus a text identifier. Rows are numbered in the order of the
//! parts, which is that of identifiers.

use super::gain::Stake;
use crate::ingest::{CustomerId, CustomerIds};
use crate::score::file::{self, ScoreColumn, ScoreFileError, column};
use crate::score::{ServiceFailure, direction};
use crate::time::date_of_day;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use rayon::slice::ParallelSliceMut;
use serde::{Serialize, Serializer};
use std::path::PathBuf;

/// Everyone who has a row in the score file; NaN where a number is not known.
#[derive(Debug)]
pub(crate) struct Candidates {
    ids: CustomerIds,
    probability: Vec<f64>,
    value_at_pace: Vec<f64>,
    expected_order_value: Vec<f64>,
    spend: Vec<f64>,
    churn_factor: Vec<f64>,
    usual_gap_days: Vec<f64>,
    orders: Vec<u32>,
    last_order_day: Vec<Option<i32>>,
    unsubscribed: Vec<bool>,
    failure: Vec<Option<ServiceFailure>>,
    warned: Vec<bool>,
    limits: Limits,
}

/// What no customer counts more than, and from where on they are called: places among the scored.
#[derive(Debug, Clone, Copy, Default)]
struct Limits {
    pace: f64,
    order_value: f64,
}

/// The share of the scored whose pace and order value are taken as they are; the others count as much as
/// the dearest of these: one whale is not to fill the list.
const CAPPED_FROM: f64 = 0.99;

/// Words about one customer, for the list.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Words {
    /// Risk band.
    pub risk_band: Option<String>,
    /// RFM segment.
    pub rfm_segment: Option<String>,
    /// Lifecycle stage.
    pub lifecycle_stage: Option<String>,
    /// The tier by value.
    pub tier: Option<String>,
    /// Day on which the next order is to be expected by the rhythm, days since 1970-01-01.
    #[serde(rename = "expected_next_order_date", serialize_with = "as_date")]
    pub expected_next_order_day: Option<i32>,
    /// Amounts of the last 365 days, returns taken off.
    pub spend_365d: Option<f64>,
    /// Category of the last order's dearest item.
    pub last_product_category: Option<String>,
    /// What went wrong since the last order.
    #[serde(skip)]
    pub service_failure: Option<String>,
    /// Sentences that raise the risk, as the score file has them, each with its topic.
    #[serde(skip)]
    pub reasons: Vec<(String, String)>,
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn as_date<S: Serializer>(day: &Option<i32>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| date_of_day(day).to_string()).serialize(serializer)
}

const NUMBERS: [ScoreColumn; 14] = [
    file::CUSTOMER_ID,
    file::CHURN_PROBABILITY,
    file::VALUE_AT_PACE,
    file::EXPECTED_ORDER_VALUE,
    file::SPEND,
    file::CHURN_FACTOR,
    file::USUAL_GAP_DAYS,
    file::PURCHASES,
    file::LAST_ORDER_DATE,
    file::UNSUBSCRIBED,
    file::SERVICE_FAILURE_KIND,
    file::REASON_1_DIRECTION,
    file::REASON_2_DIRECTION,
    file::REASON_3_DIRECTION,
];

const WORDS: [ScoreColumn; 17] = [
    file::RISK_BAND,
    file::RFM_SEGMENT,
    file::LIFECYCLE_STAGE,
    file::TIER,
    file::EXPECTED_NEXT_ORDER_DATE,
    file::SPEND_365D,
    file::REASON_1,
    file::REASON_2,
    file::REASON_3,
    file::REASON_1_DIRECTION,
    file::REASON_2_DIRECTION,
    file::REASON_3_DIRECTION,
    file::REASON_1_TOPIC,
    file::REASON_2_TOPIC,
    file::REASON_3_TOPIC,
    file::SERVICE_FAILURE_KIND,
    file::LAST_PRODUCT_CATEGORY,
];

impl Candidates {
    /// Reads the parts of one score file.
    pub(crate) fn read(parts: &[PathBuf]) -> Result<Self, ScoreFileError> {
        let mut read = Self {
            ids: CustomerIds::Int(Vec::new()),
            probability: Vec::new(),
            value_at_pace: Vec::new(),
            expected_order_value: Vec::new(),
            spend: Vec::new(),
            churn_factor: Vec::new(),
            usual_gap_days: Vec::new(),
            orders: Vec::new(),
            last_order_day: Vec::new(),
            unsubscribed: Vec::new(),
            failure: Vec::new(),
            warned: Vec::new(),
            limits: Limits::default(),
        };
        for part in parts {
            // Of one part at a time all columns are held.
            let part = std::slice::from_ref(part);
            let batches = file::read_side_by_side(part, &NUMBERS, |_, columns| columns.to_vec())?;
            for columns in &batches {
                read.add(columns);
            }
        }
        let of_scored = |values: &[f64]| {
            let scored = values.iter().zip(&read.probability).filter(|(_, p)| !p.is_nan());
            edge(scored.map(|(value, _)| *value), CAPPED_FROM).unwrap_or(f64::INFINITY)
        };
        read.limits = Limits {
            pace: of_scored(&read.value_at_pace),
            order_value: of_scored(&read.expected_order_value),
        };
        Ok(read)
    }

    fn add(&mut self, columns: &[ArrayRef]) {
        let ids = column!(columns, NUMBERS, CUSTOMER_ID);
        if let Some(ids) = ids.as_primitive_opt::<Int64Type>() {
            self.ids.extend(&CustomerIds::Int(ids.values().to_vec()));
        } else {
            if self.ids.is_empty() {
                self.ids = CustomerIds::Text { bytes: String::new(), ends: Vec::new() };
            }
            for id in ids.as_string::<i64>() {
                self.ids.push(CustomerId::Text(id.unwrap_or_default()));
            }
        }
        for (to, from) in [
            (&mut self.probability, column!(columns, NUMBERS, CHURN_PROBABILITY)),
            (&mut self.value_at_pace, column!(columns, NUMBERS, VALUE_AT_PACE)),
            (&mut self.expected_order_value, column!(columns, NUMBERS, EXPECTED_ORDER_VALUE)),
            (&mut self.spend, column!(columns, NUMBERS, SPEND)),
            (&mut self.churn_factor, column!(columns, NUMBERS, CHURN_FACTOR)),
            (&mut self.usual_gap_days, column!(columns, NUMBERS, USUAL_GAP_DAYS)),
        ] {
            let floats = from.as_primitive::<Float64Type>();
            to.extend(floats.iter().map(|value| value.unwrap_or(f64::NAN)));
        }
        let orders = column!(columns, NUMBERS, PURCHASES).as_primitive::<Int64Type>().iter();
        self.orders.extend(orders.map(|n| u32::try_from(n.unwrap_or(0)).unwrap_or(u32::MAX)));
        let last_orders = column!(columns, NUMBERS, LAST_ORDER_DATE).as_primitive::<Date32Type>();
        self.last_order_day.extend(last_orders.iter());
        let unsubscribed = column!(columns, NUMBERS, UNSUBSCRIBED).as_boolean().iter();
        self.unsubscribed.extend(unsubscribed.map(|flag| flag.unwrap_or(false)));
        let failures = column!(columns, NUMBERS, SERVICE_FAILURE_KIND).as_string::<i64>().iter();
        self.failure.extend(failures.map(|kind| ServiceFailure::named(kind?)));
        let directions = [
            column!(columns, NUMBERS, REASON_1_DIRECTION),
            column!(columns, NUMBERS, REASON_2_DIRECTION),
            column!(columns, NUMBERS, REASON_3_DIRECTION),
        ];
        let directions = directions.map(AsArray::as_string::<i64>);
        let raises = |row: usize| {
            directions.iter().any(|c| c.is_valid(row) && c.value(row) == direction(1.0))
        };
        self.warned.extend((0..ids.len()).map(raises));
    }

    /// Number of customers.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The identifier of a row's customer.
    pub(crate) fn id(&self, row: usize) -> CustomerId<'_> {
        self.ids.get(row)
    }

    /// Churn probability; none for customers who are not scored.
    pub(crate) fn probability(&self, row: usize) -> Option<f64> {
        Some(self.probability[row]).filter(|p| !p.is_nan())
    }

    /// What the business had from the customer over the horizon's length, in money; none where no money is
    /// known.
    pub(crate) fn value_at_pace(&self, row: usize) -> Option<f64> {
        Some(self.value_at_pace[row]).filter(|pace| !pace.is_nan())
    }

    /// Whether the scores tell of money; a list is by the chance of keeping otherwise.
    pub(crate) fn have_values(&self) -> bool {
        self.len() == 0 || (0..self.len()).any(|row| self.value_at_pace(row).is_some())
    }

    /// What is at stake with a scored customer: pace and order value no larger than those of 99 in 100, the
    /// pace NaN where no money is known.
    pub(crate) fn stake(&self, row: usize) -> Option<Stake> {
        let expected = self.expected_order_value[row];
        let mean = self.spend[row].max(0.0) / f64::from(self.orders[row].max(1));
        let order_value = if expected.is_nan() { mean } else { expected };
        Some(Stake {
            probability: self.probability(row)?,
            pace: self.value_at_pace(row).map_or(f64::NAN, |pace| pace.min(self.limits.pace)),
            order_value: order_value.min(self.limits.order_value),
            churn_factor: self.churn_factor(row),
        })
    }

    /// The pace from which on a customer is among the top share of the scored; none for no share.
    pub(crate) fn top_pace(&self, share: f64) -> Option<f64> {
        let scored = (0..self.len()).filter(|&row| self.probability(row).is_some());
        let paces = scored.filter_map(|row| self.value_at_pace(row)).filter(|pace| *pace > 0.0);
        (share > 0.0).then(|| edge(paces, 1.0 - share)).flatten()
    }

    /// Days since the last order ÷ usual gap.
    pub(crate) fn churn_factor(&self, row: usize) -> Option<f64> {
        Some(self.churn_factor[row]).filter(|factor| !factor.is_nan())
    }

    /// Usual days between orders.
    pub(crate) fn usual_gap_days(&self, row: usize) -> Option<f64> {
        Some(self.usual_gap_days[row]).filter(|gap| !gap.is_nan())
    }

    /// Number of orders of a row's customer.
    pub(crate) fn orders(&self, row: usize) -> u32 {
        self.orders[row]
    }

    /// Day of the last order, days since 1970-01-01.
    pub(crate) fn last_order_day(&self, row: usize) -> Option<i32> {
        self.last_order_day[row]
    }

    /// Whether the customer has unsubscribed.
    pub(crate) fn unsubscribed(&self, row: usize) -> bool {
        self.unsubscribed[row]
    }

    /// Whether any reason raises the risk.
    pub(crate) fn warned(&self, row: usize) -> bool {
        self.warned[row]
    }

    /// What went wrong since the last order.
    pub(crate) fn failure(&self, row: usize) -> Option<ServiceFailure> {
        self.failure[row]
    }
}

/// The smallest of the values that a share of them does not exceed; those that are NaN do not count.
fn edge(values: impl Iterator<Item = f64>, share: f64) -> Option<f64> {
    let mut values: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    let last = values.len().checked_sub(1)?;
    let at = ((values.len() as f64 * share).ceil() as usize).saturating_sub(1).min(last);
    let (_, edge, _) = values.select_nth_unstable_by(at, f64::total_cmp);
    Some(*edge)
}

/// The words about some customers, as the score file has them.
pub(super) struct ReadWords {
    batches: Vec<Vec<ArrayRef>>,
    /// Of each customer the batch, and the row in it.
    at: Vec<(u32, u32)>,
}

impl ReadWords {
    /// Reads those of `rows` of the score file.
    pub(super) fn read(parts: &[PathBuf], rows: &[usize]) -> Result<Self, ScoreFileError> {
        let mut places: Vec<usize> = (0..rows.len()).collect();
        places.par_sort_unstable_by_key(|&place| rows[place]);
        let ascending: Vec<usize> = places.iter().map(|&place| rows[place]).collect();
        let batches = file::read_some(parts, &WORDS, &ascending)?;
        let rows_of = |(batch, columns): (usize, &Vec<ArrayRef>)| {
            (0..columns[0].len()).map(move |row| (batch as u32, row as u32))
        };
        let found = batches.iter().enumerate().flat_map(rows_of);
        let mut at = vec![(0, 0); rows.len()];
        for (place, found) in places.into_iter().zip(found) {
            at[place] = found;
        }
        Ok(Self { batches, at })
    }

    /// Those about the customer at this place of the rows that were asked for.
    pub(super) fn of(&self, place: usize) -> Words {
        let (batch, row) = self.at[place];
        words(&self.batches[batch as usize], row as usize)
    }
}

fn words(columns: &[ArrayRef], row: usize) -> Words {
    let text = |column: &ArrayRef| -> Option<String> {
        let column = column.as_string::<i64>();
        (!column.is_null(row)).then(|| column.value(row).to_owned())
    };
    let day = |column: &ArrayRef| {
        let column = column.as_primitive::<Date32Type>();
        (!column.is_null(row)).then(|| column.value(row))
    };
    let number = |column: &ArrayRef| {
        let column = column.as_primitive::<Float64Type>();
        (!column.is_null(row)).then(|| column.value(row))
    };
    let reasons = [
        [
            column!(columns, WORDS, REASON_1_DIRECTION),
            column!(columns, WORDS, REASON_1),
            column!(columns, WORDS, REASON_1_TOPIC),
        ],
        [
            column!(columns, WORDS, REASON_2_DIRECTION),
            column!(columns, WORDS, REASON_2),
            column!(columns, WORDS, REASON_2_TOPIC),
        ],
        [
            column!(columns, WORDS, REASON_3_DIRECTION),
            column!(columns, WORDS, REASON_3),
            column!(columns, WORDS, REASON_3_TOPIC),
        ],
    ];
    // The list is about risk: what lowers it is no reason to write.
    let raising = reasons
        .into_iter()
        .filter(|[direction_of, ..]| text(direction_of).as_deref() == Some(direction(1.0)));
    Words {
        risk_band: text(column!(columns, WORDS, RISK_BAND)),
        rfm_segment: text(column!(columns, WORDS, RFM_SEGMENT)),
        lifecycle_stage: text(column!(columns, WORDS, LIFECYCLE_STAGE)),
        tier: text(column!(columns, WORDS, TIER)),
        expected_next_order_day: day(column!(columns, WORDS, EXPECTED_NEXT_ORDER_DATE)),
        spend_365d: number(column!(columns, WORDS, SPEND_365D)),
        service_failure: text(column!(columns, WORDS, SERVICE_FAILURE_KIND)),
        last_product_category: text(column!(columns, WORDS, LAST_PRODUCT_CATEGORY)),
        reasons: raising
            .filter_map(|[_, sentence, topic]| Some((text(sentence)?, text(topic)?)))
            .collect(),
    }
}
