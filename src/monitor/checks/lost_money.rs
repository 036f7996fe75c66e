//! Lost money: whether as much was lost with those who left as the scores of an earlier night had put at risk.
//!
//! What a customer brought is `value_at_pace` of the score file, what was put at risk the sum of `value_at_risk`.

use super::{NightFacts, WatchLimits};
use crate::monitor::reading::{Limits, NOISE, Reading};
use crate::words::money;

/// The check's name.
pub(crate) const CHECK: &str = "lost_money";
/// By the factor between what was lost and what was at risk, whichever is larger.
pub(crate) const LIMITS: Limits = Limits { warn: 1.25, alert: 1.5 };

/// The one reading.
pub(crate) fn reading_of(seen: &NightFacts<'_>, limits: &WatchLimits) -> Reading {
    let Some(matured) = seen.matured else {
        return Reading::not_known(CHECK, super::NOT_MATURED);
    };
    let Some(known) = matured.money.filter(|known| known.at_risk > 0.0) else {
        return Reading::not_known(CHECK, "nothing tells of money, or none was at risk");
    };
    // The factor's own logarithm is symmetric; nothing lost at all is infinitely far.
    let factor = known.lost / known.at_risk;
    let distance = if factor < 1.0 { 1.0 / factor } else { factor };
    let is_noise = (known.lost - known.at_risk).abs() < NOISE * known.standard_deviation;
    let signal = limits.lost_money.signal(if is_noise { 1.0 } else { distance });
    Reading {
        check: CHECK.to_owned(),
        of: None,
        signal,
        value: Some(known.lost),
        expected: Some(known.at_risk),
        customers: matured.metrics.n_rows,
        says: format!(
            "{} were lost with those of {} who left, {} were at risk",
            money(known.lost),
            matured.as_of,
            money(known.at_risk)
        ),
    }
}
