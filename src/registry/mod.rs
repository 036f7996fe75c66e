//! Where models lie and which one is meant: `models/<name>/<version>/model.json` and `card.md`, `decision.json`
//! where it was trained to challenge a champion, `models/<name>/aliases.json`.
//!
//! A version is written once, whole, and never changed; what changes is which version is champion.
//! The registry stores bytes: what a model is, and whether it is sound, is the artifact's matter.

mod aliases;
mod decision;
mod error;
#[cfg(test)]
mod properties;
mod schedule;
mod spec;

pub use aliases::Alias;
pub(crate) use aliases::Aliases;
pub(crate) use decision::{Compared, Contest, Decision};
pub(crate) use error::RegistryError;
pub(crate) use schedule::{Retrain, trained_on};
pub use spec::ModelSpec;
pub(crate) use spec::{Selector, newer};

use crate::table::{Place, Shelf, ShelfError, Stores, is_url};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The artifact in a version's folder.
pub(crate) const MODEL_FILE: &str = "model.json";
/// The model card in a version's folder.
pub(crate) const CARD_FILE: &str = "card.md";
/// Whether it took the champion's place, and why.
const DECISION_FILE: &str = "decision.json";
const ALIASES_FILE: &str = "aliases.json";

/// A folder of models.
#[derive(Clone)]
pub struct Registry {
    root: PathBuf,
    shelf: Arc<dyn Shelf>,
    stores: Stores,
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

/// One stored model.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ModelEntry {
    /// Its name; empty for a model that is given by path.
    pub name: String,
    /// Its version; empty for a model that is given by path.
    pub version: String,
    /// The artifact.
    pub path: PathBuf,
    /// Aliases that point to it.
    pub aliases: Vec<Alias>,
    /// Whether it took the champion's place when it was trained; none where there was no champion, or no contest was
    /// asked for.
    pub decision: Option<Decision>,
}

