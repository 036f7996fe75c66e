//! Past scores beside what happened: how many of those whom an earlier night gave a risk have really left since.
//!
//! No history is read for it. A customer of the earlier file has left when the newer file, made on the day on
//! which the earlier one's outcome window ends, knows of no order since that window began.

use super::checks::base_rate::Early;
use crate::model::evaluate::{Metrics, ReliabilityBin, reliability_table};
use crate::score::file::{self, ScoreColumn, ScoreFileError, column};
use crate::time::AsOf;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use std::path::PathBuf;
use xxhash_rust::xxh3::xxh3_64;

/// Scores whose outcome is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matured {
    /// The date of the scores.
    pub as_of: AsOf,
    /// The measures, as of a judgement.
    pub metrics: Metrics,
    /// Predicted beside observed, by tenth.
    pub by_tenth: Vec<ReliabilityBin>,
    /// What was lost with those who left; none where nothing tells of money.
    pub money: Option<LostMoney>,
    /// What the model that made them had been judged by.
    pub judged: Option<Metrics>,
}

/// Money at risk by the scores, and lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LostMoney {
    /// Sum of probability × value.
    pub at_risk: f64,
    /// Value of those who left.
    pub lost: f64,
    /// By which the lost departs from what was at risk by chance alone, if every probability is right.
    pub standard_deviation: f64,
}

/// The scored customers of an earlier night, and who of them has bought since.
struct Followed {
    risks: Vec<f64>,
    /// What each brought; NaN where it is not known.
    values: Vec<f64>,
    stayed: Vec<bool>,
}

impl Matured {
    /// Holds the scores in `earlier` against the orders that `newer` knows of. `window_start_day` is the day, since
    /// 1970, at whose midnight the outcome window of the earlier scores begins. None where nobody had a score.
    pub(crate) fn read(
        as_of: AsOf,
        earlier: &[PathBuf],
        newer: &[PathBuf],
        window_start_day: i32,
        judged: Option<Metrics>,
    ) -> Result<Option<Self>, ScoreFileError> {
        let Followed { risks, values, stayed } = follow(earlier, newer, window_start_day)?;
        let left: Vec<bool> = stayed.into_iter().map(|stayed| !stayed).collect();
        // Without customers there is nothing to judge, and nothing else can be wrong with numbers of a score file.
        let found = Metrics::of(&risks, &left).ok().zip(reliability_table(&risks, &left).ok());
        let money = LostMoney::of(&risks, &values, &left);
        Ok(found.map(|(metrics, by_tenth)| Self { as_of, metrics, by_tenth, money, judged }))
    }
}

impl Early {
    /// Counts who of those scored in `earlier` has bought since its window began, `days` before `newer`.
    pub(crate) fn read(
        days: u32,
        earlier: &[PathBuf],
        newer: &[PathBuf],
        window_start_day: i32,
    ) -> Result<Option<Self>, ScoreFileError> {
        let Followed { risks, stayed, .. } = follow(earlier, newer, window_start_day)?;
        let back = stayed.iter().filter(|back| **back).count() as u64;
        let scored = stayed.len() as u64;
        let expected_return = risks.iter().map(|risk| 1.0 - risk).sum::<f64>() / scored as f64;
        Ok((scored > 0).then_some(Self { days, scored, expected_return, back }))
    }
}

impl LostMoney {
    fn of(risks: &[f64], values: &[f64], left: &[bool]) -> Option<Self> {
        let (mut at_risk, mut lost, mut variance, mut known) = (0.0, 0.0, 0.0, false);
        for ((p, value), left) in risks.iter().zip(values).zip(left) {
            // Whoever gave back more than they kept had nothing to lose.
            if *value > 0.0 {
                known = true;
                at_risk += p * value;
                lost += if *left { *value } else { 0.0 };
                variance += p * (1.0 - p) * value * value;
            }
        }
        known.then(|| Self { at_risk, lost, standard_deviation: variance.sqrt() })
    }
}

/// What is read of the earlier scores, and of the newer.
const THEN: [ScoreColumn; 3] = [file::CUSTOMER_ID, file::CHURN_PROBABILITY, file::VALUE_AT_PACE];
const SINCE: [ScoreColumn; 2] = [file::CUSTOMER_ID, file::LAST_ORDER_DATE];

