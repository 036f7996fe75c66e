//! `winback check`: can this history be used? Findings, before anything is trained.

use super::inputs::open_inputs;
use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::error::{Failure, Kind};
use crate::monitor::preflight::{Finding, Severity};
use crate::pipeline::{Checked, Job, Taken, check_inputs};

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
pub(super) enum CheckError {
    /// Something makes the data unusable.
    #[error("findings that make this data unusable: {0}; see 'fail' above")]
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

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { data } = args;
    let settings = data.settings(shell)?;
    let sources = open_inputs(&settings)?;
    let machine = machine(&settings.machine, shell);
    let job = Job { settings: &settings, machine: &machine, watcher: shell };
    let checked = check_inputs(&sources, &job)?;
    shell.show(&checked, in_words)?;
    let failed: Vec<&Finding> =
        checked.findings.iter().filter(|f| f.severity == Severity::Fail).collect();
    match failed[..] {
        [] => Ok(()),
        [only] if only.is_stale => Err(CheckError::Stale(only.found.clone()).into()),
        _ => Err(CheckError::Unfit(failed.len()).into()),
    }
}

fn in_words(checked: &Checked) -> String {
    let Checked { input, files, verdict, columns, findings } = checked;
    let mut taken = TextTable::new(&["SECTION", "PART", "COLUMN", ""]);
    for Taken { table, part, column, how } in columns {
        taken.row(&[
            (*table).to_owned(),
            (*part).to_owned(),
            column.clone(),
            how.word().to_owned(),
        ]);
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
    let of_files = if *files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    let head = format!("{} ({of_files}): {}", input.display(), word(*verdict));
    format!("{head}\n\n{taken}\n{table}\n{}", last_line(*verdict, findings))
}

/// The verdict in words, and what to do next.
fn last_line(verdict: Severity, findings: &[Finding]) -> String {
    let findings = |severity| {
        let n = findings.iter().filter(|finding| finding.severity == severity).count();
        if n == 1 { "finding that says".to_owned() } else { format!("{n} findings that say") }
    };
    match verdict {
        Severity::Ok => {
            "This data can be used. Next: winback run, with the same options".to_owned()
        }
        Severity::Warn => format!(
            "This data can be used; look at the {} 'warn' first. Next: winback run, with the same options",
            findings(Severity::Warn)
        ),
        Severity::Fail => format!(
            "This data cannot be used yet: fix the {} 'fail'. Next: winback check again",
            findings(Severity::Fail)
        ),
    }
}