impl Registry {
    /// The registry in a folder of this machine, which need not exist yet.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self::open(&Place::here(&root.into()), &Stores::default())
    }

    /// The registry at a place, which need not exist yet.
    pub(crate) fn open(place: &Place, stores: &Stores) -> Self {
        Self { root: place.to_path_buf(), shelf: stores.shelf(place), stores: stores.clone() }
    }

    /// The artifact of a stored model, if it is there.
    pub(crate) fn artifact(&self, entry: &ModelEntry) -> Result<Option<Vec<u8>>, RegistryError> {
        Ok(self.stores.read(&entry.path)?)
    }

    /// The model card beside an artifact, where there is one.
    pub fn card(&self, entry: &ModelEntry) -> Option<String> {
        let card = self.stores.read(&entry.path.with_file_name(CARD_FILE)).ok()??;
        String::from_utf8(card).ok()
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Finds out whether a model could be stored, before it takes long to make one.
    pub fn refuse_unwritable(&self) -> Result<(), RegistryError> {
        Ok(self.shelf.refuse_unwritable()?)
    }

    /// Stores a version whole: the artifact, its card, and what was decided of it. The same bytes may be stored again;
    /// others under the same version are refused.
    pub fn store(
        &self,
        name: &str,
        version: &str,
        artifact: &[u8],
        card: &str,
        decision: Option<&Decision>,
    ) -> Result<ModelEntry, RegistryError> {
        spec::check_name("model name", name)?;
        spec::check_name("version", version)?;
        let folder = format!("{name}/{version}");
        let decision = decision.map(|decision| json(decision, &self.root.join(&folder)));
        let decision = decision.transpose()?;
        let decision = decision.as_deref().map(|content| (DECISION_FILE, content));
        // The artifact comes last: a version without one is none.
        let files = [(CARD_FILE, card.as_bytes()), (MODEL_FILE, artifact)];
        let files: Vec<_> = decision.into_iter().chain(files).collect();
        if !self.shelf.add(&folder, &files)? {
            let stored = self.shelf.read(&format!("{folder}/{MODEL_FILE}"))?;
            if stored.is_none_or(|stored| stored != artifact) {
                return Err(RegistryError::Exists(self.root.join(folder)));
            }
            self.shelf.write(&format!("{folder}/{CARD_FILE}"), card.as_bytes())?;
        }
        self.entry(name, version)
    }

    /// Makes a stored version champion where there is none; `at` is when, for the history.
    pub fn promote_first(
        &self,
        name: &str,
        version: &str,
        at: &str,
    ) -> Result<ModelEntry, RegistryError> {
        self.change(name, |aliases| {
            if aliases.get(Alias::Champion).is_none() {
                aliases.promote(version, Alias::Champion, at);
            }
            Ok(())
        })?;
        self.entry(name, version)
    }

    /// Every model, by name and from old to new.
    pub fn list(&self) -> Result<Vec<ModelEntry>, RegistryError> {
        let mut entries = Vec::new();
        for name in self.shelf.folders("")? {
            for version in self.versions(&name)? {
                entries.push(self.entry(&name, &version)?);
            }
        }
        Ok(entries)
    }

    /// Versions of a model from old to new.
    pub fn versions(&self, name: &str) -> Result<Vec<String>, RegistryError> {
        let mut versions = self.shelf.folders_with(name, MODEL_FILE)?;
        versions.sort_by(|a, b| newer(a, b));
        Ok(versions)
    }

    /// Which stored model is meant by NAME, NAME/VERSION, NAME@ALIAS or PATH.
    pub fn resolve(&self, spec: &str) -> Result<ModelEntry, RegistryError> {
        match spec.parse()? {
            ModelSpec::Path(path) => self.at_path(&path),
            ModelSpec::Named { name, selector } => {
                let found = self.select(&name, &selector);
                match (found, &selector) {
                    // `some/folder` may be a path after all.
                    (Err(RegistryError::NotFound { .. }), Selector::Version(_))
                        if Path::new(spec).join(MODEL_FILE).is_file() =>
                    {
                        self.at_path(Path::new(spec))
                    }
                    (found, _) => found,
                }
            }
        }
    }

    fn select(&self, name: &str, selector: &Selector) -> Result<ModelEntry, RegistryError> {
        let versions = self.versions(name)?;
        let version = match selector {
            Selector::Version(version) => Some(version.clone()),
            Selector::Alias(alias) => {
                let points_to = self.aliases(name)?.get(*alias).map(str::to_owned);
                Some(points_to.ok_or_else(|| RegistryError::NoAlias {
                    name: name.to_owned(),
                    alias: *alias,
                })?)
            }
            Selector::Best => match self.aliases(name)?.get(Alias::Champion) {
                Some(champion) => Some(champion.to_owned()),
                None => versions.last().cloned(),
            },
        };
        match version {
            Some(version) if versions.contains(&version) => self.entry(name, &version),
            version => Err(RegistryError::NotFound {
                model: version.map_or_else(|| name.to_owned(), |v| format!("{name}/{v}")),
                folder: self.root.clone(),
                available: self.available(name, &versions)?,
            }),
        }
    }

    fn available(&self, name: &str, versions: &[String]) -> Result<String, RegistryError> {
        let names = if versions.is_empty() {
            self.shelf.folders("")?
        } else {
            versions.iter().map(|version| format!("{name}/{version}")).collect()
        };
        Ok(match &names[..] {
            [] => "it holds no model yet".to_owned(),
            names => format!("there is {}", names.join(", ")),
        })
    }

    fn entry(&self, name: &str, version: &str) -> Result<ModelEntry, RegistryError> {
        Ok(ModelEntry {
            name: name.to_owned(),
            version: version.to_owned(),
            path: self.root.join(name).join(version).join(MODEL_FILE),
            aliases: self.aliases(name)?.of(version),
            decision: self.decision(name, version)?,
        })
    }

    /// What was decided of a version when it was trained.
    fn decision(&self, name: &str, version: &str) -> Result<Option<Decision>, RegistryError> {
        let text = self.shelf.read(&format!("{name}/{version}/{DECISION_FILE}"))?;
        // It is told, and nothing rests on it.
        Ok(text.and_then(|text| serde_json::from_slice(&text).ok()))
    }

    /// Which versions have a part to play, and how it came about.
    pub fn aliases(&self, name: &str) -> Result<Aliases, RegistryError> {
        let text = self.shelf.read(&format!("{name}/{ALIASES_FILE}"))?;
        self.parse_aliases(name, text.as_deref())
    }

    fn parse_aliases(&self, name: &str, text: Option<&[u8]>) -> Result<Aliases, RegistryError> {
        let Some(text) = text else { return Ok(Aliases::default()) };
        let path = self.root.join(name).join(ALIASES_FILE);
        serde_json::from_slice(text)
            .map_err(|e| RegistryError::BadAliases { path, reason: e.to_string() })
    }

    /// Makes a version champion or challenger; `at` is the time of day, for the history.
    pub fn promote(
        &self,
        name: &str,
        version: &str,
        alias: Alias,
        at: &str,
    ) -> Result<Aliases, RegistryError> {
        let entry = self.select(name, &Selector::Version(version.to_owned()))?;
        self.change(name, |aliases| {
            aliases.promote(&entry.version, alias, at);
            Ok(())
        })
    }

    /// Makes a version champion in the place of `champion`; false where another one is champion by now, who stays.
    pub fn promote_over(
        &self,
        name: &str,
        champion: &str,
        version: &str,
        at: &str,
    ) -> Result<bool, RegistryError> {
        let entry = self.select(name, &Selector::Version(version.to_owned()))?;
        let mut promoted = false;
        self.change(name, |aliases| {
            promoted = aliases.get(Alias::Champion).is_none_or(|present| present == champion);
            if promoted {
                aliases.promote(&entry.version, Alias::Champion, at);
            }
            Ok(())
        })?;
        Ok(promoted)
    }

    /// Makes the champion before the present one champion again.
    pub fn rollback(&self, name: &str, at: &str) -> Result<Aliases, RegistryError> {
        self.change(name, |aliases| {
            let Some(previous) = aliases.previous_champion().map(str::to_owned) else {
                return Err(RegistryError::NothingToRollBack(name.to_owned()));
            };
            self.select(name, &Selector::Version(previous))?;
            aliases.rollback(at);
            Ok(())
        })
    }

    /// Changes the aliases of a model as they are at that moment; what is left as it was is not written.
    fn change(
        &self,
        name: &str,
        mut change: impl FnMut(&mut Aliases) -> Result<(), RegistryError>,
    ) -> Result<Aliases, RegistryError> {
        let mut changed = Ok(Aliases::default());
        let file = format!("{name}/{ALIASES_FILE}");
        self.shelf.change(&file, &mut |present| {
            let made = self.parse_aliases(name, present).and_then(|before| {
                let mut after = before.clone();
                change(&mut after)?;
                let text = json(&after, &self.root.join(&file))?;
                Ok(((after != before).then_some(text), after))
            });
            let (text, after) = match made {
                Ok((text, after)) => (text, Ok(after)),
                Err(error) => (None, Err(error)),
            };
            changed = after;
            text
        })?;
        changed
    }

    /// A model by the path of its artifact, or of the folder that holds it.
    fn at_path(&self, path: &Path) -> Result<ModelEntry, RegistryError> {
        let in_store = path.to_str().is_some_and(is_url);
        let is_file = path.extension().is_some_and(|extension| extension == "json");
        let is_folder = if in_store { !is_file } else { path.is_dir() };
        let path = if is_folder { path.join(MODEL_FILE) } else { path.to_owned() };
        let is_there = if in_store { self.stores.read(&path)?.is_some() } else { path.is_file() };
        if !is_there {
            return Err(RegistryError::NoSuchPath(path));
        }
        let (name, version) = (String::new(), String::new());
        Ok(ModelEntry { name, version, path, aliases: Vec::new(), decision: None })
    }
}

/// A file's text.
fn json(content: &impl serde::Serialize, path: &Path) -> Result<Vec<u8>, ShelfError> {
    let text = serde_json::to_vec_pretty(content);
    let io =
        |error: serde_json::Error| ShelfError::Io { path: path.to_owned(), source: error.into() };
    let mut text = text.map_err(io)?;
    text.push(b'\n');
    Ok(text)
}
