//! Cohort retention: of those who first bought in a month, how many buy in the months after.

use super::plan::Plan;
use super::tally::{Customer, Tally};
use crate::time::{date_of_day, day_number};
use jiff::civil::Date;
use serde::Serialize;

/// Customers by month of their first purchase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CohortTable {
    /// The newest 24 months, oldest first; months without a new customer are there too.
    pub cohorts: Vec<Cohort>,
    /// Share of the customers who buy, by months since: 0, 1, …; over all cohorts for which that month is over.
    pub average_share: Vec<Option<f64>>,
    /// What is counted, in one sentence.
    pub definition: String,
    /// Why there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_available_because: Option<String>,
}

/// Customers whose first purchase lies in one month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cohort {
    /// The month, YYYY-MM.
    pub month: String,
    /// Number of customers of the cohort.
    pub customers: u64,
    /// By months since the first purchase: 0, 1, … up to that of `as_of`, at most 24.
    pub months: Vec<CohortMonth>,
}

/// A cohort in one month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CohortMonth {
    /// Customers of the cohort with an order in the month.
    pub buyers: u64,
    /// Buyers ÷ customers of the cohort; none of an empty cohort.
    pub share: Option<f64>,
    /// The cohort's amounts in the month, returns taken off; none where no column tells of money.
    pub revenue: Option<f64>,
    /// Whether the month was over at `as_of`; numbers of a running one still grow.
    pub is_over: bool,
}

/// Months that are shown.
const MONTHS: usize = 24;

/// Calendar months up to that of the last day before `as_of`.
struct Months {
    /// First days, ascending.
    first_days: Vec<i32>,
}

impl Months {
    fn of(plan: &Plan) -> Self {
        let last = date_of_day(plan.as_of.day_number() - 1);
        let from_year_zero = i32::from(last.year()) * 12 + i32::from(last.month()) - 1;
        let first_day = |back: usize| {
            let month = from_year_zero - back as i32;
            day_number(Date::constant((month / 12) as i16, (month % 12) as i8 + 1, 1))
        };
        Self { first_days: (0..MONTHS).rev().map(first_day).collect() }
    }

    /// Which of the months a day lies in; none before the first.
    fn at(&self, day: i32) -> Option<usize> {
        self.first_days.partition_point(|&first| first <= day).checked_sub(1)
    }
}

/// Cells of a square of months; those before the first purchase stay 0.
pub(super) struct CohortTally {
    months: Months,
    customers: [u64; MONTHS],
    buyers: Box<[[u64; MONTHS]; MONTHS]>,
    revenue: Box<[[f64; MONTHS]; MONTHS]>,
}

impl Tally for CohortTally {
    type Measured = CohortTable;

    fn new(plan: &Plan) -> Self {
        Self {
            months: Months::of(plan),
            customers: [0; MONTHS],
            buyers: Box::new([[0; MONTHS]; MONTHS]),
            revenue: Box::new([[0.0; MONTHS]; MONTHS]),
        }
    }

