//! What all texts of a column tell of it: which codes are yes and no, and which words nobody knows.

use super::RefusalColumn;
use crate::ingest::meaning::contact_states::{asks_about_contact, unknown_words};
use crate::ingest::meaning::no_columns::{NoCell, codes_beside};
use crate::ingest::meaning::objects::ways_of;
use crate::ingest::meaning::state_words::{TICKS, as_code, codes_of, is_ticked, may_have_codes};
use crate::ingest::refusals::texts_of::Texts;

impl RefusalColumn {
    /// Learns from all texts of the column what its codes are, and which words nobody knows.
    /// Other columns of its table, `others`, may tell what its codes are.
    pub(super) fn learn_from(&mut self, texts: &Texts, others: &[String]) {
        self.codes = codes_beside(&self.name, others, texts.words());
        if self.codes.is_none() && may_have_codes(&self.name) {
            self.codes = codes_of(&self.name, texts.words());
        }
        let is_ticked = self.asks_for_consent() && is_ticked(texts.words());
        if is_ticked {
            self.codes = Some(TICKS);
        }
        // Whoever names words of a column has looked at the others.
        if self.words.is_empty() && (is_ticked || asks_about_contact(&self.name)) {
            self.unknown = self.unknown_of(texts);
        }
    }

    /// The words of a column of states or permissions that say nothing and that nobody knows; none where there are so many
    /// that they are no states.
    fn unknown_of(&self, texts: &Texts) -> Vec<(String, u64)> {
        const MOST_STATES: usize = 20;
        if texts.words().count() > MOST_STATES {
            return Vec::new();
        }
        // Ways of contact are no words for a state: `preferred_contact` = email.
        let says_nothing =
            |word: &&str| self.no_of(word).1 == NoCell::Nothing && ways_of(word).is_none();
        // A tick is a yes, and whoever has none may have said no.
        let codes = self.codes.filter(|codes| *codes != TICKS);
        let is_code = |word: &str| {
            codes.is_some_and(|(yes, no)| {
                yes.contains(&as_code(word)) || no.contains(&as_code(word))
            })
        };
        let words = texts.words().filter(says_nothing).filter(|word| !is_code(word));
        let unknown = unknown_words(&self.name, words).into_iter();
        let mut unknown: Vec<(String, u64)> =
            unknown.map(|word| (word.to_owned(), texts.rows_of[word])).collect();
        unknown.sort();
        unknown
    }
}
