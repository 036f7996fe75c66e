//! A finding about numbers that are taken for those of orders and are those of lines, or of parts of orders.

use super::{Finding, Read};
use crate::ingest::TransactionColumn as Column;

/// Fewer say little.
const FEW_ORDERS: u64 = 10;
/// A larger share of moments with several orders is no chance; where orders have lines, a share so much larger.
const AGAIN_SHARE: f64 = 0.1;
const SEVERAL_SHARE: f64 = 0.3;
/// A larger share of orders soon after another one is no chance.
const SOON_SHARE: f64 = 0.2;

/// Numbers of lines or of parts that are taken for those of orders: of what a customer buys at one moment, or within minutes,
/// each counts as an order.
pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let order = mapping.get(Column::OrderId)?;
    let is_any = |some: u64, all: u64, share: f64| {
        some >= FEW_ORDERS && some as f64 >= share * all.max(1) as f64
    };
    let at_once = |share: f64| is_any(seen.moments_of_several, seen.moments, share);
    let (has_lines, several) = (seen.orders_of_lines > 0, seen.moments_of_several);
    let found = if has_lines && at_once(SEVERAL_SHARE) {
        format!(
            "{several} of {} moments at which a customer bought have several orders: {order} may number parts of orders, such \
             as deliveries",
            seen.moments
        )
    } else if !has_lines && at_once(AGAIN_SHARE) {
        format!(
            "no order has two rows, and {several} of {} moments at which a customer bought have several orders: {order} may \
             number lines",
            seen.moments
        )
    } else if seen.numbers_of_rows == 0 && is_any(seen.soon_after, seen.numbers, SOON_SHARE) {
        format!(
            "no order has two rows, and {} of {} orders begin within a quarter of an hour of another one of their customer: \
             {order} may number lines",
            seen.soon_after, seen.numbers
        )
    } else {
        return None;
    };
    let remedy = "name the number of the whole order with --order-id, or count what is bought in a day as one purchase with \
                  --order-id none";
    Some(Finding::warn(format!("order_id = {order}"), found, remedy))
}
