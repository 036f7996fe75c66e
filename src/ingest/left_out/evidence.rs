//! Whether columns are what their names say, by their values: `state` may be a place, `type` a kind of goods,
//! `paid` an amount. Read once before the rows, the columns in question alone.

use super::{
    ColumnValues, Marker, MarkerValue, Markers, Marking, Reading, RowMarks, ValueCounts, Verdict,
};
use crate::ingest::meaning::flags::{Flag, flag};
use crate::ingest::meaning::plain::squeeze;
use crate::ingest::meaning::row_status::{DISPUTES, OF_MAGENTO, StatusColumn, VAGUE};
use crate::ingest::source::{ANY_COLUMN, Extra, RowGroup, Source};
use crate::ingest::{Forms, IngestError, TransactionColumn, type_in};
use crate::table::Files;
use arrow_schema::DataType;
use rayon::prelude::*;

/// The columns of `named` that are what their names say, in their order.
pub(super) fn settled(
    named: Vec<(String, StatusColumn)>,
    files: &Files,
    forms: &Forms,
) -> Result<Markers, IngestError> {
    let marker = |(column, known)| {
        let (reading, refunds_have_rows) = (Reading::Known(known), false);
        Marker { column, reading, refunds_have_rows }
    };
    let named: Vec<Marker> = of_layout(named, files).into_iter().map(marker).collect();
    let in_question = named.iter().filter(|marker| is_in_question(marker, files)).cloned();
    let mut seen = values(&in_question.collect::<Vec<_>>(), files, forms)?;
    let mut markers = Markers::default();
    let mut refunds_have_rows = false;
    for marker in named {
        let at = seen.iter().position(|values| values.column == marker.column);
        let values = at.map(|at| seen.swap_remove(at));
        let reading = match (&values, &marker.reading) {
            (Some(values), Reading::Known(known)) => read_as(*known, values).map(Reading::Known),
            _ => Some(marker.reading.clone()),
        };
        let has_returns = |values: &ColumnValues| {
            values.values.iter().any(|value| value.verdict == Verdict::Return)
        };
        let is_ledger = reading.is_some() && values.as_ref().is_some_and(has_returns);
        refunds_have_rows |= is_ledger;
        match reading {
            Some(reading) => markers.taken.push(Marker { reading, ..marker }),
            None => markers.passed_over.push(marker.column),
        }
    }
    markers.taken.iter_mut().for_each(|marker| marker.refunds_have_rows = refunds_have_rows);
    Ok(markers)
}

/// The columns as other columns of the table have them: what became of a dispute says more than that there was one,
/// and Magento has a word of its own.
fn of_layout(mut named: Vec<(String, StatusColumn)>, files: &Files) -> Vec<(String, StatusColumn)> {
    let is = |names: &[&str], column: &str| names.contains(&squeeze(column).as_str());
    if named.iter().any(|(column, _)| is(DISPUTES, column)) {
        named.retain(|(_, known)| *known != StatusColumn::Disputed);
    }
    if files.column_names().iter().any(|column| is(OF_MAGENTO, column)) {
        let orders = named.iter_mut().filter(|(_, known)| *known == StatusColumn::Order);
        orders.for_each(|(_, known)| *known = StatusColumn::OrderOfMagento);
    }
    named
}

fn is_vague(column: &str) -> bool {
    VAGUE.contains(&squeeze(column).as_str())
}

/// Whether a name alone does not tell what the column is.
fn is_in_question(marker: &Marker, files: &Files) -> bool {
    let Reading::Known(known) = marker.reading else { return false };
    // A column of yes and no cannot be anything else.
    let is_boolean = || {
        let mut types = files.footers.iter().filter_map(|footer| type_in(footer, &marker.column));
        types.all(|found| found == DataType::Boolean)
    };
    known.is_kind()
        || known == StatusColumn::Order
        || is_vague(&marker.column)
        || known.is_strict_flag() && !is_boolean()
}

