//! Progress of long work: a bar with rate and time left for people, sparse log lines for files.
//!
//! Library code takes `&(dyn Fn(u64) + Sync)` and knows nothing of this; pass `&|n| progress.add(n)`.

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Seconds between two log lines about the same work.
const LOG_EVERY_SECONDS: u64 = 10;

/// One piece of work under way; shared by threads.
#[derive(Debug)]
pub struct Progress {
    what: String,
    unit: &'static str,
    total: Option<u64>,
    started: Instant,
    done: AtomicU64,
    logged_at_seconds: AtomicU64,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn start(
        what: &str,
        unit: &'static str,
        total: Option<u64>,
        bars: Option<&MultiProgress>,
        quiet: bool,
    ) -> Self {
        let bar = bars.filter(|_| !quiet).map(|bars| bars.add(bar(what, unit, total)));
        Self {
            what: what.to_owned(),
            unit,
            total,
            started: Instant::now(),
            done: AtomicU64::new(0),
            logged_at_seconds: AtomicU64::new(0),
            bar,
        }
    }

    /// Says that so many more units are done; cheap enough for every batch, not for every row.
    pub fn add(&self, units: u64) {
        let done = self.done.fetch_add(units, Ordering::Relaxed) + units;
        if let Some(bar) = &self.bar {
            bar.inc(units);
            return;
        }
        let seconds = self.started.elapsed().as_secs();
        let last = self.logged_at_seconds.load(Ordering::Relaxed);
        let due = seconds >= last + LOG_EVERY_SECONDS;
        let order = Ordering::Relaxed;
        if due && self.logged_at_seconds.compare_exchange(last, seconds, order, order).is_ok() {
            self.log(done, "under way");
        }
    }

    /// Says that all is done.
    pub fn finish(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.log(self.done.load(Ordering::Relaxed), "done");
    }

    fn log(&self, done: u64, state: &str) {
        let seconds = self.started.elapsed().as_secs_f64();
        let seconds = (seconds * 1000.0).round() / 1000.0;
        let (what, unit) = (&self.what, self.unit);
        // An absent total is left out of the line.
        let total = self.total;
        tracing::info!(done, total, unit, seconds, "{what}: {state}");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        // Work that failed leaves no bar behind.
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(what: &str, unit: &str, total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (
            ProgressBar::new(total),
            format!(
                "{{msg:<24}} {{bar:30}} {{human_pos}}/{{human_len}} {unit}, {{per_sec}}, {{eta}} left"
            ),
        ),
        None => (
            ProgressBar::new_spinner(),
            format!("{{msg:<24}} {{spinner}} {{human_pos}} {unit}, {{per_sec}}"),
        ),
    };
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| {
        // The template is ours and does not fail; a plain bar would do.
        ProgressStyle::default_bar()
    });
    let bar = bar.with_style(style).with_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
