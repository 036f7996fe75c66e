//! Findings about rows that do not count: how many by reason, and which words of which column say so.

use super::money::ends;
use super::{Finding, Read};
use crate::ingest::{
    ColumnValues, Counts, MarkerValue, NotASale, Quality, StatusColumn, TransactionColumn, Verdict,
    masked, row_names, row_texts, type_in,
};
use crate::words::share_to_tenths;
use arrow_schema::DataType;

/// Values of a column that are named one by one.
const NAMED_VALUES: usize = 8;

/// A state has no more words: what is longer is a note, of whatever it may be.
const WORDS_OF_A_STATE: usize = 3;

/// One finding of all rows that are left out, then one for each column that may leave rows out.
pub(super) fn findings(read: &Read<'_>) -> Vec<Finding> {
    let (total, columns) = (total(read.history.quality()), read.markers());
    let unused = columns.iter().flat_map(unused);
    total.into_iter().chain(columns.iter().map(column)).chain(unused).collect()
}

fn total(quality: &Quality) -> Option<Finding> {
    let rows = quality.left_out.rows();
    let share = rows as f64 / quality.rows.max(1) as f64;
    (rows > 0).then(|| {
        Finding::warn(
            "rows left out",
            format!(
                "{rows} of {} rows ({}) do not count: {}",
                quality.rows,
                share_to_tenths(share),
                quality.left_out.in_words()
            ),
            "[rows] in winback.toml says otherwise: known_words = false counts them all, column with \
             keep or drop chooses by a column's values",
        )
    })
}

/// Values that the configuration names and no row has.
fn unused(column: &ColumnValues) -> Vec<Finding> {
    let finding = |(key, value): &(&str, String)| {
        let found = format!("no value of column '{}' is '{}'", column.column, masked(value));
        let remedy = format!(
            "correct rows.{key}, or take it out: the values that occur stand under 'rows by {}' of winback check",
            column.column
        );
        Finding::warn(format!("rows.{key}"), found, remedy)
    };
    column.unused.iter().map(finding).collect()
}

fn column(column: &ColumnValues) -> Finding {
    let subject = format!("rows by {}", column.column);
    if column.is_passed_over {
        return passed_over(subject, column);
    }
    let of = |wanted: fn(Verdict) -> bool| -> Vec<&MarkerValue> {
        column.values.iter().filter(|value| wanted(value.verdict)).collect()
    };
    let counted = of(|verdict| verdict == Verdict::Counts);
    let left_out = of(|verdict| matches!(verdict, Verdict::LeftOut(_)));
    let returns = of(|verdict| verdict == Verdict::Return);
    let unknown = of(|verdict| verdict == Verdict::NotUnderstood);
    let groups = [
        ("left out", &left_out),
        ("count as returns", &returns),
        ("count", &counted),
        ("not understood, count", &unknown),
    ];
    let words: Vec<String> = groups
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(what, values)| format!("{what}: {}", listed(values)))
        .collect();
    let found = if words.is_empty() { "no value".to_owned() } else { words.join("; ") };
    if !unknown.is_empty() {
        let remedy = format!(
            "say what counts: [rows] column = \"{}\" with keep or drop in winback.toml",
            column.column
        );
        return Finding::warn(subject, found, remedy);
    }
    let are_returns = !returns.is_empty() && column.is_by_numbers;
    if are_returns {
        let remedy = format!(
            "nothing else says so: where the letters are a shop's or a country's, count all rows with known_words = \
             false in [rows], or choose by column = \"{}\"",
            column.column
        );
        return Finding::warn(subject, found, remedy);
    }
    Finding::ok(subject, found)
}

/// A column whose values are not those of its name; a word among them that is nothing but a word against a sale is
/// asked about.
fn passed_over(subject: String, column: &ColumnValues) -> Finding {
    let found = "its values are not those of such a column: all of its rows count";
    let is_of_kinds = StatusColumn::named(&column.column).is_some_and(StatusColumn::is_kind);
    let is_of_orders = is_of_kinds && row_names::is_of_orders(&column.column);
    let is_against = |value: &&MarkerValue| {
        row_texts::is_against_a_sale(&value.shown)
            || is_of_kinds && row_texts::is_a_promise(&value.shown)
            || is_of_orders && row_texts::is_against_an_order(&value.shown)
    };
    let against: Vec<&MarkerValue> = column.values.iter().filter(is_against).collect();
    // Tickets there and back.
    let is_of_journeys = column.values.iter().any(|value| row_texts::is_a_journey(&value.shown));
    if against.is_empty() || is_of_journeys {
        return Finding::ok(subject, found);
    }
    let remedy = format!(
        "where these are no sales, leave them out: [rows] column = \"{}\" with drop in winback.toml",
        column.column
    );
    Finding::warn(subject, format!("{found}, also {}", listed(&against)), remedy)
}

