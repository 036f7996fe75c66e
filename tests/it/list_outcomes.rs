//! The list held against what then happened: Online Retail as of 2011-10-10, 60 days, and the demo's shop 90 days
//! before its data ends; everybody consenting.
//!
//! What was lost is what those who bought nothing in the window had spent in as many days of the year before.

use crate::accuracy::{buyers, floats, texts, train_and_score};
use crate::workplace::{Workplace, read_parquet, real_data};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

const AS_OF: &str = "2011-10-10";

/// A scored customer: pace, value at risk, churn factor.
type Scored = HashMap<String, [f64; 3]>;

fn scored(folder: &std::path::Path) -> Scored {
    let mut found = HashMap::new();
    for batch in read_parquet(&folder.join("part-00000.parquet")) {
        let numbers =
            ["value_at_pace", "value_at_risk", "churn_factor"].map(|name| floats(&batch, name));
        for (row, id) in texts(&batch, "customer_id").into_iter().enumerate() {
            let [pace, at_risk, factor] = [&numbers[0], &numbers[1], &numbers[2]].map(|n| n[row]);
            if !at_risk.is_nan() {
                found.insert(id.unwrap(), [pace, at_risk, factor]);
            }
        }
    }
    found
}

/// Contact details of everybody, all of them saying yes.
fn write_consents(work: &Workplace, ids: impl Iterator<Item = String>) {
    let ids: Vec<String> = ids.collect();
    let email: StringArray = ids.iter().map(|id| Some(format!("c{id}@shop.test"))).collect();
    let yes: BooleanArray = ids.iter().map(|_| Some(true)).collect();
    let columns: [(&str, ArrayRef); 3] = [
        ("customer_id", Arc::new(StringArray::from(ids))),
        ("email", Arc::new(email)),
        ("consent_email", Arc::new(yes)),
    ];
    work.write_parquet("customers.parquet", &RecordBatch::try_from_iter(columns).unwrap());
}

/// Rows of the list and of the calls, by column.
fn listed(work: &Workplace, as_of: &str) -> Vec<BTreeMap<String, String>> {
    let rows = |name: &str| -> Vec<BTreeMap<String, String>> {
        let path = work.path(&format!("out/audience/as_of={as_of}/{name}"));
        csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
    };
    [rows("win_back.csv"), rows("call.csv")].concat()
}

#[test]
#[ignore = "needs ../shared/data; run scripts/test"]
fn the_list_reaches_the_money_that_was_lost_of_real_data() {
    let path = real_data("online_retail.parquet");
    let work = Workplace::new();
    let flags = format!("--transactions {} --horizon-days 60", path.display());
    let scored = scored(&train_and_score(&work, &flags, AS_OF));
    let positive = ["Quantity", "UnitPrice"];
    let bought = buyers(&path, ["CustomerID", "InvoiceDate"], &positive, AS_OF, 60);
    let lost = |id: &str| if bought.contains(id) { 0.0 } else { scored[id][0] };
    let really: f64 = scored.keys().map(|id| lost(id)).sum();
    let at_risk: f64 = scored.values().map(|numbers| numbers[1]).sum();
    assert!((at_risk / really - 1.0).abs() < 0.15, "{at_risk} at risk, {really} lost");
    write_consents(&work, scored.keys().cloned());
    let reached = |flags: &str| {
        let call = "audience --customers customers.parquet --output out --horizon-days 60 \
                    --list-size 200 --control-share 0";
        work.run(&format!("{call} --as-of {AS_OF} {flags}")).expect_code(0);
        let rows = listed(&work, AS_OF);
        assert_eq!(rows.len(), 200);
        let reached: f64 = rows.iter().map(|row| lost(&row["customer_id"])).sum();
        (reached / really, rows)
    };
    let (share, rows) = reached("");
    assert!(share >= 0.17, "{share}");
    for row in &rows {
        let service = row["play"] == "service";
        assert!(service || scored[&row["customer_id"]][2] >= 1.0, "inside the rhythm: {row:?}");
        assert!(service || row["days_since_last_order"].parse::<f64>().unwrap() > 7.0, "{row:?}");
        // A failure has an age: a return belongs to its order.
        let is_old = row["days_since_last_order"].parse::<f64>().unwrap() > 90.0;
        assert!(!(is_old && row["why"].starts_with("Returned something")), "{row:?}");
        // The first sentence says why now: a silence, one order only, or that something went wrong.
        let raises = ["Silent for ", "Bought once, ", "Returned something"];
        assert!(raises.iter().any(|start| row["why"].starts_with(start)), "{}", row["why"]);
    }
    let (without_gate_and_taper, _) = reached("--min-overdue 0 --taper-gaps 0");
    println!(
        "Online Retail: {at_risk:.0} at risk, {really:.0} lost; {share:.3} reached, {without_gate_and_taper:.3} without gate and taper"
    );
    assert!(without_gate_and_taper >= 0.20, "{without_gate_and_taper}");
}

#[test]
fn the_list_reaches_the_money_that_the_generated_shop_lost() {
    let as_of = "2024-10-03";
    let work = Workplace::new();
    work.run("generate --out data").expect_code(0);
    let inputs = "--transactions data/transactions --events data/events --models models";
    let asked = format!("{inputs} --as-of {as_of}");
    work.run(&format!("train {asked} --horizon-days 90")).expect_code(0);
    work.run(&format!("score {asked} --output out")).expect_code(0);
    let scores = work.path(&format!("out/scores/as_of={as_of}"));
    let mut scored = scored(&scores);
    // Everybody consents but those whom the events have as unsubscribed: they may not be written to.
    for batch in read_parquet(&scores.join("part-00000.parquet")) {
        let unsubscribed = batch.column_by_name("unsubscribed").unwrap().as_boolean().clone();
        for (row, id) in texts(&batch, "customer_id").into_iter().enumerate() {
            if unsubscribed.value(row) {
                scored.remove(&id.unwrap());
            }
        }
    }
    let path = work.path("data/transactions/part-00000.parquet");
    let bought = buyers(&path, ["customer_id", "timestamp"], &["amount"], as_of, 90);
    let lost = |id: &str| if bought.contains(id) { 0.0 } else { scored[id][0] };
    let really: f64 = scored.keys().map(|id| lost(id)).sum();
    write_consents(&work, scored.keys().cloned());
    let reached = |flags: &str| {
        let call = "audience --customers customers.parquet --output out --horizon-days 90 \
                    --list-size 500 --control-share 0";
        work.run(&format!("{call} --as-of {as_of} {flags}")).expect_code(0);
        let rows = listed(&work, as_of);
        assert_eq!(rows.len(), 500);
        rows.iter().map(|row| lost(&row["customer_id"])).sum::<f64>() / really
    };
    let shares = [
        ("", 0.30),
        ("--taper-gaps 0", 0.30),
        ("--min-overdue 0", 0.30),
        ("--min-overdue 0 --taper-gaps 0", 0.30),
    ]
    .map(|(flags, least)| (flags, reached(flags), least));
    let at_risk: f64 = scored.values().map(|numbers| numbers[1]).sum();
    println!(
        "shop: {} customers, {at_risk:.0} at risk, {really:.0} lost; {shares:.3?}",
        scored.len()
    );
    assert!(shares.iter().all(|(_, share, least)| share >= least), "{shares:?}");
}
