//! The rows that a model is trained and judged on, against a count of the raw purchases made here: who is
//! asked about at each origin, and what became of them.

use crate::workplace::{Workplace, read_parquet};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use std::collections::BTreeMap;

/// 1970-01-01 plus this many days is 2024-01-01.
const END: i64 = 19_723;
const LOOKBACK_DAYS: i64 = 120;
const HORIZON_DAYS: i64 = 40;

/// (customer, day, amount) of the two years before 2024-01-01: rhythms, returns, late leavers.
fn business() -> Vec<(i64, i64, f64)> {
    let mut rows = Vec::new();
    for customer in 0..400_i64 {
        let gap = 9 + customer * 7 % 61;
        let mut day = END - 700 + customer * 13 % 500;
        let stops = day + customer * 31 % 600;
        while day <= stops && day < END {
            rows.push((customer, day, 10.0));
            if customer % 11 == 0 {
                rows.push((customer, day + 3, -10.0));
            }
            day += gap + day % 5;
        }
    }
    rows.retain(|row| row.1 < END);
    rows
}

/// Who bought within the lookback before `origin`, and whether nothing in the window from it on.
fn counted(rows: &[(i64, i64, f64)], origin: i64) -> BTreeMap<i64, bool> {
    let bought = |from: i64, to: i64| {
        rows.iter().filter(move |row| row.2 > 0.0 && (from..to).contains(&row.1)).map(|row| row.0)
    };
    let mut found: BTreeMap<i64, bool> =
        bought(origin - LOOKBACK_DAYS, origin).map(|customer| (customer, true)).collect();
    for customer in bought(origin, origin + HORIZON_DAYS) {
        found.entry(customer).and_modify(|churned| *churned = false);
    }
    found
}

#[test]
fn everybody_eligible_is_there_with_the_outcome_of_the_raw_rows() {
    let place = Workplace::new();
    let rows = business();
    place.write_transactions("t.parquet", &rows);
    let question = format!(
        "--transactions t.parquet --as-of 2024-01-01 --horizon-days {HORIZON_DAYS} \
         --lookback-days {LOOKBACK_DAYS}"
    );
    place.run(&format!("backtest --cutoffs 3 {question} --out p.parquet")).expect_code(0);
    let mut told: BTreeMap<i64, BTreeMap<i64, bool>> = BTreeMap::new();
    for batch in read_parquet(&place.path("p.parquet")) {
        let column = |name| batch.column_by_name(name).unwrap();
        let ids = column("customer_id").as_primitive::<Int64Type>();
        let origins = column("origin").as_primitive::<Date32Type>();
        let churned = column("churned").as_boolean();
        for i in 0..batch.num_rows() {
            let of_origin = told.entry(origins.value(i).into()).or_default();
            assert!(of_origin.insert(ids.value(i), churned.value(i)).is_none(), "twice");
        }
    }
    assert_eq!(told.len(), 3);
    for (origin, said) in told {
        let counted = counted(&rows, origin);
        assert!(counted.len() > 100 && counted.values().any(|churned| *churned));
        assert_eq!(said, counted, "at {origin}");
    }
}
