//! Customers as a cluster has written them, read back: identifiers, features and facts, a row group at a time.

use super::facts::{FactColumns, LastCategory};
use crate::features::Feature;
use crate::ingest::{CustomerId, CustomerIds};
use crate::pipeline::score::pass::{Pass, ScoredPartition, Told};
use crate::table::{Files, Rows, RowsError};
use crate::value::ValueFamily;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch};
use parquet::arrow::ProjectionMask;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Customers that are scored at once.
const BATCH_CUSTOMERS: usize = 65_536;

/// Reads what a cluster has written, and scores it.
pub(super) struct Reader<'a> {
    pub pass: &'a Pass,
    /// What a customer is worth.
    pub values: ValueFamily,
    pub names: Names,
}

/// The names of categories, by the places that rows of scores remember.
#[derive(Default)]
pub(super) struct Names {
    places: Mutex<HashMap<String, usize>>,
    /// Customers whose last category is not sure.
    not_sure: AtomicU64,
}

impl Names {
    /// The place of the category, of equally dear ones that which comes first in the order of hashes.
    fn place(&self, categories: &LastCategory<'_>) -> Option<usize> {
        let names = match categories {
            LastCategory::None => return None,
            LastCategory::NotSure => {
                self.not_sure.fetch_add(1, Ordering::Relaxed);
                return None;
            }
            LastCategory::AnyOf(names) => names,
        };
        let name = names.iter().min_by_key(|name| CustomerId::Text(name).stable_hash())?;
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = places.get(*name) {
            return Some(*place);
        }
        let place = places.len();
        places.insert((*name).to_owned(), place);
        Some(place)
    }

    /// The names by place, and how many customers have none that is sure.
    pub(super) fn finish(self) -> (Vec<String>, u64) {
        let places = self.places.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut by_place: Vec<(String, usize)> = places.into_iter().collect();
        by_place.sort_unstable_by_key(|(_, place)| *place);
        let names = by_place.into_iter().map(|(name, _)| name).collect();
        (names, self.not_sure.into_inner())
    }
}

impl Reader<'_> {
    /// The customers of one row group, scored, a batch each.
    pub(super) fn score(
        &self,
        files: &Files,
        file: usize,
        row_group: usize,
    ) -> Result<Vec<ScoredPartition>, RowsError> {
        let (path, footer) = (&files.dataset.files[file].path, &files.footers[file]);
        let mask = ProjectionMask::all();
        let rows = Rows::of(path, footer.clone(), mask, vec![row_group], BATCH_CUSTOMERS);
        rows.map(|batch| Ok(self.score_batch(&batch?))).collect()
    }

    fn score_batch(&self, batch: &RecordBatch) -> ScoredPartition {
        let features = self.pass.set.features();
        let columns: Vec<Column<'_>> = features.iter().map(|f| Column::of(batch, f)).collect();
        let places = self.value_places();
        let facts = FactColumns::of(batch, self.pass.as_of);
        let known = (0..batch.num_rows()).map(|i| {
            let of = facts.get(i);
            let place = self.names.place(&of.categories);
            Told {
                facts: of.facts.with_last_category(place),
                last_purchase_micros: of.last_purchase_micros,
                has_transactions: of.has_transactions,
                has_events: of.has_events,
            }
        });
        let ids = identifiers(batch);
        self.pass.score_known(&ids, known, |i, values| {
            for (value, column) in values.iter_mut().zip(&columns) {
                *value = column.value(i);
            }
            let fitted = self.values.of_customer(self.pass.as_of, facts.get(i).summary);
            for (place, (_, value)) in places.iter().zip(fitted) {
                if let Some(place) = place {
                    values[*place] = value;
                }
            }
        })
    }

    /// Where the fitted features stand among the features.
    fn value_places(&self) -> [Option<usize>; 6] {
        let features = self.pass.set.features();
        let names = self.values.of_customer(self.pass.as_of, None).map(|(output, _)| output.name());
        names.map(|name| features.iter().position(|feature| feature.name == name))
    }
}

/// A feature's column; absent where it is fitted, and computed here.
enum Column<'a> {
    Whole(&'a Int64Array),
    Number(&'a Float64Array),
    Absent,
}

impl<'a> Column<'a> {
    fn of(batch: &'a RecordBatch, feature: &Feature) -> Self {
        let Some(column) = batch.column_by_name(&feature.name) else { return Column::Absent };
        let whole = column.as_primitive_opt::<Int64Type>().map(Column::Whole);
        let number = || column.as_primitive_opt::<Float64Type>().map(Column::Number);
        whole.or_else(number).unwrap_or(Column::Absent)
    }

    fn value(&self, i: usize) -> f64 {
        match self {
            Column::Whole(column) if column.is_valid(i) => column.value(i) as f64,
            Column::Number(column) if column.is_valid(i) => column.value(i),
            _ => f64::NAN,
        }
    }
}

/// The column of identifiers.
pub(super) fn identifiers(batch: &RecordBatch) -> CustomerIds {
    let text = || CustomerIds::Text { bytes: String::new(), ends: Vec::new() };
    let column: Option<&ArrayRef> = batch.column_by_name("customer_id");
    let Some(column) = column else { return text() };
    if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
        return CustomerIds::Int(numbers.values().to_vec());
    }
    let mut ids = text();
    for id in column.as_string_opt::<i32>().into_iter().flatten() {
        ids.push(CustomerId::Text(id.unwrap_or_default()));
    }
    ids
}
