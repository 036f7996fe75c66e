//! Findings about columns that nobody reads and that tell, by their names, of money given back: sales would count
//! in full. From footers alone; lists and structs are among them.

use super::schema::has_any;
use super::{Finding, Read};
use crate::ingest::{TableColumn, TransactionColumn, names};
use crate::table::Footer;

pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let Read { files, mapping, declined, .. } = *read;
    let is_read = [TransactionColumn::RefundedAmount, TransactionColumn::RefundedQuantity];
    if is_read.iter().any(|part| declined.contains(part)) {
        return None;
    }
    let has_money =
        mapping.has(TransactionColumn::Amount) || mapping.has(TransactionColumn::UnitPrice);
    let is_net = !TransactionColumn::RefundedAmount.fits(mapping);
    if is_read.into_iter().any(|column| mapping.has(column)) || is_net || !has_money {
        return None;
    }
    let all_names = files.column_names();
    let is_unread = |name: &String| {
        let mut markers = read.markers().iter();
        !name.contains('.') && markers.all(|marker| marker.column != *name || marker.is_passed_over)
    };
    let tells =
        |name: &String| names::is_given_back(name) && !names::is_change_given(name, &all_names);
    let unread = read.free_columns().into_iter().filter(is_unread).filter(tells);
    let unread: Vec<String> = unread.filter(|name| has_any(files, name)).collect();
    let first = unread.first()?;
    let is_list = files.footers.iter().any(|footer| is_nested(footer, first));
    let remedy = if is_list {
        "write the sum of each sale's refunds into a column of its own, such as refunded_amount, or give refunds \
         rows of their own"
            .to_owned()
    } else {
        let flag =
            if names::is_of_units(first) { "--refunded-quantity" } else { "--refunded-amount" };
        format!("name it with {flag} {first}, or set {flag} none if it is something else")
    };
    let found =
        format!("{} may tell of money given back: nothing comes off the sales", unread.join(", "));
    Some(Finding::warn("refunds", found, remedy))
}

/// A column beside that of money or units that is called by its name, and by a word for what is left of it.
pub(super) fn left_of(read: &Read<'_>) -> Option<Finding> {
    let parts =
        [TransactionColumn::Amount, TransactionColumn::UnitPrice, TransactionColumn::Quantity];
    let free = read.free_columns();
    let found = parts.into_iter().find_map(|part| {
        let own = read.mapping.get(part)?;
        let other = free.iter().find(|name| names::is_what_is_left_of(name, own))?;
        Some((part.option(), own, other))
    });
    let (option, own, other) = found?;
    Some(Finding::warn(
        format!("what is left of {own}"),
        format!(
            "{other} stands beside it: it may be what is left of {own} after changes and refunds, which do not come off"
        ),
        format!(
            "if it is, name it with {option} {other}; or write what was given back into a column of its own, such as \
             refunded_amount"
        ),
    ))
}

fn is_nested(footer: &Footer, name: &str) -> bool {
    let field = footer.schema().column_with_name(name);
    field.is_some_and(|(_, field)| field.data_type().is_nested())
}
