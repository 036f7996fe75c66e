//! The columns of the list's two files: name, meaning and value of each, in the order of the file.
//!
//! Names and order are a contract with whoever uploads the files or reads them again.

use super::export::Cell;
use super::play::Play;
use super::rows::{LeftOffRow, ListRow};
use crate::time::date_of_day;

/// A column of a file whose rows are `R`.
#[derive(Debug, Clone, Copy)]
pub struct ListColumn<R> {
    /// Its name in the header.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    pub(super) cell: fn(&R) -> Cell<'_>,
}

/// The column by which a customer is found again, in both files.
pub(crate) const CUSTOMER_ID: &str = "customer_id";

const fn column<R>(
    name: &'static str,
    meaning: &'static str,
    cell: fn(&R) -> Cell<'_>,
) -> ListColumn<R> {
    ListColumn { name, meaning, cell }
}

/// Columns of the list, and of the control group.
pub const LIST_COLUMNS: [ListColumn<ListRow>; 37] = [
    column("rank", "place on the list, from 1", |r| Cell::Whole(r.rank as i64)),
    column("campaign", "name of the campaign", |r| Cell::text(Some(&r.campaign))),
    column(CUSTOMER_ID, "whom to contact", |r| Cell::text(Some(&r.customer_id))),
    column("email", "address, where contact by e-mail is allowed", |r| text(r.email.as_ref())),
    column("phone", "number, where contact by phone is allowed", |r| text(r.phone.as_ref())),
    column("first_name", "given name", |r| text(r.first_name.as_ref())),
    column("last_name", "family name", |r| text(r.last_name.as_ref())),
    column("country", "country", |r| text(r.country.as_ref())),
    column("postcode", "postal code", |r| text(r.postcode.as_ref())),
    column("play", "what kind of word the customer needs", |r| Cell::text(Some(r.play.name()))),
    column("offer_code", "the offer", |r| Cell::text(Some(&r.offer_code))),
    column(
        "offer_value",
        "what the offer takes off one order; empty where it takes nothing off",
        |r| Cell::money(Some(r.expected.discount).filter(|money| *money > 0.0)),
    ),
    column("churn_probability", "probability of churn, 0 to 1", |r| {
        Cell::probability(r.churn_probability)
    }),
    column("risk_band", "the probability as a word", |r| text(r.words.risk_band.as_ref())),
    column("days_since_last_order", "days of silence", |r| whole(r.days_since_last_order)),
    column("usual_gap_days", "usual days between orders", |r| whole(r.usual_gap_days)),
    column("churn_factor", "days of silence ÷ usual gap", |r| {
        r.churn_factor.map_or(Cell::Empty, Cell::Money)
    }),
    column("overdue_days", "days that the silence exceeds the usual gap by", |r| {
        whole(r.overdue_days)
    }),
    column("last_order_date", "day of the last order", |r| text(r.last_order_date.as_ref())),
    column("expected_next_order_date", "day on which the next order was to be expected", |r| {
        date(r.words.expected_next_order_day)
    }),
    column("last_product_category", "category of the last order's dearest item", |r| {
        text(r.words.last_product_category.as_ref())
    }),
    column("orders", "orders so far", |r| Cell::Whole(i64::from(r.orders))),
    column("spend_365d", "spend of the last 365 days, returns taken off", |r| {
        Cell::money(r.words.spend_365d)
    }),
    column("value_at_pace", "that spend, for the length of the horizon", |r| {
        Cell::money(r.value_at_pace)
    }),
    column("value_at_risk", "probability × value_at_pace", |r| Cell::money(r.value_at_risk)),
    column("expected_profit", "what the offer is expected to bring, costs taken off", |r| {
        Cell::money(r.expected.profit)
    }),
    column("lifecycle_stage", "where the customer stands", |r| {
        text(r.words.lifecycle_stage.as_ref())
    }),
    column("rfm_segment", "segment by recency and frequency", |r| {
        text(r.words.rfm_segment.as_ref())
    }),
    column("tier", "tier by spend of the last 365 days", |r| text(r.words.tier.as_ref())),
    column("why", "why now", |r| Cell::text(Some(&r.why))),
    column("reason_2", "what else raises the risk", |r| reason(r, 0)),
    column("reason_3", "what raises it after that", |r| reason(r, 1)),
    column("list_date", "day of the list", |r| Cell::text(Some(&r.list_date))),
    column("expires_on", "day until which the offer holds", |r| Cell::text(Some(&r.expires_on))),
    column("consent", "by which ways there is consent", |r| Cell::text(consent(r))),
    column("signup_date", "day of registration", |r| text(r.signup_date.as_ref())),
    column("acquisition_channel", "by which way the customer was won", |r| {
        text(r.acquisition_channel.as_ref())
    }),
];

/// Columns of the file of those left off.
pub const LEFT_OFF_COLUMNS: [ListColumn<LeftOffRow>; 9] = [
    column(CUSTOMER_ID, "who is not on the list", |r| Cell::text(Some(&r.customer_id))),
    column("left_off", "why not", |r| Cell::text(Some(r.left_off.name()))),
    column("detail", "the same in a sentence", |r| Cell::text(Some(&r.detail))),
    column("wait_until", "the day from which on it is time", |r| text(r.wait_until.as_ref())),
    column("play", "what kind of word would have fit", |r| Cell::text(r.play.map(Play::name))),
    column("churn_probability", "probability of churn, where there is a score", |r| {
        Cell::probability(r.churn_probability)
    }),
    column("value_at_pace", "spend of the last 365 days for the length of the horizon", |r| {
        Cell::money(r.value_at_pace)
    }),
    column("value_at_risk", "probability × value_at_pace", |r| Cell::money(r.value_at_risk)),
    column("expected_profit", "what the best offer would bring, where it was worked out", |r| {
        Cell::money(r.expected_profit)
    }),
];

fn consent(row: &ListRow) -> Option<&'static str> {
    match (&row.email, &row.phone) {
        (Some(_), Some(_)) => Some("email and phone"),
        (Some(_), None) => Some("email"),
        (None, Some(_)) => Some("phone"),
        (None, None) => None,
    }
}

fn whole(number: Option<i32>) -> Cell<'static> {
    number.map_or(Cell::Empty, |number| Cell::Whole(i64::from(number)))
}

fn text(text: Option<&String>) -> Cell<'_> {
    Cell::text(text.map(String::as_str))
}

fn date(day: Option<i32>) -> Cell<'static> {
    Cell::text(day.map(|day| date_of_day(day).to_string()))
}

fn reason(row: &ListRow, k: usize) -> Cell<'_> {
    text(row.other_reasons.get(k))
}
