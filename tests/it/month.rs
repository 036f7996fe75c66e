//! Thirty nights of a small shop, as docs/operations.md tells them: a file a day arrives; from night 20 on the shop loses
//! most of its orders, on night 25 the export is cut short, on night 27 one of its files is lost.

use crate::workplace::{Ended, Workplace};
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{BooleanArray, RecordBatch};
use arrow_select::concat::concat_batches;
use arrow_select::filter::filter_record_batch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use std::fs::File;

/// Midnight before which the first night sees everything, in days since 1970: 2024-12-01.
const FIRST_DAY: i64 = 20_058;
const NIGHTS: i64 = 30;
const SHOCK: i64 = 20;
const CUT_SHORT: i64 = 25;
const LOST: i64 = 27;
const DAY_MICROS: i64 = 86_400_000_000;

/// The rows of the generated business, and the day of each.
fn rows(work: &Workplace) -> (RecordBatch, Vec<i64>) {
    let mut batches = Vec::new();
    for name in work.list("history/transactions") {
        let file = File::open(work.path(&format!("history/transactions/{name}"))).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
        batches.extend(reader.map(Result::unwrap));
    }
    let all = concat_batches(&batches[0].schema(), &batches).unwrap();
    let times = all.column_by_name("timestamp").unwrap();
    let times = times.as_primitive::<TimestampMicrosecondType>();
    let days = times.values().iter().map(|micros| micros.div_euclid(DAY_MICROS)).collect();
    (all, days)
}

/// A shop whose export is a file a day.
struct Shop {
    work: Workplace,
    all: RecordBatch,
    days: Vec<i64>,
}

impl Shop {
    fn open() -> Self {
        let work = Workplace::new();
        work.generate(1200, "--no-events");
        let (all, days) = rows(&work);
        work.write(
            "winback.toml",
            "[data]\ntransactions = \"export\"\ncustomers = \"history/customers.parquet\"\n\
             [outcome]\nhorizon_days = 14\n\
             [model]\nmodels = \"models\"\nmax_training_rows = 8000\nretrain = \"on_drift\"\n\
             [output]\noutput = \"out\"\n\
             [monitor]\nwebhook = \"hook.ndjson\"\nmetrics = \"winback.prom\"\n",
        );
        let shop = Self { work, all, days };
        shop.export("before", |day| day < FIRST_DAY);
        shop
    }

    /// Writes a file of some days. From the shock on three of four customers order nothing.
    fn export(&self, name: &str, wanted: impl Fn(i64) -> bool) {
        let customers = self.all.column_by_name("customer_id").unwrap().as_string::<i32>();
        let is_lost = |row: usize| {
            let hash: u32 = customers.value(row).bytes().map(u32::from).sum();
            self.days[row] >= FIRST_DAY + SHOCK - 1 && !hash.is_multiple_of(4)
        };
        let kept: BooleanArray = (0..self.all.num_rows())
            .map(|row| Some(wanted(self.days[row]) && !is_lost(row)))
            .collect();
        let rows = filter_record_batch(&self.all, &kept).unwrap();
        self.work.write_parquet(&format!("export/{name}.parquet"), &rows);
    }

    /// The file of the day before a night.
    fn day_before(&self, night: i64) -> String {
        let name = format!("day-{night:02}");
        self.export(&name, |day| day == FIRST_DAY + night - 1);
        self.work.path(&format!("export/{name}.parquet")).display().to_string()
    }

    fn night(&self, night: i64) -> Ended {
        self.work.run(&format!("run --as-of 2024-12-{:02} --format json", night + 1))
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
        let file = shop.day_before(night);
        if night == CUT_SHORT {
            // The export was cut short. The scheduler tries again; the second export is whole.
            let whole = std::fs::read(&file).unwrap();
            std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
            shop.night(night).expect_error(1, &["day-25.parquet", "truncated"]);
            std::fs::write(&file, whole).unwrap();
        }
        if night == LOST {
            // A file of two weeks ago is gone. A person finds it.
            let lost = shop.work.path("export/day-13.parquet");
            let kept = std::fs::read(&lost).unwrap();
            std::fs::remove_file(&lost).unwrap();
            shop.night(night).expect_error(3, &["'day-13.parquet' is gone"]);
            std::fs::write(&lost, kept).unwrap();
        }
        nights.push(shop.night(night).expect_code(0).json());
    }
    assert_eq!(shop.work.list("out/scores").len(), NIGHTS as usize, "every night has its results");
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
    let told = shop.work.read("hook.ndjson");
    let told: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let failed: Vec<&Value> = told.iter().filter(|event| event["event"] == "failed").collect();
    let codes: Vec<&Value> = failed.iter().map(|event| &event["exit_code"]).collect();
    assert_eq!(codes, [1, 3]);
    let alerting = nights.iter().filter(|night| !alerts(night).is_empty()).count();
    assert_eq!(told.len() - failed.len(), alerting);
    assert!(shop.work.read("winback.prom").contains("winback_night_success 1\n"));

    // The drift asked for a training, which was decided by customers whose outcome neither had seen.
    let decided = nights.iter().find(|night| night["decision"].is_object()).unwrap();
    let decision = &decided["decision"];
    let position = nights.iter().position(|night| night["decision"].is_object()).unwrap();
    assert!(position > first || !alerts(&nights[position - 1]).is_empty(), "{decision}");
    assert_eq!(decision["champion"], nights[0]["scores"]["model_version"]);
    let listed = shop.work.run("models list --format json").expect_code(0).json();
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
