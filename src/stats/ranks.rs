//! Where a customer stands among the others: percentiles and fifths, with ties treated alike.
//!
//! Only counts of customers are compared, never positions in a sort, so equal values always get equal
//! ranks and neither the order of customers nor the number of threads can show.

use rayon::slice::ParallelSliceMut;

/// Values in ascending order, to ask how many lie at or below one.
#[derive(Debug, Clone, Default)]
pub(crate) struct EmpiricalDistribution {
    ascending: Vec<f64>,
}

impl EmpiricalDistribution {
    /// Sorts the values; NaN ("not known") is left out.
    pub(crate) fn new(mut values: Vec<f64>) -> Self {
        values.retain(|value| !value.is_nan());
        values.par_sort_unstable_by(f64::total_cmp);
        Self { ascending: values }
    }

    /// The values, ascending.
    pub(crate) fn ascending(&self) -> &[f64] {
        &self.ascending
    }

    /// Number of values.
    pub(crate) fn len(&self) -> usize {
        self.ascending.len()
    }

    /// Percentile rank, 0 to 100: the share of all values that are lower than or equal to `value`.
    /// The highest value has 100; equal values have equal percentiles.
    pub(crate) fn percentile(&self, value: f64) -> f64 {
        let at_or_below = self.ascending.partition_point(|&other| other <= value);
        100.0 * at_or_below as f64 / self.len() as f64
    }
}

/// Values to be divided into a few classes, for which they need not be sorted.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuantileCutter {
    values: Vec<f64>,
}

impl QuantileCutter {
    /// Takes the values; NaN ("not known") is left out.
    pub(crate) fn new(mut values: Vec<f64>) -> Self {
        values.retain(|value| !value.is_nan());
        Self { values }
    }

    /// Middle value; the lower of two. None without values.
    pub(crate) fn lower_median(mut self) -> Option<f64> {
        let middle = self.values.len().checked_sub(1)? / 2;
        let (_, median, _) = self.values.select_nth_unstable_by(middle, f64::total_cmp);
        Some(*median)
    }

    /// The edges of classes: a value is in class `c` (0 = lowest) when it exceeds exactly `c` edges.
    ///
    /// A value exceeds edge `k` when the values lower than it and half of the others equal to it make
    /// up `shares[k]` (ascending) of all: equal values share the class in their middle. With shares
    /// 1/5 … 4/5 and distinct values these are exact fifths.
    pub(crate) fn edges<const N: usize>(self, shares: [f64; N]) -> CutPoints<N> {
        let n = self.values.len() as f64;
        self.edges_after(shares.map(|share| (share * n).ceil() as usize))
    }

    /// The edges of fifths, by whole numbers: no rounding of n/5.
    pub(crate) fn fifths(self) -> CutPoints<4> {
        let n = self.values.len();
        self.edges_after([1, 2, 3, 4].map(|k| (k * n).div_ceil(5)))
    }

    /// The largest value whose rank does not reach `needed[k]` (ascending), for each: its rank is the
    /// number of values below it and half of those equal to it, itself not counted.
    fn edges_after<const N: usize>(mut self, needed: [usize; N]) -> CutPoints<N> {
        if self.values.is_empty() {
            return CutPoints([f64::INFINITY; N]);
        }
        // All before `settled` are in their places and not greater than any behind.
        let mut settled = 0;
        CutPoints(needed.map(|needed| {
            let Some(at) = needed.checked_sub(1) else { return f64::NEG_INFINITY };
            if at >= self.values.len() {
                return f64::INFINITY;
            }
            if at >= settled {
                let rest = &mut self.values[settled..];
                rest.select_nth_unstable_by(at - settled, f64::total_cmp);
                settled = at + 1;
            }
            self.edge_at(at, needed)
        }))
    }

    /// The edge where the value at place `at` is the first whose last equal may reach `needed`.
    fn edge_at(&self, at: usize, needed: usize) -> f64 {
        let edge = self.values[at];
        let lower = self.values.iter().filter(|&&value| value < edge).count();
        let equal = self.values.iter().filter(|&&value| value == edge).count();
        if 2 * lower + equal - 1 < 2 * needed {
            return edge;
        }
        let below = self.values.iter().copied().filter(|&value| value < edge);
        below.max_by(f64::total_cmp).unwrap_or(f64::NEG_INFINITY)
    }
}

/// Ascending edges between `N + 1` classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CutPoints<const N: usize>(pub [f64; N]);

impl<const N: usize> CutPoints<N> {
    /// How many edges the value exceeds: 0 to `N`.
    pub(crate) fn class(&self, value: f64) -> usize {
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
        assert_eq!(fifths.class(1.0), 1, "the middle of those who are equal is at 30 %");
        assert_eq!(fifths.class(2.0), 3, "three fifths are lower");
        assert_eq!(fifths.class(41.0), 4);
        assert_eq!(
            QuantileCutter::new(vec![7.0; 600]).fifths().class(7.0),
            2,
            "all equal: the middle"
        );
        assert_eq!(QuantileCutter::new(vec![7.0]).fifths().class(7.0), 0);
        assert_eq!(EmpiricalDistribution::new(vec![f64::NAN]).len(), 0);
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
                let equal = at_or_below - lower;
                let reaches = |needed: usize| 2 * lower + equal > 2 * needed;
                let fifth = (1..5).filter(|k| reaches((k * n).div_ceil(5))).count();
                prop_assert_eq!(fifths.class(value), fifth);
                let shares = [0.5, 0.8, 0.95];
                let tier = shares.iter().filter(|&&s| reaches((s * n as f64).ceil() as usize)).count();
                prop_assert_eq!(tiers.class(value), tier);
            }
        }
    }
}
