//! How long to wait before silence means churn, read off the customers' own gaps.

use super::cutoffs::{DEFAULT_MAX_CUTOFFS, least_history_days};
use crate::history::{History, HistoryError, Orders, SortedPartition};
use crate::time::{AsOf, MICROS_PER_DAY};

/// Bounds of an automatic horizon, in days.
const HORIZON_DAYS: std::ops::RangeInclusive<u32> = 7..=730;

/// Longer gaps count as this long.
pub(super) const LONGEST: usize = *HORIZON_DAYS.end() as usize;

/// The automatic horizon where nobody bought twice.
const WITHOUT_GAPS: u32 = 90;

/// A customer's gaps weigh this much together: one who buys daily must not outvote a hundred others.
/// Shares of it are whole numbers, so that sums do not depend on the order of customers.
pub(super) const CUSTOMER_WEIGHT: u64 = 1 << 20;

/// How the customers of a history buy before an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rhythm {
    /// Customers with a purchase.
    pub buyers: u64,
    /// Those with one purchase alone.
    pub one_time: u64,
    /// The newest purchase before the instant.
    pub last_micros: Option<i64>,
    /// Days from the first transaction to the instant.
    history_days: i64,
    /// Weight of the gaps between consecutive purchases by their days, rounded up; each customer weighs
    /// the same.
    gaps: Vec<u64>,
}

/// A horizon that is read off the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AutomaticHorizon {
    /// The horizon, in days: at most what is wanted, the lookback, and what the history can judge.
    pub days: u32,
    /// In which nine gaps in ten end, in days.
    pub wanted_days: u32,
}

/// Looks at every customer's purchases before `as_of`.
pub(crate) fn rhythm(history: &History, as_of: AsOf) -> Result<Rhythm, HistoryError> {
    let first = history.span_micros().map_or(as_of.micros(), |(first, _)| first);
    let none = || Rhythm::nobody(first, as_of);
    let mut all = none();
    let look = |partition: &SortedPartition| {
        let (mut seen, mut orders) = (none(), Orders::default());
        partition.for_each(|customer| {
            let rows = customer.transactions.before(as_of.micros());
            orders.rebuild(&rows);
            seen.add(&orders.time_micros);
        });
        seen
    };
    history.visit(&|_| (), look, |seen| -> Result<(), HistoryError> {
        all.merge(&seen);
        Ok(())
    })?;
    Ok(all)
}

impl Rhythm {
    /// That of nobody yet, of a history that begins at `first_micros`.
    pub(crate) fn nobody(first_micros: i64, as_of: AsOf) -> Self {
        let history_days = (as_of.micros() - first_micros).max(0) / MICROS_PER_DAY;
        let gaps = vec![0; LONGEST + 1];
        Self { buyers: 0, one_time: 0, last_micros: None, history_days, gaps }
    }

    /// Adds what was counted elsewhere: customers, those with one purchase alone, the newest purchase, and the weight of gaps
    /// of so many days.
    pub(crate) fn add_counted(
        &mut self,
        (buyers, one_time): (u64, u64),
        last_micros: Option<i64>,
        gap: Option<(u64, u64)>,
    ) {
        self.buyers += buyers;
        self.one_time += one_time;
        self.last_micros = self.last_micros.max(last_micros);
        if let Some((days, weight)) = gap {
            self.gaps[(days as usize).min(LONGEST)] += weight;
        }
    }

    /// The median of the gaps between a customer's consecutive purchases, in days; none where nobody bought
    /// twice.
    pub(crate) fn median_gap_days(&self) -> Option<u32> {
        percentile(&self.gaps, 50)
    }

    /// The 90th percentile of the gaps, each customer weighing the same, in whole days rounded up; 90
    /// where nobody bought twice. Within 7 to 730 days, and no longer than can be judged.
    pub(crate) fn automatic_horizon(&self, gap_days: u32, lookback_days: u32) -> AutomaticHorizon {
        let (shortest, longest) = (*HORIZON_DAYS.start(), *HORIZON_DAYS.end());
        let wanted_days = percentile(&self.gaps, 90).unwrap_or(WITHOUT_GAPS);
        let wanted_days = wanted_days.clamp(shortest, longest);
        let is_short_enough =
            |days: &u32| *days <= lookback_days && self.can_judge(*days, gap_days);
        let days = (shortest..=wanted_days).rev().find(is_short_enough).unwrap_or(shortest);
        AutomaticHorizon { days, wanted_days }
    }

