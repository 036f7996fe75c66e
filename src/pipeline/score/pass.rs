//! One pass over a history that scores its customers: facts, features, blocks of scores, rows. The loyalty
//! measures of the night count the same customers on the way.

use crate::error::{Failure, Kind};
use crate::features::{CustomerView, FeatureSet, Scratch, ViewScratch};
use crate::history::{CustomerHistory, CustomerIds, History, HistoryError, SortedPartition};
use crate::ingest::{Refusals, mix};
use crate::labels::{Ineligible, OutcomeRule};
use crate::loyalty::{LoyaltyPass, PartitionTallies, Plan, Tallies};
use crate::model::{ScoreBlock, Scorer};
use crate::monitor::{Bins, DriftTally};
use crate::pipeline::Watcher;
use crate::pipeline::overlaps::Met;
use crate::score::{
    CustomerScore, Facts, PartitionScores, ReasonBook, RunError, ScoreRuns, ScoreSettings, Standing,
};
use crate::time::{AsOf, Zone};

/// The largest |base + contributions − log-odds| that rounding explains.
const SUM_TOLERANCE: f64 = 1e-9;

/// What ends a scoring.
#[derive(Debug, thiserror::Error)]
pub enum ScoringError {
    /// A fault of this program, found before anything was published.
    #[error(
        "the reasons of a score differ from it by {0:e}: nothing was published; please report it"
    )]
    UnexplainedScore(f64),
    /// The history could not be revisited.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Rows could not be kept.
    #[error(transparent)]
    Runs(#[from] RunError),
}

impl Failure for ScoringError {
    fn kind(&self) -> Kind {
        match self {
            ScoringError::UnexplainedScore(_) => Kind::Failed,
            ScoringError::History(error) => error.kind(),
            ScoringError::Runs(error) => error.kind(),
        }
    }
}

/// A partition's customers with their scores.
pub(in crate::pipeline) struct ScoredPartition {
    rows: PartitionScores,
    tally: DriftTally,
    met: Met,
    digest: u64,
    /// The largest |base + contributions − log-odds|: 0 but for rounding.
    largest_sum_error: f64,
}

impl ScoredPartition {
    fn new(like: &CustomerIds, tally: DriftTally) -> Self {
        let (rows, met) = (PartitionScores::new(like), Met::default());
        Self { rows, tally, met, digest: 0, largest_sum_error: 0.0 }
    }
}

/// Customers until a block of the eligible among them is full.
struct Waiting<'a> {
    block: ScoreBlock,
    /// All customers of the partition.
    ids: &'a CustomerIds,
    /// The first of them that waits.
    first: usize,
    customers: Vec<(Facts, Standing)>,
}

impl<'a> Waiting<'a> {
    fn new(set: &FeatureSet, ids: &'a CustomerIds) -> Self {
        let block = ScoreBlock::new(set.features().len());
        Self { block, ids, first: 0, customers: Vec::new() }
    }
}

/// One pass over the customers.
pub(in crate::pipeline) struct Pass {
    pub set: FeatureSet,
    pub scorer: Scorer,
    pub book: ReasonBook,
    /// Where [`crate::pipeline::score::VALUE_FEATURES`] stand in the set.
    pub value_columns: [Option<usize>; 3],
    pub rule: OutcomeRule,
    pub settings: ScoreSettings,
    pub as_of: AsOf,
    /// Who has said no among the events, whenever.
    pub refusals: Refusals,
    /// The bins of the model's baseline, in which customers are counted; its features are the first of the set.
    pub bins: Bins,
    /// One customer in so many is counted.
    pub counted_one_in: u64,
}

/// What another engine tells of a customer.
pub(in crate::pipeline) struct Told {
    pub facts: Facts,
    /// Of the last order before `as_of`; none without one.
    pub last_purchase_micros: Option<i64>,
    /// Whether there are transactions, purchases or returns.
    pub has_transactions: bool,
    /// Whether there are events.
    pub has_events: bool,
}

