//! Whom to win back: from the scores and the contact details to a list that marketing can upload.
//!
//! Not simply the riskiest: those who are overdue by their own rhythm and whom a contact is expected to bring
//! more from than it costs ([`Expected`]), with consent, each with the offer that brings most, until the
//! budget is reached ([`select`]). Everyone else is kept with a reason ([`LeftOff`]), the control group among
//! them, so that the effect can be measured.

mod budget;
mod candidates;
mod consent;
mod control;
pub mod export;
mod gain;
mod learned;
mod left_off;
mod list_columns;
mod list_file;
mod lists;
pub mod measure;
mod offers;
mod play;
mod power;
mod rows;
mod select;
mod settings;
mod summary;
mod why;

pub use candidates::Candidates;
pub use learned::{Bases, with_measured_rates};
pub use left_off::LeftOff;
pub use list_columns::{CUSTOMER_ID, LEFT_OFF_COLUMNS, LIST_COLUMNS, ListColumn};
pub use list_file::{ListFile, ListFileError, campaign_record, number};
pub use lists::{ListError, write_left_off, write_list};
pub use play::Play;
pub use power::Power;
pub use rows::{LeftOffRow, ListRow, RowSource, list_rows};
pub use select::{Campaign, Exclusions, Selection, select};
pub use settings::{AudienceSettings, ControlShare};
pub use summary::{CampaignSummary, OfferSummary, PlaySummary, summary};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
