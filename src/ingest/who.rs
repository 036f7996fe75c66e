//! Whose a row is: identifiers written anew by the rules before they are compared, and words for nobody
//! taken as no identifier.
//!
//! Distinct texts of a dictionary are read once each; of other texts most are known at a glance to stay
//! as they are. What the words are is for `meaning::nobody`, what the rules do for `meaning::id_rules`.

use super::meaning::id_rules::IdRules;
use super::meaning::nobody::{Whose, whose, whose_number};
use super::text::{DictionaryEntries, IdColumn};
use super::{Forms, People};
use std::collections::HashSet;
use std::sync::Arc;

/// How identifiers of customers are read; the same for all tables.
#[derive(Debug, Clone, Default)]
pub struct Who {
    /// How they are written anew.
    pub rules: IdRules,
    /// Whether 0 is nobody.
    pub zero_is_nobody: bool,
    /// Whose an identifier is that is an address.
    pub people: Option<Arc<People>>,
}

/// What a reading thread has met in a row group.
#[derive(Default)]
pub struct WhoMemory {
    /// The last dictionary, and the same written anew.
    entries: Option<(Arc<DictionaryEntries>, Arc<DictionaryEntries>)>,
    /// Hashes of texts that stay as they are, though not at a glance.
    staying: HashSet<u64>,
}

/// Texts that are remembered to stay.
const MOST_REMEMBERED: usize = 65_536;

impl Who {
    /// By the forms of an input; 0 is a customer.
    pub fn by(forms: &Forms) -> Self {
        Self { rules: forms.ids.clone(), zero_is_nobody: false, people: None }
    }

    /// The same, where addresses are read as the customers who have them.
    #[must_use]
    pub fn knowing(self, people: Arc<People>) -> Self {
        Self { people: Some(people), ..self }
    }

    /// The identifiers of a batch, written anew; nobody's are none.
    pub fn read(&self, ids: IdColumn, memory: &mut WhoMemory) -> IdColumn {
        if ids.numbers().is_some() {
            return ids.without_numbers(|number| self.is_nobody(whose_number(number)));
        }
        if let Some((entries, _)) = ids.coded() {
            let known = memory.entries.as_ref().filter(|(old, _)| Arc::ptr_eq(old, entries));
            let new = known.map_or_else(
                || Arc::new(entries.rewritten(|text, _| self.rewrite(text))),
                |(_, new)| Arc::clone(new),
            );
            memory.entries = Some((Arc::clone(entries), Arc::clone(&new)));
            return ids.with_entries(new);
        }
        let is_usual = self.rules == IdRules::default();
        let staying = &mut memory.staying;
        ids.rewritten(|text, hash| {
            let may_be_known = self.people.is_some() && text.contains('@');
            if (!may_be_known && stays_at_a_glance(text, is_usual)) || staying.contains(&hash) {
                return None;
            }
            let new = self.rewrite(text);
            if new.is_none() && staying.len() < MOST_REMEMBERED {
                staying.insert(hash);
            }
            new
        })
    }

    /// The text to put in an identifier's place, empty for nobody; `None` where it stays.
    fn rewrite(&self, text: &str) -> Option<String> {
        if let Some(id) = self.people.as_ref().and_then(|people| people.id_of(text)) {
            return Some(id.to_owned());
        }
        let new = self.rules.apply(text);
        if self.is_nobody(whose(&new)) {
            return (!text.is_empty()).then(String::new);
        }
        (new != text).then(|| new.into_owned())
    }

    fn is_nobody(&self, whose: Whose) -> bool {
        match whose {
            Whose::Customer => false,
            Whose::Nobody => true,
            Whose::Zero => self.zero_is_nobody,
        }
    }
}

/// Whether a text certainly stays as it is and is a customer: letters and digits at its ends, nothing that a
/// rule would change, and a digit or an address sign that no word for nobody has.
#[inline]
fn stays_at_a_glance(text: &str, is_usual: bool) -> bool {
    let (Some(first), Some(last)) = (text.bytes().next(), text.bytes().next_back()) else {
        return true;
    };
    if !first.is_ascii_alphanumeric() || !last.is_ascii_alphanumeric() {
        return false;
    }
    if !is_usual && !IdRules::is_plain(text) {
        return false;
    }
    if matches!(last, b'1'..=b'9') {
        return true;
    }
    let is_float = last == b'0' && text.contains('.');
    !is_float && text.bytes().any(|byte| matches!(byte, b'1'..=b'9' | b'@'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::types::Int32Type;
    use arrow_array::{Array, ArrayRef, DictionaryArray, Int64Array, StringArray};

    const TEXTS: [&str; 14] = [
        "a1",
        " a1",
        "12.0",
        "nan",
        "",
        "guest",
        "A-7\u{a0}\r",
        "0",
        "-1",
        "Anna",
        "x0",
        "ada@b.org",
        "7.10",
        "1.00",
    ];

    fn read(who: &Who, array: impl Array + 'static) -> Vec<String> {
        let array: ArrayRef = Arc::new(array);
        let ids = who.read(IdColumn::of_array(&array), &mut WhoMemory::default());
        let mut hashes = Vec::new();
        ids.hashes(&mut hashes);
        let shown = |row: usize| {
            if !ids.is_present(row) {
                return String::new();
            }
            assert_eq!(ids.id(row).stable_hash(), hashes[row]);
            ids.id(row).to_string()
        };
        (0..array.len()).map(shown).collect()
    }

    #[test]
    fn texts_are_written_anew_in_a_dictionary_and_without() {
        let who = Who::default();
        let right =
            ["a1", "a1", "12", "", "", "", "A-7", "0", "", "Anna", "x0", "ada@b.org", "7.10", "1"];
        let plain = StringArray::from_iter_values(TEXTS);
        assert_eq!(read(&who, plain), right);
        let coded: DictionaryArray<Int32Type> = TEXTS.into_iter().collect();
        assert_eq!(read(&who, coded), right);
    }

    #[test]
    fn other_rules_and_nobody_as_zero() {
        let rules = IdRules::parse("trim,lower,unzero,unquote").unwrap();
        let who = Who { rules, zero_is_nobody: true, ..Who::default() };
        let texts = StringArray::from_iter_values(["'A7", "0007", "0", "B", "12.0"]);
        assert_eq!(read(&who, texts), ["a7", "7", "", "b", "12.0"]);
    }

    #[test]
    fn small_negative_numbers_are_nobody_and_hashes_are_not() {
        let numbers = |ids: Vec<Option<i64>>| Int64Array::from(ids);
        let ids = vec![Some(7), Some(-1), None, Some(0), Some(-8_234_567_890_123)];
        let who = Who::default();
        assert_eq!(read(&who, numbers(ids.clone())), ["7", "", "", "0", "-8234567890123"]);
        let who = Who { zero_is_nobody: true, ..Who::default() };
        assert_eq!(read(&who, numbers(ids)), ["7", "", "", "", "-8234567890123"]);
    }
}
