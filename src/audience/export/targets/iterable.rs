//! Iterable, list upload: by e-mail address or by user identifier, as the project demands.

use super::properties::PROPERTIES;
use crate::audience::export::files::Limits;
use crate::audience::export::target::{Key, Reader, Table, Target, column, phone, safe_text, text};

/// A file may have two million rows.
const LIMITS: Limits = Limits { rows: 2_000_000, bytes: u64::MAX };

/// Files for e-mail and for text messages.
pub(super) const ITERABLE: Target = Target {
    name: "iterable",
    reader: Reader::Tool,
    tables: &[
        Table {
            limits: LIMITS,
            properties: PROPERTIES,
            ..Table::csv(
                "email",
                Key::Email,
                &[
                    column("email", |p| text(p.email)),
                    column("userId", |p| text(Some(&p.contact.customer_id))),
                    safe_text("firstName", |p| text(p.first_name.as_deref())),
                    safe_text("lastName", |p| text(p.last_name.as_deref())),
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
                    column("userId", |p| text(Some(&p.contact.customer_id))),
                    phone("phoneNumber", |p| text(p.e164())),
                ],
            )
        },
    ],
};
