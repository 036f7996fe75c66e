//! Where a customer stands among the others: percentiles and fifths, with ties treated alike.
//!
//! Only counts of customers are compared, never positions in a sort, so equal values always get equal
//! ranks and neither the order of customers nor the number of threads can show.

use rayon::slice::ParallelSliceMut;

/// Values in ascending order, to ask how many lie at or below one.
#[derive(Debug, Clone, Default)]
pub struct EmpiricalDistribution {
    ascending: Vec<f64>,
}

impl EmpiricalDistribution {
    /// Sorts the values; NaN ("not known") is left out.
    pub fn new(mut values: Vec<f64>) -> Self {
        values.retain(|value| !value.is_nan());
        values.par_sort_unstable_by(f64::total_cmp);
        Self { ascending: values }
    }

    /// Number of values.
    pub fn len(&self) -> usize {
        self.ascending.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ascending.is_empty()
    }

    /// Percentile rank, 0 to 100: the share of all values that are lower than or equal to `value`.
    /// The highest value has 100; equal values have equal percentiles.
    pub fn percentile(&self, value: f64) -> f64 {
        let at_or_below = self.ascending.partition_point(|&other| other <= value);
        100.0 * at_or_below as f64 / self.len() as f64
    }
}

/// Values to be divided into a few classes, for which they need not be sorted.
#[derive(Debug, Clone, Default)]
pub struct QuantileCutter {
    values: Vec<f64>,
}

impl QuantileCutter {
    /// Takes the values; NaN ("not known") is left out.
    pub fn new(mut values: Vec<f64>) -> Self {
        values.retain(|value| !value.is_nan());
        Self { values }
    }

    /// Middle value; the lower of two. None without values.
    pub fn lower_median(mut self) -> Option<f64> {
        let middle = self.values.len().checked_sub(1)? / 2;
        let (_, median, _) = self.values.select_nth_unstable_by(middle, f64::total_cmp);
        Some(*median)
    }

    /// The edges of classes: a value is in class `c` (0 = lowest) when it exceeds exactly `c` edges.
    ///
    /// `shares[k]` of all values, ascending, must be strictly lower than a value for it to exceed edge
    /// `k`. With shares 1/5 … 4/5 and distinct values these are exact fifths.
    pub fn edges<const N: usize>(self, shares: [f64; N]) -> CutPoints<N> {
        let n = self.values.len() as f64;
        self.edges_after(shares.map(|share| (share * n).ceil() as usize))
    }

    /// The edges of fifths, by whole numbers: no rounding of n/5.
    pub fn fifths(self) -> CutPoints<4> {
        let n = self.values.len();
        self.edges_after([1, 2, 3, 4].map(|k| (k * n).div_ceil(5)))
    }

    /// The largest value that does not have `needed[k]` (ascending) values strictly below it, for each.
    fn edges_after<const N: usize>(mut self, needed: [usize; N]) -> CutPoints<N> {
        // All before `settled` are in their places and not greater than any behind.
        let mut settled = 0;
        CutPoints(needed.map(|needed| match needed.checked_sub(1) {
            None if self.values.is_empty() => f64::INFINITY,
            None => f64::NEG_INFINITY,
            Some(at) if at >= self.values.len() => f64::INFINITY,
            Some(at) if at < settled => self.values[at],
            Some(at) => {
                let rest = &mut self.values[settled..];
                let (_, edge, _) = rest.select_nth_unstable_by(at - settled, f64::total_cmp);
                let edge = *edge;
                settled = at + 1;
                edge
            }
        }))
    }
}

/// Ascending edges between `N + 1` classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CutPoints<const N: usize>(pub [f64; N]);

impl<const N: usize> CutPoints<N> {
    /// How many edges the value exceeds: 0 to `N`.
    pub fn class(&self, value: f64) -> usize {
        self.0.iter().filter(|&&edge| value > edge).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn distinct_values_make_exact_fifths() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let fifths = QuantileCutter::new(values.clone()).fifths();
        for i in 0..100_u8 {
            assert_eq!(fifths.class(f64::from(i)), usize::from(i) / 20);
        }
        let ranked = EmpiricalDistribution::new(values.clone());
        assert_eq!(ranked.percentile(0.0), 1.0);
        assert_eq!(ranked.percentile(99.0), 100.0);
        assert_eq!(QuantileCutter::new(values).lower_median(), Some(49.0));
    }

    #[test]
    fn a_mass_of_equal_values_is_one_class() {
        let mut values = vec![1.0; 60];
        values.extend((0..40).map(|i| 2.0 + f64::from(i)));
        let fifths = QuantileCutter::new(values).fifths();
        assert_eq!(fifths.class(1.0), 0, "nobody is lower");
        assert_eq!(fifths.class(2.0), 3, "three fifths are lower");
        assert_eq!(fifths.class(41.0), 4);
        assert_eq!(QuantileCutter::new(vec![7.0]).fifths().class(7.0), 0);
        assert!(EmpiricalDistribution::new(vec![f64::NAN]).is_empty());
        assert_eq!(QuantileCutter::new(vec![f64::NAN]).lower_median(), None);
    }

    proptest! {
        #[test]
        fn ranks_follow_their_definitions(values in prop::collection::vec(-9i32..9, 1..60)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let n = values.len();
            let ranked = EmpiricalDistribution::new(values.clone());
            let divided = || QuantileCutter::new(values.clone());
            let (fifths, tiers) = (divided().fifths(), divided().edges([0.5, 0.8, 0.95]));
            for &value in &values {
                let lower = values.iter().filter(|&&other| other < value).count();
                let at_or_below = values.iter().filter(|&&other| other <= value).count();
                prop_assert_eq!(ranked.percentile(value), 100.0 * at_or_below as f64 / n as f64);
                prop_assert_eq!(fifths.class(value), 5 * lower / n);
                let tier = [0.5, 0.8, 0.95].iter().filter(|&&s| lower as f64 >= s * n as f64).count();
                prop_assert_eq!(tiers.class(value), tier);
            }
        }
    }
}
