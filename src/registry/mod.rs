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

use crate::table::{Access, AtomicFile, FolderLock, Staging, Wait, sweep};
use std::fs;
use std::path::{Path, PathBuf};

/// The artifact in a version's folder.
pub(crate) const MODEL_FILE: &str = "model.json";
/// The model card in a version's folder.
pub(crate) const CARD_FILE: &str = "card.md";
/// Whether it took the champion's place, and why.
const DECISION_FILE: &str = "decision.json";
const ALIASES_FILE: &str = "aliases.json";
/// A change takes milliseconds: whoever waits longer waits for something else.
const WAIT: Wait = Wait::Seconds(10);

/// A folder of models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registry {
    root: PathBuf,
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

impl ModelEntry {
    /// The model card beside the artifact, where there is one.
    pub fn card(&self) -> Option<String> {
        fs::read_to_string(self.path.with_file_name(CARD_FILE)).ok()
    }
}

impl Registry {
    /// The registry in a folder, which need not exist yet.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Finds out whether a model could be stored, before it takes long to make one.
    pub fn refuse_unwritable(&self) -> Result<(), RegistryError> {
        FolderLock::take(&self.root, Access::Usual, WAIT)?;
        Ok(())
    }

    /// One change at a time; what interrupted ones left of the model is removed.
    fn lock(&self, name: &str) -> Result<FolderLock, RegistryError> {
        let lock = FolderLock::take(&self.root, Access::Usual, WAIT)?;
        sweep(&self.root.join(name));
        Ok(lock)
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
        let _lock = self.lock(name)?;
        self.store_files(name, version, artifact, card, decision)?;
        self.entry(name, version)
    }

    /// Makes a stored version champion where there is none; `at` is when, for the history.
    pub fn promote_first(
        &self,
        name: &str,
        version: &str,
        at: &str,
    ) -> Result<ModelEntry, RegistryError> {
        let _lock = self.lock(name)?;
        let mut aliases = self.aliases(name)?;
        if aliases.get(Alias::Champion).is_none() {
            aliases.promote(version, Alias::Champion, at);
            self.save(name, aliases)?;
        }
        self.entry(name, version)
    }

    fn store_files(
        &self,
        name: &str,
        version: &str,
        artifact: &[u8],
        card: &str,
        decision: Option<&Decision>,
    ) -> Result<(), RegistryError> {
        let folder = self.root.join(name).join(version);
        let path = folder.join(MODEL_FILE);
        if path.exists() {
            if fs::read(&path).is_ok_and(|stored| stored == artifact) {
                return Ok(AtomicFile::write(&folder.join(CARD_FILE), card.as_bytes())?);
            }
            return Err(RegistryError::Exists(folder));
        }
        let staging = Staging::begin(&folder)?;
        let decision = decision.map(json).transpose();
        let decision = decision.map_err(|e| RegistryError::io(&folder.join(DECISION_FILE), e))?;
        let decision = decision.as_deref().map(|content| (DECISION_FILE, content));
        let files = [(MODEL_FILE, artifact), (CARD_FILE, card.as_bytes())];
        for (file, content) in files.into_iter().chain(decision) {
            let path = staging.folder().join(file);
            fs::write(&path, content).map_err(|e| RegistryError::io(&path, e))?;
        }
        Ok(staging.publish_bare()?)
    }

    /// Every model, by name and from old to new.
    pub fn list(&self) -> Result<Vec<ModelEntry>, RegistryError> {
        let mut entries = Vec::new();
        for name in folders(&self.root)? {
            for version in self.versions(&name)? {
                entries.push(self.entry(&name, &version)?);
            }
        }
        Ok(entries)
    }

    /// Versions of a model from old to new.
    pub fn versions(&self, name: &str) -> Result<Vec<String>, RegistryError> {
        let folder = self.root.join(name);
        let mut versions = folders(&folder)?;
        versions.retain(|version| folder.join(version).join(MODEL_FILE).is_file());
        versions.sort_by(|a, b| newer(a, b));
        Ok(versions)
    }

