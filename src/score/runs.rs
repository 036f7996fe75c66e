//! Rows between the two phases: kept in runs, each ascending in identifier, and merged when written.
//!
//! A run is a partition's customers. Past the budget runs go to one temporary file without a name, so
//! that nothing is left behind however the process ends, and are read back a piece at a time. Of every
//! customer only what ranks need stays in memory ([`Measures`]). How a row lies on disk: `packed`.

use super::packed::{PackError, PackedReader, Spilled, pack};
use super::rows::{PartitionScores, Row, Standing};
use crate::error::{Failure, Kind};
use crate::history::{CustomerId, CustomerIds};
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Rows that cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The disk failed, or is full.
    #[error(
        "cannot keep score rows in {}: {source}; free space there, point --spill-dir elsewhere or raise --memory-limit",
        dir.display()
    )]
    Disk {
        /// The spill folder.
        dir: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// What was written does not read back.
    #[error("score rows in {} do not read back: {source}; is the disk sound?", dir.display())]
    Unreadable {
        /// The spill folder.
        dir: PathBuf,
        /// What is wrong.
        source: PackError,
    },
}

impl Failure for RunError {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

/// What customers are ranked by, and counted by.
#[derive(Debug, Default)]
pub(super) struct Measures {
    pub probability: Vec<f64>,
    pub spend_365d: Vec<f64>,
    /// Of repeat customers: their own mean gap.
    pub own_gap_days: Vec<f64>,
    /// Of customers with an order.
    pub spend: Vec<f64>,
    pub last_day: Vec<i32>,
    pub orders: Vec<u32>,
    /// Customers by standing.
    pub counts: [usize; Standing::COUNT],
}

impl Measures {
    fn add(&mut self, row: &Row) {
        let (facts, rhythm) = (&row.facts, &row.facts.rhythm);
        self.counts[row.standing as usize] += 1;
        if row.standing == Standing::Eligible {
            self.probability.push(row.judgement.probability);
        }
        if facts.spend_365d > 0.0 {
            self.spend_365d.push(facts.spend_365d);
        }
        self.own_gap_days.extend(rhythm.own_mean_gap_days());
        if rhythm.orders > 0 {
            self.spend.push(facts.spend);
            self.last_day.push(facts.last_day);
            self.orders.push(rhythm.orders);
        }
    }
}

/// The rows of all customers, in runs.
#[derive(Debug)]
pub struct ScoreRuns {
    budget_bytes: u64,
    spill_dir: PathBuf,
    held: Vec<PartitionScores>,
    held_bytes: u64,
    file: Option<File>,
    spilled: Vec<Spilled>,
    pub(super) measures: Measures,
    customers: usize,
}

impl ScoreRuns {
    /// No rows yet; past `budget_bytes` of them they will wait in `spill_dir`.
    pub fn new(budget_bytes: u64, spill_dir: &Path) -> Self {
        Self {
            budget_bytes,
            spill_dir: spill_dir.to_owned(),
            held: Vec::new(),
            held_bytes: 0,
            file: None,
            spilled: Vec::new(),
            measures: Measures::default(),
            customers: 0,
        }
    }

    /// Adds a partition's customers, ascending in identifier. A customer is in one partition, once.
    pub fn add(&mut self, run: PartitionScores) -> Result<(), RunError> {
        run.rows.iter().for_each(|row| self.measures.add(row));
        self.customers += run.len();
        self.held_bytes += bytes_of(&run);
        self.held.push(run);
        if self.held_bytes > self.budget_bytes { self.spill() } else { Ok(()) }
    }

    /// Number of customers.
    pub fn len(&self) -> usize {
        self.customers
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.customers == 0
    }

    fn spill(&mut self) -> Result<(), RunError> {
        let runs = std::mem::take(&mut self.held);
        self.held_bytes = 0;
        let dir = self.spill_dir.clone();
        self.write(runs).map_err(|source| RunError::Disk { dir, source })
    }

