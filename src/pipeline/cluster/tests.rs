//! The steps with a cluster that answers as it is told: what is asked, what is refused, what is left behind.

use super::catalogue::files_by;
use super::check::Asked;
use super::counts::count;
use super::facts::{FactColumns, LastCategory};
use super::handed_over::HandedOver;
use super::later::later_buyers;
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::features::sql::Dialect;
use crate::pipeline::{Job, Machine, Sources, Statements, Unwatched, Watcher, open_sources};
use crate::spark::{Cluster, SparkError};
use crate::table::Stores;
use crate::time::{AsOf, MICROS_PER_DAY, Zone};
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A cluster that runs nothing.
#[derive(Default)]
struct Fake {
    rows: Vec<RecordBatch>,
    /// What it writes; nothing where absent.
    written: Option<RecordBatch>,
    asked: Mutex<Vec<String>>,
}

impl Cluster for Fake {
    fn rows(
        &self,
        statement: &str,
        _: &str,
        _: &dyn Watcher,
    ) -> Result<Vec<RecordBatch>, SparkError> {
        self.asked.lock().unwrap().push(statement.to_owned());
        Ok(self.rows.clone())
    }

    fn write(
        &self,
        statement: &str,
        path: &str,
        _: &str,
        _: &dyn Watcher,
    ) -> Result<(), SparkError> {
        assert!(Path::new(path).is_absolute(), "{path}");
        self.asked.lock().unwrap().push(statement.to_owned());
        if let Some(batch) = &self.written {
            std::fs::create_dir(path).unwrap();
            write(&Path::new(path).join("part-0.parquet"), batch);
            std::fs::write(Path::new(path).join("_SUCCESS"), "").unwrap();
        }
        Ok(())
    }

    fn cancel(&self) {}
}

fn write(path: &Path, batch: &RecordBatch) {
    let file = std::fs::File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

fn orders() -> RecordBatch {
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 2]));
    let times: ArrayRef =
        Arc::new(StringArray::from(vec!["2024-01-01", "2024-02-01", "2024-03-01"]));
    let amounts: ArrayRef = Arc::new(Float64Array::from(vec![10.0, 20.0, 30.0]));
    RecordBatch::try_from_iter([
        ("customer_id", numbers),
        ("timestamp", times),
        ("amount", amounts),
    ])
    .unwrap()
}

/// The numbers of one count: usable, used, future, newest instant, customers, rows, rows with a customer.
fn numbers(values: [i64; 7]) -> RecordBatch {
    let [usable, used, future, last_us, customers, rows, with_customer] = values;
    let columns = [
        ("usable", usable),
        ("used", used),
        ("future", future),
        ("last_us", last_us),
        ("customers", customers),
        ("n_rows", rows),
        ("with_customer", with_customer),
        ("with_time", rows),
        ("with_amount", rows),
    ];
    let columns = columns.map(|(name, value)| {
        // No newest instant is null.
        let value = Some(value).filter(|&value| value != i64::MIN);
        let column: ArrayRef = Arc::new(Int64Array::from(vec![value]));
        (name, column)
    });
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
        .unwrap()
}

fn machine(folder: &Path) -> Machine {
    let now_micros = AsOf::parse("2024-07-01", &Zone::utc()).unwrap().micros();
    Machine { memory_limit_bytes: 1 << 28, spill_dir: folder.to_owned(), now_micros }
}

fn opened(folder: &Path, as_of: &str) -> (Sources, Settings) {
    let path = folder.join("orders.parquet");
    write(&path, &orders());
    let toml = format!("[data]\ntransactions = \"{}\"\nas_of = \"{as_of}\"\n", path.display());
    let settings = Settings::from_toml(&toml).unwrap();
    (open_sources(&settings).unwrap(), settings)
}

#[test]
fn a_date_that_the_data_decides_is_the_day_after_the_newest_row() {
    let folder = tempfile::tempdir().unwrap();
    let (sources, settings) = opened(folder.path(), "data_end");
    let statements = Statements::of(&sources, &settings, Dialect::Spark).unwrap();
    let march = AsOf::parse("2024-03-01", &Zone::utc()).unwrap().micros();
    let answer = numbers([3, 3, 0, march, 2, 3, 3]);
    let fake = Fake { rows: vec![answer], ..Fake::default() };
    let machine = machine(folder.path());
    let job = &Job { settings: &settings, machine: &machine, watcher: &Unwatched };
    let counted = count(&fake, &statements, &sources, job).unwrap();
    assert_eq!(counted.as_of.to_string(), "2024-03-02");
    assert_eq!((counted.quality.used, counted.customers), (3, 2));
    assert!(counted.refuse_ended(&settings, 1).is_ok());
    let asked = fake.asked.lock().unwrap();
    let path = folder.path().join("orders.parquet");
    assert!(asked[0].contains(&format!("parquet.`{}`", path.display())), "{}", asked[0]);
}

