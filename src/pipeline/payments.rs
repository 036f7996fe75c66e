//! What some customers paid in some windows of time, by a pass of its own over the transactions: the same
//! rows, identifiers and refunds as in a history.

use super::load::FUTURE_AFTER_MICROS;
use super::{Input, Job};
use crate::history::Span;
use crate::ingest::{
    Codes, Columns, IngestError, ReadUntil, RowGroup, TransactionBatch, TransactionColumn,
    TransactionReader,
};
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;

/// Who is looked for: identifier as text → the windows in which the customer counts, and a number there.
pub(super) type Wanted = HashMap<String, Vec<(usize, usize)>>;

/// What a customer did in a window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Paid {
    /// Whether there was a purchase; returns are none.
    pub bought: bool,
    /// Amounts, returns and what was taken off orders subtracted.
    pub revenue: f64,
}

/// What was seen.
#[derive(Debug)]
pub(super) struct Seen {
    /// By window and number; who is not there did nothing.
    pub paid: HashMap<(usize, usize), Paid>,
    /// The newest row, a few far from all others left aside; none where no row is usable.
    pub last_micros: Option<i64>,
}

struct Payment {
    place: (usize, usize),
    amount: f64,
}

/// Looks for `wanted` in all transactions; `windows` are half-open, in microseconds.
pub(super) fn payments(
    input: &Input<TransactionColumn>,
    job: &Job<'_>,
    windows: &[Range<i64>],
    wanted: &Wanted,
) -> Result<Seen, IngestError> {
    let Job { settings, machine, watcher } = *job;
    let until = ReadUntil {
        as_of_micros: None,
        present_micros: machine.now_micros.saturating_add(FUTURE_AFTER_MICROS),
    };
    let keep = Columns::default();
    let (files, mapping, forms) = (&input.files, &input.mapping, &input.forms);
    let reader = TransactionReader::open(files, mapping, keep, forms, until, &settings.rows)?;
    let work = watcher.begin("outcomes", "rows", reader.source().n_rows());
    let (codes, span) = (Codes::new(&[]), Span::default());
    let read_one = |at: RowGroup| -> Result<Vec<Payment>, IngestError> {
        let mut found = Vec::new();
        reader.read(at, &codes, |batch| {
            work.advance(batch.amount.len() as u64);
            span.widen(&batch.rows, batch.time_micros.values());
            note(&batch, windows, wanted, &mut found);
            if let Some(lines) = batch.into_lines_taken_off() {
                note(&lines, windows, wanted, &mut found);
            }
            Ok::<_, IngestError>(())
        })?;
        Ok(found)
    };
    let groups = reader.source().row_groups();
    let found = groups.into_par_iter().map(read_one).collect::<Result<Vec<_>, _>>()?;
    let paid = summed(found.into_iter().flatten().collect());
    Ok(Seen { paid, last_micros: span.get().map(|reach| reach.last_micros) })
}

fn note(
    batch: &TransactionBatch,
    windows: &[Range<i64>],
    wanted: &Wanted,
    found: &mut Vec<Payment>,
) {
    for row in batch.rows.iter().map(|&row| row as usize) {
        let time = batch.time_micros.value(row);
        if !windows.iter().any(|window| window.contains(&time)) {
            continue;
        }
        let places = wanted.get(&batch.customer.id(row).to_string());
        for &place in places.into_iter().flatten() {
            if windows[place.0].contains(&time) {
                found.push(Payment { place, amount: batch.amount[row] });
            }
        }
    }
}

/// Sums are made in an order of their own: they do not depend on how rows came.
fn summed(mut payments: Vec<Payment>) -> HashMap<(usize, usize), Paid> {
    payments.sort_unstable_by(|a, b| a.place.cmp(&b.place).then(a.amount.total_cmp(&b.amount)));
    let mut paid: HashMap<(usize, usize), Paid> = HashMap::new();
    for payment in payments {
        let sum = paid.entry(payment.place).or_default();
        sum.bought |= !payment.amount.is_sign_negative();
        sum.revenue += payment.amount;
    }
    paid
}
