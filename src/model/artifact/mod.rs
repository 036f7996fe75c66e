//! What remains of a training: the artifact, its errors, and the model card for people.
//!
//! Where versions are stored is not here; see `registry`.

pub(crate) mod baseline;
pub(crate) mod card;
pub(crate) mod content;
pub(crate) mod error;
mod plausible;