    /// Which stored model is meant by NAME, NAME/VERSION, NAME@ALIAS or PATH.
    pub fn resolve(&self, spec: &str) -> Result<ModelEntry, RegistryError> {
        match spec.parse()? {
            ModelSpec::Path(path) => at_path(&path),
            ModelSpec::Named { name, selector } => {
                let found = self.select(&name, &selector);
                match (found, &selector) {
                    // `some/folder` may be a path after all.
                    (Err(RegistryError::NotFound { .. }), Selector::Version(_))
                        if Path::new(spec).join(MODEL_FILE).is_file() =>
                    {
                        at_path(Path::new(spec))
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
            folders(&self.root)?
        } else {
            versions.iter().map(|version| format!("{name}/{version}")).collect()
        };
        Ok(if names.is_empty() { "nothing".to_owned() } else { names.join(", ") })
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
        let path = self.root.join(name).join(version).join(DECISION_FILE);
        match fs::read(&path) {
            // It is told, and nothing rests on it.
            Ok(text) => Ok(serde_json::from_slice(&text).ok()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(RegistryError::io(&path, error)),
        }
    }

    /// Which versions have a part to play, and how it came about.
    pub fn aliases(&self, name: &str) -> Result<Aliases, RegistryError> {
        let path = self.root.join(name).join(ALIASES_FILE);
        match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text)
                .map_err(|e| RegistryError::BadAliases { path, reason: e.to_string() }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Aliases::default()),
            Err(error) => Err(RegistryError::io(&path, error)),
        }
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
        let _lock = self.lock(name)?;
        // What others have changed until now is in the file that is read here.
        let mut aliases = self.aliases(name)?;
        aliases.promote(&entry.version, alias, at);
        self.save(name, aliases)
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
        let _lock = self.lock(name)?;
        let mut aliases = self.aliases(name)?;
        if aliases.get(Alias::Champion).is_some_and(|present| present != champion) {
            return Ok(false);
        }
        aliases.promote(&entry.version, Alias::Champion, at);
        self.save(name, aliases)?;
        Ok(true)
    }

    /// Makes the champion before the present one champion again.
    pub fn rollback(&self, name: &str, at: &str) -> Result<Aliases, RegistryError> {
        let _lock = self.lock(name)?;
        let mut aliases = self.aliases(name)?;
        let Some(previous) = aliases.previous_champion().map(str::to_owned) else {
            return Err(RegistryError::NothingToRollBack(name.to_owned()));
        };
        self.select(name, &Selector::Version(previous))?;
        aliases.rollback(at);
        self.save(name, aliases)
    }

    fn save(&self, name: &str, aliases: Aliases) -> Result<Aliases, RegistryError> {
        let path = self.root.join(name).join(ALIASES_FILE);
        let text = json(&aliases).map_err(|e| RegistryError::io(&path, e))?;
        AtomicFile::write(&path, &text)?;
        Ok(aliases)
    }
}

/// A file's text.
fn json(content: &impl serde::Serialize) -> std::io::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(content)?;
    text.push(b'\n');
    Ok(text)
}

/// A model by the path of its artifact, or of the folder that holds it.
fn at_path(path: &Path) -> Result<ModelEntry, RegistryError> {
    let path = if path.is_dir() { path.join(MODEL_FILE) } else { path.to_owned() };
    if !path.is_file() {
        return Err(RegistryError::NoSuchPath(path));
    }
    let (name, version) = (String::new(), String::new());
    Ok(ModelEntry { name, version, path, aliases: Vec::new(), decision: None })
}

/// Names of the visible folders in a folder, sorted; none if it does not exist.
fn folders(folder: &Path) -> Result<Vec<String>, RegistryError> {
    let io = |error| RegistryError::io(folder, error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(io)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
