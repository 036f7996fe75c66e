//! Values as real files hold them: dates, amounts and flags in the forms of their writers, and cells that
//! make no sense.

use crate::feature_file::features;
use crate::workplace::Workplace;
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, FixedSizeBinaryArray,
    Float64Array, Int64Array, RecordBatch, StringArray, StructArray, UInt64Array,
};
use arrow_schema::Field;
use parquet::data_type::Int96;
use std::sync::Arc;

const QUESTION: &str = "--transactions tx.parquet --as-of 2025-01-01";

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn numbers(values: &[f64]) -> ArrayRef {
    Arc::new(Float64Array::from(values.to_vec()))
}

/// Writes `tx.parquet`: everything is of customer 7, two amounts of 10 where none is given.
fn write(work: &Workplace, columns: &[(&str, ArrayRef)]) {
    let rows = columns[0].1.len();
    let mut all: Vec<(&str, ArrayRef)> = columns.to_vec();
    let mut add = |name: &'static str, array: ArrayRef| {
        if !columns.iter().any(|(known, _)| *known == name) {
            all.push((name, array));
        }
    };
    add("customer_id", Arc::new(Int64Array::from(vec![7; rows])));
    if !columns.iter().any(|(name, _)| *name == "total_price") {
        add("amount", numbers(&vec![10.0; rows]));
    }
    let days: Vec<String> = (0..rows).map(|i| format!("2024-11-{:02}", i % 28 + 1)).collect();
    add("order_date", Arc::new(StringArray::from(days)));
    work.write_parquet("tx.parquet", &RecordBatch::try_from_iter(all).unwrap());
}

#[track_caller]
fn feature(work: &Workplace, flags: &str, name: &str) -> f64 {
    features(work, &format!("{QUESTION} {flags}"))["7"][name]
}

#[track_caller]
fn last_days_ago(work: &Workplace, flags: &str) -> f64 {
    feature(work, flags, "days_since_last_purchase")
}

#[test]
fn the_whole_column_tells_which_number_is_the_day() {
    let work = Workplace::new();
    // Only the last one cannot begin with the day.
    write(
        &work,
        &[("order_date", texts(&["3/4/2024", "4/3/2024", "12/2/2024 9:00 PM", "12/31/2024"]))],
    );
    assert_eq!(last_days_ago(&work, ""), 1.0);
    assert_eq!(feature(&work, "", "purchases"), 4.0);
    let first = feature(&work, "", "days_since_first_purchase");
    assert_eq!(first, 303.0, "3/4/2024 is of March");
}

#[test]
fn an_open_order_of_day_and_month_is_asked_and_can_be_said() {
    let work = Workplace::new();
    write(&work, &[("order_date", texts(&["01/02/2024", "03/04/2024", "05/04/2024"]))]);
    let asked = work.run(&format!("features {QUESTION} --out f.parquet"));
    asked.expect_error(2, &["tx.parquet", "'order_date'", "'01/02/2024'", "--timestamp-format"]);
    work.write("winback.toml", "[columns]\ntimestamp_format = \"day_first\"\n");
    assert_eq!(last_days_ago(&work, ""), 271.0);
    let format = "--timestamp-format %m/%d/%Y";
    assert_eq!(last_days_ago(&work, format), 242.0);
    let wrong = work.run(&format!("features {QUESTION} --out f.parquet --timestamp-format %H:%M"));
    wrong.expect_error(2, &["--timestamp-format", "year, a month and a day"]);
}

#[test]
fn times_may_be_numbers() {
    let work = Workplace::new();
    let day = 1_735_603_200; // 2024-12-31
    for (number, flags) in [
        (day, ""),
        (day * 1000, ""),
        (day * 1_000_000, ""),
        (20_241_231, ""),
        (45_657, "--timestamp-unit excel"),
        (day * 1_000_000_000, "--timestamp-unit ns"),
    ] {
        let column: ArrayRef = Arc::new(Int64Array::from(vec![number, number]));
        write(&work, &[("order_date", column)]);
        assert_eq!(last_days_ago(&work, flags), 1.0, "{number} {flags}");
    }
    // pandas makes floats of integers with gaps.
    write(&work, &[("order_date", numbers(&[20_241_231.0, day as f64]))]);
    assert_eq!(last_days_ago(&work, ""), 1.0);
}

