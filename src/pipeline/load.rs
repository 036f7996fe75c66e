//! The inputs become a history, gated: too many unusable rows, or none before `as_of`, end the run.

use super::Job;
use super::cluster::cluster_of;
use super::shared_numbers::shared_numbers;
use super::sources::Sources;
use super::versions::suggested_versions;
use super::warnings::warn_of;
use crate::config::{AsOfRule, ConfigError, Settings};
use crate::error::{Failure, Kind};
use crate::history::{self, History, HistoryError, Inputs};
use crate::ingest::{
    Columns, CustomerIdReader, EventColumn, EventReader, IngestError, People, ReadUntil,
    TransactionColumn, TransactionReader, knows_by_address,
};
use crate::monitor::preflight::{Read, far_after, gate_repeats, of_transactions};
use crate::time::{AsOf, MICROS_PER_DAY, TimeError, Zone, date_of_day};
use std::sync::Arc;

/// A history and the instant it is seen from.
#[derive(Debug)]
pub struct Loaded {
    /// The history.
    pub history: History,
    /// The instant.
    pub as_of: AsOf,
}

/// What ends a run while its history is gathered.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Reading failed, or the data is not fit.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The settings do not say enough.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A command without a form for clusters.
    #[error(
        "--engine spark: this command reads the transactions on this machine; use --engine local, or the commands \
         that docs/scale.md names"
    )]
    InCluster,
    /// A date out of range.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// There is nothing before `as_of`.
    #[error(
        "no transaction before as-of {as_of}: {rows} rows are dated on it or later; choose a later \
         --as-of"
    )]
    NothingBefore {
        /// The instant asked for.
        as_of: AsOf,
        /// Rows at or after it.
        rows: u64,
    },
    /// Nobody is left to score.
    #[error(
        "the history has ended: the newest transaction before as-of {as_of} is of {newest}, {days} days \
         earlier, and nobody is scored who has not bought for {lookback_days} days \
         (outcome.lookback_days): choose an earlier --as-of, or provide newer transactions"
    )]
    Ended {
        /// The instant asked for.
        as_of: AsOf,
        /// The newest day.
        newest: jiff::civil::Date,
        /// Days between.
        days: i32,
        /// Days that the last purchase may lie back.
        lookback_days: u32,
    },
    /// The newest transaction is too old.
    #[error(
        "the newest transaction before as-of {as_of} is of {newest}, {days} days earlier; at most \
         {limit} are allowed (data.max_staleness_days): has last night's export arrived?"
    )]
    Stale {
        /// The instant asked for.
        as_of: AsOf,
        /// The newest day.
        newest: jiff::civil::Date,
        /// Days between.
        days: i32,
        /// Days allowed.
        limit: u32,
    },
}

impl From<IngestError> for LoadError {
    fn from(error: IngestError) -> Self {
        LoadError::History(error.into())
    }
}

impl Failure for LoadError {
    fn kind(&self) -> Kind {
        match self {
            LoadError::History(error) => error.kind(),
            LoadError::Config(error) => error.kind(),
            LoadError::Time(_) | LoadError::InCluster => Kind::Usage,
            LoadError::NothingBefore { .. } => Kind::DataQuality,
            LoadError::Ended { .. } | LoadError::Stale { .. } => Kind::Stale,
        }
    }
}

/// Rows dated later than a day from now are in the future: clocks and zones differ by less.
pub(super) const FUTURE_AFTER_MICROS: i64 = MICROS_PER_DAY;

/// What a run needs of the history.
#[derive(Debug, Clone, Copy)]
pub struct Needs {
    /// Optional columns.
    pub columns: Columns,
    /// Eighths of the memory that rows may take; the rest is for decoding, for sorting and for what is
    /// made of the rows.
    row_eighths: u64,
    /// Whether to note who bought at or after `as_of`.
    later_buyers: bool,
    /// Whether events that are not fit end the run.
    gates_events: bool,
}