/// What a pass gives.
pub(in crate::pipeline) struct Passed {
    /// The customers' scores.
    pub runs: ScoreRuns,
    /// Of all results: the same for the same results.
    pub digest: u64,
    /// How many customers fall into each bin of the baseline.
    pub tally: DriftTally,
    /// How many have bought, and have events.
    pub met: Met,
}

impl Passed {
    /// Nobody yet.
    pub(in crate::pipeline) fn nobody(pass: &Pass, runs: ScoreRuns) -> Self {
        Self { runs, digest: 0, tally: pass.bins.nobody(), met: Met::default() }
    }

    /// Adds a partition's customers, in the order in which partitions come.
    pub(in crate::pipeline) fn add(&mut self, scored: ScoredPartition) -> Result<(), ScoringError> {
        if scored.largest_sum_error > SUM_TOLERANCE {
            return Err(ScoringError::UnexplainedScore(scored.largest_sum_error));
        }
        self.digest = scored.digest.wrapping_add(self.digest);
        self.tally.merge(&scored.tally);
        self.met.merge(scored.met);
        Ok(self.runs.add(scored.rows)?)
    }
}

impl Pass {
    /// Scores every customer, and counts everyone for `loyalty` on the way.
    pub(in crate::pipeline) fn run(
        &self,
        history: &mut History,
        runs: ScoreRuns,
        mut loyalty: Option<&mut LoyaltyPass>,
        watcher: &dyn Watcher,
    ) -> Result<Passed, ScoringError> {
        let work = watcher.begin("scoring", "partitions", history.n_partitions());
        let mut passed = Passed::nobody(self, runs);
        let zone = history.zone().clone();
        let plan = loyalty.as_ref().map(|pass| pass.plan().clone());
        history.drain(
            &|partitions| work.advance(partitions),
            |partition| self.score_partition(partition, &zone, plan.as_ref()),
            |(scored, counted)| -> Result<(), ScoringError> {
                if let Some((loyalty, counted)) = loyalty.as_mut().zip(counted) {
                    loyalty.merge(counted);
                }
                passed.add(scored)
            },
        )?;
        Ok(passed)
    }

    /// Scores customers whose rows another engine has read: their facts, and by `fill` their features.
    pub(in crate::pipeline) fn score_known(
        &self,
        ids: &CustomerIds,
        known: impl Iterator<Item = Told>,
        mut fill: impl FnMut(usize, &mut [f64]),
    ) -> ScoredPartition {
        let mut scored = ScoredPartition::new(ids, self.bins.nobody());
        let mut waiting = Waiting::new(&self.set, ids);
        let mut values = vec![f64::NAN; self.set.features().len()];
        for (i, told) in known.enumerate() {
            let Told { facts, last_purchase_micros, has_transactions, has_events } = told;
            scored.met.count(has_transactions, has_events);
            let standing = match self.rule.eligibility(last_purchase_micros, self.as_of) {
                Ok(()) => Standing::Eligible,
                Err(Ineligible::Lapsed) => Standing::Lapsed,
                Err(Ineligible::NeverBought) if has_transactions || has_events => {
                    Standing::NeverBought
                }
                Err(Ineligible::NeverBought) => Standing::NoHistory,
            };
            if standing == Standing::Eligible {
                fill(i, &mut values);
                waiting.block.push(&values);
            }
            waiting.customers.push((facts, standing));
            if waiting.block.is_full() {
                self.score_waiting(&mut waiting, &mut scored);
            }
        }
        self.score_waiting(&mut waiting, &mut scored);
        ScoredPartition { rows: scored.rows.sorted(), ..scored }
    }

