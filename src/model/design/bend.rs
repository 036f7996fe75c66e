//! Where a feature's effect bends: a hinge or a step, at a value of the feature itself.
//!
//! Which bends there are is learned (`learning::bends`); a design makes a term of each. Told in the
//! feature's own unit, a bend means the same in every design, whatever its transforms.

use super::digits::rounded;
use super::term::Term;
use super::transform::ColumnTransform;
use serde::{Deserialize, Serialize};

/// How an effect changes at a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BendKind {
    /// Its slope changes.
    Hinge,
    /// It jumps.
    Step,
}

/// A bend of one feature's effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bend {
    /// Position of the feature in the table.
    pub feature: usize,
    /// What happens there.
    pub kind: BendKind,
    /// Where, in the feature's unit; a step is taken at this value and above.
    pub at: f64,
}

impl Bend {
    /// The term of a design whose feature `column` this is.
    pub fn term(&self, column: usize, transform: &ColumnTransform) -> Term {
        let knot = rounded(transform.apply(self.at).unwrap_or(0.0));
        match self.kind {
            BendKind::Hinge => Term::Hinge { column, knot },
            BendKind::Step => Term::Step { column, knot },
        }
    }
}