/// Words against a sale in columns that play no part and whose names say nothing of it, by the first and the last of
/// their values. From footers alone.
pub(super) fn unread_words(read: &Read<'_>) -> Vec<Finding> {
    let is_unread = |name: &String| {
        !row_names::is_of_others(name) && read.markers().iter().all(|column| column.column != *name)
    };
    let finding = |column: String| {
        let ends = ends(&read.files.footers, &column);
        let tells_of_sales = ends.iter().any(|value| row_texts::is_a_state_of_a_sale(value));
        let is_against = |value: &&String| {
            let state = without_a_reason(value);
            let is_a_state = state.split_whitespace().count() <= WORDS_OF_A_STATE;
            is_a_state
                && match StatusColumn::ORDER.read(state) {
                    Counts::No(NotASale::Cancelled | NotASale::Refunded) => true,
                    // Much may fail; beside what was approved it is a payment.
                    Counts::No(NotASale::Failed) => tells_of_sales,
                    _ => false,
                }
        };
        // Tickets there and back.
        let is_of_journeys = ends.iter().any(|value| row_texts::is_a_journey(value));
        let word = ends.iter().find(is_against).filter(|_| !is_of_journeys)?;
        Some(Finding::warn(
            format!("rows by {column}"),
            format!(
                "'{}' is among its values, and the column plays no part: all of its rows count",
                masked(word)
            ),
            format!(
                "where these are no sales, leave them out: [rows] column = \"{column}\" with drop in winback.toml"
            ),
        ))
    };
    read.free_columns().into_iter().filter(is_unread).filter_map(finding).collect()
}

/// A note up to the dash or colon behind its first words: `VOID – entered twice`.
fn without_a_reason(note: &str) -> &str {
    let ends = [" – ", " — ", " - ", ": "];
    let end = ends.iter().filter_map(|mark| note.find(mark)).min();
    end.map_or(note, |end| &note[..end])
}

/// Gift cards among the categories of what was bought.
pub(super) fn gift_cards(read: &Read<'_>) -> Option<Finding> {
    let category = read.mapping.get(TransactionColumn::Category)?;
    let categories = read.history.category_names();
    let is_one = |name: &&String| row_texts::is_a_gift_card(name);
    let found: Vec<String> = categories.iter().filter(is_one).map(|name| masked(name)).collect();
    (!found.is_empty()).then(|| {
        Finding::warn(
            format!("gift cards by {category}"),
            format!(
                "{} among the categories: what is bought with such a card counts, and so does the card",
                found.join(", ")
            ),
            format!(
                "leave the cards out: [rows] column = {category:?}, drop = {found:?} in winback.toml"
            ),
        )
    })
}

/// Lists in columns of states or kinds, of which no word is read.
pub(super) fn lists(read: &Read<'_>) -> Vec<Finding> {
    let (files, names) = (read.files, read.files.column_names());
    let is_list = |name: &&String| {
        let mut types = files.footers.iter().filter_map(|footer| type_in(footer, name));
        types.any(|found| matches!(found, DataType::List(_) | DataType::LargeList(_)))
    };
    let may_leave_out = |name: &&String| {
        StatusColumn::named(name).is_some_and(StatusColumn::has_words) && !row_names::is_vague(name)
    };
    let finding = |name: &String| {
        Finding::warn(
            format!("rows by {name}"),
            "it holds lists, whose words are not read: all of its rows count",
            format!("write the state of each sale into a column of text, if {name} has it"),
        )
    };
    names.iter().filter(may_leave_out).filter(is_list).map(finding).collect()
}

/// Values with their rows, the most frequent first.
fn listed(values: &[&MarkerValue]) -> String {
    let named = values.iter().take(NAMED_VALUES);
    let mut words: Vec<String> =
        named.map(|value| format!("{} {}", value.shown, value.rows)).collect();
    if values.len() > NAMED_VALUES {
        words.push(format!("{} other values", values.len() - NAMED_VALUES));
    }
    words.join(", ")
}
