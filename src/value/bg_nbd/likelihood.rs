//! The likelihood of grouped customers and its gradient.

use crate::value::grouped::SummaryGroup;
use crate::value::optimise::Objective;
use rayon::prelude::*;
use statrs::function::gamma::{digamma, ln_gamma};

/// Groups summed at a time; fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 8192;

/// Factors of at most 2 that are multiplied before their logarithm is taken: far from overflow.
const POWERS_MAX: u32 = 400;

/// The grouped likelihood: gamma functions are needed once per distinct x, logarithms of α + days
/// once per distinct day.
pub(super) struct Likelihood {
    groups: Vec<SummaryGroup>,
    /// (x, customers with it), ascending.
    frequencies: Vec<(f64, f64)>,
    customers: f64,
    oldest_days: u32,
}

impl Likelihood {
    /// Over every `thin`-th group.
    pub(super) fn new(groups: &[SummaryGroup], thin: usize) -> Self {
        let groups: Vec<SummaryGroup> = groups.iter().step_by(thin).copied().collect();
        let mut frequencies: Vec<(f64, f64)> = Vec::new();
        for group in &groups {
            let (x, customers) = (f64::from(group.frequency), f64::from(group.customers));
            match frequencies.last_mut() {
                Some(last) if last.0 == x => last.1 += customers,
                _ => frequencies.push((x, customers)),
            }
        }
        let customers = frequencies.iter().map(|f| f.1).sum();
        let oldest_days = groups.iter().map(|g| g.age_days.max(g.recency_days)).max().unwrap_or(0);
        Self { groups, frequencies, customers, oldest_days }
    }

    /// The terms of x alone: ln Γ(r+x)/Γ(r) + r ln α + ln B(a, b+x)/B(a, b), and their derivatives.
    fn of_frequencies(&self, [r, alpha, a, b]: [f64; 4]) -> [f64; 5] {
        let mut sum = [0.0; 5];
        let at_zero = ln_gamma(a + b) - ln_gamma(b) - ln_gamma(r) + r * alpha.ln();
        let (psi_r, psi_b, psi_ab) = (digamma(r), digamma(b), digamma(a + b));
        for &(x, customers) in &self.frequencies {
            let value = ln_gamma(r + x) + ln_gamma(b + x) - ln_gamma(a + b + x) + at_zero;
            let psi_abx = digamma(a + b + x);
            let terms = [
                value,
                digamma(r + x) - psi_r + alpha.ln(),
                r / alpha,
                psi_ab - psi_abx,
                digamma(b + x) - psi_b + psi_ab - psi_abx,
            ];
            (0..5).for_each(|i| sum[i] += customers * terms[i]);
        }
        sum
    }

    /// The terms of the times: ln[(α+T)^−(r+x) + δ a/(b+x−1) (α+`t_x`)^−(r+x)], and their derivatives.
    fn of_times([r, _, a, b]: [f64; 4], logs: &[(f64, f64)], groups: &[SummaryGroup]) -> [f64; 5] {
        let mut sum = [0.0; 5];
        let ln_a = a.ln();
        let (mut frequency, mut ln_leave, mut leave_weight) = (u32::MAX, 0.0, 0.0);
        // Π (1 + odds), of which one logarithm is taken for many groups.
        let (mut product, mut powers) = (1.0_f64, 0);
        for group in groups {
            let (x, customers) = (f64::from(group.frequency), f64::from(group.customers));
            let (ln_age, inverse_age) = logs[group.age_days as usize];
            if group.frequency == 0 {
                sum[0] -= customers * r * ln_age;
                sum[1] -= customers * ln_age;
                sum[2] -= customers * r * inverse_age;
                continue;
            }
            if group.frequency != frequency {
                frequency = group.frequency;
                ln_leave = ln_a - (b + x - 1.0).ln();
                leave_weight = 1.0 / (b + x - 1.0);
            }
            let (ln_recency, inverse_recency) = logs[group.recency_days as usize];
            let silence = ln_age - ln_recency;
            let ln_odds = ln_leave + (r + x) * silence;
            // ln(1 + odds) = max(0, ln odds) + ln(1 + small), with `small` at most 1.
            let small = (-ln_odds.abs()).exp();
            let odds_over_larger = if ln_odds > 0.0 { 1.0 } else { small };
            let gone = customers * odds_over_larger / (1.0 + small);
            if group.customers > POWERS_MAX {
                sum[0] += customers * (1.0 + small).ln();
            } else {
                product *= (1.0 + small).powi(group.customers as i32);
                powers += group.customers;
                if powers > POWERS_MAX {
                    sum[0] += product.ln();
                    (product, powers) = (1.0, 0);
                }
            }
            sum[0] += customers * (ln_odds.max(0.0) - (r + x) * ln_age);
            sum[1] += gone * silence - customers * ln_age;
            let by_alpha = gone * (inverse_age - inverse_recency) - customers * inverse_age;
            sum[2] += (r + x) * by_alpha;
            sum[3] += gone;
            sum[4] -= gone * leave_weight;
        }
        sum[0] += product.ln();
        sum[3] /= a;
        sum
    }
}

impl Objective<4> for Likelihood {
    fn value_and_gradient(&self, ln_parameters: &[f64; 4]) -> (f64, [f64; 4]) {
        let parameters = ln_parameters.map(f64::exp);
        let alpha = parameters[1];
        let logs: Vec<(f64, f64)> = (0..=self.oldest_days)
            .map(|day| alpha + f64::from(day))
            .map(|shifted| (shifted.ln(), shifted.recip()))
            .collect();
        let mut sum = self.of_frequencies(parameters);
        let chunks = self.groups.par_chunks(CHUNK);
        let parts: Vec<[f64; 5]> =
            chunks.map(|groups| Self::of_times(parameters, &logs, groups)).collect();
        for part in parts {
            (0..5).for_each(|i| sum[i] += part[i]);
        }
        let per_customer = -1.0 / self.customers;
        let gradient = |i: usize| sum[i + 1] * parameters[i] * per_customer;
        (sum[0] * per_customer, std::array::from_fn(gradient))
    }
}
