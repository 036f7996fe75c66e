//! How far to trust it: the model's judgement, and past scores beside what happened.

use super::{customers, days};

pub(in crate::report) const NO_MODEL: &str =
    "The model of these scores was not found, so nothing can be said of how good it is.";
pub(in crate::report) const NOT_JUDGED: &str =
    "This model could not be judged: too few customers, or all of them did the same.";

pub(in crate::report) fn judged(asked: &str, date: &str, days: &str) -> String {
    format!(
        "The model was asked about {} as they stood on {date}, of whom it had seen nothing later, and held against what they did in the {} after.",
        customers(asked),
        self::days(days)
    )
}

pub(in crate::report) fn verdict(predicted: &str, observed: &str) -> String {
    format!("Of the tenth it called most at risk it said {predicted} would leave; {observed} did.")
}

pub(in crate::report) fn gained(share: &str, found: &str, most: &str) -> String {
    format!(
        "The riskiest {share} hold {found} of all who left; at random they would hold {share}, and no ranking could hold more than {most}."
    )
}

pub(in crate::report) const TENTHS: [&str; 2] = [
    "Predicted and observed",
    "Customers in tenths by predicted risk: the ring is what was predicted, the dot what happened, with its interval of 95%.",
];
pub(in crate::report) const TENTHS_COLUMNS: [&str; 4] = ["Tenth", "Predicted", "Left", "Customers"];

pub(in crate::report) fn tenth(place: usize, of: usize) -> String {
    match place {
        1 => "least at risk".to_owned(),
        place if place == of => "most at risk".to_owned(),
        place => format!("tenth {place}"),
    }
}

pub(in crate::report) const GAINS: [&str; 2] = [
    "Leavers found",
    "Contacting the riskiest first: which share of all leavers a share of the customers holds.",
];
pub(in crate::report) const GAINS_AXES: [&str; 2] =
    ["Customers, riskiest first", "Share of leavers"];
pub(in crate::report) const BY_MODEL: &str = "Model";
pub(in crate::report) const BY_RECENCY: &str = "Last order";
pub(in crate::report) const BY_OWN_GAP: &str = "Own gap";
pub(in crate::report) const CEILING: &str = "Ceiling";
pub(in crate::report) const AT_RANDOM: &str = "At random";

pub(in crate::report) const COMPARED: &str = "Beside simpler ways";
pub(in crate::report) const COMPARED_COLUMNS: [&str; 5] =
    ["Ranking", ">AUC", ">Log loss", ">ECE", ">Lift of the top tenth"];
pub(in crate::report) const COMPARED_NAMES: [&str; 5] = [
    "This model",
    "BG/NBD (buy till you die)",
    "Silence ÷ own usual gap",
    "Days since the last order",
    "Everybody the same",
];
pub(in crate::report) const MATURED: &str = "Past scores and what happened";
pub(in crate::report) const MATURED_TENTHS: &str = "Past scores by tenth";

pub(in crate::report) fn matured(
    date: &str,
    asked: &str,
    predicted: &str,
    observed: &str,
) -> String {
    let asked = customers(asked);
    format!("On {date} the scores expected {predicted} of {asked} to leave; {observed} did.")
}

pub(in crate::report) const NOT_MATURED: &str = "No past night's scores have their outcome on this date yet: they are shown once scores of exactly one horizon \
     earlier are there.";
