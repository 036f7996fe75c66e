//! Measures a training on a real history: trains with what is known at a date, scores every eligible
//! customer as of it, and compares with what then happened. For people, not part of the program.
//!
//! `cargo run --release --example accuracy -- ../shared/data [cdnow91|cdnow180|retail60|…]`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring script"
)]

use std::path::PathBuf;
use winback::{history, ingest, labels, model, time};

const CASES: [(&str, &str, &str, u32, u32); 8] = [
    ("cdnow91", "cdnow", "1997-10-01", 91, 3650),
    ("cdnow180", "cdnow", "1998-01-01", 180, 3650),
    ("retail60", "retail", "2011-10-10", 60, 365),
    ("cdnow60a", "cdnow", "1997-08-01", 60, 3650),
    ("cdnow120", "cdnow", "1998-03-01", 120, 3650),
    ("retail60a", "retail", "2011-07-01", 60, 365),
    ("retail90", "retail", "2011-09-01", 90, 365),
    ("retail30", "retail", "2011-11-01", 30, 365),
];

fn read(folder: &str, kind: &str, zone: &time::Zone) -> history::History {
    let text = |s: &str| s.to_owned();
    let mapping = |id: &str, at: &str, amount, order| ingest::TransactionMapping {
        customer_id: text(id),
        timestamp: text(at),
        amount,
        order_id: order,
        quantity: None,
        product_id: None,
        category: None,
        channel: None,
        discount: None,
        return_flag: None,
    };
    let (file, mapping) = if kind == "cdnow" {
        let amount = ingest::AmountMapping::Column(text("dollar_value"));
        ("cdnow_master.parquet", mapping("customer_id", "date", amount, None))
    } else {
        let amount = ingest::AmountMapping::QuantityTimesUnitPrice {
            quantity: text("Quantity"),
            unit_price: text("UnitPrice"),
        };
        let mut retail = mapping("CustomerID", "InvoiceDate", amount, Some(text("InvoiceNo")));
        retail.product_id = Some(text("StockCode"));
        ("online_retail.parquet", retail)
    };
    let until = ingest::ReadUntil { as_of_micros: None, present_micros: i64::MAX };
    let paths = [PathBuf::from(folder).join(file)];
    let keep = ingest::Columns::ALL;
    let transactions =
        ingest::TransactionReader::open(&paths, &mapping, keep, zone, until).unwrap();
    let settings = history::Settings {
        row_budget_bytes: u64::MAX,
        spill_dir: std::env::temp_dir(),
        zone: zone.clone(),
        channels: Vec::new(),
    };
    let inputs = history::Inputs { transactions, events: None, customers: None };
    history::History::read(inputs, &settings, &|_| ()).unwrap()
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| std::env::var(name).ok().map(|v| v.parse::<f64>().unwrap());
    let zone = time::Zone::utc();
    for (name, kind, as_of, horizon_days, lookback_days) in CASES {
        if args.len() > 1 && !args[1..].iter().any(|a| a == name) {
            continue;
        }
        let history = read(&args[0], kind, &zone);
        let as_of = time::AsOf::parse(as_of, &zone).unwrap();
        let rule = labels::OutcomeRule { horizon_days, gap_days: 0, lookback_days };
        let first = history.span_micros().unwrap().0;
        let max = number("CUTOFFS").map_or(labels::DEFAULT_MAX_CUTOFFS, |n| n as usize);
        let plan = labels::plan_cutoffs(&rule, as_of, first, None, max, &zone).unwrap();
        let mut collect = model::CollectSettings {
            rule,
            as_of,
            snapshots: plan.snapshots(),
            cutoffs: plan.cutoffs.clone(),
            max_rows: 1_000_000,
            channels: Vec::new(),
            yearly_discount_rate: 0.1,
            columns: history.columns(),
        };
        let start = std::time::Instant::now();
        let known = model::collect_training_set(&history, &collect).unwrap();
        let collected = start.elapsed();
        let after = as_of.plus_days(horizon_days as i32, &zone).unwrap();
        (collect.as_of, collect.snapshots) = (after, vec![as_of]);
        let then = model::collect_training_set(&history, &collect).unwrap().set;
        let rows = then.rows_of(&[0]);
        let churned: Vec<bool> =
            rows.iter().map(|&i| then.churned_within(i as usize, horizon_days)).collect();
        println!(
            "== {name}: {} cutoffs, step {}, {} rows, {} test rows, collected in {collected:?}",
            plan.cutoffs.len(),
            plan.step_days,
            known.set.table.n_rows,
            rows.len()
        );
        let mut settings = model::TrainSettings::default();
        if let Some(h) = number("HALF") {
            settings.half_life_horizons = (h > 0.0).then_some(h);
        }
        settings.l2_per_row = number("L2");
        if let Some(p) = number("PERSIST") {
            settings.level_persistence_max = p;
        }
        if let Some(k) = number("SHRINK") {
            settings.calibration.shrinkage_rows = k;
        }
        let start = std::time::Instant::now();
        let trained = model::train(&known.set, known.value_models, &settings).unwrap();
        let took = start.elapsed();
        let scorer = model::Scorer::new(&trained.artifact, &then.table.features).unwrap();
        let columns: Vec<Vec<f64>> = then
            .table
            .columns
            .iter()
            .map(|c| rows.iter().map(|&i| c[i as usize]).collect())
            .collect();
        let p: Vec<f64> =
            scorer.score_columns(&columns, rows.len()).iter().map(|s| s.probability).collect();
        let m = model::evaluate::Metrics::of(&p, &churned).unwrap();
        let content = &trained.artifact.content;
        println!(
            "{name:10} auc {:.4} brier {:.4} logloss {:.4} ece {:.4} lift10 {:.3} bias {:+.4} | {:?} {} columns l2 {:.0e} cal {} shift {:+.3} ({:?}) grade {:?} {} kB, trained in {took:?}",
            m.auc.unwrap(),
            m.brier,
            m.log_loss,
            m.ece,
            m.lift_at_10.unwrap(),
            m.mean_probability - m.churn_rate,
            content.level,
            content.design.terms.len(),
            content.evidence.l2_per_row,
            content.calibration.curve.kind(),
            content.calibration.base_rate_offset,
            content.evidence.recent_level.map(|l| l.persistence),
            content.grade,
            trained.artifact.to_json().unwrap().len() / 1000,
        );
        if let Some(j) = &content.judgement {
            println!(
                "  own test {:?} at {}: auc {:?} logloss {:.4} ece {:.4}; days since last {:?}",
                j.held,
                j.as_of,
                j.test.auc,
                j.test.log_loss,
                j.test.ece,
                j.baselines.days_since_last.as_ref().and_then(|b| b.auc)
            );
        }
        if args.len() > 2 && args.last().is_some_and(|a| a == "-v") {
            println!("{}", serde_json::to_string_pretty(&content.evidence.dropped).unwrap());
        }
    }
}
