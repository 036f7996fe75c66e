//! A date and its time of day in two columns.

use crate::cast::cast;
use crate::field_cases_rows::{AS_OF, finding, numbers, texts, write};
use crate::workplace::read_parquet;
use crate::workplace::{Ended, Workplace};
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{
    ArrayRef, Date32Array, Int64Array, Time64MicrosecondArray, TimestampMicrosecondArray,
};
use arrow_schema::DataType;
use std::sync::Arc;

/// 2024-12-31, in days since 1970.
const LAST_DAY: i32 = 20_088;

fn sales(work: &Workplace, dates: ArrayRef, clock: (&str, ArrayRef)) {
    let columns = vec![
        ("customer_id", texts(&["a", "b", "c"])),
        ("date", dates),
        clock,
        ("amount", numbers(&[1.0, 2.0, 4.0])),
    ];
    write(work, "tx.parquet", columns);
}

fn dates() -> ArrayRef {
    Arc::new(Date32Array::from(vec![LAST_DAY; 3]))
}

/// Hours since the last purchase of a, b and c, as of the midnight after it.
fn hours(work: &Workplace, flags: &str) -> (Vec<f64>, Ended) {
    let call = format!(
        "features {AS_OF} --transactions tx.parquet --out f.parquet --features days_since_last_purchase {flags}"
    );
    let ended = work.run(&call).expect_code(0);
    let mut found = Vec::new();
    for batch in read_parquet(&work.path("f.parquet")) {
        let ids = cast(batch.column(0), &DataType::Utf8).unwrap();
        let days = batch.column(1).as_primitive::<Float64Type>();
        let row = |(id, days): (Option<&str>, Option<f64>)| {
            (id.unwrap().to_owned(), (days.unwrap() * 24.0 * 1e6).round() / 1e6)
        };
        found.extend(ids.as_string::<i32>().iter().zip(days).map(row));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    (found.into_iter().map(|(_, hours)| hours).collect(), ended)
}

#[test]
fn a_time_of_day_is_put_to_its_date_in_every_form() {
    let work = Workplace::new();
    let micros = |hours: [i64; 3]| hours.map(|hour| hour * 3_600_000_000);
    let typed = Time64MicrosecondArray::from(micros([6, 12, 18]).to_vec());
    let forms: [(&str, ArrayRef); 5] = [
        ("time", Arc::new(typed)),
        ("order_time", texts(&["6:00 AM", "12:00 PM", "6:00 PM"])),
        ("time", texts(&["06:00:00", "12:00:00.000", "18:00"])),
        ("trans_time", Arc::new(Int64Array::from(vec![600, 1200, 1800]))),
        ("hour_minute", Arc::new(Int64Array::from(vec![21_600, 43_200, 64_800]))),
    ];
    for (name, clock) in forms {
        sales(&work, dates(), (name, clock));
        assert_eq!(hours(&work, "").0, [18.0, 12.0, 6.0], "{name}");
        let text_dates = texts(&["2024-12-31", "31/12/2024", "20241231"]);
        let (_, clock) = clock_of(&work, name);
        sales(&work, text_dates, (name, clock));
        assert_eq!(hours(&work, "").0, [18.0, 12.0, 6.0], "{name} beside text");
    }
    let report = work.run(&format!("check --format json --transactions tx.parquet {AS_OF}"));
    let columns = report.json()["columns"].clone();
    let part = |part: &str| {
        let columns = columns.as_array().unwrap().iter();
        columns.filter(|c| c["part"] == part).map(|c| c["column"].clone()).next()
    };
    assert_eq!(part("timestamp").unwrap(), "date");
    assert_eq!(part("time_of_day").unwrap(), "hour_minute");
}

/// The column of times of day as it was written.
fn clock_of<'a>(work: &Workplace, name: &'a str) -> (&'a str, ArrayRef) {
    let batches = read_parquet(&work.path("tx.parquet"));
    (name, Arc::clone(batches[0].column_by_name(name).unwrap()))
}

