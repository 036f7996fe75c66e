//! A row for every customer: what the features' statement gives, in the types of this program's files, and who is
//! known from the customers table alone.

use crate::features::sql::Dialect;
use crate::features::{Feature, Unit};
use crate::pipeline::Statements;
use std::fmt::Write;

/// A column of the rows.
pub(super) struct Column<'a> {
    name: &'a str,
    kind: &'static str,
    /// What stands there for customers without rows.
    absent: &'static str,
}

impl<'a> Column<'a> {
    pub(super) fn new(name: &'a str, kind: &'static str) -> Self {
        Self { name, kind, absent: "null" }
    }

    pub(super) fn of(feature: &'a Feature) -> Self {
        let kind = if feature.unit.is_integer() { "bigint" } else { "double" };
        let absent = if feature.unit == Unit::Count { "0" } else { "null" };
        Self { name: &feature.name, kind, absent }
    }

    pub(super) fn name(&self) -> &'a str {
        self.name
    }
}

/// The rows of `customers`, which has `customer_id` and the columns.
pub(super) fn of_customers(
    statements: &Statements<'_>,
    columns: &[Column<'_>],
    customers: &str,
) -> String {
    let known = statements.known_customers();
    let id = match known {
        Some(_) => "coalesce(f.customer_id, c.customer_id)",
        None => "f.customer_id",
    };
    let mut text = format!("select cast({id} as {}) as customer_id", statements.id_type());
    for Column { name, kind, absent } in columns {
        let name = Dialect::Spark.alias(name);
        let value = format!("cast(f.{name} as {kind})");
        let _ = match (*absent, &known) {
            ("null", _) | (_, None) => write!(text, ",\n  {value} as {name}"),
            (absent, Some(_)) => write!(text, ",\n  coalesce({value}, {absent}) as {name}"),
        };
    }
    let _ = write!(text, "\nfrom (\n{customers}\n) f");
    if let Some(known) = known {
        let _ = write!(text, "\nfull outer join (\n{known}\n) c on f.customer_id = c.customer_id");
    }
    text
}
