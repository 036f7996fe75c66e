//! `[output]`: where results are written.

use super::options;
use super::spec::path;
use std::path::PathBuf;

options! {
    /// Where results are written.
    section "output", heading "Results";
    struct OutputSettings {
        /// Folder of the results: scores and win-back lists.
        output: PathBuf = path().default("winback-output").flag("DIR");
    }
}
