//! Champion and challenger: which versions they are, and every change since the beginning.

use super::RegistryError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A part that a version plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alias {
    /// Scores every night.
    Champion,
    /// Is compared with the champion.
    Challenger,
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Alias::Champion => "champion",
            Alias::Challenger => "challenger",
        })
    }
}

impl FromStr for Alias {
    type Err = RegistryError;

    fn from_str(text: &str) -> Result<Self, RegistryError> {
        match text {
            "champion" => Ok(Alias::Champion),
            "challenger" => Ok(Alias::Challenger),
            _ => Err(RegistryError::UnknownAlias(text.to_owned())),
        }
    }
}

/// One change of an alias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// When, as the caller says.
    pub at: String,
    /// Which alias.
    pub alias: Alias,
    /// From which version.
    pub from: Option<String>,
    /// To which version.
    pub to: String,
    /// Whether it went back.
    pub rollback: bool,
}

/// The content of `aliases.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aliases {
    /// Scores every night.
    pub champion: Option<String>,
    /// Is compared with the champion.
    pub challenger: Option<String>,
    /// Champions to go back to, the latest last.
    #[serde(default)]
    pub earlier_champions: Vec<String>,
    /// Every change, the first first.
    #[serde(default)]
    pub history: Vec<Change>,
}

impl Aliases {
    /// The version that an alias points to.
    pub fn get(&self, alias: Alias) -> Option<&str> {
        match alias {
            Alias::Champion => self.champion.as_deref(),
            Alias::Challenger => self.challenger.as_deref(),
        }
    }

    /// The aliases of a version.
    pub fn of(&self, version: &str) -> Vec<Alias> {
        let points_here = |alias: &Alias| self.get(*alias) == Some(version);
        [Alias::Champion, Alias::Challenger].into_iter().filter(points_here).collect()
    }

    /// The champion that a rollback would bring back.
    pub fn previous_champion(&self) -> Option<&str> {
        self.earlier_champions.last().map(String::as_str)
    }

    /// Points an alias to a version. A challenger that becomes champion challenges no more; who is
    /// champion already stays it, and nothing is noted.
    pub(crate) fn promote(&mut self, version: &str, alias: Alias, at: &str) {
        if self.get(alias) == Some(version) {
            return;
        }
        if alias == Alias::Champion {
            self.earlier_champions.extend(self.champion.clone());
            if self.challenger.as_deref() == Some(version) {
                self.challenger = None;
            }
        }
        self.set(alias, version.to_owned(), at, false);
    }

    /// Brings the previous champion back, if there is one.
    pub(crate) fn rollback(&mut self, at: &str) {
        if let Some(previous) = self.earlier_champions.pop() {
            self.set(Alias::Champion, previous, at, true);
        }
    }

    fn set(&mut self, alias: Alias, to: String, at: &str, rollback: bool) {
        let slot = match alias {
            Alias::Champion => &mut self.champion,
            Alias::Challenger => &mut self.challenger,
        };
        let from = slot.replace(to.clone());
        self.history.push(Change { at: at.to_owned(), alias, from, to, rollback });
    }
}
