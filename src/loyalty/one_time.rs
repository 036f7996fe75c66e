//! One-time share: how many customers have ordered once and never again.

use super::measure::{Meaning, Measure, Unit, share};
use super::plan::Plan;
use super::tally::{Customer, Tally};

/// Customers by the end of one period.
#[derive(Debug, Clone, Copy, Default)]
struct Orderers {
    all: u64,
    once: u64,
}

pub(super) struct OneTimeTally(Vec<Orderers>);

impl Tally for OneTimeTally {
    type Measured = Measure;

    fn new(plan: &Plan) -> Self {
        Self(vec![Orderers::default(); plan.spans.len()])
    }

    fn add(&mut self, customer: &Customer<'_>, _plan: &Plan) {
        for (sum, span) in self.0.iter_mut().zip(customer.spans) {
            sum.all += u64::from(span.orders.end > 0);
            sum.once += u64::from(span.orders.end == 1);
        }
    }

    fn merge(&mut self, other: Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            sum.all += more.all;
            sum.once += more.once;
        }
    }

    fn said(self, plan: &Plan) -> Measure {
        let meaning = Meaning {
            name: "one-time share",
            unit: Unit::Share,
            n_of: "customers with a purchase, ever",
            definition: "customers with exactly one order ÷ customers with an order, in all the history up to the end \
                         of the period"
                .to_owned(),
        };
        Measure::series(meaning, plan, |k, span| {
            plan.covered(span)?;
            share(self.0[k].once, self.0[k].all, "nobody has bought")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said};
    use super::*;

    #[test]
    fn three_of_four_came_once() {
        let base = [
            Buyer::default().buy(-500.0, 1.0).give_back(-5.0, 1.0),
            Buyer::default().row(-5.0, 1.0, "a").row(-5.0, 1.0, "a"),
            Buyer::default().buy(-200.0, 1.0),
            Buyer::default().buy(-500.0, 1.0).buy(-5.0, 1.0),
            Buyer::default().give_back(-5.0, 1.0),
        ];
        let found = said::<OneTimeTally>(&plan(365, 365), &base);
        assert_eq!((found.value, found.n), (Some(0.75), 4));
        assert_eq!((found.series[0].value, found.series[0].n), (Some(1.0), 2));
    }
}
