//! Mailchimp, contact import: texts of at most 255 bytes, countries as two letters.

use super::properties::PROPERTIES;
use crate::audience::export::target::{Key, Reader, Table, Target, column, phone, safe_text, text};

/// Bytes of a text field.
const TEXT_BYTES: usize = 255;

/// Files for e-mail and for text messages.
pub(super) const MAILCHIMP: Target = Target {
    name: "mailchimp",
    reader: Reader::Tool,
    tables: &[
        Table {
            text_bytes: TEXT_BYTES,
            properties: PROPERTIES,
            ..Table::csv(
                "email",
                Key::AsciiEmail,
                &[
                    column("Email Address", |p| text(p.email)),
                    safe_text("First Name", |p| text(p.first_name.as_deref())),
                    safe_text("Last Name", |p| text(p.last_name.as_deref())),
                    column("Country", |p| text(p.country_code())),
                    safe_text("Zip", |p| text(p.postcode)),
                ],
            )
        },
        Table {
            text_bytes: TEXT_BYTES,
            properties: PROPERTIES,
            ..Table::csv(
                "sms",
                Key::Phone,
                &[
                    phone("SMS Phone", |p| text(p.e164())),
                    safe_text("First Name", |p| text(p.first_name.as_deref())),
                    safe_text("Last Name", |p| text(p.last_name.as_deref())),
                    column("Country", |p| text(p.country_code())),
                ],
            )
        },
    ],
};
