//! Time between orders: histogram and quantiles of the days from one order to the next.

use super::day_counts::DayCounts;
use super::plan::Plan;
use super::tally::{Customer, Tally};
use serde::Serialize;

/// Days between orders.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeBetweenOrders {
    /// Gaps that were counted.
    pub n: u64,
    /// Customers with at least one.
    pub customers: u64,
    /// Half of the gaps are at most this many days.
    pub median_days: Option<f64>,
    /// Three in four are.
    pub three_quarters_days: Option<f64>,
    /// Nine in ten are.
    pub nine_tenths_days: Option<f64>,
    /// Gaps by length, in bins of equal width; the last is open.
    pub histogram: Vec<GapBin>,
    /// What is counted, in one sentence.
    pub definition: String,
    /// Why there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_available_because: Option<String>,
}

/// Gaps of some lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct GapBin {
    /// Shortest, in days.
    pub from_days: u32,
    /// Longest, in days; none for the open bin.
    pub to_days: Option<u32>,
    /// How many.
    pub gaps: u64,
}

/// Widths of bins in days that people read easily.
const WIDTHS: [u32; 10] = [1, 2, 5, 7, 10, 14, 30, 60, 90, 180];
/// Bins at most, the open one aside, for the gaps up to [`SHOWN`] of them.
const BINS: u32 = 20;
const SHOWN: f64 = 0.95;

#[derive(Default)]
pub(super) struct GapTally {
    gaps: DayCounts,
    customers: u64,
}

impl Tally for GapTally {
    type Measured = TimeBetweenOrders;

    fn new(_plan: &Plan) -> Self {
        Self::default()
    }

    fn add(&mut self, customer: &Customer<'_>, _plan: &Plan) {
        let before = self.gaps.n();
        for pair in customer.orders.day.windows(2) {
            if pair[1] > pair[0] {
                self.gaps.add((pair[1] - pair[0]) as u32);
            }
        }
        self.customers += u64::from(self.gaps.n() > before);
    }

    fn merge(&mut self, other: Self) {
        self.gaps.merge(&other.gaps);
        self.customers += other.customers;
    }

    fn said(self, _plan: &Plan) -> TimeBetweenOrders {
        let nothing = self.gaps.n() == 0;
        TimeBetweenOrders {
            n: self.gaps.n(),
            customers: self.customers,
            median_days: self.gaps.quantile(0.5),
            three_quarters_days: self.gaps.quantile(0.75),
            nine_tenths_days: self.gaps.quantile(0.9),
            histogram: histogram(&self.gaps),
            definition: "calendar days from one order of a customer to the next, over all the history; orders of \
                         one day count as one"
                .to_owned(),
            not_available_because: nothing
                .then(|| "no customer has ordered on two different days".to_owned()),
        }
    }
}

fn histogram(gaps: &DayCounts) -> Vec<GapBin> {
    let Some(shown) = gaps.quantile(SHOWN) else { return Vec::new() };
    let needed = (shown / f64::from(BINS)).ceil() as u32;
    let width = WIDTHS.into_iter().find(|&width| width >= needed).unwrap_or(needed);
    let bins = (shown as u32 / width + 1).min(BINS);
    let bin = |k: u32| {
        let (from_days, to_days) = (k * width, (k + 1) * width - 1);
        let gaps = gaps.within(from_days as usize, to_days as usize + 1);
        GapBin { from_days, to_days: Some(to_days), gaps }
    };
    let mut histogram: Vec<GapBin> = (0..bins).map(bin).collect();
    let from_days = bins * width;
    let gaps = gaps.within(from_days as usize, usize::MAX);
    histogram.push(GapBin { from_days, to_days: None, gaps });
    histogram
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said};
    use super::*;

    #[test]
    fn orders_of_one_day_are_one_and_the_histogram_holds_every_gap() {
        let base = [
            Buyer::default().buy(-40.0, 1.0).buy(-39.9, 1.0).buy(-30.0, 1.0).buy(-10.0, 1.0),
            Buyer::default().buy(-400.0, 1.0).buy(-10.0, 1.0).give_back(-5.0, 1.0),
            Buyer::default().buy(-10.0, 1.0).buy(-9.9, 1.0),
        ];
        let found = said::<GapTally>(&plan(30, 365), &base);
        assert_eq!((found.n, found.customers, found.median_days), (3, 2, Some(20.0)));
        assert_eq!(found.three_quarters_days, Some(205.0));
        assert_eq!(found.histogram.iter().map(|bin| bin.gaps).sum::<u64>(), 3);
        assert!(found.histogram.len() <= BINS as usize + 1);
        for pair in found.histogram.windows(2) {
            assert_eq!(pair[0].to_days.map(|day| day + 1), Some(pair[1].from_days));
        }
        let nothing = said::<GapTally>(&plan(30, 365), &base[2..]);
        assert!(nothing.not_available_because.is_some() && nothing.histogram.is_empty());
    }
}
