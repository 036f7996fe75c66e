//! Findings about orders of which several rows tell of one sale: each state of it would count, it was sent more than once, a sale would count although
//! another row says that it was cancelled, or money given back would come off twice.

use super::{Finding, Read};
use crate::ingest::{ColumnMap, NewestRule, OrderStates, TransactionColumn};

/// From this share of the orders with several rows on, equal rows in different states are no chance.
const TOLD_AGAIN_ONE_IN: u64 = 5;
/// From this share of the orders with several moments on, that each of these sells the same is no chance.
const SENT_AGAIN_ONE_IN: u64 = 2;
/// From this share of the orders with a cancellation on, the cancelled sale is in another row.
const STILL_COUNTED_ONE_IN: u64 = 2;
/// So many times as often as other sales has what was taken back the amount of an earlier one.
const TIMES_OF_SALES: u64 = 2;
/// From this share of the orders that name others on, they name earlier ones.
const NAMING_ONE_IN: u64 = 2;
/// From this share of the orders that are named on, they are the sums of those that name them.
const PARTS_ONE_IN: u64 = 2;
/// Fewer orders may be chance.
const FEW: u64 = 2;

pub(super) fn findings(read: &Read<'_>) -> Vec<Finding> {
    let Some(seen) = read.history.order_states() else { return Vec::new() };
    let mapping = read.mapping;
    let newest_alone = newest_alone(&read.files.column_names(), mapping);
    let found = [
        states_of_a_sale(seen, &newest_alone),
        sent_again(seen, &newest_alone),
        given_back_again(seen),
        taken_back(seen, &newest_alone),
        taken_back_elsewhere(seen),
        wholes_beside_parts(seen, mapping).or_else(|| naming_earlier(seen, mapping)),
    ];
    found.into_iter().flatten().collect()
}

fn is_many(some: u64, all: u64, one_in: u64) -> bool {
    some >= FEW && some * one_in >= all
}

fn states_of_a_sale(seen: &OrderStates, remedy: &str) -> Option<Finding> {
    is_many(seen.told_again, seen.of_several_rows, TOLD_AGAIN_ONE_IN).then(|| {
        let found = format!(
            "{} of {} orders of several rows have the same sale in rows that differ in {}: each of them counts",
            seen.told_again,
            seen.of_several_rows,
            seen.of_states.join(" or ")
        );
        Finding::warn("states of a sale", found, remedy)
    })
}

/// Shops and tags send a sale more than once: each time with a time of its own, and all else alike.
fn sent_again(seen: &OrderStates, remedy: &str) -> Option<Finding> {
    is_many(seen.sent_again, seen.of_several_moments, SENT_AGAIN_ONE_IN).then(|| {
        let found = format!(
            "{} of {} orders with rows at several moments have the same products and amounts at each of them: the sale may \
             have been sent more than once, and counts each time",
            seen.sent_again, seen.of_several_moments
        );
        let remedy = format!("{remedy}. Where they are equal parts of one payment, nothing is to be done");
        Finding::warn("sales sent again", found, remedy)
    })
}

fn given_back_again(seen: &OrderStates) -> Option<Finding> {
    is_many(seen.given_back_again, seen.of_several_returns, TOLD_AGAIN_ONE_IN).then(|| {
        let states = seen.of_states.join(" or ");
        let found = format!(
            "{} of {} orders with several returns have the same money given back in rows that differ in {states}: each of \
             them comes off",
            seen.given_back_again, seen.of_several_returns
        );
        let column = seen.of_states.first().map_or("", String::as_str);
        let remedy = format!(
            "if they tell of one refund, leave all but one of the words out: [rows] column = {column:?} with drop in \
             winback.toml"
        );
        Finding::warn("states of a return", found, remedy)
    })
}

fn taken_back(seen: &OrderStates, remedy: &str) -> Option<Finding> {
    is_many(seen.still_counted, seen.taken_back, STILL_COUNTED_ONE_IN).then(|| {
        let found = format!(
            "{} of {} orders with a row that was cancelled or given back by {} have the same sale in another row, which counts",
            seen.still_counted,
            seen.taken_back,
            seen.of_what_is_taken_back.join(" or ")
        );
        Finding::warn("sales taken back", found, remedy)
    })
}

