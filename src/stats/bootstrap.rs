//! Bootstrap intervals of differences in means, for numbers that are nothing for most.
//!
//! Of n customers drawn with replacement, how many are among the few with a number other than 0 is binomial;
//! only those are then drawn one by one. That is the usual bootstrap, at the cost of those few. Strata are
//! drawn each by itself. Every resample has a stream of its own, so the intervals have the same bits on any
//! number of threads.

use super::quantile::quantile;
use super::shares::Estimate;
use rand::{Rng, SeedableRng};
use rand_distr::{Binomial, Distribution};
use rand_pcg::Pcg64;
use rayon::prelude::*;

/// Resamples of an interval.
pub(crate) const RESAMPLES: u32 = 2000;

/// Odd multiplier that keeps the streams of neighbouring seeds apart.
const STREAMS: u64 = 0x9E37_79B9_7F4A_7C15;

/// Customers with some numbers each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample<'a, const K: usize> {
    /// How many there are, at least as many as `others`.
    pub n: u64,
    /// The numbers of those who have another than 0.
    pub others: &'a [[f64; K]],
}

/// Two samples that are compared, and how much their difference counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stratum<'a, const K: usize> {
    /// Weight; those of all strata sum to 1.
    pub weight: f64,
    /// Whose mean.
    pub of: Sample<'a, K>,
    /// From what it is held against.
    pub from: Sample<'a, K>,
}

impl<const K: usize> Sample<'_, K> {
    fn mean(&self) -> [f64; K] {
        let mut sums = [0.0; K];
        self.others.iter().for_each(|numbers| add(&mut sums, numbers, 1.0));
        sums.map(|sum| sum / self.n as f64)
    }

    fn resampled(&self, random: &mut Pcg64) -> [f64; K] {
        let mut sums = [0.0; K];
        let count = self.others.len();
        let drawn = Binomial::new(self.n, count as f64 / self.n as f64)
            .map_or(0, |binomial| binomial.sample(random));
        for _ in 0..drawn {
            // Multiply-shift instead of a division; its bias is count / 2^64.
            let at = (u128::from(random.next_u64()) * count as u128) >> 64;
            add(&mut sums, &self.others[at as usize], 1.0);
        }
        sums.map(|sum| sum / self.n as f64)
    }
}

fn add<const K: usize>(sums: &mut [f64; K], numbers: &[f64; K], times: f64) {
    sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += times * number);
}

/// The weighted mean over the strata of the differences in means, number by number, with percentile intervals
/// (Efron, 1981).
pub(crate) fn mean_differences<const K: usize>(
    strata: &[Stratum<'_, K>],
    seed: u64,
) -> [Estimate; K] {
    let pooled = |mean: &mut dyn FnMut(&Sample<'_, K>) -> [f64; K]| {
        let mut sums = [0.0; K];
        for stratum in strata {
            add(&mut sums, &mean(&stratum.of), stratum.weight);
            add(&mut sums, &mean(&stratum.from), -stratum.weight);
        }
        sums
    };
    let values = pooled(&mut |sample| sample.mean());
    let resamples: Vec<[f64; K]> = (0..u64::from(RESAMPLES))
        .into_par_iter()
        .map(|resample| {
            let stream = seed.wrapping_mul(STREAMS).wrapping_add(resample);
            let mut random = Pcg64::seed_from_u64(stream);
            pooled(&mut |sample| sample.resampled(&mut random))
        })
        .collect();
    std::array::from_fn(|k| {
        let mut numbers: Vec<f64> = resamples.iter().map(|resample| resample[k]).collect();
        numbers.sort_unstable_by(f64::total_cmp);
        let (low, high) = (quantile(&numbers, 0.025), quantile(&numbers, 0.975));
        Estimate { value: values[k], low, high }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal::Z_95;
    use rand::RngExt;

    fn draws(n: usize, share: f64, mean: f64, seed: u64) -> Vec<[f64; 1]> {
        let mut random = Pcg64::seed_from_u64(seed);
        let count = (n as f64 * share) as usize;
        (0..count).map(|_| [mean * 2.0 * random.random::<f64>()]).collect()
    }

    fn variance_of_mean(n: f64, others: &[[f64; 1]]) -> f64 {
        let mean = others.iter().map(|x| x[0]).sum::<f64>() / n;
        let squares = others.iter().map(|x| (x[0] - mean).powi(2)).sum::<f64>();
        (squares + (n - others.len() as f64) * mean * mean) / n / n
    }

    #[test]
    fn as_the_normal_interval_where_there_are_many() {
        let (many, few) = (draws(20_000, 0.3, 50.0, 1), draws(5_000, 0.2, 50.0, 2));
        let of = Sample { n: 20_000, others: &many };
        let from = Sample { n: 5_000, others: &few };
        let [found] = mean_differences(&[Stratum { weight: 1.0, of, from }], 7);
        let error = (variance_of_mean(20_000.0, &many) + variance_of_mean(5_000.0, &few)).sqrt();
        assert!((found.value - 5.0).abs() < 0.5, "{found:?}");
        for (end, expected) in
            [(found.low, found.value - Z_95 * error), (found.high, found.value + Z_95 * error)]
        {
            // The end of 2,000 resamples has a standard error of about 0.06 standard errors.
            assert!((end - expected).abs() < 0.2 * error, "{found:?} {error}");
        }
        let [again] = mean_differences(&[Stratum { weight: 1.0, of, from }], 7);
        assert_eq!(found, again);
    }

    #[test]
    fn all_alike_differ_by_what_they_differ() {
        let (threes, ones) = ([[3.0]; 40], [[1.0]; 40]);
        let of = Sample { n: 40, others: &threes };
        let from = Sample { n: 40, others: &ones };
        let [sure] = mean_differences(&[Stratum { weight: 1.0, of, from }], 0);
        assert_eq!(sure, Estimate { value: 2.0, low: 2.0, high: 2.0 });
        let nobody = Sample::<1> { n: 9, others: &[] };
        let [none] = mean_differences(&[Stratum { weight: 1.0, of: nobody, from: nobody }], 0);
        assert_eq!(none, Estimate { value: 0.0, low: 0.0, high: 0.0 });
    }
}
