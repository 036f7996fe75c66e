//! Explained scores of some customers at once, column by column.
//!
//! One customer at a time, every term of the design would be asked again what kind it is; in a block
//! a term is asked once for all. Sums run over the terms in order for each customer, as in
//! `Scorer::score`: the same bits. How parts are attributed is told in `explain`.

use super::basis::hinge;
use super::design::Term;
use super::explain::stretch_factor;
use super::scorer::{Scored, Scorer};
use super::transform::{ColumnTransform, Shape};

/// Customers in a block at most: its columns then stay in the cache.
pub const BLOCK: usize = 32;

/// One number per customer of a block.
type Lane = [f64; BLOCK];

/// A column's standardised values at 0, 1, 2, …: most features are counts, and a logarithm of each
/// costs more than all the rest. Empty where the feature is not bent.
#[derive(Debug, Clone)]
pub(super) struct CountTable(Vec<f64>);

/// Counts from here on are worked out.
const COUNTS: u32 = 64;

impl CountTable {
    /// The table of a column.
    pub fn of(transform: &ColumnTransform) -> Self {
        let bent = transform.shape != Shape::Identity;
        let value = |count| transform.apply(f64::from(count)).unwrap_or(f64::NAN);
        Self(if bent { (0..COUNTS).map(value).collect() } else { Vec::new() })
    }

    #[inline]
    fn apply(&self, transform: &ColumnTransform, x: f64) -> f64 {
        // What is negative or not known becomes 0, what is large the last: neither is equal to x.
        let count = x as u8;
        match self.0.get(usize::from(count)) {
            Some(&z) if f64::from(count) == x => z,
            _ => transform.apply(x).unwrap_or(f64::NAN),
        }
    }
}

/// Customers to be explained, and their explanations.
#[derive(Debug, Clone)]
pub struct ScoreBlock {
    len: usize,
    /// By feature of the set.
    values: Vec<Lane>,
    /// By feature of the set, in log-odds.
    contributions: Vec<Lane>,
    /// By feature of the design.
    z: Vec<Lane>,
    scored: Vec<Scored>,
    sum_errors: Lane,
}

impl ScoreBlock {
    /// An empty block for a feature set of so many features.
    pub fn new(n_features: usize) -> Self {
        let empty = vec![[0.0; BLOCK]; n_features];
        Self {
            len: 0,
            values: empty.clone(),
            contributions: empty,
            z: Vec::new(),
            scored: Vec::with_capacity(BLOCK),
            sum_errors: [0.0; BLOCK],
        }
    }

    /// Number of customers.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether there is room for no more.
    pub fn is_full(&self) -> bool {
        self.len == BLOCK
    }

    /// Takes all customers out.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Adds a customer where there is room; `values[j]` is feature `j` of the set.
    pub fn push(&mut self, values: &[f64]) {
        if self.is_full() {
            debug_assert!(false, "a full block");
            return;
        }
        for (lane, &value) in self.values.iter_mut().zip(values) {
            lane[self.len] = value;
        }
        self.len += 1;
    }

    /// Feature `j` of customer `i`.
    #[inline]
    pub fn value(&self, i: usize, j: usize) -> f64 {
        self.values[j][i]
    }

    /// What feature `j` contributes to the log-odds of customer `i`; 0 where the model does not use it.
    #[inline]
    pub fn contribution(&self, i: usize, j: usize) -> f64 {
        self.contributions[j][i]
    }

    /// The score of customer `i`.
    pub fn scored(&self, i: usize) -> Scored {
        self.scored[i]
    }

    /// |base + contributions − log-odds| of customer `i`: 0 but for rounding.
    pub fn sum_error(&self, i: usize) -> f64 {
        self.sum_errors[i]
    }
}

impl Scorer {
    /// Scores the customers of a block and says what every feature contributes: base and
    /// contributions sum to the score's log-odds.
    pub fn explain(&self, block: &mut ScoreBlock) {
        let columns = self.design.columns.iter().zip(&self.counts).zip(&self.positions);
        block.z.clear();
        block.z.extend(columns.map(|((transform, counts), &at)| {
            block.values[at].map(|x| counts.apply(transform, x))
        }));
        block.contributions.iter_mut().for_each(|lane| lane.fill(0.0));
        let intercept = self.coefficients.intercept;
        let mut raw = [intercept; BLOCK];
        for (column, &weight) in self.design.terms.iter().zip(&self.coefficients.weights) {
            let mut part = term_values(&column.term, &block.z);
            for (part, raw) in part.iter_mut().zip(&mut raw) {
                *part = weight * ((*part - column.centre) / column.scale);
                *raw += *part;
            }
            for (owner, share) in column.term.owners() {
                // The second owner of what belongs to one feature has no share.
                if share > 0.0 {
                    let lane = &mut block.contributions[self.positions[owner]];
                    lane.iter_mut().zip(&part).for_each(|(sum, part)| *sum += share * part);
                }
            }
        }
        let base = self.base_log_odds();
        block.scored.clear();
        block.scored.extend(raw[..block.len].iter().map(|&raw| self.finish(raw)));
        let mut factors = [1.0; BLOCK];
        for ((factor, raw), scored) in factors.iter_mut().zip(raw).zip(&block.scored) {
            *factor = stretch_factor(raw - intercept, scored.log_odds - base);
        }
        let mut sums = [base; BLOCK];
        for lane in &mut block.contributions {
            for ((part, factor), sum) in lane.iter_mut().zip(&factors).zip(&mut sums) {
                *part *= factor;
                *sum += *part;
            }
        }
        for ((error, sum), scored) in block.sum_errors.iter_mut().zip(sums).zip(&block.scored) {
            *error = (sum - scored.log_odds).abs();
        }
    }
}

/// A term's value for every customer of a block; see `Term::value`.
fn term_values(term: &Term, z: &[Lane]) -> Lane {
    let known = |z: f64| if z.is_nan() { 0.0 } else { z };
    match *term {
        Term::Linear { column } => z[column].map(known),
        Term::Hinge { column, knot } => {
            z[column].map(|z| if z.is_nan() { 0.0 } else { hinge(z, knot) })
        }
        Term::Missing { column } => z[column].map(|z| f64::from(u8::from(z.is_nan()))),
        Term::Product { first, second } => {
            std::array::from_fn(|i| known(z[first][i]) * known(z[second][i]))
        }
    }
}