#[test]
fn a_time_of_day_is_wall_time_and_bad_cells_are_counted() {
    let work = Workplace::new();
    work.write(
        "winback.toml",
        "[data]\nzone = \"America/New_York\"\n[quality]\nmax_no_amount_share = 0.5\n",
    );
    sales(&work, dates(), ("till_clock", texts(&["06:00", "soon", ""])));
    let (found, ended) = hours(&work, "--time-of-day till_clock");
    assert_eq!(found, [18.0, 24.0, 24.0], "without a time of day a date is its midnight");
    let bad = "column 'till_clock': 1 cell is not a time of day, such as 'soon'";
    assert!(ended.stderr.contains(bad), "{}", ended.stderr);
    work.write("winback.toml", "[quality]\nmax_no_amount_share = 0.1\n");
    let call = format!(
        "features {AS_OF} --transactions tx.parquet --out f.parquet --time-of-day till_clock"
    );
    work.run(&call).expect_error(3, &["'till_clock'", "'soon'"]);
    let call =
        format!("sql --dialect duckdb {AS_OF} --transactions tx.parquet --time-of-day till_clock");
    work.run(&call).expect_error(2, &["'till_clock'", "one column of timestamps"]);
}

#[test]
fn a_timestamp_with_a_time_of_its_own_needs_none() {
    let work = Workplace::new();
    let at = texts(&["2024-12-31 06:00:00", "2024-12-31 12:00:00", "2024-12-31 18:00:00"]);
    sales(&work, Arc::clone(&at), ("time", texts(&["01:00", "01:00", "01:00"])));
    let call = format!("features {AS_OF} --transactions tx.parquet --out f.parquet");
    let both = "timestamp could be any of date, time";
    work.run(&call).expect_error(2, &[both]);
    assert_eq!(hours(&work, "--timestamp date").0, [18.0, 12.0, 6.0]);
    sales(&work, dates(), ("time", at));
    work.run(&call).expect_error(2, &[both]);
    assert_eq!(hours(&work, "--timestamp time").0, [18.0, 12.0, 6.0]);
}

#[test]
fn events_have_times_of_day_too() {
    let work = Workplace::new();
    sales(&work, dates(), ("time", texts(&["06:00", "12:00", "18:00"])));
    let events = vec![
        ("customer_id", texts(&["a", "b"])),
        ("date", Arc::new(Date32Array::from(vec![LAST_DAY, LAST_DAY])) as ArrayRef),
        ("event_time", texts(&["21:00", "22:00"])),
        ("type", texts(&["visit", "visit"])),
    ];
    write(&work, "events.parquet", events);
    let call = format!(
        "features {AS_OF} --transactions tx.parquet --events events.parquet --out f.parquet --features \
         days_since_last_event"
    );
    work.run(&call).expect_code(0);
    let mut days: Vec<f64> = Vec::new();
    for batch in read_parquet(&work.path("f.parquet")) {
        days.extend(batch.column(1).as_primitive::<Float64Type>().iter().flatten());
    }
    days.sort_by(f64::total_cmp);
    assert_eq!(days, [2.0 / 24.0, 3.0 / 24.0]);
    let report = work.run(&format!(
        "check --format json --transactions tx.parquet --events events.parquet {AS_OF}"
    ));
    assert_eq!(finding(&report.json(), "rows")["severity"], "ok");
}

#[test]
fn dates_that_became_instants_of_another_zone_are_asked_about() {
    let work = Workplace::new();
    let sold = |hour: i64| {
        let micros = |day: i64| ((20_000 + day) * 24 + hour) * 3_600_000_000;
        let times = TimestampMicrosecondArray::from_iter_values((0..60).map(micros));
        let ids: Vec<String> = (0..60).map(|k| format!("c{}", k % 20)).collect();
        let columns = vec![
            ("customer_id", texts(&ids.iter().map(String::as_str).collect::<Vec<_>>())),
            ("sold_at", Arc::new(times.with_timezone("UTC")) as ArrayRef),
            ("amount", numbers(&(0..60).map(f64::from).collect::<Vec<_>>())),
        ];
        write(&work, "tx.parquet", columns);
    };
    let said = |zone: &str| {
        work.write("winback.toml", &format!("[data]\nzone = \"{zone}\"\n"));
        let call = format!(
            "features --transactions tx.parquet --timestamp sold_at {AS_OF} --out f.parquet"
        );
        work.run(&call).expect_code(0).stderr.contains("WARN times of sold_at: ")
    };
    sold(22);
    assert!(said("UTC"), "midnights of the east");
    assert!(!said("Europe/Berlin"));
    sold(0);
    assert!(said("America/New_York"), "midnights of UTC");
    assert!(!said("UTC"));
    assert!(!said("Europe/Berlin"), "the same day");
    sold(12);
    assert!(!said("UTC"), "noon is no midnight");
}
