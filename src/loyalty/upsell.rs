//! Upsell ratio: customers of several product categories beside those of one.

use super::measure::{Meaning, Measure, Unit, share};
use super::plan::Plan;
use super::tally::{Customer, Tally};
use crate::history::{NO_CODE, Transactions};
use std::ops::Range;

/// How many different codes the purchase rows of a range have: none, one, or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Distinct {
    None,
    One,
    Several,
}

/// Looks at the codes of purchase rows; rows without a code and returns are left aside. A column that is
/// not there has none.
pub(super) fn distinct(rows: &Transactions<'_>, codes: &[u32], within: Range<usize>) -> Distinct {
    if codes.is_empty() {
        return Distinct::None;
    }
    let mut known = within.filter(|&i| codes[i] != NO_CODE && !rows.is_return(i)).map(|i| codes[i]);
    match known.next() {
        None => Distinct::None,
        Some(first) if known.any(|code| code != first) => Distinct::Several,
        Some(_) => Distinct::One,
    }
}

/// The same of a customer of whom it is known what `all` rows have: who has one code has no other in any range.
pub(super) fn distinct_of(
    all: Distinct,
    rows: &Transactions<'_>,
    codes: &[u32],
    mut within: Range<usize>,
) -> Distinct {
    match all {
        Distinct::One if within.any(|i| codes[i] != NO_CODE && !rows.is_return(i)) => Distinct::One,
        Distinct::None | Distinct::One => Distinct::None,
        Distinct::Several => distinct(rows, codes, within),
    }
}

/// Buyers of one period by the number of their categories.
#[derive(Debug, Clone, Copy, Default)]
struct Categories {
    one: u64,
    several: u64,
}

pub(super) struct UpsellTally(Vec<Categories>);

impl Tally for UpsellTally {
    type Measured = Measure;

    fn new(plan: &Plan) -> Self {
        Self(vec![Categories::default(); plan.spans.len()])
    }

    fn add(&mut self, customer: &Customer<'_>, _plan: &Plan) {
        let (rows, codes) = (&customer.rows, customer.rows.category);
        let all = distinct(rows, codes, 0..rows.len());
        for (sum, span) in self.0.iter_mut().zip(customer.spans) {
            match distinct_of(all, rows, codes, span.rows.clone()) {
                Distinct::None => {}
                Distinct::One => sum.one += 1,
                Distinct::Several => sum.several += 1,
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            sum.one += more.one;
            sum.several += more.several;
        }
    }

    fn said(self, plan: &Plan) -> Measure {
        let meaning = Meaning {
            name: "upsell ratio",
            unit: Unit::Ratio,
            n_of: "customers who bought from exactly one category in the period",
            definition: "customers who bought from more than one product category ÷ customers who bought from \
                         exactly one, in the period"
                .to_owned(),
        };
        Measure::series(meaning, plan, |k, span| {
            if !plan.columns.category {
                return Err("no column tells of product categories".to_owned());
            }
            plan.covered(span)?;
            share(self.0[k].several, self.0[k].one, "nobody bought from exactly one category")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said};
    use super::*;

    #[test]
    fn returns_and_rows_without_a_category_do_not_count() {
        let bought =
            |customer: Buyer, category: &str| customer.buy(-5.0, 1.0).with("p", category, "web");
        let base = [
            bought(Buyer::default(), "shoes"),
            bought(bought(Buyer::default(), "shoes"), "shoes").buy(-4.0, 1.0),
            bought(Buyer::default(), "shoes").give_back(-3.0, 1.0).with("p", "hats", "web"),
            bought(Buyer::default(), "shoes").buy(-40.0, 1.0).with("p", "hats", "web"),
            bought(bought(Buyer::default(), "shoes"), "hats"),
            Buyer::default().buy(-5.0, 1.0),
        ];
        let ratio = said::<UpsellTally>(&plan(30, 365), &base);
        assert_eq!((ratio.value, ratio.n), (Some(0.25), 4));
    }
}
