//! LinkedIn, contact list: the template's columns, of which the hashed address alone is filled.
//!
//! Names find somebody together with an employer only, which is not known here: they are not handed over.

use crate::audience::export::files::Limits;
use crate::audience::export::normalise::ad_email;
use crate::audience::export::target::{Key, Reader, Table, Target, column, made};

/// Files of 300,000 rows or 20 MB at most.
pub(super) const LINKEDIN: Target = Target {
    name: "linkedin",
    reader: Reader::AdPlatform,
    tables: &[Table {
        limits: Limits { rows: 300_000, bytes: 20_000_000 },
        least_rows: 300,
        ..Table::csv(
            "contact_list",
            Key::Email,
            &[
                column("email", |p| made(p.email.map(ad_email))).hashed(),
                column("firstname", |_| None),
                column("lastname", |_| None),
                column("jobtitle", |_| None),
                column("employeecompany", |_| None),
                column("country", |_| None),
                column("googleaid", |_| None),
            ],
        )
    }],
};
