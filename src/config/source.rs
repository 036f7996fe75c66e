//! Reads `winback.toml`, lays the command line over it, and remembers where each value stands.
//!
//! It knows text, lines and flags, and refuses keys that are not in the table of options. What a value
//! means is for `check`.

use super::error::{ConfigError, Origin};
use super::options::value::Setting;
use super::options::{Section, Shape, Spec, sections};
use super::raw::RawConfig;
use super::similar::did_you_mean;
use crate::table::refuse_special_file;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use toml::Value;
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
    flags: RawConfig,
}

impl ConfigSource {
    /// Reads `path` (if any) and lays `flags` over it. Relative paths in the file are relative to
    /// the file's folder; those of the command line to the working folder.
    pub fn load(path: Option<&Path>, flags: RawConfig) -> Result<Self, ConfigError> {
        let Some(path) = path else {
            return Ok(Self { raw: flags.clone(), flags, ..Self::default() });
        };
        let text = refuse_special_file(path)
            .and_then(|()| std::fs::read_to_string(path))
            .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let file = read_text(&text, path)?;
        Ok(Self { raw: flags.clone().over(file), path: Some(path.to_owned()), text, flags })
    }

    /// Reads a text that stands in no file. Relative paths in it are relative to the working folder.
    pub fn from_text(text: &str) -> Result<Self, ConfigError> {
        let path = Path::new("settings");
        let raw = read_text(text, path)?;
        let (path, text) = (Some(path.to_owned()), text.to_owned());
        Ok(Self { raw, path, text, flags: RawConfig::default() })
    }

    /// Where the value of `section.key` stands.
    pub fn origin(&self, section: &str, key: &str) -> Origin {
        if self.flags.get(section, key).is_some() {
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

    /// The checked value of `section.key`, or its default.
    pub(super) fn read<T: Setting>(
        &self,
        section: &str,
        key: &str,
        spec: &Spec,
    ) -> Result<T, ConfigError> {
        let given = self.raw.get(section, key);
        if let (Some(_), Some(other)) = (given, spec.instead_of)
            && self.raw.get(section, other).is_some()
        {
            let message = format!("{other} is given too: give one of the two");
            return Err(self.refuse(section, key, message));
        }
        let value = given.or(spec.default.as_ref());
        value
            .map_or(Ok(()), |value| spec.check(value))
            .and_then(|()| T::of(value))
            .map_err(|message| self.refuse(section, key, message))
    }
}

/// The file's values; its relative paths are made relative to its folder.
fn read_text(text: &str, path: &Path) -> Result<RawConfig, ConfigError> {
    let shape_error =
        |line: usize, message: String| ConfigError::Shape { path: path.to_owned(), line, message };
    let file: toml::Table = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        shape_error(line, error.message().replace('\n', "; "))
    })?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let table = sections();
    let mut raw = RawConfig::default();
    let mut unknown: Vec<Unknown> = Vec::new();
    for (name, values) in file {
        let Some(section) = table.iter().find(|section| section.name == name) else {
            unknown.push(Unknown { section: name, key: None, value: values });
            continue;
        };
        let Value::Table(values) = values else {
            unknown.push(Unknown { section: name, key: None, value: values });
            continue;
        };
        for (key, value) in values {
            match section.options.iter().find(|option| option.key == key) {
                Some(option) => raw.set(&name, &key, based_on(folder, value, &option.spec.shape)),
                None => unknown.push(Unknown { section: name.clone(), key: Some(key), value }),
            }
        }
    }
    match first_of(&unknown, text) {
        Some((at, first)) => Err(shape_error(line_of(text, at), first.message(&table))),
        None => Ok(raw),
    }
}

/// What stands in the file and in no table: a section, or a key of one.
struct Unknown {
    section: String,
    key: Option<String>,
    value: Value,
}

impl Unknown {
    fn message(&self, table: &[Section]) -> String {
        let Self { section: name, key, value } = self;
        let section = table.iter().find(|section| section.name == name);
        match (section, key) {
            (None, _) => unknown_section(name, value, table),
            (Some(section), Some(key)) => unknown_key(key, section, table),
            (Some(_), None) => format!("{name} is a section: write [{name}]"),
        }
    }
}

/// The first one in the file, and where it stands: the others may be its consequence. However many there are, the text is
/// read once.
fn first_of<'a>(unknown: &'a [Unknown], text: &str) -> Option<(usize, &'a Unknown)> {
    if unknown.is_empty() {
        return None;
    }
    let mut places: HashMap<(String, Option<String>), usize> = HashMap::new();
    if let Ok(file) = DeTable::parse(text) {
        for (name, values) in file.get_ref() {
            let section = name.get_ref().to_string();
            if let DeValue::Table(values) = values.get_ref() {
                let keys =
                    values.iter().map(|(key, _)| (key.get_ref().to_string(), key.span().start));
                places.extend(keys.map(|(key, at)| ((section.clone(), Some(key)), at)));
            }
            places.insert((section, None), name.span().start);
        }
    }
    let place = |one: &Unknown| places.get(&(one.section.clone(), one.key.clone())).copied();
    unknown.iter().map(|one| (place(one).unwrap_or(0), one)).min_by_key(|(at, _)| *at)
}

fn unknown_section(name: &str, value: &Value, table: &[Section]) -> String {
    let home = table.iter().find(|s| s.options.iter().any(|option| option.key == name));
    if let (false, Some(section)) = (value.is_table(), home) {
        return format!("{name} stands outside of its section: write it under [{}]", section.name);
    }
    let hint = did_you_mean(name, table.iter().map(|section| section.name));
    let known: Vec<String> = table.iter().map(|section| format!("[{}]", section.name)).collect();
    format!("unknown section [{name}]{hint}; the sections are {}", known.join(", "))
}

fn unknown_key(key: &str, section: &Section, table: &[Section]) -> String {
    let name = section.name;
    let known = || section.options.iter().map(|option| option.key);
    let home = table.iter().find(|s| s.options.iter().any(|option| option.key == key));
    if let Some(home) = home {
        return format!("unknown key '{key}' in [{name}]: it belongs under [{}]", home.name);
    }
    let hint = did_you_mean(key, known());
    let known: Vec<&str> = known().collect();
    format!("unknown key '{key}' in [{name}]{hint}; its keys are {}", known.join(", "))
}

fn based_on(folder: Option<&Path>, value: Value, shape: &Shape) -> Value {
    match (folder, value, shape) {
        (Some(folder), Value::String(path), Shape::Path)
            if !path.trim().is_empty() && !path.contains("://") =>
        {
            Value::String(folder.join(path).to_string_lossy().into_owned())
        }
        (_, value, _) => value,
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
