//! What Spark says of a failure, in one line and without values of the data.

/// The root cause among the lines of a message: what the last "Caused by" says, else the first line. Names of classes,
/// addresses of machines and call sites are left out.
pub(super) fn root_cause(message: &str) -> String {
    let lines = message.lines().map(str::trim).filter(|line| !line.is_empty());
    let caused = lines.clone().filter_map(|line| line.strip_prefix("Caused by: ")).next_back();
    let first = lines.clone().next().unwrap_or("no reason is given");
    let said = caused.unwrap_or_else(|| after_last_exception(first));
    shortened(&without_values(without_class(said)))
}

/// What a stage failed of stands after the name of the exception.
fn after_last_exception(line: &str) -> &str {
    match line.rfind("Exception: ") {
        Some(at) => &line[at + "Exception: ".len()..],
        None => line,
    }
}

/// `org.apache.spark.SparkException: …` without its name.
fn without_class(text: &str) -> &str {
    match text.split_once(": ") {
        Some((class, rest)) if class.contains('.') && !class.contains(' ') => rest,
        _ => text,
    }
}

/// Quoted values may be anybody's name or address; what stands in backticks is a column or a path.
fn without_values(text: &str) -> String {
    let mut shown = String::new();
    for (i, part) in text.split('\'').enumerate() {
        match i % 2 {
            0 => shown.push_str(part),
            _ => shown.push_str("'…'"),
        }
    }
    shown
}

/// The longest line that is shown.
const MOST_CHARACTERS: usize = 300;

fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST_CHARACTERS {
        return text.to_owned();
    }
    text.chars().take(MOST_CHARACTERS).collect::<String>() + "…"
}

/// The path of a message that says there is none.
pub(super) fn missing_path(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("[PATH_NOT_FOUND]")?;
    let (_, path) = rest.split_once("does not exist: ")?;
    let path = path.lines().next().unwrap_or_default();
    let path = path.split(". SQLSTATE").next().unwrap_or_default();
    Some(path.trim_start_matches("file:").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_cause_is_one_line_without_values() {
        let message = "Job aborted due to stage failure: Task 0 in stage 4.0 failed 4 times, most recent failure: \
                       Lost task 0.3 in stage 4.0 (TID 9) (10.0.0.7 executor 1): org.apache.spark.SparkException: \
                       [FAILED_READ_FILE.NO_HINT] while reading file file:/data/a.parquet.\n\tat x.y(Z.java:1)\n\
                       Caused by: java.lang.RuntimeException: file is not a Parquet file\n\tat a.b(C.java)";
        assert_eq!(root_cause(message), "file is not a Parquet file");
        let cast = "[CAST_INVALID_INPUT] The value 'ada@example.org' of the type \"STRING\" cannot be cast";
        assert!(!root_cause(cast).contains("ada") && root_cause(cast).contains("STRING"));
        assert_eq!(root_cause(""), "no reason is given");
    }

    #[test]
    fn a_path_that_is_not_there_is_named() {
        let said = "[PATH_NOT_FOUND] Path does not exist: file:/data/orders. SQLSTATE: 42K03";
        assert_eq!(missing_path(said).as_deref(), Some("/data/orders"));
        assert_eq!(missing_path("[DIVIDE_BY_ZERO] x"), None);
    }
}
