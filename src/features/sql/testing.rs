//! Statements read by a parser that knows each engine's grammar.
//!
//! No test stands here. That an engine computes the right numbers is for `scripts/oracle.py`.

use super::Dialect;
use sqlparser::ast::{Expr, Query, SelectItem, SetExpr, Statement};
use sqlparser::dialect::{Dialect as Grammar, DuckDbDialect, GenericDialect, SparkSqlDialect};
use sqlparser::parser::Parser;

/// The one query that a text is.
///
/// # Panics
/// With the parser's complaint where it is none.
#[track_caller]
pub fn parsed(sql: &str, dialect: Dialect) -> Query {
    let grammar: &dyn Grammar = match dialect {
        Dialect::DuckDb => &DuckDbDialect {},
        Dialect::Spark => &SparkSqlDialect,
        // The grammar that DataFusion reads with unless it is told another.
        Dialect::DataFusion => &GenericDialect {},
    };
    let mut statements = Parser::parse_sql(grammar, sql)
        .unwrap_or_else(|error| panic!("{}: {error}\n{sql}", dialect.name()));
    assert_eq!(statements.len(), 1, "{sql}");
    match statements.remove(0) {
        Statement::Query(query) => *query,
        other => panic!("not a query: {other}"),
    }
}

/// Names of a query's columns, in order.
///
/// # Panics
/// Where a column has no name.
pub fn column_names(query: &Query) -> Vec<String> {
    let SetExpr::Select(select) = &*query.body else { panic!("not a select: {query}") };
    let name = |item: &SelectItem| match item {
        SelectItem::ExprWithAlias { alias, .. } => alias.value.clone(),
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => {
            parts.last().map_or_else(String::new, |part| part.value.clone())
        }
        SelectItem::UnnamedExpr(Expr::Identifier(name)) => name.value.clone(),
        other => panic!("a column without a name: {other}"),
    };
    select.projection.iter().map(name).collect()
}
