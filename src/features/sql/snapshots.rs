//! Features as of several instants in one statement, a row for each customer and instant.
//!
//! The rows are read and shuffled once, up to the newest instant that is known; then every row stands once for each
//! instant after it, and the definitions of one instant hold with the key `customer_id, as_of_us` in the place of
//! `customer_id`. Who stands in the result, and what stands beside the features, is the caller's to say: what became
//! of a customer is not known here.

use super::tables::{PAST_ROWS, made_tables};
use super::words::replace_words;
use super::{Dialect, Inputs};
use crate::time::AsOf;
use std::convert::Infallible;

/// The instants, and who is asked about at them.
#[derive(Debug, Clone)]
pub struct Snapshots {
    /// The instants, ascending.
    pub instants: Vec<AsOf>,
    /// The instant up to which rows are read.
    pub known_until: AsOf,
    /// The query of the table `asked`: `customer_id`, `as_of_us` and whatever `beside` reads. It may read
    /// `known_orders` (`customer_id`, `ts_us`: all purchases that are known) and `instants` (`as_of_us`).
    pub asked: String,
    /// Columns after the features: names, and expressions over `asked`.
    pub beside: Vec<(&'static str, String)>,
}

/// The instant of a row of the result.
pub(super) const INSTANT: &str = "asked.as_of_us";

impl Snapshots {
    /// The tables that aggregations read, those of the question among them.
    pub(super) fn tables(&self, inputs: &Inputs, dialect: Dialect) -> Vec<(String, String)> {
        let of_events = "select customer_id, kind, ts_us, value from";
        let events = match &inputs.events {
            Some(query) => format!("{of_events} (\n  {query}\n  ) q where ts_us < :as_of_us"),
            None => format!("{of_events} events where ts_us < :as_of_us"),
        };
        let mut tables = vec![("known_events", dialect.computed_once(&events))];
        match &inputs.transactions {
            None => tables.push(("known_rows", dialect.computed_once(PAST_ROWS))),
            Some(made) => {
                tables.push(("known_lines", dialect.computed_once(&made.lines)));
                tables.push(("known_rows", renamed(&made.rows, "past_lines", "known_lines")));
            }
        }
        let until = self.known_until.micros().to_string();
        for (_, body) in &mut tables {
            *body = body.replace(":as_of_us", &until);
        }
        tables.push(("instants", self.values()));
        for (seen, known) in [
            ("seen_events", "known_events"),
            ("past_lines", "known_lines"),
            ("past_rows", "known_rows"),
        ] {
            tables.push((seen, at_each_instant(known)));
        }
        let purchases = "select customer_id, order_key, min(ts_us) as ts_us\n  from known_rows where not is_return \
                         group by customer_id, order_key";
        tables.push(("known_orders", purchases.to_owned()));
        tables.push(("asked", self.asked.clone()));
        let mut tables: Vec<_> =
            tables.into_iter().map(|(name, body)| (name.to_owned(), body)).collect();
        tables.extend(made_tables().map(|(name, body)| {
            let body = renamed(body, "events", "seen_events");
            (name.to_owned(), by_instant(&body))
        }));
        tables
    }

    fn values(&self) -> String {
        let value = |instant: &AsOf| format!("(cast({} as bigint))", instant.micros());
        let values: Vec<String> = self.instants.iter().map(value).collect();
        format!("select as_of_us from (values {}) as v(as_of_us)", values.join(", "))
    }

    /// The date of a row of the result.
    pub(super) fn date(&self) -> String {
        let case = |at: &AsOf| format!(" when {} then date '{at}'", at.micros());
        let cases: String = self.instants.iter().map(case).collect();
        format!("case {INSTANT}{cases} end")
    }
}

/// The rows of a table, once for each instant after them.
fn at_each_instant(table: &str) -> String {
    format!(
        "select r.*, i.as_of_us\n  from {table} r cross join instants i where r.ts_us < i.as_of_us"
    )
}

fn renamed(sql: &str, from: &str, to: &str) -> String {
    let Ok(text) =
        replace_words::<Infallible>(sql, |word| Ok((word == from).then(|| to.to_owned())));
    text
}

const KEY: &str = "customer_id";

/// A definition by customer as one by customer and instant: wherever the key stands in a list, or two keys are
/// compared, the instant follows.
pub(super) fn by_instant(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(KEY) {
        let (before, after) = rest.split_at(at + KEY.len());
        let left = qualifier(&before[..at]);
        text.push_str(before);
        rest = after;
        let compared = after.strip_prefix(" = ").and_then(|other| other.split_once(KEY));
        match compared {
            Some((right, after)) => {
                text.push_str(&format!(" = {right}{KEY} and {left}as_of_us = {right}as_of_us"));
                rest = after;
            }
            None => text.push_str(&format!(", {left}as_of_us")),
        }
    }
    text.push_str(rest);
    text.replace(":as_of_us", "as_of_us")
}

/// `o.` at the end of a text that ends with it.
fn qualifier(before: &str) -> &str {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let start = before.rfind(|c| !is_part(c)).map_or(0, |at| at + 1);
    &before[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instant_follows_the_key() {
        assert_eq!(
            by_instant(
                "select e.customer_id, n from e left join l on e.customer_id = l.customer_id where n < 2"
            ),
            "select e.customer_id, e.as_of_us, n from e left join l on e.customer_id = l.customer_id and e.as_of_us = \
             l.as_of_us where n < 2"
        );
        assert_eq!(
            by_instant("max(:as_of_us - n) over (partition by customer_id order by n)"),
            "max(as_of_us - n) over (partition by customer_id, as_of_us order by n)"
        );
    }
}
