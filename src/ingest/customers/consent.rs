//! What a cell of a consent column says. Consent that is not clearly given is not given.

use crate::table::cast::{CastError, floats, large_texts};
use arrow_array::Array;

/// Whether a customer may be contacted, from the most to the least restrictive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Consent {
    /// Said no, or withdrew.
    Refused,
    /// Nothing is known: as good as no.
    Missing,
    /// Said yes.
    Given,
}

const YES: [&str; 14] = [
    "yes",
    "y",
    "true",
    "t",
    "1",
    "on",
    "opt_in",
    "optin",
    "opted_in",
    "subscribed",
    "granted",
    "given",
    "consented",
    "allowed",
];

const NO: [&str; 17] = [
    "no",
    "n",
    "false",
    "f",
    "0",
    "off",
    "opt_out",
    "optout",
    "opted_out",
    "unsubscribed",
    "not_subscribed",
    "denied",
    "refused",
    "withdrawn",
    "revoked",
    "declined",
    "not_allowed",
];

impl Consent {
    /// Reads a text; letter case, spaces and hyphens do not matter. None for what is neither a yes, a no
    /// nor empty.
    pub fn parse(text: &str) -> Option<Consent> {
        let plain: String = text
            .trim()
            .chars()
            .map(|c| if c == ' ' || c == '-' { '_' } else { c.to_ascii_lowercase() })
            .collect();
        if YES.contains(&plain.as_str()) {
            Some(Consent::Given)
        } else if NO.contains(&plain.as_str()) {
            Some(Consent::Refused)
        } else {
            plain.is_empty().then_some(Consent::Missing)
        }
    }
}
/// Reads a column; the second number counts cells that are neither a yes, a no nor empty, which are
/// taken as missing. Numbers: 1 is yes, 0 is no.
pub(super) fn read(column: &dyn Array) -> Result<(Vec<Consent>, usize), CastError> {
    let mut unreadable = 0;
    let mut or_missing = |consent: Option<Consent>| {
        unreadable += usize::from(consent.is_none());
        consent.unwrap_or(Consent::Missing)
    };
    let consents = if column.data_type().is_numeric() {
        floats(column)?
            .iter()
            .map(|number| match number {
                None => Consent::Missing,
                Some(number) if number.is_nan() => Consent::Missing,
                Some(1.0) => Consent::Given,
                Some(0.0) => Consent::Refused,
                Some(_) => or_missing(None),
            })
            .collect()
    } else {
        large_texts(column)?
            .iter()
            .map(|text| text.map_or(Consent::Missing, |text| or_missing(Consent::parse(text))))
            .collect()
    };
    Ok((consents, unreadable))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::types::is_readable_consent;
    use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int8Array, StringViewArray};
    use arrow_schema::DataType;
    use std::sync::Arc;

    #[test]
    fn whatever_is_not_clearly_a_yes_is_none() {
        for yes in ["Yes", " opt-in ", "OPTED IN", "true", "1", "SUBSCRIBED"] {
            assert_eq!(Consent::parse(yes), Some(Consent::Given), "{yes}");
        }
        for no in ["no", "Opt Out", "unsubscribed", "NOT_SUBSCRIBED", "0"] {
            assert_eq!(Consent::parse(no), Some(Consent::Refused), "{no}");
        }
        assert_eq!(Consent::parse("  "), Some(Consent::Missing));
        assert_eq!(Consent::parse("pending"), None);
    }

    #[test]
    fn booleans_numbers_and_texts_agree() {
        use Consent::{Given, Missing, Refused};
        let columns: [ArrayRef; 4] = [
            Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])),
            Arc::new(Int8Array::from(vec![Some(1), Some(0), None])),
            Arc::new(Float64Array::from(vec![Some(1.0), Some(0.0), Some(f64::NAN)])),
            Arc::new(StringViewArray::from(vec![Some("yes"), Some("no"), Some("")])),
        ];
        for column in columns {
            assert!(is_readable_consent(column.data_type()));
            assert_eq!(read(&column).unwrap(), (vec![Given, Refused, Missing], 0));
        }
        let odd = Int8Array::from(vec![Some(2)]);
        assert_eq!(read(&odd).unwrap(), (vec![Missing], 1));
        assert!(!is_readable_consent(&DataType::Date32));
    }
}