impl Needs {
    /// Some optional columns, and memory for what is made of the rows.
    pub fn columns(columns: Columns) -> Self {
        Self { columns, row_eighths: 5, later_buyers: false, gates_events: columns.events }
    }

    /// The same for work that writes what it makes of a partition and forgets it.
    pub(super) fn keeping_nothing(self) -> Self {
        Self { row_eighths: 6, ..self }
    }

    /// The same with more columns, of which nothing depends that must not be wrong: events that are not fit end
    /// the run only where they were needed before.
    pub(super) fn and_beside(self, more: Columns) -> Self {
        Self { columns: self.columns.union(more), ..self }
    }

    /// The same, and who bought at or after `as_of`.
    pub(super) fn and_later_buyers(self) -> Self {
        Self { later_buyers: true, ..self }
    }
}

/// Reads the history up to `as_of`.
pub fn load(sources: &Sources, job: &Job<'_>, needs: Needs) -> Result<Loaded, LoadError> {
    let Job { settings, machine, watcher } = *job;
    if cluster_of(settings).is_some() {
        return Err(LoadError::InCluster);
    }
    let zone = &settings.data.zone;
    let fixed = fixed_as_of(settings.data.as_of()?, zone, machine.now_micros)?;
    let until = ReadUntil {
        as_of_micros: fixed.map(AsOf::micros),
        present_micros: machine.now_micros.saturating_add(FUTURE_AFTER_MICROS),
    };
    let inputs = open_readers(sources, needs.columns, until)?;
    let work = watcher.begin("reading", "rows", inputs.n_rows());
    let engine = history::HistorySettings {
        row_budget_bytes: machine.memory_limit_bytes / 8 * needs.row_eighths,
        spill_dir: machine.spill_dir.clone(),
        zone: zone.clone(),
        channels: settings.columns.channels.clone(),
        note_later_buyers: needs.later_buyers,
    };
    let history = History::read(inputs, &engine, &|rows| work.advance(rows))?;
    drop(work);
    let as_of = gate(&history, sources, settings, fixed, needs.gates_events)?;
    Ok(Loaded { history, as_of })
}

/// Refuses a history that ended so long before `as_of` that nobody can be scored.
pub(super) fn refuse_ended(
    history: &History,
    as_of: AsOf,
    lookback_days: u32,
) -> Result<(), LoadError> {
    let Some((_, last)) = history.span_micros() else { return Ok(()) };
    refuse_ended_on(history.zone().day_number(last), as_of, lookback_days)
}

/// The same, where the newest day before `as_of` is known.
pub(super) fn refuse_ended_on(
    newest_day: i32,
    as_of: AsOf,
    lookback_days: u32,
) -> Result<(), LoadError> {
    let days = as_of.day_number() - 1 - newest_day;
    if i64::from(days) <= i64::from(lookback_days) {
        return Ok(());
    }
    Err(LoadError::Ended { as_of, newest: date_of_day(newest_day), days, lookback_days })
}

/// The instant, unless the data decides it.
pub(super) fn fixed_as_of(
    rule: AsOfRule,
    zone: &Zone,
    now_micros: i64,
) -> Result<Option<AsOf>, TimeError> {
    let today = || AsOf::at(date_of_day(zone.day_number(now_micros)), zone);
    Ok(match rule {
        AsOfRule::Date(as_of) => Some(as_of),
        AsOfRule::Today => Some(today()?),
        AsOfRule::Yesterday => Some(today()?.plus_days(-1, zone)?),
        AsOfRule::DataEnd => None,
    })
}

