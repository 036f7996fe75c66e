//! The catalogue as one SELECT statement: the same features on another engine.
//!
//! [`select`] puts the features' own SQL definitions together: common tables for orders, gaps and so
//! on, one aggregation per table, one row per customer at the end. It is text in, text out: nothing
//! is run here. It doubles as the independent oracle of the kernels (`scripts/oracle.py`).

pub mod canonical;
mod dialect;
mod identity;
mod left_out;
mod newest;
pub mod phrase;
mod relation;
mod time_form;
mod words;

pub use dialect::Dialect;
pub use identity::Identity;
pub(crate) use identity::{is_customer, written_anew};
pub use newest::newest_rows;
pub use relation::relation;
pub use time_form::{TimeForm, refuse_order_money, refuse_text, time_form};

use super::{Feature, Relation, Sql, Unit};
use crate::error::{Failure, Kind};
use crate::time::AsOf;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use words::{mentions, replace_words};

/// Why no SQL can be made.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SqlError {
    /// A name that no feature has.
    #[error("no feature is named '{0}': `winback features --list` prints the names")]
    UnknownFeature(String),
    /// Features defined by each other in a circle.
    #[error("feature '{0}' is defined by itself; correct its definition in src/features")]
    Circular(String),
    /// A column that engines do not read as winback does.
    #[error("column '{column}' {reason}")]
    NotReadable {
        /// The column.
        column: String,
        /// Why, and what to do.
        reason: String,
    },
    /// The number needs fitted parameters.
    #[error("feature '{0}' needs fitted parameters: plain SQL cannot compute it")]
    NeedsModel(String),
}

impl Failure for SqlError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// Queries that make the canonical tables (see [`canonical`]) from raw data; `None` where the
/// engine has a table of that name already.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Makes `transactions`.
    pub transactions: Option<String>,
    /// Makes `events`.
    pub events: Option<String>,
}

/// The statement that computes the features named `selected`, in that order, for every customer
/// with a transaction (or, where a feature needs events, an event) before `as_of`.
///
/// Columns: `customer_id`, then one per feature; no order of rows.
pub fn select(
    catalogue: &[Feature],
    selected: &[&str],
    inputs: &Inputs,
    dialect: Dialect,
    as_of: AsOf,
) -> Result<String, SqlError> {
    let plan = Plan::new(catalogue, selected)?;
    let mut tables = common_tables(inputs);
    tables.extend(plan.aggregations(dialect));
    tables.push(("customers".to_owned(), plan.customers()));
    let query = plan.query(selected, dialect)?;
    let mut statement = String::new();
    for (name, body) in reachable(tables, &query) {
        let lead = if statement.is_empty() { "with " } else { ",\n" };
        let _ = write!(statement, "{lead}{name} as (\n  {body}\n)");
    }
    let _ = write!(statement, "\n{query}");
    Ok(statement.replace(":as_of_us", &as_of.micros().to_string()))
}

/// The tables that features aggregate over, each using only those before it.
fn common_tables(inputs: &Inputs) -> Vec<(String, String)> {
    let given = [("transactions", &inputs.transactions), ("events", &inputs.events)];
    let given = given.into_iter().filter_map(|(name, query)| Some((name, query.clone()?)));
    let made = [
        ("past_rows", "select * from transactions where ts_us < :as_of_us"),
        (
            "past_orders",
            "select o.*, wall_us - cast(day as bigint) * 86400000000 as day_us,\n    \
             row_number() over (partition by customer_id order by ts_us, order_key) as n,\n    \
             count(*) over (partition by customer_id) as n_orders,\n    \
             max(ts_us) over (partition by customer_id) as last_us,\n    \
             ts_us - lag(ts_us) over (partition by customer_id order by ts_us, order_key) as gap_us\n  \
             from (\n    select customer_id, order_key, min(ts_us) as ts_us, min(wall_us) as wall_us, \
             min(day) as day,\n      sum(amount) as value, count(*) as n_rows, sum(quantity) as quantity,\n      \
             coalesce(sum(amount) filter (where discount > 0), 0e0) as discounted_value\n    \
             from past_rows where not is_return group by customer_id, order_key\n  ) o",
        ),
        (
            "past_gaps",
            "select customer_id, gap_us, gap_us / 8.64e10 as gap_days, n - 1 as n, \
             n_orders - 1 as n_gaps, ts_us as end_us, last_us\n  from past_orders where n > 1",
        ),
        (
            "last_purchases",
            "select customer_id, max(ts_us) as last_us from past_orders group by customer_id",
        ),
        (
            "past_events",
            "select e.customer_id, e.ts_us, e.kind, e.value, l.last_us\n  from events e left join \
             last_purchases l on e.customer_id = l.customer_id\n  where e.ts_us < :as_of_us",
        ),
        (
            "past_categories",
            "select customer_id, category, count(*) as n_rows, \
             sum(count(*)) over (partition by customer_id) as n_all\n  from past_rows \
             where not is_return and category is not null\n  group by customer_id, category",
        ),
    ];
    let made = made.map(|(name, body)| (name, body.to_owned()));
    given.chain(made).map(|(name, body)| (name.to_owned(), body)).collect()
}

