//! What an option's value may look like: checked, said in words, and written as JSON Schema.
//!
//! A shape knows types and ranges. What a text means (a date, a size) is for `value`.

use serde_json::{Map, Value as Json, json};
use toml::Value;

/// What a value may look like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Text with something in it.
    Text,
    /// A file, folder or glob; relative to the configuration's folder where it stands there.
    Path,
    /// One of some words.
    Word(&'static [&'static str]),
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A size of memory, such as `4GiB`.
    Size,
    /// A whole number within bounds, both allowed.
    Whole {
        /// The least.
        least: u64,
        /// The most; `u64::MAX` where there is none.
        most: u64,
    },
    /// A number within bounds, both allowed.
    Number {
        /// The least.
        least: f64,
        /// The most; `f64::MAX` where there is none.
        most: f64,
    },
    /// A number within bounds, or a list of at least one.
    Numbers {
        /// The least.
        least: f64,
        /// The most; `f64::MAX` where there is none.
        most: f64,
    },
    /// Some ascending numbers within bounds.
    Ascending {
        /// How many.
        count: usize,
        /// The least.
        least: f64,
        /// The most; `f64::MAX` where there is none.
        most: f64,
    },
    /// True or false.
    YesNo,
    /// Any number of texts.
    Texts,
    /// Any number of some words.
    Words(&'static [&'static str]),
    /// One of two shapes.
    Either(&'static [Shape; 2]),
}

/// A pattern for editors; `value` reads the text.
const SIZE_PATTERN: &str = r"^\s*[0-9.]+\s*([KkMmGgTt][Ii]?)?[Bb]?\s*$";
const DATE_PATTERN: &str = r"^\d{4}-\d{2}-\d{2}$";

impl Shape {
    /// Whether a value is of this shape.
    pub fn allows(&self, value: &Value) -> bool {
        match (self, value) {
            (Shape::Text, Value::String(text)) => !text.trim().is_empty() && !text.contains('\0'),
            (Shape::Path, Value::String(text)) => !text.trim().is_empty(),
            (Shape::Date | Shape::Size, Value::String(_)) | (Shape::YesNo, Value::Boolean(_)) => {
                true
            }
            (Shape::Word(words), Value::String(text)) => words.contains(&text.as_str()),
            (Shape::Whole { least, most }, Value::Integer(n)) => {
                u64::try_from(*n).is_ok_and(|n| (*least..=*most).contains(&n))
            }
            (Shape::Number { least, most }, value) => {
                number(value).is_some_and(|x| (*least..=*most).contains(&x))
            }
            (Shape::Numbers { least, most }, value) => {
                let one = Shape::Number { least: *least, most: *most };
                match value {
                    Value::Array(values) => {
                        !values.is_empty() && values.iter().all(|value| one.allows(value))
                    }
                    value => one.allows(value),
                }
            }
            (Shape::Ascending { count, least, most }, Value::Array(values)) => {
                let numbers: Option<Vec<f64>> = values.iter().map(number).collect();
                numbers.is_some_and(|x| {
                    x.len() == *count
                        && x.is_sorted()
                        && x.iter().all(|x| (*least..=*most).contains(x))
                })
            }
            (Shape::Texts, Value::Array(values)) => {
                values.iter().all(|value| Shape::Text.allows(value))
            }
            (Shape::Words(words), Value::Array(values)) => {
                values.iter().all(|value| Shape::Word(words).allows(value))
            }
            (Shape::Either(shapes), value) => shapes.iter().any(|shape| shape.allows(value)),
            _ => false,
        }
    }

