//! One column of the matrix: what it holds, and its value from standardised features.

use serde::{Deserialize, Serialize};

/// What a column of the matrix holds, in terms of the positions of the design's columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Term {
    /// The standardised feature.
    Linear {
        /// Position of the feature.
        column: usize,
    },
    /// `max(0, z − knot)`.
    Hinge {
        /// Position of the feature.
        column: usize,
        /// On the standardised scale.
        knot: f64,
    },
    /// 1 where `z ≥ knot`.
    Step {
        /// Position of the feature.
        column: usize,
        /// On the standardised scale; never the value of a row learned from.
        knot: f64,
    },
    /// 1 where the feature is not known.
    Missing {
        /// Position of the feature.
        column: usize,
    },
    /// Product of two features.
    Product {
        /// One.
        first: Factor,
        /// The other.
        second: Factor,
    },
}

/// A feature in a product: as it is standardised, or as 1 where `z ≥ knot` and 0 elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// Position of the feature.
    pub column: usize,
    /// On the standardised scale; none where the feature counts as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knot: Option<f64>,
}

impl Factor {
    /// The feature as it is.
    pub fn line(column: usize) -> Self {
        Self { column, knot: None }
    }

    /// Its value; 0 where the feature is not known.
    #[inline]
    fn value(self, z: f64) -> f64 {
        match self.knot {
            None => known(z),
            Some(knot) => step(z, knot),
        }
    }
}

/// A column of the matrix: `(term − centre) / scale`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignColumn {
    /// What it holds.
    #[serde(flatten)]
    pub term: Term,
    /// Mean over the training rows.
    pub centre: f64,
    /// Standard deviation over the training rows.
    pub scale: f64,
    /// Whether it was learned: it has helped at later cutoffs, and the penalty holds it less.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_learned: bool,
}

impl Term {
    /// The term's value from the standardised features; NaN marks one that is not known.
    #[inline]
    pub fn value(&self, z: &[f64]) -> f64 {
        match *self {
            Term::Linear { column } => known(z[column]),
            // An unknown feature is at no point of its range: the indicator alone speaks for it.
            Term::Hinge { column, knot } if !z[column].is_nan() => hinge(z[column], knot),
            Term::Hinge { .. } => 0.0,
            Term::Step { column, knot } => step(z[column], knot),
            Term::Missing { column } => f64::from(u8::from(z[column].is_nan())),
            Term::Product { first, second } => {
                first.value(z[first.column]) * second.value(z[second.column])
            }
        }
    }

    /// The term's value row by row; `z(column)` are the rows' standardised values of a feature.
    pub fn values<'z>(&self, z: impl Fn(usize) -> &'z [f64], out: &mut [f64]) {
        match *self {
            Term::Linear { column } => fill(out, z(column), known),
            Term::Hinge { column, knot } => {
                fill(out, z(column), |z| if z.is_nan() { 0.0 } else { hinge(z, knot) });
            }
            Term::Step { column, knot } => {
                fill(out, z(column), |z| step(z, knot));
            }
            Term::Missing { column } => fill(out, z(column), |z| f64::from(u8::from(z.is_nan()))),
            Term::Product { first, second } => {
                let pairs = z(first.column).iter().zip(z(second.column));
                let value = |(&a, &b): (&f64, &f64)| first.value(a) * second.value(b);
                out.iter_mut().zip(pairs).for_each(|(out, pair)| *out = value(pair));
            }
        }
    }

    /// The features it belongs to, with the share of each.
    pub fn owners(&self) -> [(usize, f64); 2] {
        match *self {
            Term::Linear { column }
            | Term::Hinge { column, .. }
            | Term::Step { column, .. }
            | Term::Missing { column } => [(column, 1.0), (column, 0.0)],
            Term::Product { first, second } => [(first.column, 0.5), (second.column, 0.5)],
        }
    }
}

#[inline]
fn known(z: f64) -> f64 {
    if z.is_nan() { 0.0 } else { z }
}

/// Not known is not at or above anything.
#[inline]
fn step(z: f64, knot: f64) -> f64 {
    f64::from(u8::from(z >= knot))
}

/// `max(0, z − knot)`: beside the linear term it lets the slope change at the knot, which is what a
/// tree's splits buy, without its jumps.
#[inline]
fn hinge(z: f64, knot: f64) -> f64 {
    (z - knot).max(0.0)
}

/// A plain loop: arrays' `map` is not unrolled.
#[inline]
fn fill(out: &mut [f64], z: &[f64], value: impl Fn(f64) -> f64) {
    out.iter_mut().zip(z).for_each(|(out, &z)| *out = value(z));
}
