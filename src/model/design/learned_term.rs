//! A learned term: a hinge or a step of one feature, its knot in the feature's unit.
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
pub enum LearnedKind {
    /// Its slope changes.
    Hinge,
    /// It jumps.
    Step,
}

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LearnedTerm {
    /// Position of the feature in the table.
    pub feature: usize,
    /// What happens there.
    pub kind: LearnedKind,
    /// Where, in the feature's unit; a step is taken at this value and above.
    pub at: f64,
}

impl LearnedTerm {
    /// The term in a design, where the feature is at `column`.
    pub fn term(&self, column: usize, transform: &ColumnTransform) -> Term {
        let knot = rounded(transform.apply(self.at).unwrap_or(0.0));
        match self.kind {
            LearnedKind::Hinge => Term::Hinge { column, knot },
            LearnedKind::Step => Term::Step { column, knot },
        }
    }
}