pub(super) fn open_readers(
    sources: &Sources,
    keep: Columns,
    until: ReadUntil,
) -> Result<Inputs, IngestError> {
    let input = &sources.transactions;
    let mut transactions = TransactionReader::open(
        &input.files,
        &input.mapping,
        keep,
        &input.forms,
        until,
        &sources.rows,
    )?;
    let who = &sources.who;
    transactions.read_ids_by(who);
    let mut events = match &sources.events {
        Some(input) if keep.events => {
            let types = &sources.event_types;
            Some(EventReader::open(&input.files, &input.mapping, &input.forms, until, types)?)
        }
        _ => None,
    };
    let mut customers = match &sources.customers {
        Some(input) => Some(CustomerIdReader::open(&input.files, &input.mapping)?),
        None => None,
    };
    if let Some(events) = &mut events {
        let people = people_of_events(sources)?;
        let of_events = people.map_or_else(|| who.clone(), |people| who.clone().knowing(people));
        events.read_ids_by(&of_events);
    }
    if let Some(customers) = &mut customers {
        customers.read_ids_by(who);
    }
    Ok(Inputs { transactions, events, customers })
}

/// The customers by their addresses, where events are known by addresses and transactions are not.
fn people_of_events(sources: &Sources) -> Result<Option<Arc<People>>, IngestError> {
    let (Some(events), Some(customers)) = (&sources.events, &sources.customers) else {
        return Ok(None);
    };
    let id = EventColumn::CustomerId;
    if !knows_by_address(&events.files, &events.mapping, &events.forms, id, true)? {
        return Ok(None);
    }
    let (input, id) = (&sources.transactions, TransactionColumn::CustomerId);
    if knows_by_address(&input.files, &input.mapping, &input.forms, id, false)? {
        return Ok(None);
    }
    let people = People::read(&customers.files, &customers.mapping, &customers.forms)?;
    Ok((!people.is_empty()).then(|| Arc::new(people)))
}

/// Refuses what is not fit, and settles the instant.
fn gate(
    history: &History,
    sources: &Sources,
    settings: &Settings,
    fixed: Option<AsOf>,
    gates_events: bool,
) -> Result<AsOf, LoadError> {
    let name = |files: &crate::table::Files| files.dataset.path.display().to_string();
    let limits = &settings.quality;
    let cells = history.cell_notes();
    history.quality().gate(&name(&sources.transactions.files), limits, &cells.transactions)?;
    if let (Some(quality), Some(input)) = (history.event_quality(), &sources.events)
        && quality.rows > 0
        && gates_events
    {
        quality.gate(&name(&input.files), limits, &cells.events)?;
    }
    let zone = &settings.data.zone;
    let (as_of, newest_day) = match (fixed, history.span_micros()) {
        (Some(as_of), Some((_, last))) => (as_of, zone.day_number(last)),
        (None, Some((_, last))) => {
            let newest_day = zone.day_number(last);
            (end_of_data(last, zone)?, newest_day)
        }
        // Without a fixed date every usable row is read, and the gate has seen that there is one.
        (fixed, None) => {
            let as_of = fixed.map_or_else(|| AsOf::at(date_of_day(0), zone), Ok)?;
            return Err(LoadError::NothingBefore { as_of, rows: history.quality().not_yet });
        }
    };
    let seen = history.inspect()?;
    let input = &sources.transactions;
    gate_repeats(&name(&input.files), &seen, limits)?;
    let (files, mapping, declined) = (&input.files, &input.mapping, &input.declined);
    warn_of(&of_transactions(&Read { files, mapping, declined, history, seen: &seen, limits }));
    warn_of(suggested_versions(sources, history, &seen).as_slice());
    warn_of(&shared_numbers(sources));
    let days = as_of.day_number() - 1 - newest_day;
    match settings.data.max_staleness_days {
        Some(limit) if days > limit as i32 => {
            Err(LoadError::Stale { as_of, newest: date_of_day(newest_day), days, limit })
        }
        _ => {
            warn_of(far_after(as_of, newest_day).as_slice());
            Ok(as_of)
        }
    }
}

/// The day after the newest transaction.
pub(super) fn end_of_data(last_micros: i64, zone: &Zone) -> Result<AsOf, TimeError> {
    AsOf::at(date_of_day(zone.day_number(last_micros)), zone)?.plus_days(1, zone)
}
