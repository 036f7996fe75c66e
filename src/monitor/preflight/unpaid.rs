//! A finding about sales that may not be paid: a time of payment that some rows do not have, or money that is still due. From
//! names and footers alone; where a column of states or kinds says what rows are, nothing is to be found.

use super::schema::{has_any, nulls_of};
use super::{Finding, Read};
use crate::history::Inspection;
use crate::ingest::{ColumnValues, StatusColumn, normalised};
use crate::table::{Files, Footer};

/// Names of columns that say when a sale was paid.
#[rustfmt::skip] // A table: as many words a line as fit.
const PAID_AT: &[&str] = &[
    "paidat", "paidon", "paiddate", "datepaid", "datepaidgmt", "paymentdate", "paymentreceivedat", "capturedat", "zahlungsdatum",
    "bezahltam", "datepaiement", "datedepaiement", "fechapago", "fechadepago", "datapagamento", "betaaldatum",
];
/// Names of columns of what is still to be paid.
#[rustfmt::skip] // A table: as many words a line as fit.
const OPEN: &[&str] = &[
    "balancedue", "amountdue", "totaldue", "outstanding", "outstandingamount", "amountoutstanding", "outstandingbalance",
    "openamount", "openbalance", "unpaidamount", "amountunpaid", "amountremaining", "remainingamount", "offenerbetrag",
    "restbetrag", "offenesumme", "soldedu", "saldopendiente", "importependiente", "saldodevedor", "importodovuto",
    "openstaandbedrag",
];

pub(super) fn finding(read: &Read<'_>, markers: &[ColumnValues]) -> Option<Finding> {
    let (files, mapping) = (read.files, read.mapping);
    let says = |column: &ColumnValues| {
        let known = StatusColumn::named(&column.column);
        !column.is_passed_over && known.is_some_and(StatusColumn::has_words)
    };
    if markers.iter().any(says) {
        return None;
    }
    let is_free = |name: &String| {
        !mapping.is_mapped(name)
            && markers.iter().all(|marker| marker.column != *name)
    };
    let free: Vec<String> = files.column_names().into_iter().filter(is_free).collect();
    let is = |names: &[&str], name: &String| names.contains(&normalised(name).as_str());
    let open = free.iter().find(|name| is(OPEN, name) && has_any(files, name));
    let open = open.map(|name| {
        let found = format!("{name} tells of money that is not paid: the sales count in full");
        (name, found)
    });
    let missing = || {
        let mut named = free.iter().filter(|name| is(PAID_AT, name));
        named.find_map(|name| Some((name, empty_in_some(files, name, read.seen)?)))
    };
    let (column, found) = open.or_else(missing)?;
    let remedy = "if these are no sales yet, leave them out where they are exported, or export their state into a column \
                  status";
    Some(Finding::warn(format!("unpaid by {column}"), found, remedy))
}

/// What is said where some rows have no value, and most have one. Returns are not paid.
fn empty_in_some(files: &Files, name: &str, seen: &Inspection) -> Option<String> {
    let rows: u64 = files.footers.iter().map(Footer::rows).sum();
    let nulls = nulls_of(files, name)?;
    let returns = seen.returns as f64 / seen.rows.max(1) as f64 * rows as f64;
    (nulls as f64 > 2.0 * returns && 2 * nulls < rows).then(|| {
        format!("{nulls} of {rows} rows have no {name}: they may not be paid, and count as sales")
    })
}
