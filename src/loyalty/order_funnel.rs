//! From the first order to the second and the third: how many get there, and after how many days.

use super::day_counts::DayCounts;
use super::plan::Plan;
use super::tally::{Customer, Tally};
use crate::time::{MICROS_PER_DAY, YEAR_DAYS};
use serde::Serialize;

/// Steps of the funnel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderFunnel {
    /// First to second order, second to third.
    pub steps: Vec<FunnelStep>,
    /// What is counted, in one sentence.
    pub definition: String,
}

/// From one order to the next.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunnelStep {
    /// The order it starts from: 1, 2.
    pub from_order: u32,
    /// Customers with that order, before `as_of`.
    pub customers: u64,
    /// Of those, customers with the next one too.
    pub reached_next: u64,
    /// Reached ÷ customers.
    pub share: Option<f64>,
    /// Customers whose order lies at least 365 days back.
    pub customers_of_a_year: u64,
    /// Of those, customers whose next order came within 365 days.
    pub reached_within_a_year: u64,
    /// Reached within a year ÷ customers of a year.
    pub share_within_a_year: Option<f64>,
    /// Days to the next order: the middle one of those who reached it.
    pub median_days: Option<f64>,
    /// Days within which three in four of those who reached it had done so.
    pub three_quarters_days: Option<f64>,
}

const STEPS: usize = 2;
const YEAR_MICROS: i64 = YEAR_DAYS as i64 * MICROS_PER_DAY;

#[derive(Default)]
struct Step {
    customers: u64,
    days: DayCounts,
    customers_of_a_year: u64,
    reached_within_a_year: u64,
}

#[derive(Default)]
pub(super) struct FunnelTally([Step; STEPS]);

impl Tally for FunnelTally {
    type Measured = OrderFunnel;

    fn new(_plan: &Plan) -> Self {
        Self::default()
    }

    fn add(&mut self, customer: &Customer<'_>, plan: &Plan) {
        let (times, days) = (&customer.orders.time_micros, &customer.orders.day);
        let year_ago = plan.as_of.micros() - YEAR_MICROS;
        for (k, step) in self.0.iter_mut().enumerate().take(times.len()) {
            let is_of_a_year = times[k] <= year_ago;
            step.customers += 1;
            step.customers_of_a_year += u64::from(is_of_a_year);
            if let Some(&next) = times.get(k + 1) {
                step.days.add((days[k + 1] - days[k]).max(0) as u32);
                let is_soon = next - times[k] < YEAR_MICROS;
                step.reached_within_a_year += u64::from(is_of_a_year && is_soon);
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            sum.customers += more.customers;
            sum.days.merge(&more.days);
            sum.customers_of_a_year += more.customers_of_a_year;
            sum.reached_within_a_year += more.reached_within_a_year;
        }
    }

    fn said(self, _plan: &Plan) -> OrderFunnel {
        let share = |count: u64, of: u64| (of > 0).then(|| count as f64 / of as f64);
        let step = |(k, step): (usize, &Step)| FunnelStep {
            from_order: k as u32 + 1,
            customers: step.customers,
            reached_next: step.days.n(),
            share: share(step.days.n(), step.customers),
            customers_of_a_year: step.customers_of_a_year,
            reached_within_a_year: step.reached_within_a_year,
            share_within_a_year: share(step.reached_within_a_year, step.customers_of_a_year),
            median_days: step.days.quantile(0.5),
            three_quarters_days: step.days.quantile(0.75),
        };
        OrderFunnel {
            steps: self.0.iter().enumerate().map(step).collect(),
            definition: "customers with a next order ÷ customers with an order, in all the history; within a year: \
                         of those whose order lies at least 365 days back, those whose next came within 365 days"
                .to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said};
    use super::*;

    #[test]
    fn steps_count_customers_and_days() {
        let base = [
            Buyer::default().buy(-800.0, 1.0),
            Buyer::default().buy(-800.0, 1.0).buy(-700.0, 1.0).buy(-10.0, 1.0),
            Buyer::default().buy(-400.0, 1.0).buy(-20.0, 1.0),
            Buyer::default().buy(-20.0, 1.0).buy(-20.0, 1.0),
            Buyer::default().give_back(-20.0, 1.0),
        ];
        let steps = said::<FunnelTally>(&plan(30, 365), &base).steps;
        let (first, second) = (&steps[0], &steps[1]);
        assert_eq!((first.customers, first.reached_next, first.share), (4, 3, Some(0.75)));
        assert_eq!((first.customers_of_a_year, first.reached_within_a_year), (3, 1));
        assert_eq!((first.median_days, first.three_quarters_days), (Some(100.0), Some(240.0)));
        assert_eq!((second.customers, second.reached_next), (3, 1));
        assert_eq!((second.share_within_a_year, second.median_days), (Some(0.0), Some(690.0)));
    }
}
