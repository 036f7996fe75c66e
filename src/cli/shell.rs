//! Where a command's results, progress and messages go, and what it may ask of the outside world.
//!
//! Results go to stdout, whole, as text or JSON; everything else to stderr. Commands print through
//! this and through nothing else.

use super::global_args::GlobalArgs;
use super::log::{self, LogFormat};
use super::progress::Progress;
use super::shown::shown;
use crate::error::{Failure, Kind};
use indicatif::MultiProgress;
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// How results are written to stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people
    Table,
    /// For programs: one JSON document
    Json,
}

/// stdout was closed by its reader (`winback … | head`): no failure.
#[derive(Debug, thiserror::Error)]
#[error("stdout is closed")]
pub(super) struct StdoutClosed;

impl Failure for StdoutClosed {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

/// A result that nobody gets to see.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShowError {
    /// It has no form in JSON.
    #[error("cannot write the result as JSON")]
    Json(#[from] serde_json::Error),
    /// stdout takes nothing.
    #[error("cannot write to stdout")]
    Stdout(#[source] std::io::Error),
}

impl Failure for ShowError {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

/// The system gives neither threads nor the memory to work with one.
#[derive(Debug, thiserror::Error)]
#[error(
    "no threads can be started: give the process more memory or processes (ulimit -v, ulimit -u), or --threads 1"
)]
struct NoWorkers(#[source] rayon::ThreadPoolBuildError);

impl Failure for NoWorkers {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

/// Whether this process has started its workers.
static STARTED: AtomicBool = AtomicBool::new(false);

/// Results, progress and messages of one run.
#[derive(Debug)]
pub struct Shell {
    format: Format,
    log_format: LogFormat,
    quiet: bool,
    bars: Option<MultiProgress>,
}

impl Shell {
    /// Sets up logging and decides whether somebody watches.
    pub fn new(args: &GlobalArgs) -> Self {
        let GlobalArgs { ref format, log_format, quiet, verbose } = *args;
        let format = if format == "json" { Format::Json } else { Format::Table };
        let watched = std::io::stderr().is_terminal() && log_format == LogFormat::Text && !quiet;
        let bars = watched.then(MultiProgress::new);
        log::start(log_format, quiet, verbose, bars.clone());
        Self { format, log_format, quiet, bars }
    }

    /// How results are to be written.
    pub fn format(&self) -> Format {
        self.format
    }

    /// How messages are to be written.
    pub fn log_format(&self) -> LogFormat {
        self.log_format
    }

    /// Writes a result: `value` as JSON, or as the text that `to_text` makes of it.
    pub fn show<T: Serialize + ?Sized>(
        &self,
        value: &T,
        to_text: impl FnOnce(&T) -> String,
    ) -> crate::Result<()> {
        match self.format {
            Format::Json => self.print_json(value),
            Format::Table => self.print_text(&shown(&to_text(value))),
        }
    }

    /// Writes a JSON document and a line break to stdout.
    pub fn print_json<T: Serialize + ?Sized>(&self, value: &T) -> crate::Result<()> {
        let text = serde_json::to_string_pretty(value).map_err(ShowError::Json)?;
        self.print_text(&text)
    }

    /// Writes text to stdout, ending in exactly one line break.
    pub fn print_text(&self, text: &str) -> crate::Result<()> {
        let write = || {
            let mut out = std::io::stdout().lock();
            out.write_all(text.trim_end_matches('\n').as_bytes())?;
            out.write_all(b"\n")?;
            out.flush()
        };
        let result = match &self.bars {
            Some(bars) => bars.suspend(write),
            None => write(),
        };
        match result {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                Err(StdoutClosed.into())
            }
            Err(error) => Err(ShowError::Stdout(error).into()),
        }
    }

    /// Starts showing the progress of a piece of work: a bar when somebody watches, log lines
    /// otherwise. `total` is in `unit`s; `None` where it is not known.
    pub fn progress(&self, what: &str, unit: &'static str, total: Option<u64>) -> Progress {
        Progress::start(what, unit, total, self.bars.as_ref(), self.quiet)
    }

    /// Gives rayon its number of threads; without a number, one per core. Only the first call of a
    /// process counts. Where the system gives none, all is done by this thread.
    pub fn start_workers(&self, threads: Option<usize>) -> crate::Result<()> {
        // A command that calls another one starts the workers twice; the first setting holds.
        if STARTED.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let workers = || rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0));
        // rayon tries to start its own workers once: whether there can be any is tried before.
        let built = match workers().build() {
            Ok(_) => workers().build_global(),
            Err(error) => {
                tracing::warn!(%error, "no threads can be started: working with one");
                workers().num_threads(1).use_current_thread().build_global()
            }
        };
        Ok(built.map_err(NoWorkers)?)
    }

    /// The present instant, microseconds since the epoch.
    pub fn now_micros(&self) -> i64 {
        now_micros()
    }

    /// The present instant as text, to the second.
    pub fn now_text(&self) -> String {
        let seconds = self.now_micros().div_euclid(1_000_000);
        jiff::Timestamp::from_second(seconds).unwrap_or_default().to_string()
    }
}

/// The present instant, microseconds since the epoch.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub(super) fn now_micros() -> i64 {
    jiff::Timestamp::now().as_microsecond()
}
