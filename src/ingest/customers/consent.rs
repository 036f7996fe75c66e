//! A consent column, cell by cell. `meaning::consent_words` says what the words mean.

use crate::ingest::meaning::consent_words::{consent, is_time_of_confirmation, is_time_of_consent};
use crate::ingest::meaning::plain::squeeze;
use crate::ingest::refusals::Words;
use crate::table::cast::{CastError, large_texts};
use arrow_array::Array;
use std::collections::HashMap;

/// Whether a customer may be contacted, from the most to the least restrictive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Consent {
    /// Said no, or withdrew.
    Refused,
    /// Nothing is known: as good as no.
    Missing,
    /// Said yes.
    Given,
}

/// Reads a column. A word that is not understood is no consent, and is counted in `words`. A date is a
/// yes where the column is named as the time of consent or of its confirmation, and `active` where its other words
/// are states of mail (`of_mail`).
pub(super) fn read(
    column: &dyn Array,
    (name, of_mail): (&str, bool),
    words: &mut Words,
) -> Result<Vec<Consent>, CastError> {
    let is_time = is_time_of_consent(name) || is_time_of_confirmation(name);
    let said_by = |text: &str| {
        let is_active = of_mail && squeeze(text) == "active";
        consent(text, is_time).or(is_active.then_some(Consent::Given))
    };
    let texts = large_texts(column)?;
    let mut known: HashMap<&str, (Option<Consent>, u64)> = HashMap::new();
    let consents = texts.iter().map(|text| {
        let Some(text) = text else { return Consent::Missing };
        let (said, cells) = known.entry(text).or_insert_with(|| (said_by(text), 0));
        *cells += 1;
        said.unwrap_or(Consent::Missing)
    });
    let consents = consents.collect();
    for (word, (_, cells)) in known.into_iter().filter(|(_, (said, _))| said.is_none()) {
        words.add(name, word, cells);
    }
    Ok(consents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::types::is_readable_consent;
    use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int8Array, StringViewArray};
    use std::sync::Arc;

    #[test]
    fn booleans_numbers_and_texts_agree() {
        use Consent::{Given, Missing, Refused};
        let columns: [ArrayRef; 4] = [
            Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])),
            Arc::new(Int8Array::from(vec![Some(1), Some(0), None])),
            Arc::new(Float64Array::from(vec![Some(1.0), Some(0.0), Some(f64::NAN)])),
            Arc::new(StringViewArray::from(vec![Some("yes"), Some("no"), Some("")])),
        ];
        let mut words = Words::default();
        for column in columns {
            assert!(is_readable_consent(column.data_type()));
            assert_eq!(
                read(&column, ("ok", false), &mut words).unwrap(),
                [Given, Refused, Missing]
            );
        }
        assert!(words.counts().is_empty());
        let odd = Int8Array::from(vec![Some(2), Some(2)]);
        assert_eq!(read(&odd, ("ok", false), &mut words).unwrap(), [Missing, Missing]);
        let counts = words.counts();
        assert_eq!((counts[0].word.as_str(), counts[0].cells), ("2", 2));
    }

    #[test]
    fn a_date_is_a_yes_only_where_it_is_the_time_of_consent() {
        let dates = StringViewArray::from(vec![Some("2024-01-05 10:00:00"), None]);
        let mut words = Words::default();
        let read = |name: &str, words: &mut Words| read(&dates, (name, false), words).unwrap();
        assert_eq!(read("consent_date", &mut words), [Consent::Given, Consent::Missing]);
        assert_eq!(read("CONFIRM_TIME", &mut words), [Consent::Given, Consent::Missing]);
        assert_eq!(read("consent_email", &mut words), [Consent::Missing, Consent::Missing]);
        assert_eq!(words.counts().len(), 1);
    }

    #[test]
    fn active_is_a_yes_beside_states_of_mail() {
        let states = StringViewArray::from(vec![Some("Active"), Some("Unsubscribed")]);
        let mut words = Words::default();
        let mut read = |of_mail| read(&states, ("Status", of_mail), &mut words).unwrap();
        assert_eq!(read(true), [Consent::Given, Consent::Refused]);
        assert_eq!(read(false), [Consent::Missing, Consent::Refused]);
    }
}
