//! Realised ranking: whether those who left stood as far above the others as at the model's judgement.
//!
//! By the area under the ROC curve (AUC). Its standard error is that of Hanley and McNeil (1982), of both together.

use super::{NightFacts, WatchLimits};
use crate::model::evaluate::Metrics;
use crate::monitor::reading::{Limits, Reading};

/// The check's name.
pub(crate) const CHECK: &str = "auc";
/// By what is lost of the judgement's AUC.
pub(crate) const LIMITS: Limits = Limits { warn: 0.03, alert: 0.07 };

/// The one reading.
pub(crate) fn reading_of(seen: &NightFacts<'_>, limits: &WatchLimits) -> Reading {
    let Some(matured) = seen.matured else {
        return Reading::not_known(CHECK, super::NOT_MATURED);
    };
    let (Some(now), Some(judged)) = (matured.metrics.auc, &matured.judged) else {
        return Reading::not_known(CHECK, "everybody left or nobody, or the model was not judged");
    };
    let Some(then) = judged.auc else {
        return Reading::not_known(CHECK, "the model was judged without an AUC");
    };
    let standard_error = (variance(now, &matured.metrics) + variance(then, judged)).sqrt();
    let lost = then - now;
    Reading {
        check: CHECK.to_owned(),
        of: None,
        signal: limits.auc_lost.beyond_noise(lost, standard_error),
        value: Some(now),
        expected: Some(then),
        customers: matured.metrics.n_rows,
        says: format!("AUC {now:.3} of the scores of {}; {then:.3} when judged", matured.as_of),
    }
}

fn variance(auc: f64, metrics: &Metrics) -> f64 {
    let (left, stayed) = (metrics.n_churned as f64, (metrics.n_rows - metrics.n_churned) as f64);
    let (of_two_left, of_two_stayed) = (auc / (2.0 - auc), 2.0 * auc * auc / (1.0 + auc));
    let sum = auc * (1.0 - auc)
        + (left - 1.0) * (of_two_left - auc * auc)
        + (stayed - 1.0) * (of_two_stayed - auc * auc);
    sum.max(0.0) / (left * stayed)
}
