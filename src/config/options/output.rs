//! `[output]`: where results are written.

use super::options;
use super::spec::path;
use crate::table::Place;

options! {
    /// Where results are written.
    section "output", heading "Results";
    struct OutputSettings {
        /// Folder of the results, or its URL in an object store: scores and win-back lists.
        output: Place = path().default("winback-output").flag("DIR");
    }
}
