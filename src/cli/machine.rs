//! What this machine offers: the clock, the memory that may be used, the temporary folder.
//!
//! The only reader of cgroup and /proc files.

use super::Shell;
use crate::config::MachineSettings;
use crate::pipeline::{Machine, Watcher, Work};

/// Share of the machine's memory that is used unless the settings say otherwise.
const DEFAULT_SHARE: f64 = 0.6;
/// Assumed where the machine does not say.
const ASSUMED_BYTES: u64 = 4 << 30;

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

/// The least of what the cgroup and the machine allow.
fn memory_bytes() -> u64 {
    let read = |path: &str| std::fs::read_to_string(path).ok();
    let cgroup = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        .iter()
        .find_map(|path| read(path)?.trim().parse::<u64>().ok());
    let total = read("/proc/meminfo").and_then(|text| {
        let kib = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
        kib.trim().trim_end_matches(" kB").parse::<u64>().ok()?.checked_mul(1024)
    });
    cgroup.into_iter().chain(total).min().unwrap_or(ASSUMED_BYTES)
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
