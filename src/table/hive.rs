//! `key=value` folders: columns that stand in the path instead of in the file.

/// What Hive and Spark write for null.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// The columns of a file's folders (`relative` uses `/`); the value is `None` for null. Constant
/// over the whole file; a column of the same name in the file goes before.
pub(super) fn partition_columns(relative: &str) -> Vec<(String, Option<String>)> {
    let folders = relative.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').filter_map(|folder| folder.split_once('=')).map(column).collect()
}

fn column((key, value): (&str, &str)) -> (String, Option<String>) {
    (unescaped(key), (value != NULL).then(|| unescaped(value)))
}

/// Undoes `%3A` and the like; what is no escape stays as it is.
pub(super) fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_become_columns() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            partition_columns("year=2024/shop=A%3AB 100%/x/part=0.parquet"),
            [("year".to_owned(), some("2024")), ("shop".to_owned(), some("A:B 100%"))]
        );
        assert_eq!(partition_columns("k=__HIVE_DEFAULT_PARTITION__/f"), [("k".to_owned(), None)]);
        assert!(partition_columns("k=1.parquet").is_empty(), "a file's name is no folder");
    }
}
