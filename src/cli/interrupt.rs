//! Ctrl-C, termination, a closed terminal: temporary files are removed, the webhook is told of a night that this ends,
//! then the process ends with 128 + signal.
//!
//! Where there are no signals, and before the handler stands, leftovers stay until the next run
//! removes them.

use super::shell::now_micros;

/// Installs the handler; failing to is no reason not to work.
#[cfg(unix)]
pub fn clean_up_on_interrupt() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let wanted = [SIGINT, SIGTERM, SIGQUIT, SIGHUP];
    // `nohup` means that the terminal may go and the run stays.
    let signals = wanted.into_iter().filter(|&signal| signal != SIGHUP || !is_ignored(signal));
    let Ok(mut signals) = signal_hook::iterator::Signals::new(signals) else { return };
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            let exit_code = u8::try_from(128 + signal).unwrap_or(u8::MAX);
            let name = signal_hook::low_level::signal_name(signal).unwrap_or("a signal");
            let tell = crate::pipeline::note_interruption(name, exit_code, now_micros());
            crate::spark::cancel_all();
            // Whoever sent the signal may not wait: what lies about goes before anybody is told.
            crate::table::temporary::remove_all_and_end(|| {
                tell();
                std::process::exit(128 + signal)
            });
        }
    };
    // Where no thread can be had, signals end the process as they would without a handler: at once.
    let started = std::thread::Builder::new().name("signals".to_owned()).spawn(wait);
    drop(started);
    report_file_size_limit();
}

/// A file that grows past the limit of `ulimit -f` is an error of the write, not the end of the process.
#[cfg(unix)]
fn report_file_size_limit() {
    use signal_hook::consts::SIGXFSZ;
    let noted = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    drop(signal_hook::flag::register(SIGXFSZ, noted));
}

/// Whether the process was started with a signal ignored, where the system tells.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return false };
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Nothing to install here.
#[cfg(not(unix))]
pub fn clean_up_on_interrupt() {}
