//! Whom to contact: plays, offers, how many, who is not on the list, who comes due.

use super::{counted, customers};
use crate::audience::LeftOff;

pub(in crate::report) const NO_LIST: &str = "No list was made of these scores: name a customers table with consent (data.customers), and winback audience \
     makes one.";
pub(in crate::report) const NO_AMOUNTS: &str = "The transactions tell of no money: the list is by the chance that a contact keeps the customer, and what it brings is \
     not known.";

pub(in crate::report) fn would_leave(listed: &str, leavers: &str, saves: &str) -> String {
    format!(
        "Of the {listed} on the list about {leavers} would leave if nobody wrote to them. The campaign is expected to keep {saves}."
    )
}

/// Of those who would buy anyway, and what offers give away to them where they give something.
pub(in crate::report) fn would_stay(stayers: &str, given_away: Option<&str>) -> String {
    given_away.map_or_else(
        || format!("About {stayers} would buy anyway."),
        |money| {
            format!("About {stayers} would buy anyway; offers are expected to give {money} away to them.")
        },
    )
}

pub(in crate::report) fn held_back(control: &str, assumed: &str, detectable: &str) -> String {
    format!(
        "{} held back at random, so that the effect can be measured. A difference of {detectable} in the share who \
         buy would be seen in four of five campaigns; {assumed} is assumed.",
        counted(control, "more is", "more are")
    )
}

pub(in crate::report) fn too_small(needed: &str) -> String {
    format!(
        "That is too small to measure in one night: nights of the same campaign pool, and about {needed} contacts are needed."
    )
}

pub(in crate::report) const FILES: &str = "The lists as files:";
pub(in crate::report) const PLAYS: &str = "What to do with whom";
pub(in crate::report) const PLAY_COLUMNS: [&str; 6] = [
    "Play",
    ">Customers",
    ">Value at risk",
    ">Kept, expected",
    ">Cost, expected",
    ">Profit, expected",
];

/// An offer by its name in files; a voucher that the business has named keeps that name.
pub(in crate::report) fn offer(code: &str) -> &str {
    match code {
        "reminder" => "Reminder",
        "voucher" => "Voucher",
        "call" => "Call",
        named => named,
    }
}

pub(in crate::report) const OFFERS: &str = "Offers";
pub(in crate::report) const OFFER_COLUMNS: [&str; 6] = [
    "Offer",
    ">Customers",
    ">Save rate",
    "Basis",
    ">Cost of a contact",
    ">Pays for itself from a risk of",
];

/// Where what contacts cost does not fit what orders are worth.
pub(in crate::report) fn costs_of_another_currency(call: &str, order: &str) -> String {
    format!(
        "A call is taken to cost {call} where an order is worth {order}. Costs count in the money of the data: set \
         audience.reminder_cost, audience.voucher_cost and audience.call_cost in it."
    )
}

pub(in crate::report) const HOW_MANY: &str = "How many to contact";
pub(in crate::report) const LEAVERS_CURVE: [&str; 2] = [
    "Leavers reached, and others contacted",
    "A longer list reaches more of those about to leave, and more of those who would have bought anyway.",
];
pub(in crate::report) const PROFIT_CURVE: [&str; 2] = [
    "Expected profit",
    "What a list of each size is expected to bring after its costs, most profitable customers first.",
];
pub(in crate::report) const LEAVERS: &str = "Would leave";
pub(in crate::report) const STAYERS: &str = "Would buy anyway";
pub(in crate::report) const PROFIT: &str = "Profit";
pub(in crate::report) const LIST_SIZE: &str = "Customers on the list";

pub(in crate::report) fn chosen(listed: &str) -> String {
    format!("tonight: {listed}")
}

pub(in crate::report) fn best(shown: &str) -> String {
    format!("The {} most worth a contact", customers(shown))
}

pub(in crate::report) const BEST_COLUMNS: [&str; 9] = [
    ">Place",
    "Customer",
    "Play",
    "Offer",
    ">Risk",
    ">Overdue, days",
    ">Value at risk",
    ">Expected profit",
    "Why now",
];

pub(in crate::report) const NOT_LISTED: [&str; 2] = [
    "Who was left off, and why",
    "Everyone who is not on the list has exactly one reason, the first that holds.",
];
pub(in crate::report) const LEFT_OFF_COLUMNS: [&str; 2] = ["Reason", "Customers"];

pub(in crate::report) fn left_off(reason: LeftOff) -> &'static str {
    match reason {
        LeftOff::NotScored => "never bought, or long gone",
        LeftOff::Suppressed => "not to be contacted",
        LeftOff::OptedOut => "said no",
        LeftOff::NoConsent => "no consent on record",
        LeftOff::NoAddress => "no usable address",
        LeftOff::CoolDown => "contacted lately",
        LeftOff::Returned => "bought since",
        LeftOff::TooEarly => "inside their own rhythm",
        LeftOff::NoWarning => "no warning sign",
        LeftOff::NotProfitable => "costs more than it brings",
        LeftOff::SameAddress => "address is on the list",
        LeftOff::Holdout => "never contacted (holdout)",
        LeftOff::ControlGroup => "held back to measure",
        LeftOff::BeyondBudget => "beyond size or budget",
    }
}

pub(in crate::report) const DUE: [&str; 2] = [
    "Who comes due",
    "Customers inside their own rhythm tonight, by the week in which they are overdue unless they buy before.",
];
pub(in crate::report) const DUE_COLUMNS: [&str; 2] = ["Week from", "Customers"];
pub(in crate::report) const NOBODY_DUE: &str =
    "Nobody who waits comes due in the next eight weeks.";
