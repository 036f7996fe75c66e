//! Which Arrow types a column may have, and the same in words.

use crate::ingest::types::{
    is_clock, is_flag, is_identifier, is_number, is_readable_consent, is_text, is_time,
};
use arrow_schema::DataType;

/// What kind of values a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    /// Whole numbers or text.
    Identifier,
    /// Instants or days.
    Time,
    /// Times of day.
    Clock,
    /// Numbers.
    Number,
    /// Yes or no; numbers mean yes where they are not 0.
    Flag,
    /// Text alone.
    Text,
    /// Whatever has a text form.
    Detail,
    /// Days, or instants of which the day is taken.
    Date,
    /// Yes, no or nothing, as people write it.
    Consent,
    /// Any type at all.
    Anything,
}

impl Accepts {
    /// Whether a type will do.
    pub fn allows(self, data_type: &DataType) -> bool {
        match self {
            Accepts::Identifier => is_identifier(data_type),
            Accepts::Time | Accepts::Date => is_time(data_type),
            Accepts::Clock => is_clock(data_type),
            Accepts::Number => is_number(data_type) || is_text(data_type),
            Accepts::Flag => is_flag(data_type) || is_text(data_type),
            Accepts::Text => is_text(data_type),
            Accepts::Detail => !data_type.is_nested(),
            Accepts::Consent => is_readable_consent(data_type),
            Accepts::Anything => true,
        }
    }

    /// The types that will do, for messages and documentation.
    pub fn types(self) -> &'static str {
        match self {
            Accepts::Identifier => "an integer, a UUID or text",
            Accepts::Time | Accepts::Date => {
                "a date, a timestamp, or text or a number that tells one"
            }
            Accepts::Clock => "a time of day, or text or a whole number that tells one",
            Accepts::Number => "a number (float, integer or decimal) or text that tells one",
            Accepts::Flag => "a boolean, a number, or text such as yes/no",
            Accepts::Text => "text",
            Accepts::Detail => "text or a number",
            Accepts::Consent => "a boolean, 0 and 1, or text such as yes/no",
            Accepts::Anything => "any type",
        }
    }

    /// The type as which a column of another had best be exported, for messages.
    pub fn export(self) -> &'static str {
        match self {
            Accepts::Time | Accepts::Date => "a timestamp",
            Accepts::Clock => "a time of day",
            Accepts::Number => "a number",
            Accepts::Flag | Accepts::Consent => "a boolean",
            Accepts::Identifier | Accepts::Text | Accepts::Detail | Accepts::Anything => "text",
        }
    }

    /// What a cell should be, for messages: "is not …".
    pub fn value(self) -> &'static str {
        match self {
            Accepts::Time | Accepts::Date => "a date or time",
            Accepts::Clock => "a time of day",
            Accepts::Number => "a number or an amount of money",
            Accepts::Flag | Accepts::Consent => "a yes or no or a number",
            Accepts::Identifier | Accepts::Text | Accepts::Detail | Accepts::Anything => "text",
        }
    }

    /// What to do about cells that are not understood.
    pub fn remedy(self, section: &str, has_flags: bool) -> String {
        let option = |key: &str| {
            let flag =
                if has_flags { format!("--{} or ", key.replace('_', "-")) } else { String::new() };
            format!("{flag}{section}.{key}")
        };
        match self {
            Accepts::Time | Accepts::Date => format!(
                "correct these values, or tell their format with {} (such as \"%d.%m.%Y %H:%M\") or, \
                 for numbers, their unit with {} (s, ms, us, ns, or excel for the days of a spreadsheet)",
                option("timestamp_format"),
                option("timestamp_unit")
            ),
            Accepts::Number => {
                "correct these values, or convert the column to a number before it is \
                                exported: cast(… as double) in SQL"
                    .to_owned()
            }
            _ => "correct these values, or convert the column before it is exported, in SQL with \
                  case … when"
                .to_owned(),
        }
    }
}
