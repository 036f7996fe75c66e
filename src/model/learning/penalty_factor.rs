//! Which columns the penalty spares: those of which it is known beforehand that they matter.
//!
//! An even penalty pulls a model of little data towards the base rate. Spared, BG/NBD's probability
//! and the time since the last purchase are what it falls back on instead: what classical models say
//! is the starting point, and data move it from there.

use crate::model::design::digits::rounded;
use crate::model::design::{Design, Term};
use crate::model::fit::Coefficients;

/// Factor by which a feature's linear column is larger during the fit: the penalty on its weight per
/// standard deviation is divided by the factor's square.
const SPARED: [(&str, f64); 2] =
    [("no_purchase_probability", 10.0), ("days_since_last_purchase", 3.0)];

impl Design {
    /// The factor of a term; 1 for most.
    fn relief(&self, term: &Term) -> f64 {
        let Term::Linear { column } = *term else { return 1.0 };
        let name = self.columns[column].feature.as_str();
        SPARED.iter().find(|(spared, _)| *spared == name).map_or(1.0, |(_, factor)| *factor)
    }

    /// Enlarges the spared columns, for a fit.
    pub(crate) fn spare(mut self) -> Self {
        let factors: Vec<f64> = self.terms.iter().map(|t| self.relief(&t.term)).collect();
        self.terms.iter_mut().zip(factors).for_each(|(term, factor)| term.scale /= factor);
        self
    }

    /// Undoes [`Design::spare`]: all columns have a standard deviation of 1 again, and the weights are
    /// per standard deviation.
    pub(crate) fn unspare(mut self, fitted: &mut [&mut Coefficients]) -> Self {
        let factors: Vec<f64> = self.terms.iter().map(|t| self.relief(&t.term)).collect();
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
