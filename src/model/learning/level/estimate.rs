//! One estimate of the level from all signs, each weighed by the inverse square of how wrong it is.

use super::Departure;
use super::prior::{MOVE, MOVE_YEARS, RECENT, RHYTHM, WINDOWS, YEAR, YEAR_YEARS};
use super::recent::Recent;
use super::season::Year;
use serde::{Deserialize, Serialize};

/// No sign is believed less, of 1, and none leaves less to the others.
const LEAST_BELIEF: f64 = 0.01;

/// What a sign says of the level, in log-odds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sign {
    /// By how much the level is another.
    pub log_odds: f64,
    /// How wrong the sign is, as a standard deviation.
    pub sd: f64,
}

/// By how much the level at the target departs from the training cutoffs', in log-odds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelShift {
    /// What is expected: added to the log-odds of all customers.
    pub log_odds: f64,
    /// How far it is from being sure, as a standard deviation.
    pub sd: f64,
    /// How far levels of this history move, as a standard deviation around no change.
    pub usual_move: f64,
    /// What the same season did in earlier years, the last one first.
    pub years: Vec<f64>,
    /// What they say together; None without an earlier year.
    pub season: Option<Sign>,
    /// What the newest weeks say.
    pub recent: Option<Sign>,
    /// What BG/NBD says, less what the newest weeks, of which it knows nothing, say against it.
    pub rhythm: Option<Sign>,
}

impl Default for LevelShift {
    fn default() -> Self {
        Self::of(None, None, &[])
    }
}

impl LevelShift {
    pub(super) fn of(recent: Option<Recent>, rhythm: Option<f64>, years: &[Year]) -> Self {
        let changes: Vec<f64> = years.iter().map(|year| year.change.log_odds).collect();
        let squares: f64 = changes.iter().map(|change| change * change).sum();
        let usual_move = mean_with(MOVE, MOVE_YEARS, squares, changes.len()).sqrt();
        let season = season(years);
        let rhythm = rhythm.and_then(|said| less_what_recent_weeks_deny(said, recent));
        let rhythm = rhythm.map(|log_odds| Sign { log_odds, sd: rhythm_variance(years).sqrt() });
        let recent = recent.map(|recent| Sign {
            log_odds: recent.departure.log_odds,
            sd: recent_variance(recent, years).sqrt(),
        });
        let (mut sum, mut precision) = (0.0, 1.0 / (usual_move * usual_move));
        for sign in [season, recent, rhythm].into_iter().flatten() {
            let weight = 1.0 / (sign.sd * sign.sd);
            sum += weight * sign.log_odds;
            precision += weight;
        }
        Self {
            log_odds: sum / precision,
            sd: precision.recip().sqrt(),
            usual_move,
            years: changes,
            season,
            recent,
            rhythm,
        }
    }
}

/// The mean square of `n` values whose squares sum to `squares`, with `weight` values of `prior`.
fn mean_with(prior: f64, weight: f64, squares: f64, n: usize) -> f64 {
    (weight * prior * prior + squares.max(0.0)) / (weight + n as f64)
}

/// The mean of the years' changes. It is as wrong as years differ: in general, where there is but one,
/// and as these agree, where there are more; and by chance.
fn season(years: &[Year]) -> Option<Sign> {
    let n = years.len() as f64;
    if years.is_empty() {
        return None;
    }
    let log_odds = years.iter().map(|year| year.change.log_odds).sum::<f64>() / n;
    let chance = years.iter().map(|year| year.change.variance).sum::<f64>() / n;
    let apart: f64 = years.iter().map(|year| (year.change.log_odds - log_odds).powi(2)).sum();
    let between = mean_with(YEAR, YEAR_YEARS, apart - (n - 1.0) * chance, years.len() - 1);
    Some(Sign { log_odds, sd: (between * (1.0 + 1.0 / n) + chance / n).sqrt() })
}

/// None where nothing is left of it.
fn less_what_recent_weeks_deny(rhythm: f64, recent: Option<Recent>) -> Option<f64> {
    let denied = match recent {
        Some(Recent { departure, .. }) if departure.log_odds * rhythm < 0.0 => departure.log_odds,
        _ => 0.0,
    };
    (denied.abs() < rhythm.abs()).then_some(rhythm + denied)
}

