//! Raw Parquet columns become the tables that the features' SQL reads: the row rules of `ingest`,
//! said once more in SQL.
//!
//! `transactions`: `customer_id`, `ts_us` BIGINT (microseconds, UTC), `wall_us` BIGINT (local wall
//! clock), `day` INT (local), `amount` DOUBLE (returns negative), `is_return` BOOLEAN, `order_key`,
//! `quantity`, `discount`, `product`, `category`, `channel` (lower case). `events`: `customer_id`, `ts_us`, `kind`, `value`.
//! Not here: rows at or after `as_of`, which the features' own SQL leaves out.

use super::dialect::Dialect;
use super::phrase;
use crate::history::EventKind;
use crate::ingest::{ColumnMap, EventColumn, TransactionColumn as Column};
use crate::time::Zone;

/// The largest finite number: everything beyond, NaN included, compares as greater.
const LARGEST: &str = "1.7976931348623157e308";

/// The query that makes `transactions` from `relation`, a table's name or [`Dialect::parquet`].
pub fn transactions(
    mapping: &ColumnMap<Column, String>,
    relation: &str,
    dialect: Dialect,
    zone: &Zone,
) -> String {
    let column = |column: Column| dialect.quoted(mapping.name(column));
    let number = |of: Column| format!("cast({} as double)", column(of));
    let units = mapping.has(Column::Quantity).then(|| number(Column::Quantity));
    let amount = match &units {
        Some(units) if !mapping.has(Column::Amount) => {
            format!("{units} * {}", number(Column::UnitPrice))
        }
        _ => number(Column::Amount),
    };
    let optional = |of: Column, make: &dyn Fn(Column) -> String, absent: &str| {
        if mapping.has(of) { make(of) } else { absent.to_owned() }
    };
    let text = |of: Column| format!("nullif({}, '')", dialect.text(&column(of)));
    let no_text = dialect.text("null");
    let order = optional(Column::OrderId, &text, &no_text);
    let flag = |of: Column| format!("coalesce({} <> 0, false)", number(of));
    let is_flagged = optional(Column::ReturnFlag, &flag, "false");
    let discount = |of: Column| or_else(&number(of), &number(of), "0e0");
    let discount = optional(Column::Discount, &discount, "cast(null as double)");
    let product = optional(Column::ProductId, &text, &no_text);
    let category = optional(Column::Category, &text, &no_text);
    let folded = |of: Column| format!("lower(trim({}))", text(of));
    let channel = optional(Column::Channel, &folded, &no_text);
    let id = column(Column::CustomerId);
    let time = instant(&column(Column::Timestamp), dialect, zone);
    let units = units.unwrap_or_else(|| "cast(null as double)".to_owned());
    let quantity = or_else(&units, &format!("abs({units})"), "1e0");
    let day = format!("cast(({} - {}) / 8.64e10 as int)", "wall_us", floor_of("wall_us"));
    let order_key = format!(
        "case when order_id is not null then concat('o:', order_id) else concat('d:', {}) end",
        dialect.text("day")
    );
    format!(
        "select customer_id, ts_us, wall_us, day, case when is_return then -abs(amount) else amount end as \
         amount, is_return,\n    {order_key} as order_key, quantity, discount, product, category, \
         channel\n  from (\n    select t.*, {day} as day from (\n      select s.*, {} as wall_us from \
         (\n        select {id} as customer_id, {time} as ts_us, {amount} as amount,\n          {amount} < 0 or \
         coalesce({units} < 0, false) or {is_flagged} as is_return,\n          {order} as order_id, {quantity} as \
         quantity, {discount} as discount,\n          {product} as product, {category} as category, {channel} as \
         channel\n        from {relation}\n      ) s where customer_id is not null and {} <> ''\n        and ts_us is \
         not null and abs(amount) <= {LARGEST}\n    ) t\n  ) u",
        wall("ts_us", zone),
        dialect.text("customer_id"),
    )
}

/// The query that makes `events` from `relation`.
pub fn events(
    mapping: &ColumnMap<EventColumn, String>,
    relation: &str,
    dialect: Dialect,
    zone: &Zone,
) -> String {
    let id = dialect.quoted(mapping.name(EventColumn::CustomerId));
    let time = instant(&dialect.quoted(mapping.name(EventColumn::Timestamp)), dialect, zone);
    let kind = format!(
        "replace(replace(lower(trim({})), ' ', '_'), '-', '_')",
        dialect.text(&dialect.quoted(mapping.name(EventColumn::Type)))
    );
    let known: Vec<_> = EventKind::ALL.into_iter().map(|k| phrase::text(k.name())).collect();
    let value = mapping.get(EventColumn::Value).map_or_else(
        || "cast(null as double)".to_owned(),
        |name| {
            let number = format!("cast({} as double)", dialect.quoted(name));
            or_else(&number, &number, "null")
        },
    );
    format!(
        "select customer_id, ts_us, case when kind in ({}) then kind else 'other' end as kind, value \
         from (\n    select {id} as customer_id, {time} as ts_us, {kind} as kind, {value} as value\n    from \
         {relation}\n  ) s where customer_id is not null and {} <> '' and ts_us is not null",
        known.join(", "),
        dialect.text("customer_id"),
    )
}

/// `value` where `number` is one, `absent` where it is null or NaN.
fn or_else(number: &str, value: &str, absent: &str) -> String {
    format!("case when abs({number}) <= {LARGEST} then {value} else {absent} end")
}

/// The remainder of a time within its day, never negative.
fn floor_of(time_us: &str) -> String {
    format!("(({time_us} % 86400000000 + 86400000000) % 86400000000)")
}

/// Local wall-clock microseconds of an instant.
fn wall(ts_us: &str, zone: &Zone) -> String {
    let offsets = zone.offsets();
    let cases = offsets[1..].iter().rev().map(|&(from, offset)| (from, offset)).collect();
    stepwise(ts_us, "+", cases, offsets[0].1)
}

/// The instant that a column stands for; what has no zone is wall time, and of a repeated hour the
/// earlier reading.
fn instant(column: &str, dialect: Dialect, zone: &Zone) -> String {
    let micros = dialect.micros(column);
    if zone.is_utc() {
        return micros;
    }
    let from_wall = from_wall(&micros, zone);
    format!("case when {} then {micros} else {from_wall} end", dialect.is_instant(column))
}

/// The instant that wall-clock microseconds stand for.
fn from_wall(wall_us: &str, zone: &Zone) -> String {
    let offsets = zone.offsets();
    // A change from one offset to the next is passed when the old offset's wall clock passes it.
    let passed = |pair: &[(i64, i64)]| (pair[1].0 + pair[0].1, pair[1].1);
    let cases = offsets[1..].iter().enumerate().map(|(i, _)| passed(&offsets[i..i + 2]));
    let mut cases: Vec<_> = cases.collect();
    cases.reverse();
    stepwise(wall_us, "-", cases, offsets[0].1)
}

/// `time` plus or minus the offset of the newest step that it has reached.
fn stepwise(time: &str, sign: &str, newest_first: Vec<(i64, i64)>, first: i64) -> String {
    if newest_first.is_empty() {
        return if first == 0 { time.to_owned() } else { format!("{time} {sign} ({first})") };
    }
    let case = |(from, offset)| format!("when {time} >= {from} then {offset}");
    let cases: Vec<_> = newest_first.into_iter().map(case).collect();
    format!("{time} {sign} (case {} else {first} end)", cases.join(" "))
}
