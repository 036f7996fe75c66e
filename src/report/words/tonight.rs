//! What stands under "Tonight": who is at risk, tonight's list, what changed.

use super::{counted, customers, days};

pub(in crate::report) const NO_SCORES: &str = "There are no scores of this date, so nothing can be said of who is about to leave: run winback score, or \
     winback run, which makes this page too.";

/// Overdue and likely to leave: how many, and what is at stake with them.
pub(in crate::report) fn at_risk(customers: &str, at_stake: Option<&str>, days: &str) -> String {
    let stake = at_stake.map_or_else(String::new, |money| {
        let days = counted(days, "day's", "days'");
        format!(" {money} of the next {days} sales are at stake with them.")
    });
    let are = counted(customers, "customer is", "customers are");
    format!("{are} overdue and more likely to leave than to stay.{stake}")
}

pub(in crate::report) fn nobody_at_risk(days: &str) -> String {
    let days = self::days(days);
    format!("Nobody is overdue and more likely than not to buy nothing in the next {days}.")
}

pub(in crate::report) fn than_before(difference: f64, shown: &str, date: &str) -> String {
    if difference == 0.0 {
        format!("That is as many as on {date}.")
    } else {
        let more = if difference > 0.0 { "more" } else { "fewer" };
        format!("That is {shown} {more} than on {date}.")
    }
}

pub(in crate::report) fn expected_share(low: &str, high: &str, days: &str) -> String {
    let days = self::days(days);
    format!(
        "Between {low} and {high} of the customers with a score are expected to leave within {days}."
    )
}

pub(in crate::report) fn list_tonight(
    listed: &str,
    saves: &str,
    profit: Option<&str>,
    basis: &str,
) -> String {
    let profit =
        profit.map_or_else(String::new, |profit| format!(" and to bring {profit} after its costs"));
    let listed = customers(listed);
    format!(
        "Tonight's list has {listed}. It is expected to keep {saves} of them{profit} ({basis})."
    )
}

/// Why nobody is on the list: how many were left off for the reason that decides, and what it means.
pub(in crate::report) fn empty_list(cause: Option<(String, &str)>) -> String {
    match cause {
        Some((shown, meaning)) => {
            let left_off = counted(&shown, "customer was", "customers were");
            format!("Nobody is on tonight's list; {left_off} left off ({meaning}).")
        }
        None => "Nobody is on tonight's list.".to_owned(),
    }
}

/// Above all else where the model is not shown to be worth anything.
pub(in crate::report) const NOT_TO_BE_RELIED_ON: &str = "Do not rely on the risks of this page: the model is not shown to beat simple rules (grade C). Whoever is on the \
     list is overdue by their own rhythm; how likely each is to leave, and all money worked out from it, is a rough guess.";

pub(in crate::report) const ASSUMED: &str = "save rates assumed, not yet measured";
pub(in crate::report) const MEASURED: &str = "save rates measured in past campaigns";

pub(in crate::report) const TILE_AT_RISK: &str = "Overdue and likely to leave";
pub(in crate::report) const TILE_COST: &str = "Expected cost of churn";
pub(in crate::report) const TILE_LIST: &str = "On tonight's list";

pub(in crate::report) fn tile_at_risk(shown: &str, money: Option<&str>) -> String {
    let customers = if shown == "1" { "customer" } else { "customers" };
    money.map_or_else(|| customers.to_owned(), |money| format!("{customers}, {money} at stake"))
}

pub(in crate::report) fn tile_cost(leavers: &str, scored: &str, days: &str) -> String {
    format!("{leavers} of {}, in {}", customers(scored), self::days(days))
}

pub(in crate::report) const TILE_LEAVERS: &str = "Expected to leave";

pub(in crate::report) fn tile_repeat(low: &str, high: &str) -> String {
    format!("of the period's buyers bought again; other shops {low} to {high}")
}

pub(in crate::report) fn tile_list(profit: Option<&str>, basis: &str) -> String {
    profit.map_or_else(|| basis.to_owned(), |profit| format!("expected profit {profit}; {basis}"))
}

pub(in crate::report) const NOBODY_TILE: &str = "nobody to contact";
pub(in crate::report) const NO_LIST_TILE: &str = "no list was made tonight";
pub(in crate::report) const REPEAT_RATE: &str = "Repeat purchase rate";
pub(in crate::report) const OTHER_SHOPS: &str = "Other shops";
pub(in crate::report) const THIS_SHOP: &str = "This shop";

pub(in crate::report) const CHANGED: &str = "What changed";
pub(in crate::report) const FIRST_NIGHT: &str =
    "These are the first scores: from the second night on, this place says what changed.";

pub(in crate::report) fn entered_and_left(
    entered: &str,
    left: &str,
    stayed: &str,
    date: &str,
) -> String {
    let entered = customers(entered);
    format!("Since {date}, {entered} came onto the list, {left} went off it and {stayed} stayed.")
}

pub(in crate::report) fn came_back(customers: u64, shown: &str) -> String {
    match customers {
        0 => "Nobody who was on that list has bought since.".to_owned(),
        1 => "One of those who were on that list has bought since.".to_owned(),
        _ => format!("{shown} of those who were on that list have bought since."),
    }
}

pub(in crate::report) fn exposure_change(now: &str, before: &str) -> String {
    format!("Value at risk is {now}; it was {before}.")
}

pub(in crate::report) fn moves_between_bands(worse: &str, better: &str) -> String {
    format!("{} moved to a higher risk band, {better} to a lower one.", customers(worse))
}
