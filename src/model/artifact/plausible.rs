//! Whether learned state can be what a training wrote: a file whose hash is right may still hold numbers
//! that no training gives, and the scorer counts on them.

use super::baseline::Returned;
use super::content::ModelContent;
use crate::model::calibrate::{Calibration, Curve};
use crate::model::design::{Design, Term};
use crate::value::ValueModels;
use jiff::civil::Date;

/// Days that a rule may span: a hundred years.
const MOST_DAYS: u32 = 36_500;
/// Deciles of a distribution, its ends included.
const DECILES: usize = 11;

/// What of the content cannot be, in words; None where all can.
pub(super) fn impossible(content: &ModelContent) -> Option<String> {
    let dates = [&content.as_of, &content.value_models.fitted_before];
    for date in dates.into_iter().chain(&content.cutoffs) {
        if date.parse::<Date>().is_err() {
            return Some(format!("'{date}' is not a date"));
        }
    }
    let rule = &content.rule;
    let days = [rule.horizon_days, rule.gap_days, rule.lookback_days];
    if rule.horizon_days == 0 || rule.lookback_days == 0 || days.iter().any(|&d| d > MOST_DAYS) {
        return Some("its rule spans no possible number of days".to_owned());
    }
    of_design(&content.design)
        .or_else(|| of_coefficients(content))
        .or_else(|| of_calibration(&content.calibration).map(str::to_owned))
        .or_else(|| of_value_models(&content.value_models).map(str::to_owned))
        .or_else(|| of_baseline(content))
}

fn of_design(design: &Design) -> Option<String> {
    for column in &design.columns {
        let in_order = column.low <= column.mean && column.mean <= column.high;
        if !in_order || !column.low.is_finite() || !column.high.is_finite() {
            let feature = &column.feature;
            return Some(format!("the bounds of {feature} do not enclose its mean"));
        }
        if !is_positive(column.sd) {
            return Some(format!("the standard deviation of {} is not positive", column.feature));
        }
    }
    for (place, column) in design.terms.iter().enumerate() {
        if column.term.owners().iter().any(|&(owner, _)| owner >= design.columns.len()) {
            return Some(format!("term {place} is made of a column that is not there"));
        }
        let knots = match column.term {
            Term::Hinge { knot, .. } | Term::Step { knot, .. } => [Some(knot), None],
            Term::Product { first, second } => [first.knot, second.knot],
            Term::Linear { .. } | Term::Missing { .. } => [None, None],
        };
        let are_finite = knots.into_iter().flatten().all(f64::is_finite);
        if !is_positive(column.scale) || !column.centre.is_finite() || !are_finite {
            return Some(format!("term {place} has no finite centre and positive scale"));
        }
    }
    None
}

fn of_coefficients(content: &ModelContent) -> Option<String> {
    let terms = content.design.terms.len();
    for fitted in [Some(&content.coefficients), content.standard_errors.as_ref()] {
        let Some(fitted) = fitted else { continue };
        if fitted.weights.len() != terms {
            return Some(format!("{} weights for {terms} terms", fitted.weights.len()));
        }
        if !fitted.weights.iter().chain([&fitted.intercept]).all(|weight| weight.is_finite()) {
            return Some("a weight is not finite".to_owned());
        }
    }
    None
}

fn of_calibration(calibration: &Calibration) -> Option<&'static str> {
    if !(0.0..=1.0).contains(&calibration.trust) || !calibration.base_rate_offset.is_finite() {
        return Some("the trust in its calibration is not between 0 and 1");
    }
    match &calibration.curve {
        Curve::Identity => None,
        Curve::Platt { slope, intercept } => (!is_positive(*slope) || !intercept.is_finite())
            .then_some("its calibration does not rise"),
        Curve::Isotonic { knots } => {
            let rise = knots.windows(2).all(|pair| {
                pair[0].log_odds_in < pair[1].log_odds_in
                    && pair[0].log_odds_out < pair[1].log_odds_out
            });
            let finite = knots
                .iter()
                .all(|knot| knot.log_odds_in.is_finite() && knot.log_odds_out.is_finite());
            (knots.is_empty() || !rise || !finite).then_some("its calibration does not rise")
        }
    }
}

fn of_value_models(models: &ValueModels) -> Option<&'static str> {
    if let Some(fit) = &models.bg_nbd {
        let p = &fit.parameters;
        if ![p.r, p.alpha, p.a, p.b].into_iter().all(is_positive) {
            return Some("a parameter of BG/NBD is not positive");
        }
    }
    if let Some(fit) = &models.gamma_gamma {
        let p = &fit.parameters;
        if ![p.p, p.q, p.v, fit.observed_mean].into_iter().all(is_positive) {
            return Some("a parameter of Gamma-Gamma is not positive");
        }
    }
    None
}

fn of_baseline(content: &ModelContent) -> Option<String> {
    let baseline = &content.baseline;
    for known in baseline.features.iter().chain([&baseline.score]) {
        let deciles = &known.deciles;
        let rise = deciles.windows(2).all(|pair| pair[0] <= pair[1]);
        let whole = deciles.is_empty() || deciles.len() == DECILES;
        let shares = known.shares.iter().chain([&known.missing_share]);
        let possible = shares.clone().all(|share| (0.0..=1.0).contains(share));
        if !rise || !whole || !possible || known.shares.len() != known.bins() {
            return Some(format!("the distribution of {} is not one", known.of));
        }
    }
    let possible = |known: &Returned| {
        let shares = [known.lowest, known.share, known.highest];
        known.days > 0 && shares.is_sorted() && shares.iter().all(|s| (0.0..=1.0).contains(s))
    };
    let returned = baseline.returned.iter().all(possible);
    (!returned)
        .then(|| "the shares of those who came back are not between 0 and 1 in order".to_owned())
}

fn is_positive(number: f64) -> bool {
    number.is_finite() && number > 0.0
}
