//! What a cell of a column takes away, as a text or as an object, and whether it is understood.

use super::RefusalColumn;
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::denied_ways::denied_ways;
use crate::ingest::meaning::flags::{Flag, flag};
use crate::ingest::meaning::json_texts::may_be_json;
use crate::ingest::meaning::no_columns::{
    NoCell, NoReading, cell_says_no, denies_calls, is_past, is_to_come, way_of_a_no, word_says_no,
};
use crate::ingest::meaning::objects::{
    holds_a_clear_no, object_in, refused_consents, refused_ways, ways_in, ways_of,
    ways_with_answers,
};
use crate::ingest::meaning::plain::squeeze;
use crate::ingest::meaning::state_words::as_code;
use crate::ingest::normalised;
use crate::ingest::refusals::NoTo;

impl RefusalColumn {
    /// What a text takes away, and whether it is understood.
    pub(super) fn no_of(&self, text: &str) -> (NoTo, NoCell) {
        let may_be_object = self.reading.is_none() || may_be_json(text);
        if let Some(object) = object_in(&self.name, text).filter(|_| may_be_object) {
            return self.no_of_object(&object);
        }
        let is_asked = self.reading.is_some_and(NoReading::is_of_consent);
        if let Some(object) = ways_with_answers(text).filter(|_| is_asked) {
            return self.no_of_object(&object);
        }
        if let Some(said) = self.ways_of(text).and_then(|ways| self.no_of_ways(&ways)) {
            return said;
        }
        match self.cell(text) {
            NoCell::Nothing if self.reading.is_none() && self.denies_calls(text) => {
                (NoTo::channel(Channel::Phone), NoCell::Doubtful)
            }
            NoCell::Nothing => (NoTo::default(), NoCell::Nothing),
            cell => self.of_its_ways(text, cell),
        }
    }

    /// Whether one of the tags that a cell has denies calls.
    fn denies_calls(&self, text: &str) -> bool {
        tags_of(text).any(|tag| denies_calls(&self.name, tag))
    }

    /// What a cell takes away that says no in a column that does not: where each of its tags that say no is about calls or
    /// letters, nothing else.
    fn of_its_ways(&self, text: &str, cell: NoCell) -> (NoTo, NoCell) {
        let is_of_all = self.reading.is_none() && self.words.is_empty() && self.takes == NoTo::ALL;
        if !is_of_all {
            return (self.takes, cell);
        }
        let says_no = |tag: &&str| self.understood(tag) != NoCell::Nothing;
        let ways: Option<Vec<Channel>> = tags_of(text).filter(says_no).map(way_of_a_no).collect();
        let no = match ways {
            Some(ways) if !ways.is_empty() => {
                let no = |no, way| no | NoTo::channel(way);
                ways.into_iter().fold(NoTo::default(), no)
            }
            _ => self.takes,
        };
        (no, if no.is_any() { cell } else { NoCell::Nothing })
    }

    /// The ways of contact that a cell of this column lists, and nothing else: none at all where what is allowed is
    /// listed and the cell is empty.
    fn ways_of(&self, text: &str) -> Option<Vec<Channel>> {
        if !matches!(self.reading?, NoReading::Ways | NoReading::Consent | NoReading::Flag) {
            return None;
        }
        let is_list = self.reading == Some(NoReading::Ways) && self.lists_channels();
        let lists_nothing = is_list && flag(text) == Flag::Empty;
        if lists_nothing { Some(Vec::new()) } else { ways_of(text) }
    }

    /// Whether its name says that it lists the allowed ways of contact, so that an empty list allows none.
    fn lists_channels(&self) -> bool {
        let is_list = || {
            let name = normalised(&self.name);
            name == "consent" || name.contains("channel")
        };
        matches!(self.reading, Some(NoReading::Ways | NoReading::Consent)) && is_list()
    }

