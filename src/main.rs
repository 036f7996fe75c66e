//! Parse, dispatch, exit code.

use clap::Parser;
use std::process::ExitCode;
use winback::cli::{self, Cli, Shell};

fn main() -> ExitCode {
    let Cli { global, command } = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => return cli::exit::usage(&usage),
    };
    cli::exit::report_guarded_panics_as_errors();
    cli::interrupt::clean_up_on_interrupt();
    let shell = Shell::new(&global);
    match command.run(&shell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::exit::failure(&error, &shell),
    }
}
