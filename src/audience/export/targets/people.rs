//! Files for people and for the house's own systems: all that the list may say of a customer.

use crate::audience::export::files::Limits;
use crate::audience::export::normalise::composed;
use crate::audience::export::target::{
    Column, Format, Key, Reader, Table, Target, column, made, text,
};
use std::borrow::Cow;

/// CSV, safe to open in a spreadsheet.
pub(super) const CSV: Target = of("csv", &[Table::csv("contacts", Key::Nothing, COLUMNS)]);

/// An Excel workbook.
pub(super) const EXCEL: Target =
    of("excel", &[Table { text_bytes: EXCEL_TEXT, ..table(Format::Xlsx) }]);

/// The list as a Parquet file.
pub(super) const PARQUET: Target = of("parquet", &[table(Format::Parquet)]);

/// Characters that Excel takes in a cell; bytes are never fewer.
const EXCEL_TEXT: usize = 32_767;

const fn of(name: &'static str, tables: &'static [Table]) -> Target {
    Target { name, reader: Reader::People, tables }
}

const fn table(format: Format) -> Table {
    Table { format, limits: Limits::NONE, ..Table::csv("contacts", Key::Nothing, COLUMNS) }
}

const COLUMNS: &[Column] = &[
    column("customer_id", |p| text(Some(&p.contact.customer_id))),
    column("email", |p| text(p.email)),
    // A number that cannot be dialled as it stands may still tell a person something.
    column("phone", |p| p.e164().or(p.contact.phone.as_deref()).map(Cow::Borrowed)),
    column("first_name", |p| made(p.contact.first_name.as_deref().and_then(composed))),
    column("last_name", |p| made(p.contact.last_name.as_deref().and_then(composed))),
    column("country", |p| text(p.country_code().or(p.contact.country.as_deref()))),
    column("postcode", |p| text(p.contact.postcode.as_deref())),
    column("play", |p| text(p.contact.play.as_deref())),
    column("offer_code", |p| text(p.contact.offer_code.as_deref())),
    column("offer_value", |p| text(p.contact.offer_value.as_deref())),
    column("campaign", |p| text(p.contact.campaign.as_deref())),
    column("list_date", |p| text(p.contact.list_date.as_deref())),
    column("expires_on", |p| text(p.contact.expires_on.as_deref())),
    column("rank", |p| text(p.contact.rank.as_deref())),
    column("churn_probability", |p| text(p.contact.churn_probability.as_deref())),
    column("risk_band", |p| text(p.contact.risk_band.as_deref())),
    column("why", |p| text(p.contact.why.as_deref())),
];
