//! What makes two rows versions of one, as it is set; and the columns that look as if something did.

use crate::ingest::TransactionColumn;
use crate::ingest::columns::ColumnMap;
use crate::ingest::meaning::names::{line_among, versions_among};

/// Rows with the same key are versions of one row, and only the newest counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewestRule {
    /// Names of the columns whose values together are the key; at least one.
    pub key: Vec<String>,
    /// Name of the column whose largest value is the newest version.
    pub newest_by: String,
}

impl NewestRule {
    /// The rule that the columns of a table suggest: one that looks like a version, and orders with what
    /// tells their lines apart. None where one is missing.
    pub fn suggested(
        names: &[String],
        mapping: &ColumnMap<TransactionColumn, String>,
    ) -> Option<Self> {
        let is_time = |name: &&String| mapping.get(TransactionColumn::Timestamp) != Some(*name);
        let newest_by = versions_among(names).find(is_time)?.clone();
        Some(Self { key: Self::key_of(names, mapping)?, newest_by })
    }

    /// What tells the sales of a table apart: orders, with what tells their lines apart. None where orders have no numbers.
    pub fn key_of(
        names: &[String],
        mapping: &ColumnMap<TransactionColumn, String>,
    ) -> Option<Vec<String>> {
        let order = mapping.get(TransactionColumn::OrderId)?;
        let line = line_among(names).or_else(|| mapping.get(TransactionColumn::ProductId));
        Some(std::iter::once(order).chain(line.filter(|line| *line != order)).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_suggested_by_the_names_of_columns() {
        let suggested = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let mut mapping = ColumnMap::default();
            mapping.insert(TransactionColumn::OrderId, "order_id".to_owned());
            mapping.insert(TransactionColumn::Timestamp, "created_at".to_owned());
            NewestRule::suggested(&names, &mapping).map(|rule| (rule.key, rule.newest_by))
        };
        let key = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            suggested(&[
                "order_id",
                "Line No",
                "created_at",
                "_airbyte_extracted_at",
                "updated_at"
            ]),
            Some((key(&["order_id", "Line No"]), "updated_at".to_owned()))
        );
        assert_eq!(
            suggested(&["order_id", "_fivetran_synced"]),
            Some((key(&["order_id"]), "_fivetran_synced".to_owned()))
        );
        for name in
            ["modified", "last_modified", "ingestion_time", "_sdc_received_at", "Geändert am"]
        {
            let rule = suggested(&["order_id", name]);
            assert_eq!(rule, Some((key(&["order_id"]), name.to_owned())), "{name}");
        }
        assert_eq!(suggested(&["order_id", "created_at"]), None);
    }
}
