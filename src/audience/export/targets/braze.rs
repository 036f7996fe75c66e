//! Braze, user import: every value besides the identifier is paid for, hence the address only.

use super::properties::PROPERTIES;
use crate::audience::export::files::Limits;
use crate::audience::export::target::{Key, Reader, Table, Target, column, phone, text};

/// A file may have 500 MB.
const LIMITS: Limits = Limits { rows: u64::MAX, bytes: 500_000_000 };

/// Files for e-mail and for text messages.
pub(super) const BRAZE: Target = Target {
    name: "braze",
    reader: Reader::Tool,
    tables: &[
        Table {
            limits: LIMITS,
            properties: PROPERTIES,
            ..Table::csv(
                "email",
                Key::Email,
                &[
                    column("external_id", |p| text(Some(&p.contact.customer_id))),
                    column("email", |p| text(p.email)),
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
                    column("external_id", |p| text(Some(&p.contact.customer_id))),
                    phone("phone", |p| text(p.e164())),
                ],
            )
        },
    ],
};
