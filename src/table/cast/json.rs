//! Nested values as JSON, for readers that look into objects whatever they were written as.
//!
//! Flags stay flags; every other leaf is its text. Keys and order of fields are those of the file.

use super::{CastError, large_texts, spread_any};
use arrow_array::cast::AsArray;
use arrow_array::{Array, GenericListArray, MapArray, OffsetSizeTrait, StructArray};
use arrow_schema::DataType;
use serde_json::{Map, Value};

/// Each row's value; null where it has none.
pub(crate) fn json_values(array: &dyn Array) -> Result<Vec<Value>, CastError> {
    if let Some(plain) = spread_any(array)? {
        return json_values(plain.as_ref());
    }
    match array.data_type() {
        DataType::Struct(_) => of_struct(array.as_struct()),
        DataType::List(_) => of_list(array.as_list::<i32>()),
        DataType::LargeList(_) => of_list(array.as_list::<i64>()),
        DataType::FixedSizeList(..) => {
            let lists = array.as_fixed_size_list();
            let length = lists.value_length().unsigned_abs() as usize;
            let all = json_values(lists.values().as_ref())?;
            let of = |row: usize| Value::Array(all[row * length..(row + 1) * length].to_vec());
            Ok(present(array, of))
        }
        DataType::Map(..) => of_map(array.as_map()),
        DataType::Boolean => {
            let flags = array.as_boolean().iter();
            Ok(flags.map(|flag| flag.map_or(Value::Null, Value::Bool)).collect())
        }
        _ => {
            let texts = large_texts(array)?;
            let value = |text: Option<&str>| text.map_or(Value::Null, Value::from);
            Ok(texts.iter().map(value).collect())
        }
    }
}

fn present(array: &dyn Array, of: impl Fn(usize) -> Value) -> Vec<Value> {
    let value = |row| if array.is_null(row) { Value::Null } else { of(row) };
    (0..array.len()).map(value).collect()
}

fn of_struct(fields: &StructArray) -> Result<Vec<Value>, CastError> {
    let columns: Vec<Vec<Value>> = fields
        .columns()
        .iter()
        .map(|column| json_values(column.as_ref()))
        .collect::<Result<_, _>>()?;
    let of = |row: usize| {
        let pairs = fields.column_names().into_iter().zip(&columns);
        pairs
            .map(|(name, values)| (name.to_owned(), values[row].clone()))
            .collect::<Map<_, _>>()
            .into()
    };
    Ok(present(fields, of))
}

fn of_list<O: OffsetSizeTrait>(lists: &GenericListArray<O>) -> Result<Vec<Value>, CastError> {
    let all = json_values(lists.values().as_ref())?;
    let ends = lists.value_offsets();
    let of =
        |row: usize| Value::Array(all[ends[row].as_usize()..ends[row + 1].as_usize()].to_vec());
    Ok(present(lists, of))
}

fn of_map(maps: &MapArray) -> Result<Vec<Value>, CastError> {
    let keys = large_texts(maps.keys().as_ref())?;
    let values = json_values(maps.values().as_ref())?;
    let ends = maps.value_offsets();
    let of = |row: usize| {
        let entries = ends[row] as usize..ends[row + 1] as usize;
        let pairs = entries.filter(|&at| keys.is_valid(at));
        pairs
            .map(|at| (keys.value(at).to_owned(), values[at].clone()))
            .collect::<Map<_, _>>()
            .into()
    };
    Ok(present(maps, of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::types::Int32Type;
    use arrow_array::{ArrayRef, BooleanArray, DictionaryArray, ListArray, StringArray};
    use std::sync::Arc;

    #[test]
    fn nested_values_become_json() {
        let texts: ArrayRef = Arc::new(StringArray::from(vec![Some("no"), None]));
        let coded: DictionaryArray<Int32Type> = ["a", "b"].into_iter().collect();
        let flags: ArrayRef = Arc::new(BooleanArray::from(vec![true, false]));
        let lists: ArrayRef = Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(vec![
            Some(vec![Some(7), None]),
            None,
        ]));
        let fields = StructArray::try_from(vec![
            ("text", texts),
            ("coded", Arc::new(coded) as ArrayRef),
            ("flag", flags),
            ("list", lists),
        ]);
        let values = json_values(&fields.unwrap()).unwrap();
        let shown: Vec<String> = values.iter().map(Value::to_string).collect();
        assert_eq!(
            shown,
            [
                r#"{"coded":"a","flag":true,"list":["7",null],"text":"no"}"#,
                r#"{"coded":"b","flag":false,"list":null,"text":null}"#,
            ]
        );
    }
}
