//! Contact details from Parquet: mapped columns of every row group, in parallel, in order of the files.
//!
//! Errors are those of every input ([`IngestError`]). Every mapped column must be in one file at least, and in every file
//! one that says who: the identifier or an address.

use super::consent::{self, Consent};
use super::merge::{OfList, Rows, merge};
use super::snapshots::mark_older_snapshots;
use super::versions::Versions;
use super::{CONSENTS, Customers, DETAILS, Detail};
use crate::ingest::meaning::address::{several_addresses, several_numbers};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::erased::is_erased_address;
use crate::ingest::meaning::further_addresses::further_address;
use crate::ingest::meaning::no_columns::path_says_no;
use crate::ingest::meaning::other_ids::{has_other_ids, ids_in, may_be_another_id};
use crate::ingest::place::Place;
use crate::ingest::refusals::{
    Alias, Beside, IdsAlone, LongForms, NoTo, PersonKeys, Record, RefusalColumn, RefusalNames,
    Said, WordCount, Words, lists_beside, never_dates, refusal_columns, states_of_mail,
};
use crate::ingest::source::{ANY_COLUMN, Extra, Positions, RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::who::{Who, WhoMemory};
use crate::ingest::{
    ColumnMap, CustomerColumn, CustomerIds, Forms, IdSample, IngestError, TableColumn, type_in,
};
use crate::table::cast::{json_values, large_texts};
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
    let not = &names.are_none;
    refuse_inverted_consent(files, mapping)?;
    refuse_missing(files, &names.are)?;
    let never = never_dates::<CustomerColumn>(files, forms)?;
    let nos =
        refusal_columns(files, mapping, forms, &Beside { names, never: &never, present_micros })?;
    let plays = |name: &str| mapping.is_mapped(name);
    let long = LongForms::of(files, not, plays).at(present_micros);
    let mut extras: Vec<Extra<'_>> =
        nos.iter().map(|column| -> Extra<'_> { (column.name.as_str(), &ANY_COLUMN) }).collect();
    extras.extend(long.extras());
    let source = Source::open_with(files, mapping, forms, |_| true, &extras)?;
    let further = further_addresses(&nos);
    refuse_nameless(files, &source, &nos, &further)?;
    let saying_no = |file: &DataFile| path_says_no(&file.relative, not);
    let refusing_files: Vec<bool> = files.iter().map(|(file, _)| saying_no(file)).collect();
    let suppression = mapping.get(CustomerColumn::SuppressionReason);
    let suppression = suppression.map(|name| RefusalColumn::suppression(name));
    let who = Who::by(forms);
    let versions = Versions::of(files, &nos, forms, present_micros)?;
    let of_mail = states_of_mail(files, mapping, forms, &CONSENTS_OF_ADDRESSES)?;
    let asks_erased = mapping.get(CustomerColumn::Email).is_some_and(|name| !not.contains(name));
    let reader = Reader {
        asks_erased,
        source,
        nos,
        long,
        versions,
        further,
        refusing_files,
        suppression,
        of_mail,
        mapping,
        who,
    };
    let pieces: Vec<Rows> = reader
        .source
        .row_groups()
        .into_par_iter()
        .map(|at| reader.read(at))
        .collect::<Result<Vec<Vec<Rows>>, IngestError>>()?
        .into_iter()
        .flatten()
        .collect();
    let mut pieces = pieces;
    mark_older_snapshots(&mut pieces, files, &reader.refusing_files);
    let unread = unread_lists(&pieces, files);
    let unused = unused(&reader.nos, mapping);
    let unknown_states = unknown_states(&reader.nos);
    let ids_alone = ids_alone(&pieces, files);
    let mut customers = merge(Rows::join(pieces), reader.nos);
    let named = files.iter().map(|(file, _)| file.relative.clone());
    let refusing = named.zip(reader.refusing_files).filter(|(_, says_no)| *says_no);
    customers.refusing_files = refusing.map(|(name, _)| name).collect();
    customers.unused = unused;
    customers.unknown_states = unknown_states;
    let beside = lists_beside(files, not);
    customers.unread_lists = unread.into_iter().chain(beside).collect();
    customers.ids_alone = ids_alone;
    customers.never = never.into_iter().map(|(name, _)| name).collect();
    Ok(customers)
}

/// The lists of those who said no of which nobody can tell whose any row is.
fn unread_lists(pieces: &[Rows], files: &Files) -> Vec<String> {
    let lists = || pieces.iter().filter_map(|piece| piece.of_list);
    let is_unread = |(at, _): &(usize, (&DataFile, _))| {
        lists().any(|list| list.file == *at)
            && lists().filter(|list| list.file == *at).all(|list| list.named == 0)
    };
    files.iter().enumerate().filter(is_unread).map(|(_, (file, _))| file.relative.clone()).collect()
}

/// Refuses a column named by the user that no file has: nobody would be refused by it.
fn refuse_missing(files: &Files, named: &[String]) -> Result<(), IngestError> {
    let there = files.column_names();
    let is_missing = |name: &&String| RefusalNames::column_of(name, &there).is_none();
    let Some(missing) = named.iter().find(is_missing) else { return Ok(()) };
    Err(IngestError::MissingColumn {
        path: files.dataset.path.clone(),
        column: missing.clone(),
        part: "a refusal",
        option: format!("{}.refusals", CustomerColumn::SECTION),
        available: there.join(", "),
    })
}

/// The columns that play no part: of these no cell can be more than clear words.
fn unused(nos: &[RefusalColumn], mapping: &ColumnMap<CustomerColumn, String>) -> Vec<String> {
    let is_part = |name: &String| mapping.is_mapped(name);
    let names = nos.iter().filter(|column| !column.is_named()).map(|column| &column.name);
    names.filter(|name| !is_part(name) && further_address(name).is_none()).cloned().collect()
}

/// The words of states and permissions that nobody knows.
fn unknown_states(nos: &[RefusalColumn]) -> Vec<WordCount> {
    let mut words = Words::default();
    for column in nos {
        column.unknown.iter().for_each(|(word, rows)| words.add(&column.name, word, *rows));
    }
    words.counts()
}

/// The files that say by identifiers alone who has said no.
fn ids_alone(pieces: &[Rows], files: &Files) -> Vec<IdsAlone> {
    if files.footers.len() < 2 {
        return Vec::new();
    }
    let rows = || {
        pieces.iter().flat_map(|piece| {
            let record = |record: &Record| {
                (piece.file, record.keys, (record.says | record.refuses).is_any())
            };
            let said = |said: &Said| (piece.file, said.keys, said.answered.no().is_any());
            piece.records.iter().map(record).chain(piece.said.iter().map(said))
        })
    };
    let of_file = |(at, (file, _)): (usize, (&DataFile, _))| {
        let mut sample = IdSample::default();
        let of_it = pieces.iter().filter(|piece| piece.file == at);
        of_it.for_each(|piece| sample.merge(&piece.refusing_ids));
        (file.relative.clone(), sample)
    };
    let other_ids = |piece: &Rows| -> Vec<(usize, Alias)> {
        piece.aliases.iter().map(|alias| (piece.file, *alias)).collect()
    };
    let other_ids: Vec<(usize, Alias)> = pieces.iter().flat_map(other_ids).collect();
    IdsAlone::among(rows, &other_ids, files.iter().enumerate().map(of_file))
}

/// The columns among those that play no part which have further addresses of the person.
fn further_addresses(nos: &[RefusalColumn]) -> Vec<(usize, Channel)> {
    let of = |(k, column): (usize, &RefusalColumn)| Some((k, further_address(&column.name)?));
    nos.iter().enumerate().filter_map(of).collect()
}

/// Refuses a file without identifiers and addresses: nobody can tell whose its rows are.
fn refuse_nameless(
    files: &Files,
    source: &Source,
    nos: &[RefusalColumn],
    further: &[(usize, Channel)],
) -> Result<(), IngestError> {
    const WHO: [CustomerColumn; 3] =
        [CustomerColumn::CustomerId, CustomerColumn::Email, CustomerColumn::Phone];
    for (at, (file, footer)) in files.iter().enumerate() {
        let says_who = WHO.into_iter().any(|column| source.has(at, column))
            || further.iter().any(|(k, _)| type_in(footer, &nos[*k].name).is_some());
        if says_who || footer.rows() == 0 {
            continue;
        }
        let id = CustomerColumn::CustomerId;
        let names = footer.schema().fields().iter().map(|field| field.name().clone());
        let column = source.place(at, id).column.to_owned();
        return Err(IngestError::UnusableColumn {
            path: file.path.clone(),
            reason: format!(
                "other files of the table have it, this one neither has it nor an address, only {}",
                names.collect::<Vec<_>>().join(", ")
            ),
            remedy: format!(
                "rename this file's column of the {} to {column} (one name goes for all files), or leave the file out",
                id.spec().label
            ),
            column,
        });
    }
    Ok(())
}

/// Refuses a column that says no by its name where a consent is wanted: its yes would be taken for one.
fn refuse_inverted_consent(
    files: &Files,
    mapping: &ColumnMap<CustomerColumn, String>,
) -> Result<(), IngestError> {
    const CONSENTS: [CustomerColumn; 3] =
        [CustomerColumn::ConsentEmail, CustomerColumn::ConsentPhone, CustomerColumn::ConsentAds];
    for column in CONSENTS {
        let Some(name) = mapping.get(column).filter(|name| RefusalColumn::denies(name)) else {
            continue;
        };
        return Err(IngestError::UnusableColumn {
            path: files.dataset.path.clone(),
            column: name.clone(),
            reason: "it says no by its name, and is mapped as a consent".to_owned(),
            remedy: format!(
                "leave {}.{} out; the column counts as a refusal by itself",
                CustomerColumn::SECTION,
                column.spec().key
            ),
        });
    }
    Ok(())
}

struct Reader<'a> {
    /// Whether an address in the place of an erased one says no.
    asks_erased: bool,
    source: Source,
    nos: Vec<RefusalColumn>,
    /// Which files are in long form; their columns stand after those of refusals.
    long: LongForms,
    versions: Option<Versions>,
    /// Which of them have further addresses of the person.
    further: Vec<(usize, Channel)>,
    /// For each file, whether it says no by its name.
    refusing_files: Vec<bool>,
    suppression: Option<RefusalColumn>,
    /// The columns of consents whose words are states of mail.
    of_mail: Vec<CustomerColumn>,
    mapping: &'a ColumnMap<CustomerColumn, String>,
    who: Who,
}