    fn score_partition(
        &self,
        partition: &SortedPartition,
        zone: &Zone,
        plan: Option<&Plan>,
    ) -> (ScoredPartition, Option<Tallies>) {
        let mut tallies = plan.map(PartitionTallies::new);
        let mut scored = ScoredPartition::new(&partition.customers, self.bins.nobody());
        let mut waiting = Waiting::new(&self.set, &partition.customers);
        let (mut scratch, mut view) = (Scratch::default(), ViewScratch::default());
        let mut values = vec![f64::NAN; self.set.features().len()];
        partition.for_each(|customer| {
            scored.met.add(customer);
            // The measures are of the same instant: orders are put together once.
            let mut look = |view: &CustomerView<'_>| {
                if let Some(tallies) = &mut tallies {
                    tallies.add_with(customer, view.orders);
                }
                self.look(view)
            };
            let (facts, standing) = if self.may_be_eligible(customer) {
                self.set.compute_and(customer, self.as_of, zone, &mut scratch, &mut values, look)
            } else {
                look(&CustomerView::new(customer, self.as_of, zone, &mut view))
            };
            if standing == Standing::Eligible {
                waiting.block.push(&values);
            }
            waiting.customers.push((facts, standing));
            if waiting.block.is_full() {
                self.score_waiting(&mut waiting, &mut scored);
            }
        });
        self.score_waiting(&mut waiting, &mut scored);
        let counted = tallies.map(PartitionTallies::counted);
        (ScoredPartition { rows: scored.rows.sorted(), ..scored }, counted)
    }

    /// Whether the customer's features can matter. An order begins no later than its last row: whose
    /// last row lies before the lookback has no order within it.
    fn may_be_eligible(&self, customer: &CustomerHistory<'_>) -> bool {
        let rows = customer.transactions.before(self.as_of.micros());
        let last = (0..rows.len()).rev().find(|&i| !rows.is_return(i));
        self.rule.eligibility(last.map(|i| rows.time_micros[i]), self.as_of).is_ok()
    }

    /// Scores those who wait, and hands them on in their order.
    fn score_waiting(&self, waiting: &mut Waiting<'_>, scored: &mut ScoredPartition) {
        let Waiting { block, ids, first, customers } = waiting;
        self.scorer.explain(block);
        let n_features = self.set.features().len();
        let mut i = 0;
        let start = *first;
        *first += customers.len();
        for (at, (mut facts, standing)) in (start..).zip(customers.drain(..)) {
            let id = ids.get(at);
            facts.engagement.unsubscribed = self.refusals.of(id).email;
            let mut digest = mix(id.stable_hash() ^ u64::from(facts.engagement.unsubscribed));
            let eligible = standing == Standing::Eligible;
            if eligible {
                let score = block.scored(i);
                digest = mix(digest ^ score.log_odds.to_bits());
                let error = block.sum_error(i);
                scored.largest_sum_error = if error.is_nan() { f64::INFINITY } else { error }
                    .max(scored.largest_sum_error);
                let value =
                    |k: usize| self.value_columns[k].map_or(f64::NAN, |j| block.value(i, j));
                if mix(id.stable_hash()).is_multiple_of(self.counted_one_in) {
                    let value = |j| block.value(i, j);
                    self.bins.count(&mut scored.tally, score.probability, value);
                }
                let picked = self.book.pick(
                    &facts.rhythm,
                    self.as_of.micros(),
                    |j| block.contribution(i, j),
                    |j| block.value(i, j),
                );
                let judgement = CustomerScore {
                    probability: score.probability,
                    log_odds: score.log_odds,
                    predicted_value: value(0),
                    predicted_value_365d: value(1),
                    expected_order_value: value(2),
                    picked,
                };
                scored.rows.push_scored(id, facts, judgement);
            } else {
                scored.rows.push_unscored(id, facts, standing);
            }
            if self.settings.all_contributions {
                let contribution = |j| if eligible { block.contribution(i, j) } else { f64::NAN };
                scored.rows.keep_contributions((0..n_features).map(contribution));
            }
            // A sum: however many partitions there are, it is the same.
            scored.digest = scored.digest.wrapping_add(digest);
            i += usize::from(eligible);
        }
        block.clear();
    }

    fn look(&self, view: &CustomerView<'_>) -> (Facts, Standing) {
        let facts = Facts::of(view, &self.settings.health);
        let last = view.orders.time_micros.last().copied();
        let standing = match self.rule.eligibility(last, self.as_of) {
            Ok(()) => Standing::Eligible,
            Err(reason) => Standing::of_unscored(reason, view),
        };
        (facts, standing)
    }
}
