//! What real files mean by what they say: pure readers of names, words and values.
//!
//! One concept a file. A reader takes a text and answers with a meaning or with "not understood"; it
//! never guesses where two readings are possible, and where a no is possible it answers no. Nothing
//! here opens a file, counts rows or knows which column is mapped: that is the readers' business.

pub(super) mod address;
mod bounces;
pub(super) mod channel;
mod clock;
mod clock_number;
pub(super) mod consent_words;
mod contact_names;
pub(super) mod contact_states;
mod date_column;
mod date_format;
mod date_marks;
mod date_names;
mod date_text;
pub(super) mod denied_ways;
mod epoch;
pub(super) mod erased;
pub(super) mod event_names;
pub(super) mod event_states;
pub(super) mod flags;
pub(super) mod further_addresses;
pub(super) mod id_forms;
pub(super) mod id_match;
pub(super) mod id_rules;
mod iso_date;
pub(super) mod json_texts;
mod links;
pub(super) mod long_rows;
pub(super) mod mask;
mod money;
pub(crate) mod names;
pub(super) mod national_numbers;
pub(super) mod no_columns;
pub(super) mod nobody;
pub(super) mod objects;
pub(super) mod other_ids;
pub(super) mod plain;
#[cfg(test)]
mod properties;
mod punycode;
mod refusal_languages;
mod refusal_words;
pub(super) mod row_status;
pub(super) mod state_words;
mod turned_names;

pub(super) use clock::time_of_day as clock_micros;
pub(super) use clock_number::{ClockEvidence, ClockUnit};
pub(super) use date_column::{DayOrderEvidence, OrderVerdict};
pub(super) use date_format::DateFormat;
pub(crate) use date_text::DateReading;
pub(super) use date_text::{DateText, DayOrder};
pub(crate) use epoch::{APPLE_ZERO_SECONDS, EpochUnit, NET_EPOCH_TICKS, WINDOWS_EPOCH_TICKS};
pub(super) use epoch::{fractional as fractional_epoch, whole as whole_epoch};
pub(super) use flags::{Flag, flag, says_nothing};
pub(super) use id_rules::{decimal_text, uuid_text};
pub(super) use mask::{masked, masked_example};
pub(crate) use money::DecimalMark;
pub(super) use money::{DecimalEvidence, DecimalVerdict, MoneyText, money};
