//! The generator as a whole: same bytes on any threads, and the structure that is promised.

use super::*;
use crate::error::{Failure, Kind};
use crate::time::{date_of_day, day_number};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::path::PathBuf;

const DAY: i64 = crate::time::MICROS_PER_DAY;

fn wholesale() -> BusinessSettings {
    BusinessSettings { shape: Shape::Wholesale, ..BusinessSettings::default() }
}

fn small() -> BusinessSettings {
    BusinessSettings { customers: 1500, transactions_per_file: 7000, ..BusinessSettings::default() }
}

fn make(settings: &BusinessSettings, threads: usize) -> (tempfile::TempDir, PathBuf, Summary) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("business");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let summary = pool.install(|| generate(settings, &out, &|_| {})).unwrap();
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing temporary is left beside the output");
    (folder, out, summary)
}

/// Every file's path below the folder and its bytes.
fn bytes(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for pattern in ["*.parquet", "*/*.parquet"] {
        for path in glob::glob(&format!("{}/{pattern}", out.display())).unwrap() {
            let path = path.unwrap();
            files.insert(path.strip_prefix(out).unwrap().to_owned(), std::fs::read(&path).unwrap());
        }
    }
    files
}

fn read(out: &Path, pattern: &str) -> Vec<RecordBatch> {
    glob::glob(&format!("{}/{pattern}", out.display()))
        .unwrap()
        .flat_map(|path| {
            let file = File::open(path.unwrap()).unwrap();
            ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap()
        })
        .map(Result::unwrap)
        .collect()
}

fn texts<'a>(batch: &'a RecordBatch, name: &str) -> Vec<&'a str> {
    let column = batch.column_by_name(name).unwrap().as_string::<i32>();
    column.iter().map(Option::unwrap).collect()
}

fn numbers(batch: &RecordBatch, name: &str) -> Vec<f64> {
    batch.column_by_name(name).unwrap().as_primitive::<Float64Type>().values().to_vec()
}

fn times(batch: &RecordBatch) -> Vec<i64> {
    let column = batch.column_by_name("timestamp").unwrap();
    column.as_primitive::<TimestampMicrosecondType>().values().to_vec()
}

/// Purchase times of every customer, one per order, ascending.
fn purchases(out: &Path) -> BTreeMap<String, Vec<i64>> {
    let mut orders: BTreeMap<(String, i64), String> = BTreeMap::new();
    for batch in read(out, "transactions/*.parquet") {
        let (who, when) = (texts(&batch, "customer_id"), times(&batch));
        for (i, order) in texts(&batch, "order_id").into_iter().enumerate() {
            if order.starts_with('O') {
                orders.insert((who[i].to_owned(), when[i]), order.to_owned());
            }
        }
    }
    let mut purchases: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for ((who, when), _) in orders {
        purchases.entry(who).or_default().push(when);
    }
    purchases
}

#[test]
fn the_same_bytes_on_any_number_of_threads_and_others_for_another_seed() {
    for order in [RowOrder::Time, RowOrder::Shuffled] {
        let settings = BusinessSettings { order, ..small() };
        let (_one, out, summary) = make(&settings, 1);
        let expected = bytes(&out);
        assert_eq!(summary.transaction_files, summary.transactions.div_ceil(7000));
        let files = summary.transaction_files + summary.event_files + 1;
        assert_eq!(expected.len() as u64, files);
        for threads in [2, 7] {
            let (_folder, out, _) = make(&settings, threads);
            assert!(bytes(&out) == expected, "{threads} threads, {order:?}");
        }
        let (_other, out, _) = make(&BusinessSettings { seed: 2, ..settings }, 2);
        let name = Path::new("transactions/part-00000.parquet");
        assert!(bytes(&out)[name] != expected[name]);
    }
}

