//! What this machine offers: the clock, the memory that may be used, the temporary folder.
//!
//! The only reader of cgroup and /proc files.

use super::Shell;
use crate::config::MachineSettings;
use crate::error::{Failure, Kind};
use crate::pipeline::{Machine, Watcher, Work};

/// Share of the machine's memory that is used unless the settings say otherwise.
const DEFAULT_SHARE: f64 = 0.6;
/// Assumed where the machine does not say.
const ASSUMED_BYTES: u64 = 4 << 30;

/// Less address space than this (`ulimit -v`) holds neither the program nor its threads: it would end without a word,
/// somewhere, as no memory is an end that nothing can catch.
const LEAST_ADDRESS_SPACE_BYTES: u64 = 320 << 20;

/// The process may have too little memory to work at all.
#[derive(Debug, thiserror::Error)]
#[error(
    "the process may have {} MB of address space (ulimit -v), which is too little: give it {} MB or more",
    bytes >> 20, LEAST_ADDRESS_SPACE_BYTES >> 20
)]
struct LittleAddressSpace {
    bytes: u64,
}

impl Failure for LittleAddressSpace {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

/// Refuses to begin where memory would end before the work does.
pub(super) fn refuse_little_address_space() -> crate::Result<()> {
    match address_space_bytes() {
        Some(bytes) if bytes < LEAST_ADDRESS_SPACE_BYTES => {
            Err(LittleAddressSpace { bytes }.into())
        }
        _ => Ok(()),
    }
}

/// Settles what the settings leave to the machine.
pub(super) fn machine(settings: &MachineSettings, shell: &Shell) -> Machine {
    let MachineSettings { threads: _, memory_limit, spill_dir } = settings;
    let default = || (memory_bytes() as f64 * DEFAULT_SHARE) as u64;
    Machine {
        memory_limit_bytes: memory_limit.map_or_else(default, |limit| limit.bytes),
        spill_dir: spill_dir.clone().unwrap_or_else(std::env::temp_dir),
        now_micros: shell.now_micros(),
    }
}

/// What the process may address, where that is limited.
fn address_space_bytes() -> Option<u64> {
    let limits = read("/proc/self/limits")?;
    let limit = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    limit.split_whitespace().next()?.parse().ok()
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// The least of what the cgroup, the limits of the process and the machine allow.
fn memory_bytes() -> u64 {
    let cgroup = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        .iter()
        .find_map(|path| read(path)?.trim().parse::<u64>().ok());
    let total = read("/proc/meminfo").and_then(|text| {
        let kib = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
        kib.trim().trim_end_matches(" kB").parse::<u64>().ok()?.checked_mul(1024)
    });
    cgroup.into_iter().chain(address_space_bytes()).chain(total).min().unwrap_or(ASSUMED_BYTES)
}

impl Watcher for Shell {
    fn begin(&self, what: &str, unit: &'static str, total: u64) -> Box<dyn Work + '_> {
        Box::new(Watched(Some(self.progress(what, unit, Some(total)))))
    }
}

/// A progress bar that ends when it is dropped.
struct Watched(Option<super::Progress>);

impl Work for Watched {
    fn advance(&self, units: u64) {
        if let Some(progress) = &self.0 {
            progress.add(units);
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(progress) = self.0.take() {
            progress.finish();
        }
    }
}