    /// What is allowed, after "use".
    pub fn in_words(&self) -> String {
        match self {
            Shape::Text => "text".to_owned(),
            Shape::Path => "a path".to_owned(),
            Shape::Word(words) => {
                let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                quoted.join(" or ")
            }
            Shape::Date => "a date as YYYY-MM-DD".to_owned(),
            Shape::Size => "a size such as \"4GiB\" or \"500MB\"".to_owned(),
            Shape::Whole { least, most } => {
                let most = (*most < u64::from(u32::MAX)).then_some(most);
                bounded("a whole number", least, most)
            }
            Shape::Number { least, most } => {
                bounded("a number", least, (*most < f64::MAX).then_some(most))
            }
            Shape::Numbers { least, most } => {
                let one = Shape::Number { least: *least, most: *most };
                format!("{}, or a list of such numbers", one.in_words())
            }
            Shape::Ascending { count, least, most } => {
                let what = if *count == 2 { "two" } else { "three" };
                let what = format!("{what} ascending numbers");
                bounded(&what, least, (*most < f64::MAX).then_some(most))
            }
            Shape::YesNo => "true or false".to_owned(),
            Shape::Texts => "a list of texts".to_owned(),
            Shape::Words(words) => format!("a list of {}", words.join(", ")),
            Shape::Either([one, other]) => format!("{}, or {}", one.in_words(), other.in_words()),
        }
    }

    /// The shape as JSON Schema (draft 2020-12).
    pub fn schema(&self) -> Json {
        match self {
            Shape::Text | Shape::Path => json!({ "type": "string", "minLength": 1 }),
            Shape::Word(words) => json!({ "enum": words }),
            Shape::Date => json!({ "type": "string", "pattern": DATE_PATTERN }),
            Shape::Size => json!({ "type": "string", "pattern": SIZE_PATTERN }),
            Shape::Whole { least, most } => {
                // TOML's whole numbers have 64 bits with a sign.
                ranged("integer", json!(least), i64::try_from(*most).ok().map(|most| json!(most)))
            }
            Shape::Number { least, most } => {
                ranged("number", json!(least), (*most < f64::MAX).then(|| json!(most)))
            }
            Shape::Numbers { least, most } => {
                let one = Shape::Number { least: *least, most: *most }.schema();
                json!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
            }
            Shape::Ascending { count, least, most } => {
                let items = Shape::Number { least: *least, most: *most }.schema();
                json!({ "type": "array", "items": items, "minItems": count, "maxItems": count })
            }
            Shape::YesNo => json!({ "type": "boolean" }),
            Shape::Texts => json!({ "type": "array", "items": Shape::Text.schema() }),
            Shape::Words(words) => {
                json!({ "type": "array", "items": Shape::Word(words).schema() })
            }
            Shape::Either(shapes) => {
                json!({ "anyOf": shapes.iter().map(Shape::schema).collect::<Vec<_>>() })
            }
        }
    }

    /// The value that a flag's text stands for; what is not of the shape stays text, to be refused.
    pub fn parse(&self, text: &str) -> Value {
        let as_text = || Value::String(text.to_owned());
        match self {
            Shape::Whole { .. } => text.trim().parse().map_or_else(|_| as_text(), Value::Integer),
            Shape::Number { .. } => text.trim().parse().map_or_else(|_| as_text(), Value::Float),
            Shape::Numbers { least, most } => {
                let one = Shape::Number { least: *least, most: *most };
                match text.split(',').map(|part| one.parse(part)).collect::<Vec<_>>() {
                    numbers if numbers.len() > 1 => Value::Array(numbers),
                    _ => one.parse(text),
                }
            }
            Shape::YesNo => text.trim().parse().map_or_else(|_| as_text(), Value::Boolean),
            Shape::Texts | Shape::Words(_) => {
                Value::Array(text.split(',').map(|part| part.trim().into()).collect())
            }
            Shape::Either([one, other]) => match one.parse(text) {
                value if one.allows(&value) => value,
                _ => other.parse(text),
            },
            _ => as_text(),
        }
    }
}

/// A number, whole or not.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(n) => Some(*n as f64),
        Value::Float(x) => Some(*x),
        _ => None,
    }
}

fn bounded(what: &str, least: &impl ToString, most: Option<&impl ToString>) -> String {
    let least = least.to_string();
    match most {
        Some(most) => format!("{what} from {least} to {}", most.to_string()),
        None => format!("{what} of at least {least}"),
    }
}

