//! What every row of a batch says no to, under each identifier and address that it has.
//!
//! Rows without an identifier count, too: an address may be known. The columns are found in `refusals`; whose a
//! row is where several rows are one person's is decided there as well.

use super::consent::{self, Consent};
use super::merge::{OfList, Rows};
use super::read::{Batch, Reader, texts};
use crate::ingest::meaning::address::{several_addresses, several_numbers};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::erased::is_erased_address;
use crate::ingest::meaning::national_numbers::national_number;
use crate::ingest::meaning::other_ids::{has_other_ids, ids_in, may_be_another_id};
use crate::ingest::place::Place;
use crate::ingest::refusals::{Alias, Answered, NoTo, PersonKeys, PersonsAnswer, Record, Words};
use crate::ingest::text::IdColumn;
use crate::ingest::{CustomerColumn, IngestError};
use crate::table::cast::json_values;
use arrow_array::{Array, ArrayRef, LargeStringArray};

/// What the cells of a batch say no to, row by row.
struct Noes {
    /// Whatever else the row says.
    says: Vec<NoTo>,
    /// By themselves, in a file in long form: an answer takes their place.
    alone: Vec<NoTo>,
    /// What rows of a file in long form answer; empty for others.
    answers: Vec<Option<Answered>>,
}

/// Addresses of a batch, and who refuses to be contacted there.
struct Contact {
    email: Option<LargeStringArray>,
    phone: Option<LargeStringArray>,
    no_mail: Vec<bool>,
    no_call: Vec<bool>,
}

impl Noes {
    fn answered(&self, row: usize) -> Option<Answered> {
        self.answers.get(row).copied().flatten()
    }
}

impl Contact {
    fn email(&self, row: usize) -> Option<&str> {
        cell(self.email.as_ref(), row)
    }

    fn phone(&self, row: usize) -> Option<&str> {
        cell(self.phone.as_ref(), row)
    }

    fn refuses(&self, row: usize) -> NoTo {
        NoTo { email: self.no_mail[row], phone: self.no_call[row], ..NoTo::default() }
    }
}

