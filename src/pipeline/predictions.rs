//! The predictions of a backtest as one Parquet file: a row per customer and origin, with what
//! happened and what the baselines said.

use super::features::PassError;
use crate::history::{CustomerIds, History, HistoryError};
use crate::model::BASELINE_NAMES;
use crate::model::backtest::Predictions;
use crate::table::{AtomicFile, ParquetSink};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, RecordBatch, UInt32Array};
use arrow_schema::ArrowError;
use arrow_schema::{DataType, Field, Schema};
use arrow_select::take::take;
use parquet::errors::ParquetError;
use std::io::Write;
use std::sync::Arc;

/// The identifiers of the customers with these stable hashes (ascending, distinct), in their order.
pub(super) fn customer_ids(history: &History, hashes: &[u64]) -> Result<CustomerIds, HistoryError> {
    let none = || {
        if history.has_text_ids() {
            CustomerIds::Text { bytes: String::new(), ends: Vec::new() }
        } else {
            CustomerIds::Int(Vec::new())
        }
    };
    let mut ids = none();
    let mut last = None;
    history.visit::<_, HistoryError>(
        &|_| (),
        |partition| {
            let mut found = (Vec::new(), none());
            for id in partition.customers.iter() {
                let hash = id.stable_hash();
                if hashes.binary_search(&hash).is_ok() {
                    found.0.push(hash);
                    found.1.push(id);
                }
            }
            found
        },
        |(found, partition)| {
            for (i, hash) in found.into_iter().enumerate() {
                // Two customers with one hash of 64 bits would shift everybody after them.
                if last.replace(hash) != Some(hash) {
                    ids.push(partition.get(i));
                }
            }
            Ok(())
        },
    )?;
    Ok(ids)
}

/// Rows encoded at a time.
const ROWS_AT_ONCE: usize = 131_072;

/// Writes all predictions; `ids` are the customers of `hashes`, which hold every predicted one.
pub(super) fn write_predictions(
    mut file: AtomicFile,
    predictions: &Predictions,
    hashes: &[u64],
    ids: &CustomerIds,
) -> Result<(), PassError> {
    let path = file.target().to_owned();
    let failed = |source: ParquetError| PassError::Write { path: path.clone(), source };
    let ids = ids.to_arrow();
    let out = file.file().try_clone().map_err(|error| failed(error.into()))?;
    let buffered = std::io::BufWriter::with_capacity(1 << 20, out);
    let schema = Arc::new(schema(ids.data_type()));
    let mut sink = ParquetSink::new(buffered, Arc::clone(&schema)).map_err(failed)?;
    let n = predictions.customer.len();
    for start in (0..n).step_by(ROWS_AT_ONCE) {
        let rows = start..n.min(start + ROWS_AT_ONCE);
        let columns = columns(predictions, hashes, &ids, rows).map_err(|e| failed(e.into()))?;
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns);
        sink.write(batch.map_err(|e| failed(e.into()))?).map_err(failed)?;
    }
    let (mut out, _) = sink.finish().map_err(failed)?;
    out.flush().map_err(|error| failed(error.into()))?;
    drop(out);
    Ok(file.publish()?)
}

fn schema(id: &DataType) -> Schema {
    let mut fields = vec![
        Field::new("customer_id", id.clone(), false),
        Field::new("origin", DataType::Date32, false),
        Field::new("churn_probability", DataType::Float64, false),
        Field::new("churned", DataType::Boolean, false),
    ];
    let baseline = |name| Field::new(format!("baseline_{name}"), DataType::Float64, true);
    fields.extend(BASELINE_NAMES.map(baseline));
    Schema::new(fields)
}

fn columns(
    predictions: &Predictions,
    hashes: &[u64],
    ids: &ArrayRef,
    rows: std::ops::Range<usize>,
) -> Result<Vec<ArrayRef>, ArrowError> {
    let Predictions { origin, customer, probability, churned, baselines } = predictions;
    let places = customer[rows.clone()].iter().map(|hash| hashes.binary_search(hash).ok());
    let places: UInt32Array = places.map(|place| place.map(|at| at as u32)).collect();
    let days = origin[rows.clone()].iter().map(|at| at.day_number());
    let mut columns: Vec<ArrayRef> = vec![
        take(ids, &places, None)?,
        Arc::new(Date32Array::from_iter_values(days)),
        Arc::new(Float64Array::from_iter_values(probability[rows.clone()].iter().copied())),
        Arc::new(BooleanArray::from(churned[rows.clone()].to_vec())),
    ];
    for baseline in baselines {
        let scores = baseline[rows.clone()].iter().copied();
        columns.push(Arc::new(scores.collect::<Float64Array>()));
    }
    Ok(columns)
}
