//! Several rows of one customer become one, whatever their order.
//!
//! Consent is the most restrictive of the rows: it is given only if every row gives it. A no in one row
//! holds for all rows of the person (see `refusals`). Of differing texts the smallest that is not empty is taken, of
//! dates the earliest: rules without a reason but that they always give the same.

use super::consent::Consent;
use super::shared::without_shared;
use super::{CONSENTS, CustomerCounts, Customers, DETAILS};
use crate::ingest::refusals::{
    Alias, Newest, NoTo, Record, RefusalColumn, Refusals, Said, Shared, Words, newest_answers,
};
use crate::ingest::{CustomerIds, IdSample};
use arrow_array::builder::LargeStringBuilder;
use arrow_array::{Array, Date32Array, LargeStringArray};
use rayon::prelude::*;

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
    pub said: Vec<Said>,
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

fn id(parts: &[Rows], (part, row): At) -> crate::ingest::CustomerId<'_> {
    parts[part].ids.get(row)
}

/// Merges the rows of each customer; what they have said no to is left open.
pub(super) fn merge(
    Joined { mut parts, order }: Joined,
    refusal_columns: Vec<RefusalColumn>,
) -> Customers {
    let mut records: Vec<Record> =
        parts.iter_mut().flat_map(|part| std::mem::take(&mut part.records)).collect();
    let aliases = Alias::believed(
        parts.iter_mut().flat_map(|part| std::mem::take(&mut part.aliases)).collect(),
    );
    let said: Vec<Said> =
        parts.iter_mut().flat_map(|part| std::mem::take(&mut part.said)).collect();
    let own_rows = records.iter().filter_map(Record::own_no).collect();
    let Newest { nos, agreeing } = newest_answers(&said);
    let answered = nos.into_iter();
    records.extend(answered.map(|(keys, says)| Record { keys, says, ..Record::default() }));
    let groups: Vec<&[At]> = order.chunk_by(|&a, &b| id(&parts, a) == id(&parts, b)).collect();
    let is_past = |&(part, row): &At| parts[part].past.get(row) == Some(&true);
    let gone: Vec<&&[At]> = groups.iter().filter(|group| group.iter().all(is_past)).collect();
    // What is known of somebody stands in the current rows; in older ones a no alone counts.
    let of_group = |group: &&[At]| {
        let is_gone = group.iter().all(is_past);
        let rows = group.iter().copied().filter(move |at| is_gone || !is_past(at));
        rows.collect::<Vec<At>>()
    };
    let rows: Vec<At> = groups.iter().flat_map(of_group).collect();
    let current: Vec<&[At]> = rows.chunk_by(|&a, &b| id(&parts, a) == id(&parts, b)).collect();
    let mut refusals = Refusals::default();
    for group in &gone {
        refusals.add(id(&parts, group[0]), NoTo::SUPPRESSED);
    }
    let gone = gone.len();
    let shared = Shared::among(|| records.iter(), groups.len());
    let records = records.into_iter().map(|record| record.without(&shared)).collect();
    let mut ids = parts.first().map_or(CustomerIds::Int(Vec::new()), |p| p.ids.empty_like());
    for group in &groups {
        ids.push(id(&parts, group[0]));
    }
    let mut counts =
        CustomerCounts { duplicates: order.len() - groups.len(), ..Default::default() };
    for part in &parts {
        counts.rows += part.counts.rows;
        counts.without_id += part.counts.without_id;
    }
    let (mut words, mut doubts) = (Words::default(), Words::default());
    for part in &parts {
        words.merge(part.words.clone());
        doubts.merge(part.doubts.clone());
    }
    let (words, doubts) = (words.counts(), doubts.counts());
    counts.unreadable_consents = words.iter().map(|word| word.cells as usize).sum();
    let consents = |kind: usize| -> Vec<Consent> {
        let of = |&(part, row): &At| parts[part].consents[kind].as_ref().map(|column| column[row]);
        groups
            .iter()
            .zip(&current)
            .map(|(group, current)| {
                let refused = group.iter().filter_map(of).find(|&said| said == Consent::Refused);
                refused.or_else(|| current.iter().filter_map(of).min()).unwrap_or(Consent::Missing)
            })
            .collect()
    };
    let says = |&(part, row): &At, said: Consent| {
        parts[part].consents[0].as_ref().is_some_and(|column| column[row] == said)
    };
    let contradicts = |group: &&&[At]| {
        [Consent::Given, Consent::Refused].iter().all(|&said| group.iter().any(|at| says(at, said)))
    };
    let contradicting = groups.iter().filter(contradicts).count();
    let mut details = [const { None }; DETAILS];
    details.par_iter_mut().enumerate().for_each(|(detail, texts)| {
        *texts = smallest_texts(&parts, detail, &current);
    });
    let shared = without_shared(&mut details, &shared);
    Customers {
        ids,
        details,
        shared,
        signup: earliest(&parts, &current),
        consent_email: consents(0),
        consent_phone: consents(1),
        consent_ads: consents(2),
        records,
        aliases,
        own_rows,
        agreeing,
        refusals,
        nos: Vec::new(),
        refusal_columns: named(refusal_columns, &parts),
        contradicting,
        refusing_files: Vec::new(),
        unread_lists: Vec::new(),
        unused: Vec::new(),
        unknown_states: Vec::new(),
        ids_alone: Vec::new(),
        never: Vec::new(),
        gone,
        nameless_nos: parts.iter().map(|part| part.nameless_nos).sum(),
        words,
        doubts,
        counts,
    }
}

/// The columns that say no by their names, with the rows that they refuse.
fn named(columns: Vec<RefusalColumn>, parts: &[Rows]) -> Vec<(RefusalColumn, u64)> {
    let rows = |k: usize| parts.iter().filter_map(|part| part.refused_by.get(k)).sum();
    let all = columns.into_iter().enumerate().map(|(k, column)| (column, rows(k)));
    all.filter(|(column, _)| column.is_named()).collect()
}

fn smallest_texts(parts: &[Rows], detail: usize, groups: &[&[At]]) -> Option<LargeStringArray> {
    let columns: Vec<&LargeStringArray> =
        parts.iter().map(|part| part.details[detail].as_ref()).collect::<Option<_>>()?;
    let bytes = columns.iter().map(|column| column.value_data().len()).sum();
    let mut texts = LargeStringBuilder::with_capacity(groups.len(), bytes);
    for group in groups {
        let present = group.iter().filter(|&&(part, row)| !columns[part].is_null(row));
        let trimmed = present.map(|&(part, row)| columns[part].value(row).trim());
        texts.append_option(trimmed.filter(|text| !text.is_empty()).min());
    }
    Some(texts.finish())
}

fn earliest(parts: &[Rows], groups: &[&[At]]) -> Option<Date32Array> {
    let columns: Vec<&Date32Array> =
        parts.iter().map(|part| part.signup.as_ref()).collect::<Option<_>>()?;
    let present = |&&(part, row): &&At| !columns[part].is_null(row);
    let of_group = |group: &&[At]| {
        group.iter().filter(present).map(|&(part, row)| columns[part].value(row)).min()
    };
    Some(groups.iter().map(of_group).collect())
}
