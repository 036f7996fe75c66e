//! The inputs that the settings name, opened; what was taken for what goes to the log.

use crate::config::Settings;
use crate::ingest::TableColumn;
use crate::pipeline::{Input, OpenError, Sources, open_sources};

/// Opens all of them, where results go to the output folder: not among the inputs, which is found before any
/// of them is read.
pub(super) fn open_inputs_of_results(settings: &Settings) -> Result<Sources, OpenError> {
    Sources::refuse_place(settings, &settings.output.output)?;
    open_inputs(settings)
}

/// Opens all of them.
pub(super) fn open_inputs(settings: &Settings) -> Result<Sources, OpenError> {
    let sources = open_sources(settings)?;
    log_columns(&sources.transactions);
    sources.events.iter().for_each(log_columns);
    sources.customers.iter().for_each(log_columns);
    Ok(sources)
}

/// Says which columns play which part, which part could be played by several, and, in detail, which
/// names are only like one that is known.
pub(super) fn log_columns<C: TableColumn>(input: &Input<C>) {
    let taken = input.taken();
    let words: Vec<String> =
        taken.iter().map(|taken| format!("{} = {}", taken.part, taken.column)).collect();
    tracing::info!("{}: {}", C::SECTION, words.join(", "));
    for taken in &taken {
        tracing::debug!(
            "{}  {:<20} {:<24} {}",
            C::SECTION,
            taken.part,
            taken.column,
            taken.how.word()
        );
    }
    if let Some(preset) = input.suggested {
        tracing::warn!("{}: {}", C::SECTION, preset.suggestion());
    }
    for unsure in &input.unsure {
        if unsure.well_known {
            tracing::warn!("{}", unsure.message());
        } else {
            tracing::info!("{}", unsure.message());
        }
    }
}
