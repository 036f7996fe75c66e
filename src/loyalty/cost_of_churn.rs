//! Cost of churn: what those who leave take with them, what was really lost, and what replacing them costs.

use super::measure::{Figure, Found, Meaning, Measure, Unit};
use super::plan::Plan;
use super::standing::{NO_SCORES, ScoredValue};
use super::tally::{Customer, Tally};
use crate::labels::OutcomeRule;
use crate::time::{AsOf, MICROS_PER_DAY, TimeError, Zone, day_number};
use serde::Serialize;

/// What churn costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CostOfChurn {
    /// Sum of value at risk over the scored: what the coming horizon is expected to cost.
    pub expected: Measure,
    /// Sum of their churn probabilities: how many are expected to leave.
    pub expected_leavers: Option<f64>,
    /// What those took with them who were customers at the start of the last window that is over and bought
    /// nothing in it: their spend of the 365 days before, for the length of the window.
    pub really_lost: Measure,
    /// How many they were.
    pub really_lost_customers: Option<u64>,
    /// The last window that is over; none where the history is too short.
    pub window: Option<MaturedWindow>,
    /// Acquisition cost × expected leavers.
    pub replacement: Measure,
    /// Acquisition cost × those really lost.
    pub replacement_of_really_lost: Option<f64>,
    /// Days over which churn is counted.
    pub horizon_days: u32,
}

/// A window of outcomes that is over.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MaturedWindow {
    /// The date from which customers are seen.
    pub seen_from: AsOf,
    /// The date at whose midnight the window begins.
    pub start: AsOf,
    /// The date at whose midnight it ends.
    pub end: AsOf,
}

/// Days whose spend is the pace.
const PACE_DAYS: u32 = 365;

/// What really happened after the last cutoff whose window is over.
pub(super) struct LostTally {
    customers: u64,
    lost: u64,
    money: f64,
}

/// What was lost, before it is put beside what the scores expect.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LastWindow {
    customers: u64,
    lost: u64,
    money: f64,
}

impl MaturedWindow {
    /// The newest one that ends by `as_of`.
    pub(super) fn before(rule: &OutcomeRule, as_of: AsOf, zone: &Zone) -> Result<Self, TimeError> {
        let start = as_of.plus_days(-(rule.horizon_days as i32), zone)?;
        let seen_from = start.plus_days(-(rule.gap_days as i32), zone)?;
        Ok(Self { seen_from, start, end: as_of })
    }
}

impl Tally for LostTally {
    type Measured = LastWindow;

    fn new(_plan: &Plan) -> Self {
        Self { customers: 0, lost: 0, money: 0.0 }
    }

    fn add(&mut self, customer: &Customer<'_>, plan: &Plan) {
        let window = plan.matured;
        let seen_from = window.seen_from;
        let times = &customer.orders.time_micros;
        let known = times.partition_point(|&t| t < seen_from.micros());
        let last = known.checked_sub(1).map(|last| times[last]);
        if plan.rule.eligibility(last, seen_from).is_err() {
            return;
        }
        self.customers += 1;
        let bought = |&t: &i64| window.start.micros() <= t && t < window.end.micros();
        if times[known..].iter().any(bought) {
            return;
        }
        self.lost += 1;
        let year_before = seen_from.micros() - i64::from(PACE_DAYS) * MICROS_PER_DAY;
        let rows = customer.row_at(year_before)..customer.row_at(seen_from.micros());
        let spend: f64 = customer.rows.amount[rows].iter().sum();
        self.money += spend.max(0.0) * f64::from(plan.rule.horizon_days) / f64::from(PACE_DAYS);
    }

    fn merge(&mut self, other: Self) {
        self.customers += other.customers;
        self.lost += other.lost;
        self.money += other.money;
    }

    fn said(self, _plan: &Plan) -> LastWindow {
        let Self { customers, lost, money } = self;
        LastWindow { customers, lost, money }
    }
}

