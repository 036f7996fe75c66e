//! Which past instants serve as training snapshots.
//!
//! A cutoff counts only if its outcome window is complete by the end of what may be known.
//! Cutoffs step back from the newest complete one; at each, the history before must be long enough
//! to compute features from. Recent snapshots, whose windows are not complete, tell the level of
//! activity and are never trained on.

use super::OutcomeRule;
use crate::error::{Failure, Kind};
use crate::time::{AsOf, MICROS_PER_DAY, TimeError, YEAR_DAYS, Zone};

/// The cutoffs of one training, oldest first, and how they came about.
#[derive(Debug, Clone, PartialEq)]
pub struct CutoffPlan {
    /// The cutoffs, ascending; every outcome window is complete by the present.
    pub cutoffs: Vec<AsOf>,
    /// Later snapshots of which the first third of the outcome window is known, ascending.
    pub recent: Vec<AsOf>,
    /// The same season in earlier years (see [`earlier_years`]), ascending; empty where the history
    /// does not reach back.
    pub earlier_years: Vec<AsOf>,
    /// Days from one cutoff to the next.
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

impl Failure for CutoffError {
    fn kind(&self) -> Kind {
        match self {
            CutoffError::TooShort { .. } => Kind::DataQuality,
            CutoffError::Time(_) => Kind::Usage,
        }
    }
}

/// Cutoffs of a training, where nothing else is asked for.
pub const DEFAULT_MAX_CUTOFFS: usize = 12;

impl CutoffPlan {
    /// Every instant, once, ascending.
    pub fn snapshots(&self) -> Vec<AsOf> {
        let all = [&self.earlier_years, &self.cutoffs, &self.recent];
        let mut all: Vec<AsOf> = all.into_iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Plans at most `max_cutoffs` cutoffs in the past of `as_of` for data that begins at `first_micros`.
///
/// The least history before a cutoff is a quarter of the horizon, at least 14 days. The step, unless
/// given, spreads the cutoffs over the history there is, between a sixth and a third of the horizon:
/// nearer ones repeat each other, farther ones lose seasons.
pub fn plan_cutoffs(
    rule: &OutcomeRule,
    as_of: AsOf,
    first_micros: i64,
    step_days: Option<u32>,
    max_cutoffs: usize,
    zone: &Zone,
) -> Result<CutoffPlan, CutoffError> {
    let history_days = least_history_days(rule.horizon_days);
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
    let max_cutoffs = max_cutoffs.max(1);
    let spread = room_days as u32 / (max_cutoffs as u32 - 1).max(1);
    let (least, most) = ((rule.horizon_days / 6).max(1), (rule.horizon_days / 3).max(1));
    let step_days = step_days.unwrap_or(spread.clamp(least, most)).max(1);
    let count = (room_days as usize / step_days as usize + 1).min(max_cutoffs);
    let back = |days: u32| as_of.plus_days(-(days as i32), zone);
    let mut cutoffs = (0..count)
        .map(|k| back(reach_days + k as u32 * step_days))
        .collect::<Result<Vec<_>, _>>()?;
    cutoffs.reverse();
    let recent_days = rule.gap_days + short_horizon_days(rule.horizon_days);
    let recent = if recent_days < reach_days { vec![back(recent_days)?] } else { Vec::new() };
    let earlier_years = earlier_years(rule, as_of, first_micros, zone)?;
    Ok(CutoffPlan { cutoffs, recent, earlier_years, step_days })
}

/// Earlier years that are looked at, at most: a third tells nothing more (docs/accuracy.md), and costs.
pub(crate) const EARLIER_YEARS: u32 = 2;
/// Outcome windows before an earlier year's that tell what level it departed from.
pub(crate) const WINDOWS_BEFORE: u32 = 3;

/// The instants whole years before `as_of`, and of each those whose outcome windows end there, one after
/// another: how that season departed from the time before it. Ascending; a year is there if its window and one
/// before it have as much history before them as they are long, at least 90 days. Horizons beyond half a
/// year hold every season and have none.
pub(crate) fn earlier_years(
    rule: &OutcomeRule,
    as_of: AsOf,
    first_micros: i64,
    zone: &Zone,
) -> Result<Vec<AsOf>, TimeError> {
    let reach_days = rule.gap_days + rule.horizon_days;
    let mut instants = Vec::new();
    if 2 * reach_days > YEAR_DAYS {
        return Ok(instants);
    }
    let earliest = first_micros + i64::from(reach_days.max(90)) * MICROS_PER_DAY;
    for year in 1..=EARLIER_YEARS {
        let back = |k: u32| as_of.plus_days(-((year * YEAR_DAYS + k * reach_days) as i32), zone);
        let windows = (0..=WINDOWS_BEFORE).map(back).collect::<Result<Vec<_>, _>>()?;
        let known = windows.iter().take_while(|at| at.micros() >= earliest).count();
        if known < 2 {
            break;
        }
        instants.extend(&windows[..known]);
    }
    instants.sort_unstable();
    instants.dedup();
    Ok(instants)
}

/// History that must lie before a cutoff: a quarter of the horizon, at least 14 days.
pub(crate) fn least_history_days(horizon_days: u32) -> u32 {
    (horizon_days / 4).max(14)
}

/// The first part of the outcome window by which the present level of activity is told: a third.
pub(crate) fn short_horizon_days(horizon_days: u32) -> u32 {
    (horizon_days / 3).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(history_days: i32, horizon_days: u32) -> Result<CutoffPlan, CutoffError> {
        let zone = Zone::utc();
        let as_of = AsOf::parse("2024-01-01", &zone).unwrap();
        let first = as_of.plus_days(-history_days, &zone).unwrap();
        let rule = OutcomeRule { horizon_days, gap_days: 0, lookback_days: 365 };
        plan_cutoffs(&rule, as_of, first.micros(), None, DEFAULT_MAX_CUTOFFS, &zone)
    }

    #[test]
    fn every_window_is_complete_and_the_step_follows_the_room() {
        for (history, horizon, cutoffs, step) in
            [(1000, 60, 12, 20), (120, 30, 12, 6), (112, 90, 1, 15), (365, 180, 5, 30)]
        {
            let plan = plan(history, horizon).unwrap();
            assert_eq!(
                (plan.cutoffs.len(), plan.step_days),
                (cutoffs, step),
                "{history} {horizon}"
            );
            let newest = plan.cutoffs.last().unwrap();
            assert_eq!(newest.day_number() + horizon as i32, 19_723);
            assert!(plan.cutoffs.is_sorted() && plan.recent[0] > *newest);
        }
    }

    #[test]
    fn earlier_years_are_there_where_the_history_reaches_it() {
        for (history, horizon, days_back) in [
            (2000, 60, vec![910, 850, 790, 730, 545, 485, 425, 365]),
            (1000, 60, vec![910, 850, 790, 730, 545, 485, 425, 365]),
            (530, 60, vec![425, 365]),
            (514, 60, vec![]),
            (2000, 183, vec![]),
            // The windows before a year's are those of the year before it, but for a day.
            (1100, 182, vec![912, 911, 730, 729, 547, 365]),
        ] {
            let plan = plan(history, horizon).unwrap();
            let back: Vec<i32> =
                plan.earlier_years.iter().map(|at| 19_723 - at.day_number()).collect();
            assert_eq!(back, days_back, "{history} {horizon}");
            assert!(plan.snapshots().windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn too_short_a_history_says_how_much_is_needed() {
        let text = plan(60, 90).unwrap_err().to_string();
        assert!(text.contains("60 days") && text.contains("at least 112"), "{text}");
    }
}