fn follow(
    earlier: &[PathBuf],
    newer: &[PathBuf],
    window_start_day: i32,
) -> Result<Followed, ScoreFileError> {
    let mut scored: Vec<(u64, f64, f64)> = Vec::new();
    for part in earlier {
        file::read(part, &THEN, |columns| {
            let ids = column!(columns, THEN, CUSTOMER_ID);
            let risks = column!(columns, THEN, CHURN_PROBABILITY).as_primitive::<Float64Type>();
            let values = column!(columns, THEN, VALUE_AT_PACE).as_primitive::<Float64Type>();
            let value = |row| if values.is_valid(row) { values.value(row) } else { f64::NAN };
            let known = (0..risks.len()).filter(|row| risks.is_valid(*row));
            scored.extend(known.map(|row| (hash(ids, row), risks.value(row), value(row))));
        })?;
    }
    scored.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut stayed = vec![false; scored.len()];
    for part in newer {
        file::read(part, &SINCE, |columns| {
            let ids = column!(columns, SINCE, CUSTOMER_ID);
            let days = column!(columns, SINCE, LAST_ORDER_DATE).as_primitive::<Date32Type>();
            for row in (0..days.len()).filter(|row| days.is_valid(*row)) {
                let id = hash(ids, row);
                if days.value(row) < window_start_day {
                    continue;
                }
                if let Ok(at) = scored.binary_search_by_key(&id, |(id, ..)| *id) {
                    stayed[at] = true;
                }
            }
        })?;
    }
    let risks = scored.iter().map(|(_, risk, _)| *risk).collect();
    let values = scored.iter().map(|(.., value)| *value).collect();
    Ok(Followed { risks, values, stayed })
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

    fn part<const N: usize>(
        folder: &tempfile::TempDir,
        name: &str,
        columns: [(&str, ArrayRef); N],
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
        let values = Float64Array::from(vec![Some(100.0), Some(50.0), Some(7.0), Some(-5.0)]);
        let earlier = [
            ("customer_id", ids(&[1, 2, 3, 4])),
            ("churn_probability", Arc::new(risks) as _),
            ("value_at_pace", Arc::new(values) as _),
        ];
        let newer = [("customer_id", ids(&[1, 2, 3, 5])), ("last_order_date", Arc::new(days) as _)];
        let (earlier, newer) = (part(&folder, "earlier", earlier), part(&folder, "newer", newer));
        let as_of = AsOf::parse("2024-10-01", &Zone::utc()).unwrap();
        let found = Matured::read(as_of, &earlier, &newer, 100, None).unwrap().unwrap();
        // 1 ordered the day before the window, 2 on its first day, 4 is gone from the newer file.
        assert_eq!((found.metrics.n_rows, found.metrics.n_churned), (3, 2));
        assert_eq!(found.metrics.auc, Some(1.0));
        assert_eq!(found.by_tenth.len(), 3);
        let money = found.money.unwrap();
        assert_eq!((money.at_risk, money.lost), (0.9 * 100.0 + 0.2 * 50.0, 100.0));
        let variance: f64 = 0.9 * 0.1 * 100.0 * 100.0 + 0.2 * 0.8 * 50.0 * 50.0;
        assert!((money.standard_deviation - variance.sqrt()).abs() < 1e-9);
        let early = Early::read(7, &earlier, &newer, 100).unwrap();
        let expected_return = ((1.0 - 0.9) + (1.0 - 0.2) + (1.0 - 0.6)) / 3.0;
        let early =
            early.map(|early| (early.days, early.scored, early.back, early.expected_return));
        assert_eq!(early.map(|(days, scored, back, _)| (days, scored, back)), Some((7, 3, 1)));
        assert!((early.unwrap().3 - expected_return).abs() < 1e-12);
        let nobody = [
            ("customer_id", ids(&[])),
            ("churn_probability", Arc::new(Float64Array::from(Vec::<f64>::new())) as _),
            ("value_at_pace", Arc::new(Float64Array::from(Vec::<f64>::new())) as _),
        ];
        let nobody = part(&folder, "nobody", nobody);
        assert_eq!(Matured::read(as_of, &nobody, &newer, 100, None).unwrap(), None);
        assert!(Early::read(7, &nobody, &newer, 100).unwrap().is_none());
    }
}
