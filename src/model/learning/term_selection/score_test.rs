//! The score test of a column: what it would add to a fit that is without it.
//!
//! Its variance is summed customer by customer, since a customer's rows at several cutoffs say much the same.

use crate::model::dataset::TrainingSet;
use crate::stats::{curvature, loss_and_residual};

/// First and second derivative of the rows' log-likelihood by their log-odds.
pub(super) struct Slopes {
    pub residuals: Vec<f64>,
    pub curvatures: Vec<f64>,
}

impl Slopes {
    pub(super) fn at(log_odds: &[f64], weights: &[f64], churned: &[bool]) -> Self {
        let rows = || log_odds.iter().zip(weights).zip(churned);
        let residual = |((&z, w), &c): ((&f64, &f64), &bool)| -w * loss_and_residual(z, c).1;
        Self {
            residuals: rows().map(residual).collect(),
            curvatures: rows().map(|((&z, w), _)| w * curvature(z)).collect(),
        }
    }
}

/// A score test.
pub(super) struct Test {
    pub score: f64,
    /// Summed customer by customer.
    variance: f64,
    pub information: f64,
}

impl Test {
    pub(super) fn of(column: &[f64], slopes: &Slopes, customers: &Customers) -> Self {
        let mut sums = vec![0.0; customers.count];
        let (mut score, mut information) = (0.0, 0.0);
        let slopes = slopes.residuals.iter().zip(&slopes.curvatures);
        for ((&c, (residual, curvature)), &who) in column.iter().zip(slopes).zip(&customers.of_row)
        {
            let part = c * residual;
            score += part;
            sums[who as usize] += part;
            information += c * c * curvature;
        }
        Self { score, variance: sums.iter().map(|s| s * s).sum(), information }
    }

    pub(super) fn chi2(&self) -> f64 {
        // What the columns say wholly has nothing left to be tested.
        let says = self.variance > 1e-12 && self.information > 1e-9;
        if says { self.score * self.score / self.variance } else { 0.0 }
    }
}

/// Customers as consecutive numbers.
pub(super) struct Customers {
    of_row: Vec<u32>,
    count: usize,
}

impl Customers {
    pub(super) fn of(set: &TrainingSet, rows: &[u32]) -> Self {
        let mut distinct: Vec<u64> = rows.iter().map(|&i| set.customer[i as usize]).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let number =
            |&i: &u32| distinct.partition_point(|&known| known < set.customer[i as usize]) as u32;
        Self { of_row: rows.iter().map(number).collect(), count: distinct.len() }
    }
}
