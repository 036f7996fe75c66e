//! Findings about numbers of customers that several people have, and about people who have several numbers.

use super::Finding;
use crate::ingest::{Holders, Seen};
use crate::words::share_to_tenths;

/// Fewer numbers or people say little.
const FEW: u64 = 20;
/// Names are spelled in several ways and companies have several addresses; of most numbers they have not.
const MOSTLY: f64 = 0.6;
/// Within a place hardly a number has several.
const RARELY: f64 = 0.2;
/// Families share an address; this share of the people does not.
const OF_PEOPLE: f64 = 0.1;

impl Seen {
    fn share(&self) -> f64 {
        self.of_several as f64 / self.all.max(1) as f64
    }

    fn is_from(&self, share: f64) -> bool {
        self.all >= FEW && self.share() >= share
    }
}

/// Both; `number` is the column of the customers' numbers.
pub(crate) fn of_holders(number: &str, holders: &Holders) -> Vec<Finding> {
    [shared(number, holders), of_people(number, holders)].into_iter().flatten().collect()
}

/// Numbers of which most have several names.
fn shared(number: &str, holders: &Holders) -> Option<Finding> {
    let seen = holders.numbers.as_ref().filter(|seen| seen.is_from(MOSTLY))?;
    let place = holders.in_places.as_ref().filter(|seen| seen.share() < RARELY);
    let place = place.map(|seen| &seen.column);
    let each =
        place.map_or_else(String::new, |place| format!(", and hardly one within each {place}"));
    let remedy = match place {
        Some(place) => format!(
            "if each {place} numbers its own customers, write {place} before {number} where it is exported, and before \
             the number of the order"
        ),
        None => format!(
            "if {number} does not number customers, name the column that does with --customer-id"
        ),
    };
    Some(Finding::warn(
        format!("people by {number}"),
        format!(
            "{} of {} numbers of several rows ({}) have several values of {}{each}: different people may count as one customer",
            seen.of_several,
            seen.all,
            share_to_tenths(seen.share()),
            seen.column
        ),
        remedy,
    ))
}

/// People of whom many have several numbers.
fn of_people(number: &str, holders: &Holders) -> Option<Finding> {
    let seen = holders.people.as_ref().filter(|seen| seen.is_from(OF_PEOPLE))?;
    let column = &seen.column;
    Some(Finding::warn(
        format!("numbers by {column}"),
        format!(
            "{} of {} values of {column} with several rows ({}) stand beside several values of {number}: each counts as a \
             customer, as guests do who get a new number with every order",
            seen.of_several,
            seen.all,
            share_to_tenths(seen.share())
        ),
        format!("if they are the same people: --customer-id {column}"),
    ))
}
