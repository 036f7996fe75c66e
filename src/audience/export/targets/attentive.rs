//! Attentive, upload of a subscriber segment: an address and the segment's name, no header; a file holds
//! phone numbers or e-mail addresses, never both.

use crate::audience::export::files::Limits;
use crate::audience::export::target::{Column, Key, Reader, Table, Target, column, phone, text};

/// A file may have 500,000 rows.
const LIMITS: Limits = Limits { rows: 500_000, bytes: u64::MAX };
/// Without a campaign.
const SEGMENT: &str = "winback";

const fn segment() -> Column {
    column("segment", |p| text(p.contact.campaign.as_deref())).blank(SEGMENT)
}

/// Files of phone numbers and of e-mail addresses.
pub(super) const ATTENTIVE: Target = Target {
    name: "attentive",
    reader: Reader::Tool,
    tables: &[
        Table {
            has_header: false,
            limits: LIMITS,
            ..Table::csv("phone", Key::Phone, &[phone("phone", |p| text(p.e164())), segment()])
        },
        Table {
            has_header: false,
            limits: LIMITS,
            ..Table::csv("email", Key::Email, &[column("email", |p| text(p.email)), segment()])
        },
    ],
};
