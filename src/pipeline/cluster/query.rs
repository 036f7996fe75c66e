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

/// The rows of `customers`, which has `customer_id` and the columns, and who is known from the customers table alone.
pub(super) fn of_customers(
    statements: &Statements<'_>,
    columns: &[Column<'_>],
    customers: &str,
) -> String {
    let Some(known) = statements.known_customers() else {
        return of_rows(statements, columns, customers);
    };
    let id = "coalesce(f.customer_id, c.customer_id)";
    let from = format!(
        "(\n{customers}\n) f\nfull outer join (\n{known}\n) c on f.customer_id = c.customer_id"
    );
    typed(statements, id, columns, &from, |column, value| match column.absent {
        "null" => value,
        absent => format!("coalesce({value}, {absent})"),
    })
}

/// The rows of `rows`, which has `customer_id` and the columns.
pub(super) fn of_rows(statements: &Statements<'_>, columns: &[Column<'_>], rows: &str) -> String {
    typed(statements, "f.customer_id", columns, &format!("(\n{rows}\n) f"), |_, value| value)
}

fn typed(
    statements: &Statements<'_>,
    id: &str,
    columns: &[Column<'_>],
    from: &str,
    of_row: impl Fn(&Column<'_>, String) -> String,
) -> String {
    let mut text = format!("select cast({id} as {}) as customer_id", statements.id_type());
    for column in columns {
        let name = Dialect::Spark.alias(column.name);
        let value = of_row(column, format!("cast(f.{name} as {})", column.kind));
        let _ = write!(text, ",\n  {value} as {name}");
    }
    let _ = write!(text, "\nfrom {from}");
    text
}
