//! Several rows of one customer become one, whatever their order.
//!
//! Consent is the most restrictive of the rows: it is given only if every row gives it. A no in one row
//! holds for all rows of the person (see `refusals`). Of differing texts the smallest that is not empty is taken, of
//! dates the earliest: rules without a reason but that they always give the same.

use super::consent::Consent;
use super::notes::{CustomerNotes, Merged};
use super::of_files::OfFiles;
use super::shared::without_shared;
use super::{CONSENTS, CustomerCounts, Customers, DETAILS};
use crate::ingest::refusals::{
    Alias, KeySet, Newest, NoTo, PersonsAnswer, Record, Refusals, Shared, WordCount, Words,
    newest_answers,
};
use crate::ingest::{CustomerId, CustomerIds, IdSample};
use arrow_array::builder::LargeStringBuilder;
use arrow_array::{Array, Date32Array, LargeStringArray};
use rayon::prelude::*;
use std::num::NonZeroU32;

/// Rows with an identifier as they stand in a part of the files; columns that are not mapped are none.
pub(super) struct Rows {
    pub ids: CustomerIds,
    pub details: [Option<LargeStringArray>; DETAILS],
    pub signup: Option<Date32Array>,
    pub consents: [Option<Vec<Consent>>; CONSENTS],
    /// Rows that a later version has taken the place of; none where no column says so.
    pub past: Vec<bool>,
    /// Every row, those without an identifier too.
    pub records: Vec<Record>,
    /// Other identifiers that may be the customers'.
    pub aliases: Vec<Alias>,
    /// What rows of files in long form answer.
    pub said: Vec<PersonsAnswer>,
    /// Rows that say no and have neither an identifier nor an address.
    pub nameless_nos: u64,
    /// Rows that each column of refusals refuses.
    pub refused_by: Vec<u64>,
    /// The file's place.
    pub file: usize,
    /// Identifiers of rows that say no and have no address.
    pub refusing_ids: IdSample,
    /// Of a file that says no by its name.
    pub of_list: Option<OfList>,
    /// Words of consent that are not understood.
    pub words: Words,
    /// Cells of refusals that are not understood.
    pub doubts: Words,
    pub counts: CustomerCounts,
}

/// A part of a list of those who said no.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfList {
    /// The file's place.
    pub file: usize,
    /// Rows that say whose they are.
    pub named: u64,
}

/// One row of one part.
type At = (usize, usize);

/// All parts with the rows of each customer side by side.
pub(super) struct Joined {
    parts: Vec<Rows>,
    /// Every row, ascending by identifier.
    order: Vec<At>,
}

impl Rows {
    /// Puts parts together and finds each customer's rows.
    pub(super) fn join(parts: Vec<Rows>) -> Joined {
        let rows = |(p, part): (usize, &Rows)| (0..part.ids.len()).map(move |row| (p, row));
        let mut order: Vec<At> = parts.iter().enumerate().flat_map(rows).collect();
        order.par_sort_unstable_by(|&a, &b| id(&parts, a).cmp(&id(&parts, b)).then(a.cmp(&b)));
        Joined { parts, order }
    }
}

fn id(parts: &[Rows], (part, row): At) -> CustomerId<'_> {
    parts[part].ids.get(row)
}

/// Merges the rows of each customer; what they have said no to is left open.
pub(super) fn merge(Joined { mut parts, order }: Joined, files: OfFiles) -> Customers {
    let first_records = first_records(&parts);
    let said: Vec<Said> = parts.iter_mut().map(Said::taken_from).collect();
    let (said, all) = rayon::join(|| AllSaid::of(said), || by_customer(&parts, &order));
    let AllSaid { records, aliases, own_rows, agreeing } = said;
    let rows = current_rows(&parts, &all);
    let current = by_customer(&parts, &rows);
    let customers = Merging { parts: &parts, all, current };
    let (shared, (mut details, merged)) = rayon::join(
        || Shared::among(|| records.iter(), customers.all.len()),
        || rayon::join(|| customers.details(), || customers.apart_from_details(&first_records)),
    );
    let records = records.into_par_iter().map(|record| record.without(&shared)).collect();
    let shared = without_shared(&mut details, &shared);
    let gone = customers.gone();
    let told = Merged { shared, gone: gone.len(), contradicting: customers.contradicting() };
    let notes = CustomerNotes::of(&parts, files.names, told);
    let mut refusals = Refusals::default();
    for id in gone {
        refusals.add(id, NoTo::SUPPRESSED);
    }
    let ApartFromDetails { ids, signup, consents, own_records } = merged;
    let [consent_email, consent_phone, consent_ads] = consents;
    Customers {
        ids,
        details,
        signup,
        consent_email,
        consent_phone,
        consent_ads,
        records,
        own_records,
        aliases,
        own_rows,
        agreeing,
        refusals,
        nos: Vec::new(),
        refusal_columns: files.refusal_columns,
        unread_lists: files.unread_lists,
        ids_alone: files.ids_alone,
        counts: customers.counts(order.len(), &notes.words),
        notes,
    }
}

