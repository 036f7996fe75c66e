//! Patterns of paths (`tx/*/part-?.parquet`, `tx/**/*.parquet`): which files and folders match.
//!
//! `**` stands for any folders that are no links, so that it comes to an end where links make a circle.

use super::source::SourceError;
use glob::{MatchOptions, Pattern};
use std::path::{Component, Path, PathBuf};

/// A path with wildcards.
pub(super) struct PathPattern {
    /// The folders before the first wildcard.
    pub root: PathBuf,
    steps: Vec<Step>,
}

enum Step {
    /// A name without wildcards.
    Name(PathBuf),
    /// Names of one folder.
    Names(Pattern),
    /// Any number of folders.
    Folders,
}

impl PathPattern {
    /// Whether a text has a wildcard.
    pub(super) fn is_one(text: &str) -> bool {
        text.contains(['*', '?', '['])
    }

    /// Reads a pattern.
    pub(super) fn parse(text: &str) -> Result<Self, SourceError> {
        let (mut root, mut steps) = (PathBuf::new(), Vec::new());
        for component in Path::new(text).components() {
            let name = component.as_os_str().to_string_lossy();
            if matches!(component, Component::Normal(_)) && Self::is_one(&name) {
                steps.push(Step::wildcard(text, &name)?);
            } else if steps.is_empty() {
                root.push(component);
            } else {
                steps.push(Step::Name(PathBuf::from(component.as_os_str())));
            }
        }
        Ok(Self { root, steps })
    }

    /// Whether a relative path, or a folder above it, matches what stands after the root.
    pub(super) fn matches_below(&self, relative: &str) -> bool {
        let names: Vec<&str> = relative.split('/').collect();
        lead_to(&self.steps, &names)
    }

    /// What matches, sorted.
    pub(super) fn matches(&self) -> Result<Vec<PathBuf>, SourceError> {
        let mut found = vec![self.root.clone()];
        for step in &self.steps {
            let mut next = Vec::new();
            for path in &found {
                step.take(path, &mut next)?;
            }
            next.sort();
            next.dedup();
            found = next;
        }
        Ok(found)
    }
}

impl Step {
    fn wildcard(whole: &str, name: &str) -> Result<Self, SourceError> {
        if name == "**" {
            return Ok(Step::Folders);
        }
        let bad = |error: glob::PatternError| SourceError::BadPattern {
            pattern: whole.to_owned(),
            reason: error.msg,
        };
        Pattern::new(name).map(Step::Names).map_err(bad)
    }

    /// Adds where this step leads from `path`.
    fn take(&self, path: &Path, next: &mut Vec<PathBuf>) -> Result<(), SourceError> {
        match self {
            Step::Name(name) => next.extend(Some(path.join(name)).filter(|path| path.exists())),
            Step::Names(pattern) => {
                let options =
                    MatchOptions { require_literal_leading_dot: true, ..MatchOptions::new() };
                for name in names(path)? {
                    if pattern.matches_with(&name.to_string_lossy(), options) {
                        next.push(path.join(name));
                    }
                }
            }
            Step::Folders => {
                next.push(path.to_owned());
                for name in names(path)? {
                    let below = path.join(&name);
                    let hidden = name.to_string_lossy().starts_with('.');
                    if !hidden && below.is_dir() && !below.is_symlink() {
                        self.take(&below, next)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether steps lead down some names, or down the first of them.
fn lead_to(steps: &[Step], names: &[&str]) -> bool {
    let Some((step, rest)) = steps.split_first() else { return true };
    match (step, names.split_first()) {
        // A folder is one that has something in it.
        (Step::Folders, _) => (0..names.len()).any(|down| lead_to(rest, &names[down..])),
        (_, None) => false,
        (Step::Name(name), Some((first, below))) => {
            name.as_os_str() == *first && lead_to(rest, below)
        }
        (Step::Names(pattern), Some((first, below))) => {
            pattern.matches(first) && lead_to(rest, below)
        }
    }
}

/// Names in a folder; none where it is no folder.
fn names(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let io = |error| SourceError::io(folder, error);
    let entries = std::fs::read_dir(folder).map_err(io)?;
    entries.map(|entry| Ok(PathBuf::from(entry.map_err(io)?.file_name()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(folder: &Path, pattern: &str) -> Vec<String> {
        let pattern = folder.join(pattern);
        let found = PathPattern::parse(pattern.to_str().unwrap()).unwrap().matches().unwrap();
        let relative = |path: PathBuf| path.strip_prefix(folder).unwrap().display().to_string();
        found.into_iter().map(relative).collect()
    }

    #[test]
    fn wildcards_match_as_in_a_shell() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a/1.pq", "a/b/2.pq", "a/b/c.txt", "d/1.pq", ".hidden/3.pq", "top.pq"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let matches = |pattern| matches(folder.path(), pattern);
        assert_eq!(matches("*.pq"), ["top.pq"]);
        assert_eq!(matches("?/1.pq"), ["a/1.pq", "d/1.pq"]);
        assert_eq!(matches("[ad]/b"), ["a/b"]);
        assert_eq!(matches("**/*.pq"), ["a/1.pq", "a/b/2.pq", "d/1.pq", "top.pq"]);
        assert_eq!(matches("a/**"), ["a", "a/b"]);
        assert!(matches("top.pq/*").is_empty());
        assert!(PathPattern::parse("a/[").is_err());
    }
}