/// Spark's text of instants, in a business that is not in universal time.
#[test]
fn an_offset_may_stand_behind_a_blank() {
    let work = Workplace::new();
    write(
        &work,
        &[("order_date", texts(&["2024-12-31 19:30:00 -0500", "2024-12-01 08:00:00 UTC"]))],
    );
    work.write("winback.toml", "[data]\nzone = \"America/New_York\"\n");
    assert_eq!(last_days_ago(&work, ""), 4.5 / 24.0);
    // In Berlin it is new year's morning already.
    work.write("winback.toml", "[data]\nzone = \"Europe/Berlin\"\n");
    let ended = work.run(&format!("features {QUESTION} --out f.parquet")).expect_code(0);
    assert!(ended.stdout.contains("1 of 2 rows used (1 not before as_of)"), "{}", ended.stdout);
}

#[test]
fn bad_cells_are_counted_and_named_and_end_no_run() {
    let work = Workplace::new();
    let mut days: Vec<String> =
        (0..400).map(|i| format!("2024-11-{:02} 10:00", i % 28 + 1)).collect();
    days[5] = "0000-00-00 00:00:00".to_owned();
    days[6] = "ada@example.org".to_owned();
    let mut amounts = vec!["10.00"; 400];
    (amounts[8], amounts[9]) = ("unknown", "n/a");
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    write(&work, &[("order_date", texts(&days)), ("total_price", texts(&amounts))]);
    let ended = work.run(&format!("features {QUESTION} --out f.parquet")).expect_code(0);
    let counts = "396 of 400 rows used (1 no time, 1 time not understood, 1 no amount, 1 amount not \
                  understood)";
    assert!(ended.stdout.contains(counts), "{}", ended.stdout);
    for part in ["tx.parquet: column 'order_date': 1 cell is", "'a…@e….org'", "'unknown'"] {
        assert!(ended.stderr.contains(part), "{part} is not in {}", ended.stderr);
    }
    assert!(!ended.stderr.contains("ada"), "{}", ended.stderr);
    let check = work.run(&format!("check {QUESTION} --format json")).json();
    let findings = check["findings"].as_array().unwrap();
    let named = |subject: &str| {
        findings.iter().find(|f| f["subject"] == subject && f["severity"] == "warn")
    };
    let found = named("amount = total_price").unwrap()["found"].as_str().unwrap();
    assert_eq!(
        found,
        "tx.parquet: column 'total_price': 1 cell is not a number or an amount of money, such as 'unknown'"
    );
    // Above the limit the example and the remedy stand in the error.
    work.write("winback.toml", "[quality]\nmax_no_amount_share = 0.001\n");
    let ended = work.run(&format!("features {QUESTION} --out f.parquet"));
    ended.expect_error(3, &["max_no_amount_share", "'unknown'", "cast(", "'total_price'"]);
}

#[test]
fn money_is_read_as_people_write_it() {
    let work = Workplace::new();
    write(&work, &[("total_price", texts(&["1.234", "1.000,50 €", "EUR 7,00", "(2,50)"]))]);
    assert_eq!(feature(&work, "", "spend"), 1234.0 + 1000.5 + 7.0 - 2.5);
    assert_eq!(feature(&work, "", "returns"), 1.0);
    write(&work, &[("total_price", texts(&["1,234", "2,345"]))]);
    let asked = work.run(&format!("features {QUESTION} --out f.parquet"));
    asked.expect_error(2, &["'total_price'", "'1,234'", "--decimal-mark"]);
    assert_eq!(feature(&work, "--decimal-mark point", "spend"), 3579.0);
    assert_eq!(feature(&work, "--decimal-mark comma", "spend"), 1.234 + 2.345);
}

#[test]
fn a_flag_may_be_a_word() {
    let work = Workplace::new();
    write(&work, &[("is_return", texts(&["Yes", "No", "", "n", "ja"]))]);
    assert_eq!(feature(&work, "", "returns"), 2.0);
    assert_eq!(feature(&work, "", "spend"), 10.0);
    write(&work, &[("is_return", texts(&["see note", "No", "no idea", "?"]))]);
    let refused = work.run(&format!("features {QUESTION} --out f.parquet"));
    refused.expect_error(3, &["'is_return'", "3 cells are not a yes or no", "'?'"]);
}

