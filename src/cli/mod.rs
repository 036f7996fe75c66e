//! The command line: one thin file per command, and the frame they share.
//!
//! A command file has `Args` (what it takes) and `run(args, shell)` (call the library, show the
//! result). Only this module prints, reads the clock and the environment, and knows clap.
//! [`DataArgs`] and [`ListArgs`] are the flags that commands share; [`Shell`] is where results, progress and logs go.

mod args;
mod audience;
mod backfill;
mod backtest;
mod bench_scan;
mod check;
mod completions;
mod config;
mod demo;
pub mod exit;
mod export;
mod features;
mod generate;
mod global_args;
mod import;
mod init;
mod inputs;
pub mod interrupt;
mod log;
mod machine;
mod man;
mod measure;
mod models;
mod progress;
mod report;
mod run;
mod score;
mod shell;
mod shown;
mod sql;
mod table;
mod train;

pub use args::{DataArgs, ListArgs};
pub use global_args::GlobalArgs;
pub use log::LogFormat;
pub use progress::Progress;
pub use shell::{Format, Shell};
pub use table::TextTable;

use clap::{Parser, Subcommand};

/// The part of every `--help` that says how the process ends.
macro_rules! exit_codes {
    () => {
        "Exit codes:\n  0   done\n  1   failed, worth retrying\n  2   wrong usage, configuration \
         or kind of input\n  3   the data is not fit for the purpose\n  4   the input is stale\n  \
         5   the scores may be wrong: a check alerts (monitor.fail_on_alert)\n  99  nothing to do"
    };
}

/// A command's `after_help`: a worked example, then the exit codes.
macro_rules! example {
    ($($line:literal),+ $(,)?) => {
        concat!("Example:", $("\n  ", $line,)+ "\n\n", $crate::cli::exit_codes!())
    };
}

pub(crate) use {example, exit_codes};

/// Learns every night which customers are slipping away, why, what they are worth, and whom to win
/// back.
#[derive(Debug, Parser)]
#[command(name = "winback", version, after_help = example!["winback init", "winback check"])]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands, in the order in which a newcomer meets them. What each does is said once, by its
/// `Args`, and shown by `--help`.
#[derive(Debug, Subcommand)]
#[expect(
    missing_docs,
    reason = "a comment here would replace that of the command's Args in --help"
)]
#[allow(clippy::large_enum_variant, reason = "one is made per process")]
pub enum Command {
    Demo(demo::Args),
    Init(init::Args),
    Import(import::Args),
    Check(check::Args),
    Run(run::Args),
    Features(features::Args),
    Train(train::Args),
    Backtest(backtest::Args),
    Score(score::Args),
    Audience(audience::Args),
    Measure(measure::Args),
    Report(report::Args),
    Generate(generate::Args),
    Sql(sql::Args),
    Models(models::Args),
    Config(config::Args),
    Completions(completions::Args),
    Man(man::Args),
    /// Time decoding alone.
    #[command(hide = true)]
    BenchScan(bench_scan::Args),
}

impl Command {
    /// Runs the command.
    pub fn run(self, shell: &Shell) -> crate::Result<()> {
        machine::refuse_little_address_space()?;
        match self {
            Command::Demo(args) => demo::run(args, shell),
            Command::Run(args) => run::run(args, shell),
            Command::Audience(args) => audience::run(args, shell),
            Command::Measure(args) => measure::run(args, shell),
            Command::Report(args) => report::run(args, shell),
            Command::Import(args) => import::run(args, shell),
            Command::Init(args) => init::run(args, shell),
            Command::Generate(args) => generate::run(args, shell),
            Command::Features(args) => features::run(args, shell),
            Command::Train(args) => train::run(args, shell),
            Command::Backtest(args) => backtest::run(args, shell),
            Command::Score(args) => score::run(args, shell),
            Command::Sql(args) => sql::run(args, shell),
            Command::Check(args) => check::run(args, shell),
            Command::Models(args) => models::run(args, shell),
            Command::Config(args) => config::run(args, shell),
            Command::Completions(args) => completions::run(args, shell),
            Command::Man(args) => man::run(args, shell),
            Command::BenchScan(args) => bench_scan::run(args, shell),
        }
    }
}
