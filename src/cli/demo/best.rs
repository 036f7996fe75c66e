//! The first customers of the list as a table: rank, who, play, risk, silence, value, why.
//!
//! A customer takes two lines where the sentence is as short as most are: the identifier stands below
//! the name, the sentence beside both.

use crate::audience::ListRow;
use crate::words::{NOT_KNOWN, counted, share, shortened, whole, wrapped};

/// Characters of all columns before the sentence.
const BEFORE: usize = 66;
/// Characters of a name.
const NAME: usize = 18;

/// An amount with its currency, whole.
pub(super) fn amount(value: f64, currency: Option<&str>) -> String {
    match currency {
        Some(code) => format!("{} {code}", whole(value)),
        None => whole(value).to_string(),
    }
}

/// The table, in lines of at most `width` characters.
pub(super) fn table(customers: &[ListRow], currency: Option<&str>, width: usize) -> String {
    let heads = ["#", "customer", "play", "risk", "overdue", "value"];
    let mut text = line(heads, "why");
    for customer in customers {
        text.push_str(&lines_of(customer, currency, width));
    }
    text
}

fn lines_of(customer: &ListRow, currency: Option<&str>, width: usize) -> String {
    let names = [&customer.first_name, &customer.last_name].into_iter().flatten();
    let name = shortened(&names.map(String::as_str).collect::<Vec<_>>().join(" "), NAME);
    let rank = customer.rank.to_string();
    let play = customer.play.name().replace('_', " ");
    let risk = share(customer.churn_probability.unwrap_or(f64::NAN)).to_string();
    let overdue = customer
        .overdue_days
        .map_or(NOT_KNOWN.to_owned(), |days| counted(f64::from(days), "day", "days").to_string());
    let value = amount(customer.value_at_pace.unwrap_or(f64::NAN), currency);
    let why = wrapped(&customer.why, width - BEFORE, "", "");
    let mut said = why.lines();
    let first = said.next().unwrap_or_default();
    let mut text = line([&rank, &name, &play, &risk, &overdue, &value], first);
    let second = said.next().unwrap_or_default();
    text.push_str(&line(["", &customer.customer_id, "", "", "", ""], second));
    text.extend(said.map(|more| line([""; 6], more)));
    text
}

fn line([rank, who, play, risk, overdue, value]: [&str; 6], why: &str) -> String {
    let line =
        format!("{rank:>3}  {who:<NAME$}  {play:<12}  {risk:>4}  {overdue:>8}  {value:>9}  {why}");
    line.trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_begins_where_it_is_said_to() {
        let row =
            line(["1", "Anna Bauer", "last chance", "86%", "112 days", "1,971 EUR"], "Silent");
        assert_eq!(row.find("Silent"), Some(BEFORE));
        assert_eq!(amount(1971.4, Some("EUR")), "1,971 EUR");
        assert_eq!(amount(1971.4, None), "1,971");
    }
}
