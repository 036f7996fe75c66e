//! Whether columns are what their names say, by their values: `state` may be a place, `type` a kind of goods,
//! `paid` an amount. Read once before the rows, the columns in question alone.

use super::seen::Seen;
use super::sums;
use super::{
    ColumnValues, Marker, MarkerReading, MarkerValue, Markers, Marking, OwnRows, RowMarks,
    ValueCounts, Verdict,
};
use crate::ingest::meaning::plain::squeeze;
use crate::ingest::meaning::row_status::{
    Counts, DISPUTES, Kinds, Mark, OF_MAGENTO, OF_REFUND_ROWS, States, StatusColumn,
    names as row_names, texts as row_texts,
};
use crate::ingest::source::{ANY_COLUMN, Extra, RowGroup, Source};
use crate::ingest::{ColumnMap, Forms, IngestError, TransactionColumn, type_in};
use crate::table::Files;
use arrow_schema::DataType;
use rayon::prelude::*;

/// The columns of `named` that are what their names say, in their order.
pub(super) fn settled(
    named: Vec<(String, StatusColumn)>,
    files: &Files,
    mapping: &ColumnMap<TransactionColumn, String>,
    forms: &Forms,
) -> Result<Markers, IngestError> {
    let marker = |(column, known)| {
        let (reading, own_rows) = (MarkerReading::Known(known), OwnRows::default());
        Marker { column, reading, own_rows }
    };
    let names = files.column_names();
    let named: Vec<Marker> = of_layout(named, &names).into_iter().map(marker).collect();
    let in_question = named.iter().filter(|marker| is_in_question(marker, files)).cloned();
    let mut seen = values(&in_question.collect::<Vec<_>>(), files, forms)?;
    let mut markers = Markers::default();
    let mut own_rows = OwnRows { refunds: has_rows_of_refunds(&names), cancellations: false };
    // Whether returns are told by more than the letters of order numbers.
    let mut are_told = own_rows.refunds;
    for marker in named {
        let at = seen.iter().position(|values| values.column == marker.column);
        let values = at.map(|at| seen.swap_remove(at));
        let reading = match (&values, &marker.reading) {
            (Some(values), MarkerReading::Known(known)) => {
                Seen { column: values, names: &names }.read_as(*known).map(MarkerReading::Known)
            }
            _ => Some(marker.reading.clone()),
        };
        let Some(reading) = reading else {
            // Order numbers, gateways and kinds of anything are no marker by their name.
            let is_none =
                |known: StatusColumn| known.numbers().is_some() || known == StatusColumn::Gateway;
            let is_none = matches!(marker.reading, MarkerReading::Known(known) if is_none(known));
            if !is_none && !row_names::is_any_kind(&marker.column) {
                markers.passed_over.extend(values.map(ColumnValues::passed_over));
            }
            continue;
        };
        let reading = match &values {
            Some(values) if has_one_sum(&reading, values) => {
                let are_sales = sums::have_the_money(&marker.column, files, mapping, forms)?;
                if are_sales {
                    MarkerReading::Known(StatusColumn::Kind(Kinds::OfSums))
                } else {
                    reading
                }
            }
            _ => reading,
        };
        let marker = Marker { reading, ..marker };
        if let (Some(values), MarkerReading::Known(known)) = (&values, &marker.reading) {
            let rows = own_rows_by(*known, values);
            are_told |= rows.refunds && known.numbers().is_none();
            own_rows.refunds |= rows.refunds;
            own_rows.cancellations |= rows.cancellations;
        }
        markers.taken.push(marker);
    }
    for marker in &mut markers.taken {
        // A kind of row says of itself that it is cancelled, not of another row.
        let is_kind = matches!(marker.reading, MarkerReading::Known(known) if known.is_kind());
        marker.own_rows = OwnRows { cancellations: own_rows.cancellations && !is_kind, ..own_rows };
        if let MarkerReading::Known(StatusColumn::Numbers(numbers)) = &mut marker.reading {
            numbers.returns_are_told |= are_told;
        }
    }
    Ok(markers)
}

/// Whether one word for sums stands in a column of kinds.
fn has_one_sum(reading: &MarkerReading, seen: &ColumnValues) -> bool {
    let is_of_kinds = matches!(reading, MarkerReading::Known(StatusColumn::KIND));
    let sums = seen.values.iter().filter(|value| row_texts::is_a_sum(&value.shown));
    is_of_kinds && sums.count() == 1
}

/// What has rows of its own by a column of such values.
fn own_rows_by(known: StatusColumn, seen: &ColumnValues) -> OwnRows {
    let is_return = |value: &&MarkerValue| known.read(&value.shown) == Counts::Return;
    let is_set = |value: &MarkerValue| known.is_reason() && value.verdict == Verdict::Return;
    let mut returns = seen.values.iter().filter(is_return);
    OwnRows {
        refunds: returns.next().is_some() || seen.values.iter().any(is_set),
        cancellations: seen.values.iter().any(|value| known.cancels(&value.shown)),
    }
}

/// The columns as other columns of the table have them: what became of a dispute says more than that there was one,
/// and Magento has a word of its own.
fn of_layout(
    mut named: Vec<(String, StatusColumn)>,
    names: &[String],
) -> Vec<(String, StatusColumn)> {
    let is = |known: &[&str], column: &str| known.contains(&squeeze(column).as_str());
    let is_of_dispute = |column: &str| {
        let plain = squeeze(column);
        plain.contains("dispute") || plain.contains("chargeback")
    };
    if named.iter().any(|(column, _)| is(DISPUTES, column)) {
        named.retain(|(column, known)| {
            *known != StatusColumn::Mark(Mark::Disputed)
                && !(*known == StatusColumn::Mark(Mark::FailReason) && is_of_dispute(column))
        });
    }
    if names.iter().any(|column| is(OF_MAGENTO, column)) {
        let orders = named.iter_mut().filter(|(_, known)| *known == StatusColumn::ORDER);
        orders.for_each(|(_, known)| *known = StatusColumn::Order(States::OfMagento));
    }
    named
}

/// Whether the table is one in which a refund is a row beside its sale, by its columns.
fn has_rows_of_refunds(names: &[String]) -> bool {
    let has = |column: &str| names.iter().any(|name| squeeze(name) == column);
    OF_REFUND_ROWS.iter().any(|columns| columns.iter().all(|column| has(column)))
}

/// Whether a name alone does not tell what the column is.
fn is_in_question(marker: &Marker, files: &Files) -> bool {
    let MarkerReading::Known(known) = marker.reading else { return false };
    // A column of yes and no cannot be anything else.
    let is_boolean = || {
        let mut types = files.footers.iter().filter_map(|footer| type_in(footer, &marker.column));
        types.all(|found| found == DataType::Boolean)
    };
    known.is_kind()
        || known.tells_returns()
        || matches!(known, StatusColumn::ORDER | StatusColumn::Gateway)
        || row_names::is_vague(&marker.column)
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
