//! The two tables a person gets: the list, and everyone who is not on it with the reason.

use super::candidates::{Candidates, ScoreFileError, Words, read_words};
use super::export::{Cell, ListFormat};
use super::select::{Listed, Selection};
use crate::error::{Failure, Kind};
use crate::ingest::{Customers, Detail};
use crate::time::date_of_day;
use std::io::Write;
use std::path::PathBuf;

/// What can go wrong when lists are written.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The scores cannot be read.
    #[error(transparent)]
    Scores(#[from] ScoreFileError),
    /// The file cannot be written.
    #[error(
        "cannot write the win-back list: {0}; check space and permissions of the output folder"
    )]
    Write(#[from] std::io::Error),
}

impl Failure for ListError {
    fn kind(&self) -> Kind {
        match self {
            ListError::Scores(error) => error.kind(),
            ListError::Write(_) => Kind::Failed,
        }
    }
}

/// Columns of the list.
pub const LIST_HEADER: [&str; 21] = [
    "rank",
    "customer_id",
    "email",
    "phone",
    "first_name",
    "last_name",
    "country",
    "postcode",
    "churn_probability",
    "risk_band",
    "value",
    "value_basis",
    "expected_profit",
    "lifecycle_stage",
    "rfm_segment",
    "tier",
    "last_order_date",
    "expected_next_order_date",
    "reason_1",
    "reason_2",
    "reason_3",
];

/// Columns of the file of those left off.
pub const LEFT_OFF_HEADER: [&str; 5] =
    ["customer_id", "left_off", "churn_probability", "value", "expected_profit"];

/// Writes the list, best first. `parts` are the score files that the candidates were read from.
pub fn write_list(
    selection: &Selection<'_>,
    candidates: &Candidates,
    customers: &Customers,
    parts: &[PathBuf],
    format: &dyn ListFormat,
    out: &mut dyn Write,
) -> Result<(), ListError> {
    // Words come in the order of the score file; `places` leads from there to the rank.
    let mut places: Vec<usize> = (0..selection.listed.len()).collect();
    places.sort_by_key(|&place| selection.listed[place].candidate);
    let rows: Vec<usize> = places.iter().map(|&place| selection.listed[place].candidate).collect();
    let mut words = vec![Words::default(); places.len()];
    for (place, found) in places.into_iter().zip(read_words(parts, &rows)?) {
        words[place] = found;
    }
    let mut rows =
        selection.listed.iter().zip(words).enumerate().map(|(place, (listed, words))| {
            list_row(place + 1, listed, words, candidates, customers)
        });
    Ok(format.write(&LIST_HEADER, &mut rows, out)?)
}

fn list_row(
    rank: usize,
    listed: &Listed<'_>,
    words: Words,
    candidates: &Candidates,
    customers: &Customers,
) -> Vec<Cell> {
    let at = listed.candidate;
    let detail = |detail| Cell::text(listed.contact.and_then(|row| customers.detail(row, detail)));
    let (value, basis) = candidates.value(at);
    let mut reasons = words.reasons.into_iter();
    let date = |day: Option<i32>| Cell::text(day.map(|day| date_of_day(day).to_string()));
    vec![
        Cell::Whole(rank as i64),
        Cell::Text(candidates.id(at).to_string()),
        Cell::text(listed.reachable.email),
        Cell::text(listed.reachable.phone.map(dialled)),
        detail(Detail::FirstName),
        detail(Detail::LastName),
        detail(Detail::Country),
        detail(Detail::Postcode),
        candidates.probability(at).map_or(Cell::Empty, Cell::Probability),
        Cell::text(words.risk_band),
        Cell::Money(value),
        Cell::text(Some(basis.name())),
        Cell::Money(listed.expected.profit),
        Cell::text(words.lifecycle_stage),
        Cell::text(words.rfm_segment),
        Cell::text(words.tier),
        date(words.last_order_day),
        date(words.expected_next_order_day),
        Cell::text(reasons.next()),
        Cell::text(reasons.next()),
        Cell::text(reasons.next()),
    ]
}

/// A phone number without blanks, dots, hyphens, slashes and brackets, as mailing tools want it.
fn dialled(phone: &str) -> String {
    phone
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/' | '(' | ')'))
        .collect()
}

/// Writes everyone who is not on the list, in the order of identifiers, with the reason.
pub fn write_left_off(
    selection: &Selection<'_>,
    candidates: &Candidates,
    format: &dyn ListFormat,
    out: &mut dyn Write,
) -> Result<(), ListError> {
    let mut rows = selection.left_off.iter().map(|&(at, reason, profit)| {
        let probability = candidates.probability(at);
        vec![
            Cell::Text(candidates.id(at).to_string()),
            Cell::text(Some(reason.name())),
            probability.map_or(Cell::Empty, Cell::Probability),
            Cell::money(probability.map(|_| candidates.value(at).0)),
            Cell::money(profit),
        ]
    });
    Ok(format.write(&LEFT_OFF_HEADER, &mut rows, out)?)
}
