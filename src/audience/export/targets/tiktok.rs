//! TikTok, customer file: its pages disagree on the plus of phone numbers, hence two columns of them.

use crate::audience::export::files::Limits;
use crate::audience::export::normalise::ad_email;
use crate::audience::export::target::{Key, Reader, Table, Target, column, made, phone, text};

/// Files of at most 1 GB; a header may stand three times.
pub(super) const TIKTOK: Target = Target {
    name: "tiktok",
    reader: Reader::AdPlatform,
    tables: &[Table {
        limits: Limits { rows: u64::MAX, bytes: 1_000_000_000 },
        least_rows: 1_000,
        ..Table::csv(
            "customer_file",
            Key::Findable(|p| p.email.is_some() || p.phone.is_some()),
            &[
                column("Email_SHA256", |p| made(p.email.map(ad_email))).hashed(),
                phone("Phone_SHA256", |p| text(p.e164())).hashed(),
                phone("Phone_SHA256", |p| text(p.phone_digits())).hashed(),
            ],
        )
    }],
};
