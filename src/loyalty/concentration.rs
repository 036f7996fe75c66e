//! Revenue concentration: how much of the revenue comes from how few.
//!
//! A customer's spend of every period is kept in four bytes: of 1,000,000 customers who buy every month
//! that is 52 MB. Shares are right to seven digits.

use super::measure::{Figure, Meaning, Measure, Unit};
use super::plan::{Plan, Span};
use super::tally::{Customer, Tally};
use rayon::slice::ParallelSliceMut;
use serde::Serialize;

/// How much of the period's revenue comes from how few of its customers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concentration {
    /// Share of the revenue that comes from the top 20 % of customers.
    pub top_fifth_share: Measure,
    /// Share of the customers who make 80 % of the revenue.
    pub customers_for_four_fifths: Measure,
    /// Customers by spend, the best first: which share of them makes which share of the revenue. In steps of
    /// 5 % from 0 to 1; empty where not available.
    pub curve: Vec<CurvePoint>,
}

/// A point of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Share of the customers, the best first.
    pub customers: f64,
    /// Share of the revenue that they make.
    pub revenue: f64,
}

/// Steps of the curve.
const STEPS: usize = 20;
const FOUR_FIFTHS: f64 = 0.8;

/// Spends of a period's buyers, not below 0, in any order.
pub(super) struct ConcentrationTally(Vec<Vec<f32>>);

/// A period's buyers, the best first.
struct Ranked {
    spends: Vec<f32>,
    total: f64,
}

impl Ranked {
    fn of(mut spends: Vec<f32>) -> Self {
        spends.par_sort_unstable_by(|a, b| b.total_cmp(a));
        let total = spends.iter().map(|&spend| f64::from(spend)).sum();
        Self { spends, total }
    }

    /// Share of the revenue of the best `part` of `parts` of the buyers; a part of a customer counts whole.
    fn revenue_of(&self, part: usize, parts: usize) -> f64 {
        let best = (part * self.spends.len()).div_ceil(parts);
        let sum: f64 = self.spends[..best].iter().map(|&spend| f64::from(spend)).sum();
        sum / self.total
    }

    /// Share of the buyers whose revenue reaches `share` of all.
    fn customers_for(&self, share: f64) -> f64 {
        let mut sum = 0.0;
        let short = self.spends.iter().take_while(|&&spend| {
            let is_short = sum < share * self.total;
            sum += f64::from(spend);
            is_short
        });
        short.count() as f64 / self.spends.len() as f64
    }
}

impl Tally for ConcentrationTally {
    type Measured = Concentration;

    fn new(plan: &Plan) -> Self {
        Self(vec![Vec::new(); plan.spans.len()])
    }

    fn add(&mut self, customer: &Customer<'_>, plan: &Plan) {
        if !plan.columns.amount {
            return;
        }
        for ((spends, span), of_plan) in self.0.iter_mut().zip(customer.spans).zip(&plan.spans) {
            if span.bought() && of_plan.is_covered {
                spends.push(span.spend.max(0.0) as f32);
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for (spends, mut more) in self.0.iter_mut().zip(other.0) {
            spends.append(&mut more);
        }
    }

    fn said(self, plan: &Plan) -> Concentration {
        let ranked: Vec<Ranked> = self.0.into_iter().map(Ranked::of).collect();
        let measure = |name, definition: &str, of: fn(&Ranked) -> f64| {
            let meaning = Meaning {
                name,
                unit: Unit::Share,
                n_of: "customers with a purchase in the period",
                definition: definition.to_owned(),
            };
            Measure::series(meaning, plan, |k, span| {
                let ranked = known(&ranked[k], plan, span)?;
                Ok(Figure { value: of(ranked), n: ranked.spends.len() as u64 })
            })
        };
        let last = &ranked[ranked.len() - 1];
        let curve = |ranked: &Ranked| {
            let point = |step| CurvePoint {
                customers: step as f64 / STEPS as f64,
                revenue: ranked.revenue_of(step, STEPS),
            };
            (0..=STEPS).map(point).collect()
        };
        Concentration {
            top_fifth_share: measure(
                "revenue of the top 20 %",
                "share of the period's revenue that comes from the fifth of its buyers who spent most; spend \
                 with returns taken off, not below 0",
                |ranked| ranked.revenue_of(1, 5),
            ),
            customers_for_four_fifths: measure(
                "customers who make 80 % of the revenue",
                "smallest share of the period's buyers whose spend makes up 80% of its revenue; spend with \
                 returns taken off, not below 0",
                |ranked| ranked.customers_for(FOUR_FIFTHS),
            ),
            curve: known(last, plan, plan.last()).map(curve).unwrap_or_default(),
        }
    }
}

fn known<'a>(ranked: &'a Ranked, plan: &Plan, span: &Span) -> Result<&'a Ranked, String> {
    plan.money_known()?;
    plan.covered(span)?;
    if ranked.total > 0.0 { Ok(ranked) } else { Err("the period has no revenue".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, buyers, plan, said};
    use super::*;

    #[test]
    fn eighty_from_twenty() {
        let mut base = buyers(8, |_| Buyer::default().buy(-5.0, 25.0));
        base.extend(buyers(2, |_| Buyer::default().buy(-5.0, 450.0).give_back(-4.0, 50.0)));
        let found = said::<ConcentrationTally>(&plan(30, 365), &base);
        assert_eq!((found.top_fifth_share.value, found.top_fifth_share.n), (Some(0.8), 10));
        assert_eq!(found.customers_for_four_fifths.value, Some(0.2));
        let (first, middle, last) = (found.curve[0], found.curve[10], found.curve[20]);
        assert_eq!((first.customers, first.revenue), (0.0, 0.0));
        assert_eq!((middle.customers, middle.revenue), (0.5, 0.875));
        assert_eq!((last.customers, last.revenue), (1.0, 1.0));
    }

    #[test]
    fn who_gave_more_back_than_they_bought_spent_nothing() {
        let base = [
            Buyer::default().buy(-5.0, 10.0),
            Buyer::default().buy(-5.0, 10.0).give_back(-4.0, 30.0),
        ];
        let found = said::<ConcentrationTally>(&plan(30, 365), &base);
        assert_eq!(found.customers_for_four_fifths.value, Some(0.5));
        let nothing = said::<ConcentrationTally>(&plan(30, 365), &base[1..]);
        let why = nothing.top_fifth_share.not_available_because;
        assert_eq!(why.as_deref(), Some("the period has no revenue"));
        assert!(nothing.curve.is_empty());
    }
}
