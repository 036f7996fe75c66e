//! The two phases together: from pushed customers to the file.

use super::cadence::Rhythm;
use super::*;
use crate::history::{CustomerId, CustomerIds};
use crate::stats::sigmoid;
use crate::time::{AsOf, MICROS_PER_DAY, Zone};
use crate::value::testing::features;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_select::concat::concat_batches;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::path::Path;

const NAMES: [&str; 5] =
    ["days_since_last_purchase", "purchases_90d", "purchases_180d", "spend_365d", "returns"];

fn book() -> ReasonBook {
    let features = features(&NAMES);
    ReasonBook::new(&features, vec![f64::NAN; features.len()])
}

fn run(all_contributions: bool) -> ScoreRun {
    let zone = Zone::utc();
    ScoreRun {
        as_of: AsOf::parse("2024-07-01", &zone).unwrap(),
        horizon_days: 73,
        lookback_days: 365,
        model_version: "churn/1".to_owned(),
        run_id: "run".to_owned(),
        base_log_odds: 0.25,
        has_amounts: true,
        category_names: Vec::new(),
        settings: ScoreSettings { all_contributions, ..ScoreSettings::example() },
    }
}

/// Pushes customer `i`: every 7th never bought, every 11th has lapsed, the others are scored with
/// many ties.
fn push(partition: &mut PartitionScores, i: i64, book: &ReasonBook, as_of_micros: i64) {
    let text = format!("c{i:04}");
    let id = CustomerId::Text(&text);
    let since = if i % 11 == 0 { 400 } else { i % 40 + 1 };
    let orders = (i % 5 + 1) as u32;
    let last_micros = as_of_micros - since * MICROS_PER_DAY;
    let facts = Facts {
        rhythm: Rhythm {
            first_micros: last_micros - i64::from(orders - 1) * 30 * MICROS_PER_DAY,
            last_micros,
            orders,
        },
        last_day: last_micros.div_euclid(MICROS_PER_DAY) as i32,
        spend: (i % 13) as f64 * 10.0,
        spend_365d: if since < 365 { (i % 13) as f64 * 10.0 } else { 0.0 },
        ..Facts::NOTHING
    };
    if i % 7 == 0 {
        partition.push_unscored(id, Facts::NOTHING, Standing::NeverBought);
        partition.keep_contributions([f64::NAN; NAMES.len()].into_iter());
    } else if i % 11 == 0 {
        partition.push_unscored(id, facts, Standing::Lapsed);
        partition.keep_contributions([f64::NAN; NAMES.len()].into_iter());
    } else {
        let contributions = [since as f64 / 10.0 - 2.0, 0.3, -0.1, -0.2, 0.0];
        let log_odds = 0.25 + contributions.iter().sum::<f64>();
        let values = [since as f64, 1.0, 3.0, facts.spend_365d, 0.0];
        let score = CustomerScore {
            probability: sigmoid(log_odds),
            log_odds,
            predicted_value: if i % 2 == 0 { 50.0 } else { f64::NAN },
            predicted_value_365d: f64::NAN,
            expected_order_value: f64::NAN,
            picked: book.pick(&facts.rhythm, as_of_micros, |j| contributions[j], |j| values[j]),
        };
        partition.push_scored(id, facts, score);
        partition.keep_contributions(contributions.into_iter());
    }
}

/// Scores `n` customers dealt to `partitions` partitions.
fn scored(n: i64, partitions: i64, all_contributions: bool) -> Scores {
    scored_within(n, partitions, all_contributions, u64::MAX)
}

/// The same, with rows waiting on disk past a budget.
fn scored_within(n: i64, partitions: i64, all_contributions: bool, budget_bytes: u64) -> Scores {
    let (run, book) = (run(all_contributions), book());
    let like = CustomerIds::Text { bytes: String::new(), ends: Vec::new() };
    let mut runs = ScoreRuns::new(budget_bytes, &std::env::temp_dir());
    for p in 0..partitions {
        let mut partition = PartitionScores::new(&like);
        (0..n)
            .rev()
            .filter(|i| i % partitions == p)
            .for_each(|i| push(&mut partition, i, &book, run.as_of.micros()));
        runs.add(partition.sorted()).unwrap();
    }
    Scores::new(run, book, runs)
}

fn read(folder: &Path) -> RecordBatch {
    let file = std::fs::File::open(folder.join("part-00000.parquet")).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    concat_batches(&schema, &batches).unwrap()
}

fn floats(rows: &RecordBatch, name: &str) -> Vec<Option<f64>> {
    rows[name].as_primitive::<Float64Type>().iter().collect()
}

fn texts<'a>(rows: &'a RecordBatch, name: &str) -> Vec<Option<&'a str>> {
    rows[name].as_string::<i32>().iter().collect()
}

