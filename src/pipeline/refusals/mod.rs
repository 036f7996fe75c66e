//! Who must not be contacted, by all that a run knows before it reads the history: what tonight's events and
//! transactions say, and what earlier nights knew.
//!
//! A no of an earlier night is kept in two ways. What the scores note of each customer holds for the next scoring
//! ([`kept`]): events are often given of the last weeks alone. What a list leaves behind ([`file`]) holds for the next
//! list ([`forgotten`]): it knows of every table. Both hold until somebody accepts the loss. Whom a no reaches among those
//! of whom the list is made is for [`unmet`].

pub(super) mod file;
pub(super) mod forgotten;
pub(super) mod kept;
pub(super) mod unmet;

use super::Sources;
use super::contact_inputs::{
    add_refusals_of_transactions, refusals_of, scored_facts, warn_of_events,
};
use super::losses::refuse_losses;
use crate::config::Settings;
use crate::ingest::EventRefusals;
use crate::table::InputFacts;
use crate::table::folders::all_scores;
use kept::keep_refusals;

/// What is known before the history is read.
pub(super) struct Gathered {
    /// What the events say.
    pub events: EventRefusals,
    /// That, what the transactions say, and what earlier scores know.
    pub found: EventRefusals,
    /// The inputs in numbers.
    pub inputs: InputFacts,
}

/// Reads every refusal among the events and transactions, warns of what `check` would find, and refuses inputs that
/// have lost something since the newest scores were published.
pub(super) fn gather_refusals(sources: &Sources, settings: &Settings) -> crate::Result<Gathered> {
    let events = refusals_of(sources.events.as_ref(), settings)?;
    warn_of_events(sources.events.as_ref(), &events);
    let inputs = scored_facts(sources, &events);
    refuse_losses(&all_scores(&settings.output.output), &inputs, settings)?;
    let mut found = events.clone();
    add_refusals_of_transactions(&sources.transactions, settings, &mut found)?;
    keep_refusals(settings, &mut found)?;
    Ok(Gathered { events, found, inputs })
}
