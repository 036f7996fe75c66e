//! What the rows of the transactions look like beside each other, before anything is made of them.

use super::load::FUTURE_AFTER_MICROS;
use super::{Input, Machine, Watcher};
use crate::config::Settings;
use crate::history::{History, HistoryError, HistorySettings, Inputs, Inspection};
use crate::ingest::{Columns, ReadUntil, TransactionColumn, TransactionReader, Who};

/// Reads the transactions whole and looks at a sample of their customers.
pub fn inspect_transactions(
    input: &Input<TransactionColumn>,
    settings: &Settings,
    who: &Who,
    machine: &Machine,
    watcher: &dyn Watcher,
) -> Result<Inspection, HistoryError> {
    let present_micros = machine.now_micros.saturating_add(FUTURE_AFTER_MICROS);
    let until = ReadUntil { as_of_micros: None, present_micros };
    let keep = Columns::of(&input.mapping);
    let (files, mapping, forms) = (&input.files, &input.mapping, &input.forms);
    let mut transactions =
        TransactionReader::open(files, mapping, keep, forms, until, &settings.rows)?;
    transactions.read_ids_by(who);
    let engine = HistorySettings {
        row_budget_bytes: machine.memory_limit_bytes / 2,
        spill_dir: machine.spill_dir.clone(),
        zone: settings.data.zone.clone(),
        channels: settings.columns.channels.clone(),
        note_later_buyers: false,
    };
    let work = watcher.begin("comparing", "rows", transactions.source().n_rows());
    let inputs = Inputs { transactions, events: None, customers: None };
    History::read(inputs, &engine, &|rows| work.advance(rows))?.inspect()
}
