//! `winback init`: writes a commented winback.toml, with what is found in a folder of tables.

use super::{Shell, TextTable, example};
use crate::config::{ConfigSource, DEFAULT_FILE, Settings, template_with};
use crate::error::{Failure, Kind};
use crate::pipeline::{Survey, Taken, survey};
use crate::words::counted;
use std::path::{Path, PathBuf};

/// Write a commented winback.toml
///
/// Every setting is in the file with its meaning and its default; most are commented out. Edit the
/// paths, then run `winback check`. With --from the tables of a folder are looked at, and the file names those that
/// are transactions, events and customers, with the columns that were recognised.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback init",
    "winback init --from exports",
    "winback init --out conf/winback.toml --force",
])]
pub struct Args {
    /// A folder of tables, or the transactions alone: what is found there stands in the file
    #[arg(long, value_name = "PATH")]
    from: Option<PathBuf>,
    /// Where to write it
    #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
    out: PathBuf,
    /// Replace a file that exists
    #[arg(long)]
    force: bool,
}

/// What stands against writing it.
#[derive(Debug, thiserror::Error)]
pub(super) enum InitError {
    /// A file is there.
    #[error("{} exists already: pass --force to replace it, or --out FILE", .0.display())]
    Exists(PathBuf),
    /// It cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

impl Failure for InitError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// What was written.
#[derive(Debug, serde::Serialize)]
struct ConfigWritten {
    written: PathBuf,
    found: Option<Survey>,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { from, out, force } = args;
    if out.exists() && !force {
        return Err(InitError::Exists(out).into());
    }
    let usual = Settings::check(&ConfigSource::default())?;
    let found = from.map(|from| survey(&from, &usual)).transpose()?;
    let folder = out.parent().unwrap_or(Path::new(""));
    let values = found.as_ref().map(|found| found.settings(folder)).unwrap_or_default();
    if let Err(source) = std::fs::write(&out, template_with(&values)) {
        return Err(InitError::Write { path: out, source }.into());
    }
    shell.show(&ConfigWritten { written: out, found }, in_words)
}

fn in_words(written: &ConfigWritten) -> String {
    let ConfigWritten { written, found } = written;
    let written = written.display();
    let Some(Survey { tables, unused, refusals }) = found else {
        return format!("wrote {written}; edit its paths, then run: winback check");
    };
    let mut taken = TextTable::new(&["SECTION", "PART", "COLUMN"]);
    let mut lines = String::new();
    for table in tables {
        let preset = table.preset.map(|name| format!(", preset {name}")).unwrap_or_default();
        let rows = counted(table.rows as f64, "row", "rows");
        lines.push_str(&format!("{}: {} ({rows}{preset})\n", table.role.key(), table.path));
        for Taken { table, part, column, .. } in &table.columns {
            taken.row(&[(*table).to_owned(), (*part).to_owned(), column.clone()]);
        }
    }
    if !unused.is_empty() {
        lines.push_str(&format!("not used: {}\n", unused.join(", ")));
    }
    if !refusals.is_empty() {
        lines.push_str(&format!(
            "people who said no, by the name: {}; put it into one folder with the customers table, and name that \
             folder as data.customers: else they are written to\n",
            refusals.join(", ")
        ));
    }
    format!("{lines}\n{taken}\nwrote {written}; look it through, then run: winback check")
}