/// Of the newest weeks' sign: how far windows that followed each other in earlier years lay apart. Without
/// such years, so much that alone it is believed as far as its persistence.
fn recent_variance(recent: Recent, years: &[Year]) -> f64 {
    if years.is_empty() {
        let believed = recent.persistence.clamp(LEAST_BELIEF, 1.0 - LEAST_BELIEF);
        return MOVE * MOVE * (1.0 - believed) / believed;
    }
    let (mut squares, mut n) = (0.0, 0);
    for pair in years.iter().flat_map(|year| year.windows.windows(2)) {
        if let [Some(after), Some(before)] = pair {
            let [after, before] = [after.departure, before.departure];
            let chance = after.variance + before.variance;
            squares += (after.log_odds - before.log_odds).powi(2) - chance;
            n += 1;
        }
    }
    mean_with(RECENT, WINDOWS, squares, n) + recent.departure.variance
}

/// Of BG/NBD's sign: how far from it the windows of earlier years ended.
fn rhythm_variance(years: &[Year]) -> f64 {
    let (mut squares, mut n) = (0.0, 0);
    for window in years.iter().flat_map(|year| &year.windows).flatten() {
        if let Some(rhythm) = window.rhythm {
            let Departure { log_odds, variance } = window.departure;
            squares += (rhythm - log_odds).powi(2) - variance;
            n += 1;
        }
    }
    mean_with(RHYTHM, WINDOWS, squares, n)
}

#[cfg(test)]
mod tests {
    use super::super::season::Window;
    use super::*;

    const SURE: f64 = 1e-4;

    fn year(change: f64) -> Year {
        let window = |log_odds| {
            Some(Window { departure: Departure { log_odds, variance: SURE }, rhythm: Some(0.0) })
        };
        let change = Departure { log_odds: change, variance: SURE };
        Year { change, windows: vec![window(change.log_odds), window(0.0)] }
    }

    fn recent(log_odds: f64, persistence: f64) -> Recent {
        Recent { departure: Departure { log_odds, variance: SURE }, persistence }
    }

    #[test]
    fn without_a_sign_nothing_moves() {
        let none = LevelShift::default();
        assert_eq!(none.log_odds, 0.0);
        assert!((none.sd - MOVE).abs() < 1e-12);
    }

    #[test]
    fn years_that_agree_are_believed_more_than_one_and_one_more_than_years_that_do_not() {
        let shift = |changes: &[f64]| {
            LevelShift::of(None, None, &changes.iter().map(|c| year(*c)).collect::<Vec<_>>())
        };
        let (one, agreed, apart) =
            (shift(&[0.6]), shift(&[0.6, 0.6, 0.6]), shift(&[0.6, -0.6, 1.8]));
        assert!(agreed.log_odds > one.log_odds && one.log_odds > apart.log_odds, "{one:?}");
        assert!(agreed.sd < one.sd && one.sd < apart.sd, "{apart:?}");
        // Never surer than what years differ by in general allows.
        assert!(one.season.unwrap().sd > YEAR && one.log_odds < 0.6);
    }

    #[test]
    fn the_newest_weeks_are_believed_as_far_as_they_lasted_or_as_windows_of_earlier_years_were_alike()
     {
        for persistence in [0.2, 0.7] {
            let found = LevelShift::of(Some(recent(0.4, persistence)), None, &[]);
            assert!((found.log_odds - 0.4 * persistence).abs() < 1e-12, "{found:?}");
        }
        let sd = |changes| {
            let years = [year(changes)];
            LevelShift::of(Some(recent(0.4, 0.5)), None, &years).recent.unwrap().sd
        };
        assert!(sd(0.1) < sd(1.2));
    }

    #[test]
    fn the_rhythm_loses_what_the_newest_weeks_deny() {
        let rhythm = |departure, said| {
            let found = LevelShift::of(Some(recent(departure, 0.5)), Some(said), &[]).rhythm;
            found.map(|sign| sign.log_odds)
        };
        assert!((rhythm(-0.2, 0.5).unwrap() - 0.3).abs() < 1e-12);
        assert!((rhythm(0.2, -0.5).unwrap() + 0.3).abs() < 1e-12);
        assert!((rhythm(0.2, 0.5).unwrap() - 0.5).abs() < 1e-12);
        assert_eq!(rhythm(-0.4, 0.3), None);
    }
}
