//! What a control group of some size can show.
//!
//! Two shares, p among those contacted and among the control, differ by chance with the standard error
//! `√(p (1 − p) (1/n_t + 1/n_c))`. A difference of 2.8 standard errors is seen in four of five campaigns at
//! a two-sided error of 5 %: 1.96 for the error and 0.84 for the power.

use crate::stats::normal_cdf;
use serde::{Deserialize, Serialize};

/// Standard errors of a difference that is seen with a power of 80 %.
pub(super) const SEEN: f64 = 2.8;
/// The two-sided error of 5 %.
const ERROR: f64 = 1.96;
/// The power that a share chosen automatically is to have.
const WANTED_POWER: f64 = 0.8;
/// Shares that are tried.
const SHARES: [f64; 9] = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5];
/// What is held back where no share has the power. More would cost the campaign more and show as little;
/// nights of the same campaign pool.
const TOO_SMALL: f64 = 0.1;

/// What can be seen of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the power of a test is called so")]
pub struct Power {
    /// Customers contacted.
    pub contacted: usize,
    /// Customers held back.
    pub control: usize,
    /// The difference in the share of buyers that is seen in four of five campaigns.
    pub detectable: f64,
    /// The difference that the save rates assume.
    pub assumed: f64,
    /// How likely the assumed difference is seen.
    pub power: f64,
    /// Contacts, with a tenth held back, at which the assumed difference would be seen in four of five.
    pub contacts_needed: Option<u64>,
}

/// What `contacted` and `control` customers can show, of whom a share `p` buys unaided and `assumed` more
/// are expected to when contacted. None without a control group.
pub(super) fn power(contacted: usize, control: usize, p: f64, assumed: f64) -> Option<Power> {
    if contacted == 0 || control == 0 {
        return None;
    }
    let variance = (p * (1.0 - p)).max(0.0);
    let error = (variance * (1.0 / contacted as f64 + 1.0 / control as f64)).sqrt();
    let power = if error > 0.0 { normal_cdf(assumed / error - ERROR) } else { 1.0 };
    // A tenth of all is held back: of n contacts n/9.
    let needed = variance * 10.0 * (SEEN / assumed).powi(2);
    let contacts_needed = (assumed > 0.0 && needed.is_finite()).then(|| needed.ceil() as u64);
    Some(Power { contacted, control, detectable: SEEN * error, assumed, power, contacts_needed })
}

/// The smallest share of `n` customers whose control group would show the assumed difference; a tenth where
/// none would.
pub(super) fn automatic_share(n: usize, p: f64, assumed: f64) -> f64 {
    let shows = |share: &f64| {
        let control = (n as f64 * share).round() as usize;
        power(n - control.min(n), control, p, assumed)
            .is_some_and(|seen| seen.power >= WANTED_POWER)
    };
    SHARES.into_iter().find(shows).unwrap_or(TOO_SMALL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_that_are_seen() {
        for (contacted, control, points) in
            [(500, 50, 20.8), (5_000, 500, 6.6), (50_000, 5_000, 2.1)]
        {
            let seen = power(contacted, control, 0.5, 0.05).unwrap();
            assert!((100.0 * seen.detectable - points).abs() < 0.05, "{}", seen.detectable);
        }
        assert_eq!(power(500, 0, 0.5, 0.05), None);
    }

    #[test]
    fn a_detectable_difference_is_seen_in_four_of_five() {
        let seen = power(4000, 1000, 0.3, 0.0).unwrap();
        let at_it = power(4000, 1000, 0.3, seen.detectable).unwrap();
        assert!((at_it.power - 0.8).abs() < 0.001, "{}", at_it.power);
        let needed = at_it.contacts_needed.unwrap();
        let there = power(needed as usize, needed as usize / 9, 0.3, seen.detectable).unwrap();
        assert!((there.power - 0.8).abs() < 0.005, "{}", there.power);
    }

    #[test]
    fn the_share_is_as_small_as_it_may_be() {
        assert_eq!(automatic_share(100_000, 0.5, 0.05), 0.1);
        assert_eq!(automatic_share(500, 0.5, 0.02), 0.1, "it pools with other nights");
        let share = automatic_share(6_000, 0.5, 0.05);
        assert!(share > 0.1 && share < 0.5, "{share}");
    }
}