fn ranged(kind: &str, least: Json, most: Option<Json>) -> Json {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!(kind));
    schema.insert("minimum".to_owned(), least);
    schema.extend(most.map(|most| ("maximum".to_owned(), most)));
    Json::Object(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARE: Shape = Shape::Number { least: 0.0, most: 1.0 };
    const DAYS: Shape = Shape::Whole { least: 1, most: 3650 };
    const HORIZON: Shape = Shape::Either(&[DAYS, Shape::Word(&["auto"])]);

    #[test]
    fn bounds_are_allowed_and_nothing_beyond_them() {
        assert!(SHARE.allows(&Value::Integer(1)) && SHARE.allows(&Value::Float(0.0)));
        assert!(!SHARE.allows(&Value::Float(1.5)) && !SHARE.allows(&Value::Float(f64::NAN)));
        assert!(DAYS.allows(&Value::Integer(3650)) && !DAYS.allows(&Value::Integer(3651)));
        assert!(!DAYS.allows(&Value::Integer(-1)) && !DAYS.allows(&Value::Float(2.0)));
        let three = Shape::Ascending { count: 3, least: 0.0, most: 1.0 };
        let list = |x: &[f64]| Value::Array(x.iter().map(|x| Value::Float(*x)).collect());
        assert!(three.allows(&list(&[0.1, 0.1, 0.3])) && !three.allows(&list(&[0.1, 0.3])));
        assert!(!three.allows(&list(&[0.3, 0.1, 0.2])));
        assert!(!Shape::Text.allows(&Value::String(" ".to_owned())));
    }

    #[test]
    fn flags_become_what_the_file_would_say() {
        assert_eq!(HORIZON.parse("90"), Value::Integer(90));
        assert_eq!(HORIZON.parse("auto"), Value::String("auto".to_owned()));
        assert_eq!(SHARE.parse("0.5"), Value::Float(0.5));
        assert_eq!(Shape::Text.parse("12"), Value::String("12".to_owned()));
        assert!(!DAYS.allows(&DAYS.parse("soon")));
    }

    #[test]
    fn a_list_of_words_has_none_but_those() {
        let list = Shape::Words(&["csv", "excel"]);
        assert!(list.allows(&list.parse("csv, excel")) && list.allows(&Value::Array(Vec::new())));
        assert!(!list.allows(&list.parse("csv,exel")) && !list.allows(&Value::from("csv")));
        assert_eq!(list.in_words(), "a list of csv, excel");
        let items = json!({ "enum": ["csv", "excel"] });
        assert_eq!(list.schema(), json!({ "type": "array", "items": items }));
    }

    #[test]
    fn one_number_or_several() {
        let shares = Shape::Numbers { least: 0.0, most: 1.0 };
        assert_eq!(shares.parse("0.1"), Value::Float(0.1));
        assert_eq!(shares.parse("0.1, 1"), Value::Array(vec![0.1.into(), 1.0.into()]));
        assert!(shares.allows(&Value::Integer(1)) && shares.allows(&shares.parse("0.1,0.2")));
        assert!(
            !shares.allows(&Value::Array(Vec::new())) && !shares.allows(&shares.parse("0.1,2"))
        );
        assert!(!shares.allows(&shares.parse("0.1,many")));
        let one = json!({ "type": "number", "minimum": 0.0, "maximum": 1.0 });
        let several = json!({ "type": "array", "items": one, "minItems": 1 });
        assert_eq!(shares.schema(), json!({ "anyOf": [one, several] }));
    }

    #[test]
    fn words_and_schema_say_the_same() {
        assert_eq!(HORIZON.in_words(), "a whole number from 1 to 3650, or \"auto\"");
        assert_eq!(
            HORIZON.schema(),
            json!({ "anyOf": [
                { "type": "integer", "minimum": 1, "maximum": 3650 }, { "enum": ["auto"] },
            ]})
        );
        let money = Shape::Number { least: 0.0, most: f64::MAX };
        assert_eq!(money.in_words(), "a number of at least 0");
        assert_eq!(money.schema(), json!({ "type": "number", "minimum": 0.0 }));
    }
}
