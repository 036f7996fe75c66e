//! What the statements look like, and that each engine's grammar reads them. That they compute the same
//! numbers is for `scripts/oracle.py`.

use super::testing::{column_names, parsed};
use super::*;
use crate::features::{Label, Topic, families};
use crate::history::EventKind;
use crate::ingest::{
    ColumnMap, EventColumn, EventTypes, TableColumn, TransactionColumn, TypeRules,
};
use crate::time::Zone;

fn catalogue() -> Vec<Feature> {
    let channels = ["web".to_owned(), "Click & Collect".to_owned()];
    families(&channels).iter().flat_map(|family| family.features()).collect()
}

fn as_of() -> AsOf {
    AsOf::parse("2024-07-01", &Zone::utc()).unwrap()
}

fn statement(selected: &[&str]) -> Result<String, SqlError> {
    select(&catalogue(), selected, &Inputs::default(), Dialect::DuckDb, as_of())
}

#[test]
fn only_what_is_selected_is_computed() {
    insta::assert_snapshot!(statement(&["gap_cv", "purchases"]).unwrap());
}

#[test]
fn every_feature_has_sql_and_a_name_of_its_own() {
    let catalogue = catalogue();
    let names: Vec<&str> = catalogue.iter().map(|f| f.name.as_str()).collect();
    let distinct: BTreeSet<_> = names.iter().collect();
    assert_eq!(distinct.len(), names.len());
    for dialect in Dialect::ALL {
        let sql = select(&catalogue, &names, &Inputs::default(), dialect, as_of()).unwrap();
        assert!(!sql.contains(":as_of"), "every placeholder is filled in");
        let found = column_names(&parsed(&sql, dialect));
        assert_eq!(found[0], "customer_id");
        assert_eq!(found[1..], names, "{}", dialect.name());
        for name in &names {
            let sql = select(&catalogue, &[name], &Inputs::default(), dialect, as_of()).unwrap();
            assert_eq!(column_names(&parsed(&sql, dialect)), ["customer_id", name]);
        }
    }
}

#[test]
fn raw_files_of_any_name_can_be_read() {
    let catalogue = catalogue();
    let names: Vec<&str> = catalogue.iter().map(|f| f.name.as_str()).collect();
    let zone = Zone::named("America/New_York").unwrap();
    let odd = "Betrag \"netto\" `EUR` 'x'";
    // Every column by a name that must be quoted: a key word, blanks, signs.
    let mut mapping: ColumnMap<TransactionColumn, String> = TransactionColumn::ALL
        .iter()
        .filter(|column| **column != TransactionColumn::UnitPrice)
        .map(|column| (*column, format!("{} %", column.spec().key)))
        .collect();
    mapping.insert(TransactionColumn::CustomerId, odd.to_owned());
    mapping.insert(TransactionColumn::Amount, "select".to_owned());
    mapping.insert(TransactionColumn::Category, "from".to_owned());
    let events = ColumnMap::named([
        (EventColumn::CustomerId, odd),
        (EventColumn::Timestamp, "when"),
        (EventColumn::Type, "case"),
        (EventColumn::Value, "zurück?"),
    ]);
    let types = EventTypes::of(["it's a \"visit\""], &TypeRules::default());
    let who = crate::ingest::Who::default();
    let (ids, time) = (Identity { who: &who, is_text: true }, TimeForm::Typed);
    for dialect in Dialect::ALL {
        let relation = dialect.parquet("/data/it's here/a`b/*.parquet");
        let transactions =
            canonical::transactions(&mapping, &relation, &[], ids, dialect, &zone, &time);
        let events = canonical::events(&events, &relation, &types, ids, dialect, &zone, &time);
        let inputs = Inputs { transactions: Some(transactions), events: Some(events) };
        let sql = select(&catalogue, &names, &inputs, dialect, as_of()).unwrap();
        assert_eq!(column_names(&parsed(&sql, dialect)).len(), names.len() + 1);
    }
}

#[test]
fn an_unknown_name_is_said_so() {
    assert_eq!(
        statement(&["purchase"]).unwrap_err().to_string(),
        "no feature is named 'purchase': `winback features --list` prints the names"
    );
}

#[test]
fn features_defined_by_each_other_are_refused() {
    let feature = |name: &str, sql: &str| {
        Feature::new("test", Label::new(0, name), Topic::Other, Unit::Ratio, "", Sql::derived(sql))
    };
    let circle = [feature("a", "b + 1"), feature("b", "a + 1")];
    let error = select(&circle, &["a"], &Inputs::default(), Dialect::Spark, as_of()).unwrap_err();
    assert_eq!(error, SqlError::Circular("a".to_owned()));
}

#[test]
fn raw_columns_become_the_canonical_ones() {
    let mapping = ColumnMap::named([
        (TransactionColumn::CustomerId, "CustomerID"),
        (TransactionColumn::Timestamp, "InvoiceDate"),
        (TransactionColumn::Quantity, "Quantity"),
        (TransactionColumn::UnitPrice, "UnitPrice"),
        (TransactionColumn::OrderId, "InvoiceNo"),
    ]);
    let relation = Dialect::Spark.parquet("online_retail.parquet");
    let who = crate::ingest::Who::default();
    let of = |is_text| Identity { who: &who, is_text };
    let (zone, time) = (Zone::utc(), TimeForm::Typed);
    let (ids, dialect) = (of(false), Dialect::Spark);
    let sql = canonical::transactions(&mapping, &relation, &[], ids, dialect, &zone, &time);
    insta::assert_snapshot!(format!("{}\n\n{}", sql.lines, sql.rows));
    let mapping = ColumnMap::named([
        (EventColumn::CustomerId, "who"),
        (EventColumn::Timestamp, "when"),
        (EventColumn::Type, "what"),
    ]);
    let types = ["Opened Email", "Unsubscribed from List", "loyalty_tier_reached", "it's a visit"];
    let rules = TypeRules::new([(EventKind::Visit, ["it's a visit".to_owned()].as_slice())]);
    let types = EventTypes::of(types, &rules);
    let (ids, dialect) = (of(true), Dialect::DuckDb);
    let sql = canonical::events(&mapping, "clicks", &types, ids, dialect, &zone, &time);
    insta::assert_snapshot!(sql);
}
