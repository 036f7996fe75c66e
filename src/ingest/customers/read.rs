//! Contact details from Parquet: mapped columns of every row group, in parallel, in order of the files.
//!
//! Errors are those of every input ([`IngestError`]). The identifier must be in every file, any other
//! mapped column in at least one.

use super::consent;
use super::merge::{Rows, merge};
use super::{Customers, DETAILS, Detail};
use crate::ingest::place::Place;
use crate::ingest::source::{Positions, RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::{ColumnMap, CustomerColumn, CustomerIds, Forms, IngestError, TableColumn};
use crate::table::Files;
use crate::table::cast::large_texts;
use arrow_array::{ArrayRef, BooleanArray, Date32Array, RecordBatch};
use arrow_schema::DataType;
use arrow_select::filter::filter;
use rayon::prelude::*;

/// Where a column's values go.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Detail(Detail),
    Signup,
    Consent(usize),
}

/// Nothing for the identifier, which is read before everything else.
fn slot(column: CustomerColumn) -> Option<Slot> {
    Some(match column {
        CustomerColumn::CustomerId => return None,
        CustomerColumn::Email => Slot::Detail(Detail::Email),
        CustomerColumn::Phone => Slot::Detail(Detail::Phone),
        CustomerColumn::FirstName => Slot::Detail(Detail::FirstName),
        CustomerColumn::LastName => Slot::Detail(Detail::LastName),
        CustomerColumn::Country => Slot::Detail(Detail::Country),
        CustomerColumn::Postcode => Slot::Detail(Detail::Postcode),
        CustomerColumn::SuppressionReason => Slot::Detail(Detail::SuppressionReason),
        CustomerColumn::AcquisitionChannel => Slot::Detail(Detail::AcquisitionChannel),
        CustomerColumn::SignupDate => Slot::Signup,
        CustomerColumn::ConsentEmail => Slot::Consent(0),
        CustomerColumn::ConsentPhone => Slot::Consent(1),
    })
}

/// Reads the contact details of all files; dates without a zone are days in `zone`.
pub fn read_customers(
    files: &Files,
    mapping: &ColumnMap<CustomerColumn, String>,
    forms: &Forms,
) -> Result<Customers, IngestError> {
    let reader = Reader { source: Source::open(files, mapping, forms, |_| true)? };
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

struct Reader {
    source: Source,
}

impl Reader {
    /// The batches of one row group.
    fn read(&self, at: RowGroup) -> Result<Vec<Rows>, IngestError> {
        let (reader, positions) = self.source.read(at)?;
        let ids_as_text = self.source.any_text(CustomerColumn::CustomerId);
        let mut memory = DictionaryMemory::default();
        let mut read = Vec::new();
        for batch in reader {
            let batch =
                batch.map_err(|e| self.place(at, CustomerColumn::CustomerId).unreadable(&e))?;
            let id = CustomerColumn::CustomerId;
            let Some(ids) = positions.of(id) else { continue };
            let mut ids = IdColumn::decode(batch.column(ids), &mut memory, self.place(at, id))?;
            if ids_as_text {
                ids = ids.into_text();
            }
            read.push(self.rows(at, &batch, &ids, &positions)?);
        }
        Ok(read)
    }

    fn place(&self, at: RowGroup, column: CustomerColumn) -> Place<'_> {
        self.source.place(at.file, column)
    }

    /// The rows of a batch that have an identifier.
    fn rows(
        &self,
        at: RowGroup,
        batch: &RecordBatch,
        ids: &IdColumn,
        positions: &Positions,
    ) -> Result<Rows, IngestError> {
        let present: BooleanArray =
            (0..batch.num_rows()).map(|row| Some(ids.is_present(row))).collect();
        let mut rows = Rows::empty(self.source.any_text(CustomerColumn::CustomerId));
        rows.counts.rows = batch.num_rows();
        rows.counts.without_id = present.false_count();
        present.values().set_indices().for_each(|row| rows.ids.push(ids.id(row)));
        for &mapped in CustomerColumn::ALL.iter().filter(|&&column| self.source.wants(column)) {
            let Some(slot) = slot(mapped) else { continue };
            let place = self.place(at, mapped);
            let column = match positions.of(mapped) {
                Some(position) => filter(batch.column(position), &present),
                // A file without the column: as if it were empty.
                None => Ok(arrow_array::new_null_array(&DataType::Utf8, rows.ids.len())),
            };
            let column = column.map_err(|e| place.unreadable(&e))?;
            match slot {
                Slot::Detail(detail) => {
                    rows.details[detail as usize] = Some(texts(&column, place)?);
                }
                Slot::Signup => rows.signup = Some(self.days(at, mapped, &column)?),
                Slot::Consent(kind) => {
                    let read = consent::read(&column).map_err(|e| place.unreadable(&e))?;
                    rows.consents[kind] = Some(read.0);
                    rows.counts.unreadable_consents += read.1;
                }
            }
        }
        Ok(rows)
    }

    fn days(
        &self,
        at: RowGroup,
        mapped: CustomerColumn,
        column: &ArrayRef,
    ) -> Result<Date32Array, IngestError> {
        let cells = self.source.cells(at.file, mapped);
        let micros = cells.instants(column)?.values;
        Ok(micros.iter().map(|at| at.map(|at| cells.forms.zone.day_number(at))).collect())
    }
}

fn texts(
    column: &ArrayRef,
    place: Place<'_>,
) -> Result<arrow_array::LargeStringArray, IngestError> {
    large_texts(column).map_err(|e| place.unreadable(&e))
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
