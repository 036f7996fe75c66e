//! Features of a partition's customers as columns, and as an Arrow batch.

use super::FeatureSet;
use super::select::Scratch;
use crate::history::{CustomerIds, SortedPartition};
use crate::time::{AsOf, Zone};
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::ArrowError;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// `columns[j][i]`: feature `j` of customer `i`; NaN where it cannot be computed.
#[derive(Debug)]
pub struct FeatureBlock {
    /// Who, ascending in stable hash.
    pub customers: CustomerIds,
    /// One column per feature of the set.
    pub columns: Vec<Vec<f64>>,
}

impl FeatureBlock {
    /// Computes the features of every customer of a partition as of one instant.
    pub fn compute(
        partition: &SortedPartition,
        set: &FeatureSet,
        as_of: AsOf,
        zone: &Zone,
    ) -> Self {
        let width = set.features().len();
        let mut columns: Vec<_> = (0..width).map(|_| Vec::with_capacity(partition.len())).collect();
        let mut row = vec![f64::NAN; width];
        let mut scratch = Scratch::default();
        partition.for_each(|customer| {
            set.compute(customer, as_of, zone, &mut scratch, &mut row);
            for (column, &value) in columns.iter_mut().zip(&row) {
                column.push(value);
            }
        });
        Self { customers: partition.customers.clone(), columns }
    }

    /// The block as an Arrow batch of [`schema`]'s shape: NaN becomes null.
    pub fn into_batch(self, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let mut arrays = vec![self.customers.to_arrow()];
        for (column, field) in self.columns.into_iter().zip(&schema.fields()[1..]) {
            arrays.push(values_array(column, field.data_type()));
        }
        RecordBatch::try_new(Arc::clone(schema), arrays)
    }
}

/// The shape of a feature file: `customer_id`, then one nullable column per feature.
pub fn schema(set: &FeatureSet, text_ids: bool) -> SchemaRef {
    let id = if text_ids { DataType::Utf8 } else { DataType::Int64 };
    let mut fields = vec![Field::new("customer_id", id, false)];
    for feature in set.features() {
        let data_type = if feature.unit.is_integer() { DataType::Int64 } else { DataType::Float64 };
        fields.push(Field::new(&feature.name, data_type, true));
    }
    Arc::new(Schema::new(fields))
}

/// A column of numbers in a file's type: NaN becomes null.
pub(crate) fn values_array(column: Vec<f64>, data_type: &DataType) -> ArrayRef {
    let known = || BooleanBuffer::collect_bool(column.len(), |i| !column[i].is_nan());
    let nulls = column.iter().any(|x| x.is_nan()).then(|| NullBuffer::new(known()));
    if *data_type == DataType::Int64 {
        let whole: Vec<i64> = column.iter().map(|&x| x as i64).collect();
        return Arc::new(Int64Array::new(whole.into(), nulls));
    }
    Arc::new(Float64Array::new(column.into(), nulls))
}
