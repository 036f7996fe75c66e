//! `winback completions`: what a shell needs to complete commands and flags.

use super::{Cli, Shell, example};
use clap::CommandFactory;

/// Print the completions of commands and flags for a shell
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(after_help = example![
    "winback completions bash > ~/.local/share/bash-completion/completions/winback"
])]
pub struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { shell: wanted } = args;
    let mut text = Vec::new();
    clap_complete::generate(wanted, &mut Cli::command(), "winback", &mut text);
    shell.print_text(&String::from_utf8_lossy(&text))
}