#[test]
fn the_file_does_not_depend_on_partitions_or_threads() {
    // The last one's rows wait on disk, most of them.
    let written: Vec<Vec<u8>> = [(1, 1, u64::MAX), (3, 2, u64::MAX), (8, 7, 30_000)]
        .into_iter()
        .map(|(partitions, threads, budget)| {
            let folder = tempfile::tempdir().unwrap();
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let parts = pool.install(|| {
                write_parts(
                    &mut scored_within(500, partitions, true, budget),
                    folder.path(),
                    &|_| (),
                )
                .unwrap()
            });
            assert_eq!(parts.len(), 1);
            std::fs::read(folder.path().join(&parts[0].file_name)).unwrap()
        })
        .collect();
    assert!(written.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn every_customer_is_there_once_in_order_and_labelled() {
    let folder = tempfile::tempdir().unwrap();
    let mut scores = scored(500, 4, false);
    write_parts(&mut scores, folder.path(), &|_| ()).unwrap();
    let rows = read(folder.path());
    let expected: Vec<String> = (0..500).map(|i| format!("c{i:04}")).collect();
    let ids: Vec<&str> = texts(&rows, "customer_id").into_iter().flatten().collect();
    assert_eq!(ids, expected);
    let eligible = rows["eligible"].as_boolean();
    let probability = floats(&rows, "churn_probability");
    let reason = texts(&rows, "ineligible_reason");
    for i in 0..500 {
        assert_eq!(eligible.value(i), probability[i].is_some());
        assert_eq!(eligible.value(i), reason[i].is_none());
    }
    let counts: Vec<_> = scores.ineligible().iter().map(|c| (c.reason, c.customers)).collect();
    assert_eq!(counts, [("never_bought", 72), ("lapsed", 39), ("no_history", 0)]);
    assert_eq!(scores.eligible(), 500 - 72 - 39);
    assert_eq!(texts(&rows, "lifecycle_stage")[7], Some("prospect"));
    assert_eq!(texts(&rows, "lifecycle_stage")[11], Some("sleeping"));
    assert_eq!(texts(&rows, "tier")[7], None);
    assert_eq!(texts(&rows, "tier")[11], Some("bronze"));
    assert_eq!(texts(&rows, "health")[11], Some("poor"));
}

#[test]
fn percentiles_rise_with_probability_and_ties_share_theirs() {
    let folder = tempfile::tempdir().unwrap();
    write_parts(&mut scored(500, 4, false), folder.path(), &|_| ()).unwrap();
    let rows = read(folder.path());
    let probability = floats(&rows, "churn_probability");
    let percentile = floats(&rows, "churn_percentile");
    let permille = rows["churn_permille"].as_primitive::<Int64Type>();
    let scored: Vec<usize> = (0..500).filter(|&i| probability[i].is_some()).collect();
    for &i in &scored {
        let at_or_below = scored.iter().filter(|&&j| probability[j] <= probability[i]).count();
        assert_eq!(percentile[i], Some(100.0 * at_or_below as f64 / scored.len() as f64));
        assert_eq!(permille.value(i), (probability[i].unwrap() * 1000.0).round() as i64);
    }
}

#[test]
fn base_reasons_and_others_sum_to_the_log_odds() {
    let folder = tempfile::tempdir().unwrap();
    let mut scores = scored(500, 4, true);
    write_parts(&mut scores, folder.path(), &|_| ()).unwrap();
    let rows = read(folder.path());
    let columns = [
        "base_log_odds",
        "reason_1_contribution",
        "reason_2_contribution",
        "reason_3_contribution",
        "other_contributions",
    ]
    .map(|name| floats(&rows, name));
    let log_odds = floats(&rows, "log_odds");
    let lists = rows["contributions"].as_list::<i32>();
    for i in 0..500 {
        let Some(expected) = log_odds[i] else {
            assert!(lists.is_null(i));
            continue;
        };
        let sum: f64 = columns.iter().filter_map(|column| column[i]).sum();
        assert!((sum - expected).abs() < 1e-12);
        let list = lists.value(i);
        let all = list.as_struct().column(1).as_primitive::<Float64Type>();
        let sum: f64 = all.values().iter().sum();
        assert!((sum + 0.25 - expected).abs() < 1e-12);
    }
}

#[test]
fn a_row_reads_as_a_person_would_say_it() {
    let folder = tempfile::tempdir().unwrap();
    write_parts(&mut scored(500, 4, false), folder.path(), &|_| ()).unwrap();
    let rows = read(folder.path());
    // Customer 38: silent for 39 days, four orders 30 days apart.
    assert_eq!(
        texts(&rows, "reason_1")[38],
        Some("Silent for 39 days, 9 days longer than the usual 30 days")
    );
    assert_eq!(texts(&rows, "reason_1_direction")[38], Some("raises"));
    assert_eq!(texts(&rows, "reason_1_feature")[38], Some("days_since_last_purchase"));
    assert_eq!(floats(&rows, "reason_1_value")[38], Some(39.0));
    assert_eq!(texts(&rows, "reason_1_topic")[38], Some("silence"));
    assert_eq!(texts(&rows, "reason_2")[38], None, "too short a time to compare orders with");
    assert_eq!(texts(&rows, "lifecycle_stage")[38], Some("slipping"));
    // The population's gap is 30 days too, so shrinking changes nothing.
    assert!((floats(&rows, "churn_factor")[38].unwrap() - 1.3).abs() < 1e-12);
    let expected = rows["expected_next_order_date"].as_primitive::<Date32Type>();
    assert_eq!(expected.value(38), run(false).as_of.day_number() - 9);
    // 120 in the last year is 24 in 73 days.
    assert_eq!(floats(&rows, "value_at_pace")[38], Some(24.0));
    let at_risk = floats(&rows, "churn_probability")[38].unwrap() * 24.0;
    assert_eq!(floats(&rows, "value_at_risk")[38], Some(at_risk));
}

#[test]
fn nobody_at_all_is_a_file_with_columns() {
    let folder = tempfile::tempdir().unwrap();
    let parts = write_parts(&mut scored(0, 2, false), folder.path(), &|_| ()).unwrap();
    assert_eq!(parts.iter().map(|part| part.rows).sum::<usize>(), 0);
    let rows = read(folder.path());
    assert_eq!(rows.num_rows(), 0);
    assert!(rows.column_by_name("churn_probability").is_some());
}