/// A batch, and where its columns stand.
struct Batch<'a> {
    at: RowGroup,
    columns: &'a RecordBatch,
    positions: &'a Positions,
}

impl Reader<'_> {
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
    fn consent(&self, column: CustomerColumn) -> (&str, bool) {
        (self.mapping.name(column), self.of_mail.contains(&column))
    }

    fn place(&self, at: RowGroup, column: CustomerColumn) -> Place<'_> {
        self.source.place(at.file, column)
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
            let Some(slot) = slot(mapped) else { continue };
            // Of what a file has no column for it says nothing: neither yes nor no.
            if matches!(slot, Slot::Consent(_)) && batch.positions.of(mapped).is_none() {
                continue;
            }
            let place = self.place(batch.at, mapped);
            let column = match batch.positions.of(mapped) {
                Some(position) => filter(batch.columns.column(position), &present),
                // A file without the column: as if it were empty.
                None => Ok(arrow_array::new_null_array(&DataType::Utf8, rows.ids.len())),
            };
            let column = column.map_err(|e| place.unreadable(&e))?;
            match slot {
                Slot::Detail(detail) => {
                    rows.details[detail as usize] = Some(texts(&column, place)?);
                }
                Slot::Signup => rows.signup = Some(self.days(batch.at, mapped, &column)?),
                Slot::Consent(kind) => {
                    let read = consent::read(&column, self.consent(mapped), &mut rows.words);
                    rows.consents[kind] = Some(read.map_err(|e| place.unreadable(&e))?);
                }
                Slot::Suppression => {}
            }
        }
        Ok(rows)
    }

    /// Which rows are versions that no longer hold; nothing where no column says so.
    fn past(&self, batch: &Batch<'_>) -> Result<Vec<bool>, IngestError> {
        let mut past = Vec::new();
        for version in self.versions.iter().flat_map(Versions::columns) {
            let k = version.column;
            let Some(position) = batch.positions.extra::<CustomerColumn>(k) else { continue };
            let place = self.source.extra_place::<CustomerColumn>(batch.at.file, k);
            let cells = texts(batch.columns.column(position), place)?;
            past.resize(cells.len(), false);
            for (past, text) in past.iter_mut().zip(&cells) {
                *past |= text.is_some_and(|text| version.is_past(text));
            }
        }
        Ok(past)
    }

    /// Notes what every row says no to, those without an identifier too: an address may be known.
    fn note_refusals(
        &self,
        batch: &Batch<'_>,
        ids: &IdColumn,
        rows: &mut Rows,
    ) -> Result<(), IngestError> {
        let (at, n) = (batch.at, batch.columns.num_rows());
        let column = |column| batch.positions.of(column).map(|at| batch.columns.column(at));
        let of_file = if self.refusing_files[at.file] { NoTo::ALL } else { NoTo::default() };
        let mut says = vec![of_file; n];
        let add = |says: &mut [NoTo], no: Vec<NoTo>| {
            says.iter_mut().zip(no).for_each(|(all, no)| *all |= no);
        };
        // What the cells of a file in long form say by themselves.
        let mut alone = vec![NoTo::default(); n];
        for (k, refusal) in self.nos.iter().enumerate() {
            let Some(position) = batch.positions.extra::<CustomerColumn>(k) else { continue };
            let place = self.source.extra_place::<CustomerColumn>(at.file, k);
            let no = refusal.read(batch.columns.column(position), &mut rows.doubts);
            let no = no.map_err(|e| place.unreadable(&e))?;
            let refused = no.iter().filter(|no| no.is_any()).count();
            rows.refused_by.resize(self.nos.len(), 0);
            rows.refused_by[k] += refused as u64;
            let is_answer = self.long.has(at.file, &refusal.name);
            add(if is_answer { &mut alone } else { &mut says }, no);
        }
        if let (Some(refusal), Some(array)) =
            (&self.suppression, column(CustomerColumn::SuppressionReason))
        {
            let place = self.place(at, CustomerColumn::SuppressionReason);
            add(
                &mut says,
                refusal.read(array, &mut rows.doubts).map_err(|e| place.unreadable(&e))?,
            );
        }
        let (source, columns) = ((&self.source, at), (batch.columns, batch.positions));
        let answers =
            self.long.read::<CustomerColumn>(source, columns, self.nos.len(), &mut rows.doubts)?;
        let text = |wanted| -> Result<Option<LargeStringArray>, IngestError> {
            column(wanted).map(|array| texts(array, self.place(at, wanted))).transpose()
        };
        let (email, phone) = (text(CustomerColumn::Email)?, text(CustomerColumn::Phone)?);
        let refused = |wanted| -> Result<Vec<bool>, IngestError> {
            let Some(array) = column(wanted) else { return Ok(vec![false; n]) };
            // Words are counted where consent itself is read.
            let read = consent::read(array, self.consent(wanted), &mut Words::default());
            let read = read.map_err(|e| self.place(at, wanted).unreadable(&e))?;
            Ok(read.into_iter().map(|consent| consent == Consent::Refused).collect())
        };
        let no_mail = refused(CustomerColumn::ConsentEmail)?;
        let no_call = refused(CustomerColumn::ConsentPhone)?;
        if self.asks_erased {
            let erased = note_erased(email.as_ref(), &mut says);
            if erased > 0 {
                let name = self.mapping.name(CustomerColumn::Email);
                rows.doubts.add(name, "addresses in the place of erased ones", erased);
            }
        }
        let mut notes = Notes::default();
        for (row, says) in says.into_iter().enumerate() {
            let id = ids.is_present(row).then(|| ids.id(row));
            let keys = PersonKeys::of(id, cell(email.as_ref(), row), cell(phone.as_ref(), row));
            let refuses = NoTo { email: no_mail[row], phone: no_call[row], ..NoTo::default() };
            let answered = answers.get(row).copied().flatten();
            // Without an answer the cells of long form count as those of any other.
            let says = if answered.is_none() { says | alone[row] } else { says };
            let no = answered.map_or(says, |answered| says | alone[row] | answered.no());
            if let Some(id) = id.filter(|_| (no | refuses).is_any() && !keys.has_address()) {
                rows.refusing_ids.add(&id.to_string());
            }
            notes.named.push(!no.is_any() || !keys.is_empty());
            let is_of_list = self.refusing_files[at.file];
            notes.records.push((row, Record { keys, says, refuses, is_of_list }));
        }
        note_each_address(email.as_ref(), &mut notes);
        note_each_number(phone.as_ref(), &mut notes);
        let addresses = [email.as_ref(), phone.as_ref()];
        self.note_further_addresses(batch, addresses, ids, &mut notes)?;
        self.note_other_ids(batch, &mut notes)?;
        rows.aliases = self.aliases(batch, &notes)?;
        let nameless = notes.named.iter().filter(|&&is_named| !is_named).count() as u64;
        rows.nameless_nos += nameless;
        if self.refusing_files[at.file] {
            rows.of_list = Some(OfList { file: at.file, named: n as u64 - nameless });
        }
        let is_certain = self.long.is_certain(at.file) == Some(true);
        for (row, record) in notes.records {
            if let Some(answered) = answers.get(row).copied().flatten() {
                let (file, keys) = (at.file, record.keys);
                rows.said.push(Said { file, is_certain, keys, answered, alone: alone[row] });
            }
            rows.records.push(record);
        }
        Ok(())
    }

    /// Notes a record of the same person for every further address.
    fn note_further_addresses(
        &self,
        batch: &Batch<'_>,
        [email, phone]: [Option<&LargeStringArray>; 2],
        ids: &IdColumn,
        notes: &mut Notes,
    ) -> Result<(), IngestError> {
        for &(k, channel) in &self.further {
            let Some(position) = batch.positions.extra::<CustomerColumn>(k) else { continue };
            let place = self.source.extra_place::<CustomerColumn>(batch.at.file, k);
            for (row, further) in each_text(batch.columns.column(position), place)? {
                let id = ids.is_present(row).then(|| ids.id(row));
                let (email, phone) = match channel {
                    Channel::Email => (Some(further.as_str()), cell(phone, row)),
                    _ => (cell(email, row), Some(further.as_str())),
                };
                notes.add(row, |_| PersonKeys::of(id, email, phone));
            }
        }
        Ok(())
    }

    /// Notes a record of the same person for every other identifier.
    fn note_other_ids(&self, batch: &Batch<'_>, notes: &mut Notes) -> Result<(), IngestError> {
        for k in (0..self.nos.len()).filter(|&k| has_other_ids(&self.nos[k].name)) {
            let Some(position) = batch.positions.extra::<CustomerColumn>(k) else { continue };
            let place = self.source.extra_place::<CustomerColumn>(batch.at.file, k);
            for (row, cell) in each_text(batch.columns.column(position), place)? {
                for id in ids_in(&cell) {
                    notes.add(row, |keys| keys.with_other_id(id));
                }
            }
        }
        Ok(())
    }

    /// Identifiers that other systems may have given to the customers of a batch.
    fn aliases(&self, batch: &Batch<'_>, notes: &Notes) -> Result<Vec<Alias>, IngestError> {
        let mut aliases = Vec::new();
        let is_another = |k: &usize| {
            let name = &self.nos[*k].name;
            may_be_another_id(name) && !has_other_ids(name) && !self.nos[*k].is_named()
        };
        for k in (0..self.nos.len()).filter(is_another) {
            let Some(position) = batch.positions.extra::<CustomerColumn>(k) else { continue };
            let place = self.source.extra_place::<CustomerColumn>(batch.at.file, k);
            for (row, cell) in each_text(batch.columns.column(position), place)? {
                let (_, Record { keys, .. }) = notes.records[row];
                aliases.extend(ids_in(&cell).filter_map(|id| Alias::of(k, keys, id)));
            }
        }
        Ok(aliases)
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

/// The records of a batch with their rows, each row's own first and in order.
#[derive(Default)]
struct Notes {
    records: Vec<(usize, Record)>,
    /// For each row, whether somebody is known who may have said what it says.
    named: Vec<bool>,
}

impl Notes {
    /// Notes a record more of a row, with other keys.
    fn add(&mut self, row: usize, keys: impl FnOnce(PersonKeys) -> PersonKeys) {
        let (_, record) = self.records[row];
        let keys = keys(record.keys);
        self.named[row] |= !keys.is_empty();
        self.records.push((row, Record { keys, ..record }));
    }
}

/// Notes a no of each row whose address stands in the place of an erased one; their number.
fn note_erased(email: Option<&LargeStringArray>, says: &mut [NoTo]) -> u64 {
    let mut erased = 0;
    for (says, cell) in says.iter_mut().zip(email.into_iter().flatten()) {
        if cell.is_some_and(is_erased_address) {
            *says |= NoTo::SUPPRESSED;
            erased += 1;
        }
    }
    erased
}

/// Notes a record for each address of a cell that holds several.
fn note_each_address(email: Option<&LargeStringArray>, notes: &mut Notes) {
    for (row, cell) in email.into_iter().flatten().enumerate() {
        for address in several_addresses(cell.unwrap_or_default()) {
            notes.add(row, |keys| keys.with_email(address));
        }
    }
}

/// Notes a record for each phone number of a cell that holds several.
fn note_each_number(phone: Option<&LargeStringArray>, notes: &mut Notes) {
    for (row, cell) in phone.into_iter().flatten().enumerate() {
        for number in several_numbers(cell.unwrap_or_default()) {
            notes.add(row, |keys| keys.with_phone(number));
        }
    }
}

fn cell(texts: Option<&LargeStringArray>, row: usize) -> Option<&str> {
    texts.filter(|texts| texts.is_valid(row)).map(|texts| texts.value(row))
}

/// The texts of a column with their rows: one a row, or all of a list; of other nested values none.
fn each_text(column: &ArrayRef, place: Place<'_>) -> Result<Vec<(usize, String)>, IngestError> {
    if !column.data_type().is_nested() {
        let texts = texts(column, place)?;
        let present =
            texts.iter().enumerate().filter_map(|(row, text)| Some((row, text?.to_owned())));
        return Ok(present.collect());
    }
    let lists = json_values(column.as_ref()).map_err(|e| place.unreadable(&e))?;
    let of_list = |(row, list): (usize, &serde_json::Value)| -> Vec<(usize, String)> {
        let all = list.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
        all.map(|text| (row, text.to_owned())).collect()
    };
    Ok(lists.iter().enumerate().flat_map(of_list).collect())
}

fn texts(column: &ArrayRef, place: Place<'_>) -> Result<LargeStringArray, IngestError> {
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
