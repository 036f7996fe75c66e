//! What real files mean by what they say: pure readers of names, words and values.
//!
//! One concept a file. A reader takes a text and answers with a meaning or with "not understood"; it
//! never guesses where two readings are possible, and where a no is possible it answers no. Nothing
//! here opens a file, counts rows or knows which column is mapped: that is the readers' business.

pub mod address;
pub mod channel;
mod clock;
mod clock_number;
pub mod consent_words;
mod date_column;
mod date_format;
mod date_marks;
mod date_names;
mod date_text;
mod epoch;
pub mod event_names;
pub mod flags;
pub mod further_addresses;
pub mod id_match;
pub mod id_rules;
mod iso_date;
pub mod mask;
mod money;
pub mod no_columns;
pub mod nobody;
pub mod plain;
#[cfg(test)]
mod properties;
mod refusal_words;
pub mod row_status;

pub use clock::time_of_day as clock_micros;
pub use clock_number::{ClockEvidence, ClockUnit};
pub use date_column::{DayOrderEvidence, OrderVerdict};
pub use date_format::DateFormat;
pub use date_text::{DateReading, DateText, DayOrder};
pub use epoch::{EpochUnit, fractional as fractional_epoch, whole as whole_epoch};
pub use flags::{Flag, flag};
pub use id_rules::{decimal_text, uuid_text};
pub use mask::masked;
pub use money::{DecimalEvidence, DecimalMark, DecimalVerdict, MoneyText, money};
