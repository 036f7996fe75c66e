//! Engagement events, a row group at a time.

use super::decode::{instants, numbers};
use super::place::Place;
use super::row_rules::ReadUntil;
use super::source::{RowGroup, Source, Wanted};
use super::text::{DictionaryMemory, IdColumn};
use super::types::{is_identifier, is_text};
use super::types::{is_number, is_time};
use super::{EventKind, EventMapping, IngestError, Quality};
use crate::time::Zone;
use arrow_array::{Array, Int64Array};
use std::path::PathBuf;

/// Usable events of one batch; `rows` lists them.
pub struct EventBatch {
    /// Indices of usable rows, ascending.
    pub rows: Vec<u32>,
    /// Whose.
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
    zone: Zone,
    until: ReadUntil,
    ids_as_text: bool,
}

const CUSTOMER: usize = 0;
const TIME: usize = 1;
const KIND: usize = 2;
const VALUE: usize = 3;

impl EventReader {
    /// Opens the files and checks the mapped columns.
    pub fn open(
        paths: &[PathBuf],
        mapping: &EventMapping,
        zone: &Zone,
        until: ReadUntil,
    ) -> Result<Self, IngestError> {
        let required = |column: &str, part, accepts, types| Wanted {
            column: column.to_owned(),
            part,
            flag: "[events] in winback.toml",
            optional: false,
            accepts,
            types,
        };
        let mut wanted = vec![
            required(&mapping.customer_id, "customer id", is_identifier, "an integer or text"),
            required(
                &mapping.timestamp,
                "timestamp",
                is_time,
                "a date, a timestamp or ISO 8601 text",
            ),
            required(&mapping.kind, "event type", is_text, "text"),
        ];
        if let Some(value) = &mapping.value {
            wanted.push(Wanted {
                optional: true,
                ..required(value, "event value", is_number, "a number")
            });
        }
        let source = Source::open(paths, wanted)?;
        Ok(Self { source, zone: zone.clone(), until, ids_as_text: false })
    }

    /// The opened files.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Whether any file writes customers as text.
    pub fn has_text_ids(&self) -> bool {
        self.source.any_text(CUSTOMER)
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
        let place = |part: usize| Place {
            path: &self.source.files[at.file].path,
            column: &self.source.wanted[part].column,
        };
        let mut quality = Quality::default();
        let (mut ids, mut kinds) = (DictionaryMemory::default(), DictionaryMemory::default());
        for batch in reader {
            let batch = batch.map_err(|e| place(CUSTOMER).unreadable(&e))?;
            let column = |part: usize| {
                let position = positions.of(part).unwrap_or(0);
                batch.column(position)
            };
            let mut customer = IdColumn::decode(column(CUSTOMER), &mut ids, place(CUSTOMER))?;
            if self.ids_as_text {
                customer = customer.into_text();
            }
            let time_micros = instants(column(TIME), &self.zone, place(TIME))?;
            let kind = kinds_of(
                &IdColumn::decode(column(KIND), &mut kinds, place(KIND))?,
                batch.num_rows(),
            );
            let value = match positions.of(VALUE) {
                Some(at) => numbers(batch.column(at), place(VALUE))?
                    .iter()
                    .map(|value| value.unwrap_or(f64::NAN))
                    .collect(),
                None => vec![f64::NAN; batch.num_rows()],
            };
            let rows = self.usable_rows(&customer, &time_micros, &mut quality);
            sink(EventBatch { rows, customer, time_micros, kind, value })?;
        }
        Ok(quality)
    }

    fn usable_rows(
        &self,
        customer: &IdColumn,
        times: &Int64Array,
        quality: &mut Quality,
    ) -> Vec<u32> {
        let as_of = self.until.as_of_micros.unwrap_or(i64::MAX);
        let mut rows = Vec::with_capacity(times.len());
        for i in 0..times.len() {
            let reason = if !customer.is_present(i) {
                &mut quality.no_customer
            } else if times.is_null(i) {
                &mut quality.no_time
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

fn kinds_of(column: &IdColumn, n_rows: usize) -> Vec<u8> {
    let code = |text: &str| EventKind::parse(text) as u8;
    let other = EventKind::Other as u8;
    if let Some((entries, keys)) = column.coded() {
        let of_entry: Vec<u8> = (0..entries.len())
            .map(|i| entries.get(i).map_or(other, |(_, id)| code(&id.to_string())))
            .collect();
        return (0..n_rows)
            .map(|i| if column.is_present(i) { of_entry[keys[i] as usize] } else { other })
            .collect();
    }
    (0..n_rows)
        .map(|i| if column.is_present(i) { code(&column.id(i).to_string()) } else { other })
        .collect()
}
