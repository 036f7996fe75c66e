//! How long to wait before silence means churn, read off the customers' own gaps.

use crate::history::{History, HistoryError, Orders, SortedPartition};
use crate::time::{AsOf, MICROS_PER_DAY};

/// Bounds of an automatic horizon, in days.
const HORIZON_DAYS: std::ops::RangeInclusive<u32> = 7..=730;

/// The 90th percentile of the gaps between customers' consecutive purchases before `as_of`, in whole
/// days rounded up, within 7 to 730; 90 where nobody bought twice.
pub fn automatic_horizon_days(history: &History, as_of: AsOf) -> Result<u32, HistoryError> {
    let longest = *HORIZON_DAYS.end() as usize;
    let mut gaps = vec![0u64; longest + 1];
    let count = |partition: &SortedPartition| {
        let mut counts = vec![0u64; longest + 1];
        let mut orders = Orders::default();
        partition.for_each(|customer| {
            orders.rebuild(&customer.transactions.before(as_of.micros()));
            for pair in orders.time_micros.windows(2) {
                let days = (pair[1] - pair[0]).unsigned_abs().div_ceil(MICROS_PER_DAY as u64);
                counts[(days as usize).min(longest)] += 1;
            }
        });
        counts
    };
    history.visit(&|_| (), count, |counts| -> Result<(), HistoryError> {
        gaps.iter_mut().zip(counts).for_each(|(sum, more)| *sum += more);
        Ok(())
    })?;
    Ok(ninetieth_percentile(&gaps).clamp(*HORIZON_DAYS.start(), *HORIZON_DAYS.end()))
}

/// The smallest number of days that at least 90 % of the gaps do not exceed.
fn ninetieth_percentile(gaps: &[u64]) -> u32 {
    let total: u64 = gaps.iter().sum();
    if total == 0 {
        return 90;
    }
    let mut seen = 0;
    for (days, count) in gaps.iter().enumerate() {
        seen += count;
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