    /// Whether the history holds the outcome window that a model is judged by, one of the same length before
    /// it to learn from, a step of the cutoffs between the two and the least history before them; and four
    /// horizons in all, several windows. As many steps as there are cutoffs must reach the earlier window.
    fn can_judge(&self, horizon_days: u32, gap_days: u32) -> bool {
        let reach_days = gap_days.saturating_add(horizon_days);
        let step_days = (horizon_days / 3).max(1);
        let all_steps_days = (DEFAULT_MAX_CUTOFFS as u32 - 1) * step_days;
        let before_days = step_days + least_history_days(horizon_days);
        let judged_days = 2 * i64::from(reach_days) + i64::from(before_days);
        reach_days <= all_steps_days
            && judged_days.max(4 * i64::from(horizon_days)) <= self.history_days
    }

    fn add(&mut self, purchases_micros: &[i64]) {
        self.last_micros = self.last_micros.max(purchases_micros.last().copied());
        self.buyers += u64::from(!purchases_micros.is_empty());
        self.one_time += u64::from(purchases_micros.len() == 1);
        let n_gaps = purchases_micros.len().saturating_sub(1).max(1) as u64;
        for pair in purchases_micros.windows(2) {
            let days = (pair[1] - pair[0]).unsigned_abs().div_ceil(MICROS_PER_DAY as u64);
            self.gaps[(days as usize).min(LONGEST)] += CUSTOMER_WEIGHT / n_gaps;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.buyers += other.buyers;
        self.one_time += other.one_time;
        self.last_micros = self.last_micros.max(other.last_micros);
        self.gaps.iter_mut().zip(&other.gaps).for_each(|(sum, more)| *sum += more);
    }
}

/// The smallest number of days that at least `percent` of the gaps' weight does not exceed.
fn percentile(gaps: &[u64], percent: u64) -> Option<u32> {
    let total: u64 = gaps.iter().sum();
    let mut seen = 0;
    let reached = |weight: &u64| {
        seen += weight;
        seen * 100 >= total * percent
    };
    let days = gaps.iter().position(reached).filter(|_| total > 0)?;
    Some(days as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_gaps_in_ten_are_within_the_horizon() {
        let mut gaps = vec![0; 731];
        (gaps[3], gaps[40], gaps[700]) = (80, 10, 10);
        assert_eq!((percentile(&gaps, 90), percentile(&gaps, 50)), (Some(40), Some(3)));
        assert_eq!(percentile(&[0; 731], 90), None);
    }

    #[test]
    fn each_customer_weighs_the_same() {
        let days = |days: &[i64]| days.iter().map(|day| day * MICROS_PER_DAY).collect::<Vec<_>>();
        let gaps = vec![0; LONGEST + 1];
        let mut rhythm =
            Rhythm { buyers: 0, one_time: 0, last_micros: None, history_days: 4000, gaps };
        rhythm.add(&days(&(0..500).collect::<Vec<_>>()));
        rhythm.add(&days(&[0, 50]));
        rhythm.add(&days(&[0, 60]));
        rhythm.add(&days(&[7]));
        rhythm.add(&[]);
        assert_eq!((rhythm.buyers, rhythm.one_time), (4, 1));
        assert_eq!(rhythm.median_gap_days(), Some(50));
        let days = |gap_days, lookback_days| rhythm.automatic_horizon(gap_days, lookback_days).days;
        assert_eq!((days(0, 365), days(0, 30)), (60, 30));
        rhythm.history_days = 200;
        let shortened = rhythm.automatic_horizon(0, 365);
        assert_eq!(shortened, AutomaticHorizon { days: 50, wanted_days: 60 });
        // Two windows of 60 + 28 days with 9 + 14 days before them.
        assert_eq!(rhythm.automatic_horizon(60, 365).days, 28);
        rhythm.history_days = 20;
        assert_eq!(rhythm.automatic_horizon(0, 365).days, 7);
    }
}
