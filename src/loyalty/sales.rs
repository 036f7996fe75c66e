//! Sales per customer, spend per transaction, purchase frequency: revenue, orders and customers of a period.
//!
//! Revenue is every amount of the period, returns taken off, whenever the order of a row began.

use super::measure::{Meaning, Measure, Unit, ratio};
use super::plan::Plan;
use super::tally::{Customer, Tally};

/// What was sold in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sold {
    /// Customers with a purchase.
    pub customers: u64,
    /// Number of orders.
    pub orders: u64,
    /// Amounts, returns taken off.
    pub revenue: f64,
}

/// What was sold, by period and so far.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SalesFigures {
    pub per_customer: Measure,
    pub per_transaction: Measure,
    pub frequency: Measure,
    /// By period, as in the plan.
    pub periods: Vec<Sold>,
    /// Before `as_of`.
    pub ever: Sold,
}

pub(super) struct SalesTally {
    periods: Vec<Sold>,
    ever: Sold,
}

impl Sold {
    fn add(&mut self, more: Sold) {
        self.customers += more.customers;
        self.orders += more.orders;
        self.revenue += more.revenue;
    }
}

impl Tally for SalesTally {
    type Measured = SalesFigures;

    fn new(plan: &Plan) -> Self {
        Self { periods: vec![Sold::default(); plan.spans.len()], ever: Sold::default() }
    }

    fn add(&mut self, customer: &Customer<'_>, _plan: &Plan) {
        for (sold, span) in self.periods.iter_mut().zip(customer.spans) {
            let (customers, orders) = (u64::from(span.bought()), span.orders.len() as u64);
            sold.add(Sold { customers, orders, revenue: span.spend });
        }
        self.ever.add(Sold {
            customers: u64::from(!customer.orders.is_empty()),
            orders: customer.orders.len() as u64,
            revenue: customer.rows.amount.iter().sum(),
        });
    }

    fn merge(&mut self, other: Self) {
        for (sold, more) in self.periods.iter_mut().zip(other.periods) {
            sold.add(more);
        }
        self.ever.add(other.ever);
    }

    fn said(self, plan: &Plan) -> SalesFigures {
        let measure = |name, unit, n_of, definition: &str, of: fn(&Sold) -> (f64, u64)| {
            let meaning = Meaning { name, unit, n_of, definition: definition.to_owned() };
            Measure::series(meaning, plan, |k, span| {
                plan.covered(span)?;
                if unit == Unit::Money {
                    plan.money_known()?;
                }
                let (sum, n) = of(&self.periods[k]);
                ratio(sum, n, "nobody bought in the period")
            })
        };
        let buyers = "customers with a purchase in the period";
        SalesFigures {
            per_customer: measure(
                "sales per customer",
                Unit::Money,
                buyers,
                "revenue of the period, returns taken off ÷ customers with a purchase in it",
                |sold| (sold.revenue, sold.customers),
            ),
            per_transaction: measure(
                "spend per transaction",
                Unit::Money,
                "orders in the period",
                "revenue of the period, returns taken off ÷ orders in it",
                |sold| (sold.revenue, sold.orders),
            ),
            frequency: measure(
                "purchase frequency",
                Unit::Ratio,
                buyers,
                "orders in the period ÷ customers with a purchase in it",
                |sold| (sold.orders as f64, sold.customers),
            ),
            periods: self.periods,
            ever: self.ever,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said, settings};
    use super::*;
    use crate::history::Columns;

    fn base() -> [Buyer; 3] {
        [
            Buyer::default().buy(-20.0, 60.0).buy(-10.0, 50.0).give_back(-5.0, 10.0),
            Buyer::default().row(-9.0, 15.0, "a").row(-9.0, 5.0, "a").buy(-40.0, 1000.0),
            Buyer::default().give_back(-3.0, 20.0),
        ]
    }

    #[test]
    fn returns_reduce_revenue_and_are_no_purchase() {
        let sales = said::<SalesTally>(&plan(30, 365), &base());
        assert_eq!(sales.per_transaction.value, Some(100.0 / 3.0));
        assert_eq!((sales.per_customer.value, sales.per_customer.n), (Some(50.0), 2));
        assert_eq!(sales.frequency.value, Some(1.5));
        assert_eq!(sales.ever, Sold { customers: 2, orders: 4, revenue: 1100.0 });
    }

    #[test]
    fn without_amounts_orders_are_still_counted() {
        let settings = settings(30, 365);
        let columns = Columns { amount: false, ..settings.columns };
        let plan = Plan::new(super::super::plan::PlanSettings { columns, ..settings }).unwrap();
        let sales = said::<SalesTally>(&plan, &base());
        assert_eq!(sales.frequency.value, Some(1.5));
        let why = sales.per_customer.not_available_because;
        assert_eq!(why.as_deref(), Some("no column tells of money"));
    }
}
