//! Klaviyo, list upload: consent is chosen at upload, per channel, hence a file for each.

use super::properties::PROPERTIES;
use crate::audience::export::files::Limits;
use crate::audience::export::target::{Key, Reader, Table, Target, column, phone, safe_text, text};

/// A file may have 50 MB.
const LIMITS: Limits = Limits { rows: u64::MAX, bytes: 50_000_000 };

/// Files for e-mail and for text messages.
pub(super) const KLAVIYO: Target = Target {
    name: "klaviyo",
    reader: Reader::Tool,
    tables: &[
        Table {
            limits: LIMITS,
            properties: PROPERTIES,
            ..Table::csv(
                "email",
                Key::Email,
                &[
                    column("Email", |p| text(p.email)),
                    safe_text("First Name", |p| text(p.first_name.as_deref())),
                    safe_text("Last Name", |p| text(p.last_name.as_deref())),
                    column("Country", |p| text(p.country_code())),
                    safe_text("Zip Code", |p| text(p.postcode)),
                ],
            )
        },
        Table {
            limits: LIMITS,
            properties: PROPERTIES,
            ..Table::csv(
                "sms",
                Key::Phone,
                &[
                    phone("Phone Number", |p| text(p.e164())),
                    safe_text("First Name", |p| text(p.first_name.as_deref())),
                    safe_text("Last Name", |p| text(p.last_name.as_deref())),
                    // Of the number: where it may be written to follows from it.
                    column("Country", |p| text(p.phone.as_ref().map(|n| n.country.alpha_2))),
                ],
            )
        },
    ],
};
