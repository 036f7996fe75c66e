//! `winback man`: a manual page for each command.

use super::{Cli, Shell, example};
use crate::error::{Failure, Kind};
use clap::CommandFactory;
use std::path::PathBuf;

/// Write the manual pages, one a command
#[derive(Debug, clap::Args)]
#[command(after_help = example!["winback man --out ~/.local/share/man/man1"])]
pub struct Args {
    /// Folder to write them to; made where it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Pages that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write manual pages to {}: name another folder with --out", folder.display())]
pub(super) struct ManError {
    folder: PathBuf,
    source: std::io::Error,
}

impl Failure for ManError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// Where the pages were written.
#[derive(Debug, serde::Serialize)]
struct PagesWritten {
    folder: PathBuf,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { out: folder } = args;
    let written = std::fs::create_dir_all(&folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), &folder));
    if let Err(source) = written {
        return Err(ManError { folder, source }.into());
    }
    shell.show(&PagesWritten { folder }, |PagesWritten { folder }| {
        format!(
            "wrote the manual pages to {}; read one with: man {}/winback-run.1",
            folder.display(),
            folder.display()
        )
    })
}
