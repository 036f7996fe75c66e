//! Rows between the two phases: kept in runs, each ascending in identifier, and merged when written.
//!
//! A run is a partition's customers. Past the budget runs go to disk, and are read back a piece at a time.
//! Of every customer only what ranks need stays in memory ([`Measures`]). Bytes on disk live as long as
//! the process that wrote them and are no format for anybody else.

use super::rows::{PartitionScores, Row, Standing};
use crate::error::{Failure, Kind};
use crate::history::{CustomerId, CustomerIds};
use crate::table::{Block, Spill};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::path::{Path, PathBuf};

/// Rows that cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The disk failed, or is full.
    #[error(
        "cannot spill score rows to {}: {source}; free space there, point --spill-dir elsewhere or raise --memory-limit",
        dir.display()
    )]
    Disk {
        /// The spill folder.
        dir: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// What was written does not read back.
    #[error("score rows in {} do not read back: {source}; the disk may be faulty", dir.display())]
    Unreadable {
        /// The spill folder.
        dir: PathBuf,
        /// What is wrong.
        source: postcard::Error,
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
    /// Of repeat customers: days from the first order to the second.
    pub second_gap_days: Vec<f64>,
    /// Money that all customers paid, before returns.
    pub gross: f64,
    /// Money that was given back to them.
    pub returned: f64,
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
            self.probability.push(row.score.probability);
        }
        if facts.spend_365d > 0.0 {
            self.spend_365d.push(facts.spend_365d);
        }
        self.own_gap_days.extend(rhythm.own_mean_gap_days());
        if !facts.second_gap_days.is_nan() {
            self.second_gap_days.push(f64::from(facts.second_gap_days));
        }
        self.gross += facts.spend + facts.returned;
        self.returned += facts.returned;
        if rhythm.orders > 0 {
            self.spend.push(facts.spend);
            self.last_day.push(facts.last_day);
            self.orders.push(rhythm.orders);
        }
    }
}

/// Customers of a piece that is read back at once: some 40 KB.
const PIECE_CUSTOMERS: usize = 256;

/// The rows of all customers, in runs.
#[derive(Debug)]
pub(crate) struct ScoreRuns {
    budget_bytes: u64,
    spill: Spill,
    held: Vec<PartitionScores>,
    held_bytes: u64,
    /// The pieces of each run on disk.
    spilled: Vec<Vec<Block>>,
    pub(super) measures: Measures,
    customers: usize,
    /// An empty column of the identifiers' kind.
    no_ids: CustomerIds,
}

impl ScoreRuns {
    /// No rows yet; past `budget_bytes` of them they will wait in `spill_dir`.
    pub(crate) fn new(budget_bytes: u64, spill_dir: &Path) -> Self {
        Self {
            budget_bytes,
            spill: Spill::new(spill_dir),
            held: Vec::new(),
            held_bytes: 0,
            spilled: Vec::new(),
            measures: Measures::default(),
            customers: 0,
            no_ids: CustomerIds::Int(Vec::new()),
        }
    }

    /// Adds a partition's customers, ascending in identifier. A customer is in one partition, once.
    pub(crate) fn add(&mut self, run: PartitionScores) -> Result<(), RunError> {
        if self.is_empty() {
            self.no_ids = run.ids.empty_like();
        }
        run.rows.iter().for_each(|row| self.measures.add(row));
        self.customers += run.len();
        self.held_bytes += bytes_of(&run);
        self.held.push(run);
        if self.held_bytes > self.budget_bytes { self.spill_held() } else { Ok(()) }
    }

    /// Number of customers.
    pub(crate) fn len(&self) -> usize {
        self.customers
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.customers == 0
    }

    fn spill_held(&mut self) -> Result<(), RunError> {
        self.held_bytes = 0;
        for run in self.held.drain(..) {
            let pieces = (0..run.len()).step_by(PIECE_CUSTOMERS);
            let written = pieces.map(|start| write(&self.spill, &run, start));
            self.spilled.push(written.collect::<Result<_, _>>()?);
        }
        Ok(())
    }

