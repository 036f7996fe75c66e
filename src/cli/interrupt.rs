//! Ctrl-C and termination: temporary folders are removed, then the process ends with 130.

/// What a shell reports for a process ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

/// Installs the handler. Without one the program works as well; only leftovers stay until the
/// next run removes them.
pub fn clean_up_on_interrupt() {
    let installed = ctrlc::set_handler(|| {
        crate::table::temporary::remove_all();
        std::process::exit(INTERRUPTED);
    });
    if let Err(error) = installed {
        tracing::debug!(%error, "no handler for interruption");
    }
}
