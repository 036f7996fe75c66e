//! What the machine offers and the clock says. The library asks neither: whoever calls it does.

use std::path::PathBuf;

/// What the machine offers and the clock says; settled once by the command line.
#[derive(Debug, Clone)]
pub struct Machine {
    /// Bytes the process should stay within.
    pub memory_limit_bytes: u64,
    /// Where rows wait that do not fit.
    pub spill_dir: PathBuf,
    /// The present, microseconds since the epoch.
    pub now_micros: i64,
}
