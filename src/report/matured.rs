//! Past scores beside what happened: how many of those whom an earlier night gave a risk have really left since.
//!
//! No history is read for it. A customer of the earlier file has left when the newer file, made on the day on
//! which the earlier one's outcome window ends, knows of no order since that window began.

use crate::model::evaluate::{Metrics, ReliabilityBin, reliability_table};
use crate::score::file::{self, ScoreFileError};
use crate::time::AsOf;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use std::path::PathBuf;
use xxhash_rust::xxh3::xxh3_64;

/// Scores whose outcome is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Matured {
    /// The date of the scores.
    pub as_of: AsOf,
    /// The measures, as of a judgement.
    pub metrics: Metrics,
    /// Predicted beside observed, by tenth.
    pub by_tenth: Vec<ReliabilityBin>,
}

impl Matured {
    /// Holds the scores in `earlier` against the orders that `newer` knows of. `window_start_day` is the day, since
    /// 1970, at whose midnight the outcome window of the earlier scores begins. None where nobody had a score.
    pub fn read(
        as_of: AsOf,
        earlier: &[PathBuf],
        newer: &[PathBuf],
        window_start_day: i32,
    ) -> Result<Option<Self>, ScoreFileError> {
        let mut scored: Vec<(u64, f64)> = Vec::new();
        for part in earlier {
            file::read(part, &[file::CUSTOMER_ID, file::CHURN_PROBABILITY], |columns| {
                let risks = columns[1].as_primitive::<Float64Type>();
                let known = (0..risks.len()).filter(|row| risks.is_valid(*row));
                scored.extend(known.map(|row| (hash(&columns[0], row), risks.value(row))));
            })?;
        }
        scored.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut stayed = vec![false; scored.len()];
        for part in newer {
            file::read(part, &[file::CUSTOMER_ID, file::LAST_ORDER_DATE], |columns| {
                let days = columns[1].as_primitive::<Date32Type>();
                for row in (0..days.len()).filter(|row| days.is_valid(*row)) {
                    let id = hash(&columns[0], row);
                    if days.value(row) < window_start_day {
                        continue;
                    }
                    if let Ok(at) = scored.binary_search_by_key(&id, |(id, _)| *id) {
                        stayed[at] = true;
                    }
                }
            })?;
        }
        let risks: Vec<f64> = scored.into_iter().map(|(_, risk)| risk).collect();
        let left: Vec<bool> = stayed.into_iter().map(|stayed| !stayed).collect();
        // Without customers there is nothing to judge, and nothing else can be wrong with numbers of a score file.
        let judged = Metrics::of(&risks, &left).ok().zip(reliability_table(&risks, &left).ok());
        Ok(judged.map(|(metrics, by_tenth)| Self { as_of, metrics, by_tenth }))
    }
}

fn hash(ids: &ArrayRef, row: usize) -> u64 {
    match ids.data_type() {
        DataType::Int64 => xxh3_64(&ids.as_primitive::<Int64Type>().value(row).to_le_bytes()),
        _ => xxh3_64(ids.as_string::<i64>().value(row).as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;
    use arrow_array::{Date32Array, Float64Array, Int64Array, RecordBatch};
    use parquet::arrow::ArrowWriter;
    use std::sync::Arc;

    fn part(
        folder: &tempfile::TempDir,
        name: &str,
        columns: [(&str, ArrayRef); 2],
    ) -> Vec<PathBuf> {
        let path = folder.path().join(name);
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let file = std::fs::File::create(&path).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        vec![path]
    }

    #[test]
    fn who_has_no_order_since_the_window_began_has_left() {
        let folder = tempfile::tempdir().unwrap();
        let ids = |ids: &[i64]| Arc::new(Int64Array::from(ids.to_vec())) as ArrayRef;
        let risks = Float64Array::from(vec![Some(0.9), Some(0.2), None, Some(0.6)]);
        let days = Date32Array::from(vec![Some(99), Some(100), Some(150), Some(20)]);
        let earlier =
            [("customer_id", ids(&[1, 2, 3, 4])), ("churn_probability", Arc::new(risks) as _)];
        let newer = [("customer_id", ids(&[1, 2, 3, 5])), ("last_order_date", Arc::new(days) as _)];
        let (earlier, newer) = (part(&folder, "earlier", earlier), part(&folder, "newer", newer));
        let as_of = AsOf::parse("2024-10-01", &Zone::utc()).unwrap();
        let found = Matured::read(as_of, &earlier, &newer, 100).unwrap().unwrap();
        // 1 ordered the day before the window, 2 on its first day, 4 is gone from the newer file.
        assert_eq!((found.metrics.n_rows, found.metrics.n_churned), (3, 2));
        assert_eq!(found.metrics.auc, Some(1.0));
        assert_eq!(found.by_tenth.len(), 3);
        let nobody = [
            ("customer_id", ids(&[])),
            ("churn_probability", Arc::new(Float64Array::from(Vec::<f64>::new())) as _),
        ];
        let nobody = part(&folder, "nobody", nobody);
        assert_eq!(Matured::read(as_of, &nobody, &newer, 100).unwrap(), None);
    }
}
