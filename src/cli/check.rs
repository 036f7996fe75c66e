//! `winback check`: can this history be used? Findings, before anything is trained.

use super::inputs::open_inputs;
use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::config::{AsOfRule, Preset, Settings, Unsure};
use crate::error::{Failure, Kind};
use crate::ingest::{Columns, TableColumn, TransactionColumn, TransactionReader};
use crate::monitor::preflight::{
    Finding, Input, Purpose, Severity, findings, rows_beside_each_other, scan,
};
use crate::pipeline::{Taken, contact_findings, inspect_transactions};
use crate::table::Files;
use crate::time::{AsOf, MICROS_PER_DAY, TimeError, date_of_day};
use serde::Serialize;
use std::path::PathBuf;

/// Check whether a transaction history can be used, before anything is trained
///
/// Looks at the schema of every file and at every row once: unusable rows by reason, dates, age,
/// duplicates, currencies, and whether the history is long enough; and at events and customers: event
/// types and words of consent that are not understood, who can be reached. Each finding is ok, warn or fail,
/// with a remedy. Exits with 3 when something fails, with 4 when only the data's age does.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback check --transactions orders.parquet --as-of 2025-06-01 --horizon-days 90",
    "winback check --format json",
])]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
}

/// The data does not pass.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Something makes the data unusable.
    #[error("{0} of the findings make this data unusable: see 'fail' above")]
    Unfit(usize),
    /// It is too old, and nothing else.
    #[error("the data is too old: {0}")]
    Stale(String),
}

impl Failure for CheckError {
    fn kind(&self) -> Kind {
        match self {
            CheckError::Unfit(_) => Kind::DataQuality,
            CheckError::Stale(_) => Kind::Stale,
        }
    }
}

#[derive(Serialize)]
struct Checked {
    input: PathBuf,
    files: usize,
    verdict: Severity,
    /// What was taken for what.
    columns: Vec<Taken>,
    findings: Vec<Finding>,
}

pub fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { data } = args;
    let settings = data.settings(shell)?;
    let checked = check(&settings, shell)?;
    shell.show(&checked, in_words)?;
    let failed: Vec<&Finding> =
        checked.findings.iter().filter(|f| f.severity == Severity::Fail).collect();
    match failed[..] {
        [] => Ok(()),
        [only] if only.is_stale => Err(CheckError::Stale(only.found.clone()).into()),
        _ => Err(CheckError::Unfit(failed.len()).into()),
    }
}

fn check(settings: &Settings, shell: &Shell) -> crate::Result<Checked> {
    let sources = open_inputs(settings)?;
    let input = &sources.transactions;
    let now_micros = shell.now_micros();
    let until = crate::ingest::ReadUntil {
        as_of_micros: None,
        // Clocks and zones differ by less than a day.
        present_micros: now_micros.saturating_add(MICROS_PER_DAY),
    };
    let keep = Columns::default();
    let (files, mapping, forms) = (&input.files, &input.mapping, &input.forms);
    let mut reader = TransactionReader::open(files, mapping, keep, forms, until, &settings.rows)?;
    reader.read_ids_by(&sources.who);
    let progress = shell.progress("checking", "rows", Some(reader.source().n_rows()));
    let scanned = scan(&reader, &|rows| progress.add(rows))?;
    progress.finish();
    let machine = machine(&settings.machine, shell);
    let seen = inspect_transactions(input, settings, &sources.who, &machine, shell)?;
    let Files { dataset, footers } = &input.files;
    let looked_at = Input { dataset, footers, mapping: &input.mapping };
    let mut findings = findings(&looked_at, &scanned, &purpose(settings, now_micros)?);
    findings.extend(input.suggested.map(other_preset));
    findings.extend(sources.events.iter().filter_map(|events| events.suggested).map(other_preset));
    let customers = sources.customers.iter();
    findings.extend(customers.filter_map(|customers| customers.suggested).map(other_preset));
    findings.extend(input.unsure.iter().map(open_part));
    findings.extend(contact_findings(&sources, settings)?);
    findings.extend(rows_beside_each_other(
        &seen,
        scanned.quality.used,
        &input.files,
        &input.mapping,
        &settings.quality,
    ));
    let columns = input.taken();
    let verdict = findings.iter().map(|f| f.severity).max().unwrap_or(Severity::Ok);
    Ok(Checked {
        input: dataset.path.clone(),
        files: dataset.files.len(),
        verdict,
        columns,
        findings,
    })
}

/// A part that nobody plays although a column may be meant for it: worth a warning where its name is a
/// well-known one.
fn open_part(unsure: &Unsure<TransactionColumn>) -> Finding {
    let candidates = unsure.candidates.join(", ");
    let remedy = format!("say which with {}", unsure.column.option());
    Finding {
        subject: format!("{} is not mapped", unsure.column.spec().key),
        severity: if unsure.well_known { Severity::Warn } else { Severity::Ok },
        found: if unsure.well_known {
            format!("it could be {candidates}")
        } else {
            format!("perhaps {candidates}")
        },
        remedy: Some(remedy),
        is_stale: false,
    }
}

/// A table whose columns are those of a preset that is not set.
fn other_preset<C: TableColumn>(preset: &'static Preset<C>) -> Finding {
    Finding {
        subject: format!("{} have a preset", C::SECTION),
        severity: Severity::Warn,
        found: format!("they are those of {}, which would take other columns", preset.name),
        remedy: Some(format!("set it with {}", preset.option())),
        is_stale: false,
    }
}

fn purpose(settings: &Settings, now_micros: i64) -> Result<Purpose, TimeError> {
    let zone = &settings.data.zone;
    let today = || AsOf::at(date_of_day(zone.day_number(now_micros)), zone);
    // Without a date the check still says what the data would allow at its end.
    let as_of = match settings.data.as_of() {
        Ok(AsOfRule::Date(as_of)) => Some(as_of),
        Ok(AsOfRule::Today) => Some(today()?),
        Ok(AsOfRule::Yesterday) => Some(today()?.plus_days(-1, zone)?),
        Ok(AsOfRule::DataEnd) | Err(_) => None,
    };
    Ok(Purpose {
        as_of,
        horizon: settings.outcome.horizon_days,
        gap_days: settings.outcome.gap_days,
        lookback_days: settings.outcome.lookback_days,
        max_staleness_days: settings.data.max_staleness_days,
        limits: settings.quality,
        zone: zone.clone(),
    })
}

fn in_words(checked: &Checked) -> String {
    let Checked { input, files, verdict, columns, findings } = checked;
    let mut taken = TextTable::new(&["PART", "COLUMN", ""]);
    for Taken { part, column, how, .. } in columns {
        taken.row(&[(*part).to_owned(), column.clone(), how.word().to_owned()]);
    }
    let word = |severity: Severity| match severity {
        Severity::Ok => "ok",
        Severity::Warn => "warn",
        Severity::Fail => "fail",
    };
    let mut table = TextTable::new(&["", "SUBJECT", "FOUND"]);
    for finding in findings {
        let severity = word(finding.severity).to_owned();
        table.row(&[severity, finding.subject.clone(), finding.found.clone()]);
        if let Some(remedy) = &finding.remedy {
            table.row(&[String::new(), String::new(), format!("→ {remedy}")]);
        }
    }
    format!("{} ({files} files): {}\n\n{taken}\n{table}", input.display(), word(*verdict))
}
