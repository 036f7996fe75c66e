//! A customer's own rhythm: usual gap, churn factor, when the next order is due.
//!
//! With n orders between the first and the last instant there are n − 1 gaps that sum to last − first.
//! The usual gap is shrunk to the population's by adding `w` gaps of the population's length
//! (the posterior mean of an exponential gap under a prior worth `w` observations):
//! `usual = (last − first + w · population) / (n − 1 + w)`. A one-time buyer has the population's gap from
//! the first order to the second, since that is what is waited for.

use super::reasons::whole_days;

/// First and last order and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Rhythm {
    /// Time of the first order.
    pub first_micros: i64,
    /// Time of the last order.
    pub last_micros: i64,
    /// Number of orders; 0 when there is none and the times mean nothing.
    pub orders: u32,
}

/// The population's gap and its weight against a customer's own gaps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct GapPrior {
    /// Median over repeat customers of their own mean gap, in days; none without a repeat customer.
    pub population_days: Option<f64>,
    /// Median over repeat customers of the days from their first order to their second.
    pub second_order_days: Option<f64>,
    /// How many own gaps it weighs as much as.
    pub weight: f64,
}

impl Rhythm {
    /// Mean of the customer's own gaps in days; none with fewer than two orders.
    pub(crate) fn own_mean_gap_days(&self) -> Option<f64> {
        let gaps = self.orders.checked_sub(1).filter(|&gaps| gaps > 0)?;
        Some(crate::time::days(self.last_micros - self.first_micros) / f64::from(gaps))
    }

    /// Usual gap in days, shrunk to the population's; none where neither is known or orders all fall
    /// on one instant.
    pub(crate) fn usual_gap_days(&self, prior: &GapPrior) -> Option<f64> {
        let gaps = f64::from(self.orders.checked_sub(1)?);
        let own_total = crate::time::days(self.last_micros - self.first_micros);
        if gaps == 0.0 && prior.second_order_days.is_some() {
            return prior.second_order_days;
        }
        let usual = match prior.population_days {
            Some(population) if gaps + prior.weight > 0.0 => {
                (own_total + prior.weight * population) / (gaps + prior.weight)
            }
            _ if gaps > 0.0 => own_total / gaps,
            _ => return None,
        };
        (usual > 0.0).then_some(usual)
    }

    /// Days since the last order ÷ usual gap: above 1 is overdue.
    pub(crate) fn churn_factor(&self, as_of_micros: i64, prior: &GapPrior) -> Option<f64> {
        let since = crate::time::days(as_of_micros - self.last_micros);
        Some(since / self.usual_gap_days(prior)?)
    }

    /// The day of the last order plus the usual gap in whole days, the population's for a one-time buyer.
    pub(crate) fn expected_next_day(&self, last_day: i32, prior: &GapPrior) -> Option<i32> {
        let gap = self.usual_gap_days(prior)?;
        // Beyond the calendar's reach there is no date to name.
        (gap < 1_000_000.0).then(|| last_day.saturating_add(whole_days(gap)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::MICROS_PER_DAY;

    fn rhythm(first_day: i64, last_day: i64, orders: u32) -> Rhythm {
        Rhythm {
            first_micros: first_day * MICROS_PER_DAY,
            last_micros: last_day * MICROS_PER_DAY,
            orders,
        }
    }

    const PRIOR: GapPrior =
        GapPrior { population_days: Some(60.0), second_order_days: Some(75.0), weight: 2.0 };

    #[test]
    fn few_purchases_are_shrunk_and_many_speak_for_themselves() {
        assert_eq!(rhythm(0, 0, 1).usual_gap_days(&PRIOR), Some(75.0));
        assert_eq!(rhythm(0, 30, 2).usual_gap_days(&PRIOR), Some(50.0));
        let often = rhythm(0, 3000, 101).usual_gap_days(&PRIOR).unwrap();
        assert!((often - 3120.0 / 102.0).abs() < 1e-12);
        assert_eq!(rhythm(0, 0, 0).usual_gap_days(&PRIOR), None);
    }

    #[test]
    fn the_next_order_comes_by_the_own_gap_or_by_that_of_others() {
        assert_eq!(rhythm(0, 0, 1).expected_next_day(100, &PRIOR), Some(175));
        let nobody = GapPrior { population_days: None, second_order_days: None, weight: 2.0 };
        assert_eq!(rhythm(0, 0, 1).expected_next_day(0, &nobody), None);
        assert_eq!(rhythm(0, 30, 2).expected_next_day(30, &PRIOR), Some(80));
        assert_eq!(rhythm(0, 30, 2).churn_factor(130 * MICROS_PER_DAY, &PRIOR), Some(2.0));
    }

    #[test]
    fn without_a_population_the_own_gap_counts_alone() {
        let alone = GapPrior { population_days: None, second_order_days: None, weight: 2.0 };
        assert_eq!(rhythm(0, 30, 2).usual_gap_days(&alone), Some(30.0));
        assert_eq!(rhythm(0, 0, 1).usual_gap_days(&alone), None);
        assert_eq!(rhythm(5, 5, 3).usual_gap_days(&alone), None, "all at one instant");
    }
}
