//! Which column names an earlier order on the rows of a later one, and the keys of the orders that it names. Whether such a
//! row takes its sale back is not told here: its values are held against the orders of the customer.

use crate::ingest::meaning::names;
use crate::ingest::meaning::row_status::StatusColumn;
use crate::ingest::text::IdColumn;
use crate::ingest::{ColumnMap, CustomerId, TransactionColumn, is_text, mix, type_in};
use crate::table::Files;
use xxhash_rust::xxh3::xxh3_64;

/// The column that names earlier orders, among those that play no part and say nothing else of their rows.
pub(super) fn column(
    files: &Files,
    mapping: &ColumnMap<TransactionColumn, String>,
) -> Option<String> {
    let is_free = |name: &String| !mapping.is_mapped(name);
    let says_nothing = |name: &String| StatusColumn::named(name).is_none();
    let free = files.column_names().into_iter().filter(is_free).filter(says_nothing);
    let ranked = free.filter_map(|name| Some((names::doubt_of_earlier_orders(&name)?, name)));
    let mut ranked: Vec<_> = ranked.filter(|(_, name)| holds_numbers(files, name)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().next().map(|(_, name)| name)
}

/// Whether a column holds numbers or texts, in every file that has it.
fn holds_numbers(files: &Files, name: &str) -> bool {
    let mut types = files.footers.iter().filter_map(|footer| type_in(footer, name));
    types.all(|found| is_text(&found) || found.is_numeric())
}

/// The orders that the rows of a batch name.
pub(in crate::ingest) struct NamedOrders {
    pub ids: IdColumn,
    /// Whether the batch's own order numbers are texts.
    pub are_texts: bool,
}

impl NamedOrders {
    /// The key of the order that a row names.
    pub(super) fn get(&self, row: usize) -> Option<u64> {
        if !self.ids.is_present(row) {
            return None;
        }
        match (self.ids.id(row), self.are_texts) {
            (CustomerId::Int(number), false) => Some(mix(number as u64)),
            (CustomerId::Int(number), true) => Some(xxh3_64(number.to_string().as_bytes())),
            (CustomerId::Text(text), true) => Some(xxh3_64(text.as_bytes())),
            (CustomerId::Text(text), false) => {
                let whole = text.trim().trim_end_matches(".0").parse::<i64>().ok()?;
                Some(mix(whole as u64))
            }
        }
    }
}
