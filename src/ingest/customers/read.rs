//! Contact details from Parquet: mapped columns of every row group, in parallel, in order of the files.
//!
//! What rows say no to is in `row_refusals`, what makes one of several rows in `merge`.
//! Errors are those of every input ([`IngestError`]). Every mapped column must be in one file at least, and in every file
//! one that says who: the identifier or an address.

use super::checks::{refuse_inverted_consent, refuse_missing, refuse_nameless};
use super::consent;
use super::merge::{Rows, merge};
use super::of_files::OfFiles;
use super::snapshots::mark_older_snapshots;
use super::versions::Versions;
use super::{CONSENTS, Customers, DETAILS, Detail};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::further_addresses::further_address;
use crate::ingest::meaning::no_columns::{path_says_no, way_of_file};
use crate::ingest::place::Place;
use crate::ingest::refusals::{
    Beside, LongForms, NoTo, RefusalColumn, RefusalNames, Words, never_dates, refusal_columns,
    states_of_mail,
};
use crate::ingest::source::{ANY_COLUMN, Extra, Positions, RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::who::{Who, WhoMemory};
use crate::ingest::{
    ColumnMap, CustomerColumn, CustomerIds, Forms, IdRule, IdRules, IdSample, IngestError,
    TableColumn,
};
use crate::table::cast::large_texts;
use crate::table::{DataFile, Files};
use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, LargeStringArray, RecordBatch};
use arrow_schema::DataType;
use arrow_select::filter::filter;
use rayon::prelude::*;
use std::sync::Arc;

/// The consents to a contact at an address of the table.
const CONSENTS_OF_ADDRESSES: [CustomerColumn; 2] =
    [CustomerColumn::ConsentEmail, CustomerColumn::ConsentPhone];

/// Where a column's values go.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Detail(Detail),
    Signup,
    Consent(usize),
    Suppression,
}

/// Nothing for the identifier, which is read before everything else, and for columns of refusals.
fn slot(column: CustomerColumn) -> Option<Slot> {
    Some(match column {
        CustomerColumn::CustomerId => return None,
        CustomerColumn::Email => Slot::Detail(Detail::Email),
        CustomerColumn::Phone => Slot::Detail(Detail::Phone),
        CustomerColumn::FirstName => Slot::Detail(Detail::FirstName),
        CustomerColumn::LastName => Slot::Detail(Detail::LastName),
        CustomerColumn::Country => Slot::Detail(Detail::Country),
        CustomerColumn::Postcode => Slot::Detail(Detail::Postcode),
        CustomerColumn::SuppressionReason => Slot::Suppression,
        CustomerColumn::AcquisitionChannel => Slot::Detail(Detail::AcquisitionChannel),
        CustomerColumn::SignupDate => Slot::Signup,
        CustomerColumn::ConsentEmail => Slot::Consent(0),
        CustomerColumn::ConsentPhone => Slot::Consent(1),
        CustomerColumn::ConsentAds => Slot::Consent(2),
    })
}

/// Reads the contact details of all files; dates without a zone are days in the zone of `forms`. What `names` says of a
/// column goes before what its name says.
///
/// A consent that ends before `present_micros` has ended. Nobody may be contacted until [`Customers::refuse`] has said
/// who has refused elsewhere.
pub(crate) fn read_customers(
    files: &Files,
    mapping: &ColumnMap<CustomerColumn, String>,
    names: &RefusalNames,
    forms: &Forms,
    present_micros: i64,
) -> Result<Customers, IngestError> {
    refuse_inverted_consent(files, mapping)?;
    refuse_missing(files, &names.are)?;
    let never = never_dates::<CustomerColumn>(files, forms)?;
    let beside = Beside { names, never: &never, present_micros };
    let reader = Reader::open(files, mapping, forms, &beside)?;
    let row_groups = reader.source.row_groups().into_par_iter();
    let pieces = row_groups.map(|at| reader.read(at));
    let pieces: Vec<Vec<Rows>> = pieces.collect::<Result<_, IngestError>>()?;
    let mut pieces: Vec<Rows> = pieces.into_iter().flatten().collect();
    mark_older_snapshots(&mut pieces, files, &reader.refusing_files);
    let of_files = OfFiles::of(files, &pieces, reader, &beside);
    Ok(merge(Rows::join(pieces), of_files))
}

/// The columns among those that play no part which have further addresses of the person.
fn further_addresses(nos: &[RefusalColumn]) -> Vec<(usize, Channel)> {
    let of = |(k, column): (usize, &RefusalColumn)| Some((k, further_address(&column.name)?));
    nos.iter().enumerate().filter_map(of).collect()
}

