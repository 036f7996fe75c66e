//! Service failures: customers with complaints and returns, by number, and how many of them leave.

use super::measure::{Meaning, Measure, Unit, share};
use super::plan::Plan;
use super::tally::{Customer, Tally};
use crate::history::EventKind;
use crate::time::AsOf;
use serde::Serialize;

/// Customers by number of service failures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceFailures {
    /// Customers at the end of the period with two failures or more in the lookback ÷ all of them.
    pub share_with_two: Measure,
    /// Groups of 0, 1, 2 and 3 or more failures.
    pub groups: Vec<FailureGroup>,
    /// What a failure is, and whose churn is counted, in one sentence.
    pub definition: String,
    /// Why there is no churn in the groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub churn_not_available_because: Option<String>,
}

/// Customers with so many failures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FailureGroup {
    /// "0", "1", "2", "3+".
    pub failures: &'static str,
    /// Customers at the end of the period, by their failures in the lookback before it.
    pub customers: u64,
    /// Customers at the start of the period, by their failures in the lookback before it.
    pub customers_at_start: u64,
    /// Of those, customers who were lost in the period.
    pub lost: u64,
    /// Lost ÷ customers at the start.
    pub churn_rate: Option<f64>,
    /// Churn rate of all customers with as many orders, failures or not: who buys more has more of them, and
    /// stays more often.
    pub churn_of_alike: Option<f64>,
}

const GROUPS: [&str; 4] = ["0", "1", "2", "3+"];
/// Least orders in the lookback of the classes in which customers are alike.
const ORDERS: [usize; 6] = [1, 2, 3, 5, 10, 20];

/// Customers at the start, by failures and by orders.
type Cells = [[u64; ORDERS.len()]; GROUPS.len()];

/// Customers of one period, by failures.
#[derive(Debug, Clone, Copy, Default)]
struct Failures {
    at_end: [u64; GROUPS.len()],
    at_start: Cells,
    lost: Cells,
}

pub(super) struct ServiceTally {
    spans: Vec<Failures>,
    /// What the next customer takes over.
    of_one: OfOne,
}

/// What went wrong with one customer, ascending in time: most have nothing, and are asked in many windows.
#[derive(Debug, Default)]
struct OfOne {
    /// When they complained.
    complaints: Vec<i64>,
    /// When something was given back, and the day of that.
    returns: Vec<(i64, i32)>,
}

impl OfOne {
    fn look(&mut self, customer: &Customer<'_>) {
        let (events, rows) = (&customer.events, &customer.rows);
        let complaints = events.kind.iter().zip(events.time_micros);
        let complaints = complaints.filter(|(kind, _)| **kind == EventKind::Complaint as u8);
        self.complaints.clear();
        self.complaints.extend(complaints.map(|(_, micros)| *micros));
        let returns = (0..rows.len()).filter(|&i| rows.is_return(i));
        self.returns.clear();
        self.returns.extend(returns.map(|i| (rows.time_micros[i], rows.day[i])));
    }

    /// Complaints in `[from, to)`, and days on which something was given back; 3 stands for more.
    fn failures(&self, from: i64, to: i64) -> usize {
        let before = |micros| self.complaints.partition_point(|&t| t < micros);
        let complaints = before(to) - before(from);
        let before = |micros| self.returns.partition_point(|(t, _)| *t < micros);
        let returns = &self.returns[before(from)..before(to)];
        let days = returns.chunk_by(|a, b| a.1 == b.1).count();
        (complaints + days).min(GROUPS.len() - 1)
    }
}

impl Tally for ServiceTally {
    type Measured = ServiceFailures;

    fn new(plan: &Plan) -> Self {
        Self { spans: vec![Failures::default(); plan.spans.len()], of_one: OfOne::default() }
    }

    fn add(&mut self, customer: &Customer<'_>, plan: &Plan) {
        let Self { spans, of_one } = self;
        of_one.look(customer);
        for ((sum, span), of_plan) in spans.iter_mut().zip(customer.spans).zip(&plan.spans) {
            let before = |at: AsOf| of_one.failures(plan.lookback_start(at), at.micros());
            if span.is.is_customer() {
                sum.at_end[before(of_plan.end)] += 1;
            }
            if span.was.is_customer() {
                let group = before(of_plan.start);
                let since = plan.lookback_start(of_plan.start);
                let first = customer.orders.time_micros.partition_point(|&t| t < since);
                let orders = span.orders.start - first;
                let class = ORDERS.partition_point(|&least| least <= orders).saturating_sub(1);
                sum.at_start[group][class] += 1;
                sum.lost[group][class] += u64::from(!span.is.is_customer());
            }
        }
    }

    fn merge(&mut self, other: Self) {
        fn add(sum: &mut [u64], more: &[u64]) {
            sum.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        }
        for (sum, more) in self.spans.iter_mut().zip(other.spans) {
            add(&mut sum.at_end, &more.at_end);
            add(sum.at_start.as_flattened_mut(), more.at_start.as_flattened());
            add(sum.lost.as_flattened_mut(), more.lost.as_flattened());
        }
    }

