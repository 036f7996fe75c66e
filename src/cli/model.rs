//! The model that the settings name, opened.

use crate::config::ModelSettings;
use crate::model::Artifact;
use crate::registry::Registry;
use anyhow::Context;

/// Finds and reads it; refuses a damaged or altered file.
pub fn open_model(settings: &ModelSettings) -> anyhow::Result<Artifact> {
    let entry = Registry::at(&settings.models).resolve(&settings.model)?;
    let text = std::fs::read_to_string(&entry.path)
        .with_context(|| format!("cannot read the model {}", entry.path.display()))?;
    Artifact::from_json(&text)
        .with_context(|| format!("cannot use the model {}", entry.path.display()))
}
