//! Reads `winback.toml`, lays the command line over it, and remembers where each value stands.
//!
//! It knows text, lines and flags; what a value means is checked in `settings`.

use super::error::{ConfigError, Origin};
use super::raw::RawConfig;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// The file that is read when none is named and it exists.
pub const DEFAULT_FILE: &str = "winback.toml";

/// Raw values of the file and the command line, merged.
#[derive(Debug, Clone, Default)]
pub struct ConfigSource {
    /// The values.
    pub raw: RawConfig,
    /// The file, where one was read.
    pub path: Option<PathBuf>,
    text: String,
    flags: toml::Table,
}

impl ConfigSource {
    /// Reads `path` (if any) and lays `flags` over it. Relative paths in the file are relative to
    /// the file's folder; those of the command line to the working folder.
    pub fn load(path: Option<&Path>, flags: RawConfig) -> Result<Self, ConfigError> {
        let text = match path {
            None => String::new(),
            Some(path) => std::fs::read_to_string(path)
                .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?,
        };
        let mut file: RawConfig = toml::from_str(&text).map_err(|error| ConfigError::Shape {
            path: path.unwrap_or(Path::new(DEFAULT_FILE)).to_owned(),
            line: error.span().map_or(1, |span| line_of(&text, span.start)),
            message: error.message().replace('\n', "; "),
        })?;
        if let Some(folder) = path.and_then(Path::parent).filter(|p| !p.as_os_str().is_empty()) {
            rebase(&mut file, folder);
        }
        let flag_values = toml::Table::try_from(&flags).unwrap_or_default();
        Ok(Self { raw: flags.over(file), path: path.map(Path::to_owned), text, flags: flag_values })
    }

    /// Where the value of `section.key` stands.
    pub fn origin(&self, section: &str, key: &str) -> Origin {
        let given = self.flags.get(section).and_then(|s| s.get(key)).is_some();
        if given {
            return Origin::Flag(format!("--{}", key.replace('_', "-")));
        }
        let full = format!("{section}.{key}");
        match &self.path {
            None => Origin::Default(full),
            Some(path) => Origin::File {
                path: path.clone(),
                line: find_line(&self.text, section, key),
                key: full,
            },
        }
    }

    /// An error about the value of `section.key`.
    pub fn refuse(&self, section: &str, key: &str, message: impl Into<String>) -> ConfigError {
        ConfigError::Value { origin: self.origin(section, key), message: message.into() }
    }
}

/// Makes the file's relative paths relative to its folder.
fn rebase(raw: &mut RawConfig, folder: &Path) {
    let paths = [
        &mut raw.data.transactions,
        &mut raw.data.events,
        &mut raw.data.customers,
        &mut raw.model.models,
        &mut raw.output.output,
        &mut raw.output.report,
        &mut raw.machine.spill_dir,
    ];
    for path in paths.into_iter().flatten() {
        if !path.contains("://") {
            *path = folder.join(&path).to_string_lossy().into_owned();
        }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|&b| b == b'\n').count() + 1
}

fn find_line(text: &str, section: &str, key: &str) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let (_, section) = table.get_ref().iter().find(|(name, _)| name.get_ref() == section)?;
    let DeValue::Table(section) = section.get_ref() else { return None };
    let (name, _) = section.iter().find(|(name, _)| name.get_ref() == key)?;
    Some(line_of(text, name.span().start))
}
