//! Explained scores of some customers at once, column by column.
//!
//! One customer at a time, every term of the design would be asked again what kind it is; in a block
//! a term is asked once for all. Sums run over the terms in order for each customer, as in
//! `Scorer::score`: the same bits. How parts are attributed is told in `explain`.

use super::scorer::{Scored, Scorer};

/// Customers in a block at most: its columns then stay in the cache.
pub const BLOCK: usize = 32;

/// One number per customer of a block.
type Lane = [f64; BLOCK];

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
        block.z.resize(self.design.columns.len(), [0.0; BLOCK]);
        let columns = self.design.columns.iter().zip(&self.counts).zip(&self.positions);
        for (lane, ((transform, counts), &at)) in block.z.iter_mut().zip(columns) {
            // What stands beyond the last customer is another block's: worked out by nobody.
            counts.apply_all(transform, &block.values[at][..block.len], lane);
        }
        block.contributions.iter_mut().for_each(|lane| lane.fill(0.0));
        let intercept = self.coefficients.intercept;
        let (mut raw, mut part) = ([intercept; BLOCK], [0.0; BLOCK]);
        for (column, &weight) in self.design.terms.iter().zip(&self.coefficients.weights) {
            column.term.values(|j| &block.z[j], &mut part);
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

/// What parts that sum to `raw_sum` are stretched by so that they sum to `wanted`.
fn stretch_factor(raw_sum: f64, wanted: f64) -> f64 {
    // A calibration curve has a bounded slope: where the raw parts cancel, so does what is wanted.
    if raw_sum.abs() > 1e-12 { wanted / raw_sum } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretched_parts_sum_to_what_is_wanted() {
        let factor = stretch_factor(-1.5, -2.0);
        assert!(
            ([1.0, -3.0, 0.5].map(|part| part * factor).iter().sum::<f64>() + 2.0).abs() < 1e-12
        );
        assert_eq!(stretch_factor(0.0, 0.0), 1.0);
    }
}