/// The values of some columns.
fn values(
    markers: &[Marker],
    files: &Files,
    forms: &Forms,
) -> Result<Vec<ColumnValues>, IngestError> {
    if markers.is_empty() {
        return Ok(Vec::new());
    }
    let extras: Vec<Extra<'_>> =
        markers.iter().map(|marker| (marker.column.as_str(), &ANY_COLUMN)).collect();
    let source = Source::open_extras::<TransactionColumn>(files, &extras, forms)?;
    let of_group = |at: RowGroup| -> Result<ValueCounts, IngestError> {
        let (batches, positions) = source.read(at)?;
        let mut marking = Marking::new(markers);
        for batch in batches {
            let batch = batch?;
            let mut marks = RowMarks::of(batch.num_rows());
            for k in 0..markers.len() {
                if let Some(position) = positions.extra::<TransactionColumn>(k) {
                    let place = source.extra_place::<TransactionColumn>(at.file, k);
                    marking.judge(k, batch.column(position), place, &mut marks)?;
                }
            }
        }
        Ok(marking.counts())
    };
    let none = || ValueCounts::of(markers.len());
    let add = |mut all: ValueCounts, more: ValueCounts| {
        all.merge(more);
        Ok(all)
    };
    let counts = source.row_groups().into_par_iter().map(of_group).try_reduce(none, add)?;
    Ok(counts.by_column(markers))
}

/// Whose states of orders they are, by the words that stand side by side.
fn order_by_its_words(is_vague: bool, has: impl Fn(&str) -> bool) -> StatusColumn {
    if is_vague && has("complete") && has("closed") {
        StatusColumn::OrderOfMagento
    } else if has("sale") && has("sent") {
        StatusColumn::OrderOfOdoo
    } else if has("open") && has("paid") && (has("void") || has("uncollectible") || has("draft")) {
        StatusColumn::OrderOfInvoices
    } else {
        StatusColumn::Order
    }
}

/// As what a column of such values is read; none where it is something else.
fn read_as(known: StatusColumn, seen: &ColumnValues) -> Option<StatusColumn> {
    let rows = |wanted: fn(Verdict) -> bool| -> u64 {
        let values = seen.values.iter().filter(|value| !value.is_empty() && wanted(value.verdict));
        values.map(|value| value.rows).sum()
    };
    let all = rows(|_| true);
    let understood = rows(|verdict| verdict != Verdict::NotUnderstood);
    let is_vague = is_vague(&seen.column);
    if known == StatusColumn::Active {
        let is_flag = |value: &MarkerValue| flag(&value.shown) != Flag::NotUnderstood;
        return (all > 0 && seen.values.iter().all(is_flag)).then_some(known);
    }
    if known.is_strict_flag() || known == StatusColumn::Test {
        return (understood == all && all > 0).then_some(known);
    }
    let has = |wanted: &dyn Fn(&str) -> bool| seen.values.iter().any(|value| wanted(&value.shown));
    if !known.is_kind() {
        let is = |word: &str| has(&|text| squeeze(text) == word);
        let known =
            if known == StatusColumn::Order { order_by_its_words(is_vague, is) } else { known };
        return (!is_vague || 2 * understood >= all && all > 0).then_some(known);
    }
    let sells = has(&|text| known.names_a_sale(text));
    if matches!(known, StatusColumn::SapBilling | StatusColumn::SapSign) {
        return (sells && 2 * understood >= all).then_some(known);
    }
    let is_of_documents = ["invoice", "doc", "beleg", "rechnung", "factur", "fattur", "factuur"]
        .iter()
        .any(|stem| squeeze(&seen.column).contains(stem))
        || has(&|text| StatusColumn::is_invoice_or_beside(text).0);
    if is_of_documents && has(&StatusColumn::is_credit) && !has(&|text| squeeze(text) == "debit") {
        return Some(StatusColumn::KindOfDocument);
    }
    if !sells && 2 * understood >= all && has(&StatusColumn::earns_points) {
        return Some(StatusColumn::KindOfPoints);
    }
    if sells && (2 * understood >= all || !is_vague) || understood == 0 && !is_vague {
        let entries =
            seen.values.iter().map(|value| StatusColumn::is_invoice_or_beside(&value.shown));
        let (invoices, others) = entries.fold((false, false), |(a, b), (c, d)| (a || c, b || d));
        return Some(if invoices && others {
            StatusColumn::KindOfEntry
        } else {
            StatusColumn::Kind
        });
    }
    // Kinds of goods, of customers or of payment, and refunds among them.
    let returns = rows(|verdict| verdict == Verdict::Return);
    (returns > 0 && (2 * returns <= all || !is_vague)).then_some(StatusColumn::KindOfReturn)
}
