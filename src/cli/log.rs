//! Messages to stderr: readable lines, or one JSON object a line. Progress bars stay whole.
//!
//! `--quiet` leaves errors only; `--verbose` adds the details. There is no environment variable.

use super::shown::shown;
use indicatif::MultiProgress;
use std::io::{self, Write};
use tracing::Level;
use tracing_subscriber::fmt;

/// How messages are written to stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// For programs: one JSON object a line
    Json,
}

/// Starts logging; a second call in one process changes nothing.
pub(super) fn start(format: LogFormat, quiet: bool, verbose: bool, bars: Option<MultiProgress>) {
    let level = match (quiet, verbose) {
        (true, _) => Level::ERROR,
        (false, true) => Level::DEBUG,
        (false, false) => Level::INFO,
    };
    // Whoever watches knows what time it is; who reads a file the next morning does not.
    let watched = bars.is_some();
    let is_coloured = watched && format == LogFormat::Text;
    let writer = move || Stderr { bars: bars.clone(), is_coloured };
    let builder = fmt().with_max_level(level).with_writer(writer).with_target(false);
    let started = match format {
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
        LogFormat::Text if watched => builder.without_time().try_init(),
        LogFormat::Text => builder.with_ansi(false).try_init(),
    };
    drop(started);
}

/// stderr, with the progress bars out of the way while a line is written. A log that cannot be written
/// (its disk is full, its reader is gone) is no reason to stop: the line is lost, the run goes on.
struct Stderr {
    bars: Option<MultiProgress>,
    /// Whether the lines have colours of their own; what they say is spelled out by `tracing` then.
    is_coloured: bool,
}

impl Write for Stderr {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        let text = if self.is_coloured { text } else { shown(&text).into_owned().into() };
        let write = || io::stderr().lock().write_all(text.as_bytes());
        let written = match &self.bars {
            Some(bars) => bars.suspend(write),
            None => write(),
        };
        drop(written);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
