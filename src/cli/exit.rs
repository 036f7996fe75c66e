//! How a run ends: what is said about a failure, and with which exit code.
//!
//! Every stage's error type is listed here once, so that `?` in a command keeps its kind. An error
//! that is not listed ends in 1, "worth retrying": list yours.

use super::log::LogFormat;
use super::shell::{Shell, StdoutClosed};
use crate::error::{Failure, Kind};
use std::io::Write;
use std::process::ExitCode;

/// What kind of failure an error is: that of the outermost cause which knows.
pub fn kind_of(error: &anyhow::Error) -> Kind {
    macro_rules! first_known {
        ($cause:expr; $($stage_error:ty),* $(,)?) => {
            None$(.or_else(|| $cause.downcast_ref::<$stage_error>().map(Failure::kind)))*
        };
    }
    error
        .chain()
        .find_map(|cause| {
            first_known!(cause;
                super::check::CheckError,
                super::export::OnlySqlReadsTransactions,
                super::init::InitError,
                crate::audience::ListError,
                crate::audience::ScoreFileError,
                crate::config::ConfigError,
                crate::features::SelectError,
                crate::features::sql::SqlError,
                crate::generate::GenerateError,
                crate::history::HistoryError,
                crate::pipeline::ScoringError,
                crate::model::ScorerError,
                crate::model::TrainError,
                crate::model::CollectError,
                crate::model::ArtifactError,
                crate::time::TimeError,
                crate::labels::CutoffError,
                crate::labels::OriginError,
                crate::model::backtest::BacktestError,
                crate::pipeline::PredictionError,
                crate::ingest::IngestError,
                crate::pipeline::AudienceError,
                crate::pipeline::ContactedError,
                crate::pipeline::DemoError,
                crate::pipeline::LoadError,
                crate::pipeline::LockError,
                crate::pipeline::NightError,
                crate::pipeline::OpenError,
                crate::pipeline::PassError,
                crate::pipeline::PublishedError,
                crate::table::PublishError,
                crate::table::SourceError,
                super::sql::SqlCommandError,
                crate::model::calibrate::CalibrationError,
                crate::model::evaluate::EvaluateError,
                crate::model::fit::FitError,
                crate::registry::RegistryError,
                crate::score::ScoreError,
                crate::score::ScoreSettingsError,
            )
        })
        .unwrap_or(Kind::Failed)
}

/// Says what failed and gives the exit code.
pub fn failure(error: &anyhow::Error, shell: &Shell) -> ExitCode {
    if error.chain().any(<dyn std::error::Error>::is::<StdoutClosed>) {
        return ExitCode::SUCCESS;
    }
    let code = kind_of(error).exit_code();
    let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
    say(&error.to_string(), &causes, code, shell.log_format());
    ExitCode::from(code)
}

/// Shows help or version, or says what is wrong with the command line, and gives the exit code.
pub fn usage(usage: &clap::Error) -> ExitCode {
    if !usage.use_stderr() {
        // Help that nobody reads to the end is no failure.
        return match usage.print() {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
            _ => ExitCode::SUCCESS,
        };
    }
    let code = Kind::Usage.exit_code();
    if asks_for_json_logs(std::env::args()) {
        let text = usage.to_string();
        let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        say(first, &[], code, LogFormat::Json);
    } else {
        drop(usage.print());
    }
    ExitCode::from(code)
}

/// Whether `--log-format json` is among the arguments, whatever else is wrong with them.
fn asks_for_json_logs(args: impl Iterator<Item = String>) -> bool {
    let args: Vec<String> = args.collect();
    args.iter().any(|arg| arg == "--log-format=json")
        || args.windows(2).any(|pair| pair[0] == "--log-format" && pair[1] == "json")
}

fn say(error: &str, causes: &[String], code: u8, format: LogFormat) {
    let mut text = match format {
        LogFormat::Json => {
            serde_json::json!({"level": "ERROR", "error": error, "causes": causes, "exit_code": code})
                .to_string()
        }
        LogFormat::Text => {
            let mut text = format!("error: {error}");
            for cause in causes {
                text.push_str("\n  because: ");
                text.push_str(&cause.replace('\n', "\n  "));
            }
            text
        }
    };
    text.push('\n');
    // Nobody to tell is no reason to fail otherwise than with the code.
    drop(std::io::stderr().lock().write_all(text.as_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigError;
    use anyhow::Context;

    #[test]
    fn the_kind_survives_context() {
        let missing = ConfigError::Missing { what: "w", flag: "--f", key: "k" };
        let error = Err::<(), _>(missing).context("while at it").unwrap_err();
        assert_eq!(kind_of(&error), Kind::Usage);
        assert_eq!(kind_of(&anyhow::anyhow!("disk")), Kind::Failed);
    }
}
