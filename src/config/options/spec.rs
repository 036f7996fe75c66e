//! What is written of an option beside its key and its text: shape, default, flag, example.
//!
//! A builder, so that a line of a section's table reads `share().default(0.3).flag("SHARE")`.

use super::shape::Shape;
use toml::Value;

/// The facts of an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// What a value is, for messages: "20 is not a share".
    pub noun: &'static str,
    /// What it may look like.
    pub shape: Shape,
    /// What holds where none is given.
    pub default: Option<Value>,
    /// The same in words, where it is no value: "no limit".
    pub default_in_words: Option<&'static str>,
    /// A value to show where there is no default.
    pub example: Option<Value>,
    /// Name of the flag's value in `--help`; options without one have no flag.
    pub flag: Option<&'static str>,
    /// Whether it stands in the template as a setting, not as a comment.
    pub in_template: bool,
    /// The option in whose place it is given, never beside it.
    pub instead_of: Option<&'static str>,
    /// Whether results stay the same, byte by byte, whatever its value.
    pub machine_only: bool,
}

fn spec(noun: &'static str, shape: Shape) -> Spec {
    Spec {
        noun,
        shape,
        default: None,
        default_in_words: None,
        example: None,
        flag: None,
        in_template: false,
        instead_of: None,
        machine_only: false,
    }
}

impl Spec {
    /// What holds where no value is given.
    #[must_use]
    pub fn default(self, value: impl Into<Value>) -> Self {
        Self { default: Some(value.into()), ..self }
    }

    /// What happens where no value is given.
    #[must_use]
    pub fn without(self, words: &'static str) -> Self {
        Self { default_in_words: Some(words), ..self }
    }

    /// A value to show where there is no default.
    #[must_use]
    pub fn example(self, value: impl Into<Value>) -> Self {
        Self { example: Some(value.into()), ..self }
    }

    /// Can be given on the command line; `value_name` stands for its value in `--help`.
    #[must_use]
    pub fn flag(self, value_name: &'static str) -> Self {
        Self { flag: Some(value_name), ..self }
    }

    /// Stands in the template as a setting, not as a comment: most users change it.
    #[must_use]
    pub fn in_template(self) -> Self {
        Self { in_template: true, ..self }
    }

    /// Is given in the place of another option of its section.
    #[must_use]
    pub fn instead_of(self, key: &'static str) -> Self {
        Self { instead_of: Some(key), ..self }
    }

    /// Results do not depend on it: only what the process uses does.
    #[must_use]
    pub fn machine_only(self) -> Self {
        Self { machine_only: true, ..self }
    }

    /// Takes a list of such numbers too.
    #[must_use]
    pub fn or_several(self) -> Self {
        match self.shape {
            Shape::Number { least, most } => Self { shape: Shape::Numbers { least, most }, ..self },
            _ => self,
        }
    }

    /// Refuses a value of another shape, saying what is allowed.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        if self.shape.allows(value) {
            return Ok(());
        }
        match value {
            Value::String(text) if text.trim().is_empty() => {
                Err("it is empty: give it a value or leave it out".to_owned())
            }
            Value::String(text) if text.contains('\0') => {
                Err("it has a NUL character, which no file of results can hold: leave it out"
                    .to_owned())
            }
            _ => {
                Err(format!("{} is not {}: use {}", shown(value), self.noun, self.shape.in_words()))
            }
        }
    }

    /// The value to show in templates and documentation.
    pub fn shown_value(&self) -> Option<&Value> {
        self.example.as_ref().or(self.default.as_ref())
    }
}

/// A value as it stands in messages.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        other => toml_text(other),
    }
}

/// A value as it stands in `winback.toml`.
pub fn toml_text(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(toml_text).collect();
            format!("[{}]", values.join(", "))
        }
        other => other.to_string(),
    }
}

/// A list of texts or numbers, as a default or example.
pub fn list<T: Copy + Into<Value>>(values: &[T]) -> Value {
    Value::Array(values.iter().map(|&value| value.into()).collect())
}

/// Any text; `noun` says what it is of.
pub fn text(noun: &'static str) -> Spec {
    spec(noun, Shape::Text)
}

/// A list of texts.
pub fn texts(noun: &'static str) -> Spec {
    spec(noun, Shape::Texts)
}

/// A list of some words.
pub fn words(noun: &'static str, words: &'static [&'static str]) -> Spec {
    spec(noun, Shape::Words(words))
}

/// A file, folder or glob.
pub fn path() -> Spec {
    spec("a path", Shape::Path)
}

/// One of some words.
pub fn word(noun: &'static str, words: &'static [&'static str]) -> Spec {
    spec(noun, Shape::Word(words))
}

/// A share of a whole.
pub fn share() -> Spec {
    spec("a share", Shape::Number { least: 0.0, most: 1.0 })
}

/// An amount of money.
pub fn money() -> Spec {
    spec("an amount", Shape::Number { least: 0.0, most: f64::MAX })
}

/// A factor.
pub fn factor(least: f64) -> Spec {
    spec("a factor", Shape::Number { least, most: f64::MAX })
}

/// Days within bounds.
pub fn days(least: u64, most: u64) -> Spec {
    spec("a number of days", Shape::Whole { least, most })
}

/// How many of something, within bounds.
pub fn count(noun: &'static str, least: u64, most: u64) -> Spec {
    spec(noun, Shape::Whole { least, most })
}

/// Three ascending shares.
pub fn three_shares(noun: &'static str) -> Spec {
    spec(noun, Shape::Ascending { count: 3, least: 0.0, most: 1.0 })
}

/// Three ascending amounts of money.
pub fn three_amounts(noun: &'static str) -> Spec {
    spec(noun, Shape::Ascending { count: 3, least: 0.0, most: f64::MAX })
}

/// From where on something is worth a look, and from where on it is an alert: no less than `least`.
pub fn limits(least: f64) -> Spec {
    spec("a pair of limits", Shape::Ascending { count: 2, least, most: f64::MAX })
}

/// A file, or an address.
pub fn endpoint() -> Spec {
    spec("a file or an address", Shape::Path)
}

/// True or false.
pub fn yes_no() -> Spec {
    spec("a yes or no", Shape::YesNo)
}

/// One of two shapes.
pub fn either(noun: &'static str, shapes: &'static [Shape; 2]) -> Spec {
    spec(noun, Shape::Either(shapes))
}
