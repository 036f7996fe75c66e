//! Ctrl-C and termination: temporary folders are removed, then the process ends with 128 + signal.
//!
//! Where there are no signals, and before the handler stands, leftovers stay until the next run
//! removes them.

/// Installs the handler; failing to is no reason not to work.
#[cfg(unix)]
pub fn clean_up_on_interrupt() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else {
        return;
    };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            crate::table::temporary::remove_all();
            std::process::exit(128 + signal);
        }
    });
}

/// Nothing to install here.
#[cfg(not(unix))]
pub fn clean_up_on_interrupt() {}
