//! Segments that do not fit into memory, in one temporary file.
//!
//! The file has no name (it is unlinked when it is made), so that nothing is left behind however the
//! process ends. Segments are Arrow IPC streams, compressed with LZ4, appended one after another.

use super::blocks::Blocks;
use super::error::HistoryError;
use super::packed::Column;
use super::packing::Packing;
use super::segment::Segment;
use crate::ingest::{CustomerId, CustomerIds};
use arrow::array::{
    Array, ArrayRef, ArrowPrimitiveType, AsArray, Int64Array, LargeStringArray, PrimitiveArray,
    RecordBatch,
};
use arrow::datatypes::{UInt8Type, UInt32Type, UInt64Type};
use arrow::error::ArrowError;
use arrow::ipc::CompressionType;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::{IpcWriteOptions, StreamWriter};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The spill file; made when it is first needed.
#[derive(Debug)]
pub struct Spill {
    dir: PathBuf,
    file: Mutex<Option<SpillFile>>,
}

#[derive(Debug)]
struct SpillFile {
    file: File,
    len: u64,
}

/// Where a segment lies in the spill file.
#[derive(Debug, Clone, Copy)]
pub struct SpilledSegment {
    offset: u64,
    bytes: usize,
}

impl Spill {
    /// Will spill to a file in `dir`.
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), file: Mutex::new(None) }
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> HistoryError {
        HistoryError::Spill { dir: self.dir.clone(), reason: reason.to_string() }
    }

    /// Bytes on disk.
    pub fn bytes(&self) -> u64 {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.as_ref().map_or(0, |file| file.len)
    }

    /// Writes a segment.
    pub fn write(&self, segment: &Segment) -> Result<SpilledSegment, HistoryError> {
        let packed = pack(segment).map_err(|e| self.failed(&e))?;
        let mut guard = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &mut *guard {
            Some(file) => file,
            none => {
                let file = tempfile::tempfile_in(&self.dir).map_err(|e| self.failed(&e))?;
                none.insert(SpillFile { file, len: 0 })
            }
        };
        let offset = file.len;
        file.file.seek(SeekFrom::Start(offset)).map_err(|e| self.failed(&e))?;
        file.file.write_all(&packed).map_err(|e| self.failed(&e))?;
        file.len += packed.len() as u64;
        Ok(SpilledSegment { offset, bytes: packed.len() })
    }

    /// Reads a segment back.
    pub fn read(&self, at: SpilledSegment) -> Result<Segment, HistoryError> {
        let mut packed = vec![0; at.bytes];
        {
            let mut guard = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(file) = &mut *guard else {
                return Err(self.failed(&"the spill file is gone"));
            };
            file.file.seek(SeekFrom::Start(at.offset)).map_err(|e| self.failed(&e))?;
            file.file.read_exact(&mut packed).map_err(|e| self.failed(&e))?;
        }
        unpack(&packed).map_err(|e| self.failed(&e))
    }
}

fn column<T: ArrowPrimitiveType>(values: &Blocks<T::Native>) -> ArrayRef {
    Arc::new(PrimitiveArray::<T>::from_iter_values(values.iter()))
}

