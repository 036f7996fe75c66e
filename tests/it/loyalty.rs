//! `winback report --format json`: every measure that SQL can work out equals its SQL, whatever the threads; and
//! what changed from one night to the next.

use crate::feature_file::features;
use crate::night::configured;
use crate::oracle::{TILLS, tills};
use crate::workplace::{Workplace, python, real_data};
use serde_json::Value;

/// Periods short enough for a year of history.
const SHORT_PERIODS: &str = "[report]\nperiod_days = 90\nacquisition_cost = 20\n\
                             [outcome]\nlookback_days = 120\nhorizon_days = 60\n";

/// Has the measures compared with SQL over the raw files.
#[track_caller]
fn compare(work: &Workplace, flags: &str, sql: &[&str]) {
    work.write("winback.toml", SHORT_PERIODS);
    let report = work.run(&format!("report --quiet --format json {flags}")).expect_code(0).stdout;
    work.write("report.json", &report);
    let arguments = [&["--report", "report.json"], sql].concat();
    let said = python("scripts/loyalty_oracle.py", work, &arguments);
    let last = said.trim_end().lines().last().unwrap_or_default();
    assert!(last.ends_with("no mismatches") && !last.starts_with('0'), "{said}");
}

/// Categories and channels are stand-ins: the products and the countries.
#[test]
#[ignore = "needs a Python with duckdb, and ../shared/data; run scripts/test"]
fn online_retail_equals_its_sql_of_real_data() {
    let file = real_data("online_retail.parquet");
    let flags = format!(
        "--transactions {} --as-of 2011-11-20 --customer-id CustomerID --timestamp InvoiceDate \
         --quantity Quantity --unit-price UnitPrice --order-id InvoiceNo --category StockCode \
         --channel Country",
        file.display()
    );
    let file = file.display().to_string();
    let sql = [
        ["--transactions", &file],
        ["--customer-id", "CustomerID"],
        ["--timestamp", "InvoiceDate"],
        ["--amount", "Quantity * UnitPrice"],
        ["--is-return", "Quantity < 0"],
        ["--order-id", "InvoiceNo"],
        ["--category", "StockCode"],
        ["--channel", "Country"],
    ];
    compare(&Workplace::new(), &flags, sql.as_flattened());
}

#[test]
#[ignore = "needs a Python with duckdb; run scripts/test"]
fn a_generated_business_equals_its_sql() {
    let work = Workplace::new();
    let data = work.generate(700, "--transactions-per-file 2000");
    let sql = [
        ["--transactions", "history/transactions/*.parquet"],
        ["--events", "history/events/*.parquet"],
        ["--customer-id", "customer_id"],
        ["--timestamp", "timestamp"],
        ["--amount", "amount"],
        ["--is-return", "amount < 0"],
        ["--order-id", "order_id"],
        ["--category", "category"],
        ["--channel", "channel"],
        ["--discount", "discount"],
    ];
    // In the middle of a month, which is not over.
    compare(&work, &format!("{data} --as-of 2024-12-18"), sql.as_flattened());
}

/// What is a purchase, a return, an order and a day is what it is to the features, however tills write them.
#[test]
fn orders_and_returns_are_those_of_the_features() {
    let work = Workplace::new();
    work.write_parquet("tills.parquet", &tills());
    work.write("winback.toml", "[report]\nperiod_days = 180\n");
    let features = features(&work, TILLS);
    let loyalty = work.run(&format!("report --format json {TILLS}")).expect_code(0).json();
    let loyalty = &loyalty["loyalty"];
    let sum = |name: &str| -> f64 {
        features.values().map(|of| of[name]).filter(|value| !value.is_nan()).sum()
    };
    let number_with =
        |name: &str, least: f64| features.values().filter(|of| of[name] >= least).count() as f64;
    let close = |ours: &Value, theirs: f64, what: &str| {
        let ours = ours.as_f64().unwrap();
        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{what}: {ours}, features {theirs}");
    };
    let base = &loyalty["base"];
    assert!(sum("returns") > 100.0 && sum("purchases") > sum("purchases_180d"));
    close(&base["orders_in_period"], sum("purchases_180d"), "orders");
    close(&base["revenue_in_period"], sum("spend_180d"), "revenue");
    close(&base["revenue_ever"], sum("spend"), "revenue, ever");
    close(&base["buyers_in_period"], number_with("purchases_180d", 1.0), "buyers");
    let repeated = number_with("purchases_180d", 2.0) / number_with("purchases_180d", 1.0);
    close(&loyalty["repeat_purchase_rate"]["rate"]["value"], repeated, "repeat purchase rate");
    let once = features.values().filter(|of| of["purchases"] == 1.0).count() as f64;
    close(
        &loyalty["one_time_share"]["value"],
        once / number_with("purchases", 1.0),
        "one-time share",
    );
}

