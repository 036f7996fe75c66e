//! Something for some columns of a table, found by the column itself.

use super::TableColumn;
use std::marker::PhantomData;

/// A value for some of a table's columns, in the order of the table.
///
/// As a mapping it is `ColumnMap<TransactionColumn, String>`: the name that each column has in the
/// files. It is serialised as a map of configuration keys; an unknown key is refused with a list of
/// the known ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMap<C, V> {
    /// One place per column of the table.
    values: Vec<Option<V>>,
    table: PhantomData<C>,
}

impl<C: TableColumn, V> Default for ColumnMap<C, V> {
    fn default() -> Self {
        Self { values: C::ALL.iter().map(|_| None).collect(), table: PhantomData }
    }
}

impl<C: TableColumn, V> ColumnMap<C, V> {
    /// A column's value.
    pub fn get(&self, column: C) -> Option<&V> {
        self.values[column.index()].as_ref()
    }

    /// Whether a column has a value.
    pub fn has(&self, column: C) -> bool {
        self.get(column).is_some()
    }

    /// Gives a column a value; returns the one it had.
    pub fn insert(&mut self, column: C, value: V) -> Option<V> {
        self.values[column.index()].replace(value)
    }

    /// Whether no column has a value.
    pub fn is_empty(&self) -> bool {
        self.values.iter().all(Option::is_none)
    }

    /// Columns that have a value, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = (C, &V)> {
        C::ALL.iter().zip(&self.values).filter_map(|(&column, v)| Some((column, v.as_ref()?)))
    }

    /// The same columns with other values.
    #[must_use]
    pub fn map_values<W>(self, change: impl Fn(V) -> W) -> ColumnMap<C, W> {
        let values = self.values.into_iter().map(|value| value.map(&change)).collect();
        ColumnMap { values, table: PhantomData }
    }

    /// These values, and `base`'s where there is none.
    #[must_use]
    pub fn over(self, base: Self) -> Self {
        let pairs = self.values.into_iter().zip(base.values);
        Self { values: pairs.map(|(value, base)| value.or(base)).collect(), table: PhantomData }
    }
}

impl<C: TableColumn> ColumnMap<C, String> {
    /// The name of a column in the files; its key where it is not mapped.
    pub fn name(&self, column: C) -> &str {
        self.get(column).map_or(column.spec().key, String::as_str)
    }

    /// Whether a name in the files is that of a column.
    pub fn is_mapped(&self, name: &str) -> bool {
        self.values.iter().flatten().any(|mapped| mapped == name)
    }

    /// A mapping that is written out: each column with its name in the files.
    pub fn named<const N: usize>(pairs: [(C, &str); N]) -> Self {
        pairs.into_iter().map(|(column, name)| (column, name.to_owned())).collect()
    }
}

impl<C: TableColumn, V> FromIterator<(C, V)> for ColumnMap<C, V> {
    fn from_iter<I: IntoIterator<Item = (C, V)>>(pairs: I) -> Self {
        let mut map = Self::default();
        for (column, value) in pairs {
            map.insert(column, value);
        }
        map
    }
}

impl<C: TableColumn, V: serde::Serialize> serde::Serialize for ColumnMap<C, V> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(column, value)| (column.spec().key, value)))
    }
}

impl<'de, C: TableColumn, V: serde::Deserialize<'de>> serde::Deserialize<'de> for ColumnMap<C, V> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<C, V>(PhantomData<(C, V)>);

        impl<'de, C: TableColumn, V: serde::Deserialize<'de>> serde::de::Visitor<'de> for Visitor<C, V> {
            type Value = ColumnMap<C, V>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "columns of [{}]", C::SECTION)
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut entries: A,
            ) -> Result<Self::Value, A::Error> {
                let mut map = ColumnMap::default();
                while let Some(key) = entries.next_key::<String>()? {
                    let column = C::of_key(&key).ok_or_else(|| {
                        let known: Vec<&str> = C::ALL.iter().map(|c| c.spec().key).collect();
                        serde::de::Error::custom(format!(
                            "unknown column `{key}`, expected one of {}",
                            known.join(", ")
                        ))
                    })?;
                    map.insert(column, entries.next_value()?);
                }
                Ok(map)
            }
        }

        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::columns::EventColumn;

    #[test]
    fn keys_go_out_and_come_in_and_unknown_ones_are_refused() {
        let map = ColumnMap::named([(EventColumn::Type, "what"), (EventColumn::CustomerId, "who")]);
        let text = serde_json::to_string(&map).unwrap();
        assert_eq!(text, r#"{"customer_id":"who","type":"what"}"#, "in the order of the table");
        assert_eq!(serde_json::from_str::<ColumnMap<EventColumn, String>>(&text).unwrap(), map);
        let error = serde_json::from_str::<ColumnMap<EventColumn, String>>(r#"{"kind":"x"}"#);
        let error = error.unwrap_err().to_string();
        assert!(error.contains("`kind`, expected one of customer_id, timestamp"), "{error}");
    }

    #[test]
    fn what_is_given_lies_over_the_base() {
        let one = |column, name: &str| ColumnMap::named([(column, name)]);
        let mut base = one(EventColumn::Type, "base");
        base.insert(EventColumn::Value, "kept".to_owned());
        let laid = one(EventColumn::Type, "flag").over(base);
        assert_eq!(laid.name(EventColumn::Type), "flag");
        assert_eq!(laid.name(EventColumn::Value), "kept");
        assert_eq!(laid.name(EventColumn::Timestamp), "timestamp", "not mapped: its key");
        assert!(!laid.has(EventColumn::Timestamp) && !laid.is_empty());
    }
}
