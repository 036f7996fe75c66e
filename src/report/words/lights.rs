//! The lights: whether the page can be relied on.

use super::{days, transaction_rows};
use crate::model::Grade;

pub(in crate::report) const LIGHTS: &str = "Can it be relied on?";
pub(in crate::report) const LIGHT_MODEL: &str = "Model";
pub(in crate::report) const LIGHT_AGE: &str = "Age of the model";
pub(in crate::report) const LIGHT_DATA: &str = "Data";
pub(in crate::report) const LIGHT_DRIFT: &str = "Drift";
pub(in crate::report) const LIGHT_OUTCOME: &str = "Outcomes so far";
pub(in crate::report) const LIGHT_REACH: &str = "Reach";
pub(in crate::report) const LIGHT_MEASURE: &str = "Measurability";

pub(in crate::report) fn light_model(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "Grade A: better than every simple rule.",
        Grade::B => {
            "Grade B: worth using; it ranks as well as the best simple rule and knows more than the average."
        }
        Grade::C => {
            "Grade C: not shown to beat simple rules. Use the silence of each customer instead of the risk."
        }
    }
}

pub(in crate::report) const AT_THEIR_WORD: &str = "Its probabilities can be taken at their word.";

/// In how many tenths of the customers the predicted share is far from the one found.
pub(in crate::report) fn off_in_tenths(off: &str, of: &str, average: &str) -> String {
    format!(
        "Take its probabilities with care: in {off} of {of} tenths of the customers the share who left is another than it \
         said, by more than chance; on average they differ by {average}."
    )
}

pub(in crate::report) fn light_age(age: f64, shown: &str) -> String {
    if age == 0.0 {
        "Trained on everything known on the date of these scores.".to_owned()
    } else {
        format!("Trained on what was known {} before these scores.", days(shown))
    }
}

pub(in crate::report) fn light_data(rows: &str, unusable: Option<&str>) -> String {
    match unusable {
        None if rows == "1" => "The only transaction row could be read.".to_owned(),
        None => format!("All {rows} transaction rows could be read."),
        Some(unusable) => format!("{unusable} of {} could not be used.", transaction_rows(rows)),
    }
}

/// How many features have moved, and what the farthest is. Where `of` is none the score itself has gone farthest;
/// `moved` says whether that is far.
pub(in crate::report) fn light_drift(
    features: u64,
    shown: &str,
    of: Option<&str>,
    moved: bool,
    psi: &str,
) -> String {
    let of = of.unwrap_or("the score itself");
    let index = format!("(stability index {psi})");
    match features {
        0 if moved => {
            format!(
                "The scores have moved since the training {index}, though no feature alone has."
            )
        }
        0 => format!(
            "No feature of tonight's customers has moved since the training (largest stability index {psi})."
        ),
        1 => format!("One feature has moved since the training; farthest is: {of} {index}."),
        _ => format!("{shown} features have moved since the training; farthest is: {of} {index}."),
    }
}

pub(in crate::report) fn light_base_rate(found: &str, expected: &str) -> String {
    format!(
        "{found} of those scored some weeks ago have bought since; {expected} were expected by now."
    )
}

pub(in crate::report) fn light_calibration(left: &str, expected: &str) -> String {
    format!("{left} of those whose time has come have left; the scores had said {expected}.")
}

pub(in crate::report) fn light_ranking(found: &str, judged: &str) -> String {
    format!(
        "Those who left were told from the others by an AUC of {found}; the model was judged at {judged}."
    )
}

pub(in crate::report) fn light_lost_money(lost: &str, at_risk: &str) -> String {
    format!("{lost} were lost with those who left; the scores had put {at_risk} at risk.")
}

pub(in crate::report) fn light_reach(share: &str) -> String {
    format!("{share} of the scored customers may be contacted and have an address for it.")
}

pub(in crate::report) fn light_measure(power: &str, assumed: &str, detectable: &str) -> String {
    format!(
        "The chance that this list's control group shows the assumed effect of {assumed} is {power}; it would \
         take {detectable} to be seen in four of five."
    )
}