/// Of each part the place of its first row's record among all; none where rows without an identifier stand between.
fn first_records(parts: &[Rows]) -> Vec<Option<usize>> {
    let mut next = 0;
    let first = |part: &Rows| {
        let first = next;
        next += part.records.len();
        (part.counts.without_id == 0).then_some(first)
    };
    parts.iter().map(first).collect()
}

/// What the rows of a part say.
struct Said {
    records: Vec<Record>,
    aliases: Vec<Alias>,
    answers: Vec<PersonsAnswer>,
}

impl Said {
    fn taken_from(part: &mut Rows) -> Self {
        Self {
            records: std::mem::take(&mut part.records),
            aliases: std::mem::take(&mut part.aliases),
            answers: std::mem::take(&mut part.said),
        }
    }
}

/// What all rows say, with their answers of long form.
struct AllSaid {
    records: Vec<Record>,
    aliases: Vec<Alias>,
    own_rows: KeySet,
    agreeing: KeySet,
}

impl AllSaid {
    /// Of all parts, in their order.
    fn of(parts: Vec<Said>) -> Self {
        let mut records = Vec::with_capacity(parts.iter().map(|part| part.records.len()).sum());
        let (mut aliases, mut said) = (Vec::new(), Vec::new());
        for part in parts {
            records.extend(part.records);
            aliases.extend(part.aliases);
            said.extend(part.answers);
        }
        let aliases = Alias::believed(aliases);
        let own_rows = records.iter().filter_map(Record::own_no).collect();
        let Newest { nos, agreeing } = newest_answers(&said);
        let answered = nos.into_iter();
        records.extend(answered.map(|(keys, says)| Record { keys, says, ..Record::default() }));
        Self { records, aliases, own_rows, agreeing }
    }
}

/// The rows of each customer side by side.
fn by_customer<'a>(parts: &[Rows], order: &'a [At]) -> Vec<&'a [At]> {
    order.chunk_by(|&a, &b| id(parts, a) == id(parts, b)).collect()
}

fn is_past(parts: &[Rows], (part, row): At) -> bool {
    parts[part].past.get(row) == Some(&true)
}

/// What is known of somebody stands in the current rows; in older ones a no alone counts. Of whoever has none but older
/// ones, all.
fn current_rows(parts: &[Rows], groups: &[&[At]]) -> Vec<At> {
    if parts.iter().all(|part| part.past.is_empty()) {
        return groups.concat();
    }
    let of_group = |group: &&[At]| {
        let is_gone = group.iter().all(|&at| is_past(parts, at));
        let rows = group.iter().copied().filter(move |&at| is_gone || !is_past(parts, at));
        rows.collect::<Vec<At>>()
    };
    groups.iter().flat_map(of_group).collect()
}

/// Rows on the way to one a customer.
struct Merging<'a> {
    parts: &'a [Rows],
    /// All rows of each customer.
    all: Vec<&'a [At]>,
    /// Those of them that hold.
    current: Vec<&'a [At]>,
}

/// What is known of each customer but for texts.
struct ApartFromDetails {
    ids: CustomerIds,
    signup: Option<Date32Array>,
    consents: [Vec<Consent>; CONSENTS],
    own_records: Vec<Option<NonZeroU32>>,
}