/// The sample of the package was written when there was but one shape.
#[test]
fn wholesale_makes_the_sample_of_the_package() {
    let settings = BusinessSettings { customers: 2000, ..wholesale() };
    let (_folder, out, _) = make(&settings, 2);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for (made, kept) in [
        ("transactions/*.parquet", "transactions.parquet"),
        ("events/*.parquet", "events.parquet"),
        ("customers.parquet", "customers.parquet"),
    ] {
        let (made, kept) = (read(&out, made), read(&sample, kept));
        assert!(made.iter().map(RecordBatch::num_rows).sum::<usize>() > 1000);
        assert!(made == kept, "the rows differ from those of data/");
    }
}

#[test]
fn rows_keep_their_promises() {
    for (shape, returned) in [(Shape::Shop, 0.05..0.2), (Shape::Wholesale, 0.02..0.12)] {
        rows_of_a_shape_keep_their_promises(&BusinessSettings { shape, ..small() }, &returned);
    }
}

fn rows_of_a_shape_keep_their_promises(settings: &BusinessSettings, returned: &Range<f64>) {
    let (_folder, out, summary) = make(settings, 2);
    let start = settings.start_micros();
    let end = start + i64::from(settings.days) * DAY;
    let (mut rows, mut returns, mut last) = (0, 0, start);
    let mut documents: BTreeMap<String, (String, i64, String)> = BTreeMap::new();
    for batch in read(&out, "transactions/*.parquet") {
        let (amount, price) = (numbers(&batch, "amount"), numbers(&batch, "unit_price"));
        let (discount, when) = (numbers(&batch, "discount"), times(&batch));
        let quantity = batch.column_by_name("quantity").unwrap().as_primitive::<Int32Type>();
        let (who, order) = (texts(&batch, "customer_id"), texts(&batch, "order_id"));
        let channel = texts(&batch, "channel");
        for i in 0..batch.num_rows() {
            let units = f64::from(quantity.value(i));
            assert!((units * price[i] - discount[i] - amount[i]).abs() < 1e-6);
            assert!(price[i] > 0.0 && discount[i] >= 0.0);
            assert_eq!(amount[i] < 0.0, order[i].starts_with('R'), "returns are negative");
            assert_eq!(amount[i] < 0.0, units < 0.0);
            assert!((last..end).contains(&when[i]), "in order of time");
            last = when[i];
            let shared = (who[i].to_owned(), when[i], channel[i].to_owned());
            let document = documents.entry(order[i].to_owned()).or_insert_with(|| shared.clone());
            assert_eq!(*document, shared, "lines of an order share customer, time and channel");
            returns += u64::from(amount[i] < 0.0);
            rows += 1;
        }
    }
    assert_eq!((rows, returns), (summary.transactions, summary.returns));
    assert_eq!(documents.keys().filter(|id| id.starts_with('O')).count() as u64, summary.orders);
    assert_eq!(purchases(&out).len() as u64, summary.buyers);
    let share = returns as f64 / rows as f64;
    assert!(returned.contains(&share), "{share} of the lines come back");
}

#[test]
fn customers_stop_some_at_once_and_their_engagement_fades() {
    for (shape, buyers, once) in
        [(Shape::Shop, 0.68..0.78, 0.57..0.68), (Shape::Wholesale, 0.9..0.98, 0.15..0.45)]
    {
        stops_and_fades(shape, &buyers, &once);
    }
}

