//! Rows of a training set: what became of them, which were known when, how much each weighs.

use crate::model::dataset::TrainingSet;
use crate::model::settings::TrainSettings;
use crate::time::days;

/// Outcomes of rows over the whole horizon.
pub(crate) fn outcomes(set: &TrainingSet, rows: &[u32]) -> Vec<bool> {
    rows.iter().map(|&i| set.churned_within(i as usize, set.rule.horizon_days)).collect()
}

/// Customers of the rarer outcome, each counted once per outcome.
pub(crate) fn rarer_customers(set: &TrainingSet, rows: &[u32]) -> usize {
    let count = |churned: bool| {
        let of = |&&i: &&u32| set.churned_within(i as usize, set.rule.horizon_days) == churned;
        let mut who: Vec<u64> = rows.iter().filter(of).map(|&i| set.customer[i as usize]).collect();
        who.sort_unstable();
        who.dedup();
        who.len()
    };
    count(true).min(count(false))
}

/// Row weights: by age of the cutoff, and by outcome where classes are balanced.
pub(crate) fn weights(
    set: &TrainingSet,
    rows: &[u32],
    churned: &[bool],
    settings: &TrainSettings,
) -> Vec<f64> {
    let newest = rows.iter().map(|&i| set.snapshot[i as usize]).max().unwrap_or(0);
    let newest_micros = set.snapshots[usize::from(newest)].as_of.micros();
    let half_life_days = settings.half_life_horizons.map(|h| h * f64::from(set.rule.horizon_days));
    let decay: Vec<f64> = set
        .snapshots
        .iter()
        .map(|s| {
            let age = days(newest_micros - s.as_of.micros());
            half_life_days.map_or(1.0, |half_life| 0.5_f64.powf(age / half_life))
        })
        .collect();
    let odds = if settings.balance_classes { class_odds(churned) } else { 1.0 };
    let weigh = |(&i, &churned): (&u32, &bool)| {
        decay[usize::from(set.snapshot[i as usize])] * if churned { odds } else { 1.0 }
    };
    rows.iter().zip(churned).map(weigh).collect()
}

/// Stayed ÷ churned: the weight of a churned row that balances the classes.
pub(crate) fn class_odds(churned: &[bool]) -> f64 {
    let n = churned.iter().filter(|c| **c).count();
    if n == 0 { 1.0 } else { (churned.len() - n) as f64 / n as f64 }
}

/// Every k-th row: so many at most.
pub(crate) fn at_most(most: usize, rows: &[u32]) -> Vec<u32> {
    rows.iter().copied().step_by(stride_to(most, rows.len())).collect()
}

/// The k of every k-th row that leaves so many at most.
pub(crate) fn stride_to(most: usize, n_rows: usize) -> usize {
    n_rows.div_ceil(most).max(1)
}

/// Rows whose outcome window ends by the snapshot `target`.
pub(crate) fn known_before(set: &TrainingSet, rows: &[u32], target: usize) -> Vec<u32> {
    let end = set.snapshots[target].as_of.day_number();
    let reach = (set.rule.gap_days + set.rule.horizon_days) as i32;
    let known = |&i: &u32| {
        set.snapshots[usize::from(set.snapshot[i as usize])].as_of.day_number() + reach <= end
    };
    rows.iter().copied().filter(known).collect()
}

/// The newest snapshot among rows, and its rows.
pub(crate) fn newest(set: &TrainingSet, rows: &[u32]) -> (usize, Vec<u32>) {
    let newest = rows.iter().map(|&i| set.snapshot[i as usize]).max().unwrap_or(0);
    let of = |&i: &u32| set.snapshot[i as usize] == newest;
    (usize::from(newest), rows.iter().copied().filter(of).collect())
}
