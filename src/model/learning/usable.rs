//! Which of the chosen features a learning may use, by the rules of `prune`; no outcome is seen.

use crate::features::Role;
use crate::features::names::DAYS_SINCE_LAST_PURCHASE;
use crate::model::dataset::TrainingSet;
use crate::model::design::prune::{DRIFT_SHARE, Dropped, share_outside};
use crate::time::days;
use rayon::prelude::*;

/// Features that may be used, by the rules of `prune`, and those that may not.
pub(crate) fn usable_features(
    set: &TrainingSet,
    rows: &[u32],
    target: usize,
    recency_only: bool,
) -> (Vec<usize>, Vec<Dropped>) {
    let features = &set.table.features;
    if recency_only {
        let find =
            |j: &usize| features[*j].name == DAYS_SINCE_LAST_PURCHASE.name() && set.chosen[*j];
        return ((0..features.len()).filter(find).collect(), Vec::new());
    }
    let mut spans: Vec<f64> = set
        .snapshots
        .iter()
        .enumerate()
        .filter(|(k, _)| rows.iter().any(|&i| usize::from(set.snapshot[i as usize]) == *k))
        .map(|(_, s)| days(s.as_of.micros() - set.first_micros))
        .collect();
    spans.sort_unstable_by(f64::total_cmp);
    let median_span = spans.get(spans.len() / 2).copied().unwrap_or(0.0);
    let target_rows = set.rows_of(&[target]);
    let judge = |j: usize| {
        let window = f64::from(features[j].look_back.needed_days());
        if window > median_span {
            return Some(format!("looks back {window:.0} days, the cutoffs have {median_span:.0}"));
        }
        if features[j].has(Role::Structural) {
            return None;
        }
        let column = &set.table.columns[j];
        let pick =
            |rows: &[u32]| -> Vec<f64> { rows.iter().map(|&i| column[i as usize]).collect() };
        let share = share_outside(pick(rows).into_iter(), pick(&target_rows).into_iter());
        (share > DRIFT_SHARE).then(|| {
            format!("{:.0} % of customers now are outside its training range", share * 100.0)
        })
    };
    let judged: Vec<Option<String>> = (0..features.len()).into_par_iter().map(judge).collect();
    let mut usable = Vec::new();
    let mut dropped = Vec::new();
    for (j, verdict) in judged.into_iter().enumerate().filter(|(j, _)| set.chosen[*j]) {
        match verdict {
            None => usable.push(j),
            Some(reason) => dropped.push(Dropped { column: features[j].name.clone(), reason }),
        }
    }
    (usable, dropped)
}