impl Merging<'_> {
    fn apart_from_details(&self, first_records: &[Option<usize>]) -> ApartFromDetails {
        let mut consents = [const { Vec::new() }; CONSENTS];
        let (own_records, ids) = rayon::join(|| self.own_records(first_records), || self.ids());
        consents.par_iter_mut().enumerate().for_each(|(kind, of)| *of = self.consents(kind));
        ApartFromDetails { ids, signup: self.earliest_signup(), consents, own_records }
    }

    fn ids(&self) -> CustomerIds {
        let none = CustomerIds::Int(Vec::new());
        let mut ids = self.parts.first().map_or(none, |part| part.ids.empty_like());
        self.all.iter().for_each(|group| ids.push(id(self.parts, group[0])));
        ids
    }

    /// The place among the records, from 1, of each customer's only row.
    fn own_records(&self, first_records: &[Option<usize>]) -> Vec<Option<NonZeroU32>> {
        let place = |group: &&[At]| match **group {
            [(part, row)] => NonZeroU32::new(u32::try_from(first_records[part]? + row + 1).ok()?),
            _ => None,
        };
        self.all.iter().map(place).collect()
    }

    /// Customers without a current row.
    fn gone(&self) -> Vec<CustomerId<'_>> {
        let is_gone = |group: &&&[At]| group.iter().all(|&at| is_past(self.parts, at));
        self.all.iter().filter(is_gone).map(|group| id(self.parts, group[0])).collect()
    }

    fn counts(&self, rows_with_id: usize, words: &[WordCount]) -> CustomerCounts {
        let sum =
            |of: fn(&CustomerCounts) -> usize| self.parts.iter().map(|part| of(&part.counts)).sum();
        CustomerCounts {
            rows: sum(|counts| counts.rows),
            without_id: sum(|counts| counts.without_id),
            duplicates: rows_with_id - self.all.len(),
            unreadable_consents: words.iter().map(|word| word.cells as usize).sum(),
            ..CustomerCounts::default()
        }
    }

    /// A no of any row, or the least of the current ones.
    fn consents(&self, kind: usize) -> Vec<Consent> {
        let of = |&(part, row): &At| -> Option<Consent> {
            self.parts[part].consents[kind].as_ref().map(|column| column[row])
        };
        let both = self.all.iter().zip(&self.current);
        let consent = both.map(|(all, current)| {
            let refused = all.iter().filter_map(of).find(|&said| said == Consent::Refused);
            refused.or_else(|| current.iter().filter_map(of).min()).unwrap_or(Consent::Missing)
        });
        consent.collect()
    }

    /// Customers of whose rows some give consent to e-mail and others refuse it.
    fn contradicting(&self) -> usize {
        let says = |&(part, row): &At, said: Consent| {
            self.parts[part].consents[0].as_ref().is_some_and(|column| column[row] == said)
        };
        let contradicts = |group: &&&[At]| {
            let both = [Consent::Given, Consent::Refused];
            both.iter().all(|&said| group.iter().any(|at| says(at, said)))
        };
        self.all.iter().filter(contradicts).count()
    }

    fn details(&self) -> [Option<LargeStringArray>; DETAILS] {
        let mut details = [const { None }; DETAILS];
        details.par_iter_mut().enumerate().for_each(|(detail, texts)| {
            *texts = self.smallest_texts(detail);
        });
        details
    }

    fn smallest_texts(&self, detail: usize) -> Option<LargeStringArray> {
        let columns: Vec<&LargeStringArray> =
            self.parts.iter().map(|part| part.details[detail].as_ref()).collect::<Option<_>>()?;
        let bytes = columns.iter().map(|column| column.value_data().len()).sum();
        let mut texts = LargeStringBuilder::with_capacity(self.current.len(), bytes);
        for group in &self.current {
            let present = group.iter().filter(|&&(part, row)| !columns[part].is_null(row));
            let trimmed = present.map(|&(part, row)| columns[part].value(row).trim());
            texts.append_option(trimmed.filter(|text| !text.is_empty()).min());
        }
        Some(texts.finish())
    }

    fn earliest_signup(&self) -> Option<Date32Array> {
        let columns: Vec<&Date32Array> =
            self.parts.iter().map(|part| part.signup.as_ref()).collect::<Option<_>>()?;
        let present = |&&(part, row): &&At| !columns[part].is_null(row);
        let of_group = |group: &&[At]| {
            group.iter().filter(present).map(|&(part, row)| columns[part].value(row)).min()
        };
        Some(self.current.iter().map(of_group).collect())
    }
}
