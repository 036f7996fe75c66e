//! Retention, churn and reactivation: who is still a customer, who is one no more, and who is one again.

use super::measure::{Meaning, Measure, Unit, share};
use super::plan::Plan;
use super::tally::{Customer, Life, Tally};

/// Customers of one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Turnover {
    /// Customers at its start.
    pub at_start: u64,
    /// Of those, customers at its end too.
    pub retained: u64,
    /// Had bought before the start's lookback, not within it.
    pub lapsed_at_start: u64,
    /// Of those, bought in the period.
    pub reactivated: u64,
    /// Customers at its end.
    pub at_end: u64,
    /// Bought for the first time in it.
    pub new: u64,
    /// Had bought before the end's lookback, not within it.
    pub lapsed_at_end: u64,
}

/// Retention, churn and reactivation, and the last period's counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TurnoverRates {
    pub retention: Measure,
    pub churn: Measure,
    pub reactivation: Measure,
    pub last: Turnover,
}

pub(super) struct RetentionTally(Vec<Turnover>);

const NO_CUSTOMERS: &str = "there were no customers at the start of the period";

impl Tally for RetentionTally {
    type Measured = TurnoverRates;

    fn new(plan: &Plan) -> Self {
        Self(vec![Turnover::default(); plan.spans.len()])
    }

    fn add(&mut self, customer: &Customer<'_>, _plan: &Plan) {
        for (sum, span) in self.0.iter_mut().zip(customer.spans) {
            sum.at_start += u64::from(span.was.is_customer());
            sum.retained += u64::from(span.was.is_customer() && span.is.is_customer());
            sum.lapsed_at_start += u64::from(span.was == Life::Lapsed);
            sum.reactivated += u64::from(span.was == Life::Lapsed && span.bought());
            sum.at_end += u64::from(span.is.is_customer());
            sum.new += u64::from(span.is_new);
            sum.lapsed_at_end += u64::from(span.is == Life::Lapsed);
        }
    }

    fn merge(&mut self, other: Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            sum.at_start += more.at_start;
            sum.retained += more.retained;
            sum.lapsed_at_start += more.lapsed_at_start;
            sum.reactivated += more.reactivated;
            sum.at_end += more.at_end;
            sum.new += more.new;
            sum.lapsed_at_end += more.lapsed_at_end;
        }
    }

    fn said(self, plan: &Plan) -> TurnoverRates {
        let lookback = plan.rule.lookback_days;
        let at_start = "customers at the start of the period";
        let measure = |name, n_of, definition: String, of: fn(&Turnover) -> (u64, u64), nobody| {
            let meaning = Meaning { name, unit: Unit::Share, n_of, definition };
            Measure::series(meaning, plan, |k, span| {
                plan.start_known(span)?;
                let (count, n) = of(&self.0[k]);
                share(count, n, nobody)
            })
        };
        TurnoverRates {
            retention: measure(
                "retention rate",
                at_start,
                format!(
                    "(customers at the end of the period − those who were none at its start) ÷ customers at \
                     its start; a customer is who bought in the {lookback} days before"
                ),
                |sum| (sum.retained, sum.at_start),
                NO_CUSTOMERS,
            ),
            churn: measure(
                "churn rate",
                at_start,
                format!(
                    "customers lost in the period ÷ customers at its start; lost is who bought in the {lookback} \
                     days before its start and not in the {lookback} days before its end"
                ),
                |sum| (sum.at_start - sum.retained, sum.at_start),
                NO_CUSTOMERS,
            ),
            reactivation: measure(
                "reactivation rate",
                "lapsed customers at the start of the period",
                format!(
                    "lapsed customers who bought in the period ÷ lapsed customers at its start; lapsed is who \
                     bought, and not in the {lookback} days before"
                ),
                |sum| (sum.reactivated, sum.lapsed_at_start),
                "nobody had lapsed at the start of the period",
            ),
            last: self.0[self.0.len() - 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, buyers, plan, said};
    use super::*;

    /// 100 customers at the start, 80 of them at the end, 50 new ones, and two lapsed of whom one returned:
    /// end − new would be 131 − 50 = 81, were the returned one not counted with the new.
    #[test]
    fn new_and_returned_customers_never_bring_retention_above_what_stayed() {
        let mut base = buyers(80, |_| Buyer::default().buy(-100.0, 1.0).buy(-10.0, 1.0));
        base.extend(buyers(20, |_| Buyer::default().buy(-100.0, 1.0)));
        base.extend(buyers(50, |_| Buyer::default().buy(-5.0, 1.0)));
        base.push(Buyer::default().buy(-500.0, 1.0).buy(-5.0, 1.0));
        base.push(Buyer::default().buy(-500.0, 1.0));
        let retention = said::<RetentionTally>(&plan(60, 60), &base);
        let expected = Turnover {
            at_start: 100,
            retained: 80,
            lapsed_at_start: 2,
            reactivated: 1,
            at_end: 131,
            new: 50,
            lapsed_at_end: 21,
        };
        assert_eq!(retention.last, expected);
        assert_eq!(retention.retention.value, Some(0.8));
        assert_eq!((retention.churn.value, retention.churn.n), (Some(0.2), 100));
        assert_eq!(retention.reactivation.value, Some(0.5));
    }

    #[test]
    fn only_newcomers_are_no_retention() {
        let base = buyers(10, |_| Buyer::default().buy(-5.0, 1.0));
        let rate = said::<RetentionTally>(&plan(60, 60), &base).retention;
        assert_eq!(rate.not_available_because.as_deref(), Some(NO_CUSTOMERS));
    }
}
