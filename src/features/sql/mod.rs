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
mod snapshots;
mod tables;
mod time_form;
mod words;

pub use dialect::Dialect;
pub use identity::Identity;
pub(crate) use identity::{is_customer, written_anew};
pub use newest::newest_rows;
pub use relation::relation;
pub use snapshots::Snapshots;
pub use time_form::{TimeForm, refuse_order_money, refuse_text, time_form};

use super::{Feature, Relation, Sql, Unit};
use crate::error::{Failure, Kind};
use crate::time::AsOf;
use snapshots::{INSTANT, by_instant};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use tables::{common_tables, lines, reachable, table_names};
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
    pub transactions: Option<canonical::Transactions>,
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
    let mut tables = common_tables(inputs, dialect);
    tables.extend(plan.aggregations(dialect));
    let query = plan.query(selected, dialect)?;
    let statement = with_tables(tables, inputs, &query);
    Ok(statement.replace(":as_of_us", &as_of.micros().to_string()))
}

/// The statement that computes the same for every customer who is asked about at each of several instants.
///
/// Columns: `customer_id`, `as_of` (a date), then one per feature, then those that stand beside them; no order of rows.
pub fn select_snapshots(
    catalogue: &[Feature],
    selected: &[&str],
    inputs: &Inputs,
    dialect: Dialect,
    snapshots: &Snapshots,
) -> Result<String, SqlError> {
    let plan = Plan::new(catalogue, selected)?;
    let mut tables = snapshots.tables(inputs, dialect);
    let aggregations = plan.aggregations(dialect);
    tables.extend(aggregations.into_iter().map(|(name, body)| (name, by_instant(&body))));
    let query = plan.query_of_snapshots(selected, dialect, snapshots)?;
    Ok(with_tables(tables, inputs, &query))
}

/// A query of the caller's over the tables that features aggregate over, as of an instant.
pub(crate) fn over_tables(query: &str, inputs: &Inputs, dialect: Dialect, as_of: AsOf) -> String {
    let statement = with_tables(common_tables(inputs, dialect), inputs, query);
    statement.replace(":as_of_us", &as_of.micros().to_string())
}

/// A query with the tables that it needs before it.
fn with_tables(mut tables: Vec<(String, String)>, inputs: &Inputs, query: &str) -> String {
    for (_, body) in &mut tables {
        *body = body.replace("{lines}", lines(inputs));
    }
    let mut statement = String::new();
    for (name, body) in reachable(tables, query) {
        let lead = if statement.is_empty() { "with " } else { ",\n" };
        let _ = write!(statement, "{lead}{name} as (\n  {body}\n)");
    }
    let _ = write!(statement, "\n{query}");
    statement
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

    /// The relations in use, each with the aggregates over it; that of the rows in any case, as it has every
    /// customer of the transactions.
    fn aggregates(&self, dialect: Dialect) -> BTreeMap<Relation, String> {
        let mut columns = BTreeMap::from([(Relation::Rows, String::new())]);
        for feature in &self.needed {
            let (relation, sql) = match &feature.sql {
                // Who only brought things back has no order; of them there are none, or nothing is known.
                Sql::Aggregate(Relation::Orders, sql) if feature.unit != Unit::Count => {
                    (Relation::Orders, format!("case when count(ts_us) > 0 then {sql} end"))
                }
                // One pass over the orders.
                Sql::Aggregate(Relation::Returns, sql) => (Relation::Orders, sql.clone()),
                Sql::Aggregate(relation, sql) => (*relation, sql.clone()),
                _ => continue,
            };
            let column = format!(",\n    {sql} as {}", dialect.alias(&feature.name));
            columns.entry(relation).or_default().push_str(&column);
        }
        if self.needed.iter().any(|f| f.needs.events) {
            columns.entry(Relation::Events).or_default();
        }
        columns
    }

    /// One table per relation in use.
    fn aggregations(&self, dialect: Dialect) -> Vec<(String, String)> {
        let aggregation = |(relation, columns): (Relation, String)| {
            let (table, name) = table_names(relation);
            let body = format!("select customer_id{columns}\n  from {table} group by customer_id");
            (name.to_owned(), body)
        };
        let aggregations = self.aggregates(dialect).into_iter().map(aggregation);
        let queries = self.queries().map(|(name, query)| (name, query.to_owned()));
        aggregations.chain(queries).collect()
    }

    /// The numbers that are queries of their own: the tables' names, and the queries.
    fn queries(&self) -> impl Iterator<Item = (String, &str)> {
        self.needed.iter().filter_map(|feature| match &feature.sql {
            Sql::Table(query) => Some((format!("of_{}", feature.name), query.as_str())),
            _ => None,
        })
    }

    /// The final query: the customers of the rows with every other aggregation joined on, and those that have
    /// events alone.
    fn query(&self, selected: &[&str], dialect: Dialect) -> Result<String, SqlError> {
        let relations: Vec<Relation> = self.aggregates(dialect).into_keys().collect();
        let names: Vec<&str> = relations.iter().map(|relation| table_names(*relation).1).collect();
        let customer = match relations.last() {
            Some(Relation::Events) => "coalesce(of_rows.customer_id, of_events.customer_id)",
            _ => "of_rows.customer_id",
        };
        let hint = dialect.merge_joins(&names);
        let mut query = format!("select {hint}{customer} as customer_id");
        query.push_str(&self.values(selected, dialect)?);
        query.push_str("\nfrom of_rows");
        for (relation, table) in relations.iter().zip(names).skip(1) {
            let join = if *relation == Relation::Events { "full" } else { "left" };
            let on = format!("on {table}.customer_id = of_rows.customer_id");
            let _ = write!(query, "\n{join} join {table} {on}");
        }
        for (table, _) in self.queries() {
            let _ = write!(query, "\nleft join {table} on {table}.customer_id = {customer}");
        }
        Ok(query)
    }

    /// The same for the customers and instants of `asked`.
    fn query_of_snapshots(
        &self,
        selected: &[&str],
        dialect: Dialect,
        snapshots: &Snapshots,
    ) -> Result<String, SqlError> {
        let relations = self.aggregates(dialect).into_keys().map(|r| table_names(r).1.to_owned());
        let tables: Vec<String> = relations.chain(self.queries().map(|(table, _)| table)).collect();
        let names: Vec<&str> =
            ["asked"].into_iter().chain(tables.iter().map(String::as_str)).collect();
        let mut query = format!(
            "select {}asked.customer_id as customer_id,\n  {} as as_of",
            dialect.merge_joins(&names),
            snapshots.date()
        );
        query.push_str(&self.values(selected, dialect)?.replace(":as_of_us", INSTANT));
        for (name, value) in &snapshots.beside {
            let _ = write!(query, ",\n  {value} as {name}");
        }
        query.push_str("\nfrom asked");
        for table in tables {
            let on = by_instant(&format!("{table}.customer_id = asked.customer_id"));
            let _ = write!(query, "\nleft join {table} on {on}");
        }
        Ok(query)
    }

    /// The columns of the selected features.
    fn values(&self, selected: &[&str], dialect: Dialect) -> Result<String, SqlError> {
        let mut columns = String::new();
        for name in selected {
            let value = self.value(name, dialect, &mut Vec::new())?;
            let _ = write!(columns, ",\n  {value} as {}", dialect.alias(name));
        }
        Ok(columns)
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
