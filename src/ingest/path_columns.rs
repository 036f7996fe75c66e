//! Columns that stand in the files' paths (`order_date=2024-11-01/part-0.parquet`): constant over a file.
//!
//! The type of such a column follows from what it is mapped to and from all of its values, so that it
//! is one type over all files. A column of the same name inside a file goes before.

use super::columns::Accepts;
use super::file_column::type_in;
use crate::table::{DataFile, Files, Footer};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    StringArray, new_null_array,
};
use arrow_schema::DataType;
use std::sync::Arc;

/// The type of a column that stands in paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathType {
    /// Every value is null.
    Null,
    /// Whole numbers without leading zeros.
    Integer,
    /// Finite numbers.
    Number,
    /// `true` and `false`.
    Flag,
    /// `YYYY-MM-DD`.
    Date,
    /// Anything else.
    Text,
}

/// A value that every row of a file has.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PathValue {
    /// None.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Text, as the one entry of a dictionary.
    Text(ArrayRef),
}

/// What a file's path says of a column: nothing (the outer `None`), null, or a text.
#[expect(clippy::option_option, reason = "not in the path, and null in the path, are two things")]
pub(crate) fn in_path<'a>(
    file: &'a DataFile,
    footer: &Footer,
    name: &str,
) -> Option<Option<&'a str>> {
    if type_in(footer, name).is_some() {
        return None;
    }
    let (_, value) = file.partition.iter().find(|(key, _)| key == name)?;
    Some(value.as_deref())
}

/// The type of a column that stands in paths; `None` where no file's path has it.
pub(crate) fn path_type(files: &Files, name: &str, accepts: Accepts) -> Option<PathType> {
    let values: Vec<Option<&str>> =
        files.iter().filter_map(|(file, footer)| in_path(file, footer, name)).collect();
    if values.is_empty() {
        return None;
    }
    let known: Vec<&str> = values.into_iter().flatten().collect();
    let all = |fits: fn(&str) -> bool| known.iter().all(|value| fits(value));
    let counts = matches!(accepts, Accepts::Number | Accepts::Flag);
    Some(if known.is_empty() {
        PathType::Null
    } else if matches!(accepts, Accepts::Time | Accepts::Date) && all(|v| day(v).is_some()) {
        PathType::Date
    } else if accepts == Accepts::Flag && all(|v| flag(v).is_some()) {
        PathType::Flag
    } else if accepts != Accepts::Text && all(|v| integer(v).is_some()) {
        PathType::Integer
    } else if counts && all(|v| number(v).is_some()) {
        PathType::Number
    } else {
        PathType::Text
    })
}

impl PathType {
    /// The same as an Arrow type.
    pub(crate) fn data_type(self) -> DataType {
        match self {
            PathType::Null => DataType::Null,
            PathType::Integer => DataType::Int64,
            PathType::Number => DataType::Float64,
            PathType::Flag => DataType::Boolean,
            PathType::Date => DataType::Date32,
            PathType::Text => DataType::Utf8,
        }
    }

    /// A value of this type; null where the text is none.
    pub(crate) fn value(self, text: Option<&str>) -> PathValue {
        let Some(text) = text else { return PathValue::Null };
        let known = match self {
            PathType::Null => None,
            PathType::Integer => integer(text).map(PathValue::Integer),
            PathType::Number => number(text).map(PathValue::Number),
            PathType::Flag => flag(text).map(PathValue::Flag),
            PathType::Date => day(text).map(PathValue::Date),
            PathType::Text => {
                Some(PathValue::Text(Arc::new(StringArray::from_iter_values([text]))))
            }
        };
        known.unwrap_or(PathValue::Null)
    }
}

