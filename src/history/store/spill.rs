//! Segments that do not fit into memory, on disk as Arrow IPC streams, compressed with LZ4.
//!
//! The file itself is `table`'s.

use super::id_table::TextOwners;
use super::layout::{Fields, Layout};
use super::segment::Segment;
use crate::history::error::HistoryError;
use crate::ingest::{CustomerId, CustomerIds, unmix};
use crate::table::{Block, Spill};
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{
    Array, ArrayRef, Int64Array, LargeStringArray, RecordBatch, UInt32Array, UInt64Array,
};
use arrow_ipc::CompressionType;
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::{IpcWriteOptions, StreamWriter};
use arrow_schema::ArrowError;
use arrow_schema::{Field, Schema};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Segments on disk.
#[derive(Debug)]
pub(crate) struct SegmentSpill(Spill);

impl SegmentSpill {
    /// Will spill to a file in `dir`.
    pub(crate) fn new(dir: &Path) -> Self {
        Self(Spill::new(dir))
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> HistoryError {
        HistoryError::Spill { dir: self.0.dir().to_owned(), reason: reason.to_string() }
    }

    /// Bytes on disk.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.bytes()
    }

    /// Writes a segment.
    pub(crate) fn write(&self, segment: &Segment) -> Result<Block, HistoryError> {
        let packed = pack(segment).map_err(|e| self.failed(&e))?;
        self.0.append(&packed).map_err(|e| self.failed(&e))
    }

    /// Reads a segment back.
    pub(crate) fn read(&self, at: Block) -> Result<Segment, HistoryError> {
        let mut packed = Vec::new();
        self.0.read(at, &mut packed).map_err(|e| self.failed(&e))?;
        unpack(&packed).map_err(|e| self.failed(&e))
    }
}

/// Fields present and whole, as a column's metadata tells them.
const LAYOUT: &str = "layout";

/// One column as a stream of its own: a segment's parts differ in length and layout.
fn write_column(
    packed: &mut Vec<u8>,
    array: ArrayRef,
    layout: Option<&Layout>,
) -> Result<(), ArrowError> {
    let mut metadata = HashMap::new();
    if let Some(layout) = layout {
        let (present, whole) = layout.fields();
        metadata.insert(LAYOUT.to_owned(), format!("{} {}", present.0, whole.0));
    }
    let field = Field::new("values", array.data_type().clone(), false);
    let schema = Arc::new(Schema::new_with_metadata(vec![field], metadata));
    let options =
        IpcWriteOptions::default().try_with_compression(Some(CompressionType::LZ4_FRAME))?;
    let mut writer = StreamWriter::try_new_with_options(packed, &schema, options)?;
    writer.write(&RecordBatch::try_new(schema, vec![array])?)?;
    writer.finish()
}

fn read_column(packed: &mut &[u8]) -> Result<(ArrayRef, Option<Layout>), ArrowError> {
    let mut reader = StreamReader::try_new(packed, None)?;
    let damaged = || ArrowError::IpcError("a spilled segment is not what was written".to_owned());
    let batch = reader.next().transpose()?.ok_or_else(damaged)?;
    // The stream's end marker follows the batch; reading it leaves the next stream in front.
    if reader.next().is_some() || batch.num_columns() != 1 {
        return Err(damaged());
    }
    let layout = match batch.schema_ref().metadata().get(LAYOUT) {
        None => None,
        Some(text) => {
            let (present, whole) = text.split_once(' ').ok_or_else(damaged)?;
            let fields = |text: &str| text.parse().map(Fields).map_err(|_| damaged());
            Some(Layout::new(fields(present)?, fields(whole)?))
        }
    };
    Ok((Arc::clone(batch.column(0)), layout))
}

fn pack(segment: &Segment) -> Result<Vec<u8>, ArrowError> {
    let mut packed = Vec::new();
    let ids: ArrayRef = match segment.ids.ids() {
        CustomerIds::Int(_) => Arc::new(Int64Array::from(Vec::<i64>::new())),
        ids @ CustomerIds::Text { .. } => {
            Arc::new(LargeStringArray::from_iter_values(ids.iter().map(|id| id.to_string())))
        }
    };
    write_column(&mut packed, ids, None)?;
    write_column(&mut packed, Arc::new(UInt64Array::from(segment.ids.hashes().to_vec())), None)?;
    for kept in [&segment.transactions, &segment.events] {
        let mut owners = Vec::with_capacity(kept.owners.resolved().len());
        kept.owners.resolved().iter().for_each(|block| owners.extend_from_slice(block));
        write_column(&mut packed, Arc::new(UInt32Array::from(owners)), None)?;
        let blocks = kept.records.blocks().count() as u32;
        write_column(&mut packed, Arc::new(UInt32Array::from(vec![blocks])), None)?;
        for (layout, words) in kept.records.blocks() {
            let words = Arc::new(UInt64Array::from(words.to_vec()));
            write_column(&mut packed, words, Some(layout))?;
        }
    }
    Ok(packed)
}

fn unpack(mut packed: &[u8]) -> Result<Segment, ArrowError> {
    let packed = &mut packed;
    let damaged = || ArrowError::IpcError("a spilled segment holds another type".to_owned());
    let numbers = |packed: &mut &[u8]| -> Result<UInt32Array, ArrowError> {
        let (array, _) = read_column(packed)?;
        array.as_primitive_opt().cloned().ok_or_else(damaged)
    };
    let (ids, _) = read_column(packed)?;
    let (hashes, _) = read_column(packed)?;
    let hashes = hashes.as_primitive_opt::<UInt64Type>().ok_or_else(damaged)?.values();
    let texts = ids.as_string_opt::<i64>();
    let mut segment = Segment::new(texts.is_some(), 0);
    for (i, &hash) in hashes.iter().enumerate() {
        let id = match texts {
            Some(texts) => CustomerId::Text(texts.value(i)),
            None => CustomerId::Int(unmix(hash) as i64),
        };
        segment.ids.know(hash, id);
    }
    for kept in [&mut segment.transactions, &mut segment.events] {
        kept.owners = TextOwners::of_indices(numbers(packed)?.values());
        for _ in 0..numbers(packed)?.values().first().copied().unwrap_or(0) {
            let (words, layout) = read_column(packed)?;
            let words = words.as_primitive_opt::<UInt64Type>().ok_or_else(damaged)?;
            kept.records.extend(&layout.ok_or_else(damaged)?, words.values());
        }
    }
    Ok(segment)
}