impl Reader<'_> {
    /// Notes what every row says no to, those without an identifier too: an address may be known.
    pub(super) fn note_refusals(
        &self,
        batch: &Batch<'_>,
        ids: &IdColumn,
        rows: &mut Rows,
    ) -> Result<(), IngestError> {
        let mut noes = self.noes(batch, rows)?;
        let contact = self.contact(batch)?;
        if self.asks_erased {
            self.note_erased(&contact, &mut noes.says, &mut rows.doubts);
        }
        let mut notes = self.own_records(batch, ids, (&noes, &contact), rows);
        note_each_address(contact.email.as_ref(), &mut notes);
        note_each_number(contact.phone.as_ref(), &mut notes);
        self.note_further_addresses(batch, ids, &contact, &mut notes)?;
        self.note_other_ids(batch, &mut notes)?;
        rows.aliases = self.aliases(batch, &notes)?;
        self.keep(batch, &noes, notes, rows);
        Ok(())
    }

    /// What the columns of refusals, the reason of a suppression and the answers of long form say.
    fn noes(&self, batch: &Batch<'_>, rows: &mut Rows) -> Result<Noes, IngestError> {
        let (at, n) = (batch.at, batch.columns.num_rows());
        let of_file = self.nos_of_files[at.file];
        let (mut says, mut alone) = (vec![of_file; n], vec![NoTo::default(); n]);
        for (k, refusal) in self.nos.iter().enumerate() {
            let Some((column, place)) = self.extra(batch, k) else { continue };
            let no = refusal.read(column, &mut rows.doubts).map_err(|e| place.unreadable(&e))?;
            let refused = no.iter().filter(|no| no.is_any()).count();
            rows.refused_by.resize(self.nos.len(), 0);
            rows.refused_by[k] += refused as u64;
            let is_answer = self.long.has(at.file, &refusal.name);
            add(if is_answer { &mut alone } else { &mut says }, no);
        }
        let reason = CustomerColumn::SuppressionReason;
        if let (Some(refusal), Some(column)) = (&self.suppression, batch.column(reason)) {
            let no = refusal.read(column, &mut rows.doubts);
            add(&mut says, no.map_err(|e| self.place(at, reason).unreadable(&e))?);
        }
        let (source, columns) = ((&self.source, at), (batch.columns, batch.positions));
        let answers =
            self.long.read::<CustomerColumn>(source, columns, self.nos.len(), &mut rows.doubts)?;
        Ok(Noes { says, alone, answers })
    }

    fn contact(&self, batch: &Batch<'_>) -> Result<Contact, IngestError> {
        let place = |column| self.place(batch.at, column);
        let text = |wanted| -> Result<Option<LargeStringArray>, IngestError> {
            batch.column(wanted).map(|array| texts(array, place(wanted))).transpose()
        };
        let refused = |wanted| -> Result<Vec<bool>, IngestError> {
            let Some(array) = batch.column(wanted) else {
                return Ok(vec![false; batch.columns.num_rows()]);
            };
            // Words are counted where consent itself is read.
            let read = consent::read(array, self.consent(wanted), &mut Words::default());
            let read = read.map_err(|e| place(wanted).unreadable(&e))?;
            Ok(read.into_iter().map(|consent| consent == Consent::Refused).collect())
        };
        Ok(Contact {
            email: text(CustomerColumn::Email)?,
            phone: text(CustomerColumn::Phone)?,
            no_mail: refused(CustomerColumn::ConsentEmail)?,
            no_call: refused(CustomerColumn::ConsentPhone)?,
        })
    }

    /// Notes a no of each row whose address stands in the place of an erased one.
    fn note_erased(&self, contact: &Contact, says: &mut [NoTo], doubts: &mut Words) {
        let mut erased = 0;
        for (says, cell) in says.iter_mut().zip(contact.email.iter().flatten()) {
            if cell.is_some_and(is_erased_address) {
                *says |= NoTo::SUPPRESSED;
                erased += 1;
            }
        }
        if erased > 0 {
            let name = self.mapping.name(CustomerColumn::Email);
            doubts.add(name, "addresses in the place of erased ones", erased);
        }
    }

    /// The record of each row; identifiers that say no and have no address are noted in `rows`.
    fn own_records(
        &self,
        batch: &Batch<'_>,
        ids: &IdColumn,
        (noes, contact): (&Noes, &Contact),
        rows: &mut Rows,
    ) -> Notes {
        let is_of_list = self.refusing_files[batch.at.file];
        let mut notes = Notes::default();
        for (row, &says) in noes.says.iter().enumerate() {
            let id = ids.is_present(row).then(|| ids.id(row));
            let keys = PersonKeys::of(id, contact.email(row), contact.phone(row));
            let refuses = contact.refuses(row);
            let said = says | noes.alone[row];
            // Without an answer the cells of long form count as those of any other.
            let (says, no) = match noes.answered(row) {
                Some(answered) => (says, said | answered.no()),
                None => (said, said),
            };
            if let Some(id) = id.filter(|_| (no | refuses).is_any() && !keys.has_address()) {
                rows.refusing_ids.add(&id.to_string());
            }
            notes.named.push(!no.is_any() || !keys.is_empty());
            notes.records.push((row, Record { keys, says, refuses, is_of_list }));
        }
        notes
    }

    /// Keeps the records of a batch, with the answers among them.
    fn keep(&self, batch: &Batch<'_>, noes: &Noes, notes: Notes, rows: &mut Rows) {
        let (file, n) = (batch.at.file, batch.columns.num_rows() as u64);
        let nameless = notes.named.iter().filter(|&&is_named| !is_named).count() as u64;
        rows.nameless_nos += nameless;
        if self.refusing_files[file] {
            rows.of_list = Some(OfList { file, named: n - nameless });
        }
        let is_certain = self.long.is_certain(file) == Some(true);
        for (row, record) in notes.records {
            if let Some(answered) = noes.answered(row) {
                let (keys, alone) = (record.keys, noes.alone[row]);
                rows.said.push(PersonsAnswer { file, is_certain, keys, answered, alone });
            }
            rows.records.push(record);
        }
    }

    /// Notes a record of the same person for every further address.
    fn note_further_addresses(
        &self,
        batch: &Batch<'_>,
        ids: &IdColumn,
        contact: &Contact,
        notes: &mut Notes,
    ) -> Result<(), IngestError> {
        for &(k, channel) in &self.further {
            let Some((column, place)) = self.extra(batch, k) else { continue };
            for (row, further) in each_text(column, place)? {
                let id = ids.is_present(row).then(|| ids.id(row));
                let further = Some(further.as_str());
                let (email, phone) = match channel {
                    Channel::Email => (further, contact.phone(row)),
                    _ => (contact.email(row), further),
                };
                notes.add(row, |_| PersonKeys::of(id, email, phone));
            }
        }
        Ok(())
    }

    /// Notes a record of the same person for every other identifier.
    fn note_other_ids(&self, batch: &Batch<'_>, notes: &mut Notes) -> Result<(), IngestError> {
        for k in (0..self.nos.len()).filter(|&k| has_other_ids(&self.nos[k].name)) {
            let Some((column, place)) = self.extra(batch, k) else { continue };
            for (row, cell) in each_text(column, place)? {
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
            let Some((column, place)) = self.extra(batch, k) else { continue };
            for (row, cell) in each_text(column, place)? {
                let (_, Record { keys, .. }) = notes.records[row];
                aliases.extend(ids_in(&cell).filter_map(|id| Alias::of(k, keys, id)));
            }
        }
        Ok(aliases)
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

/// Adds what some cells say to what the rows say.
fn add(says: &mut [NoTo], no: Vec<NoTo>) {
    says.iter_mut().zip(no).for_each(|(all, no)| *all |= no);
}

/// Notes a record for each address of a cell that holds several.
fn note_each_address(email: Option<&LargeStringArray>, notes: &mut Notes) {
    for (row, cell) in email.into_iter().flatten().enumerate() {
        for address in several_addresses(cell.unwrap_or_default()) {
            notes.add(row, |keys| keys.with_email(address));
        }
    }
}

/// Notes a record for each phone number of a cell that holds several, and for a number without its country.
fn note_each_number(phone: Option<&LargeStringArray>, notes: &mut Notes) {
    for (row, cell) in phone.into_iter().flatten().enumerate() {
        let cell = cell.unwrap_or_default();
        for number in several_numbers(cell) {
            notes.add(row, |keys| keys.with_phone(number));
        }
        if let Some(number) = national_number(cell) {
            notes.add(row, |keys| keys.with_phone(&number));
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
