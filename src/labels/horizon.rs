//! How long to wait before silence means churn, read off the customers' own gaps.

use crate::history::{History, HistoryError, Orders, SortedPartition};
use crate::time::{AsOf, MICROS_PER_DAY};

/// Bounds of an automatic horizon, in days.
const HORIZON_DAYS: std::ops::RangeInclusive<u32> = 7..=730;

/// A customer's gaps weigh this much together: one who buys daily must not outvote a hundred others.
/// Shares of it are whole numbers, so that sums do not depend on the order of customers.
const CUSTOMER_WEIGHT: u64 = 1 << 20;

/// The 90th percentile of the gaps between customers' consecutive purchases before `as_of`, each
/// customer weighing the same, in whole days rounded up; 90 where nobody bought twice. Within 7 to 730
/// days, and no longer than can be judged: at most `lookback_days`, and at most a quarter of the
/// history, which must hold several outcome windows.
pub fn automatic_horizon_days(
    history: &History,
    as_of: AsOf,
    lookback_days: u32,
) -> Result<u32, HistoryError> {
    let longest = *HORIZON_DAYS.end() as usize;
    let mut gaps = vec![0u64; longest + 1];
    let count = |partition: &SortedPartition| {
        let mut weights = vec![0u64; longest + 1];
        let mut orders = Orders::default();
        partition.for_each(|customer| {
            orders.rebuild(&customer.transactions.before(as_of.micros()));
            let n_gaps = orders.len().saturating_sub(1).max(1) as u64;
            for pair in orders.time_micros.windows(2) {
                let days = (pair[1] - pair[0]).unsigned_abs().div_ceil(MICROS_PER_DAY as u64);
                weights[(days as usize).min(longest)] += CUSTOMER_WEIGHT / n_gaps;
            }
        });
        weights
    };
    history.visit(&|_| (), count, |weights| -> Result<(), HistoryError> {
        gaps.iter_mut().zip(weights).for_each(|(sum, more)| *sum += more);
        Ok(())
    })?;
    let first = history.span_micros().map_or(as_of.micros(), |(first, _)| first);
    let history_days = (as_of.micros() - first).max(0) / MICROS_PER_DAY;
    let judged = lookback_days.min(u32::try_from(history_days / 4).unwrap_or(u32::MAX));
    let (shortest, longest) =
        (*HORIZON_DAYS.start(), judged.clamp(*HORIZON_DAYS.start(), *HORIZON_DAYS.end()));
    Ok(ninetieth_percentile(&gaps).clamp(shortest, longest))
}

/// The smallest number of days that at least 90 % of the gaps' weight does not exceed.
fn ninetieth_percentile(gaps: &[u64]) -> u32 {
    let total: u64 = gaps.iter().sum();
    if total == 0 {
        return 90;
    }
    let mut seen = 0;
    for (days, weight) in gaps.iter().enumerate() {
        seen += weight;
        if seen * 10 >= total * 9 {
            return days as u32;
        }
    }
    gaps.len() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_gaps_in_ten_are_within_the_horizon() {
        let mut gaps = vec![0; 731];
        (gaps[3], gaps[40], gaps[700]) = (80, 10, 10);
        assert_eq!(ninetieth_percentile(&gaps), 40);
        assert_eq!(ninetieth_percentile(&[0; 731]), 90);
    }
}
