//! Whom to win back: from the scores and the contact details to a list that marketing can upload.
//!
//! Not simply the riskiest: those whom a contact is expected to bring more from than it costs
//! ([`Expected`]), with consent, best first, until the budget is reached ([`select`]). Everyone else is
//! kept with a reason ([`LeftOff`]), the control group among them, so that the effect can be measured.

mod candidates;
mod consent;
mod control;
pub mod export;
mod left_off;
mod list_columns;
mod lists;
mod profit;
mod rows;
mod select;
mod settings;

pub use candidates::Candidates;
pub use left_off::LeftOff;
pub use list_columns::{CUSTOMER_ID, LEFT_OFF_COLUMNS, LIST_COLUMNS, ListColumn};
pub use lists::{ListError, write_left_off, write_list};
pub use rows::{LeftOffRow, ListRow, left_off_rows, list_rows};
pub use select::{Exclusions, select};
pub use settings::AudienceSettings;

#[cfg(test)]
mod tests;
