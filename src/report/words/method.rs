//! Words and method: the glossary, and how it was worked out.

use super::{counted, days};

pub(in crate::report) const GLOSSARY: &str = "Words";
pub(in crate::report) const SETTINGS: &str = "How it was worked out";

/// Terms and what they mean; those of money where there is any.
pub(in crate::report) fn glossary(
    horizon: &str,
    lookback: &str,
    has_money: bool,
) -> Vec<(String, String)> {
    const OF_MONEY: [&str; 3] = ["Value at pace", "Value at risk", "Expected profit"];
    [
        ("Churn", format!("No purchase in the {} after the date of the scores, by a customer who had bought in the {} before it.", days(horizon), days(lookback))),
        ("Risk", "Churn probability: how likely that is, 0 to 100%. It says what will happen, not what a contact would change.".to_owned()),
        ("Overdue", "Silent for longer than the customer's own usual gap between orders.".to_owned()),
        ("Value at pace", format!("Spend of the last 365 days, returns taken off, × {horizon} ÷ 365: what the business had from the customer.")),
        ("Value at risk", "Risk × value at pace. Its sum over everybody is the expected cost of churn.".to_owned()),
        ("Save rate", "Share of those about to leave whom a contact keeps. It is assumed until a campaign has measured it.".to_owned()),
        ("Expected profit", "Risk × save rate × (margin × value at pace − discount), less the discounts of those who would have bought anyway and the cost of the contact.".to_owned()),
        ("Control group", "Customers drawn at random who would be on the list and are not contacted. Without them nobody can say what the list did.".to_owned()),
        ("Cohort", "Everyone whose first order fell into the same month.".to_owned()),
        ("Interval of 95%", "Where the number would lie in 95 of 100 such samples. An interval that holds 0 shows no effect.".to_owned()),
        ("AUC", "Of one customer who left and one who stayed: how often the one who left had the higher risk. 0.5 is guessing.".to_owned()),
        ("ECE", "Expected calibration error: by how much predicted and observed shares differ on average.".to_owned()),
        ("Lift", "Share of leavers in a group ÷ share of leavers among all.".to_owned()),
    ]
    .into_iter()
    .filter(|(term, _)| has_money || !OF_MONEY.contains(term))
    .map(|(term, meaning)| (term.to_owned(), meaning))
    .collect()
}

pub(in crate::report) const WORKED_OUT: [&str; 9] = [
    "Date of the scores",
    "Horizon",
    "Lookback",
    "Period of the loyalty measures",
    "Model",
    "Learned from",
    "Rule of the grades",
    "Example",
    "Program",
];

pub(in crate::report) fn learned_from(rows: &str, cutoffs: &str, from: &str, to: &str) -> String {
    let (rows, dates) = (counted(rows, "row", "rows"), counted(cutoffs, "date", "dates"));
    format!("{rows} at {dates}, {from} to {to}")
}

/// The value at risk of one customer, worked out.
pub(in crate::report) fn example(id: &str, risk: &str, at_risk: &str, pace: &str) -> String {
    format!("{id}: risk {risk} × value at pace {pace} = {at_risk} at risk.")
}
