//! A learned term: a hinge or a step of one feature, its knot in the feature's unit, or a product of two features.
//!
//! `learning::term_selection` finds them; a design makes a column of each. In the feature's own unit a knot
//! means the same in every design, whatever its transforms.

use super::digits::rounded;
use super::term::Term;
use super::transform::ColumnTransform;
use serde::{Deserialize, Serialize};

/// How an effect changes at the knot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnotKind {
    /// Its slope changes.
    Hinge,
    /// It jumps.
    Step,
}

/// See the module. Features are positions in the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LearnedTerm {
    /// The effect of a feature changes at a value.
    Knot {
        /// The feature.
        feature: usize,
        /// What happens there.
        kind: KnotKind,
        /// Where, in the feature's unit; a step is taken at this value and above.
        at: f64,
    },
    /// The effect of a feature depends on another.
    Pair {
        /// One feature.
        first: usize,
        /// The other.
        second: usize,
    },
}

impl LearnedTerm {
    /// The term in a design of `columns`; `column` finds a feature's. None where it has none.
    pub fn term(
        &self,
        column: impl Fn(usize) -> Option<usize>,
        columns: &[ColumnTransform],
    ) -> Option<Term> {
        Some(match *self {
            Self::Knot { feature, kind, at } => {
                let column = column(feature)?;
                let knot = rounded(columns[column].apply(at).unwrap_or(0.0));
                match kind {
                    KnotKind::Hinge => Term::Hinge { column, knot },
                    KnotKind::Step => Term::Step { column, knot },
                }
            }
            Self::Pair { first, second } => {
                Term::Product { first: column(first)?, second: column(second)? }
            }
        })
    }
}
