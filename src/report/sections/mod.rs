//! The page's sections, in the order in which they stand, one a file. Each turns facts into blocks; what is not
//! there it says in a sentence.

mod campaigns;
mod contact;
mod data;
mod lights;
mod loyalty;
mod method;
mod over_time;
mod tonight;
mod trust;
mod who;
mod why;

use super::blocks::Html;
use super::facts::PageFacts;

/// A section of the page.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// Its anchor.
    pub id: &'static str,
    /// Its name in the contents.
    pub short: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it consists of.
    pub blocks: Vec<Html>,
}

impl Section {
    fn new(id: &'static str, names: [&'static str; 2], blocks: Vec<Html>) -> Self {
        let [short, title] = names;
        Self { id, short, title, blocks }
    }
}

/// All sections.
pub(super) fn sections(facts: &PageFacts<'_>) -> Vec<Section> {
    vec![
        tonight::section(facts),
        contact::section(facts),
        loyalty::section(facts),
        over_time::section(facts),
        who::section(facts),
        why::section(facts),
        trust::section(facts),
        campaigns::section(facts),
        data::section(facts),
        method::section(facts),
    ]
}
