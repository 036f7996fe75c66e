//! How wrong the signs of the level are in general, from past origins of many histories; log-odds.
//!
//! Chosen on origins of four real histories and nine generated shapes, of which those that docs/accuracy.md reports
//! decided nothing; every value is flat around what stands here. `scripts/level_prior.py` prints from backtests what
//! they rest on.

/// How far levels move, from the training cutoffs' to the target's, where no earlier year tells.
pub(super) const MOVE: f64 = 0.25;
/// Years for which [`MOVE`] counts beside the earlier years' own changes.
pub(super) const MOVE_YEARS: f64 = 0.3;
/// How far a year's change departs from the usual one. In the real history with several years it is
/// 0.16 to 0.25; in shapes, whose seasons repeat, 0.03 to 0.08.
pub(super) const YEAR: f64 = 0.15;
/// Years for which [`YEAR`] counts beside how far the history's own years lie apart.
pub(super) const YEAR_YEARS: f64 = 4.0;
/// How wrong the newest weeks' departure is, where earlier years tell that windows differ.
pub(super) const RECENT: f64 = 0.45;
/// How wrong BG/NBD's is.
pub(super) const RHYTHM: f64 = 0.3;
/// Windows for which [`RECENT`] and [`RHYTHM`] count beside the windows of the earlier years.
pub(super) const WINDOWS: f64 = 1.0;