/// Columns that are kept (not empty, or all of them when there is no row) by name.
fn batch(columns: Vec<(&'static str, ArrayRef)>) -> Result<RecordBatch, ArrowError> {
    let n_rows = columns.first().map_or(0, |(_, array)| array.len());
    RecordBatch::try_from_iter(columns.into_iter().filter(|(_, array)| array.len() == n_rows))
}

fn ids_column(ids: &CustomerIds) -> ArrayRef {
    match ids {
        CustomerIds::Int(ids) => Arc::new(Int64Array::from_iter_values(ids.iter().copied())),
        CustomerIds::Text { .. } => {
            Arc::new(LargeStringArray::from_iter_values(ids.iter().map(|id| id.to_string())))
        }
    }
}

fn pack(segment: &Segment) -> Result<Vec<u8>, ArrowError> {
    let (t, e) = (&segment.transactions, &segment.events);
    let ids: Vec<(&'static str, ArrayRef)> = vec![
        ("id", ids_column(segment.ids.ids())),
        (
            "hash",
            Arc::new(PrimitiveArray::<UInt64Type>::from_iter_values(
                segment.ids.hashes().iter().copied(),
            )),
        ),
    ];
    let (numbers, event_numbers) = match segment.numbers() {
        Some([transactions, events]) => (transactions.to_array(), events.to_array()),
        None => (column::<UInt32Type>(&t.customer), column::<UInt32Type>(&e.customer)),
    };
    let transactions = vec![
        ("customer", numbers),
        ("time_micros", t.time_micros.to_array()),
        ("amount", t.amount.to_array()),
        ("order", t.order.to_array()),
        ("quantity", t.quantity.to_array()),
        ("discount", t.discount.to_array()),
        ("product", t.product.to_array()),
        ("category", t.category.to_array()),
        ("channel", t.channel.to_array()),
    ];
    let events = vec![
        ("customer", event_numbers),
        ("time_micros", e.time_micros.to_array()),
        ("kind", column::<UInt8Type>(&e.kind)),
        ("value", e.value.to_array()),
    ];
    let mut packed = Vec::new();
    for columns in [ids, transactions, events] {
        let batch = batch(columns)?;
        let options =
            IpcWriteOptions::default().try_with_compression(Some(CompressionType::LZ4_FRAME))?;
        let mut writer = StreamWriter::try_new_with_options(&mut packed, &batch.schema(), options)?;
        writer.write(&batch)?;
        writer.finish()?;
    }
    Ok(packed)
}

fn next_batch(packed: &mut &[u8]) -> Result<RecordBatch, ArrowError> {
    let mut reader = StreamReader::try_new(packed, None)?;
    let batch = reader.next().transpose()?;
    // The stream's end marker follows the batch; reading it leaves the next stream in front.
    if reader.next().is_some() {
        return Err(ArrowError::IpcError("more than one batch in a spilled segment".to_owned()));
    }
    batch.ok_or_else(|| ArrowError::IpcError("a spilled segment is empty".to_owned()))
}

fn read_blocks<T: ArrowPrimitiveType>(batch: &RecordBatch, name: &str) -> Blocks<T::Native> {
    let mut blocks = Blocks::default();
    if let Some(array) = batch.column_by_name(name).and_then(|array| array.as_primitive_opt::<T>())
    {
        blocks.extend_from_slice(array.values());
    }
    blocks
}

fn read_column<P: Packing>(batch: &RecordBatch, name: &str) -> Column<P> {
    batch.column_by_name(name).map_or_else(Column::default, Column::from_array)
}

fn unpack(mut packed: &[u8]) -> Result<Segment, ArrowError> {
    let ids = next_batch(&mut packed)?;
    let transactions = next_batch(&mut packed)?;
    let events = next_batch(&mut packed)?;
    let hashes = ids.column(1).as_primitive::<UInt64Type>().values();
    let mut segment;
    if let Some(texts) = ids.column(0).as_string_opt::<i64>() {
        segment = Segment::new(true);
        for (i, &hash) in hashes.iter().enumerate() {
            segment.ids.intern(hash, CustomerId::Text(texts.value(i)));
        }
        segment.transactions.customer = read_blocks::<UInt32Type>(&transactions, "customer");
        segment.events.customer = read_blocks::<UInt32Type>(&events, "customer");
    } else {
        let customers = |batch| read_column(batch, "customer");
        segment = Segment::of_numbers(customers(&transactions), customers(&events));
        for &hash in hashes {
            segment.ids.intern_number(hash);
        }
    }
    let (batch, t) = (&transactions, &mut segment.transactions);
    t.time_micros = read_column(batch, "time_micros");
    t.amount = read_column(batch, "amount");
    t.order = read_column(batch, "order");
    t.quantity = read_column(batch, "quantity");
    t.discount = read_column(batch, "discount");
    t.product = read_column(batch, "product");
    t.category = read_column(batch, "category");
    t.channel = read_column(batch, "channel");
    let (batch, e) = (&events, &mut segment.events);
    e.time_micros = read_column(batch, "time_micros");
    e.kind = read_blocks::<UInt8Type>(batch, "kind");
    e.value = read_column(batch, "value");
    Ok(segment)
}
