//! Second phase: what depends on the other customers, and the order of the file.
//!
//! The partitions stay as they are; what is learned from all of them is a few edges, the sorted
//! probabilities (8 bytes per eligible customer) and the order by identifier (8 bytes per customer).
//! The result does not depend on how customers were dealt to partitions or threads.

use super::cadence::GapPrior;
use super::ranks::{Edges, Ranked};
use super::reasons::ReasonBook;
use super::rfm::RfmEdges;
use super::rows::{PartitionScores, Row, Standing};
use super::settings::{ScoreSettings, TierCutoffs};
use crate::history::{CustomerId, CustomerIds};
use crate::time::{AsOf, Zone};
use rayon::prelude::*;

/// What a run of scoring is, beside the customers.
#[derive(Debug, Clone)]
pub struct ScoreRun {
    /// The instant scores are seen from.
    pub as_of: AsOf,
    /// The business's zone, in which instants become dates.
    pub zone: Zone,
    /// How far back the last purchase of an eligible customer may lie.
    pub lookback_days: u32,
    /// Version of the model.
    pub model_version: String,
    /// Identifies the run.
    pub run_id: String,
    /// Thresholds.
    pub settings: ScoreSettings,
}

/// Everything learned from the whole base.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub probabilities: Ranked,
    pub rfm: RfmEdges,
    pub tiers: Edges<3>,
    pub gap: GapPrior,
}

/// All customers' scores, ready to be written in ascending order of identifier.
#[derive(Debug)]
pub struct Scores {
    pub(super) run: ScoreRun,
    pub(super) book: ReasonBook,
    pub(super) base: Base,
    partitions: Vec<PartitionScores>,
    /// `(partition, row)` in ascending order of identifier.
    order: Vec<(u32, u32)>,
}

impl Scores {
    /// Puts the partitions together. A customer is in exactly one of them, once.
    pub fn new(run: ScoreRun, book: ReasonBook, partitions: Vec<PartitionScores>) -> Self {
        let base = Base::of(&partitions, &run.settings);
        let order = order_by_id(&partitions);
        Self { run, book, base, partitions, order }
    }

    /// Number of customers.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Number of customers with a score.
    pub fn eligible(&self) -> usize {
        self.base.probabilities.len()
    }

    /// Customers without a score, counted by reason, in the order of [`Standing`].
    pub fn ineligible(&self) -> Vec<(&'static str, usize)> {
        [Standing::NeverBought, Standing::Lapsed, Standing::NoHistory]
            .into_iter()
            .filter_map(|standing| {
                let rows = self.partitions.iter().flat_map(|partition| &partition.rows);
                let count = rows.filter(|row| row.standing == standing).count();
                standing.ineligible_reason().map(|reason| (reason, count))
            })
            .collect()
    }

    /// The largest |base + contributions − log-odds| of any customer: 0 but for rounding.
    pub fn largest_sum_error(&self) -> f64 {
        self.partitions.iter().map(PartitionScores::largest_sum_error).fold(0.0, f64::max)
    }

    /// An empty column of the kind of the customers' identifiers.
    pub(super) fn no_ids(&self) -> CustomerIds {
        self.partitions.first().map_or_else(|| CustomerIds::Int(Vec::new()), |p| p.ids.empty_like())
    }

    /// The customer at position `at` of the file.
    pub(super) fn id(&self, at: usize) -> CustomerId<'_> {
        let (partition, row) = self.order[at];
        self.partitions[partition as usize].ids.get(row as usize)
    }

    /// The row at position `at` of the file.
    pub(super) fn row(&self, at: usize) -> &Row {
        let (partition, row) = self.order[at];
        &self.partitions[partition as usize].rows[row as usize]
    }

    /// All contributions of the customer at position `at` of the file; empty unless kept.
    pub(super) fn contributions(&self, at: usize) -> &[f64] {
        let (partition, row) = self.order[at];
        let width = self.book.features().len();
        let all = &self.partitions[partition as usize].contributions;
        all.get(row as usize * width..(row as usize + 1) * width).unwrap_or(&[])
    }
}

impl Base {
    fn of(partitions: &[PartitionScores], settings: &ScoreSettings) -> Self {
        // One column at a time, in place of all at once: it bounds the memory.
        let ranked = |value: fn(&Row) -> f64| {
            Ranked::new(partitions.iter().flat_map(|p| p.rows.iter().map(value)).collect())
        };
        let rfm = RfmEdges::new(
            &ranked(|row| buyers(row, f64::from(row.facts.last_day))),
            &ranked(|row| buyers(row, f64::from(row.facts.rhythm.orders))),
            &ranked(|row| buyers(row, row.facts.spend)),
        );
        let tiers = match settings.tier {
            TierCutoffs::Spend(money) => Edges(money.map(f64::next_down)),
            TierCutoffs::Quantiles(shares) => ranked(|row| {
                let spend = row.facts.spend_365d;
                if spend > 0.0 { spend } else { f64::NAN }
            })
            .edges(shares),
        };
        let gaps = ranked(|row| row.facts.rhythm.own_mean_gap_days().unwrap_or(f64::NAN));
        Self {
            rfm,
            tiers,
            gap: GapPrior {
                population_days: gaps.lower_median().filter(|&days| days > 0.0),
                weight: settings.gap_prior_weight,
            },
            probabilities: ranked(|row| row.probability),
        }
    }
}

/// The value of customers with an order; NaN, which ranks leave out, of the others.
fn buyers(row: &Row, value: f64) -> f64 {
    if row.facts.rhythm.orders > 0 { value } else { f64::NAN }
}

fn order_by_id(partitions: &[PartitionScores]) -> Vec<(u32, u32)> {
    let mut order: Vec<(u32, u32)> = partitions
        .iter()
        .enumerate()
        .flat_map(|(p, partition)| (0..partition.len()).map(move |row| (p as u32, row as u32)))
        .collect();
    order.par_sort_unstable_by(|&(p, row), &(q, other)| {
        let left = partitions[p as usize].ids.get(row as usize);
        left.cmp(&partitions[q as usize].ids.get(other as usize))
    });
    order
}
