//! Whether a place lies where an input's files are looked for: results written there would be read next
//! time as if they were data.
//!
//! The place need not exist yet. Links are followed as far as there is something to follow.

use super::pattern::PathPattern;
use super::source::SourceError;
use super::stores::{Wanted, is_url};
use super::walk::is_hidden;
use std::path::{Component, Path, PathBuf};

/// Whether reading `spec` (a file, a folder or a glob) would find files at or below `place`.
pub(crate) fn would_read(spec: &str, place: &Path) -> Result<bool, SourceError> {
    match (is_url(spec), place.to_str().filter(|place| is_url(place))) {
        (true, Some(place)) => return Wanted::would_read(spec, place),
        (false, None) => {}
        _ => return Ok(false),
    }
    let spec = spec.strip_prefix("file://").unwrap_or(spec);
    let place = real(place);
    let folders = if Path::new(spec).exists() || !PathPattern::is_one(spec) {
        vec![PathBuf::from(spec)]
    } else {
        // `**` goes down from the folders before it; other patterns name what they match.
        let before = spec.split("**").next().unwrap_or(spec).trim_end_matches('/');
        let any = if before.is_empty() { "." } else { before };
        if PathPattern::is_one(any) {
            PathPattern::parse(any)?.matches()?
        } else {
            vec![any.into()]
        }
    };
    Ok(folders.iter().any(|folder| is_read_below(folder, &place)))
}

fn is_read_below(folder: &Path, place: &Path) -> bool {
    let folder = real(folder);
    let Ok(below) = place.strip_prefix(&folder) else { return false };
    let parts = below.components().map(|part| Path::new(part.as_os_str()));
    (folder.is_dir() || below.as_os_str().is_empty()) && !parts.into_iter().any(is_hidden)
}

/// The path without links, as far as it leads to something.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for part in absolute.components() {
        if part == Component::ParentDir {
            real.pop();
            continue;
        }
        real.push(part);
        if let Ok(followed) = real.canonicalize() {
            real = followed;
        }
    }
    real
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_among_the_files_are_found_by_whatever_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = |relative: &str| folder.path().join(relative);
        std::fs::create_dir_all(path("tx/2024")).unwrap();
        std::fs::write(path("tx/2024/a.parquet"), "PAR1").unwrap();
        let reads = |spec: &str, place: &str| {
            would_read(&path(spec).display().to_string(), &path(place)).unwrap()
        };
        for place in ["tx", "tx/out", "tx/2024/out/deep", "other/../tx/out", "./tx/./out"] {
            assert!(reads("tx", place), "{place}");
            assert!(reads("tx/**/*.parquet", place), "{place}");
        }
        assert!(reads("t*", "tx/out") && reads("tx/2024/a.parquet", "tx/2024/a.parquet"));
        for place in ["out", "tx2", "", "tx/.out", "tx/_out/deep"] {
            assert!(!reads("tx", place), "{place}");
        }
        assert!(!reads("tx/2024/*.parquet", "tx/out") && !reads("tx/*", "tx/out"));
        assert!(!reads("tx/2024/a.parquet", "tx/2024/out"));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(path("tx"), path("link")).unwrap();
            assert!(reads("link", "tx/out") && reads("tx", "link/out"));
        }
    }
}