#[test]
fn the_gates_hold_for_the_counts_of_a_cluster() {
    let folder = tempfile::tempdir().unwrap();
    let (sources, settings) = opened(folder.path(), "2024-03-02");
    let statements = Statements::of(&sources, &settings, Dialect::Spark).unwrap();
    let machine = machine(folder.path());
    let job = &Job { settings: &settings, machine: &machine, watcher: &Unwatched };
    let kind = |answer: RecordBatch| {
        let fake = Fake { rows: vec![answer], ..Fake::default() };
        let counted = count(&fake, &statements, &sources, job);
        counted.map(|_| ()).map_err(|error| (error.kind(), error.to_string()))
    };
    let (why, words) = kind(numbers([3, 0, 0, i64::MIN, 0, 3, 3])).unwrap_err();
    assert_eq!(why, Kind::DataQuality, "{words}");
    assert!(words.contains("no transaction before as-of 2024-03-02: 3 rows"), "{words}");
    let (why, words) = kind(numbers([1, 1, 0, 1_709_000_000_000_000, 1, 100, 1])).unwrap_err();
    assert_eq!(why, Kind::DataQuality, "{words}");
    assert!(words.contains("a missing customer"), "{words}");
    let empty = RecordBatch::new_empty(numbers([0; 7]).schema());
    let (why, words) = kind(empty).unwrap_err();
    assert_eq!(why, Kind::Failed, "{words}");
}

#[test]
fn who_has_bought_since_is_asked_for_by_instant_and_comes_back_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let (sources, settings) = opened(folder.path(), "2024-03-02");
    let statements = Statements::of(&sources, &settings, Dialect::Spark).unwrap();
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![7, -9]));
    let answer = RecordBatch::try_from_iter([("customer_id", numbers)]).unwrap();
    let fake = Fake { rows: vec![answer], ..Fake::default() };
    let (machine, as_of) =
        (machine(folder.path()), AsOf::parse("2024-03-02", &Zone::utc()).unwrap());
    let buyers = later_buyers(&fake, &statements, as_of, &machine, &Unwatched).unwrap();
    assert_eq!(buyers, ["7", "-9"].map(str::to_owned).into());
    let asked = fake.asked.lock().unwrap();
    let (from, to) = (as_of.micros(), machine.now_micros + MICROS_PER_DAY);
    let when = format!("where ts_us >= {from} and ts_us < {to} and not is_return");
    assert!(asked[0].contains(&when), "{}", asked[0]);
}

/// The columns of an answer of whole numbers.
fn answer<const N: usize>(columns: [(&str, Vec<Option<i64>>); N]) -> RecordBatch {
    let columns = columns.map(|(name, values)| {
        let column: ArrayRef = Arc::new(Int64Array::from(values));
        (name, column, true)
    });
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

#[test]
fn what_a_sample_does_not_tell_is_counted_of_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let (sources, settings) = opened(folder.path(), "2024-03-02");
    let statements = Statements::of(&sources, &settings, Dialect::Spark).unwrap();
    let date = AsOf::parse("2024-03-02", &Zone::utc()).unwrap();
    let ask = |rows: RecordBatch| Fake { rows: vec![rows], ..Fake::default() };
    let asked = |fake: &Fake, say: &dyn Fn(&Asked<'_>)| {
        say(&Asked { cluster: fake, statements: &statements, present: 7, watcher: &Unwatched });
        let sql = fake.asked.lock().unwrap().join("\n");
        crate::features::sql::testing::parsed(&sql, Dialect::Spark);
    };
    let at = |day: i64| Some(day * MICROS_PER_DAY + 5);
    let days = ask(answer([
        ("day", vec![Some(19_701), Some(19_700)]),
        ("n_rows", vec![Some(2), Some(1)]),
        ("first_us", vec![at(19_701), at(19_700)]),
        ("last_us", vec![at(19_701), at(19_700)]),
    ]));
    asked(&days, &|asked| {
        let reach = asked.reach().unwrap().unwrap();
        assert_eq!((Some(reach.first_micros), Some(reach.last_micros)), (at(19_700), at(19_701)));
    });
    let gaps = ask(answer([
        ("days", vec![None, Some(3), Some(40)]),
        ("weight", vec![Some(9), Some(1 << 20), Some(1 << 22)]),
        ("buyers", vec![Some(7), Some(0), Some(0)]),
        ("one_time", vec![Some(2), Some(0), Some(0)]),
        ("last_us", vec![at(7), None, at(9)]),
    ]));
    asked(&gaps, &|asked| {
        let rhythm = asked.rhythm(date, 0).unwrap();
        assert_eq!((rhythm.buyers, rhythm.one_time), (7, 2));
        assert_eq!((rhythm.median_gap_days(), rhythm.last_micros), (Some(40), at(9)));
    });
    let names: ArrayRef = Arc::new(StringArray::from(vec!["7"]));
    let counts = ["buyers", "with_events", "with_both", "in_table", "most"];
    let one = answer(counts.map(|name| (name, vec![Some(name.len() as i64)])));
    let mut columns: Vec<_> = counts.into_iter().zip(one.columns().to_vec()).collect();
    columns.push(("heaviest", names));
    let tables = ask(RecordBatch::try_from_iter(columns).unwrap());
    asked(&tables, &|asked| {
        let (_, in_table, heaviest) = asked.customers().unwrap();
        let heaviest = heaviest.unwrap();
        assert_eq!((in_table, heaviest.id.as_str(), heaviest.rows), (8, "7", 4));
    });
}

