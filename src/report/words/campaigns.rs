//! What campaigns did.

pub(in crate::report) const NO_CAMPAIGNS: &str = "No campaign has been measured. Once its outcome window is over, winback measure --out FILE compares those on \
     the list with those held back; name the file as report.measured.";
pub(in crate::report) const EFFECTS: [&str; 2] = [
    "What each campaign did",
    "Difference in the share who bought between those on the list and those held back, with its interval of 95%; the line is no effect.",
];
pub(in crate::report) const EFFECT_COLUMNS: [&str; 3] = ["Campaign", "Difference", "Interval"];
pub(in crate::report) const CAMPAIGN_COLUMNS: [&str; 7] = [
    "Campaign",
    ">On the list",
    ">Bought",
    ">Held back",
    ">Bought",
    ">Profit",
    "Interval of the profit",
];
pub(in crate::report) const CAMPAIGNS_TABLE: &str = "Campaigns";
pub(in crate::report) const ALL_CAMPAIGNS: &str = "All together";
pub(in crate::report) const TOO_FEW: &str = "too few";
pub(in crate::report) const LEARNED: &str = "Save rates that were measured";
pub(in crate::report) const LEARNED_COLUMNS: [&str; 4] =
    ["Group", ">On the list", ">Held back", ">Save rate, shrunk"];

pub(in crate::report) fn interval(low: &str, high: &str) -> String {
    format!("{low} to {high}")
}

pub(in crate::report) fn points(number: &str) -> String {
    format!("{number} points")
}