/// What is known of the files before a row is read.
pub(super) struct Reader<'a> {
    /// Whether an address in the place of an erased one says no.
    pub asks_erased: bool,
    pub source: Source,
    pub nos: Vec<RefusalColumn>,
    /// Which files are in long form; their columns stand after those of refusals.
    pub long: LongForms,
    versions: Option<Versions>,
    /// Which of them have further addresses of the person.
    pub further: Vec<(usize, Channel)>,
    /// For each file, whether it says no by its name.
    pub refusing_files: Vec<bool>,
    /// What everybody in it has said no to.
    pub nos_of_files: Vec<NoTo>,
    pub suppression: Option<RefusalColumn>,
    /// The columns of consents whose words are states of mail.
    of_mail: Vec<CustomerColumn>,
    pub mapping: &'a ColumnMap<CustomerColumn, String>,
    who: Who,
}

/// A batch, and where its columns stand.
pub(super) struct Batch<'a> {
    pub at: RowGroup,
    pub columns: &'a RecordBatch,
    pub positions: &'a Positions,
}

impl<'a> Batch<'a> {
    /// A column that plays a part.
    pub(super) fn column(&self, column: CustomerColumn) -> Option<&'a ArrayRef> {
        self.positions.of(column).map(|at| self.columns.column(at))
    }
}

impl<'a> Reader<'a> {
    /// Finds the columns, and refuses files of which nobody can tell whose the rows are.
    fn open(
        files: &Files,
        mapping: &'a ColumnMap<CustomerColumn, String>,
        forms: &Forms,
        beside: &Beside<'_>,
    ) -> Result<Self, IngestError> {
        let not = &beside.names.are_none;
        let nos = refusal_columns(files, mapping, forms, beside)?;
        let long = LongForms::of(files, not, |name| mapping.is_mapped(name));
        let long = long.at(beside.present_micros);
        let mut extras: Vec<Extra<'_>> =
            nos.iter().map(|column| -> Extra<'_> { (column.name.as_str(), &ANY_COLUMN) }).collect();
        extras.extend(long.extras());
        let source = Source::open_with(files, mapping, forms, |_| true, &extras)?;
        let further = further_addresses(&nos);
        refuse_nameless(files, &source, &nos, &further)?;
        let says_no = |(file, _): (&DataFile, _)| path_says_no(&file.relative, not);
        let refusing_files: Vec<bool> = files.iter().map(says_no).collect();
        let no_of_file = |((file, _), says_no): ((&DataFile, _), &bool)| {
            let way = says_no.then(|| way_of_file(&file.relative));
            way.map(NoTo::channel).unwrap_or_default()
        };
        let suppression = mapping.get(CustomerColumn::SuppressionReason);
        let email = mapping.get(CustomerColumn::Email);
        Ok(Self {
            asks_erased: email.is_some_and(|name| !not.contains(name)),
            versions: Versions::of(files, &nos, mapping, forms, beside.present_micros)?,
            of_mail: states_of_mail(files, mapping, forms, &CONSENTS_OF_ADDRESSES)?,
            nos_of_files: files.iter().zip(&refusing_files).map(no_of_file).collect(),
            refusing_files,
            suppression: suppression.map(|name| RefusalColumn::suppression(name)),
            who: Who::by(forms),
            source,
            nos,
            long,
            further,
            mapping,
        })
    }

    /// The batches of one row group. A table of customers is often a single one, and what its cells mean takes far
    /// longer than decoding them: batches are decoded in turn and read side by side.
    fn read(&self, at: RowGroup) -> Result<Vec<Rows>, IngestError> {
        let (batches, positions) = self.source.read(at)?;
        let mut read: Vec<(usize, Result<Rows, IngestError>)> = batches
            .enumerate()
            .par_bridge()
            .map(|(k, columns)| (k, columns.and_then(|all| self.batch(at, &all, &positions))))
            .collect();
        read.sort_unstable_by_key(|(k, _)| *k);
        read.into_iter().map(|(_, rows)| rows).collect()
    }

    fn batch(
        &self,
        at: RowGroup,
        columns: &RecordBatch,
        positions: &Positions,
    ) -> Result<Rows, IngestError> {
        let id = CustomerColumn::CustomerId;
        // A file without the column, such as one of suppressed addresses: as if it were empty.
        let ids = positions.of(id).map_or_else(
            || arrow_array::new_null_array(&DataType::Utf8, columns.num_rows()),
            |position| Arc::clone(columns.column(position)),
        );
        let (mut memory, mut who) = (DictionaryMemory::default(), WhoMemory::default());
        let ids = IdColumn::decode(&ids, &mut memory, self.place(at, id))?;
        let mut ids = self.who.read(ids, &mut who);
        if self.source.any_text(id) {
            ids = ids.into_text();
        }
        let batch = Batch { at, columns, positions };
        let mut rows = self.rows(&batch, &ids)?;
        self.note_refusals(&batch, &ids, &mut rows)?;
        Ok(rows)
    }

    /// The name of a column of consents, and whether its words are states of mail.
    pub(super) fn consent(&self, column: CustomerColumn) -> (&str, bool) {
        (self.mapping.name(column), self.of_mail.contains(&column))
    }

    pub(super) fn place(&self, at: RowGroup, column: CustomerColumn) -> Place<'_> {
        self.source.place(at.file, column)
    }