/// What was taken back under numbers of its own: its amount is that of an earlier sale more often than amounts are equal
/// by chance.
fn taken_back_elsewhere(seen: &OrderStates) -> Option<Finding> {
    let is_no_chance = u128::from(seen.paid_before) * u128::from(seen.sales.max(1))
        > u128::from(TIMES_OF_SALES)
            * u128::from(seen.sales_paid_before)
            * u128::from(seen.taken_back_alone);
    let is_any = is_many(seen.paid_before, seen.taken_back_alone, STILL_COUNTED_ONE_IN);
    (is_any && is_no_chance).then(|| {
        let columns = seen.of_what_is_taken_back.join(" or ");
        let found = format!(
            "{} of {} orders that were cancelled or given back by {columns} cost what their customer paid before in another \
             order: they may take it back under a number of their own, and that order counts",
            seen.paid_before, seen.taken_back_alone
        );
        let remedy = "where these rows are returns, give them amounts below 0 or a column is_return where they are \
                      exported; where they are orders of their own, nothing is to be done";
        Finding::warn("sales taken back by other orders", found, remedy)
    })
}

/// Orders that cost what those cost together that name them, as marketplaces write an order beside its parts.
fn wholes_beside_parts(
    seen: &OrderStates,
    mapping: &ColumnMap<TransactionColumn, String>,
) -> Option<Finding> {
    let column = seen.of_earlier_orders.as_ref()?;
    is_many(seen.of_their_parts, seen.wholes, PARTS_ONE_IN).then(|| {
        let order = mapping.name(TransactionColumn::OrderId);
        let found = format!(
            "{} of {} orders that others name in {column} cost what these cost together: each such sale counts twice, as a \
             whole and in its parts",
            seen.of_their_parts, seen.wholes
        );
        let remedy = format!(
            "export either: whole orders are those without a {column} (in SQL, where {column} is null); or leave out those \
             whose {order} is a {column} of others. If they take a sale back, call {column} refunded_order_id"
        );
        Finding::warn(format!("orders and their parts by {column}"), found, remedy)
    })
}

/// Orders that name an earlier one of the customer, and do not cost more. Who pays again and again for one sale names it more
/// than once, and renewals are most of the orders.
fn naming_earlier(
    seen: &OrderStates,
    mapping: &ColumnMap<TransactionColumn, String>,
) -> Option<Finding> {
    let column = seen.of_earlier_orders.as_ref()?;
    let are_few = 2 * seen.naming_earlier <= seen.sales;
    let are_named_once = 2 * seen.naming_earlier < 3 * seen.named;
    let is_any = is_many(seen.naming_earlier, seen.naming, NAMING_ONE_IN);
    (is_any && are_few && are_named_once).then(|| {
        let order = mapping.name(TransactionColumn::OrderId);
        let found = format!(
            "{} of {} orders that name another {order} in {column} name an earlier one of their customer, and cost no more: \
             they may take it back, and count as sales",
            seen.naming_earlier, seen.naming
        );
        let remedy = format!(
            "if they are returns, export a column is_return that says so, or call {column} refunded_order_id; where they are \
             sales of their own, nothing is to be done"
        );
        Finding::warn(format!("orders named by {column}"), found, remedy)
    })
}

/// The setting by which the last row of each sale counts alone.
fn newest_alone(names: &[String], mapping: &ColumnMap<TransactionColumn, String>) -> String {
    let key = NewestRule::key_of(names, mapping).unwrap_or_default();
    let newest_by = NewestRule::suggested(names, mapping).map(|rule| rule.newest_by);
    let newest_by =
        newest_by.unwrap_or_else(|| mapping.name(TransactionColumn::Timestamp).to_owned());
    format!(
        "if rows are added when a sale changes: [rows] key = {key:?}, newest_by = {newest_by:?} in winback.toml counts the \
         last of them alone, and none where that one is cancelled; else leave out where it is exported what was taken back"
    )
}