    fn add(&mut self, customer: &Customer<'_>, _plan: &Plan) {
        let Some(&first_day) = customer.orders.day.first() else { return };
        let Some(cohort) = self.months.at(first_day) else { return };
        self.customers[cohort] += 1;
        let mut last = None;
        for month in customer.orders.day.iter().filter_map(|&day| self.months.at(day)) {
            if last != Some(month) {
                self.buyers[cohort][month] += 1;
                last = Some(month);
            }
        }
        for (&day, &amount) in customer.rows.day.iter().zip(customer.rows.amount) {
            // A return may be older than the first purchase that is known.
            if let Some(month) = self.months.at(day).filter(|&month| month >= cohort) {
                self.revenue[cohort][month] += amount;
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for c in 0..MONTHS {
            self.customers[c] += other.customers[c];
            for m in 0..MONTHS {
                self.buyers[c][m] += other.buyers[c][m];
                self.revenue[c][m] += other.revenue[c][m];
            }
        }
    }

    fn said(self, plan: &Plan) -> CohortTable {
        let as_of_day = plan.as_of.day_number();
        // All months but the last are over; the last is where `as_of` is the first of the next.
        let is_over = |month: usize| month + 1 < MONTHS || date_of_day(as_of_day).day() == 1;
        let cell = |cohort: usize, month: usize| {
            let (customers, buyers) = (self.customers[cohort], self.buyers[cohort][month]);
            CohortMonth {
                buyers,
                share: (customers > 0).then(|| buyers as f64 / customers as f64),
                revenue: plan.money(self.revenue[cohort][month]),
                is_over: is_over(month),
            }
        };
        let history_begins = day_number(plan.history_begins);
        let is_known = |&cohort: &usize| {
            self.months.first_days.get(cohort + 1).is_none_or(|&next| history_begins < next)
        };
        let cohort = |c: usize| Cohort {
            month: date_of_day(self.months.first_days[c]).strftime("%Y-%m").to_string(),
            customers: self.customers[c],
            months: (c..MONTHS).map(|month| cell(c, month)).collect(),
        };
        let cohorts: Vec<Cohort> = (0..MONTHS).filter(is_known).map(cohort).collect();
        let nothing = cohorts.iter().all(|cohort| cohort.customers == 0);
        CohortTable {
            average_share: average_shares(&cohorts),
            definition: "customers whose first purchase lies in a month, and the share of them with an order in each \
                         month since; in the first month of the transactions stand also those who had bought before \
                         they begin"
                .to_owned(),
            not_available_because: nothing
                .then(|| format!("nobody bought for the first time in the last {MONTHS} months")),
            cohorts,
        }
    }
}

/// Buyers ÷ customers of all cohorts whose month is over, by months since.
fn average_shares(cohorts: &[Cohort]) -> Vec<Option<f64>> {
    let longest = cohorts.iter().map(|cohort| cohort.months.len()).max().unwrap_or_default();
    let average = |since: usize| {
        let (mut buyers, mut customers) = (0, 0);
        for cohort in cohorts {
            if let Some(month) = cohort.months.get(since).filter(|month| month.is_over) {
                buyers += month.buyers;
                customers += cohort.customers;
            }
        }
        (customers > 0).then(|| buyers as f64 / customers as f64)
    };
    (0..longest).map(average).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said};
    use super::*;

    /// The tests' date is 2024-07-01: June is over.
    #[test]
    fn customers_stand_in_the_month_of_their_first_purchase() {
        let base = [
            // 2 April; 1 and 30 June.
            Buyer::default().buy(-90.0, 10.0).buy(-30.0, 4.0).buy(-1.0, 4.0),
            Buyer::default().buy(-90.0, 10.0).give_back(-60.0, 3.0),
            Buyer::default().buy(-1.0, 7.0),
            Buyer::default().buy(-900.0, 7.0).buy(-1.0, 7.0),
        ];
        let table = said::<CohortTally>(&plan(30, 365), &base);
        assert_eq!(table.cohorts.len(), 24);
        let [april, may, june] = &table.cohorts[21..] else { unreachable!() };
        assert_eq!((april.month.as_str(), april.customers), ("2024-04", 2));
        let months: Vec<(u64, Option<f64>, Option<f64>)> =
            april.months.iter().map(|m| (m.buyers, m.share, m.revenue)).collect();
        let expected =
            [(2, Some(1.0), Some(20.0)), (0, Some(0.0), Some(-3.0)), (1, Some(0.5), Some(8.0))];
        assert_eq!(months, expected);
        assert_eq!((may.customers, may.months[0].share), (0, None));
        assert_eq!((june.customers, june.months.len(), june.months[0].is_over), (1, 1, true));
        assert_eq!(table.average_share[..3], [Some(1.0), Some(0.0), Some(0.5)]);
    }

    #[test]
    fn the_running_month_is_not_over_and_does_not_count_in_the_average() {
        let settings = super::super::testing::settings(30, 365);
        let as_of = settings.as_of.plus_days(9, &settings.zone).unwrap();
        let settings = super::super::plan::PlanSettings { as_of, ..settings };
        let plan = Plan::new(settings).unwrap();
        let base = [Buyer::default().buy(-10.0, 1.0), Buyer::default().buy(4.0, 1.0)];
        let table = said::<CohortTally>(&plan, &base);
        let [.., june, july] = &table.cohorts[..] else { unreachable!() };
        assert_eq!(
            (june.month.as_str(), june.months[0].is_over, june.months[1].is_over),
            ("2024-06", true, false)
        );
        assert_eq!((july.customers, july.months[0].is_over), (1, false));
        assert_eq!(table.average_share[..2], [Some(1.0), None]);
    }
}
