//! The same history, written in every type that Parquet writers use, gives the same features.

use crate::cast::cast;
use crate::feature_file::{feature_bytes, features};
use crate::workplace::Workplace;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, NullArray, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::{DataType, TimeUnit};
use parquet::data_type::{ByteArray, Int96};
use std::sync::Arc;

/// 2024-01-01, in days since 1970.
const NEW_YEAR: i64 = 19_723;
const ROWS: i64 = 60;

/// Seven customers; midnights and whole amounts, which every type can hold.
struct History {
    customers: ArrayRef,
    times: ArrayRef,
    amounts: ArrayRef,
}

fn history() -> History {
    let days = (0..ROWS).map(|i| (NEW_YEAR + i * 37 % 100) * 86_400_000_000);
    History {
        customers: Arc::new(Int64Array::from_iter_values((0..ROWS).map(|i| i % 7 + 1))),
        times: Arc::new(TimestampMicrosecondArray::from_iter_values(days)),
        amounts: Arc::new(Int64Array::from_iter_values((0..ROWS).map(|i| i * 13 % 50 + 1))),
    }
}

fn batch(history: &History) -> RecordBatch {
    let column = |name, array: &ArrayRef| (name, Arc::clone(array), true);
    let columns = [
        column("customer_id", &history.customers),
        column("timestamp", &history.times),
        column("amount", &history.amounts),
    ];
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

const QUESTION: &str = "--transactions history --as-of 2024-04-01";

fn bytes_of(history: &History) -> Vec<u8> {
    let work = Workplace::new();
    work.write_parquet("history/part.parquet", &batch(history));
    feature_bytes(&work, QUESTION)
}

fn dictionary(key: DataType, value: DataType) -> DataType {
    DataType::Dictionary(Box::new(key), Box::new(value))
}

#[test]
fn integer_customers() {
    let expected = bytes_of(&history());
    let types = [
        DataType::Int8,
        DataType::Int16,
        DataType::Int32,
        DataType::UInt8,
        DataType::UInt16,
        DataType::UInt32,
        DataType::UInt64,
        DataType::Float64,
        DataType::Float32,
        DataType::Decimal128(12, 0),
        dictionary(DataType::Int32, DataType::Int64),
    ];
    for data_type in types {
        let base = history();
        let customers = cast(&base.customers, &data_type).unwrap();
        assert!(expected == bytes_of(&History { customers, ..base }), "{data_type}");
    }
}

#[test]
fn text_customers() {
    let name = |id: Option<i64>| id.map(|id| format!("customer {id}"));
    let base = history();
    let ids = base.customers.as_primitive::<Int64Type>();
    let names: ArrayRef = Arc::new(ids.iter().map(name).collect::<StringArray>());
    let expected = bytes_of(&History { customers: Arc::clone(&names), ..base });
    let types = [
        DataType::LargeUtf8,
        DataType::Utf8View,
        dictionary(DataType::Int32, DataType::Utf8),
        dictionary(DataType::UInt8, DataType::Utf8),
        dictionary(DataType::Int16, DataType::LargeUtf8),
    ];
    for data_type in types {
        let customers = cast(&names, &data_type).unwrap();
        assert!(expected == bytes_of(&History { customers, ..history() }), "{data_type}");
    }
}

/// Bytes that are not said to be text (older Spark, Impala), and no type at all: what pandas writes
/// for a column in which it saw no value.
#[test]
fn untyped_columns() {
    let base = history();
    let customers = cast(&base.customers, &DataType::Utf8).unwrap();
    let expected = bytes_of(&History { customers: Arc::clone(&customers), ..base });
    for data_type in [DataType::Binary, DataType::LargeBinary, DataType::BinaryView] {
        let customers = cast(&customers, &data_type).unwrap();
        assert!(expected == bytes_of(&History { customers, ..history() }), "{data_type}");
    }
    // One file of three has no customers, one no times, one no amounts: their rows are counted out.
    let nothing: ArrayRef = Arc::new(NullArray::new(ROWS as usize));
    let work = Workplace::new();
    let written = |name: &str, history: History| {
        work.write_parquet(&format!("history/{name}.parquet"), &batch(&history));
    };
    written("whole", History { customers: Arc::clone(&customers), ..history() });
    written("nobody", History { customers: Arc::clone(&nothing), ..history() });
    written("never", History { times: Arc::clone(&nothing), ..history() });
    written("no_money", History { amounts: Arc::clone(&nothing), ..history() });
    let lenient = "[quality]\nmax_no_time_share = 0.5\nmax_no_amount_share = 0.5\n";
    work.write("winback.toml", lenient);
    assert!(expected == feature_bytes(&work, QUESTION));
}

#[test]
fn text_and_integer_customers_have_the_same_features() {
    let work = Workplace::new();
    work.write_parquet("history/part.parquet", &batch(&history()));
    let by_number = features(&work, QUESTION);
    let base = history();
    let customers = cast(&base.customers, &DataType::Utf8).unwrap();
    work.write_parquet("history/part.parquet", &batch(&History { customers, ..base }));
    let by_text = features(&work, QUESTION);
    // As text, since NaN stands for null.
    assert_eq!(format!("{by_number:?}"), format!("{by_text:?}"));
    assert_eq!(by_text.len(), 7);
}

#[test]
fn times() {
    let expected = bytes_of(&history());
    let utc = |unit| DataType::Timestamp(unit, Some("+00:00".into()));
    let types = [
        DataType::Timestamp(TimeUnit::Second, None),
        DataType::Timestamp(TimeUnit::Millisecond, None),
        DataType::Timestamp(TimeUnit::Nanosecond, None),
        utc(TimeUnit::Second),
        utc(TimeUnit::Millisecond),
        utc(TimeUnit::Microsecond),
        utc(TimeUnit::Nanosecond),
        DataType::Date32,
        DataType::Date64,
    ];
    for data_type in types {
        let base = history();
        let times = cast(&base.times, &data_type).unwrap();
        assert!(expected == bytes_of(&History { times, ..base }), "{data_type}");
    }
    // The same instants, told by the clocks of another zone.
    let base = history();
    let micros = base.times.as_primitive::<arrow_array::types::TimestampMicrosecondType>().clone();
    let times: ArrayRef = Arc::new(micros.with_timezone("+02:00"));
    assert!(expected == bytes_of(&History { times, ..base }), "+02:00");
}

#[test]
fn times_as_text() {
    let expected = bytes_of(&history());
    for form in
        ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%.6f+00:00"]
    {
        let base = history();
        let micros = cast(&base.times, &DataType::Int64).unwrap();
        let written = micros.as_primitive::<Int64Type>().iter().map(|t| {
            let instant = jiff::Timestamp::from_microsecond(t.unwrap()).unwrap();
            Some(instant.strftime(form).to_string())
        });
        let texts: ArrayRef = Arc::new(written.collect::<StringArray>());
        for data_type in
            [DataType::Utf8, DataType::Utf8View, dictionary(DataType::Int32, DataType::Utf8)]
        {
            let times = cast(&texts, &data_type).unwrap();
            assert!(expected == bytes_of(&History { times, ..history() }), "{form} {data_type}");
        }
    }
}

#[test]
fn amounts() {
    let expected = bytes_of(&history());
    let types = [
        DataType::Int8,
        DataType::Int32,
        DataType::UInt16,
        DataType::UInt64,
        DataType::Float16,
        DataType::Float32,
        DataType::Float64,
        DataType::Decimal32(9, 2),
        DataType::Decimal64(12, 2),
        DataType::Decimal128(12, 2),
        DataType::Decimal128(38, 6),
        DataType::Decimal256(50, 4),
        dictionary(DataType::Int32, DataType::Float64),
    ];
    for data_type in types {
        let base = history();
        let amounts = cast(&base.amounts, &data_type).unwrap();
        assert!(expected == bytes_of(&History { amounts, ..base }), "{data_type}");
    }
}

/// INT96, the timestamp of older Spark, Hive and Impala; with text that is not said to be UTF-8.
#[test]
fn files_of_older_writers() {
    use parquet::data_type::{ByteArrayType, DoubleType, Int96Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let work = Workplace::new();
    std::fs::create_dir(work.path("history")).unwrap();
    let schema = "message m { required binary customer_id (UTF8); required int96 timestamp; \
                  required double amount; }";
    let schema = Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
    let file = std::fs::File::create(work.path("history/part.parquet")).unwrap();
    let mut writer =
        SerializedFileWriter::new(file, schema, Arc::new(WriterProperties::default())).unwrap();
    let base = history();
    let ids = base.customers.as_primitive::<Int64Type>().values().to_vec();
    let micros = cast(&base.times, &DataType::Int64).unwrap();
    let amounts = base.amounts.as_primitive::<Int64Type>().values().to_vec();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let names: Vec<ByteArray> = ids.iter().map(|id| id.to_string().as_str().into()).collect();
    column.typed::<ByteArrayType>().write_batch(&names, None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    // Nanoseconds of the day in two words, then the Julian day.
    let julian = |t: &i64| {
        let mut value = Int96::new();
        value.set_data(0, 0, (t / 86_400_000_000 + 2_440_588) as u32);
        value
    };
    let times: Vec<Int96> =
        micros.as_primitive::<Int64Type>().values().iter().map(julian).collect();
    column.typed::<Int96Type>().write_batch(&times, None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let money: Vec<f64> = amounts.iter().map(|&x| x as f64).collect();
    column.typed::<DoubleType>().write_batch(&money, None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();

    let customers = cast(&base.customers, &DataType::Utf8).unwrap();
    let expected = bytes_of(&History { customers, ..base });
    assert!(expected == feature_bytes(&work, QUESTION));
}

/// Monthly exports by different versions of one shop system.
#[test]
fn files_that_drift() {
    let base = history();
    let channels: ArrayRef =
        Arc::new((0..ROWS).map(|i| (i < 40).then_some("web")).collect::<StringArray>());
    let with_channel = |rows: &RecordBatch| {
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for (field, column) in rows.schema().fields().iter().zip(rows.columns()) {
            columns.push((field.name().clone(), Arc::clone(column)));
        }
        columns.push(("channel".to_owned(), Arc::clone(&channels)));
        RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(name, column)| (name, column, true)),
        )
        .unwrap()
    };
    let whole = with_channel(&batch(&base));
    let one = Workplace::new();
    one.write_parquet("history/part.parquet", &whole);

    let drifting = Workplace::new();
    let part = |from: usize, to: usize, name: &str, data_type: &DataType| {
        cast(&whole.slice(from, to - from).column_by_name(name).unwrap().clone(), data_type)
            .unwrap()
    };
    let utf8 = dictionary(DataType::Int32, DataType::Utf8);
    let millis = DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into()));
    let files: [Vec<(&str, ArrayRef)>; 4] = [
        vec![
            ("channel", part(0, 20, "channel", &utf8)),
            ("amount", part(0, 20, "amount", &DataType::Decimal128(10, 2))),
            ("customer_id", part(0, 20, "customer_id", &DataType::Int32)),
            ("timestamp", part(0, 20, "timestamp", &DataType::Date32)),
        ],
        vec![
            ("customer_id", part(20, 40, "customer_id", &DataType::UInt16)),
            ("timestamp", part(20, 40, "timestamp", &millis)),
            ("amount", part(20, 40, "amount", &DataType::Float32)),
            ("channel", part(20, 40, "channel", &DataType::LargeUtf8)),
            ("remark", part(20, 40, "channel", &DataType::Utf8)),
        ],
        // The last ones know no channel: the column is there without a type, or not at all.
        vec![
            ("timestamp", part(40, 50, "timestamp", &DataType::Timestamp(TimeUnit::Second, None))),
            ("customer_id", part(40, 50, "customer_id", &DataType::Int64)),
            ("amount", part(40, 50, "amount", &DataType::Int16)),
            ("channel", Arc::new(NullArray::new(10))),
        ],
        vec![
            ("customer_id", part(50, 60, "customer_id", &DataType::Int64)),
            ("timestamp", part(50, 60, "timestamp", &DataType::Date64)),
            ("amount", part(50, 60, "amount", &DataType::Float64)),
        ],
    ];
    for (i, columns) in files.into_iter().enumerate() {
        let columns = columns.into_iter().map(|(name, column)| (name, column, true));
        let rows = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        drifting.write_parquet(&format!("history/month={i}/part.parquet"), &rows);
    }
    assert!(feature_bytes(&one, QUESTION) == feature_bytes(&drifting, QUESTION));
}

#[test]
fn numbers_in_one_file_and_text_in_another() {
    let base = history();
    let whole = batch(&base);
    let (one, two) = (Workplace::new(), Workplace::new());
    let customers = cast(&base.customers, &DataType::Utf8).unwrap();
    let text = batch(&History { customers, ..base });
    one.write_parquet("history/part.parquet", &text);
    two.write_parquet("history/a.parquet", &whole.slice(0, 30));
    two.write_parquet("history/b.parquet", &text.slice(30, 30));
    assert!(feature_bytes(&one, QUESTION) == feature_bytes(&two, QUESTION));
}

#[test]
fn quantity_times_unit_price_is_an_amount() {
    let base = history();
    let two: ArrayRef = Arc::new(Int64Array::from(vec![2; ROWS as usize]));
    let half = |x: Option<i64>| x.map(|x| x as f64 / 2.0);
    let prices = base.amounts.as_primitive::<Int64Type>().iter().map(half);
    let prices: ArrayRef = Arc::new(prices.collect::<Float64Array>());
    let prices = cast(&prices, &DataType::Decimal128(10, 2)).unwrap();
    let columns = [
        ("customer_id", Arc::clone(&base.customers)),
        ("timestamp", Arc::clone(&base.times)),
        ("units", two),
        ("price", prices),
    ];
    let work = Workplace::new();
    work.write_parquet("history/part.parquet", &RecordBatch::try_from_iter(columns).unwrap());
    let names = "--features purchases,spend,order_value_mean,gap_mean_days,spend_90d";
    let product =
        features(&work, &format!("{QUESTION} --quantity units --unit-price price {names}"));
    work.write_parquet("history/part.parquet", &batch(&base));
    let amount = features(&work, &format!("{QUESTION} {names}"));
    assert_eq!(format!("{product:?}"), format!("{amount:?}"));
}
