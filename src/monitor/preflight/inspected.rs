//! Findings about what rows look like beside each other: repeats, totals on every line or among the lines, more returns
//! than sales, purchases of no unit, one customer with a large share of all rows.

use super::{Finding, Read};
use crate::history::{Inspection, UnitPrices};
use crate::ingest::{
    ColumnMap, IngestError, QualityLimits, TransactionColumn as Column, masked, names,
};
use crate::words::share_to_tenths;

/// A larger share of rows occurring twice is worth a look.
const REPEATED_SHARE: f64 = 0.01;
/// From this share of the orders on, lines of one amount are no chance.
const ONE_AMOUNT_SHARE: f64 = 0.5;
/// Of fewer orders than this one must have three lines.
const FEW_ORDERS: u64 = 10;
/// A customer with this share of all rows and so many times the mean is hardly a customer.
const DOMINANT_SHARE: f64 = 0.05;
const DOMINANT_TIMES_MEAN: f64 = 10.0;
/// Of fewer customers one has a large share of everything anyway.
const FEW_CUSTOMERS: u64 = 3;
/// The same of a smaller share, where the next one has far fewer.
const ALONE_SHARE: f64 = 0.01;
const ALONE_TIMES_NEXT: u64 = 4;
const ALONE_ROWS: u64 = 50;

/// From this share of the orders of three lines on, and so many, a line that is the sum of the others is no chance.
const SUM_SHARE: f64 = 0.8;
const FEW_SUMS: u64 = 3;
/// A larger share of orders in parts, or of moments with several orders, is no chance.
const AGAIN_SHARE: f64 = 0.1;
/// A larger share of orders that cost nothing is worth a look.
const NOTHING_SHARE: f64 = 0.1;
/// Where there are so many times as many orders as numbers, customers share them.
const SHARED_NUMBERS: f64 = 1.05;
/// A larger share of their orders with rows on two days in a row is worth a look.
const OVER_DAYS_SHARE: f64 = 0.005;
/// So many rows of several units, and so many times as many as have the price of a single one, are no chance.
const FEW_ROWS_OF_UNITS: u64 = 10;
const TIMES_ALIKE: u64 = 4;
/// A table has more sales than returns, and some sales at all.
const MOSTLY_RETURNS: f64 = 0.5;
const NEARLY_ALL_RETURNS: f64 = 0.95;
/// A larger share of purchases without a unit is worth a look.
const NO_UNITS_SHARE: f64 = 0.01;

/// All of them.
pub(super) fn findings(read: &Read<'_>) -> Vec<Finding> {
    let found = [
        Some(repeats(read)),
        in_several_categories(read),
        totals(read),
        sums(read),
        numbers_again(read),
        numbers_of_days(read),
        of_nothing(read),
        unit_prices(read),
        returns(read),
        no_units(read),
        dominant(read),
    ];
    found.into_iter().flatten().collect()
}

/// The column of money, for messages.
fn amount_of(mapping: &ColumnMap<Column, String>) -> &str {
    let money = [Column::Amount, Column::UnitPrice];
    money.into_iter().find_map(|column| mapping.get(column)).map_or("amount", String::as_str)
}

fn repeated_share(seen: &Inspection) -> f64 {
    seen.repeated as f64 / seen.rows.max(1) as f64
}

/// Refuses a history of which too many order lines are there twice. Where orders have no numbers, or products
/// are not read, equal rows may be two sales.
pub(crate) fn gate(
    input: &str,
    seen: &Inspection,
    limits: &QualityLimits,
) -> Result<(), IngestError> {
    let share = repeated_share(seen);
    if !seen.tells_lines_apart || share <= limits.max_repeated_share {
        return Ok(());
    }
    Err(IngestError::TooManyRepeated {
        input: input.to_owned(),
        about: if seen.is_whole { "" } else { "about " },
        share: share * 100.0,
        limit: limits.max_repeated_share * 100.0,
    })
}

fn repeats(read: &Read<'_>) -> Finding {
    let Read { mapping, seen, limits, .. } = *read;
    let share = repeated_share(seen);
    let about = if seen.is_whole { "" } else { "about " };
    let found = format!("{about}{} of the rows repeat an earlier one", share_to_tenths(share));
    let unmapped: Vec<&str> =
        [(Column::OrderId, "--order-id"), (Column::ProductId, "--product-id")]
            .into_iter()
            .filter(|(column, _)| !mapping.has(*column))
            .map(|(_, flag)| flag)
            .collect();
    let map = match unmapped[..] {
        [] => String::new(),
        _ => format!("; or name the columns that tell them apart with {}", unmapped.join(" and ")),
    };
    let remedy = format!(
        "equal in customer, time, amount and all else that is read: is an export there twice, or do two \
         overlap? Leave one out{map}"
    );
    if seen.tells_lines_apart && share > limits.max_repeated_share {
        let limit = share_to_tenths(limits.max_repeated_share);
        return Finding::fail(
            "duplicates",
            found,
            format!("{remedy}; or raise quality.max_repeated_share (now {limit})"),
        );
    }
    if share > REPEATED_SHARE {
        return Finding::warn("duplicates", found, remedy);
    }
    Finding::ok("duplicates", found)
}

