//! Columns with a smaller penalty, because theory says that they matter.
//!
//! An even penalty pulls a model of little data towards the base rate. Spared, BG/NBD's probability
//! and the time since the last purchase are what it falls back on instead: what classical models say
//! is the starting point, and data move it from there. Learned terms are spared because later cutoffs have said that they
//! matter.

use crate::features::Role;
use crate::model::dataset::FeatureTable;
use crate::model::design::digits::rounded;
use crate::model::design::{Design, DesignColumn, Term};
use crate::model::fit::Coefficients;

/// The factor of a learned term: a ninth of the penalty.
const LEARNED: f64 = 3.0;

impl Design {
    /// Factor by which each term's column is larger during the fit, 1 for most: the penalty on its weight
    /// per standard deviation is divided by the factor's square. `table` has the features' roles.
    fn penalty_factors(&self, table: &FeatureTable) -> Vec<f64> {
        let factor = |term: &Term| {
            let Term::Linear { column } = *term else { return None };
            let feature = &table.features[table.position(&self.columns[column].feature)?];
            feature.roles.iter().find_map(|role| match role {
                Role::Spared(factor) => Some(f64::from(*factor)),
                _ => None,
            })
        };
        let of = |column: &DesignColumn| {
            let by_itself = if column.is_learned { LEARNED } else { 1.0 };
            factor(&column.term).unwrap_or(by_itself)
        };
        self.terms.iter().map(of).collect()
    }

    /// Enlarges the spared columns, for a fit.
    pub(crate) fn with_penalty_factors(mut self, table: &FeatureTable) -> Self {
        let factors = self.penalty_factors(table);
        self.terms.iter_mut().zip(factors).for_each(|(term, factor)| term.scale /= factor);
        self
    }

    /// Undoes [`Design::with_penalty_factors`]: all columns have a standard deviation of 1 again, and the weights are
    /// per standard deviation.
    pub(crate) fn without_penalty_factors(
        mut self,
        table: &FeatureTable,
        fitted: &mut [&mut Coefficients],
    ) -> Self {
        let factors = self.penalty_factors(table);
        self.terms
            .iter_mut()
            .zip(&factors)
            .for_each(|(term, factor)| term.scale = rounded(term.scale * factor));
        for coefficients in fitted {
            coefficients.weights.iter_mut().zip(&factors).for_each(|(w, factor)| *w *= factor);
        }
        self
    }
}