/// Beyond 2262 nanoseconds end: INT96 is read as microseconds.
#[test]
fn times_of_old_writers_do_not_wrap() {
    use parquet::data_type::{DoubleType, Int64Type, Int96Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let work = Workplace::new();
    let schema = "message m { required int64 customer_id; required int96 order_date; required double amount; }";
    let schema = Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
    let file = std::fs::File::create(work.path("tx.parquet")).unwrap();
    let mut writer =
        SerializedFileWriter::new(file, schema, Arc::new(WriterProperties::default())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[7, 7], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    // Julian days of 2024-12-31 and of 3001-01-01.
    let times = [2_460_676, 2_817_152].map(|day| {
        let mut value = Int96::new();
        value.set_data(0, 0, day);
        value
    });
    column.typed::<Int96Type>().write_batch(&times, None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<DoubleType>().write_batch(&[1.0, 2.0], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    work.write("winback.toml", "[quality]\nmax_future_share = 0.5\n");
    assert_eq!(last_days_ago(&work, ""), 1.0);
    assert_eq!(feature(&work, "", "spend"), 1.0);
}

/// Hashes of the upper half, whole numbers of 38 digits, bytes without a type, text of numbers: one
/// customer each, written as the other systems write it.
#[test]
fn identifiers_of_warehouses_become_text() {
    let work = Workplace::new();
    let id = "0192d3a4-5b6c-7d8e-9fa0-b1c2d3e4f506";
    let bytes: Vec<u8> = (0..16)
        .map(|i| u8::from_str_radix(&id.replace('-', "")[2 * i..2 * i + 2], 16).unwrap())
        .collect();
    let fixed = FixedSizeBinaryArray::try_from_iter([&bytes, &bytes].into_iter()).unwrap();
    let decimal = |number: i128| {
        let numbers = Decimal128Array::from(vec![number; 2]);
        Arc::new(numbers.with_precision_and_scale(38, 0).unwrap())
    };
    let cases: Vec<(ArrayRef, &str)> = vec![
        (Arc::new(fixed), id),
        (Arc::new(BinaryArray::from(vec![bytes.as_slice(); 2])), id),
        (Arc::new(UInt64Array::from(vec![u64::MAX; 2])), "18446744073709551615"),
        (decimal(i128::from(i64::MAX) + 1), "9223372036854775808"),
        // Where all values are ordinary numbers they stay numbers.
        (decimal(17), "17"),
        (Arc::new(UInt64Array::from(vec![17; 2])), "17"),
        (texts(&["17", "17"]), "17"),
    ];
    for (ids, written) in cases {
        write(&work, &[("customer_id", ids), ("order_id", texts(&["a", "b"]))]);
        let found = features(&work, QUESTION);
        assert_eq!(found.keys().collect::<Vec<_>>(), [written]);
        assert_eq!(found[written]["purchases"], 2.0);
    }
}

#[test]
fn a_field_of_a_struct_is_a_column() {
    let work = Workplace::new();
    let field = |name: &str, array: &ArrayRef| {
        (Arc::new(Field::new(name, array.data_type().clone(), true)), Arc::clone(array))
    };
    let who: ArrayRef = Arc::new(Int64Array::from(vec![Some(7), Some(7), None]));
    let price: ArrayRef = texts(&["12.50", "7.50", "1.00"]);
    let inner: ArrayRef = Arc::new(StructArray::from(vec![field("value", &price)]));
    let outer: ArrayRef = Arc::new(StructArray::from(vec![
        field("name", &texts(&["x", "y", "z"])),
        field("ref", &who),
        field("total", &inner),
    ]));
    let batch = RecordBatch::try_from_iter([
        ("note", texts(&["a", "b", "c"])),
        ("buyer", outer),
        ("order_date", texts(&["2024-11-01", "2024-12-01", "2024-12-02"])),
    ]);
    work.write_parquet("tx.parquet", &batch.unwrap());
    let flags = "--customer-id buyer.ref --amount buyer.total.value";
    assert_eq!(feature(&work, flags, "spend"), 20.0);
    let call = format!("features {QUESTION} {flags} --out f.parquet");
    let ended = work.run(&call).expect_code(0);
    assert!(ended.stdout.contains("2 of 3 rows used (1 no customer)"), "{}", ended.stdout);
    let missing = work.run(&format!("features {QUESTION} --customer-id buyer.id --out f.parquet"));
    missing.expect_error(2, &["no column 'buyer.id'", "buyer.ref"]);
}

#[test]
fn what_was_taken_for_what_is_said_once() {
    let work = Workplace::new();
    write(
        &work,
        &[
            ("net", numbers(&[10.0, 20.0, 5.0])),
            ("sku", texts(&["a", "b", "c"])),
            ("itemid", texts(&["a", "b", "c"])),
            ("is_return", Arc::new(Int64Array::from(vec![0, 0, 1]))),
        ],
    );
    let flags = format!("{QUESTION} --amount net");
    assert_eq!(feature(&work, "--amount net", "returns"), 1.0);
    let check = work.run(&format!("check {flags}"));
    for part in ["PART", "return_flag", "recognised", "named", "it could be sku, itemid"] {
        assert!(check.stdout.contains(part), "{part} is not in {}", check.stdout);
    }
    let ended = work.run(&format!("features {flags} --out f.parquet --verbose"));
    assert!(ended.stderr.contains("WARN no column is taken for product_id"), "{}", ended.stderr);
    assert!(ended.stderr.contains("DEBUG columns  amount"), "{}", ended.stderr);
    let chosen = work.run(&format!("features {flags} --out f.parquet --product-id none"));
    assert!(!chosen.stderr.contains("WARN no column"), "{}", chosen.stderr);
}

#[test]
fn several_currencies_and_discounts_by_share_are_said_in_every_pass() {
    let work = Workplace::new();
    write(
        &work,
        &[
            ("invoice_currency", texts(&["EUR", "JPY", "EUR"])),
            ("discount", numbers(&[0.0, 0.25, 0.1])),
        ],
    );
    let check = work.run(&format!("check {QUESTION}")).stdout;
    let ended = work.run(&format!("features {QUESTION} --out f.parquet")).expect_code(0);
    for said in [&check, &ended.stderr] {
        assert!(said.contains("several, EUR and JPY among them"), "{said}");
        assert!(said.contains("between 0 and 0.25: they may be shares of the price"), "{said}");
    }
    write(&work, &[("total_price", texts(&["$1.00", "2,00 €", "3.00"]))]);
    let ended = work.run(&format!("features {QUESTION} --out f.parquet")).expect_code(0);
    assert!(ended.stderr.contains("currency of amounts: several: $, €"), "{}", ended.stderr);
}

#[test]
fn a_value_of_an_event_may_be_a_yes_and_one_of_words_can_be_left_out() {
    let work = Workplace::new();
    write(&work, &[("amount", numbers(&[5.0, 6.0]))]);
    let events = |values: ArrayRef| {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", Arc::new(Int64Array::from(vec![7, 7]))),
            ("timestamp", texts(&["2024-12-01", "2024-12-02"])),
            ("type", texts(&["nps", "page_view"])),
            ("value", values),
        ];
        work.write_parquet("events.parquet", &RecordBatch::try_from_iter(columns).unwrap());
    };
    let flags = "--events events.parquet";
    events(Arc::new(BooleanArray::from(vec![true, false])));
    assert_eq!(feature(&work, flags, "nps_last"), 1.0);
    events(texts(&["true", "false"]));
    assert_eq!(feature(&work, flags, "nps_last"), 1.0);
    events(texts(&["clicked", "closed"]));
    let without = "to do without it, set event_columns.value = \"none\"";
    work.run(&format!("features {QUESTION} {flags} --out f.parquet")).expect_error(3, &[without]);
    events(Arc::new(Date32Array::from(vec![1, 2])));
    work.run(&format!("features {QUESTION} {flags} --out f.parquet")).expect_error(2, &[without]);
    work.write("winback.toml", "[event_columns]\nvalue = \"none\"\n");
    assert!(feature(&work, flags, "nps_last").is_nan());
}
