//! The tables that features aggregate over (their columns: [`Relation`]), and which of them a query needs.

use super::words::mentions;
use super::{Dialect, Inputs, Relation};

/// The rows of a table that an engine has.
pub(super) const PAST_ROWS: &str = "select amount, category, channel, customer_id, day, discount, is_return, order_key,\n    \
                         product, quantity, ts_us, wall_us\n  from transactions where ts_us < :as_of_us";

/// The tables that features aggregate over, each using only those before it.
pub(super) fn common_tables(inputs: &Inputs, dialect: Dialect) -> Vec<(String, String)> {
    let mut given = Vec::new();
    if let Some(query) = &inputs.events {
        given.push(("events", query.clone()));
    }
    match &inputs.transactions {
        None => given.push(("past_rows", dialect.computed_once(PAST_ROWS))),
        Some(made) => {
            given.push(("past_lines", dialect.computed_once(&made.lines)));
            given.push(("past_rows", made.rows.clone()));
        }
    }
    let made = made_tables().map(|(name, body)| (name, body.to_owned()));
    given.into_iter().chain(made).map(|(name, body)| (name.to_owned(), body)).collect()
}

/// The tables that are made of `past_rows`, `{lines}` and `events`, each using only those before it.
pub(super) fn made_tables() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        (
            "past_orders",
            "select p.*, gap_us / 8.64e10 as gap_days,\n    \
             row_number() over (partition by customer_id order by gap_us nulls last) as gap_rank,\n    \
             row_number() over (partition by customer_id order by value nulls last) as value_rank\n  from (\n    \
             select o.*, wall_us - cast(day as bigint) * 86400000000 as day_us,\n      \
             row_number() over (partition by customer_id order by ts_us nulls last, order_key) as n,\n      \
             count(ts_us) over (partition by customer_id) as n_orders,\n      \
             max(ts_us) over (partition by customer_id) as last_us,\n      \
             min(day) over (partition by customer_id) as first_day,\n      \
             lag(day) over (partition by customer_id order by ts_us nulls last, order_key) as day_before,\n      \
             ts_us - lag(ts_us) over (partition by customer_id order by ts_us nulls last, order_key) as gap_us\n    \
             from (\n      select customer_id, order_key, returned_us, count(returned_us) as n_returned,\n        \
             min(ts_us) filter (where not is_return) as ts_us, \
             min(wall_us) filter (where not is_return) as wall_us,\n        \
             min(day) filter (where not is_return) as day, \
             sum(amount) filter (where not is_return) as value,\n        \
             nullif(count(*) filter (where not is_return), 0) as n_rows, \
             sum(quantity) filter (where not is_return) as quantity,\n        \
             coalesce(sum(amount) filter (where not is_return and discount > 0), 0e0) as discounted_value,\n        \
             coalesce(sum(discount) filter (where not is_return and discount > 0), 0e0) as taken_off,\n        \
             -sum(amount) filter (where is_return) as given_back\n      \
             from (select r.*, case when is_return then ts_us end as returned_us from past_rows r) s\n      \
             group by customer_id, order_key, returned_us\n    ) o\n  ) p",
        ),
        (
            "past_days",
            "select customer_id, day, max(ts_us) as ts_us\n  from {lines} where not is_return \
             group by customer_id, day",
        ),
        (
            "past_products",
            "select customer_id, product, count(*) as n_rows\n  from {lines} \
             where not is_return and product is not null group by customer_id, product",
        ),
        (
            "past_categories",
            "select customer_id, category, count(*) as n_rows\n  from {lines} \
             where not is_return and category is not null group by customer_id, category",
        ),
        (
            "past_channels",
            "select d.*, max(day) over (partition by customer_id) as last_day,\n    \
             lag(day) over (partition by customer_id, channel order by day) as day_before\n  from (\n    \
             select customer_id, channel, day, count(*) as n_rows\n    from {lines} \
             where not is_return and channel is not null group by customer_id, channel, day\n  ) d",
        ),
        (
            "last_purchases",
            "select customer_id, max(ts_us) as last_us from past_orders group by customer_id",
        ),
        (
            "past_events",
            "select e.customer_id, e.ts_us, e.kind, e.value, l.last_us,\n    \
             max(case when kind = 'nps' and value is not null then ts_us end) over \
             (partition by e.customer_id) as answered_us\n  from (select * from events where ts_us < :as_of_us) e \
             left join last_purchases l on e.customer_id = l.customer_id",
        ),
    ]
    .into_iter()
}

/// The table that stands for `{lines}`: what purchases were of, and sums of money over time, do not depend on the other rows
/// of their orders, and are read off the lines.
pub(super) fn lines(inputs: &Inputs) -> &'static str {
    if inputs.transactions.is_some() { "past_lines" } else { "past_rows" }
}

/// The tables that the query needs, directly or through others.
pub(super) fn reachable(tables: Vec<(String, String)>, query: &str) -> Vec<(String, String)> {
    let mut kept: Vec<(String, String)> = Vec::new();
    for (name, body) in tables.into_iter().rev() {
        if mentions(query, &name) || kept.iter().any(|(_, user)| mentions(user, &name)) {
            kept.push((name, body));
        }
    }
    kept.reverse();
    kept
}

/// The name of a relation's table and of its aggregation.
pub(super) fn table_names(relation: Relation) -> (&'static str, &'static str) {
    match relation {
        Relation::Rows => ("{lines}", "of_rows"),
        Relation::Orders | Relation::Returns => ("past_orders", "of_orders"),
        Relation::Days => ("past_days", "of_days"),
        Relation::Products => ("past_products", "of_products"),
        Relation::Categories => ("past_categories", "of_categories"),
        Relation::Channels => ("past_channels", "of_channels"),
        Relation::Events => ("past_events", "of_events"),
    }
}