#[test]
fn threads_do_not_matter() {
    let work = Workplace::new();
    let data = work.generate(400, "--transactions-per-file 500");
    let on = |threads: usize| {
        let call = format!("report --format json --as-of 2024-09-01 --threads {threads} {data}");
        work.run(&call).expect_code(0).stdout
    };
    let one = on(1);
    assert!(one == on(7) && one.contains("\"repeat purchase rate\""));
}

/// Identifiers of a list.
fn ids(work: &Workplace, date: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for name in ["win_back.csv", "call.csv"] {
        let path = work.path(&format!("out/audience/as_of={date}/{name}"));
        let mut reader = csv::Reader::from_path(path).unwrap();
        let column =
            reader.headers().unwrap().iter().position(|name| name == "customer_id").unwrap();
        ids.extend(reader.records().map(|row| row.unwrap()[column].to_owned()));
    }
    ids
}

fn customers(flow: &Value) -> u64 {
    let moves = flow["moves"].as_array().unwrap().iter();
    moves.map(|one| one["customers"].as_u64().unwrap()).sum()
}

#[test]
fn a_second_night_tells_what_changed() {
    let work = Workplace::new();
    configured(&work, "[report]\nacquisition_cost = 10\n");
    work.run("run --as-of 2024-09-17").expect_code(0);
    let first = work.run("report --as-of 2024-09-17 --format json").expect_code(0).json();
    assert!(first["changes"].is_null(), "there is no night before");
    let second = work.run("run --format json").expect_code(0).json();
    let report = work.run("report --format json").expect_code(0).json();

    let (standing, changes) = (&report["standing"], &report["changes"]);
    assert_eq!(standing["customers"], second["scores"]["customers"]);
    assert_eq!(standing["exposure"]["scored"], second["scores"]["eligible"]);
    let cells = standing["rfm"].as_array().unwrap();
    assert_eq!(cells.len(), 25);
    assert_eq!(changes["previous"], "2024-09-17");
    assert_eq!(changes["exposure"]["current"], standing["exposure"]);
    assert_eq!(changes["exposure"]["previous"], first["standing"]["exposure"]);
    assert_eq!(Value::from(customers(&changes["stages"])), standing["customers"]);

    let (old, new) = (ids(&work, "2024-09-17"), ids(&work, "2024-10-01"));
    let entered = new.iter().filter(|id| !old.contains(id)).count();
    assert_eq!(changes["list"]["entered"], entered);
    assert_eq!(changes["list"]["stayed"], new.len() - entered);
    assert_eq!(changes["list"]["customers"]["previous"], old.len());

    let loyalty = &report["loyalty"];
    let cost = &loyalty["cost_of_churn"];
    assert_eq!(cost["horizon_days"], 60);
    assert_eq!(cost["expected"]["value"], standing["exposure"]["value_at_risk"]);
    let leavers = cost["expected_leavers"].as_f64().unwrap();
    assert_eq!(cost["replacement"]["value"].as_f64().unwrap(), 10.0 * leavers);
    assert!(loyalty["lifetime_value"]["predicted"]["value"].as_f64().unwrap() > 0.0);

    let words = work.run("report").expect_code(0).stdout;
    for part in ["repeat purchase rate", "Since 2024-09-17", "entered", "cost of replacement"] {
        assert!(words.contains(part), "{part} is not in {words}");
    }
}

#[test]
fn what_is_not_known_is_said() {
    let work = Workplace::new();
    work.write_transactions("t.parquet", &[(1, 19_700, 5.0), (1, 19_720, 5.0), (2, 19_721, 7.0)]);
    let report = work.run("report --format json --transactions t.parquet --as-of 2024-01-01");
    let loyalty = report.expect_code(0).json()["loyalty"].clone();
    assert_eq!(loyalty["repeat_purchase_rate"]["rate"]["value"], 0.5);
    // 19,700 is 2023-12-09.
    assert_eq!(
        (&loyalty["period"]["days"], &loyalty["period"]["asked_days"]),
        (&23.into(), &365.into())
    );
    for (measure, part) in [
        ("retention_rate", "the transactions begin on 2023-12-09"),
        ("upsell_ratio", "no column tells of product categories"),
        ("engagement_index", "there are no events"),
    ] {
        let why = loyalty[measure]["not_available_because"].as_str().unwrap();
        assert!(why.contains(part) && loyalty[measure]["value"].is_null(), "{measure}: {why}");
    }
    work.run("report --transactions t.parquet").expect_error(2, &["as-of"]);
}