impl PathValue {
    /// A column of `rows` times this value, in the form in which `path_type` would be read from a file.
    pub(crate) fn repeated(&self, rows: usize, path_type: PathType) -> ArrayRef {
        match self {
            PathValue::Null => new_null_array(&path_type.data_type(), rows),
            PathValue::Integer(value) => Arc::new(Int64Array::from_value(*value, rows)),
            PathValue::Number(value) => Arc::new(Float64Array::from_value(*value, rows)),
            PathValue::Flag(value) => Arc::new(BooleanArray::from(vec![*value; rows])),
            PathValue::Date(value) => Arc::new(Date32Array::from_value(*value, rows)),
            // The entries are the same from batch to batch: they are hashed once.
            PathValue::Text(entries) => {
                let keys = Int32Array::from_value(0, rows);
                match DictionaryArray::<Int32Type>::try_new(keys, Arc::clone(entries)) {
                    Ok(coded) => Arc::new(coded),
                    // Not reached: key 0 is an entry.
                    Err(_) => new_null_array(&DataType::Utf8, rows),
                }
            }
        }
    }
}

fn integer(text: &str) -> Option<i64> {
    text.parse::<i64>().ok().filter(|number| number.to_string() == text)
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn day(text: &str) -> Option<i32> {
    // Nothing but the date: what has a time too is read as text.
    let date: jiff::civil::Date = text.parse().ok().filter(|_| text.len() == 10)?;
    Some(crate::time::day_number(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Dataset, Stores};
    use parquet::arrow::ArrowWriter;

    /// Files in folders `key=value` of the given texts.
    fn files(folder: &tempfile::TempDir, values: &[&str]) -> Files {
        let rows: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let batch = arrow_array::RecordBatch::try_from_iter([("inside", rows)]).unwrap();
        for value in values {
            let path = folder.path().join(format!("key={value}/inside=9/f.parquet"));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let file = std::fs::File::create(path).unwrap();
            let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
            writer.write(&batch).unwrap();
            writer.close().unwrap();
        }
        Files::open(folder.path().to_str().unwrap(), &Stores::default()).unwrap()
    }

    fn type_of(values: &[&str], accepts: Accepts) -> PathType {
        let folder = tempfile::tempdir().unwrap();
        path_type(&files(&folder, values), "key", accepts).unwrap()
    }

    #[test]
    fn the_type_is_that_of_all_values_and_of_the_column() {
        let null = "__HIVE_DEFAULT_PARTITION__";
        assert_eq!(type_of(&["2024", "7", null], Accepts::Identifier), PathType::Integer);
        assert_eq!(type_of(&["2024", "07"], Accepts::Identifier), PathType::Text);
        assert_eq!(type_of(&["07", "1.5"], Accepts::Number), PathType::Number);
        assert_eq!(type_of(&["2024-11-01"], Accepts::Time), PathType::Date);
        assert_eq!(type_of(&["2024-11-01"], Accepts::Identifier), PathType::Text);
        assert_eq!(type_of(&["2024-11-01", "2024-11-02 10%3A00"], Accepts::Time), PathType::Text);
        assert_eq!(type_of(&["true", "False"], Accepts::Flag), PathType::Flag);
        assert_eq!(type_of(&[null], Accepts::Time), PathType::Null);
    }

    #[test]
    fn a_column_inside_a_file_goes_before_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(&folder, &["1"]);
        assert_eq!(path_type(&files, "inside", Accepts::Identifier), None);
        assert_eq!(files.column_names(), ["inside", "key"]);
        let dataset =
            Dataset::resolve(folder.path().to_str().unwrap(), &Stores::default()).unwrap();
        assert_eq!(in_path(&dataset.files[0], &files.footers[0], "key"), Some(Some("1")));
    }

    #[test]
    fn values_are_repeated_in_the_type_of_the_column() {
        let text = PathType::Text.value(Some("web shop"));
        let column = text.repeated(3, PathType::Text);
        let again = text.repeated(2, PathType::Text);
        let entries = |column: &ArrayRef| {
            use arrow_array::cast::AsArray;
            Arc::clone(column.as_dictionary::<Int32Type>().values())
        };
        assert!(Arc::ptr_eq(&entries(&column), &entries(&again)), "hashed once");
        assert_eq!(PathType::Date.value(Some("1970-01-03")), PathValue::Date(2));
        let null = PathType::Integer.value(None).repeated(2, PathType::Integer);
        assert_eq!((null.null_count(), null.data_type()), (2, &DataType::Int64));
    }
}
