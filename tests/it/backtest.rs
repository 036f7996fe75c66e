//! `winback backtest`: its figures follow from its predictions, the future does not reach the past,
//! and a history that is too short is refused.

use crate::workplace::{Workplace, read_whole};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};

/// 1970-01-01 plus this many days is 2024-01-01.
const END: i64 = 19_723;

/// Customers with a rhythm of their own who stop one day: (customer, day, amount) over a year and a
/// half before 2024-01-01. Rows from `changed_from` on are those of another world.
fn business(customers: i64, changed_from: i64) -> Vec<(i64, i64, f64)> {
    let mut rows = Vec::new();
    for customer in 0..customers {
        let mut state = customer as u64 + 1;
        let mut draw = |n: i64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as i64 % n
        };
        let gap = 5 + draw(40);
        let mut day = END - 540 + draw(300);
        let stops = day + draw(600);
        while day < stops.min(END) {
            rows.push((customer, day, 5.0 + draw(50) as f64));
            day += gap + draw(15) - 4;
        }
    }
    rows.retain(|row| row.1 < changed_from);
    if changed_from < END {
        // Everybody buys daily, and newcomers arrive.
        let more =
            (0..customers * 2).flat_map(|c| (changed_from..END).map(move |day| (c, day, 99.0)));
        rows.extend(more.filter(|row| row.1 % 3 == row.0 % 3));
    }
    rows
}

const QUESTION: &str = "--transactions t.parquet --as-of 2024-01-01 --horizon-days 45";

/// (customer, origin, probability's bits, churned) of origins before `before`.
fn said(all: &RecordBatch, before: i64) -> Vec<(i64, i32, u64, bool)> {
    let column = |name| all.column_by_name(name).unwrap();
    let ids = column("customer_id").as_primitive::<Int64Type>();
    let origins = column("origin").as_primitive::<Date32Type>();
    let probabilities = column("churn_probability").as_primitive::<Float64Type>();
    let churned = column("churned").as_boolean();
    (0..all.num_rows())
        .map(|i| {
            (ids.value(i), origins.value(i), probabilities.value(i).to_bits(), churned.value(i))
        })
        .filter(|row| i64::from(row.1) < before)
        .collect()
}

#[test]
fn the_figures_follow_from_the_predictions() {
    let place = Workplace::new();
    place.write_transactions("t.parquet", &business(250, END));
    let run = |more: &str| place.run(&format!("backtest --cutoffs 2 {QUESTION} {more}"));
    let report = run("--out p.parquet --format json").expect_code(0).json();
    let origins = report["origins"].as_array().unwrap();
    let dates: Vec<_> = origins.iter().map(|o| o["origin"].as_str().unwrap()).collect();
    assert_eq!(dates, ["2023-10-03", "2023-11-17"]);
    let all = read_whole(&place.path("p.parquet"));
    let rows = said(&all, END);
    assert_eq!(report["pooled"]["test"]["n_rows"], rows.len());
    let losses = rows.iter().map(|&(_, _, bits, churned)| {
        let p = f64::from_bits(bits);
        -(if churned { p } else { 1.0 - p }).ln()
    });
    let log_loss = losses.sum::<f64>() / rows.len() as f64;
    let printed = report["pooled"]["test"]["log_loss"].as_f64().unwrap();
    assert!((log_loss - printed).abs() < 1e-12, "{log_loss} {printed}");
    let model = report["pooled"]["test"]["auc"].as_f64().unwrap();
    assert!(
        model > 0.6
            && report["pooled"]["intervals"]["intervals"]["auc"]["low"].as_f64().unwrap() < model
    );
    for baseline in ["days_since_last", "own_gap", "bg_nbd", "base_rate"] {
        assert!(report["pooled"]["baselines"][baseline]["log_loss"].is_f64(), "{baseline}");
        let column = all.column_by_name(&format!("baseline_{baseline}")).unwrap();
        assert_eq!(column.null_count(), 0, "{baseline}");
    }
    for key in ["lift_at_1", "capture_at_20", "brier_resolution", "calibration_slope", "ece"] {
        assert!(origins[0]["test"][key].is_f64(), "{key}");
    }
    let table = run("--threads 1 --out one.parquet").expect_code(0).stdout;
    for part in ["2023-10-03", "together", "BG/NBD", "one-time", "platinum", "lift at 20", "grade "]
    {
        assert!(table.contains(part), "'{part}' is not in:\n{table}");
    }
    let bytes = |name: &str| std::fs::read(place.path(name)).unwrap();
    assert!(bytes("p.parquet") == bytes("one.parquet"), "threads change the predictions");
    assert_eq!(place.list("."), ["one.parquet", "p.parquet", "t.parquet"]);
}

#[test]
fn what_comes_after_an_origin_s_window_changes_nothing_said_there() {
    let run = |changed_from: i64| {
        let place = Workplace::new();
        place.write_transactions("t.parquet", &business(200, changed_from));
        place.run(&format!("backtest --cutoffs 2 {QUESTION} --out p.parquet")).expect_code(0);
        read_whole(&place.path("p.parquet"))
    };
    let (as_it_was, changed) = (run(END), run(END - 45));
    // The last origin's window is another one; the earlier origins' windows end where it begins.
    assert_ne!(said(&as_it_was, END), said(&changed, END));
    let earlier = said(&as_it_was, END - 45);
    assert!(earlier.len() > 80);
    assert!(earlier == said(&changed, END - 45));
}

#[test]
fn too_short_a_history_is_refused_and_early_origins_are_left_out() {
    let place = Workplace::new();
    let mut rows = business(200, END);
    rows.retain(|row| row.1 >= END - 160);
    place.write_transactions("t.parquet", &rows);
    let asked = QUESTION.replace("45", "90");
    place
        .run(&format!("backtest --cutoffs 2 {asked} --out p.parquet"))
        .expect_error(3, &["160 days", "at least 202", "--horizon-days"]);
    assert_eq!(place.list("."), ["t.parquet"]);
    let report =
        place.run(&format!("backtest --cutoffs 3 {QUESTION} --format json")).expect_code(0);
    let report = report.json();
    assert_eq!(report["origins"].as_array().unwrap().len(), 2);
    assert_eq!(report["left_out"][0]["origin"], "2023-08-19");
    place.run(&format!("backtest --cutoffs 0 {QUESTION}")).expect_error(2, &["--cutoffs"]);
}
