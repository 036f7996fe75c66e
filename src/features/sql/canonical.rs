//! Raw Parquet columns become the tables that the features' SQL reads: the row rules of `ingest`,
//! said once more in SQL.
//!
//! `transactions`: `customer_id`, `ts_us` BIGINT (microseconds, UTC), `wall_us` BIGINT (local wall
//! clock), `day` INT (local), `amount` DOUBLE (returns negative), `is_return` BOOLEAN, `order_key`,
//! `quantity`, `discount`, `product`, `category`, `channel` (lower case). `events`: `customer_id`, `ts_us`, `kind`, `value`.
//! Columns stand in the order of their names: see [`Dialect::computed_once`].

use super::dialect::Dialect;
use super::identity::{Identity, is_customer, written_anew};
use super::time_form::TimeForm;
use super::{left_out, phrase};
use crate::history::{EventKind, LEAST_SHARE_LEFT, SAME_ORDER_MICROS};
use crate::ingest::{ColumnMap, EventColumn, EventTypes, Marker, TransactionColumn as Column};
use crate::time::Zone;

/// The largest finite number: everything beyond, NaN included, compares as greater.
const LARGEST: &str = "1.7976931348623157e308";

/// What makes the rows of `transactions` that lie before `as_of`.
#[derive(Debug, Clone)]
pub struct Transactions {
    /// The query that reads them line by line: the columns of `transactions`, with `order_id` and `says_return`
    /// in the place of `order_key`. After it nothing of purchases changes but amount, discount and order, and the amounts of
    /// a customer at one time sum up to the same.
    pub lines: String,
    /// The query that makes of `past_lines`, which are those, the rows of `transactions`.
    pub rows: String,
}

/// The queries that make `transactions` from `relation`, a table's name or [`Dialect::parquet`]; `markers`
/// are the columns that leave rows out.
pub fn transactions(
    mapping: &ColumnMap<Column, String>,
    relation: &str,
    markers: &[Marker],
    identity: Identity<'_>,
    dialect: Dialect,
    zone: &Zone,
    time: &TimeForm,
) -> Transactions {
    let column = |column: Column| dialect.quoted(mapping.name(column));
    let number = |of: Column| format!("cast({} as double)", column(of));
    let units = mapping.has(Column::Quantity).then(|| number(Column::Quantity));
    let amount = match &units {
        Some(units) if !mapping.has(Column::Amount) && mapping.has(Column::UnitPrice) => {
            format!("{units} * {}", number(Column::UnitPrice))
        }
        _ if mapping.has(Column::Amount) => number(Column::Amount),
        // No column tells of money.
        _ => "0e0".to_owned(),
    };
    let optional = |of: Column, make: &dyn Fn(Column) -> String, absent: &str| {
        if mapping.has(of) { make(of) } else { absent.to_owned() }
    };
    let text = |of: Column| format!("nullif({}, '')", dialect.text(&column(of)));
    let no_text = dialect.text("null");
    let order = optional(Column::OrderId, &text, &no_text);
    let flag = |of: Column| format!("coalesce({} <> 0, false)", number(of));
    let is_flagged = optional(Column::ReturnFlag, &flag, "false");
    let by_kind = left_out::returns(markers, dialect);
    let or_by_kind = |says: String| match &by_kind {
        Some(kind) => format!("({says} or {kind})"),
        None => says,
    };
    let is_flagged = or_by_kind(is_flagged);
    let discount = |of: Column| or_else(&number(of), &number(of), "0e0");
    let discount = optional(Column::Discount, &discount, "cast(null as double)");
    let product = optional(Column::ProductId, &text, &no_text);
    let category = optional(Column::Category, &text, &no_text);
    let folded = |of: Column| format!("lower(trim({}))", text(of));
    let channel = optional(Column::Channel, &folded, &no_text);
    let id = written_anew(&column(Column::CustomerId), identity, dialect);
    let is_customer = is_customer(identity, dialect);
    let time = instant(&column(Column::Timestamp), dialect, zone, time);
    let takes_back = match &units {
        Some(units) => format!("(coalesce({amount} < 0, false) or coalesce({units} < 0, false))"),
        None => format!("coalesce({amount} < 0, false)"),
    };
    let takes_back = or_by_kind(takes_back);
    let units = units.unwrap_or_else(|| "cast(null as double)".to_owned());
    let quantity = or_else(&units, &format!("abs({units})"), "1e0");
    let wall = wall("ts_us", zone);
    let day = format!("cast((wall_us - {}) / 8.64e10 as int)", floor_of("wall_us"));
    let counting = left_out::clause(markers, &takes_back, dialect);
    let read = format!(
        "select {id} as customer_id, {time} as ts_us, {amount} as \
         amount,\n          coalesce({units} < 0, false) or {is_flagged} as says_return,\n          {order} as \
         order_id, {quantity} as quantity, {discount} as discount,\n          {product} as product, {category} as \
         category, {channel} as channel\n        from {relation}{counting}"
    );
    let utc = dialect.in_utc();
    let lines = format!(
        "select case when says_return then -abs(amount) else amount end as amount, category, channel,\n    customer_id, \
         {day} as day, discount,\n    says_return or amount < 0 as is_return, order_id, product, quantity, says_return, \
         ts_us, wall_us\n  from (\n      select s.*, {wall} as wall_us from (\n        {read}\n      ) s where {is_customer}\n        and ts_us is not null and \
         abs(amount) <= {LARGEST}{utc}\n    ) t where ts_us < :as_of_us"
    );
    let with_numbers = mapping.has(Column::OrderId);
    let rows = if with_numbers { with_orders(dialect) } else { of_days(dialect) };
    Transactions { lines, rows }
}

