//! Origins of a backtest: past instants from which the future is predicted as it would have been then.
//!
//! Each origin's outcome window is complete by `as_of`, and so is every window of its training cutoffs
//! by the origin itself. All origins take their cutoffs from one grid, so that one pass over the
//! history serves them all. Nothing is read here: dates in, dates out.

use super::{
    DEFAULT_MAX_CUTOFFS, OutcomeRule, earlier_years, least_history_days, short_horizon_days,
};
use crate::error::{Failure, Kind};
use crate::time::{AsOf, MICROS_PER_DAY, TimeError, Zone};

/// One origin and the snapshots a training at that time would have used.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Origin {
    /// The instant.
    pub as_of: AsOf,
    /// Training cutoffs, ascending; their outcome windows end by the origin.
    pub cutoffs: Vec<AsOf>,
    /// The snapshot whose first third of the outcome window was known; None where that is a cutoff.
    pub recent: Option<AsOf>,
    /// The same season in earlier years (see [`earlier_years`]), ascending.
    pub earlier_years: Vec<AsOf>,
}

/// The origins of one backtest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OriginPlan {
    /// Origins with enough history, ascending.
    pub origins: Vec<Origin>,
    /// Origins that were asked for and have too little history before them, ascending.
    pub too_early: Vec<AsOf>,
    /// Days from one origin to the next.
    pub step_days: u32,
    /// Days of history that must lie before an origin.
    pub need_days: u32,
}

/// What stands against any origin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OriginError {
    /// The history is too short.
    #[error(
        "too little history before {as_of} for a backtest: {have_days:.0} days, but one origin needs at \
         least {need_days} (its own outcome window of {reach_days} days, one of the same length to learn \
         from, {history_days} of history before that); shorten --horizon-days or provide older transactions"
    )]
    TooShort {
        /// End of what may be known.
        as_of: AsOf,
        /// Days from the first row to `as_of`.
        have_days: f64,
        /// Days that are needed.
        need_days: u32,
        /// Gap and horizon.
        reach_days: u32,
        /// Least history before a cutoff.
        history_days: u32,
    },
    /// A date out of range.
    #[error(transparent)]
    Time(#[from] TimeError),
}

impl Failure for OriginError {
    fn kind(&self) -> Kind {
        match self {
            OriginError::TooShort { .. } => Kind::DataQuality,
            OriginError::Time(_) => Kind::Usage,
        }
    }
}

