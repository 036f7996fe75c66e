//! Engagement events, a row group at a time.

use super::clock_column::at_clock;
use super::decode::Decoded;
use super::people::any_lacks;
use super::row_rules::ReadUntil;
use super::source::{RowGroup, Source};
use super::text::{DictionaryMemory, IdColumn};
use super::who::{Who, WhoMemory};
use super::{BadCells, ColumnMap, EventColumn, EventKind, Forms, IngestError, Quality, TypeRules};
use crate::table::Files;
use arrow_array::{Array, Int64Array, new_null_array};
use arrow_schema::DataType;
use std::collections::HashMap;
use std::sync::Arc;

/// Usable events of one batch; `rows` lists them.
pub struct EventBatch {
    /// Indices of usable rows, ascending.
    pub rows: Vec<u32>,
    /// Customer identifiers, one per row.
    pub customer: IdColumn,
    /// Microseconds since the epoch.
    pub time_micros: Int64Array,
    /// [`EventKind`] codes.
    pub kind: Vec<u8>,
    /// Values; NaN where there is none.
    pub value: Vec<f64>,
}

/// Reads events.
#[derive(Debug)]
pub struct EventReader {
    source: Source,
    until: ReadUntil,
    types: TypeRules,
    who: Who,
    ids_as_text: bool,
}

impl EventReader {
    /// Finds the mapped columns in the files and checks their types.
    pub fn open(
        files: &Files,
        mapping: &ColumnMap<EventColumn, String>,
        forms: &Forms,
        until: ReadUntil,
        types: &TypeRules,
    ) -> Result<Self, IngestError> {
        // Of a file without identifiers the addresses say who it is.
        let by_address = any_lacks(files, mapping, EventColumn::CustomerId);
        let is_read = |column| match column {
            EventColumn::Email => by_address,
            EventColumn::Phone => false,
            _ => true,
        };
        let source = Source::open(files, mapping, forms, is_read)?;
        let (types, who) = (types.clone(), Who::by(forms));
        Ok(Self { source, until, types, who, ids_as_text: false })
    }

    /// The opened files.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Cells that were not understood in what has been read so far, by column.
    pub fn bad_cells(&self) -> Vec<BadCells> {
        self.source.bad_cells::<EventColumn>()
    }

    /// Whether any file writes customers as text.
    pub fn has_text_ids(&self) -> bool {
        self.source.any_text(EventColumn::CustomerId) || self.source.any_text(EventColumn::Email)
    }

    /// How identifiers of customers are read.
    pub fn read_ids_by(&mut self, who: &Who) {
        self.who = who.clone();
    }

    /// Reads customers as text even where they are numbers, because other inputs hold text.
    pub fn read_ids_as_text(&mut self) {
        self.ids_as_text = true;
    }

    /// Decodes one row group and hands its batches to `sink`; returns the counts by reason.
    pub fn read<E: From<IngestError>>(
        &self,
        at: RowGroup,
        mut sink: impl FnMut(EventBatch) -> Result<(), E>,
    ) -> Result<Quality, E> {
        let (reader, positions) = self.source.read(at)?;
        let place = |column: EventColumn| self.source.place(at.file, column);
        let mut quality = Quality::default();
        let (mut ids, mut kinds) = (DictionaryMemory::default(), DictionaryMemory::default());
        let mut memory = WhoMemory::default();
        for batch in reader {
            let batch = batch?;
            let column = |column: EventColumn| {
                let position = positions.of(column).unwrap_or(0);
                batch.column(position)
            };
            let who = positions.of(EventColumn::CustomerId);
            let who = who.or_else(|| positions.of(EventColumn::Email));
            let customer = who.map_or_else(
                || new_null_array(&DataType::Utf8, batch.num_rows()),
                |who| Arc::clone(batch.column(who)),
            );
            let customer = IdColumn::decode(&customer, &mut ids, place(EventColumn::CustomerId))?;
            let mut customer = self.who.read(customer, &mut memory);
            if self.ids_as_text {
                customer = customer.into_text();
            }
            let cells = |column: EventColumn| self.source.cells(at.file, column);
            let times = cells(EventColumn::Timestamp).instants(column(EventColumn::Timestamp))?;
            let times = match positions.of(EventColumn::TimeOfDay) {
                Some(at) => {
                    let clocks = cells(EventColumn::TimeOfDay).clocks(batch.column(at))?;
                    at_clock(times, &clocks, &self.source.forms.zone)
                }
                None => times,
            };
            let kind = kinds_of(
                &IdColumn::decode(column(EventColumn::Type), &mut kinds, place(EventColumn::Type))?,
                batch.num_rows(),
                &self.types,
            );
            let value = match positions.of(EventColumn::Value) {
                Some(at) => cells(EventColumn::Value)
                    .flags(batch.column(at))?
                    .values
                    .iter()
                    .map(|value| value.unwrap_or(f64::NAN))
                    .collect(),
                None => vec![f64::NAN; batch.num_rows()],
            };
            let rows = self.usable_rows(&customer, &times, &mut quality);
            sink(EventBatch { rows, customer, time_micros: times.values, kind, value })?;
        }
        Ok(quality)
    }

    fn usable_rows(
        &self,
        customer: &IdColumn,
        read: &Decoded<Int64Array>,
        quality: &mut Quality,
    ) -> Vec<u32> {
        let times = &read.values;
        let as_of = self.until.as_of_micros.unwrap_or(i64::MAX);
        let mut rows = Vec::with_capacity(times.len());
        for i in 0..times.len() {
            let reason = if !customer.is_present(i) {
                &mut quality.no_customer
            } else if times.is_null(i) {
                if read.is_bad(i) { &mut quality.bad_time } else { &mut quality.no_time }
            } else if times.value(i) >= self.until.present_micros {
                &mut quality.future
            } else if times.value(i) >= as_of {
                &mut quality.not_yet
            } else {
                rows.push(i as u32);
                &mut quality.used
            };
            *reason += 1;
        }
        quality.rows += times.len() as u64;
        rows
    }
}

/// The kind of each row's type. Each distinct type is looked up once a batch.
fn kinds_of(column: &IdColumn, n_rows: usize, rules: &TypeRules) -> Vec<u8> {
    let other = EventKind::Other as u8;
    let code = |text: &str| rules.kind(text) as u8;
    if let Some((entries, keys)) = column.coded() {
        let of_entry: Vec<u8> = (0..entries.len())
            .map(|i| entries.get(i).map_or(other, |(_, id)| code(&id.to_string())))
            .collect();
        return (0..n_rows)
            .map(|i| if column.is_present(i) { of_entry[keys[i] as usize] } else { other })
            .collect();
    }
    let mut hashes = Vec::new();
    column.hashes(&mut hashes);
    let mut known: HashMap<u64, u8> = HashMap::new();
    let mut of_row =
        |i: usize| *known.entry(hashes[i]).or_insert_with(|| code(&column.id(i).to_string()));
    (0..n_rows).map(|i| if column.is_present(i) { of_row(i) } else { other }).collect()
}