    /// A column that plays no part, and where it stands; none where the file does not have it.
    pub(super) fn extra<'b>(
        &'b self,
        batch: &Batch<'b>,
        k: usize,
    ) -> Option<(&'b ArrayRef, Place<'b>)> {
        let position = batch.positions.extra::<CustomerColumn>(k)?;
        let place = self.source.extra_place::<CustomerColumn>(batch.at.file, k);
        Some((batch.columns.column(position), place))
    }

    /// The rows of a batch that have an identifier.
    fn rows(&self, batch: &Batch<'_>, ids: &IdColumn) -> Result<Rows, IngestError> {
        let n = batch.columns.num_rows();
        let present: BooleanArray = (0..n).map(|row| Some(ids.is_present(row))).collect();
        let mut rows = Rows::empty(self.source.any_text(CustomerColumn::CustomerId));
        rows.file = batch.at.file;
        rows.counts.rows = n;
        rows.counts.without_id = present.false_count();
        present.values().set_indices().for_each(|row| rows.ids.push(ids.id(row)));
        let past = self.past(batch)?;
        rows.past =
            present.values().set_indices().filter_map(|row| past.get(row).copied()).collect();
        for &mapped in CustomerColumn::ALL.iter().filter(|&&column| self.source.wants(column)) {
            if let Some(slot) = slot(mapped) {
                self.fill(batch, (mapped, slot), &present, &mut rows)?;
            }
        }
        Ok(rows)
    }

    /// Fills the values of one column in, of rows with an identifier.
    fn fill(
        &self,
        batch: &Batch<'_>,
        (mapped, slot): (CustomerColumn, Slot),
        present: &BooleanArray,
        rows: &mut Rows,
    ) -> Result<(), IngestError> {
        let place = self.place(batch.at, mapped);
        let column = match batch.column(mapped) {
            Some(column) => filter(column, present),
            // Of what a file has no column for it says nothing: neither yes nor no.
            None if matches!(slot, Slot::Consent(_)) => return Ok(()),
            // A file without the column: as if it were empty.
            None => Ok(arrow_array::new_null_array(&DataType::Utf8, rows.ids.len())),
        };
        let column = column.map_err(|e| place.unreadable(&e))?;
        match slot {
            Slot::Detail(detail) => {
                let cells = texts(&column, place)?;
                let cells =
                    if detail == Detail::Postcode { without_fractions(&cells) } else { cells };
                rows.details[detail as usize] = Some(cells);
            }
            Slot::Signup => rows.signup = Some(self.days(batch.at, mapped, &column)?),
            Slot::Consent(kind) => {
                let read = consent::read(&column, self.consent(mapped), &mut rows.words);
                rows.consents[kind] = Some(read.map_err(|e| place.unreadable(&e))?);
            }
            Slot::Suppression => {}
        }
        Ok(())
    }

    /// Which rows are versions that no longer hold; nothing where no column says so.
    fn past(&self, batch: &Batch<'_>) -> Result<Vec<bool>, IngestError> {
        let mut past = Vec::new();
        for version in self.versions.iter().flat_map(Versions::columns) {
            let Some((column, place)) = self.extra(batch, version.column) else { continue };
            let cells = texts(column, place)?;
            past.resize(cells.len(), false);
            for (past, text) in past.iter_mut().zip(&cells) {
                *past |= text.is_some_and(|text| version.is_past(text));
            }
        }
        Ok(past)
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

/// The cells of a column as texts.
pub(super) fn texts(column: &ArrayRef, place: Place<'_>) -> Result<LargeStringArray, IngestError> {
    large_texts(column).map_err(|e| place.unreadable(&e))
}

/// Postcodes that were numbers on their way: `2138.0` is 2138.
fn without_fractions(cells: &LargeStringArray) -> LargeStringArray {
    let whole = IdRules::of(&[IdRule::Unfloat]);
    cells.iter().map(|cell| cell.map(|text| whole.apply(text))).collect()
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
            consents: [const { None }; CONSENTS],
            past: Vec::new(),
            records: Vec::new(),
            aliases: Vec::new(),
            said: Vec::new(),
            nameless_nos: 0,
            refused_by: Vec::new(),
            file: 0,
            refusing_ids: IdSample::default(),
            of_list: None,
            words: Words::default(),
            doubts: Words::default(),
            counts: super::CustomerCounts::default(),
        }
    }
}
