//! The score file as the list needs it: numbers of everyone at once, words only of those asked for.
//!
//! Memory: about 40 bytes per customer, plus a text identifier. Rows are numbered in the order of the
//! parts, which is that of identifiers.

use crate::error::{Failure, Kind};
use crate::ingest::{CustomerId, CustomerIds};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::path::{Path, PathBuf};

/// What can be wrong with score files.
#[derive(Debug, thiserror::Error)]
pub enum ScoreFileError {
    /// The file cannot be opened.
    #[error("cannot open scores '{}': {source}; run winback score first", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is not Parquet, or damaged.
    #[error("'{}' is not a readable score file ({reason}); run winback score again", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A column is missing.
    #[error(
        "'{}' has no column '{column}': it is not a score file of this version; run winback score again",
        path.display()
    )]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
}

impl Failure for ScoreFileError {
    fn kind(&self) -> Kind {
        match self {
            ScoreFileError::Open { source, .. }
                if source.kind() != std::io::ErrorKind::NotFound =>
            {
                Kind::Failed
            }
            _ => Kind::Usage,
        }
    }
}

/// On what a customer's value rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueBasis {
    /// Predicted over the horizon.
    Predicted,
    /// Nothing predicts it: what was spent in the last 365 days.
    RecentSpend,
}

impl ValueBasis {
    /// The name in the list.
    pub fn name(self) -> &'static str {
        match self {
            ValueBasis::Predicted => "predicted",
            ValueBasis::RecentSpend => "recent_spend",
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
#[derive(Debug, Clone, Default, PartialEq)]
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
    pub last_order_day: Option<i32>,
    /// Day on which the next order is to be expected by the rhythm, days since 1970-01-01.
    pub expected_next_order_day: Option<i32>,
    /// Sentences, those that raise the risk first.
    pub reasons: Vec<String>,
}

const NUMBERS: [&str; 5] =
    ["customer_id", "churn_probability", "predicted_value", "spend_365d", "unsubscribed"];

const WORDS: [&str; 12] = [
    "risk_band",
    "rfm_segment",
    "lifecycle_stage",
    "tier",
    "last_order_date",
    "expected_next_order_date",
    "reason_1",
    "reason_2",
    "reason_3",
    "reason_1_direction",
    "reason_2_direction",
    "reason_3_direction",
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
            visit(part, &NUMBERS, |columns| read.add(part, columns))?;
        }
        Ok(read)
    }

    fn add(&mut self, path: &Path, columns: &[ArrayRef]) -> Result<(), ScoreFileError> {
        if let Some(ids) = columns[0].as_primitive_opt::<Int64Type>() {
            self.ids.extend(&CustomerIds::Int(ids.values().to_vec()));
        } else {
            let ids = converted(path, &columns[0], &DataType::LargeUtf8)?;
            if self.ids.is_empty() {
                self.ids = CustomerIds::Text { bytes: String::new(), ends: Vec::new() };
            }
            for id in ids.as_string::<i64>() {
                self.ids.push(CustomerId::Text(id.unwrap_or_default()));
            }
        }
        for (to, from) in [
            (&mut self.probability, &columns[1]),
            (&mut self.predicted_value, &columns[2]),
            (&mut self.spend_365d, &columns[3]),
        ] {
            let floats = converted(path, from, &DataType::Float64)?;
            let floats = floats.as_primitive::<Float64Type>();
            to.extend(floats.iter().map(|value| value.unwrap_or(f64::NAN)));
        }
        let flags = converted(path, &columns[4], &DataType::Boolean)?;
        self.unsubscribed.extend(flags.as_boolean().iter().map(|flag| flag.unwrap_or(false)));
        Ok(())
    }

    /// Number of customers.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Who.
    pub fn id(&self, row: usize) -> CustomerId<'_> {
        self.ids.get(row)
    }

    /// Churn probability; none for customers who are not scored.
    pub fn probability(&self, row: usize) -> Option<f64> {
        Some(self.probability[row]).filter(|p| !p.is_nan())
    }

    /// The value at stake, in money, and on what it rests.
    pub fn value(&self, row: usize) -> (f64, ValueBasis) {
        let predicted = self.predicted_value[row];
        if predicted.is_nan() {
            (self.spend_365d[row].max(0.0), ValueBasis::RecentSpend)
        } else {
            (predicted, ValueBasis::Predicted)
        }
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
        visit(part, &WORDS, |columns| {
            let end = start + columns[0].len();
            let inside = rest.partition_point(|&row| row < end);
            let texts: Vec<ArrayRef> = columns
                .iter()
                .enumerate()
                .map(|(c, column)| {
                    let is_date = WORDS[c].ends_with("_date");
                    let kept = if is_date { DataType::Date32 } else { DataType::LargeUtf8 };
                    converted(part, column, &kept)
                })
                .collect::<Result<_, _>>()?;
            found.extend(rest[..inside].iter().map(|&row| words(&texts, row - start)));
            rest = &rest[inside..];
            start = end;
            Ok(())
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
        (0..3).map(|k| (text(6 + k), text(9 + k).as_deref() == Some("raises"))).collect();
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

/// Shows the named columns of a file, batch by batch, in the order of the names.
fn visit(
    path: &Path,
    names: &[&'static str],
    mut show: impl FnMut(&[ArrayRef]) -> Result<(), ScoreFileError>,
) -> Result<(), ScoreFileError> {
    let unreadable = |e: &dyn std::fmt::Display| ScoreFileError::Unreadable {
        path: path.to_owned(),
        reason: e.to_string(),
    };
    let file = File::open(path)
        .map_err(|source| ScoreFileError::Open { path: path.to_owned(), source })?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| unreadable(&e))?;
    let schema = builder.schema().clone();
    let missing =
        |column: &'static str| ScoreFileError::MissingColumn { path: path.to_owned(), column };
    let roots = names
        .iter()
        .map(|&name| schema.index_of(name).map_err(|_| missing(name)))
        .collect::<Result<Vec<_>, _>>()?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
    for batch in builder.with_projection(mask).build().map_err(|e| unreadable(&e))? {
        let batch: RecordBatch = batch.map_err(|e| unreadable(&e))?;
        let column =
            |&name: &&'static str| batch.column_by_name(name).cloned().ok_or_else(|| missing(name));
        show(&names.iter().map(column).collect::<Result<Vec<_>, _>>()?)?;
    }
    Ok(())
}

fn converted(path: &Path, column: &ArrayRef, to: &DataType) -> Result<ArrayRef, ScoreFileError> {
    cast(column, to)
        .map_err(|e| ScoreFileError::Unreadable { path: path.to_owned(), reason: e.to_string() })
}
