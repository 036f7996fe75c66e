//! Rows of the columns that winback maps, in any of the types that Parquet knows.

use arbitrary::{Arbitrary, Unstructured};
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Date64Array, Decimal128Array,
    DictionaryArray, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, Int64Array,
    LargeStringArray, NullArray, RecordBatch, StringArray, StringViewArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray,
    TimestampSecondArray, UInt32Array, UInt64Array, types::Int32Type,
};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use std::sync::Arc;
use tempfile::NamedTempFile;

const COLUMNS: [&str; 15] = [
    "customer_id",
    "timestamp",
    "amount",
    "type",
    "order_id",
    "quantity",
    "product_id",
    "category",
    "channel",
    "discount",
    "return_flag",
    "value",
    "email",
    "consent_email",
    "signup_date",
];

/// A batch, and how it is written.
#[derive(Debug)]
pub struct Input {
    batch: RecordBatch,
    dictionary: bool,
    row_group_rows: usize,
}

impl<'a> Arbitrary<'a> for Input {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let n = bytes.int_in_range(0..=24)?;
        let (dictionary, row_group_rows) = (bytes.arbitrary()?, bytes.int_in_range(1..=30)?);
        let mut columns = Vec::new();
        for (i, name) in COLUMNS.into_iter().enumerate() {
            if i < 4 || bytes.ratio(1, 2)? {
                columns.push((name, column(n, bytes)?, true));
            }
        }
        let batch = RecordBatch::try_from_iter_with_nullable(columns)
            .map_err(|_| arbitrary::Error::IncorrectFormat)?;
        Ok(Self { batch, dictionary, row_group_rows })
    }
}

impl Input {
    /// The batch as a Parquet file; none where the writer does not take it.
    pub fn written(&self) -> Option<NamedTempFile> {
        let file = NamedTempFile::new().ok()?;
        let properties = WriterProperties::builder()
            .set_dictionary_enabled(self.dictionary)
            .set_max_row_group_row_count(Some(self.row_group_rows))
            .build();
        let handle = file.reopen().ok()?;
        let mut writer =
            ArrowWriter::try_new(handle, self.batch.schema(), Some(properties)).ok()?;
        writer.write(&self.batch).ok()?;
        writer.close().ok()?;
        Some(file)
    }
}

fn values<'a, T: Arbitrary<'a>>(
    n: usize,
    bytes: &mut Unstructured<'a>,
) -> arbitrary::Result<Vec<Option<T>>> {
    (0..n).map(|_| bytes.arbitrary()).collect()
}

/// Texts of all kinds: arbitrary ones, and some that mean something.
fn texts(n: usize, bytes: &mut Unstructured<'_>) -> arbitrary::Result<Vec<Option<String>>> {
    const KNOWN: [&str; 12] = [
        "",
        " ",
        "17",
        "-0",
        "true",
        "no",
        "2024-02-29",
        "2024-03-31T02:30:00+01:00",
        "C1",
        "visit",
        "1e999",
        "é",
    ];
    let mut text = || -> arbitrary::Result<Option<String>> {
        Ok(if bytes.arbitrary()? {
            Some((*bytes.choose(&KNOWN)?).to_owned())
        } else {
            bytes.arbitrary::<Option<String>>()?
        })
    };
    (0..n).map(|_| text()).collect()
}

fn column(n: usize, bytes: &mut Unstructured<'_>) -> arbitrary::Result<ArrayRef> {
    Ok(match bytes.int_in_range(0..=22)? {
        0 => Arc::new(Int8Array::from(values::<i8>(n, bytes)?)),
        1 => Arc::new(Int16Array::from(values::<i16>(n, bytes)?)),
        2 => Arc::new(Int32Array::from(values::<i32>(n, bytes)?)),
        3 | 4 => Arc::new(Int64Array::from(values::<i64>(n, bytes)?)),
        5 => Arc::new(UInt32Array::from(values::<u32>(n, bytes)?)),
        6 => Arc::new(UInt64Array::from(values::<u64>(n, bytes)?)),
        7 => Arc::new(Float32Array::from(values::<f32>(n, bytes)?)),
        8 | 9 => Arc::new(Float64Array::from(values::<f64>(n, bytes)?)),
        10 => Arc::new(BooleanArray::from(values::<bool>(n, bytes)?)),
        11 => Arc::new(Date32Array::from(values::<i32>(n, bytes)?)),
        12 => Arc::new(Date64Array::from(values::<i64>(n, bytes)?)),
        13 => Arc::new(TimestampSecondArray::from(values::<i64>(n, bytes)?)),
        14 => Arc::new(TimestampMillisecondArray::from(values::<i64>(n, bytes)?)),
        15 => Arc::new(TimestampMicrosecondArray::from(values::<i64>(n, bytes)?)),
        16 => {
            let zone = *bytes.choose(&["UTC", "+02:00", "Europe/Berlin"])?;
            Arc::new(TimestampNanosecondArray::from(values::<i64>(n, bytes)?).with_timezone(zone))
        }
        17 => Arc::new(StringArray::from(texts(n, bytes)?)),
        18 => Arc::new(LargeStringArray::from(texts(n, bytes)?)),
        19 => Arc::new(texts(n, bytes)?.into_iter().collect::<StringViewArray>()),
        20 => {
            let texts = texts(n, bytes)?;
            let coded: DictionaryArray<Int32Type> = texts.iter().map(Option::as_deref).collect();
            Arc::new(coded)
        }
        21 => {
            let decimals = Decimal128Array::from(
                values::<i64>(n, bytes)?.into_iter().map(|v| v.map(i128::from)).collect::<Vec<_>>(),
            );
            let scale = bytes.int_in_range(0..=10)?;
            Arc::new(
                decimals
                    .with_precision_and_scale(38, scale)
                    .map_err(|_| arbitrary::Error::IncorrectFormat)?,
            )
        }
        _ if bytes.arbitrary()? => Arc::new(NullArray::new(n)),
        _ => {
            let blobs = values::<&[u8]>(n, bytes)?;
            Arc::new(BinaryArray::from(blobs))
        }
    })
}
