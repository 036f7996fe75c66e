//! The inputs that the settings name, opened; what was recognised goes to the log.

use crate::config::Settings;
use crate::pipeline::{OpenError, Sources, open_sources};

/// Opens all of them.
pub fn open_inputs(settings: &Settings) -> Result<Sources, OpenError> {
    let sources = open_sources(settings)?;
    log_recognised(sources.recognised());
    Ok(sources)
}

/// Says which columns were recognised without being named, each as "key = name".
pub fn log_recognised(columns: impl IntoIterator<Item = String>) {
    for column in columns {
        tracing::info!("column recognised: {column}");
    }
}
