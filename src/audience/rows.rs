//! The rows of the list's files, as values: what is written, shown and tested are the same.

use super::candidates::{Candidates, ReadWords, Words};
use super::gain::Expected;
use super::left_off::LeftOff;
use super::play::Play;
use super::select::{Campaign, Listed, Off};
use super::why::{Why, why};
use crate::ingest::{Customers, Detail};
use crate::score::Habit;
use crate::score::file::ScoreFileError;
use crate::time::date_of_day;
use crate::words::capitalised;
use serde::Serialize;
use std::path::PathBuf;

/// A customer on the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListRow {
    /// Place on the list, from 1.
    pub rank: usize,
    /// Name of the campaign.
    pub campaign: String,
    /// Identifier as text.
    pub customer_id: String,
    /// Address, where contact by e-mail is allowed.
    pub email: Option<String>,
    /// Number, where contact by phone is allowed; digits and a plus.
    pub phone: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Postal code.
    pub postcode: Option<String>,
    /// Day of registration.
    pub signup_date: Option<String>,
    /// By which way the customer was won.
    pub acquisition_channel: Option<String>,
    /// What kind of word the customer needs.
    pub play: Play,
    /// The offer's name.
    pub offer_code: String,
    /// What the offer takes off an order, what it is expected to bring and to cost.
    pub expected: Expected,
    /// Churn probability, 0 to 1.
    pub churn_probability: Option<f64>,
    /// Whole days since the last order.
    pub days_since_last_order: Option<i32>,
    /// Usual days between orders.
    pub usual_gap_days: Option<i32>,
    /// Days since the last order ÷ usual gap.
    pub churn_factor: Option<f64>,
    /// Days that the silence exceeds the usual gap by.
    pub overdue_days: Option<i32>,
    /// Day of the last order.
    pub last_order_date: Option<String>,
    /// Number of orders so far.
    pub orders: u32,
    /// Money that the business had from the customer over the horizon's length, where money is known.
    pub value_at_pace: Option<f64>,
    /// Probability × that.
    pub value_at_risk: Option<f64>,
    /// Why now, in a sentence.
    pub why: String,
    /// Other sentences that raise the risk.
    pub other_reasons: Vec<String>,
    /// Day of the list.
    pub list_date: String,
    /// Day until which the offer holds.
    pub expires_on: String,
    /// What the score file says of the customer in words.
    #[serde(flatten)]
    pub words: Words,
}

/// A customer who is not on the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOffRow {
    /// Identifier as text.
    pub customer_id: String,
    /// Why not.
    pub left_off: LeftOff,
    /// The same in a sentence.
    pub detail: String,
    /// The day from which on it is time.
    pub wait_until: Option<String>,
    /// The play that would have fit.
    pub play: Option<Play>,
    /// Churn probability, where there is a score.
    pub churn_probability: Option<f64>,
    /// Money that the business had over the horizon's length, where there is a score.
    pub value_at_pace: Option<f64>,
    /// Probability × that.
    pub value_at_risk: Option<f64>,
    /// What the best offer would bring, where it was worked out.
    pub expected_profit: Option<f64>,
}

/// What rows are made from. `parts` are the score files that the candidates were read from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowSource<'a> {
    /// Everyone with a row among the scores.
    pub candidates: &'a Candidates,
    /// The contact details.
    pub customers: &'a Customers,
    /// The score files.
    pub parts: &'a [PathBuf],
    /// The campaign.
    pub campaign: Campaign<'a>,
}

/// The rows of a list, each made when it is asked for: a list may be of everybody.
pub(crate) struct ListRows<'a> {
    listed: &'a [Listed<'a>],
    from: &'a RowSource<'a>,
    words: ReadWords,
    contactable: bool,
}