#[test]
fn what_is_handed_over_goes_when_it_has_served_and_a_folder_that_stays_empty_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("output");
    let ask = |fake: &Fake| HandedOver::ask(fake, "select 1", "rows", &place, &Unwatched);
    let error = ask(&Fake::default()).err().unwrap();
    assert_eq!(error.kind(), Kind::Usage);
    assert!(error.to_string().contains("this machine sees nothing there"), "{error}");
    let handed = ask(&Fake { written: Some(orders()), ..Fake::default() }).unwrap();
    assert_eq!(handed.files.rows(), 3);
    drop(handed);
    assert!(!place.exists(), "something is left");
}

#[test]
fn facts_come_back_as_they_were_asked_for() {
    let whole = |values: Vec<Option<i64>>| -> ArrayRef { Arc::new(Int64Array::from(values)) };
    let number = |values: Vec<Option<f64>>| -> ArrayRef { Arc::new(Float64Array::from(values)) };
    let texts = vec![Some("a\u{1f}b"), Some("\u{1e}"), None];
    let texts: ArrayRef = Arc::new(StringArray::from(texts));
    let batch = RecordBatch::try_from_iter([
        ("winback_last_us", whole(vec![Some(5), Some(6), None])),
        ("winback_orders", whole(vec![Some(3), Some(1), None])),
        ("winback_first_day", whole(vec![Some(19_700), Some(19_710), None])),
        ("winback_last_day", whole(vec![Some(19_720), Some(19_710), None])),
        ("winback_purchase_days", whole(vec![Some(3), Some(1), None])),
        ("winback_repeat_value", number(vec![Some(30.0), None, None])),
        ("winback_last_answer", number(vec![Some(9.0), Some(8.0), None])),
        ("winback_spend", number(vec![Some(0.0), None, None])),
        ("winback_events", whole(vec![None, Some(2), None])),
        ("winback_last_category", texts),
    ])
    .unwrap();
    let as_of = AsOf::parse("2024-01-01", &Zone::utc()).unwrap();
    let columns = FactColumns::of(&batch, as_of);
    let first = columns.get(0);
    let summary = first.summary.unwrap();
    assert_eq!((summary.frequency, summary.recency_days, summary.age_days), (2, 20, 22));
    assert_eq!((summary.order_value_mean, first.facts.rhythm.orders), (15.0, 3));
    let has = |i| (columns.get(i).has_transactions, columns.get(i).has_events);
    assert_eq!([0, 1, 2].map(has), [(true, false), (false, true), (false, false)]);
    assert!(first.facts.engagement.advocate && !columns.get(1).facts.engagement.advocate);
    assert!(matches!(first.categories, LastCategory::AnyOf(names) if names == ["a", "b"]));
    assert!(matches!(columns.get(1).categories, LastCategory::NotSure));
    let nobody = columns.get(2);
    assert!(nobody.last_purchase_micros.is_none() && nobody.summary.is_none());
    assert!(matches!(nobody.categories, LastCategory::None));
}

/// What a cluster says of a table whose one file is `path`.
fn one_file(path: &Path, rows: i64) -> Fake {
    let file: ArrayRef = Arc::new(StringArray::from(vec![format!("file:{}", path.display())]));
    let n: ArrayRef = Arc::new(Int64Array::from(vec![rows]));
    let answer = RecordBatch::try_from_iter([("file", file), ("n", n)]).unwrap();
    Fake { rows: vec![answer], ..Fake::default() }
}

#[test]
fn a_table_is_its_files_where_all_their_rows_are_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part-0.parquet");
    write(&path, &orders());
    let table = ("table:shop.orders", "shop.orders");
    let fake = one_file(&path, 3);
    let files = files_by(&fake, table, &Stores::default()).unwrap();
    assert_eq!((files.rows(), files.dataset.files[0].path.as_path()), (3, path.as_path()));
    assert!(fake.asked.lock().unwrap()[0].contains("from `shop`.`orders` group by"));
    let refused = |fake: &Fake| files_by(fake, table, &Stores::default()).unwrap_err();
    let error = refused(&one_file(&path, 2));
    assert_eq!(error.kind(), Kind::Usage);
    assert!(error.to_string().contains("has 2 rows, and its files have 3"), "{error}");
    assert!(refused(&Fake::default()).to_string().contains("has no rows"));
    let error = refused(&one_file(&folder.path().join("none.parquet"), 3)).to_string();
    assert!(error.contains("cannot be read here"), "{error}");
}

#[test]
fn a_table_without_a_cluster_is_refused_with_the_flag_that_names_one() {
    let toml = "[data]\ntransactions = \"table:shop.orders\"\nas_of = \"2024-07-01\"\n";
    let error = open_sources(&Settings::from_toml(toml).unwrap()).unwrap_err().to_string();
    assert!(error.contains("--engine spark --remote"), "{error}");
}
