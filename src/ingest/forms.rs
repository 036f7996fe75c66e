//! How the values of a table are written, as far as a setting says so. What is not set is seen from the
//! values themselves; see `cells`.

use super::meaning::id_rules::IdRules;
use super::meaning::{DateFormat, DateReading, DayOrder, DecimalMark, EpochUnit};
use crate::time::Zone;

/// What an amount of a transaction is the price of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AmountPer {
    /// The row's own.
    #[default]
    Row,
    /// The whole order's, on each of its rows or on one of them.
    Order,
}

impl AmountPer {
    /// The words of the setting.
    pub const WORDS: [&'static str; 2] = ["row", "order"];

    /// Of a word of the setting.
    pub fn named(word: &str) -> Self {
        if word == Self::WORDS[1] { AmountPer::Order } else { AmountPer::Row }
    }
}

/// How times and amounts are written.
#[derive(Debug, Clone)]
pub struct Forms {
    /// The business's zone: what has no zone is wall time there.
    pub zone: Zone,
    /// How times are written.
    pub dates: DateReading,
    /// What parts whole units of money from their hundredths; seen from the column where absent.
    pub decimal: Option<DecimalMark>,
    /// How identifiers of customers are written anew.
    pub ids: IdRules,
    /// What the amounts are the price of.
    pub amount_per: AmountPer,
}

impl Forms {
    /// All usual forms, with wall times of a zone.
    pub fn usual(zone: &Zone) -> Self {
        Self {
            zone: zone.clone(),
            dates: DateReading::default(),
            decimal: None,
            ids: IdRules::default(),
            amount_per: AmountPer::default(),
        }
    }
}

/// The words of `timestamp_format` that say no more than which number is the day.
const DAY_ORDERS: [(&str, DayOrder); 2] =
    [("day_first", DayOrder::DayFirst), ("month_first", DayOrder::MonthFirst)];

impl DateReading {
    /// Of the settings `timestamp_format` (a word of [`DAY_ORDERS`] or strftime's letters) and
    /// `timestamp_unit`; the error says what is wrong with the format.
    pub fn of_settings(format: Option<&str>, unit: Option<EpochUnit>) -> Result<Self, String> {
        let Some(format) = format else { return Ok(DateReading::Usual { order: None, unit }) };
        match DAY_ORDERS.iter().find(|(word, _)| *word == format) {
            Some((_, order)) => Ok(DateReading::Usual { order: Some(*order), unit }),
            None => DateFormat::new(format).map(DateReading::Format),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_a_word_or_letters() {
        let reading = DateReading::of_settings(Some("month_first"), None).unwrap();
        assert!(matches!(reading, DateReading::Usual { order: Some(DayOrder::MonthFirst), .. }));
        let reading = DateReading::of_settings(Some("%d/%m/%Y"), None).unwrap();
        assert!(matches!(reading, DateReading::Format(_)));
        let error = DateReading::of_settings(Some("dayfirst"), None).unwrap_err();
        assert!(error.contains("'dayfirst'"), "{error}");
    }
}