impl<'a> ListRows<'a> {
    /// The rows of these customers, in their order. Without `contactable` they have neither address nor number:
    /// nobody is to write to them by mistake.
    pub(crate) fn read(
        listed: &'a [Listed<'a>],
        from: &'a RowSource<'a>,
        contactable: bool,
    ) -> Result<Self, ScoreFileError> {
        let rows: Vec<usize> = listed.iter().map(|one| one.candidate).collect();
        let words = ReadWords::read(from.parts, &rows)?;
        Ok(Self { listed, from, words, contactable })
    }

    /// The place, from 0, of everybody whom a person calls, or of everybody else.
    pub(crate) fn places(&self, called: bool) -> Vec<usize> {
        let is_wanted = |&place: &usize| (self.listed[place].play == Play::Call) == called;
        (0..self.listed.len()).filter(is_wanted).collect()
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.listed.len()
    }

    /// The row at a place, from 0.
    pub(crate) fn row(&self, place: usize) -> ListRow {
        let (listed, words) = (&self.listed[place], self.words.of(place));
        list_row(place + 1, listed, words, self.from, self.contactable)
    }
}

fn list_row(
    rank: usize,
    listed: &Listed<'_>,
    words: Words,
    from: &RowSource<'_>,
    contactable: bool,
) -> ListRow {
    let RowSource { candidates, customers, campaign, .. } = *from;
    let at = listed.candidate;
    let detail = |detail| {
        let row = listed.contact?;
        customers.detail(row, detail).map(str::to_owned)
    };
    let days_since = candidates.last_order_day(at).map(|day| campaign.as_of_day - day);
    let habit = Habit {
        orders: candidates.orders(at),
        days_since_last: days_since.unwrap_or(0),
        usual_gap_days: candidates.usual_gap_days(at),
    };
    let Why { why, other_reasons } =
        why(&habit, listed.play, words.service_failure.as_deref(), &words.reasons);
    let date = |day: i32| date_of_day(day).to_string();
    let (probability, pace) = (candidates.probability(at), candidates.value_at_pace(at));
    ListRow {
        rank,
        campaign: campaign.settings.campaign.clone(),
        customer_id: candidates.id(at).to_string(),
        email: listed.reachable.email.filter(|_| contactable).map(str::to_owned),
        phone: listed.reachable.phone.filter(|_| contactable).map(dialled),
        first_name: detail(Detail::FirstName),
        last_name: detail(Detail::LastName),
        country: detail(Detail::Country),
        postcode: detail(Detail::Postcode),
        signup_date: listed.contact.and_then(|row| customers.signup_day(row)).map(date),
        acquisition_channel: detail(Detail::AcquisitionChannel),
        play: listed.play,
        offer_code: campaign.settings.code(listed.expected.offer),
        expected: listed.expected,
        churn_probability: probability,
        days_since_last_order: days_since,
        usual_gap_days: habit.whole_gap_days(),
        churn_factor: candidates.churn_factor(at),
        overdue_days: habit.overdue_days(),
        last_order_date: candidates.last_order_day(at).map(date),
        orders: habit.orders,
        value_at_pace: pace,
        value_at_risk: probability.zip(pace).map(|(p, pace)| p * pace),
        why,
        other_reasons,
        list_date: date(campaign.as_of_day),
        expires_on: date(
            campaign.as_of_day.saturating_add(campaign.settings.expires_in_days as i32),
        ),
        words,
    }
}

/// The row of a customer who is not on the list.
pub(super) fn left_off_row(off: &Off, candidates: &Candidates) -> LeftOffRow {
    let churn_probability = candidates.probability(off.candidate);
    let value_at_pace = churn_probability.and_then(|_| candidates.value_at_pace(off.candidate));
    let wait_until = off.wait_until.map(|day| date_of_day(day).to_string());
    LeftOffRow {
        customer_id: candidates.id(off.candidate).to_string(),
        left_off: off.reason,
        detail: detail(off, wait_until.as_deref()),
        wait_until,
        play: off.play,
        churn_probability,
        value_at_pace,
        value_at_risk: churn_probability.zip(value_at_pace).map(|(p, pace)| p * pace),
        expected_profit: off.profit,
    }
}

fn detail(off: &Off, wait_until: Option<&str>) -> String {
    let meaning = capitalised(off.reason.meaning());
    match wait_until {
        Some(day) => format!("{meaning}; time to write from {day} on"),
        None => meaning,
    }
}

/// A phone number without blanks, dots, hyphens, slashes and brackets, as mailing tools want it.
fn dialled(phone: &str) -> String {
    phone
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/' | '(' | ')'))
        .collect()
}
