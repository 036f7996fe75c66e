//! Salesforce Marketing Cloud, MobileConnect: an import of numbers, written without a plus.

use crate::audience::export::files::Limits;
use crate::audience::export::target::{Key, Reader, Table, Target, column, phone, text};
use std::borrow::Cow;

/// Files of at most 20 MB.
pub(super) const MOBILECONNECT: Target = Target {
    name: "mobileconnect",
    reader: Reader::Tool,
    tables: &[Table {
        limits: Limits { rows: u64::MAX, bytes: 20_000_000 },
        ..Table::csv(
            "sms",
            Key::Phone,
            &[
                phone("_MobileNumber", |p| text(p.phone_digits())),
                column("_Locale", |p| text(p.phone.as_ref().map(|n| n.country.alpha_2))),
                column("_ContactKey", |p| Some(Cow::Borrowed(p.contact.customer_id.as_str()))),
            ],
        )
    }],
};
