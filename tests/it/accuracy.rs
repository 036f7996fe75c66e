//! Accuracy on real histories: trained on what was known at a date, held against what then happened.
//!
//! The bounds are the AUCs of the logistic regression that was measured on the same rows before this
//! program existed. What happened is read from the raw files here, independently of the program.

use crate::cast::cast;
use crate::workplace::Workplace;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use winback::internals::model::auc;

pub fn batches(path: &Path) -> Vec<RecordBatch> {
    let file = File::open(path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    reader.map(Result::unwrap).collect()
}

pub fn texts(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let array = cast(batch.column_by_name(column).unwrap(), &DataType::Utf8).unwrap();
    array.as_string::<i32>().iter().map(|text| text.map(str::to_owned)).collect()
}

pub fn floats(batch: &RecordBatch, column: &str) -> Vec<f64> {
    let array = cast(batch.column_by_name(column).unwrap(), &DataType::Float64).unwrap();
    array.as_primitive::<Float64Type>().iter().map(|x| x.unwrap_or(f64::NAN)).collect()
}

/// Who has a row with all `positive` columns above 0 in `[from, from + days)`.
pub fn buyers(
    path: &Path,
    [id, time]: [&str; 2],
    positive: &[&str],
    from: &str,
    days: i64,
) -> HashSet<String> {
    let start = format!("{from}T00:00:00Z").parse::<jiff::Timestamp>().unwrap().as_microsecond();
    let window = start..start + days * 86_400_000_000;
    let mut found = HashSet::new();
    for batch in batches(path) {
        let micros = DataType::Timestamp(TimeUnit::Microsecond, None);
        let times = cast(batch.column_by_name(time).unwrap(), &micros).unwrap();
        let times = times.as_primitive::<TimestampMicrosecondType>();
        let amounts: Vec<Vec<f64>> = positive.iter().map(|column| floats(&batch, column)).collect();
        for (i, id) in texts(&batch, id).into_iter().enumerate() {
            let inside = times.is_valid(i) && window.contains(&times.value(i));
            if let Some(id) = id.filter(|_| inside && amounts.iter().all(|column| column[i] > 0.0))
            {
                found.insert(id);
            }
        }
    }
    found
}

/// AUC of the scores of those who have one, against who did not buy.
fn auc_of_scores(folder: &Path, bought: &HashSet<String>) -> f64 {
    let (mut scores, mut churned) = (Vec::new(), Vec::new());
    for batch in batches(&folder.join("part-00000.parquet")) {
        let probabilities = floats(&batch, "churn_probability");
        for (id, probability) in texts(&batch, "customer_id").into_iter().zip(probabilities) {
            if !probability.is_nan() {
                scores.push(probability);
                churned.push(!bought.contains(&id.unwrap()));
            }
        }
        let permille = cast(batch.column_by_name("churn_permille").unwrap(), &DataType::Int64);
        assert!(permille.unwrap().as_primitive::<Int64Type>().iter().flatten().all(|p| p <= 1000));
    }
    auc(&scores, &churned).unwrap().unwrap()
}

pub fn data(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(file);
    if !path.exists() {
        eprintln!("skipped: there is no ../shared/data/{file}");
        return None;
    }
    Some(path)
}

pub fn train_and_score(work: &Workplace, path: &Path, flags: &str, as_of: &str) -> PathBuf {
    let common =
        format!("--transactions {} {flags} --as-of {as_of} --models models", path.display());
    work.run(&format!("train {common}")).expect_code(0);
    work.run(&format!("score {common} --output out")).expect_code(0);
    work.path(&format!("out/scores/as_of={as_of}"))
}

#[test]
fn cdnow_180_days() {
    let Some(path) = data("cdnow_master.parquet") else { return };
    let work = Workplace::new();
    let flags = "--customer-id customer_id --timestamp date --amount dollar_value --horizon-days 180 \
                 --lookback-days 3650";
    let scores = train_and_score(&work, &path, flags, "1998-01-01");
    let bought = buyers(&path, ["customer_id", "date"], &["dollar_value"], "1998-01-01", 180);
    let auc = auc_of_scores(&scores, &bought);
    assert!(auc >= 0.8062, "AUC {auc}");
}

#[test]
fn online_retail_60_days() {
    let Some(path) = data("online_retail.parquet") else { return };
    let work = Workplace::new();
    let flags = "--customer-id CustomerID --timestamp InvoiceDate --quantity Quantity --unit-price \
                 UnitPrice --order-id InvoiceNo --product-id StockCode --horizon-days 60 \
                 --lookback-days 365";
    let scores = train_and_score(&work, &path, flags, "2011-10-10");
    let positive = ["Quantity", "UnitPrice"];
    let bought = buyers(&path, ["CustomerID", "InvoiceDate"], &positive, "2011-10-10", 60);
    let auc = auc_of_scores(&scores, &bought);
    assert!(auc >= 0.7459, "AUC {auc}");
}