/// The rows where orders have no number: those of a day are one.
fn of_days(dialect: Dialect) -> String {
    format!(
        "select amount, category, channel, customer_id, day, discount, is_return,\n    concat('d:', {}) as order_key, \
         product, quantity, ts_us, wall_us\n  from past_lines",
        dialect.text("day")
    )
}

/// The rows where order numbers are known: lines that take money off an order are spread over its other
/// lines (`history::visit::discount_lines`), and a number given out again days later begins another
/// order (`history::visit::orders`).
fn with_orders(dialect: Dialect) -> String {
    let off_lines = "order_id is not null and not says_return and amount < 0";
    let order_key = format!(
        "case when order_id is not null then concat('o:', order_id, '#', {}) else concat('d:', {}) end",
        dialect.text("n_before"),
        dialect.text("day"),
    );
    let instant = "partition by customer_id, order_id, ts_us";
    // Rows of equal time are one in the sum: engines put them in any order.
    let window = "partition by customer_id, order_id order by ts_us";
    let bought = "order_id is not null and not is_return";
    format!(
        "select amount, category, channel, customer_id, day, discount, is_return,\n    {order_key} as order_key,\n    \
         product, quantity, ts_us, wall_us\n  from (select v.*, sum(begins) over ({window}) as n_before from (\n    \
         select u.*, case when {bought} and ts_us - max(case when {bought} then ts_us end) over ({window} rows \
         between unbounded preceding and 1 preceding) > {SAME_ORDER_MICROS} then 1 else 0 end as begins from (\n    \
         select customer_id, ts_us, wall_us, day, order_id, is_return,\n      \
         case when is_off and amount >= 0 then amount * ((price - off) / price) else amount end as amount,\n      \
         discount + case when is_off and not says_return and amount >= 0 then amount * (off / price) else 0e0 end as discount,\n      \
         quantity, product, category, channel\n    from (select s.*, order_id is not null and off > 0 and price - off >= \
         price * {LEAST_SHARE_LEFT:e} and price > 0 as is_off from (\n    select t.*,\n      sum(case when \
         not says_return and amount > 0 then amount else 0e0 end) over ({instant}) as \
         price,\n      sum(case when {off_lines} then -amount else 0e0 end) over ({instant}) as off\n    from past_lines t) \
         s) w\n    where not (is_off and {off_lines})\n  ) u) v) x"
    )
}

/// The query that makes `events` from `relation`, whose types of events are `types`: engines know no names
/// of services, so that each type that occurs is written out.
pub fn events(
    mapping: &ColumnMap<EventColumn, String>,
    relation: &str,
    types: &EventTypes,
    identity: Identity<'_>,
    dialect: Dialect,
    zone: &Zone,
    time: &TimeForm,
) -> String {
    let id = dialect.quoted(mapping.name(EventColumn::CustomerId));
    let id = written_anew(&id, identity, dialect);
    let read_time =
        instant(&dialect.quoted(mapping.name(EventColumn::Timestamp)), dialect, zone, time);
    let kind = dialect.text(&dialect.quoted(mapping.name(EventColumn::Type)));
    let known = types.iter().filter(|(_, meaning)| meaning.kind() != EventKind::Other);
    let mut cases = String::new();
    for (name, meaning) in known {
        let kind = phrase::text(meaning.kind().name());
        cases = cases + " when " + &phrase::text(name) + " then " + &kind;
    }
    let other = phrase::text(EventKind::Other.name());
    let kind =
        if cases.is_empty() { other } else { format!("case {kind}{cases} else {other} end") };
    let value = mapping.get(EventColumn::Value).map_or_else(
        || "cast(null as double)".to_owned(),
        |name| {
            let number = format!("cast({} as double)", dialect.quoted(name));
            or_else(&number, &number, "null")
        },
    );
    format!(
        "select customer_id, ts_us, kind, value \
         from (\n    select {id} as customer_id, {read_time} as ts_us, {kind} as kind, {value} as value\n    from \
         {relation}\n  ) s where {} and ts_us is not null{}",
        is_customer(identity, dialect),
        dialect.in_utc(),
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
fn instant(column: &str, dialect: Dialect, zone: &Zone, form: &TimeForm) -> String {
    let micros = form.micros(column, dialect);
    if zone.is_utc() {
        return micros;
    }
    let from_wall = from_wall(&micros, zone);
    match form.column(column) {
        Some(typed) => {
            format!("case when {} then {micros} else {from_wall} end", dialect.is_instant(&typed))
        }
        None if form.is_wall() => from_wall,
        None => micros,
    }
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
