//! A finding about tables without order numbers, of which some days of a customer may have several orders.

use super::{Finding, Read};
use crate::history::PurchaseDays;
use crate::ingest::TransactionColumn;
use crate::words::share_to_tenths;

/// So many days, and from this share of them on, make a difference to how often customers buy.
const FEW_DAYS: u64 = 3;
const SHARE: f64 = 0.03;

pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let order = TransactionColumn::OrderId;
    let PurchaseDays { days, of_several } = read.seen.purchase_days;
    if read.mapping.has(order) || read.declined.contains(&order) || of_several == 0 {
        return None;
    }
    let share = of_several as f64 / days.max(1) as f64;
    let sample = if read.seen.is_whole { "" } else { "in a sample, " };
    let found = format!(
        "{sample}{of_several} of {days} days ({}) on which a customer bought have rows more than ten minutes apart, or one \
         product at two prices: without order numbers, what a customer buys on a day is one order",
        share_to_tenths(share)
    );
    let subject = "orders of one day";
    if of_several < FEW_DAYS || share < SHARE {
        return Some(Finding::ok(subject, found));
    }
    let remedy = "name the column of the order's number, receipt or invoice with --order-id ([columns] order_id in \
                  winback.toml); --order-id none says that a day is one order";
    Some(Finding::warn(subject, found, remedy))
}