    /// The rows in order of identifier; the runs are empty afterwards.
    pub(super) fn merge(&mut self) -> Result<Merge<'_>, RunError> {
        let held = self.held.drain(..).map(|run| Cursor { run, at: 0, rest: Vec::new() });
        let spilled = self.spilled.drain(..).map(|mut rest| {
            rest.reverse();
            Cursor { run: PartitionScores::new(&self.no_ids), at: 0, rest }
        });
        let mut heap = Vec::new();
        for mut cursor in held.chain(spilled) {
            if cursor.has_row(&self.spill)? {
                heap.push(Reverse(cursor));
            }
        }
        Ok(Merge { heap: heap.into(), spill: &self.spill, no_ids: &self.no_ids })
    }
}

fn bytes_of(run: &PartitionScores) -> u64 {
    let ids = match &run.ids {
        CustomerIds::Int(ids) => size_of_val(&ids[..]),
        CustomerIds::Text { bytes, ends } => bytes.len() + size_of_val(&ends[..]),
    };
    (ids + size_of_val(&run.rows[..]) + size_of_val(&run.contributions[..])) as u64
}

/// Writes the piece of `run` that begins at customer `start`.
fn write(spill: &Spill, run: &PartitionScores, start: usize) -> Result<Block, RunError> {
    let mut piece = PartitionScores::new(&run.ids);
    (start..run.len().min(start + PIECE_CUSTOMERS)).for_each(|i| piece.push_from(run, i));
    let bytes = postcard::to_allocvec(&piece).map_err(|e| unreadable(spill, e))?;
    spill.append(&bytes).map_err(|e| failed(spill, e))
}

fn failed(spill: &Spill, source: std::io::Error) -> RunError {
    RunError::Disk { dir: spill.dir().to_owned(), source }
}

fn unreadable(spill: &Spill, source: postcard::Error) -> RunError {
    RunError::Unreadable { dir: spill.dir().to_owned(), source }
}

/// A run as it is read: what is in memory of it, and what is still on disk, the next piece last.
#[derive(Debug)]
struct Cursor {
    run: PartitionScores,
    at: usize,
    rest: Vec<Block>,
}

impl Cursor {
    fn id(&self) -> CustomerId<'_> {
        self.run.ids.get(self.at)
    }

    /// Whether there is a row, after reading more of the run where need be.
    fn has_row(&mut self, spill: &Spill) -> Result<bool, RunError> {
        if self.at < self.run.len() {
            return Ok(true);
        }
        let Some(block) = self.rest.pop() else { return Ok(false) };
        let mut bytes = Vec::new();
        spill.read(block, &mut bytes).map_err(|e| failed(spill, e))?;
        self.run = postcard::from_bytes(&bytes).map_err(|e| unreadable(spill, e))?;
        self.at = 0;
        Ok(!self.run.is_empty())
    }
}

/// By the identifier in front; only cursors that have a row are compared.
impl Ord for Cursor {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id().cmp(&other.id())
    }
}

impl PartialOrd for Cursor {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cursor {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Cursor {}

/// All runs as one, ascending in identifier.
#[derive(Debug)]
pub(super) struct Merge<'a> {
    /// Cursors that have a row, the one with the least identifier first.
    heap: BinaryHeap<Reverse<Cursor>>,
    spill: &'a Spill,
    no_ids: &'a CustomerIds,
}

impl Merge<'_> {
    /// The next customers, at most `n`.
    pub(super) fn take(&mut self, n: usize) -> Result<PartitionScores, RunError> {
        let mut taken = PartitionScores::new(self.no_ids);
        taken.rows.reserve(n);
        while taken.len() < n {
            let Some(mut least) = self.heap.peek_mut() else { break };
            let Reverse(cursor) = &mut *least;
            taken.push_from(&cursor.run, cursor.at);
            cursor.at += 1;
            // A cursor without a row leaves at once: it has no identifier to be put in place by.
            match cursor.has_row(self.spill) {
                Ok(true) => {}
                Ok(false) => drop(PeekMut::pop(least)),
                Err(error) => {
                    PeekMut::pop(least);
                    return Err(error);
                }
            }
        }
        Ok(taken)
    }
}