    fn said(self, plan: &Plan) -> ServiceFailures {
        let lookback = plan.rule.lookback_days;
        let meaning = Meaning {
            name: "customers with two service failures or more",
            unit: Unit::Share,
            n_of: "customers at the end of the period",
            definition: format!(
                "customers with two complaints or returns or more in the last {lookback} days ÷ customers at the end \
                 of the period"
            ),
        };
        let share_with_two = Measure::series(meaning, plan, |k, span| {
            plan.covered(span)?;
            let Failures { at_end, .. } = self.spans[k];
            share(at_end[2] + at_end[3], at_end.iter().sum(), "there are no customers")
        });
        let start_known = plan.start_known(plan.last());
        let Failures { at_end, at_start, lost } = self.spans[self.spans.len() - 1];
        let rates = rates_of_all(&at_start, &lost);
        let group = |i: usize| {
            let (customers_at_start, lost) = match start_known {
                Ok(()) => (at_start[i].iter().sum(), lost[i].iter().sum()),
                Err(_) => (0, 0),
            };
            let of_all =
                |sum: f64| (customers_at_start > 0).then(|| sum / customers_at_start as f64);
            let alike = at_start[i].iter().zip(rates).map(|(&n, rate)| n as f64 * rate).sum();
            FailureGroup {
                failures: GROUPS[i],
                customers: at_end[i],
                customers_at_start,
                lost,
                churn_rate: of_all(lost as f64),
                churn_of_alike: of_all(alike),
            }
        };
        let complaints = if plan.columns.events { "a complaint, or " } else { "" };
        ServiceFailures {
            share_with_two,
            groups: (0..GROUPS.len()).map(group).collect(),
            definition: format!(
                "a failure is {complaints}a day on which something was given back; churn is that of the customers at \
                 the start of the period, by their failures in the {lookback} days before it, beside that of all customers with as many \
                 orders in those days"
            ),
            churn_not_available_because: start_known.err(),
        }
    }
}

/// Churn rate of all customers, by orders; 0 where there are none.
fn rates_of_all(at_start: &Cells, lost: &Cells) -> [f64; ORDERS.len()] {
    let sum = |cells: &Cells, class: usize| cells.iter().map(|group| group[class]).sum::<u64>();
    std::array::from_fn(|class| match sum(at_start, class) {
        0 => 0.0,
        n => sum(lost, class) as f64 / n as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, buyers, plan, said};
    use super::*;

    #[test]
    fn churn_stands_beside_the_number_of_failures() {
        let customer = || Buyer::default().buy(-50.0, 10.0);
        let complaint = |c: Buyer, days| c.event(days, "complaint", f64::NAN);
        let stays = |c: Buyer| c.buy(-5.0, 10.0);
        let mut base = buyers(3, |_| stays(customer()));
        base.push(customer());
        // Two lines given back on one day are one failure.
        let one = || customer().give_back(-45.0, 1.0).give_back(-45.0, 1.0);
        base.extend([stays(one()), one()]);
        base.extend([complaint(one(), -44.0), stays(complaint(one(), -44.0))]);
        base.push(complaint(complaint(one(), -44.0), -43.0).give_back(-42.0, 1.0));
        // A failure after the start is one of the next period.
        base.push(stays(complaint(customer(), -2.0)));
        let found = said::<ServiceTally>(&plan(30, 30), &base);
        let groups: Vec<(&str, u64, u64, Option<f64>)> = found
            .groups
            .iter()
            .map(|g| (g.failures, g.customers, g.customers_at_start, g.churn_rate))
            .collect();
        let expected = [
            ("0", 5, 5, Some(0.2)),
            ("1", 1, 2, Some(0.5)),
            ("2", 0, 2, Some(0.5)),
            ("3+", 0, 1, Some(1.0)),
        ];
        assert_eq!(groups, expected);
        // All have bought once before: alike is everybody, of whom four of ten were lost.
        assert!(found.groups.iter().all(|group| group.churn_of_alike == Some(0.4)));
        assert_eq!((found.share_with_two.value, found.share_with_two.n), (Some(0.0), 6));
    }

    /// Ten who buy every week have all had something go wrong and all stay; of ten who bought once half leave.
    #[test]
    fn busy_customers_are_compared_with_busy_customers() {
        let busy = |_| {
            let bought = (31..40).fold(Buyer::default(), |c, day| c.buy(-f64::from(day), 1.0));
            bought.give_back(-31.0, 1.0).buy(-5.0, 1.0)
        };
        let mut base = buyers(10, busy);
        base.extend(buyers(5, |_| Buyer::default().buy(-40.0, 1.0).buy(-5.0, 1.0)));
        base.extend(buyers(5, |_| Buyer::default().buy(-40.0, 1.0)));
        let groups = said::<ServiceTally>(&plan(30, 30), &base).groups;
        assert_eq!((groups[0].churn_rate, groups[0].churn_of_alike), (Some(0.5), Some(0.5)));
        assert_eq!((groups[1].churn_rate, groups[1].churn_of_alike), (Some(0.0), Some(0.0)));
    }
}
