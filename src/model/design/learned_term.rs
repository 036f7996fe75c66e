//! A learned term: a hinge or a step of one feature, its knot in the feature's unit, or a product of two features or of
//! steps of them.
//!
//! `learning::term_selection` finds them; a design makes a column of each. In the feature's own unit a knot
//! means the same in every design, whatever its transforms.

use super::digits::rounded;
use super::term::{Factor, Term};
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
        first: Half,
        /// The other.
        second: Half,
    },
}

/// A feature in a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Half {
    /// The feature.
    pub feature: usize,
    /// Where a step of it is, in its unit; none where it counts as it is.
    pub at: Option<f64>,
}

impl LearnedTerm {
    /// The term in a design of `columns`; `column` finds a feature's. None where it has none.
    pub fn term(
        &self,
        column: impl Fn(usize) -> Option<usize>,
        columns: &[ColumnTransform],
    ) -> Option<Term> {
        let at_knot = |column: usize, at: f64| rounded(columns[column].apply(at).unwrap_or(0.0));
        let factor = |half: Half| {
            let column = column(half.feature)?;
            Some(Factor { column, knot: half.at.map(|at| at_knot(column, at)) })
        };
        Some(match *self {
            Self::Knot { feature, kind, at } => {
                let column = column(feature)?;
                let knot = at_knot(column, at);
                match kind {
                    KnotKind::Hinge => Term::Hinge { column, knot },
                    KnotKind::Step => Term::Step { column, knot },
                }
            }
            Self::Pair { first, second } => {
                Term::Product { first: factor(first)?, second: factor(second)? }
            }
        })
    }
}
