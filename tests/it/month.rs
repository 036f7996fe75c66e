//! Thirty nights of a small shop, as docs/operations.md tells them: a file a day arrives; from night 20 on the shop loses
//! most of its orders, on night 25 the export is cut short, on night 27 one of its files is lost.

use crate::workplace::{Ended, Workplace};
use serde_json::Value;
use std::path::PathBuf;

const NIGHTS: u32 = 30;
const SHOCK: u32 = 20;
const CUT_SHORT: u32 = 25;
const LOST: u32 = 27;

/// A shop whose export is a file a day.
struct Shop(Workplace);

impl Shop {
    /// The first night is that of 2024-12-02, which has seen the first day of December.
    fn open() -> Self {
        let work = Workplace::new();
        work.run(
            "generate --out history --shape wholesale --customers 1200 --no-events --days 469 \
             --end-date 2024-11-30 --more-days 31",
        )
        .expect_code(0);
        work.write(
            "winback.toml",
            "[data]\ntransactions = \"history/transactions\"\ncustomers = \"history/customers.parquet\"\n\
             [outcome]\nhorizon_days = 14\n\
             [model]\nmodels = \"models\"\nmax_training_rows = 8000\nretrain = \"on_drift\"\n\
             [output]\noutput = \"out\"\n\
             [monitor]\nwebhook = \"hook.ndjson\"\nmetrics = \"winback.prom\"\n",
        );
        Self(work)
    }

    /// The file of the day before a night.
    fn file(&self, night: u32) -> PathBuf {
        self.0.path(&format!("history/transactions/day-2024-12-{night:02}-00000.parquet"))
    }

    /// The export of the day before a night. From the shock on three of four customers order nothing.
    fn export(&self, night: u32) -> PathBuf {
        let quiet = if night >= SHOCK { "--quiet-share 0.75" } else { "" };
        self.0.run(&format!("generate --out history --append-day {quiet}")).expect_code(0);
        self.file(night)
    }

    fn night(&self, night: u32) -> Ended {
        self.0.run(&format!("run --as-of 2024-12-{:02} --format json", night + 1))
    }
}

fn alerts(night: &Value) -> Vec<&str> {
    let readings = night["watch"]["readings"].as_array().unwrap().iter();
    let alerting = readings.filter(|reading| reading["signal"] == "alert");
    alerting.map(|reading| reading["check"].as_str().unwrap()).collect()
}

#[test]
fn thirty_nights() {
    let shop = Shop::open();
    let mut nights: Vec<Value> = Vec::new();
    for night in 1..=NIGHTS {
        let file = shop.export(night);
        if night == CUT_SHORT {
            // The export was cut short. The scheduler tries again; the second export is whole.
            let whole = std::fs::read(&file).unwrap();
            std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
            shop.night(night).expect_error(1, &["day-2024-12-25-00000.parquet", "truncated"]);
            std::fs::write(&file, whole).unwrap();
        }
        if night == LOST {
            // A file of two weeks ago is gone. A person finds it.
            let lost = shop.file(13);
            let kept = std::fs::read(&lost).unwrap();
            std::fs::remove_file(&lost).unwrap();
            shop.night(night).expect_error(3, &["'day-2024-12-13-00000.parquet' is gone"]);
            std::fs::write(&lost, kept).unwrap();
        }
        nights.push(shop.night(night).expect_code(0).json());
    }
    assert_eq!(shop.0.list("out/scores").len(), NIGHTS as usize, "every night has its results");
    tell(&nights);

    // Before the shock no outcome alerts; within the nights after it the base rate does.
    let shock = SHOCK as usize - 1;
    for night in &nights[..shock] {
        let found = alerts(night);
        assert!(!found.contains(&"base_rate"), "{}: {found:?}", night["as_of"]);
    }
    let first = nights.iter().position(|night| alerts(night).contains(&"base_rate")).unwrap();
    assert!((shock + 1..shock + 8).contains(&first), "night {}", first + 1);

    // Whoever is told was told: of both failures, and of every night that alerts.
    let told = shop.0.read("hook.ndjson");
    let told: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let failed: Vec<&Value> = told.iter().filter(|event| event["event"] == "failed").collect();
    let codes: Vec<&Value> = failed.iter().map(|event| &event["exit_code"]).collect();
    assert_eq!(codes, [1, 3]);
    let alerting = nights.iter().filter(|night| !alerts(night).is_empty()).count();
    assert_eq!(told.len() - failed.len(), alerting);
    assert!(shop.0.read("winback.prom").contains("winback_night_success 1\n"));

    // The drift asked for a training, which was decided by customers whose outcome neither had seen.
    let decided = nights.iter().find(|night| night["decision"].is_object()).unwrap();
    let decision = &decided["decision"];
    let position = nights.iter().position(|night| night["decision"].is_object()).unwrap();
    assert!(position > first || !alerts(&nights[position - 1]).is_empty(), "{decision}");
    assert_eq!(decision["champion"], nights[0]["scores"]["model_version"]);
    let listed = shop.0.run("models list --format json").expect_code(0).json();
    assert!(listed.as_array().unwrap().iter().any(|model| model["decision"] == *decision));
}

/// The month, for whoever reads the test's output.
fn tell(nights: &[Value]) {
    for night in nights {
        println!(
            "{} {} scored {} {} {:?} {}",
            night["as_of"],
            night["model"],
            night["scores"]["eligible"],
            night["watch"]["signal"],
            alerts(night),
            night["decision"]
        );
    }
}
