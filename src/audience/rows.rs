//! The rows of the list's two files, as values: what is written, shown and tested are the same.

use super::candidates::{Candidates, ValueBasis, Words, read_words};
use super::left_off::LeftOff;
use super::select::{Listed, Selection};
use crate::ingest::{Customers, Detail};
use crate::score::file::ScoreFileError;
use serde::Serialize;
use std::path::PathBuf;

/// A customer on the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListRow {
    /// Place on the list, from 1.
    pub rank: usize,
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
    /// Churn probability, 0 to 1.
    pub churn_probability: Option<f64>,
    /// Money at stake, where anything tells of money.
    pub value: Option<f64>,
    /// What the value rests on.
    pub value_basis: ValueBasis,
    /// What contacting is expected to bring, in money, costs taken off; where anything tells of money.
    pub expected_profit: Option<f64>,
    /// What the score file says of the customer in words and dates.
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
    /// Churn probability, where there is a score.
    pub churn_probability: Option<f64>,
    /// Money at stake, where there is a score.
    pub value: Option<f64>,
    /// What contacting would bring, where it was worked out.
    pub expected_profit: Option<f64>,
}

/// The list, best first. `parts` are the score files that the candidates were read from.
pub fn list_rows(
    selection: &Selection<'_>,
    candidates: &Candidates,
    customers: &Customers,
    parts: &[PathBuf],
) -> Result<Vec<ListRow>, ScoreFileError> {
    // Words come in the order of the score file; `places` leads from there to the rank.
    let mut places: Vec<usize> = (0..selection.listed.len()).collect();
    places.sort_by_key(|&place| selection.listed[place].candidate);
    let rows: Vec<usize> = places.iter().map(|&place| selection.listed[place].candidate).collect();
    let mut words = vec![Words::default(); places.len()];
    for (place, found) in places.into_iter().zip(read_words(parts, &rows)?) {
        words[place] = found;
    }
    let listed = selection.listed.iter().zip(words).enumerate();
    Ok(listed
        .map(|(place, (listed, words))| list_row(place + 1, listed, words, candidates, customers))
        .collect())
}

fn list_row(
    rank: usize,
    listed: &Listed<'_>,
    words: Words,
    candidates: &Candidates,
    customers: &Customers,
) -> ListRow {
    let at = listed.candidate;
    let detail = |detail| {
        let row = listed.contact?;
        customers.detail(row, detail).map(str::to_owned)
    };
    let (value, value_basis) = candidates.value(at);
    ListRow {
        rank,
        customer_id: candidates.id(at).to_string(),
        email: listed.reachable.email.map(str::to_owned),
        phone: listed.reachable.phone.map(dialled),
        first_name: detail(Detail::FirstName),
        last_name: detail(Detail::LastName),
        country: detail(Detail::Country),
        postcode: detail(Detail::Postcode),
        churn_probability: candidates.probability(at),
        value: Some(value).filter(|value| !value.is_nan()),
        value_basis,
        expected_profit: listed.expected.known_profit(),
        words,
    }
}

/// Everyone who is not on the list, in the order of identifiers.
pub fn left_off_rows<'a>(
    selection: &'a Selection<'_>,
    candidates: &'a Candidates,
) -> impl Iterator<Item = LeftOffRow> + 'a {
    selection.left_off.iter().map(|&(at, left_off, expected_profit)| {
        let churn_probability = candidates.probability(at);
        LeftOffRow {
            customer_id: candidates.id(at).to_string(),
            left_off,
            churn_probability,
            value: churn_probability
                .map(|_| candidates.value(at).0)
                .filter(|value| !value.is_nan()),
            expected_profit,
        }
    })
}

/// A phone number without blanks, dots, hyphens, slashes and brackets, as mailing tools want it.
fn dialled(phone: &str) -> String {
    phone
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/' | '(' | ')'))
        .collect()
}
