//! `[machine]`: what the process may use.

use super::options;
use super::shape::Shape;
use super::spec::{count, either, path};
use super::value::{LEAST_MEMORY_BYTES, MemorySize};
use std::path::PathBuf;

const SIZE: [Shape; 2] = [Shape::Size, Shape::Whole { least: LEAST_MEMORY_BYTES, most: u64::MAX }];

options! {
    /// What the process may use. Results do not depend on it.
    section "machine", heading "Machine";
    struct MachineSettings {
        /// Worker threads.
        threads: Option<usize> = count("a number of threads", 1, 1024)
            .without("as many as the machine has").example(4).flag("N").machine_only();
        /// Memory to stay within, such as 4GiB; beyond it, rows wait on disk.
        memory_limit: Option<MemorySize> = either("a size of memory", &SIZE)
            .without("60 % of the machine's memory").example("4GiB").flag("SIZE").machine_only();
        /// Folder for rows that wait on disk.
        spill_dir: Option<PathBuf> = path()
            .without("the system's temporary folder").example("/var/tmp").flag("DIR")
            .machine_only();
    }
}
