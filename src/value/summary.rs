//! One customer's purchases in four numbers: how often, until when, since when, and for how much.
//!
//! The convention is Fader and Hardie's ("Creating an RFM summary"): time is cut into periods (days
//! here), spend is summed per period, and the first period counts as acquisition, not as a repeat.
//! Fitting and forecasting are elsewhere.

use crate::history::Orders;
use crate::time::AsOf;

/// A customer's sufficient statistics for both models. Times are in whole days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PurchaseSummary {
    /// x: distinct purchase days, less the first.
    pub frequency: u32,
    /// `t_x`: days from the first purchase day to the last.
    pub recency_days: u32,
    /// T: days from the first purchase day to the last day before `as_of`.
    pub age_days: u32,
    /// Mean of the per-day sums without the first day's; 0 where there is none.
    pub order_value_mean: f64,
}

impl PurchaseSummary {
    /// Summary of purchases in ascending whole-numbered periods (days or weeks), with one value
    /// each, observed up to and including `last_period`. None without a purchase by then.
    pub fn from_periods(periods: &[i32], values: &[f64], last_period: i32) -> Option<Self> {
        let first = *periods.first().filter(|&&period| period <= last_period)?;
        let (mut current, mut frequency) = (first, 0_u32);
        let (mut repeat_sum, mut period_sum) = (0.0, 0.0);
        for (&period, &value) in periods.iter().zip(values) {
            if period > last_period {
                break;
            }
            if period != current {
                // The first period's sum is left out; every later one is added when it closes.
                repeat_sum += if frequency > 0 { period_sum } else { 0.0 };
                frequency += 1;
                period_sum = 0.0;
                current = period;
            }
            period_sum += value;
        }
        let order_value_mean =
            if frequency > 0 { (repeat_sum + period_sum) / f64::from(frequency) } else { 0.0 };
        Some(Self {
            frequency,
            recency_days: current.abs_diff(first),
            age_days: last_period.abs_diff(first),
            order_value_mean,
        })
    }

    /// Summary of a customer's orders, which are already cut at `as_of`; orders of one local day are
    /// one purchase. None without an order.
    pub fn of_orders(orders: &Orders, as_of: AsOf) -> Option<Self> {
        Self::from_periods(&orders.day, &orders.value, as_of.day_number() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// reference-numbers.md §1: transactions in 2015 as (month, day, amount) per customer.
    const FIXTURE: [&[(i8, i8, f64)]; 6] = [
        &[(1, 1, 1.0), (2, 6, 2.0)],
        &[(1, 1, 2.0)],
        &[(1, 1, 3.0), (1, 2, 1.0), (1, 5, 5.0)],
        &[(1, 16, 6.0), (2, 2, 3.0), (2, 5, 3.0)],
        &[(1, 16, 3.0), (1, 17, 1.0), (1, 18, 8.0)],
        &[(2, 2, 5.0)],
    ];

    fn day(month: i8, day: i8) -> i32 {
        crate::time::day_number(jiff::civil::date(2015, month, day))
    }

    /// Monday-to-Sunday weeks; 1970-01-01 was a Thursday.
    fn week(day: i32) -> i32 {
        (day + 3).div_euclid(7)
    }

    fn summaries(period: impl Fn(i32) -> i32) -> Vec<(u32, u32, u32, f64)> {
        let summary = |rows: &&[(i8, i8, f64)]| {
            let periods: Vec<i32> = rows.iter().map(|&(m, d, _)| period(day(m, d))).collect();
            let values: Vec<f64> = rows.iter().map(|row| row.2).collect();
            let s = PurchaseSummary::from_periods(&periods, &values, period(day(2, 7))).unwrap();
            (s.frequency, s.recency_days, s.age_days, s.order_value_mean)
        };
        FIXTURE.iter().map(summary).collect()
    }

    #[test]
    fn the_published_summary_by_day_and_by_week() {
        let by_day = [
            (1, 36, 37, 2.0),
            (0, 0, 37, 0.0),
            (2, 4, 37, 3.0),
            (2, 20, 22, 3.0),
            (2, 2, 22, 4.5),
            (0, 0, 5, 0.0),
        ];
        assert_eq!(summaries(|d| d), by_day);
        let by_week: Vec<_> = summaries(week).iter().map(|s| (s.0, s.1, s.2)).collect();
        assert_eq!(by_week, [(1, 5, 5), (0, 0, 5), (1, 1, 5), (1, 3, 3), (0, 0, 3), (0, 0, 0)]);
    }

    #[test]
    fn the_day_of_as_of_is_outside() {
        let mut orders = Orders::default();
        orders.day.extend([10, 10, 12]);
        orders.value.extend([1.0, 2.0, 4.0]);
        let as_of = AsOf::at(crate::time::date_of_day(12), &crate::time::Zone::utc()).unwrap();
        let cut = PurchaseSummary::of_orders(&orders, as_of).unwrap();
        assert_eq!((cut.frequency, cut.recency_days, cut.age_days), (0, 0, 1));
        assert!(PurchaseSummary::from_periods(&[12], &[1.0], 11).is_none());
        assert!(PurchaseSummary::from_periods(&[], &[], 11).is_none());
    }
}
