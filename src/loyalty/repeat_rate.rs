//! Repeat purchase rate: how many of those who buy buy again.

use super::measure::{Benchmark, Meaning, Measure, Unit, share};
use super::plan::Plan;
use super::tally::{Customer, Tally};
use serde::Serialize;

/// Shops over a year: the usual band, and what to aim for.
const BENCHMARK: Benchmark = Benchmark { low: 0.1987, high: 0.396, target: 0.27 };

/// The rate, and where other shops lie.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RepeatPurchaseRate {
    /// Customers with more than one purchase ÷ customers with a purchase, in the period.
    pub rate: Measure,
    /// Other shops, over a year.
    pub benchmark: Benchmark,
}

/// Buyers of a period, and those of them with a second order in it.
#[derive(Debug, Clone, Copy, Default)]
struct Buyers {
    all: u64,
    repeated: u64,
}

pub(super) struct RepeatTally(Vec<Buyers>);

impl Tally for RepeatTally {
    type Measured = RepeatPurchaseRate;

    fn new(plan: &Plan) -> Self {
        Self(vec![Buyers::default(); plan.spans.len()])
    }

    fn add(&mut self, customer: &Customer<'_>, _plan: &Plan) {
        for (buyers, span) in self.0.iter_mut().zip(customer.spans) {
            buyers.all += u64::from(span.bought());
            buyers.repeated += u64::from(span.orders.len() > 1);
        }
    }

    fn merge(&mut self, other: Self) {
        for (buyers, more) in self.0.iter_mut().zip(other.0) {
            buyers.all += more.all;
            buyers.repeated += more.repeated;
        }
    }

    fn said(self, plan: &Plan) -> RepeatPurchaseRate {
        let meaning = Meaning {
            name: "repeat purchase rate",
            unit: Unit::Share,
            n_of: "customers with a purchase in the period",
            definition:
                "customers with more than one purchase ÷ customers with a purchase, in the period"
                    .to_owned(),
        };
        let rate = Measure::series(meaning, plan, |k, span| {
            plan.covered(span)?;
            share(self.0[k].repeated, self.0[k].all, "nobody bought in the period")
        });
        RepeatPurchaseRate { rate, benchmark: BENCHMARK }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, buyers, plan, said};
    use super::*;

    #[test]
    fn a_hundred_of_three_hundred_is_a_third() {
        let mut customers = buyers(200, |_| Buyer::default().buy(-50.0, 10.0));
        let twice = |_| Buyer::default().buy(-50.0, 10.0).buy(-20.0, 10.0);
        customers.extend(buyers(100, twice));
        // Two orders, one of them before the period, and no order at all.
        customers.push(Buyer::default().buy(-400.0, 10.0));
        customers.push(Buyer::default().give_back(-20.0, 10.0));
        let rate = said::<RepeatTally>(&plan(365, 365), &customers).rate;
        assert_eq!((rate.value, rate.n), (Some(100.0 / 300.0), 300));
        assert_eq!(format!("{:.1} %", rate.value.unwrap() * 100.0), "33.3 %");
        // In the year that ended a year earlier only one had bought.
        assert_eq!((rate.series[0].value, rate.series[0].n), (Some(0.0), 1));
    }

    #[test]
    fn without_buyers_it_says_so() {
        let rate = said::<RepeatTally>(&plan(30, 365), &[Buyer::default().buy(-31.0, 1.0)]).rate;
        assert_eq!(rate.value, None);
        assert_eq!(rate.not_available_because.as_deref(), Some("nobody bought in the period"));
    }
}