impl OriginPlan {
    /// Every snapshot that some origin needs, once, ascending.
    pub(crate) fn snapshots(&self) -> Vec<AsOf> {
        let of = |origin: &Origin| {
            let own = [Some(origin.as_of), origin.recent].into_iter().flatten();
            own.chain(origin.cutoffs.iter().chain(&origin.earlier_years).copied())
                .collect::<Vec<_>>()
        };
        let mut all: Vec<AsOf> = self.origins.iter().flat_map(of).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Offsets back from an origin's newest possible cutoff, the same for every origin: `m` to a step.
struct Grid {
    step_days: u32,
    per_step: u32,
}

impl Grid {
    /// As fine as cutoffs are ever useful: a sixth of the horizon.
    fn new(rule: &OutcomeRule, step_days: u32) -> Self {
        let finest_days = (rule.horizon_days / 6).max(1);
        Self { step_days, per_step: (step_days / finest_days).max(1) }
    }

    /// Days back of point `j`; points a whole step apart are exactly `step_days` apart.
    fn days_back(&self, j: u32) -> i64 {
        i64::from(j) * i64::from(self.step_days) / i64::from(self.per_step)
    }

    /// Offsets that fit into `room_days`, spread like those of a training (see `plan_cutoffs`).
    fn cutoffs(&self, rule: &OutcomeRule, room_days: i64) -> Vec<i64> {
        let (least, most) = ((rule.horizon_days / 6).max(1), (rule.horizon_days / 3).max(1));
        let spread = room_days as u32 / (DEFAULT_MAX_CUTOFFS as u32 - 1);
        let wanted = f64::from(spread.clamp(least, most) * self.per_step);
        let every = (wanted / f64::from(self.step_days)).round().max(1.0) as usize;
        let offsets = (0..).step_by(every).map(|j| self.days_back(j));
        offsets.take_while(|days| *days <= room_days).take(DEFAULT_MAX_CUTOFFS).collect()
    }
}

/// Plans `n_origins` origins before `as_of`, newest first in the counting, for data that begins at
/// `first_micros`. The step is the horizon unless given.
pub(crate) fn plan_origins(
    rule: &OutcomeRule,
    as_of: AsOf,
    first_micros: i64,
    step_days: Option<u32>,
    n_origins: usize,
    zone: &Zone,
) -> Result<OriginPlan, OriginError> {
    let reach_days = rule.gap_days + rule.horizon_days;
    let history_days = least_history_days(rule.horizon_days);
    let need_days = reach_days + history_days;
    let step_days = step_days.unwrap_or(rule.horizon_days).max(1);
    let grid = Grid::new(rule, step_days);
    let recent_days = i64::from(rule.gap_days + short_horizon_days(rule.horizon_days));
    let mut plan = OriginPlan { origins: Vec::new(), too_early: Vec::new(), step_days, need_days };
    for k in (0..n_origins.max(1) as i32).rev() {
        let back_days = reach_days as i32 + k.saturating_mul(step_days as i32);
        let origin = as_of.plus_days(-back_days, zone)?;
        let room_days = (origin.micros() - first_micros) / MICROS_PER_DAY - i64::from(need_days);
        if origin.micros() < first_micros || room_days < 0 {
            plan.too_early.push(origin);
            continue;
        }
        let back = |days: i64| origin.plus_days(-(days as i32), zone);
        let offsets = grid.cutoffs(rule, room_days);
        let reaching = offsets.iter().rev().map(|days| back(i64::from(reach_days) + days));
        let cutoffs = reaching.collect::<Result<Vec<_>, _>>()?;
        let later = recent_days < i64::from(reach_days);
        let recent = later.then(|| back(recent_days)).transpose()?;
        let earlier_years = earlier_years(rule, origin, first_micros, zone)?;
        plan.origins.push(Origin { as_of: origin, cutoffs, recent, earlier_years });
    }
    if plan.origins.is_empty() {
        return Err(OriginError::TooShort {
            as_of,
            have_days: crate::time::days(as_of.micros() - first_micros),
            need_days: need_days + reach_days,
            reach_days,
            history_days,
        });
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(
        history: i32,
        horizon: u32,
        step: Option<u32>,
        n: usize,
    ) -> Result<OriginPlan, OriginError> {
        let zone = Zone::utc();
        let as_of = AsOf::parse("2024-01-01", &zone).unwrap();
        let first = as_of.plus_days(-history, &zone).unwrap();
        let rule = OutcomeRule { horizon_days: horizon, gap_days: 3, lookback_days: 365 };
        plan_origins(&rule, as_of, first.micros(), step, n, &zone)
    }

    #[test]
    fn every_window_is_known_at_its_origin_and_origins_share_their_cutoffs() {
        for (history, horizon, step, n) in [
            (1000, 60, None, 6),
            (700, 91, None, 4),
            (900, 90, Some(7), 12),
            (400, 30, Some(100), 3),
        ] {
            let plan = plan(history, horizon, step, n).unwrap();
            let reach = horizon as i32 + 3;
            for (k, origin) in plan.origins.iter().rev().enumerate() {
                let day = origin.as_of.day_number();
                assert_eq!(day, 19_723 - reach - (k as u32 * plan.step_days) as i32);
                let newest = origin.cutoffs.last().unwrap();
                assert_eq!(newest.day_number() + reach, day);
                assert!(origin.cutoffs.is_sorted() && origin.recent.unwrap() > *newest);
                assert!(origin.cutoffs.len() <= DEFAULT_MAX_CUTOFFS);
                let first = 19_723 - history + least_history_days(horizon) as i32;
                assert!(origin.cutoffs[0].day_number() >= first);
            }
            let asked = plan.origins.len() + plan.too_early.len();
            assert_eq!(asked, n);
            let apart: usize =
                plan.origins.iter().map(|o| o.cutoffs.len() + o.earlier_years.len() + 2).sum();
            let (shared, most) = (plan.snapshots().len(), apart * 3 / 4);
            assert!(plan.step_days > horizon || shared < most, "{shared} of {apart}");
        }
    }

    #[test]
    fn a_short_history_says_how_much_is_needed_and_origins_too_early_are_named() {
        let text = plan(100, 60, None, 3).unwrap_err().to_string();
        assert!(text.contains("100 days") && text.contains("at least 141"), "{text}");
        let plan = plan(210, 60, None, 3).unwrap();
        assert_eq!((plan.origins.len(), plan.too_early.len()), (2, 1));
        assert!(plan.too_early[0] < plan.origins[0].as_of);
    }
}
