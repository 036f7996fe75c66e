//! The matrix of a design, column-major, filled term by term.

use super::Design;
use super::transform::{ColumnTransform, CountTable};
use crate::model::dataset::FeatureTable;
use ndarray::{Array2, ShapeBuilder};
use rayon::prelude::*;

/// Rows of the matrix that are filled at a time, term by term.
const ROWS_AT_ONCE: usize = 2048;

impl Design {
    /// The matrix of some rows, rows × terms, column-major and finite.
    ///
    /// A feature that the table lacks is not known in any row.
    pub fn matrix(&self, table: &FeatureTable, rows: &[u32]) -> Array2<f64> {
        let n = rows.len();
        let mut values = vec![0.0; n * self.terms.len()];
        // Term by term, some rows at a time: no second matrix of standardised features is ever held.
        values.par_chunks_mut(n.max(1)).zip(&self.terms).for_each(|(out, column)| {
            let mut owners: Vec<Owner<'_>> = Vec::new();
            for (owner, _) in column.term.owners() {
                if owners.iter().all(|known| known.column != owner) {
                    owners.push(Owner::new(self, owner, table));
                }
            }
            for (out, rows) in out.chunks_mut(ROWS_AT_ONCE).zip(rows.chunks(ROWS_AT_ONCE)) {
                for owner in &mut owners {
                    owner.standardise(rows);
                }
                let find = |j| owners.iter().find(|owner| owner.column == j);
                column.term.values(|j| find(j).map_or(&[][..], |owner| &owner.z[..]), out);
                for value in out {
                    *value = (*value - column.centre) / column.scale;
                }
            }
        });
        // The shape is right by construction; an empty matrix stands in for what cannot happen.
        Array2::from_shape_vec((n, self.terms.len()).f(), values).unwrap_or_default()
    }
}

/// A feature of a term while the matrix is filled.
struct Owner<'a> {
    column: usize,
    transform: &'a ColumnTransform,
    counts: CountTable,
    values: Option<&'a [f64]>,
    raw: Vec<f64>,
    z: Vec<f64>,
}

impl<'a> Owner<'a> {
    fn new(design: &'a Design, column: usize, table: &'a FeatureTable) -> Self {
        let transform = &design.columns[column];
        Self {
            column,
            transform,
            counts: CountTable::of(transform),
            values: table.column(&transform.feature),
            raw: Vec::with_capacity(ROWS_AT_ONCE),
            z: Vec::with_capacity(ROWS_AT_ONCE),
        }
    }

    fn standardise(&mut self, rows: &[u32]) {
        self.z.clear();
        self.z.resize(rows.len(), f64::NAN);
        if let Some(values) = self.values {
            self.raw.clear();
            self.raw.extend(rows.iter().map(|&i| values[i as usize]));
            self.counts.apply_all(self.transform, &self.raw, &mut self.z);
        }
    }
}
