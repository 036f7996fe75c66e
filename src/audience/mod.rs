//! Whom to win back: from the scores and the contact details to a list that marketing can upload.
//!
//! Not simply the riskiest: those who are overdue by their own rhythm and whom a contact is expected to bring
//! more from than it costs ([`Expected`]), with consent, each with the offer that brings most, until the
//! budget is reached ([`select`]). Everyone else is kept with a reason ([`LeftOff`]), the control group among
//! them, so that the effect can be measured.

mod budget;
mod candidates;
mod consent;
mod contacted;
mod control;
pub(crate) mod export;
mod gain;
mod learned;
mod left_off;
mod list_columns;
mod list_file;
mod lists;
pub(crate) mod measure;
mod offers;
mod play;
mod power;
mod rows;
mod select;
mod settings;
mod summary;
mod why;

pub(crate) use candidates::Candidates;
pub(crate) use consent::phone_of;
pub(crate) use contacted::Contacted;
pub(crate) use learned::{Bases, with_measured_rates};
pub(crate) use left_off::LeftOff;
pub(crate) use list_columns::CUSTOMER_ID;
pub use list_columns::{LEFT_OFF_COLUMNS, LIST_COLUMNS, ListColumn};
pub(crate) use list_file::{ListFile, ListFileError, campaign_record, number};
pub(crate) use lists::{ListError, write_left_off, write_list};
pub(crate) use play::Play;
pub(crate) use power::Power;
pub use rows::{LeftOffRow, ListRow};
pub(crate) use rows::{ListRows, RowSource};
pub(crate) use select::{Campaign, Exclusions, Selection, select};
pub use settings::AudienceSettings;
pub(crate) use settings::ControlShare;
pub(crate) use summary::{CampaignSummary, OfferSummary, PlaySummary, summary};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
