//! Findings about orders of which several rows tell of one sale: each state of it would count, and a sale would count
//! although another row says that it was cancelled.

use super::Finding;
use crate::ingest::{ColumnMap, NewestRule, OrderStates, TransactionColumn};

/// From this share of the orders with several rows on, equal rows in different states are no chance.
const TOLD_AGAIN_ONE_IN: u64 = 5;
/// From this share of the orders with a cancellation on, the cancelled sale is in another row.
const STILL_COUNTED_ONE_IN: u64 = 2;
/// Fewer orders may be chance.
const FEW: u64 = 2;

pub(super) fn findings(
    seen: Option<&OrderStates>,
    names: &[String],
    mapping: &ColumnMap<TransactionColumn, String>,
) -> Vec<Finding> {
    let Some(seen) = seen else { return Vec::new() };
    let remedy = remedy(names, mapping);
    let (states, taken_back) =
        (seen.of_states.join(" or "), seen.of_what_is_taken_back.join(" or "));
    let is_many = |some: u64, all: u64, one_in: u64| some >= FEW && some * one_in >= all;
    let again = is_many(seen.told_again, seen.of_several_rows, TOLD_AGAIN_ONE_IN).then(|| {
        let found = format!(
            "{} of {} orders of several rows have the same sale in rows that differ in {states}: each of them counts",
            seen.told_again, seen.of_several_rows
        );
        Finding::warn("states of a sale", found, remedy.clone())
    });
    let counted = is_many(seen.still_counted, seen.taken_back, STILL_COUNTED_ONE_IN).then(|| {
        let found = format!(
            "{} of {} orders with a row that was cancelled or given back by {taken_back} have the same sale in another row, \
             which counts",
            seen.still_counted, seen.taken_back
        );
        Finding::warn("sales taken back", found, remedy)
    });
    again.into_iter().chain(counted).collect()
}

/// The setting by which the last row of each sale counts alone.
fn remedy(names: &[String], mapping: &ColumnMap<TransactionColumn, String>) -> String {
    let key = NewestRule::key_of(names, mapping).unwrap_or_default();
    let newest_by = NewestRule::suggested(names, mapping).map(|rule| rule.newest_by);
    let newest_by =
        newest_by.unwrap_or_else(|| mapping.name(TransactionColumn::Timestamp).to_owned());
    format!(
        "if rows are added when a sale changes: [rows] key = {key:?}, newest_by = {newest_by:?} in winback.toml counts the \
         last of them alone, and none where that one is cancelled; else leave out where it is exported what was taken back"
    )
}