    fn write(&mut self, runs: Vec<PartitionScores>) -> std::io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.spill_dir)?),
        };
        let mut offset = file.seek(SeekFrom::End(0))?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        let mut packed = Vec::new();
        for run in runs {
            packed.clear();
            (0..run.len()).for_each(|i| pack(&run, i, &mut packed));
            out.write_all(&packed)?;
            let bytes = packed.len() as u64;
            let contributions = run.contributions.len() / run.len().max(1);
            let text_ids = run.ids.is_text();
            self.spilled.push(Spilled { offset, bytes, contributions, text_ids });
            offset += bytes;
        }
        out.flush()
    }

    /// The rows in order of identifier; the runs are empty afterwards.
    pub(super) fn merge(&mut self) -> Result<Merge, RunError> {
        let held = self.held.drain(..).map(|run| Cursor { run, at: 0, rest: None });
        let mut cursors: Vec<Cursor> = held.collect();
        for spilled in self.spilled.drain(..) {
            let rest = PackedReader::new(spilled);
            let run = PartitionScores::new(&rest.no_ids());
            cursors.push(Cursor { run, at: 0, rest: Some(rest) });
        }
        let (dir, file) = (self.spill_dir.clone(), self.file.take());
        let mut merge = Merge { cursors, heap: Vec::new(), file, dir };
        for c in 0..merge.cursors.len() {
            if merge.refill(c)? {
                merge.heap.push(c as u32);
            }
        }
        let (heap, cursors) = (&mut merge.heap, &merge.cursors);
        // Ascending order is a heap already.
        heap.sort_unstable_by(|&a, &b| cursors[a as usize].id().cmp(&cursors[b as usize].id()));
        Ok(merge)
    }
}

fn bytes_of(run: &PartitionScores) -> u64 {
    let ids = match &run.ids {
        CustomerIds::Int(ids) => size_of_val(&ids[..]),
        CustomerIds::Text { bytes, ends } => bytes.len() + size_of_val(&ends[..]),
    };
    (ids + size_of_val(&run.rows[..]) + size_of_val(&run.contributions[..])) as u64
}

/// A run as it is read: what is in memory of it, and what is still on disk.
#[derive(Debug)]
struct Cursor {
    run: PartitionScores,
    at: usize,
    rest: Option<PackedReader>,
}

impl Cursor {
    fn id(&self) -> CustomerId<'_> {
        self.run.ids.get(self.at)
    }
}

/// All runs as one, ascending in identifier.
#[derive(Debug)]
pub(super) struct Merge {
    cursors: Vec<Cursor>,
    /// Cursors that have a row, the one with the least identifier first: a binary heap.
    heap: Vec<u32>,
    file: Option<File>,
    dir: PathBuf,
}

impl Merge {
    /// The next customers, at most `n`.
    pub fn take(&mut self, n: usize) -> Result<PartitionScores, RunError> {
        let like =
            self.cursors.first().map_or(CustomerIds::Int(Vec::new()), |c| c.run.ids.empty_like());
        let mut taken = PartitionScores::new(&like);
        taken.rows.reserve(n);
        while taken.len() < n {
            let Some(&least) = self.heap.first() else { break };
            let Cursor { run, at, .. } = &mut self.cursors[least as usize];
            let width = run.contributions.len() / run.len();
            taken.ids.push(run.ids.get(*at));
            taken.rows.push(run.rows[*at]);
            taken.contributions.extend_from_slice(&run.contributions[*at * width..][..width]);
            *at += 1;
            if !self.refill(least as usize)? {
                self.heap.swap_remove(0);
            }
            self.sink_first();
        }
        Ok(taken)
    }

    /// Whether the cursor has a row, after reading more of its run where need be.
    fn refill(&mut self, cursor: usize) -> Result<bool, RunError> {
        let cursor = &mut self.cursors[cursor];
        if cursor.at < cursor.run.len() {
            return Ok(true);
        }
        cursor.at = 0;
        cursor.run = PartitionScores::new(&cursor.run.ids);
        if let (Some(rest), Some(file)) = (&mut cursor.rest, &mut self.file) {
            rest.read(file, &mut cursor.run).map_err(|error| match error {
                PackError::Io(source) => RunError::Disk { dir: self.dir.clone(), source },
                source @ PackError::Altered => {
                    RunError::Unreadable { dir: self.dir.clone(), source }
                }
            })?;
        }
        Ok(!cursor.run.is_empty())
    }

    /// Restores the heap after its first element has changed.
    fn sink_first(&mut self) {
        let id = |heap: &[u32], at: usize| self.cursors[heap[at] as usize].id();
        let (heap, mut at) = (&mut self.heap, 0);
        loop {
            let children = 2 * at + 1..(2 * at + 3).min(heap.len());
            let Some(least) = children.min_by(|&a, &b| id(heap, a).cmp(&id(heap, b))) else {
                break;
            };
            if id(heap, at) <= id(heap, least) {
                break;
            }
            heap.swap(at, least);
            at = least;
        }
    }
}