impl CostOfChurn {
    /// Puts what the scores expect (where there are any) beside what was lost.
    pub(super) fn of(lost: &LastWindow, scored: Option<&ScoredValue>, plan: &Plan) -> Self {
        let horizon_days = plan.rule.horizon_days;
        let window_known = window_known(plan);
        let really_lost = plan.money_known().and_then(|()| window_known.clone()).and_then(|()| {
            match lost.customers {
                0 => Err("there were no customers at the start of the window".to_owned()),
                n => Ok(Figure { value: lost.money, n }),
            }
        });
        let expected = || -> Found {
            plan.money_known()?;
            let scored = scored.ok_or(NO_SCORES)?;
            let value = scored.value_at_risk.ok_or("the scores tell of no money")?;
            Ok(Figure { value, n: scored.scored })
        };
        let replacement = || -> Found {
            let cost = plan.acquisition_cost.ok_or(NO_ACQUISITION_COST)?;
            let scored = scored.ok_or(NO_SCORES)?;
            Ok(Figure { value: cost * scored.expected_leavers, n: scored.scored })
        };
        let meaning =
            |name, n_of, definition| Meaning { name, unit: Unit::Money, n_of, definition };
        let lost_customers = window_known.is_ok().then_some(lost.lost);
        Self {
            expected: Measure::once(
                meaning(
                    "cost of churn, expected",
                    "customers with a score",
                    format!(
                        "sum of value at risk: churn probability × spend of the last {PACE_DAYS} days for the length of \
                         the horizon, {horizon_days} days"
                    ),
                ),
                expected(),
            ),
            expected_leavers: scored.map(|scored| scored.expected_leavers),
            really_lost: Measure::once(
                meaning(
                    "cost of churn, really lost",
                    "customers who could have left",
                    format!(
                        "of the customers at the start of the last window of {horizon_days} days that is over, those who \
                         bought nothing in it: their spend of the {PACE_DAYS} days before, for the length of the window"
                    ),
                ),
                really_lost,
            ),
            really_lost_customers: lost_customers,
            window: window_known.is_ok().then_some(plan.matured),
            replacement: Measure::once(
                meaning(
                    "cost of replacement",
                    "customers with a score",
                    "customers who are expected to leave × what it costs to win a new one (report.acquisition_cost)"
                        .to_owned(),
                ),
                replacement(),
            ),
            replacement_of_really_lost: plan
                .acquisition_cost
                .zip(lost_customers)
                .map(|(cost, lost)| cost * lost as f64),
            horizon_days,
        }
    }
}

const NO_ACQUISITION_COST: &str =
    "report.acquisition_cost does not say what it costs to win a new customer";

/// Why nothing can be said of the last window.
fn window_known(plan: &Plan) -> Result<(), String> {
    let seen_from = plan.matured.seen_from;
    if day_number(plan.history_begins) < seen_from.day_number() {
        return Ok(());
    }
    Err(format!(
        "the transactions begin on {}, and the last window that is over sees customers from {seen_from}",
        plan.history_begins
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said};
    use super::*;

    fn base() -> [Buyer; 5] {
        [
            // Seen from day −90 on; 730 within the year before, 100 of it given back, and 5 before.
            Buyer::default().buy(-460.0, 5.0).buy(-100.0, 830.0).give_back(-95.0, 100.0),
            Buyer::default().buy(-100.0, 365.0),
            Buyer::default().buy(-100.0, 365.0).buy(-90.0, 1.0),
            // Lapsed before, and new in the window.
            Buyer::default().buy(-500.0, 365.0),
            Buyer::default().buy(-10.0, 365.0),
        ]
    }

    #[test]
    fn what_was_lost_is_the_pace_of_those_who_bought_nothing() {
        let plan = Plan { acquisition_cost: Some(25.0), ..plan(365, 365) };
        let lost = said::<LostTally>(&plan, &base());
        let scored = ScoredValue {
            scored: 7,
            expected_leavers: 3.5,
            value_at_risk: Some(420.0),
            ..ScoredValue::default()
        };
        let cost = CostOfChurn::of(&lost, Some(&scored), &plan);
        assert_eq!(
            (cost.really_lost.value, cost.really_lost.n),
            (Some(730.0 * 90.0 / 365.0 + 90.0), 3)
        );
        assert_eq!(cost.really_lost_customers, Some(2));
        assert_eq!(cost.replacement_of_really_lost, Some(50.0));
        assert_eq!((cost.expected.value, cost.replacement.value), (Some(420.0), Some(87.5)));
        assert_eq!(cost.window.unwrap().seen_from.to_string(), "2024-04-02");
    }

    #[test]
    fn without_scores_and_costs_it_says_so() {
        let plan = plan(365, 365);
        let cost = CostOfChurn::of(&said::<LostTally>(&plan, &base()), None, &plan);
        assert!(cost.expected.not_available_because.unwrap().contains("winback score"));
        assert_eq!(cost.replacement.not_available_because.as_deref(), Some(NO_ACQUISITION_COST));
        assert_eq!(cost.really_lost_customers, Some(2));
    }
}
