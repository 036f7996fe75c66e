//! Contact details from Parquet: mapped columns of every row group, in parallel, in order of the files.
//!
//! Errors are those of every input ([`IngestError`]). The identifier must be in every file, any other
//! mapped column in at least one.

use super::consent;
use super::merge::{Rows, merge};
use super::{Customers, DETAILS};
use crate::ingest::decode::instants;
use crate::ingest::place::Place;
use crate::ingest::source::{RowGroup, Source, Wanted};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::types::is_identifier;
use crate::ingest::types::is_time;
use crate::ingest::{CustomerIds, CustomerMapping, IngestError};
use crate::time::Zone;
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, BooleanArray, Date32Array, RecordBatch};
use arrow_cast::cast;
use arrow_schema::DataType;
use arrow_select::filter::filter;
use rayon::prelude::*;
use std::path::PathBuf;

/// Where a column's values go.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Identifier,
    Detail(usize),
    Signup,
    Consent(usize),
}

const FLAG: &str = "[customer_columns] in winback.toml";

fn is_detail(data_type: &DataType) -> bool {
    !data_type.is_nested()
}

fn is_date(data_type: &DataType) -> bool {
    is_time(data_type) || data_type.is_null()
}

/// The mapped columns and where they go, in the same order.
fn wanted(mapping: &CustomerMapping) -> (Vec<Wanted>, Vec<Slot>) {
    let CustomerMapping {
        customer_id,
        email,
        phone,
        first_name,
        last_name,
        country,
        postcode,
        signup_date,
        consent_email,
        consent_phone,
        suppression_reason,
        acquisition_channel,
    } = mapping;
    let identifier = Some(customer_id.clone());
    // Details in the order of `Detail`.
    let parts = [
        ("customer id", &identifier, Slot::Identifier),
        ("e-mail", email, Slot::Detail(0)),
        ("phone", phone, Slot::Detail(1)),
        ("first name", first_name, Slot::Detail(2)),
        ("last name", last_name, Slot::Detail(3)),
        ("country", country, Slot::Detail(4)),
        ("postcode", postcode, Slot::Detail(5)),
        ("suppression reason", suppression_reason, Slot::Detail(6)),
        ("acquisition channel", acquisition_channel, Slot::Detail(7)),
        ("signup date", signup_date, Slot::Signup),
        ("consent to e-mail", consent_email, Slot::Consent(0)),
        ("consent to phone", consent_phone, Slot::Consent(1)),
    ];
    let chosen = parts.into_iter().filter_map(|(part, column, slot)| {
        let (accepts, types): (fn(&DataType) -> bool, _) = match slot {
            Slot::Identifier => (is_identifier, "an integer or text"),
            Slot::Detail(_) => (is_detail, "text or a number"),
            Slot::Signup => (is_date, "a date, a timestamp or ISO 8601 text"),
            Slot::Consent(_) => {
                (consent::is_readable, "a boolean, 0 and 1, or text such as yes/no")
            }
        };
        let optional = !matches!(slot, Slot::Identifier);
        let column = column.clone()?;
        Some((Wanted { column, part, flag: FLAG, optional, accepts, types }, slot))
    });
    chosen.unzip()
}

/// Reads the contact details of all files; dates without a zone are days in `zone`.
pub fn read_customers(
    paths: &[PathBuf],
    mapping: &CustomerMapping,
    zone: &Zone,
) -> Result<Customers, IngestError> {
    let (wanted, slots) = wanted(mapping);
    let reader = Reader { source: Source::open(paths, wanted)?, slots, zone };
    let pieces: Vec<Rows> = reader
        .source
        .row_groups()
        .into_par_iter()
        .map(|at| reader.read(at))
        .collect::<Result<Vec<Vec<Rows>>, IngestError>>()?
        .into_iter()
        .flatten()
        .collect();
    Ok(merge(Rows::join(pieces)))
}

struct Reader<'a> {
    source: Source,
    slots: Vec<Slot>,
    zone: &'a Zone,
}

impl Reader<'_> {
    /// The batches of one row group.
    fn read(&self, at: RowGroup) -> Result<Vec<Rows>, IngestError> {
        let (reader, positions) = self.source.read(at)?;
        let ids_as_text = self.source.any_text(0);
        let mut memory = DictionaryMemory::default();
        let mut read = Vec::new();
        for batch in reader {
            let batch = batch.map_err(|e| self.place(at, 0).unreadable(&e))?;
            let columns: Vec<Option<&ArrayRef>> = (0..self.slots.len())
                .map(|w| positions.of(w).map(|position| batch.column(position)))
                .collect();
            let Some(ids) = columns[0] else { continue };
            let mut ids = IdColumn::decode(ids, &mut memory, self.place(at, 0))?;
            if ids_as_text {
                ids = ids.into_text();
            }
            read.push(self.rows(at, &batch, &ids, &columns)?);
        }
        Ok(read)
    }

    fn place(&self, at: RowGroup, wanted: usize) -> Place<'_> {
        Place { path: &self.source.files[at.file].path, column: &self.source.wanted[wanted].column }
    }

    /// The rows of a batch that have an identifier.
    fn rows(
        &self,
        at: RowGroup,
        batch: &RecordBatch,
        ids: &IdColumn,
        columns: &[Option<&ArrayRef>],
    ) -> Result<Rows, IngestError> {
        let present: BooleanArray =
            (0..batch.num_rows()).map(|row| Some(ids.is_present(row))).collect();
        let mut rows = Rows::empty(self.source.any_text(0));
        rows.counts.rows = batch.num_rows();
        rows.counts.without_id = present.false_count();
        present.values().set_indices().for_each(|row| rows.ids.push(ids.id(row)));
        for (w, (slot, column)) in self.slots.iter().zip(columns).enumerate() {
            let place = self.place(at, w);
            let column = match column {
                Some(column) => filter(column, &present),
                // A file without the column: as if it were empty.
                None => Ok(arrow_array::new_null_array(&DataType::Utf8, rows.ids.len())),
            };
            let column = column.map_err(|e| place.unreadable(&e))?;
            match *slot {
                Slot::Identifier => {}
                Slot::Detail(detail) => rows.details[detail] = Some(texts(&column, place)?),
                Slot::Signup => rows.signup = Some(self.days(&column, place)?),
                Slot::Consent(kind) => {
                    let read = consent::read(&column).map_err(|e| place.unreadable(&e))?;
                    rows.consents[kind] = Some(read.0);
                    rows.counts.unreadable_consents += read.1;
                }
            }
        }
        Ok(rows)
    }

    fn days(&self, column: &ArrayRef, place: Place<'_>) -> Result<Date32Array, IngestError> {
        let micros = instants(column, self.zone, place)?;
        Ok(micros.iter().map(|at| at.map(|at| self.zone.day_number(at))).collect())
    }
}

fn texts(
    column: &ArrayRef,
    place: Place<'_>,
) -> Result<arrow_array::LargeStringArray, IngestError> {
    let texts = cast(column, &DataType::LargeUtf8).map_err(|e| place.unreadable(&e))?;
    Ok(texts.as_string::<i64>().clone())
}

impl Rows {
    /// No rows.
    fn empty(text_ids: bool) -> Self {
        Self {
            ids: if text_ids {
                CustomerIds::Text { bytes: String::new(), ends: Vec::new() }
            } else {
                CustomerIds::Int(Vec::new())
            },
            details: [const { None }; DETAILS],
            signup: None,
            consents: [None, None],
            counts: super::CustomerCounts::default(),
        }
    }
}
