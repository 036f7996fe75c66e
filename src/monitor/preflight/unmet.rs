//! Findings about those who have said no and are nobody of whom the list is made: their no reaches nobody.

use super::{Finding, Severity};
use crate::ingest::Meeting;

/// So few may all be strangers.
const FEW_REFUSALS: u64 = 10;

/// Who has said no in one place, and who of them is known where the list comes from.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    /// Where they have said it.
    pub place: String,
    /// Who could be meant.
    pub elsewhere: &'static str,
    /// Customers who have said no.
    pub refused: u64,
    /// Of these, who is known.
    pub met: u64,
    /// Whether anybody of the place is known, whatever they say.
    pub is_known: bool,
    /// Whether everybody was asked who may be meant: an identifier that is not met is known nowhere.
    pub knows_all: bool,
    /// Identifiers here and elsewhere, masked.
    pub examples: [Vec<String>; 2],
    /// The rules under which more would be known.
    pub meeting: Meeting,
}

impl Reach {
    /// Whether nobody of them is known, and that is no accident.
    pub(crate) fn is_lost(&self) -> bool {
        let is_explained = self.meeting.remedy.is_some();
        self.met == 0 && !self.is_known && (self.refused >= FEW_REFUSALS || is_explained)
    }

    /// Whether more are known nowhere than leave a business in the course of time.
    fn has_strangers(&self) -> bool {
        let unknown = self.refused.saturating_sub(self.met);
        self.knows_all && unknown >= FEW_REFUSALS && unknown * 20 >= self.refused
    }

    /// What was found of them; nothing where most are known, or all but a few where everybody was asked.
    pub(crate) fn finding(&self) -> Option<Finding> {
        (self.met * 2 < self.refused || self.has_strangers()).then(|| {
            let finding = Finding::warn("refusals", self.found(), self.remedy());
            let severity = if self.is_lost() { Severity::Fail } else { Severity::Warn };
            Finding { severity, ..finding }
        })
    }

    /// What was found, in words.
    pub(crate) fn found(&self) -> String {
        let Reach { place, elsewhere, refused, met, examples: [ours, theirs], .. } = self;
        let known = if *met == 0 { "none".to_owned() } else { met.to_string() };
        let mut found = format!(
            "{known} of the {refused} customers who have said no in {place} is among {elsewhere}: the no of the others \
             reaches nobody"
        );
        if !ours.is_empty() && !theirs.is_empty() {
            let (ours, theirs) = (ours.join(", "), theirs.join(", "));
            found += &format!("; their identifiers are such as {ours} here and {theirs} there");
        }
        found
    }

    /// What to do about it.
    pub(crate) fn remedy(&self) -> String {
        match &self.meeting.remedy {
            Some(remedy) => {
                let (rules, meet) = (remedy.rules.setting(), remedy.meet);
                format!("columns.id_normalise = \"{rules}\" would make {meet} of them meet")
            }
            None => "export them with the identifiers of the transactions or with an address (event_columns.email), or make \
                     the identifiers alike with columns.id_normalise"
                .to_owned(),
        }
    }
}