/// The tables that the query needs, directly or through others.
fn reachable(tables: Vec<(String, String)>, query: &str) -> Vec<(String, String)> {
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
fn table_names(relation: Relation) -> (&'static str, &'static str) {
    match relation {
        Relation::Rows => ("past_rows", "of_rows"),
        Relation::Orders => ("past_orders", "of_orders"),
        Relation::Gaps => ("past_gaps", "of_gaps"),
        Relation::Events => ("past_events", "of_events"),
        Relation::Categories => ("past_categories", "of_categories"),
    }
}

/// The features that must be computed for the selected ones.
struct Plan<'a> {
    by_name: BTreeMap<&'a str, &'a Feature>,
    /// Selected features and those they are derived from, in the order of the catalogue.
    needed: Vec<&'a Feature>,
}

impl<'a> Plan<'a> {
    fn new(catalogue: &'a [Feature], selected: &[&str]) -> Result<Self, SqlError> {
        let by_name: BTreeMap<_, _> = catalogue.iter().map(|f| (f.name.as_str(), f)).collect();
        let mut names = BTreeSet::new();
        let mut open: Vec<&str> = selected.to_vec();
        while let Some(name) = open.pop() {
            let Some((&name, feature)) = by_name.get_key_value(name) else {
                return Err(SqlError::UnknownFeature(name.to_owned()));
            };
            if names.insert(name)
                && let Sql::Derived(sql) = &feature.sql
            {
                open.extend(by_name.keys().filter(|known| mentions(sql, known)));
            }
        }
        let needed = catalogue.iter().filter(|f| names.contains(f.name.as_str())).collect();
        Ok(Self { by_name, needed })
    }

    /// One table per relation in use, with the aggregates over it; one per feature that is a table.
    fn aggregations(&self, dialect: Dialect) -> Vec<(String, String)> {
        let mut columns: BTreeMap<Relation, String> = BTreeMap::new();
        let mut tables = Vec::new();
        for feature in &self.needed {
            match &feature.sql {
                Sql::Aggregate(relation, sql) => {
                    let column = format!(",\n    {sql} as {}", dialect.alias(&feature.name));
                    columns.entry(*relation).or_default().push_str(&column);
                }
                Sql::Table(sql) => tables.push((format!("of_{}", feature.name), sql.clone())),
                Sql::Derived(_) | Sql::Model => {}
            }
        }
        let aggregation = |(relation, columns)| {
            let (table, name) = table_names(relation);
            let body = format!("select customer_id{columns}\n  from {table} group by customer_id");
            (name.to_owned(), body)
        };
        columns.into_iter().map(aggregation).chain(tables).collect()
    }

    fn customers(&self) -> String {
        let with_events = self.needed.iter().any(|f| f.needs.events);
        let events = if with_events { " union select customer_id from past_events" } else { "" };
        format!("select distinct customer_id from past_rows{events}")
    }

    /// The final query: customers with every aggregation joined on.
    fn query(&self, selected: &[&str], dialect: Dialect) -> Result<String, SqlError> {
        let mut query = "select c.customer_id".to_owned();
        for name in selected {
            let value = self.value(name, dialect, &mut Vec::new())?;
            let _ = write!(query, ",\n  {value} as {}", dialect.alias(name));
        }
        query.push_str("\nfrom customers c");
        for (table, _) in self.aggregations(dialect) {
            let _ = write!(query, "\nleft join {table} on {table}.customer_id = c.customer_id");
        }
        Ok(query)
    }

    /// The expression of one feature over the joined tables.
    fn value(
        &self,
        name: &str,
        dialect: Dialect,
        inside: &mut Vec<String>,
    ) -> Result<String, SqlError> {
        let Some(feature) = self.by_name.get(name) else {
            return Err(SqlError::UnknownFeature(name.to_owned()));
        };
        let column = match &feature.sql {
            Sql::Aggregate(relation, _) => {
                format!("{}.{}", table_names(*relation).1, dialect.alias(name))
            }
            Sql::Table(_) => format!("of_{name}.v"),
            Sql::Model => return Err(SqlError::NeedsModel(name.to_owned())),
            Sql::Derived(sql) => {
                if inside.iter().any(|outer| outer == name) {
                    return Err(SqlError::Circular(name.to_owned()));
                }
                inside.push(name.to_owned());
                let expanded = replace_words(sql, |word| {
                    let known = self.by_name.contains_key(word);
                    known.then(|| self.value(word, dialect, inside)).transpose()
                })?;
                inside.pop();
                format!("({expanded})")
            }
        };
        Ok(if feature.unit == Unit::Count { format!("coalesce({column}, 0)") } else { column })
    }
}

#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
