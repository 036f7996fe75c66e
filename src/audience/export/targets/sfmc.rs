//! Salesforce Marketing Cloud, e-mail: an import into a data extension or list, the address last.

use super::properties::PROPERTIES;
use crate::audience::export::target::{Key, Reader, Table, Target, column, safe_text, text};

/// One file.
pub(super) const SFMC: Target = Target {
    name: "sfmc",
    reader: Reader::Tool,
    tables: &[Table {
        properties: PROPERTIES,
        ..Table::csv(
            "email",
            Key::Email,
            &[
                column("SubscriberKey", |p| text(Some(&p.contact.customer_id))),
                safe_text("FirstName", |p| text(p.first_name.as_deref())),
                safe_text("LastName", |p| text(p.last_name.as_deref())),
                column("Country", |p| text(p.country_code())),
                safe_text("PostalCode", |p| text(p.postcode)),
                column("EmailAddress", |p| text(p.email)),
            ],
        )
    }],
};
