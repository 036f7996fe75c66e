//! The columns of the list's two files: name, meaning and value of each, in the order of the file.
//!
//! Names and order are a contract with whoever uploads the files or reads them again.

use super::export::Cell;
use super::rows::{LeftOffRow, ListRow};
use crate::time::date_of_day;

/// A column of a file whose rows are `R`.
#[derive(Debug, Clone, Copy)]
pub struct ListColumn<R> {
    /// Its name in the header.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    pub(super) cell: fn(&R) -> Cell,
}

/// The column by which a customer is found again, in both files.
pub const CUSTOMER_ID: &str = "customer_id";

const fn column<R>(
    name: &'static str,
    meaning: &'static str,
    cell: fn(&R) -> Cell,
) -> ListColumn<R> {
    ListColumn { name, meaning, cell }
}

/// Columns of the list.
pub const LIST_COLUMNS: [ListColumn<ListRow>; 21] = [
    column("rank", "place on the list, from 1", |r| Cell::Whole(r.rank as i64)),
    column(CUSTOMER_ID, "whom to contact", |r| Cell::Text(r.customer_id.clone())),
    column("email", "address, where contact by e-mail is allowed", |r| text(r.email.as_ref())),
    column("phone", "number, where contact by phone is allowed", |r| text(r.phone.as_ref())),
    column("first_name", "given name", |r| text(r.first_name.as_ref())),
    column("last_name", "family name", |r| text(r.last_name.as_ref())),
    column("country", "country", |r| text(r.country.as_ref())),
    column("postcode", "postal code", |r| text(r.postcode.as_ref())),
    column("churn_probability", "probability of churn, 0 to 1", |r| {
        Cell::probability(r.churn_probability)
    }),
    column("risk_band", "the probability as a word", |r| text(r.words.risk_band.as_ref())),
    column("value", "money at stake; empty where nothing tells of money", |r| Cell::money(r.value)),
    column("value_basis", "what the value rests on", |r| Cell::text(Some(r.value_basis.name()))),
    column("expected_profit", "what contacting is expected to bring, costs taken off", |r| {
        Cell::money(r.expected_profit)
    }),
    column("lifecycle_stage", "where the customer stands", |r| {
        text(r.words.lifecycle_stage.as_ref())
    }),
    column("rfm_segment", "segment by recency and frequency", |r| {
        text(r.words.rfm_segment.as_ref())
    }),
    column("tier", "tier by spend of the last 365 days", |r| text(r.words.tier.as_ref())),
    column("last_order_date", "day of the last order", |r| date(r.words.last_order_day)),
    column("expected_next_order_date", "day on which the next order is to be expected", |r| {
        date(r.words.expected_next_order_day)
    }),
    column("reason_1", "what raises the risk most", |r| reason(r, 0)),
    column("reason_2", "what raises it next", |r| reason(r, 1)),
    column("reason_3", "what raises it after that", |r| reason(r, 2)),
];

/// Columns of the file of those left off.
pub const LEFT_OFF_COLUMNS: [ListColumn<LeftOffRow>; 5] = [
    column(CUSTOMER_ID, "who is not on the list", |r| Cell::Text(r.customer_id.clone())),
    column("left_off", "why not", |r| Cell::text(Some(r.left_off.name()))),
    column("churn_probability", "probability of churn, where there is a score", |r| {
        Cell::probability(r.churn_probability)
    }),
    column("value", "money at stake, where there is a score", |r| Cell::money(r.value)),
    column("expected_profit", "what contacting would bring, where it was worked out", |r| {
        Cell::money(r.expected_profit)
    }),
];

fn text(text: Option<&String>) -> Cell {
    Cell::text(text.map(String::as_str))
}

fn date(day: Option<i32>) -> Cell {
    Cell::text(day.map(|day| date_of_day(day).to_string()))
}

fn reason(row: &ListRow, k: usize) -> Cell {
    Cell::text(row.words.reasons.get(k).cloned())
}
