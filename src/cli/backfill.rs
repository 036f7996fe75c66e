//! `winback run --from D --to D`: nights of the past, one after the other.

use super::run::told_night;
use super::{DataArgs, ListArgs, Shell, TextTable};
use crate::error::{Error, Failure, Kind};
use crate::monitor::Signal;
use crate::pipeline::{Night, NightError, NightPlan};
use crate::time::{date_of_day, day_number};
use jiff::civil::Date;
use serde::Serialize;

/// From which night to which.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// Why nights of the past are not run.
#[derive(Debug, thiserror::Error)]
pub(super) enum BackfillError {
    /// The last comes before the first.
    #[error("--from {from} is after --to {to}")]
    Reversed {
        /// The first.
        from: Date,
        /// The last.
        to: Date,
    },
    /// The last has not come yet.
    #[error("--to {to} has not come yet: name {today} or an earlier date")]
    ToCome {
        /// The last.
        to: Date,
        /// The present date in the business's zone.
        today: Date,
    },
    /// All of them are there already.
    #[error("nothing to do: the results of every night from {from} to {to} are there already")]
    Unchanged {
        /// The first.
        from: Date,
        /// The last.
        to: Date,
    },
    /// There are two ways to say when.
    #[error("--as-of is one night, --from and --to are several: give one or the other")]
    AsOfToo,
    /// A night failed.
    #[error(
        "the night of {date} failed, {done} before it are done; go on with --from {date} --to {to}"
    )]
    Stopped {
        /// The night.
        date: Date,
        /// Nights that were run.
        done: usize,
        /// The last that was asked for.
        to: Date,
        /// What failed in that night.
        #[source]
        source: Error,
    },
}

impl Failure for BackfillError {
    fn kind(&self) -> Kind {
        match self {
            BackfillError::Reversed { .. }
            | BackfillError::ToCome { .. }
            | BackfillError::AsOfToo => Kind::Usage,
            BackfillError::Unchanged { .. } => Kind::NothingToDo,
            BackfillError::Stopped { source, .. } => source.kind(),
        }
    }
}

/// Nights that were run.
#[derive(Debug, Serialize)]
pub(super) struct Backfill {
    nights: Vec<PastNight>,
}

/// A night in a few words.
#[derive(Debug, Serialize)]
struct PastNight {
    as_of: String,
    /// Whether its results were there already.
    unchanged: bool,
    model: Option<String>,
    scored: Option<usize>,
    listed: Option<usize>,
    signal: Option<Signal>,
}

/// A date as it is written on the command line, whose errors name the flag and the text.
pub(super) fn date(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "write a date as YYYY-MM-DD")
}

/// Runs every night of `range`; the first that fails ends it.
pub(super) fn backfill(
    range: Range,
    (data, list): (&DataArgs, &ListArgs),
    (plan, accept_losses): (NightPlan, bool),
    shell: &Shell,
) -> crate::Result<Backfill> {
    let Range { from, to } = range;
    if from > to {
        return Err(BackfillError::Reversed { from, to }.into());
    }
    if data.flags.get("data", "as_of").is_some() {
        return Err(BackfillError::AsOfToo.into());
    }
    let settings_of = |date: Date| {
        let flags = data.flags.clone().with("data", "as_of", date.to_string());
        DataArgs { config: data.config.clone(), flags }.settings_with(list, shell)
    };
    let today = date_of_day(settings_of(from)?.data.zone.day_number(shell.now_micros()));
    if to > today {
        return Err(BackfillError::ToCome { to, today }.into());
    }
    let mut nights = Vec::new();
    for date in (day_number(from)..=day_number(to)).map(date_of_day) {
        let night = || {
            let mut settings = settings_of(date)?;
            settings.accept_losses = accept_losses;
            told_night(&settings, plan, shell)
        };
        nights.push(match night() {
            Ok(night) => PastNight::of(&night),
            Err(error) if error.is::<NightError>() => PastNight::unchanged(date),
            Err(source) => {
                let done = nights.len();
                return Err(BackfillError::Stopped { date, done, to, source }.into());
            }
        });
    }
    Ok(Backfill { nights })
}

impl Backfill {
    /// Ends the command as a single night ends it, where none of them had anything to do.
    pub(super) fn refuse_unchanged(&self, range: Range) -> crate::Result<()> {
        let Range { from, to } = range;
        if self.nights.iter().all(|night| night.unchanged) {
            return Err(BackfillError::Unchanged { from, to }.into());
        }
        Ok(())
    }
}

impl PastNight {
    fn of(night: &Night) -> Self {
        Self {
            as_of: night.as_of.to_string(),
            unchanged: false,
            model: Some(night.model.clone()),
            scored: Some(night.scores.eligible),
            listed: night.audience.as_ref().map(|audience| audience.summary.listed),
            signal: Some(night.watch.signal),
        }
    }

    fn unchanged(date: Date) -> Self {
        let as_of = date.to_string();
        Self { as_of, unchanged: true, model: None, scored: None, listed: None, signal: None }
    }
}

/// A line a night.
pub(super) fn in_words(backfill: &Backfill) -> String {
    let mut table = TextTable::new(&["NIGHT", "MODEL", ">SCORED", ">LISTED", "CHECKS"]);
    for PastNight { as_of, unchanged, model, scored, listed, signal } in &backfill.nights {
        let number = |n: &Option<usize>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
        let checks = signal.map_or("–", Signal::name).replace('_', " ");
        let checks = if *unchanged { "unchanged".to_owned() } else { checks };
        let model = model.clone().unwrap_or_else(|| "–".to_owned());
        table.row(&[as_of.clone(), model, number(scored), number(listed), checks]);
    }
    table.to_string()
}
