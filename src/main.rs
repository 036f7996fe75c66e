//! Parse, dispatch, exit code.

use clap::Parser;
use std::process::ExitCode;
use winback::cli::{self, Cli, Shell};

/// Millions of records grow in blocks beside short-lived columns of batches: the system's allocator
/// walks long lists of free pieces there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Cli { global, command } = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => return cli::exit::usage(&usage),
    };
    cli::interrupt::clean_up_on_interrupt();
    let shell = Shell::new(&global);
    match command.run(&shell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::exit::failure(&error, &shell),
    }
}