fn stops_and_fades(shape: Shape, buyers: &Range<f64>, expected_once: &Range<f64>) {
    let settings = BusinessSettings { customers: 4000, shape, ..BusinessSettings::default() };
    let (_folder, out, summary) = make(&settings, 2);
    let purchases = purchases(&out);
    let share = summary.buyers as f64 / summary.customers as f64;
    assert!(buyers.contains(&share), "{share} of the customers ever bought");
    let once = purchases.values().filter(|times| times.len() == 1).count();
    let once = once as f64 / purchases.len() as f64;
    assert!(expected_once.contains(&once), "{once} bought once");
    // Dropout: of those who bought in the first year, many are never seen in the last 180 days.
    let end = settings.start_micros() + i64::from(settings.days) * DAY;
    let early = purchases.values().filter(|times| times[0] < end - 365 * DAY);
    let (stopped, early) = early.fold((0, 0), |(stopped, all), times| {
        (stopped + u32::from(*times.last().unwrap() < end - 180 * DAY), all + 1)
    });
    let stopped = f64::from(stopped) / f64::from(early);
    assert!((0.25..0.92).contains(&stopped), "{stopped} stopped");
    // Mails opened in days 30 to 120 after a purchase at least 120 days before the end: those who
    // will never buy again open far fewer.
    let (mut gone, mut here) = ((0.0, 0.0), (0.0, 0.0));
    let mut opened: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for batch in read(&out, "events/*.parquet") {
        let (who, kind) = (texts(&batch, "customer_id"), texts(&batch, "type"));
        for (i, at) in times(&batch).into_iter().enumerate() {
            if kind[i] == "email_open" {
                opened.entry(who[i].to_owned()).or_default().push(at);
            }
        }
    }
    for (who, times) in &purchases {
        let Some(at) = times.iter().rfind(|&&at| at < end - 240 * DAY) else { continue };
        let opened = opened.get(who).map_or(0, |opened| {
            opened.iter().filter(|&t| (at + 30 * DAY..at + 120 * DAY).contains(t)).count()
        });
        let group = if times.last() == Some(at) { &mut gone } else { &mut here };
        *group = (group.0 + opened as f64, group.1 + 1.0);
    }
    assert!(gone.1 > 100.0 && here.1 > 100.0);
    assert!(gone.0 / gone.1 < 0.6 * here.0 / here.1, "{gone:?} {here:?}");
}

