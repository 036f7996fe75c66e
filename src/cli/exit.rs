//! How a run ends: what is said about a failure, and with which exit code.
//!
//! The code is that of the error's kind, which every stage declares of its own errors.

use super::log::LogFormat;
use super::shell::{Shell, StdoutClosed};
use super::shown::shown;
use crate::error::{Error, Kind};
use crate::table::is_guarded;
use crate::table::temporary::remove_what_waited;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// Leaves the words about a panic under a guard to whoever set it; all others stay as they are.
pub fn report_guarded_panics_as_errors() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !is_guarded() {
            usual(panic);
        }
    }));
}

/// Says what failed and gives the exit code; nothing of the command is at work any more.
pub fn failure(error: &Error, shell: &Shell) -> ExitCode {
    remove_what_waited();
    if error.is::<StdoutClosed>() {
        return ExitCode::SUCCESS;
    }
    let code = error.kind().exit_code();
    say(&error.to_string(), &error.because(), code, shell.log_format());
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
    if asks_for_json_logs(std::env::args_os()) {
        let text = usage.to_string();
        let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        say(first, &[], code, LogFormat::Json);
    } else {
        drop(usage.print());
    }
    ExitCode::from(code)
}

/// Whether `--log-format json` is among the arguments, whatever else is wrong with them.
fn asks_for_json_logs(args: impl Iterator<Item = OsString>) -> bool {
    // An argument that is no UTF-8 is none of these.
    let args: Vec<String> = args.map(|arg| arg.to_string_lossy().into_owned()).collect();
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
            shown(&text).into_owned()
        }
    };
    text.push('\n');
    // Nobody to tell is no reason to fail otherwise than with the code.
    drop(std::io::stderr().lock().write_all(text.as_bytes()));
}
