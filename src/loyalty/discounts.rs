//! Discount dependence: customers most of whose spend is discounted.
//!
//! Their margin: goods cost everybody the same share of the price before discounts, such that the whole
//! base earns the configured margin share of its revenue.

use super::measure::{Meaning, Measure, Unit, share};
use super::plan::Plan;
use super::tally::{Customer, InSpan, Tally};
use crate::words;
use serde::Serialize;

/// Discount hunters: customers more than half of whose spend in the period was discounted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiscountDependence {
    /// Their share of the customers who bought in the period.
    pub hunters: Measure,
    /// Their number.
    pub customers: Option<u64>,
    /// Their revenue in the period, returns taken off.
    pub revenue: Option<f64>,
    /// Their share of the revenue.
    pub revenue_share: Option<f64>,
    /// Their share of the margin; below the share of the revenue, because goods cost what they cost.
    pub margin_share: Option<f64>,
    /// Discounted share of everybody's purchases, by money.
    pub discounted_sales_share: Option<f64>,
    /// How the margin is worked out, in one sentence.
    pub margin_definition: String,
}

/// Buyers of one period, and the hunters among them.
#[derive(Debug, Clone, Copy, Default)]
struct Buyers {
    all: u64,
    hunters: u64,
}

/// Money of the last period.
#[derive(Debug, Clone, Copy, Default)]
struct Money {
    /// Amounts, returns taken off.
    revenue: f64,
    /// What discounts took off purchases.
    taken_off: f64,
}

impl Money {
    fn add(&mut self, more: Money) {
        self.revenue += more.revenue;
        self.taken_off += more.taken_off;
    }

    /// Revenue before discounts.
    fn undiscounted(&self) -> f64 {
        self.revenue + self.taken_off
    }
}

/// A customer's purchases of one period.
#[derive(Debug, Clone, Copy, Default)]
struct Bought {
    sales: f64,
    discounted_sales: f64,
    taken_off: f64,
}

impl Bought {
    fn of(customer: &Customer<'_>, rows: std::ops::Range<usize>) -> Self {
        let mut bought = Self::default();
        for i in rows {
            if customer.rows.is_return(i) {
                continue;
            }
            let amount = customer.rows.amount[i];
            bought.sales += amount;
            if customer.rows.discount[i] > 0.0 {
                bought.discounted_sales += amount;
                bought.taken_off += customer.rows.discount[i];
            }
        }
        bought
    }

    /// More than half, by more than sums of cents round.
    fn is_hunters(&self) -> bool {
        self.discounted_sales > 0.5 * self.sales * (1.0 + 1e-9)
    }
}

pub(super) struct DiscountTally {
    buyers: Vec<Buyers>,
    all: Money,
    of_hunters: Money,
    sales: f64,
    discounted_sales: f64,
}

impl Tally for DiscountTally {
    type Measured = DiscountDependence;

    fn new(plan: &Plan) -> Self {
        Self {
            buyers: vec![Buyers::default(); plan.spans.len()],
            all: Money::default(),
            of_hunters: Money::default(),
            sales: 0.0,
            discounted_sales: 0.0,
        }
    }

    fn add(&mut self, customer: &Customer<'_>, _plan: &Plan) {
        if customer.rows.discount.is_empty() {
            return;
        }
        let of = |span: &InSpan| Bought::of(customer, span.rows.clone());
        let bought_in =
            self.buyers.iter_mut().zip(customer.spans).filter(|(_, span)| span.bought());
        for (buyers, span) in bought_in {
            buyers.all += 1;
            buyers.hunters += u64::from(of(span).is_hunters());
        }
        let last = customer.last();
        let bought = of(last);
        let money = Money { revenue: last.spend, taken_off: bought.taken_off };
        self.all.add(money);
        if last.bought() && bought.is_hunters() {
            self.of_hunters.add(money);
        }
        self.sales += bought.sales;
        self.discounted_sales += bought.discounted_sales;
    }

    fn merge(&mut self, other: Self) {
        for (sum, more) in self.buyers.iter_mut().zip(other.buyers) {
            sum.all += more.all;
            sum.hunters += more.hunters;
        }
        self.all.add(other.all);
        self.of_hunters.add(other.of_hunters);
        self.sales += other.sales;
        self.discounted_sales += other.discounted_sales;
    }

    fn said(self, plan: &Plan) -> DiscountDependence {
        let meaning = Meaning {
            name: "discount dependence",
            unit: Unit::Share,
            n_of: "customers with a purchase in the period",
            definition: "customers more than half of whose spend in the period was on discounted rows ÷ customers \
                         with a purchase in it"
                .to_owned(),
        };
        let hunters = Measure::series(meaning, plan, |k, span| {
            plan.money_known()?;
            if !plan.columns.discount {
                return Err("no column tells of discounts".to_owned());
            }
            plan.covered(span)?;
            share(self.buyers[k].hunters, self.buyers[k].all, "nobody bought in the period")
        });
        let known = hunters.value.is_some();
        let of_all = |part: f64, all: f64| (known && all > 0.0).then(|| part / all);
        let last = self.buyers[self.buyers.len() - 1];
        let margin = margin(&self.of_hunters, &self.all, plan.margin_share);
        DiscountDependence {
            customers: known.then_some(last.hunters),
            revenue: known.then_some(self.of_hunters.revenue),
            revenue_share: of_all(self.of_hunters.revenue, self.all.revenue),
            margin_share: of_all(margin, plan.margin_share * self.all.revenue),
            discounted_sales_share: of_all(self.discounted_sales, self.sales),
            margin_definition: format!(
                "margin is revenue less the cost of goods, which is the same share of the price before discounts for \
                 everybody, such that the whole base earns {} of its revenue (audience.margin_share)",
                words::share(plan.margin_share)
            ),
            hunters,
        }
    }
}

/// The margin of a part of the base.
fn margin(part: &Money, all: &Money, margin_share: f64) -> f64 {
    let cost_share = (1.0 - margin_share) * all.revenue / all.undiscounted();
    part.revenue - cost_share * part.undiscounted()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said};
    use super::*;

    #[test]
    fn who_buys_mostly_at_a_discount_earns_less_margin() {
        let base = [
            // 60 of 100 were discounted, by 40.
            Buyer::default().buy(-9.0, 60.0).off(40.0).buy(-8.0, 40.0),
            // Half is not most, and a return is no purchase.
            Buyer::default()
                .buy(-9.0, 50.0)
                .off(10.0)
                .buy(-8.0, 50.0)
                .give_back(-7.0, 10.0)
                .off(5.0),
            Buyer::default().buy(-9.0, 110.0),
            Buyer::default().buy(-50.0, 60.0).off(40.0),
        ];
        let found = said::<DiscountTally>(&plan(30, 365), &base);
        assert_eq!((found.hunters.value, found.hunters.n), (Some(1.0 / 3.0), 3));
        assert_eq!((found.customers, found.revenue), (Some(1), Some(100.0)));
        assert_eq!(found.revenue_share, Some(100.0 / 300.0));
        assert_eq!(found.discounted_sales_share, Some(110.0 / 310.0));
        // All: 300 paid of 350, cost 210, 60 % of the price before discounts. Theirs: 100 − 0.6 × 140 = 16 of 90.
        let share = found.margin_share.unwrap();
        assert!((share - 16.0 / 90.0).abs() < 1e-12, "{share}");
    }
}
