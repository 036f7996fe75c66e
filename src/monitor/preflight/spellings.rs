//! Findings about identifiers of customers beside each other: one person written in several ways.

use super::{Finding, Read};
use crate::ingest::{TransactionColumn as Column, masked};

/// Fewer identifiers that are alike, or a smaller share of all, may be chance.
const FEW_ALIKE: u64 = 3;
const ALIKE_SHARE: f64 = 0.01;
/// A smaller share of customers known by an address, or of the others, and fewer, says little.
const BY_ADDRESS_SHARE: f64 = 0.02;
const FEW_BY_ADDRESS: u64 = 10;

/// All of them.
pub(super) fn findings(read: &Read<'_>) -> Vec<Finding> {
    [alike(read), two_forms(read), by_address(read)].into_iter().flatten().collect()
}

/// Customers that are there in several spellings of one identifier.
fn alike(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let used = read.history.quality().used;
    // In a sample both spellings must have come along.
    let sampled = seen.rows as f64 / used.max(1) as f64;
    let share = seen.alike as f64 / seen.customers.max(1) as f64;
    (seen.alike >= FEW_ALIKE && share >= ALIKE_SHARE * sampled.min(1.0)).then(|| {
        let column = mapping.name(Column::CustomerId);
        let about = if seen.is_whole { "" } else { "in a sample, " };
        Finding::warn(
            format!("spellings of {column}"),
            format!(
                "{about}{} of {} customers have the identifier of another one in another spelling (zeros in front, capitals, \
                 hyphens of a UUID, marks of thousands, quotes, other forms of one character, what services write around it): each counts as a customer",
                seen.alike, seen.customers
            ),
            "if they are the same people: [columns] id_normalise = \"trim,unquote,unfloat,unzero,lower\" in winback.toml, or \
             write them in one way where they are exported",
        )
    })
}

/// Customers known by one number in two forms.
fn two_forms(read: &Read<'_>) -> Option<Finding> {
    let forms = read.seen.two_forms.as_ref()?;
    let column = read.mapping.name(Column::CustomerId);
    let about = if read.seen.is_whole { "" } else { "in a sample, " };
    let (one, other) = (masked(&forms.example.0), masked(&forms.example.1));
    let (numbers, subject) = (forms.numbers, format!("forms of {column}"));
    if forms.are_phones {
        let found = format!(
            "{about}{numbers} phone numbers are there with their country's and without, such as '{one}' and '{other}': each \
             counts as a customer"
        );
        let remedy =
            "write them in one way where they are exported, or name a column of customers' numbers";
        return Some(Finding::warn(subject, found, remedy));
    }
    let found = format!(
        "{about}{numbers} numbers are there in two forms, such as '{one}' and '{other}': each counts as a customer"
    );
    let remedy = match forms.setting() {
        Some(setting) => format!(
            "if they are the same people: [columns] id_normalise = \"{setting}\" in winback.toml; if the letters tell \
             people apart, nothing is to be done"
        ),
        None => {
            "if they are the same people, write them in one way where they are exported".to_owned()
        }
    };
    Some(Finding::warn(subject, found, remedy))
}

/// Customers known by an address among others known by a number.
fn by_address(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let others = seen.customers - seen.by_address.min(seen.customers);
    let is_share = |part: u64| part as f64 >= BY_ADDRESS_SHARE * seen.customers as f64;
    let are_both = is_share(seen.by_address) && is_share(others);
    (are_both && seen.by_address.min(others) >= FEW_BY_ADDRESS).then(|| {
        let column = mapping.name(Column::CustomerId);
        let about = if seen.is_whole { "" } else { "in a sample, " };
        Finding::warn(
            format!("addresses in {column}"),
            format!(
                "{about}{} of {} customers are known by an e-mail address, the others by something else: whoever is there \
                 by both counts as two",
                seen.by_address, seen.customers
            ),
            "if an address stands in every row, name its column with --customer-id; else write one identifier for each \
             person where it is exported",
        )
    })
}
