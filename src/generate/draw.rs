//! Random numbers of one customer: a stream of its own, found from (seed, customer, purpose).
//!
//! No stream is shared, so what a customer does depends neither on other customers nor on threads.

use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, Gamma, Poisson, StandardNormal};
use rand_pcg::Pcg64;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// What a stream is for: adding draws to one purpose leaves the others as they are.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(super) enum Purpose {
    /// The goods sold; the index is not a customer's.
    Assortment = 1,
    /// Who a customer is.
    Person = 2,
    /// When a customer buys, what, and when it ends.
    Life = 3,
    /// Visits, mails, answers; apart, so that `--no-events` leaves purchases as they are.
    Engagement = 4,
    /// Name, addresses, consent.
    Contact = 5,
    /// Who orders nothing on a quiet day: the same customers on every such day.
    Quiet = 6,
}

/// A stream of draws.
pub(super) struct Draw(Pcg64);

impl Draw {
    /// The stream of a purpose and a customer.
    pub(super) fn new(seed: u64, index: u64, purpose: Purpose) -> Self {
        let mut key = [0; 16];
        key[..8].copy_from_slice(&index.to_le_bytes());
        key[8..].copy_from_slice(&(purpose as u64).to_le_bytes());
        Self(Pcg64::seed_from_u64(xxh3_64_with_seed(&key, seed)))
    }

    /// Uniform in [0, 1).
    #[inline]
    pub(super) fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// Uniform in [low, high).
    #[inline]
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True with this probability.
    #[inline]
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number in [0, n); 0 when `n` is 0.
    #[inline]
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// The standard normal distribution.
    #[inline]
    pub(super) fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Log-normal by its median and the standard deviation of the logarithm.
    #[inline]
    pub(super) fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * (sigma * self.normal()).exp()
    }

    /// Exponential by its mean.
    #[inline]
    pub(super) fn exponential(&mut self, mean: f64) -> f64 {
        let one: f64 = Exp1.sample(&mut self.0);
        mean * one
    }

    /// Gamma by its shape, scaled to mean 1.
    #[inline]
    pub(super) fn gamma(&mut self, shape: f64) -> f64 {
        Gamma::new(shape, 1.0 / shape).map_or(1.0, |gamma| gamma.sample(&mut self.0))
    }

    /// Poisson; 0 for a mean that is not above 0.
    #[inline]
    pub(super) fn poisson(&mut self, mean: f64) -> u32 {
        Poisson::new(mean).map_or(0, |poisson| poisson.sample(&mut self.0) as u32)
    }

    /// The index of a weight, in proportion to the weights.
    pub(super) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (i, &weight) in weights.iter().enumerate() {
            if left < weight {
                return i;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }
}