    /// What a list of ways says: of allowed ones the others are refused. None where the name says neither.
    fn no_of_ways(&self, ways: &[Channel]) -> Option<(NoTo, NoCell)> {
        let no = match self.reading? {
            NoReading::Ways | NoReading::Consent => {
                let allows = |way: Channel| ways.iter().any(|allowed| allowed.forbids(way));
                NoTo {
                    email: !allows(Channel::Email),
                    phone: !allows(Channel::Phone),
                    ..NoTo::default()
                }
            }
            NoReading::Flag => {
                ways.iter().fold(NoTo::default(), |no, &way| no | NoTo::channel(way))
            }
            _ => return None,
        };
        Some((no, if no.is_any() { NoCell::No } else { NoCell::Nothing }))
    }

    /// The same of an object.
    pub(super) fn no_of_object(&self, object: &serde_json::Value) -> (NoTo, NoCell) {
        let of_ways = |ways: Vec<Channel>| {
            ways.into_iter().fold(NoTo::default(), |no, way| no | NoTo::channel(way))
        };
        if self.of_sales && self.reading.is_none() {
            let says_no = holds_a_clear_no(&self.name, object);
            let cell = if says_no { NoCell::Doubtful } else { NoCell::Nothing };
            return (if says_no { self.takes } else { NoTo::default() }, cell);
        }
        let Some(reading) = self.reading else {
            let no = of_ways(refused_ways(&self.name, object));
            return (no, if no.is_any() { NoCell::Doubtful } else { NoCell::Nothing });
        };
        let denied = || denied_ways(object).filter(|_| reading == NoReading::Flag);
        if let Some(ways) = denied() {
            let no = of_ways(ways);
            return (no, if no.is_any() { NoCell::No } else { NoCell::Nothing });
        }
        let lists_nothing = self.lists_channels() && object.as_array().is_some_and(Vec::is_empty);
        let listed = if lists_nothing { Some(Vec::new()) } else { ways_in(object) };
        if let Some(said) = listed.and_then(|ways| self.no_of_ways(&ways)) {
            return said;
        }
        let consents = if reading.is_of_consent() { refused_consents(object) } else { Vec::new() };
        let cell = reading.object(object);
        let no = match (cell, ways_in(object)) {
            (NoCell::Nothing, _) => of_ways(consents),
            (_, Some(ways)) => of_ways(ways),
            (_, None) => self.takes | of_ways(consents),
        };
        (no, cell)
    }

    fn cell(&self, text: &str) -> NoCell {
        match self.understood(text) {
            NoCell::No if self.in_doubt => NoCell::Doubtful,
            cell => cell,
        }
    }

    fn understood(&self, text: &str) -> NoCell {
        if self.never.as_ref().is_some_and(|never| never == text.trim()) {
            return NoCell::Nothing;
        }
        match self.codes {
            Some((yes, _)) if yes.contains(&as_code(text)) => return NoCell::Nothing,
            Some((_, no)) if no.contains(&as_code(text)) => return NoCell::No,
            _ => {}
        }
        if !self.words.is_empty() && self.words.contains(&squeeze(text)) {
            return NoCell::No;
        }
        match self.reading {
            Some(NoReading::Until) => is_past(text, self.present_micros),
            Some(NoReading::Paused) => is_to_come(text, self.present_micros),
            // One of the ways, with an answer: `channels.email.optIn`.
            Some(NoReading::Ways) if flag(text) == Flag::No => NoCell::No,
            Some(NoReading::Asked) if NoReading::Asked.read(text) == NoCell::Nothing => {
                if cell_says_no(&self.name, text) {
                    NoCell::Doubtful
                } else {
                    NoCell::Nothing
                }
            }
            Some(reading) => reading.read(text),
            // Named with its count, as what is in doubt: nobody has said that the column speaks of contact.
            None => {
                let says_no = if self.of_sales { word_says_no } else { cell_says_no };
                let says_no = says_no(&self.name, text);
                let of_mail = || self.of_mail && NoReading::Asked.read(text) == NoCell::No;
                if says_no || of_mail() { NoCell::Doubtful } else { NoCell::Nothing }
            }
        }
    }
}

/// The tags of a cell.
fn tags_of(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '|']).map(str::trim)
}
