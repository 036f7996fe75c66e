//! Several rows of one customer become one, whatever their order.
//!
//! Consent is the most restrictive of the rows: it is given only if every row gives it. A customer
//! suppressed in one row is suppressed. Of differing texts the smallest that is not empty is taken, of
//! dates the earliest: rules without a reason but that they always give the same.

use super::consent::Consent;
use super::{CustomerCounts, Customers, DETAILS};
use crate::history::CustomerIds;
use arrow::array::{Array, Date32Array, LargeStringArray, LargeStringBuilder};
use rayon::slice::ParallelSliceMut;

/// Rows as they stand in the files, one after another; absent columns are none.
pub(super) struct Unmerged {
    pub ids: CustomerIds,
    pub details: [Option<LargeStringArray>; DETAILS],
    pub signup: Option<Date32Array>,
    pub consent_email: Option<Vec<Consent>>,
    pub consent_phone: Option<Vec<Consent>>,
    pub counts: CustomerCounts,
}

/// Sorts by identifier and merges equal ones.
pub(super) fn merge(rows: Unmerged) -> Customers {
    let Unmerged { ids, details, signup, consent_email, consent_phone, mut counts } = rows;
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.par_sort_unstable_by(|&a, &b| ids.get(a).cmp(&ids.get(b)).then(a.cmp(&b)));
    let groups: Vec<&[usize]> = order.chunk_by(|&a, &b| ids.get(a) == ids.get(b)).collect();
    counts.duplicates = order.len() - groups.len();
    let mut merged = ids.empty_like();
    groups.iter().for_each(|group| merged.push(ids.get(group[0])));
    Customers {
        ids: merged,
        details: details.map(|column| column.map(|column| smallest_texts(&column, &groups))),
        signup: signup.map(|column| earliest(&column, &groups)),
        consent_email: most_restrictive(consent_email, &groups),
        consent_phone: most_restrictive(consent_phone, &groups),
        counts,
    }
}

fn smallest_texts(column: &LargeStringArray, groups: &[&[usize]]) -> LargeStringArray {
    let mut texts = LargeStringBuilder::with_capacity(groups.len(), column.value_data().len());
    for group in groups {
        let present = group.iter().filter(|&&row| !column.is_null(row));
        texts.append_option(
            present.map(|&row| column.value(row).trim()).filter(|text| !text.is_empty()).min(),
        );
    }
    texts.finish()
}

fn earliest(column: &Date32Array, groups: &[&[usize]]) -> Date32Array {
    let present = |row: &&usize| !column.is_null(**row);
    let of_group =
        |group: &&[usize]| group.iter().filter(present).map(|&row| column.value(row)).min();
    groups.iter().map(of_group).collect()
}

fn most_restrictive(column: Option<Vec<Consent>>, groups: &[&[usize]]) -> Vec<Consent> {
    let Some(column) = column else { return Vec::new() };
    let of_group = |group: &&[usize]| group.iter().map(|&row| column[row]).min();
    groups.iter().map(|group| of_group(group).unwrap_or(Consent::Missing)).collect()
}
