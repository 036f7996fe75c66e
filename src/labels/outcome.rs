//! Who may be judged, and what became of them.

use crate::history::{Orders, Transactions};
use crate::time::{AsOf, MICROS_PER_DAY, Window};

/// The question the model answers: no purchase in `[as_of + gap, as_of + gap + horizon)`, asked of
/// customers who bought in `[as_of − lookback, as_of)`. All in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OutcomeRule {
    /// Length of the outcome window.
    pub horizon_days: u32,
    /// Days between `as_of` and the outcome window.
    pub gap_days: u32,
    /// How far back the last purchase may lie.
    pub lookback_days: u32,
}

/// Why a customer is not asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ineligible {
    /// No purchase before `as_of`.
    NeverBought,
    /// The last purchase lies before the lookback.
    Lapsed,
}

impl Ineligible {
    /// The reason as it stands in the score file.
    pub fn name(self) -> &'static str {
        match self {
            Ineligible::NeverBought => "never_bought",
            Ineligible::Lapsed => "lapsed",
        }
    }
}

/// What became of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No purchase in the outcome window.
    Churned,
    /// At least one purchase in the outcome window.
    Stayed,
    /// Not asked about.
    NotEligible(Ineligible),
}

impl OutcomeRule {
    /// The outcome window of a cutoff.
    pub fn outcome_window(&self, as_of: AsOf) -> Window {
        let start_micros = as_of.micros() + i64::from(self.gap_days) * MICROS_PER_DAY;
        Window {
            start_micros,
            end_micros: start_micros + i64::from(self.horizon_days) * MICROS_PER_DAY,
        }
    }

    /// Whether a customer with this last purchase (before `as_of`) is asked about.
    pub fn eligibility(
        &self,
        last_purchase_micros: Option<i64>,
        as_of: AsOf,
    ) -> Result<(), Ineligible> {
        let last = last_purchase_micros.ok_or(Ineligible::NeverBought)?;
        let lookback_start = as_of.micros() - i64::from(self.lookback_days) * MICROS_PER_DAY;
        if last < lookback_start { Err(Ineligible::Lapsed) } else { Ok(()) }
    }

    /// Days from the start of the outcome window to the first purchase in it, of a customer with orders
    /// at these times (ascending, all that are known); infinite where there is none.
    pub fn days_to_next_purchase(
        &self,
        order_times: &[i64],
        as_of: AsOf,
    ) -> Result<f64, Ineligible> {
        let window = self.outcome_window(as_of);
        let known = order_times.partition_point(|&t| t < as_of.micros());
        self.eligibility(known.checked_sub(1).map(|last| order_times[last]), as_of)?;
        let next = order_times[known..].iter().find(|&&t| window.contains(t));
        Ok(next.map_or(f64::INFINITY, |&t| crate::time::days(t - window.start_micros)))
    }

    /// The outcome of one customer at one cutoff. `scratch` holds any content before and after.
    ///
    /// An order begun before the window is no purchase in it, whenever its later rows were booked.
    pub fn outcome(&self, rows: &Transactions<'_>, as_of: AsOf, scratch: &mut Orders) -> Outcome {
        let window = self.outcome_window(as_of);
        scratch.rebuild(&rows.before(window.end_micros));
        let times = &scratch.time_micros;
        let known = times.partition_point(|&t| t < as_of.micros());
        match self.eligibility(known.checked_sub(1).map(|last| times[last]), as_of) {
            Err(reason) => Outcome::NotEligible(reason),
            Ok(()) if times[known..].iter().any(|&t| window.contains(t)) => Outcome::Stayed,
            Ok(()) => Outcome::Churned,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    const RULE: OutcomeRule = OutcomeRule { horizon_days: 30, gap_days: 2, lookback_days: 100 };

    /// Purchases (and returns, of a negative amount) at days from `as_of`.
    fn next(purchases: &[(f64, f64)], known_until: f64) -> Result<f64, Ineligible> {
        let as_of = AsOf::parse("2024-07-01", &Zone::utc()).unwrap();
        let micros = |days: f64| as_of.micros() + (days * MICROS_PER_DAY as f64) as i64;
        let time: Vec<i64> = purchases.iter().map(|p| micros(p.0)).collect();
        let day: Vec<i32> = time.iter().map(|&t| Zone::utc().day_number(t)).collect();
        let amount: Vec<f64> = purchases.iter().map(|p| p.1).collect();
        let order: Vec<u64> = (0..time.len() as u64).collect();
        let rows = Transactions {
            time_micros: &time,
            day: &day,
            amount: &amount,
            order: &order,
            ..Transactions::default()
        };
        let mut scratch = Orders::default();
        let outcome = RULE.outcome(&rows, as_of, &mut scratch);
        scratch.rebuild(&rows.before(micros(known_until)));
        let next = RULE.days_to_next_purchase(&scratch.time_micros, as_of);
        if known_until >= 32.0 {
            // With the whole window known the two say the same.
            let as_outcome = match next {
                Ok(days) if days.is_finite() => Outcome::Stayed,
                Ok(_) => Outcome::Churned,
                Err(reason) => Outcome::NotEligible(reason),
            };
            assert_eq!(outcome, as_outcome);
        }
        next
    }

    #[test]
    fn days_to_the_next_purchase_count_from_the_window_and_end_with_it() {
        assert_eq!(next(&[(-5.0, 1.0), (12.0, 1.0), (20.0, 1.0)], 40.0), Ok(10.0));
        // The window is [2, 32): what comes in the gap, on the last instant or as a return is none.
        assert_eq!(next(&[(-5.0, 1.0), (2.0, 1.0)], 40.0), Ok(0.0));
        assert_eq!(next(&[(-5.0, 1.0), (1.5, 1.0), (32.0, 1.0)], 40.0), Ok(f64::INFINITY));
        assert_eq!(next(&[(-5.0, 1.0), (12.0, -1.0)], 40.0), Ok(f64::INFINITY));
        assert_eq!(next(&[(-5.0, 1.0), (1.0, 1.0), (31.5, 1.0)], 40.0), Ok(29.5));
    }

    #[test]
    fn what_is_not_known_yet_is_not_told() {
        let rows = [(-5.0, 1.0), (12.0, 1.0)];
        assert_eq!(next(&rows, 12.0), Ok(f64::INFINITY));
        assert_eq!(next(&rows, 12.1), Ok(10.0));
    }

    #[test]
    fn who_never_bought_or_not_for_long_is_not_asked_about() {
        assert_eq!(next(&[(12.0, 1.0)], 40.0), Err(Ineligible::NeverBought));
        assert_eq!(next(&[(-5.0, -1.0), (12.0, 1.0)], 40.0), Err(Ineligible::NeverBought));
        assert_eq!(next(&[(-100.1, 1.0), (12.0, 1.0)], 40.0), Err(Ineligible::Lapsed));
        assert_eq!(next(&[(-100.0, 1.0)], 40.0), Ok(f64::INFINITY));
    }
}
