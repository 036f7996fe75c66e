//! A measurement as `winback measure --out` wrote it, read again for the next list.

use crate::audience::measure::Measurement;
use crate::audience::{AudienceSettings, Bases, with_measured_rates};
use crate::error::{Failure, Kind};
use crate::table::refuse_special_file;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// A measurement that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LearnedError {
    /// Not there, or not readable.
    #[error("cannot read {}: name a file that winback measure --out has written", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Something else.
    #[error("{} is not what winback measure --out writes", path.display())]
    NotOne {
        /// The file.
        path: PathBuf,
        /// What the parser says.
        source: serde_json::Error,
    },
}

impl Failure for LearnedError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// The settings with measured save rates where `learned_from` names any, and where each rate comes from.
pub(in crate::pipeline) fn learned(
    settings: &AudienceSettings,
) -> Result<(AudienceSettings, Bases), LearnedError> {
    let Some(path) = &settings.learned_from else {
        return Ok((settings.clone(), Bases::default()));
    };
    Ok(with_measured_rates(settings, &measurement(path)?))
}

/// Reads a measurement.
pub(in crate::pipeline) fn measurement(path: &Path) -> Result<Measurement, LearnedError> {
    let not_one = |source| LearnedError::NotOne { path: path.to_owned(), source };
    serde_json::from_slice(&read(path)?).map_err(not_one)
}

/// Equal for equal measurements.
pub(in crate::pipeline) fn fingerprint(path: &Path) -> Result<String, LearnedError> {
    Ok(format!("{:016x}", xxh3_64(&read(path)?)))
}

fn read(path: &Path) -> Result<Vec<u8>, LearnedError> {
    let unreadable = |source| LearnedError::Unreadable { path: path.to_owned(), source };
    refuse_special_file(path).and_then(|()| std::fs::read(path)).map_err(unreadable)
}