/// Rows that are there once for every category of their product.
fn in_several_categories(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let share = seen.in_another_category as f64 / seen.rows.max(1) as f64;
    let category = mapping.get(Column::Category)?;
    (share > REPEATED_SHARE).then(|| {
        let about = if seen.is_whole { "" } else { "about " };
        Finding::warn(
            format!("rows by {category}"),
            format!(
                "{about}{} of the rows equal another one of their order in all but {category}: a row may be there once for \
                 every category of its product, and counts each time",
                share_to_tenths(share)
            ),
            "write each line once where it is exported, with one of its categories",
        )
    })
}

fn totals(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let share = seen.orders_of_one_amount as f64 / seen.orders_of_lines.max(1) as f64;
    let enough = seen.orders_of_lines >= FEW_ORDERS || seen.most_lines_of_one_amount >= 3;
    if !mapping.has(Column::OrderId)
        || !mapping.has(Column::Amount)
        || share < ONE_AMOUNT_SHARE
        || !enough
    {
        return None;
    }
    let amount = mapping.name(Column::Amount);
    let found = format!(
        "{} of {} orders of several lines have the same {amount} on every line: it may be the total of \
         the order, counted once a line",
        seen.orders_of_one_amount, seen.orders_of_lines
    );
    let mut other_money = read.free_columns();
    other_money.retain(|name| names::is_money_of_a_line(name));
    let candidates = match other_money[..] {
        [] => String::new(),
        _ => format!(" ({}?)", other_money.join(" or ")),
    };
    let instead = format!(
        "name the line's own amount with --amount{candidates}, or count the total once with \
         [columns] amount_per = \"order\""
    );
    Some(Finding::warn(format!("amount = {amount} by order"), found, instead))
}

/// Totals that stand among the lines of their orders.
fn sums(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let share = seen.orders_of_a_sum as f64 / seen.orders_of_three.max(1) as f64;
    let is_chance = seen.orders_of_a_sum < FEW_SUMS || share < SUM_SHARE;
    (mapping.has(Column::OrderId) && !is_chance).then(|| {
        let amount = amount_of(mapping);
        Finding::warn(
            format!("sums in {amount}"),
            format!(
                "{} of {} orders of three lines and more have a line that costs what the others do together: the order's \
                 total stands among its lines, and counts once more",
                seen.orders_of_a_sum, seen.orders_of_three
            ),
            "leave totals out: by a column that tells them from lines ([rows] column with drop in winback.toml), or \
             where it is exported",
        )
    })
}

/// Sales paid or delivered in parts, days apart: each part counts as a purchase. Numbers that customers share start again
/// and again, as those of tills do.
fn numbers_again(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let share = seen.numbers_again as f64 / seen.numbers.max(1) as f64;
    let are_shared = seen.numbers as f64 > SHARED_NUMBERS * seen.distinct_numbers as f64;
    let is_any = share >= AGAIN_SHARE && seen.numbers_again >= FEW_ORDERS && !are_shared;
    (mapping.has(Column::OrderId) && is_any).then(|| {
        let (order, time) = (mapping.name(Column::OrderId), mapping.name(Column::Timestamp));
        Finding::warn(
            format!("parts of orders by {order}"),
            format!(
                "{} of {} orders have rows more than two days apart: each part counts as a purchase of its own",
                seen.numbers_again, seen.numbers
            ),
            format!(
                "if these are instalments or deliveries of one sale, name the time of the sale with --timestamp instead of \
                 {time}"
            ),
        )
    })
}

/// Numbers that start again every day, as those of tills do: what a customer buys under one number on two days in a row
/// counts as one order.
fn numbers_of_days(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let share = seen.numbers_over_days as f64 / seen.numbers.max(1) as f64;
    let are_shared = seen.numbers as f64 > SHARED_NUMBERS * seen.distinct_numbers as f64;
    let is_any = seen.numbers_over_days >= FEW_SUMS && share >= OVER_DAYS_SHARE && are_shared;
    (mapping.has(Column::OrderId) && is_any).then(|| {
        let order = mapping.name(Column::OrderId);
        Finding::warn(
            format!("order_id = {order}"),
            format!(
                "customers share its numbers, as those of a till that start again every day, and {} of {} orders have rows \
                 on two days in a row: each counts as one purchase",
                seen.numbers_over_days, seen.numbers
            ),
            "if they are purchases of their own: --order-id none counts what is bought in a day as one, or export a number \
             with the day in it",
        )
    })
}

