//! HubSpot, contact import: a contact is found again by its e-mail address alone.

use super::properties::PROPERTIES;
use crate::audience::export::files::Limits;
use crate::audience::export::target::{Key, Reader, Table, Target, column, phone, safe_text, text};

/// One file; those without an e-mail address would become second contacts at every import.
pub(super) const HUBSPOT: Target = Target {
    name: "hubspot",
    reader: Reader::Tool,
    tables: &[Table {
        limits: Limits { rows: u64::MAX, bytes: 512_000_000 },
        properties: PROPERTIES,
        ..Table::csv(
            "contacts",
            Key::Email,
            &[
                column("Email", |p| text(p.email)),
                safe_text("First Name", |p| text(p.first_name.as_deref())),
                safe_text("Last Name", |p| text(p.last_name.as_deref())),
                phone("Phone Number", |p| text(p.e164())),
                column("Country/Region", |p| text(p.country_code())),
                safe_text("Postal Code", |p| text(p.postcode)),
            ],
        )
    }],
};
