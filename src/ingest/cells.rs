//! The cells of one mapped column of one file: how they are written is settled over the whole column,
//! and what is not understood is noted. Which cell means what is for `meaning`; the decoding is `decode`'s.

use super::bad_cells::BadSoFar;
use super::forms::Forms;
use super::meaning::{
    ClockEvidence, ClockUnit, DayOrder, DayOrderEvidence, DecimalEvidence, DecimalMark,
    DecimalVerdict, OrderVerdict, masked,
};
use super::place::Place;
use super::{IngestError, Source};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// What has been seen of a column over all of its files.
#[derive(Debug, Default)]
pub(super) struct ColumnNotes {
    day_order: OnceLock<Result<OrderVerdict, String>>,
    decimal: OnceLock<Result<DecimalVerdict, String>>,
    clock: OnceLock<Result<ClockUnit, String>>,
    bad: Mutex<BadSoFar>,
    currencies: Mutex<BTreeSet<String>>,
}

/// What was noted is whole after every step, whatever became of the thread that noted it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ColumnNotes {
    /// The cells that were not understood.
    pub(super) fn bad(&self) -> MutexGuard<'_, BadSoFar> {
        lock(&self.bad)
    }

    /// Signs and codes of currencies that stood beside amounts.
    pub(super) fn currencies(&self) -> MutexGuard<'_, BTreeSet<String>> {
        lock(&self.currencies)
    }
}

/// The cells of a mapped column in one file.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    /// Where they stand.
    pub place: Place<'a>,
    /// How they are written, as far as that is set.
    pub(super) forms: &'a Forms,
    pub(super) notes: &'a ColumnNotes,
    source: &'a Source,
    column: usize,
}

impl<'a> Cells<'a> {
    pub(super) fn new(source: &'a Source, column: usize, place: Place<'a>) -> Self {
        Self { place, forms: &source.forms, notes: &source.notes[column], source, column }
    }

    /// Which of two small numbers is the day: asked once a text fits both. The whole column decides, or
    /// nobody does.
    pub(super) fn day_order(&self) -> Result<DayOrder, IngestError> {
        let settle = || {
            let mut evidence = DayOrderEvidence::default();
            let read = self.source.each_text(self.column, &mut |text| evidence.observe(text));
            read.map(|()| evidence.verdict()).map_err(|error| error.to_string())
        };
        let options = self.source.form_options();
        let reason = match self.notes.day_order.get_or_init(settle) {
            Ok(OrderVerdict::Settled(order)) => return Ok(*order),
            Ok(OrderVerdict::Open { example, values }) => format!(
                "{values} dates such as '{}' could begin with the day or with the month, and no other \
                 date of the column decides",
                masked(example)
            ),
            Ok(OrderVerdict::Contradictory { day_first, month_first, open }) => format!(
                "{day_first} dates begin with the day, {month_first} with the month, and {open} could \
                 be either"
            ),
            Ok(OrderVerdict::NotNeeded) => "the file changed while it was read".to_owned(),
            Err(error) => error.clone(),
        };
        let remedy = format!(
            "say which with {} (\"day_first\", \"month_first\", or a format such as \"%m/%d/%Y %H:%M\")",
            options.timestamp_format
        );
        Err(self.place.unusable(reason, remedy))
    }

    /// What numbers in a column of times of day are.
    pub(super) fn clock_unit(&self) -> Result<ClockUnit, IngestError> {
        let settle = || {
            let mut evidence = ClockEvidence::default();
            let read = self.source.each_number(self.column, &mut |number| evidence.observe(number));
            read.map(|()| evidence.unit()).map_err(|error| error.to_string())
        };
        match self.notes.clock.get_or_init(settle) {
            Ok(unit) => Ok(*unit),
            Err(error) => Err(self.place.unreadable(error)),
        }
    }

    /// What parts whole units from hundredths: asked once an amount fits both.
    pub(super) fn decimal_mark(&self) -> Result<DecimalMark, IngestError> {
        let settle = || {
            let mut evidence = DecimalEvidence::default();
            let read = self.source.each_text(self.column, &mut |text| evidence.observe(text));
            read.map(|()| evidence.verdict()).map_err(|error| error.to_string())
        };
        let options = self.source.form_options();
        let reason = match self.notes.decimal.get_or_init(settle) {
            Ok(DecimalVerdict::Settled(mark)) => return Ok(*mark),
            Ok(DecimalVerdict::Open { example, values }) => format!(
                "{values} amounts such as '{}' could be a thousand times more or less, and no other \
                 amount of the column decides",
                masked(example)
            ),
            Ok(DecimalVerdict::Contradictory { point, comma, open }) => format!(
                "{point} amounts have a decimal point, {comma} a decimal comma, and {open} could be \
                 either"
            ),
            Ok(DecimalVerdict::NotNeeded) => "the file changed while it was read".to_owned(),
            Err(error) => error.clone(),
        };
        let remedy = format!("say which with {} (\"point\" or \"comma\")", options.decimal_mark);
        Err(self.place.unusable(reason, remedy))
    }
}