/// Orders that cost nothing, as trials and replacements do, beside others; or all of them, where the money is elsewhere.
fn of_nothing(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let share = seen.orders_of_nothing as f64 / seen.orders.max(1) as f64;
    let has_money = mapping.has(Column::Amount) || mapping.has(Column::UnitPrice);
    if !has_money || seen.orders_of_nothing < FEW_ORDERS || share < NOTHING_SHARE {
        return None;
    }
    let amount = amount_of(mapping);
    let subject = format!("orders that cost nothing by {amount}");
    if share >= 1.0 {
        let found = format!("all {} orders cost nothing: {amount} tells of no money", seen.orders);
        let remedy = "name the column of money with --amount, or say that there is none with --amount none; rows that are \
                      left out may have it";
        return Some(Finding::warn(subject, found, remedy));
    }
    Some(Finding::warn(
        subject,
        format!(
            "{} of {} orders cost nothing and count as purchases: trials, replacements, what was billed elsewhere?",
            seen.orders_of_nothing, seen.orders
        ),
        format!(
            "if they are no purchases: [rows] column = {amount:?} with drop = [\"0\"] in winback.toml"
        ),
    ))
}

/// Money that was taken for a price of one unit and is that of the row, or the other way round.
fn unit_prices(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let UnitPrices { alike, multiplied, divided } = seen.unit_prices;
    let quantity = mapping.get(Column::Quantity)?;
    let is_no_chance = |rows: u64| rows >= FEW_ROWS_OF_UNITS && rows > TIMES_ALIKE * alike;
    let price = mapping.get(Column::UnitPrice).filter(|_| !mapping.has(Column::Amount));
    if let Some(price) = price.filter(|_| is_no_chance(multiplied)) {
        return Some(Finding::warn(
            format!("unit_price = {price}"),
            format!(
                "in {multiplied} rows of several units {price} is so many times that of a single one: it may be the amount \
                 of the row, and {quantity} times it too much"
            ),
            format!("if it is, name it with --amount {price}"),
        ));
    }
    let amount = mapping.get(Column::Amount).filter(|_| is_no_chance(divided))?;
    Some(Finding::warn(
        format!("amount = {amount}"),
        format!(
            "in {divided} rows of several units {amount} is what a single one costs: it may be the price of a unit, and not \
             be multiplied by {quantity}"
        ),
        format!("if it is, name it with --unit-price {amount} and set --amount none"),
    ))
}

/// Tables in which most rows take money back, as a bank's statement or a ledger writes what was sold.
fn returns(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let share = seen.returns as f64 / seen.rows.max(1) as f64;
    (share > MOSTLY_RETURNS && seen.rows > 0).then(|| {
        let amount = amount_of(mapping);
        let found = format!(
            "{} of the rows are returns, by an amount or a quantity below 0 or by their kind: more than are sales",
            share_to_tenths(share)
        );
        let remedy = format!(
            "if sales are written with a minus, as in ledgers and statements, turn the sign where it is exported \
             (-{amount} in SQL)"
        );
        let subject = "returns";
        if share > NEARLY_ALL_RETURNS {
            return Finding::fail(subject, found, remedy);
        }
        Finding::warn(subject, found, remedy)
    })
}

/// Purchases of no unit, as orders keep lines that were taken out again.
fn no_units(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let share = seen.no_units as f64 / seen.rows.max(1) as f64;
    (share > NO_UNITS_SHARE).then(|| {
        let quantity = mapping.name(Column::Quantity);
        Finding::warn(
            format!("no units in {quantity}"),
            format!(
                "{} of the rows have {quantity} = 0 and count as purchases: lines may have been cancelled",
                share_to_tenths(share)
            ),
            format!(
                "if they are no purchases: [rows] column = {quantity:?} with drop = [\"0\"] in winback.toml"
            ),
        )
    })
}

fn dominant(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let all_rows = read.history.quality().used;
    let heaviest = seen.heaviest.as_ref()?;
    let share = heaviest.rows as f64 / all_rows.max(1) as f64;
    // The mean of the others: the sample has all rows of its customers.
    let others = (seen.rows as f64 - heaviest.rows as f64).max(0.0);
    let mean = others / (seen.customers.max(2) - 1) as f64;
    let is_alone = share >= ALONE_SHARE
        && heaviest.rows >= ALONE_ROWS
        && heaviest.rows >= ALONE_TIMES_NEXT * seen.second_rows;
    let is_large = share >= DOMINANT_SHARE || is_alone;
    if seen.customers < FEW_CUSTOMERS
        || !is_large
        || (heaviest.rows as f64) < DOMINANT_TIMES_MEAN * mean
    {
        return None;
    }
    let column = mapping.name(Column::CustomerId);
    let found = format!(
        "'{}' has {} of {all_rows} rows ({}): it may be no customer but everybody without a number",
        masked(&heaviest.id),
        heaviest.rows,
        share_to_tenths(share)
    );
    let remedy = format!(
        "leave it out with [rows] column = \"{column}\" and drop in winback.toml, unless it is one customer"
    );
    Some(Finding::warn("one customer", found, remedy))
}
