//! Which past instants serve as training snapshots.
//!
//! A cutoff counts only if its outcome window is complete by the end of what may be known.
//! Cutoffs step back from the newest complete one; at each, the history before must be long enough
//! to compute features from.

use super::OutcomeRule;
use crate::time::{AsOf, MICROS_PER_DAY, TimeError, Zone};

/// The cutoffs of one training, oldest first, and how they came about.
#[derive(Debug, Clone, PartialEq)]
pub struct CutoffPlan {
    /// The cutoffs, ascending.
    pub cutoffs: Vec<AsOf>,
    /// Days from one to the next.
    pub step_days: u32,
}

/// What stands against any cutoff.
#[derive(Debug, thiserror::Error)]
pub enum CutoffError {
    /// The history is too short.
    #[error(
        "too little history before {as_of}: {have_days:.0} days, but one complete outcome window needs \
         at least {need_days} (gap {gap_days} + horizon {horizon_days} + {history_days} of history before it); \
         shorten --horizon-days or provide older transactions"
    )]
    TooShort {
        /// End of what may be known.
        as_of: AsOf,
        /// Days from the first purchase to `as_of`.
        have_days: f64,
        /// Days that are needed.
        need_days: u32,
        /// The rule's gap.
        gap_days: u32,
        /// The rule's horizon.
        horizon_days: u32,
        /// Least history before a cutoff.
        history_days: u32,
    },
    /// A date out of range.
    #[error(transparent)]
    Time(#[from] TimeError),
}

/// Plans at most `max_cutoffs` cutoffs in the past of `as_of` for data that begins at `first_micros`.
///
/// The step is given or derived (see the body); the least history before a cutoff is a quarter of
/// the horizon, at least 14 days.
pub fn plan_cutoffs(
    rule: &OutcomeRule,
    as_of: AsOf,
    first_micros: i64,
    step_days: Option<u32>,
    max_cutoffs: usize,
    zone: &Zone,
) -> Result<CutoffPlan, CutoffError> {
    let history_days = (rule.horizon_days / 4).max(14);
    let reach_days = rule.gap_days + rule.horizon_days;
    let have_micros = as_of.micros() - first_micros;
    let need_days = reach_days + history_days;
    let room_days = have_micros / MICROS_PER_DAY - i64::from(need_days);
    if room_days < 0 {
        return Err(CutoffError::TooShort {
            as_of,
            have_days: crate::time::days(have_micros),
            need_days,
            gap_days: rule.gap_days,
            horizon_days: rule.horizon_days,
            history_days,
        });
    }
    // A third of the horizon apart: neighbours share most of their outcome windows when closer.
    let step_days = step_days.unwrap_or((rule.horizon_days / 3).clamp(7, 91)).max(1);
    let count = (room_days as usize / step_days as usize + 1).min(max_cutoffs.max(1));
    let mut cutoffs = (0..count)
        .map(|k| as_of.plus_days(-((reach_days + k as u32 * step_days) as i32), zone))
        .collect::<Result<Vec<_>, _>>()?;
    cutoffs.reverse();
    Ok(CutoffPlan { cutoffs, step_days })
}