#[test]
fn a_target_is_met_and_one_out_of_reach_is_refused() {
    for (customers, target) in [(3000, 20_000), (1000, 60_000)] {
        let settings = BusinessSettings { customers, transactions: Some(target), ..wholesale() };
        let (_folder, _, summary) = make(&settings, 2);
        let ratio = summary.transactions as f64 / target as f64;
        assert!((ratio - 1.0).abs() < 0.03, "{ratio} of {target}");
    }
    let folder = tempfile::tempdir().unwrap();
    let settings = BusinessSettings { transactions: Some(10), ..small() };
    let error = generate(&settings, &folder.path().join("out"), &|_| {}).unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert!(error.to_string().contains("lower --customers"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn without_events_the_transactions_are_the_same_and_numbers_can_be_ids() {
    let (_with, with, _) = make(&small(), 2);
    let (_without, without, summary) = make(&BusinessSettings { events: false, ..small() }, 2);
    assert_eq!((summary.events, summary.event_files), (0, 0));
    let (mut with, without) = (bytes(&with), bytes(&without));
    with.retain(|path, _| !path.starts_with("events"));
    assert!(with == without);
    let (_folder, out, summary) =
        make(&BusinessSettings { id_type: IdType::Integer, ..small() }, 2);
    let schema = read(&out, "customers.parquet")[0].schema();
    assert_eq!(schema.field(0).data_type(), &arrow_schema::DataType::Int64);
    assert_eq!(summary.customers, 1500);
}

#[test]
fn the_customers_are_unreachable_and_partly_without_consent() {
    let (_folder, out, _) = make(&small(), 2);
    let mut rows = 0;
    let (mut consent, mut unknown, mut suppressed) = (0, 0, 0);
    for batch in read(&out, "customers.parquet") {
        rows += batch.num_rows();
        let email = batch.column_by_name("email").unwrap().as_string::<i32>();
        let reserved = ["@example.com", "@example.org", "@example.net"];
        assert!(email.iter().flatten().all(|e| reserved.iter().any(|domain| e.ends_with(domain))));
        let flags = batch.column_by_name("consent_email").unwrap().as_boolean();
        consent += flags.true_count();
        unknown += flags.null_count();
        let reasons = batch.column_by_name("suppression_reason").unwrap();
        suppressed += reasons.len() - reasons.null_count();
    }
    assert_eq!(rows, 1500);
    assert!((700..1100).contains(&consent) && (60..220).contains(&unknown));
    assert!((5..80).contains(&suppressed));
}

#[test]
fn outputs_that_cannot_be_are_refused_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    std::fs::create_dir(&taken).unwrap();
    std::fs::write(taken.join("notes.txt"), "mine").unwrap();
    let file = taken.join("notes.txt");
    for out in [&taken, &file, &file.join("below")] {
        let error = generate(&small(), out, &|_| {}).unwrap_err();
        assert!(error.to_string().contains("taken"), "{error}");
    }
    assert_eq!(generate(&small(), &taken, &|_| {}).unwrap_err().kind(), Kind::Usage);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let none = BusinessSettings { customers: 0, ..small() };
    let error = generate(&none, &folder.path().join("out"), &|_| {}).unwrap_err().to_string();
    assert!(error.starts_with("--customers 0 cannot be generated: give 1 to"), "{error}");
}

#[test]
fn the_smallest_business_is_written() {
    for (customers, days) in [(1, 1), (3, 2), (50, 10)] {
        let settings = BusinessSettings { customers, days, ..BusinessSettings::default() };
        let (_folder, out, summary) = make(&settings, 2);
        let rows: usize =
            read(&out, "transactions/*.parquet").iter().map(RecordBatch::num_rows).sum();
        assert_eq!(rows as u64, summary.transactions);
    }
}

/// All rows of a table in the order of their times, as text.
fn sorted(out: &Path, table: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for batch in read(out, &format!("{table}/*.parquet")) {
        let columns = batch.columns();
        rows.extend((0..batch.num_rows()).map(|row| {
            let cells = columns.iter().map(|column| format!("{:?}", column.slice(row, 1)));
            cells.collect::<Vec<_>>().join(" ")
        }));
    }
    rows.sort();
    rows
}

#[test]
fn days_that_are_added_make_the_business_that_was_meant() {
    let meant = BusinessSettings { customers: 120, days: 60, ..BusinessSettings::default() };
    let begun = BusinessSettings {
        days: 55,
        more_days: 5,
        end_date: date_of_day(day_number(meant.end_date) - 5),
        ..meant.clone()
    };
    let (_whole, whole, _) = make(&meant, 2);
    let (_folder, out, _) = make(&begun, 1);
    let plan = out.join(PLAN);
    let first = std::fs::read(&plan).unwrap();
    let customers_before = read(&out, "customers.parquet")[0].num_rows();
    append_day(&out, 0.0, &|_| {}).unwrap();
    let after_one = bytes(&out);
    // As after an interruption before the plan was written.
    std::fs::write(&plan, first).unwrap();
    append_day(&out, 0.0, &|_| {}).unwrap();
    assert_eq!(bytes(&out), after_one);
    let summary = append_day(&out, 0.0, &|_| {}).unwrap();
    assert_eq!(
        (summary.first_date.as_str(), summary.last_date.as_str()),
        ("2024-12-28", "2024-12-28")
    );
    for _ in 0..3 {
        append_day(&out, 0.0, &|_| {}).unwrap();
    }
    for table in ["transactions", "events"] {
        assert_eq!(sorted(&out, table), sorted(&whole, table), "{table}");
    }
    assert_eq!(read(&out, "customers.parquet"), read(&whole, "customers.parquet"));
    assert!(customers_before <= 120);
    let error = append_day(&out, 0.0, &|_| {}).unwrap_err().to_string();
    assert!(error.contains("no day left after 5"), "{error}");
    let error = append_day(&whole, 0.0, &|_| {}).unwrap_err().to_string();
    assert!(error.contains("has no business.json") && error.contains("--more-days"), "{error}");
}

#[test]
fn on_a_quiet_day_some_order_nothing() {
    let begun = BusinessSettings { customers: 4000, days: 30, more_days: 2, ..wholesale() };
    let buyers = |quiet_share| {
        let (_folder, out, _) = make(&begun, 2);
        append_day(&out, quiet_share, &|_| {}).unwrap().orders as f64
    };
    let (usual, quiet) = (buyers(0.0), buyers(0.75));
    assert!(usual > 20.0 && (0.1..0.45).contains(&(quiet / usual)), "{quiet} of {usual}");
    assert_eq!(buyers(1.0), 0.0);
}
