//! The design matrix: which columns the regression sees, made from which features.
//!
//! Learned once from training rows (transforms, knots, centres, scales), then applied to any row.
//! Every column belongs to one feature, or, as a product, to two by halves; `explain` uses that.
//! No outcome is seen here.

mod candidates;
pub(crate) mod digits;
mod learned_term;
mod matrix;
pub(crate) mod prune;
mod term;
pub(crate) mod transform;

pub(crate) use learned_term::{Half, KnotKind, LearnedTerm};
pub(crate) use term::DesignColumn;
pub use term::{Factor, Term};

use crate::features::{Feature, Role};
use crate::model::dataset::FeatureTable;
use candidates::{by_importance, candidate_terms};
use digits::rounded;
use prune::{Dropped, without_duplicates};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use transform::{ColumnTransform, CountTable, Reach};

/// Rows by which transforms and correlations are learned, at most; drawn evenly.
const LEARNING_ROWS: usize = 40_000;

/// The learned design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Design {
    /// The features used, each with its transform.
    pub columns: Vec<ColumnTransform>,
    /// The columns of the matrix.
    pub terms: Vec<DesignColumn>,
}

/// How rich a design may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Richness<'a> {
    /// Columns of the matrix at most; those of the foremost features are kept.
    pub max_terms: usize,
    /// Whether there are hinges and interactions.
    pub hinges: bool,
    /// Further hinges, steps and products.
    pub learned: &'a [LearnedTerm],
}

impl Design {
    /// Learns a design from rows of `table`, using the features at `usable` positions. Some of its
    /// columns are enlarged for the fit: see `Design::with_penalty_factors`.
    pub fn learn(
        table: &FeatureTable,
        rows: &[u32],
        usable: &[usize],
        richness: Richness<'_>,
    ) -> (Self, Vec<Dropped>) {
        let stride = rows.len().div_ceil(LEARNING_ROWS).max(1);
        let sample: Vec<u32> = rows.iter().copied().step_by(stride).collect();
        let order = by_importance(table, usable);
        let values = |j: usize| sample.iter().map(move |&i| table.columns[j][i as usize]);
        let learned: Vec<(usize, Option<ColumnTransform>)> = order
            .par_iter()
            .map(|&j| {
                let feature = &table.features[j];
                let structural = feature.has(Role::Structural);
                let reach = if structural { Reach::Extended } else { Reach::Bounded };
                let is_probability = feature.has(Role::Probability);
                (j, ColumnTransform::learn(&feature.name, values(j), reach, is_probability))
            })
            .collect();
        let mut dropped = Vec::new();
        let mut columns = Vec::new();
        let mut sources = Vec::new();
        for (j, transform) in learned {
            match transform {
                Some(transform) => {
                    columns.push(transform);
                    sources.push(j);
                }
                None => dropped.push(drop(&table.features[j].name, "never known in training")),
            }
        }
        let z: Vec<Vec<f64>> = columns
            .par_iter()
            .zip(&sources)
            .map(|(transform, &j)| {
                let values: Vec<f64> = values(j).collect();
                let mut z = vec![f64::NAN; values.len()];
                CountTable::of(transform).apply_all(transform, &values, &mut z);
                z
            })
            .collect();
        let features: Vec<&Feature> = sources.iter().map(|&j| &table.features[j]).collect();
        let column_of = |feature: usize| sources.iter().position(|&j| j == feature);
        let learned = richness.learned.iter().filter_map(|l| l.term(column_of, &columns));
        let learned: Vec<Term> = learned.collect();
        let terms = candidate_terms(&features, &z, richness.hinges, &learned);
        let design = Self { columns, terms: Vec::new() };
        let mut terms = design.standardise(terms, &z, richness.max_terms, &mut dropped);
        for column in &mut terms {
            column.is_learned = learned.contains(&column.term);
        }
        (Self { terms, ..design }.without_unused_columns().with_penalty_factors(table), dropped)
    }

    /// Standardises the terms, leaves out constant and duplicate ones, keeps at most `max_terms`.
    fn standardise(
        &self,
        terms: Vec<Term>,
        z: &[Vec<f64>],
        max_terms: usize,
        dropped: &mut Vec<Dropped>,
    ) -> Vec<DesignColumn> {
        let n = z.first().map_or(0, Vec::len);
        let computed: Vec<(DesignColumn, Vec<f64>)> = terms
            .into_par_iter()
            .filter_map(|term| {
                let mut row = vec![f64::NAN; z.len()];
                let mut values: Vec<f64> = (0..n)
                    .map(|i| {
                        for (owner, _) in term.owners() {
                            row[owner] = z[owner][i];
                        }
                        term.value(&row)
                    })
                    .collect();
                let centre = rounded(values.iter().sum::<f64>() / n as f64);
                let variance = values.iter().map(|v| (v - centre).powi(2)).sum::<f64>() / n as f64;
                let scale = rounded(variance.sqrt());
                // A column that hardly ever moves has no stable weight.
                if !scale.is_finite() || scale < 1e-3 {
                    return None;
                }
                for value in &mut values {
                    *value = (*value - centre) / scale;
                }
                Some((DesignColumn { term, centre, scale, is_learned: false }, values))
            })
            .collect();
        let (standardised, values): (Vec<DesignColumn>, Vec<Vec<f64>>) =
            computed.into_iter().unzip();
        let (kept, twins) = without_duplicates(&values);
        for (j, twin) in twins {
            let reason = format!("says the same as {}", self.label(&standardised[twin].term));
            dropped.push(drop(&self.label(&standardised[j].term), &reason));
        }
        for &j in kept.iter().skip(max_terms) {
            dropped.push(drop(
                &self.label(&standardised[j].term),
                "too little data for so many columns",
            ));
        }
        kept.into_iter().take(max_terms).map(|j| standardised[j].clone()).collect()
    }

    fn without_unused_columns(mut self) -> Self {
        let used = |j: usize| {
            self.terms.iter().any(|t| t.term.owners().iter().any(|&(owner, _)| owner == j))
        };
        let kept: Vec<usize> = (0..self.columns.len()).filter(|&j| used(j)).collect();
        let place = |j: usize| kept.iter().position(|&k| k == j).unwrap_or(0);
        for column in &mut self.terms {
            column.term = match column.term {
                Term::Linear { column } => Term::Linear { column: place(column) },
                Term::Hinge { column, knot } => Term::Hinge { column: place(column), knot },
                Term::Step { column, knot } => Term::Step { column: place(column), knot },
                Term::Missing { column } => Term::Missing { column: place(column) },
                Term::Product { first, second } => {
                    let moved = |factor: Factor| Factor { column: place(factor.column), ..factor };
                    Term::Product { first: moved(first), second: moved(second) }
                }
            };
        }
        self.columns = kept.iter().map(|&j| self.columns[j].clone()).collect();
        self
    }

    /// The name of a term as people read it.
    pub fn label(&self, term: &Term) -> String {
        let name = |j: usize| self.columns[j].feature.as_str();
        let at_least = |column: usize, knot: f64| {
            format!("{} at least {:.4}", name(column), self.columns[column].invert(knot))
        };
        let factor = |Factor { column, knot }: Factor| {
            knot.map_or_else(|| name(column).to_owned(), |knot| at_least(column, knot))
        };
        match *term {
            Term::Linear { column } => name(column).to_owned(),
            Term::Hinge { column, knot } => {
                format!("{} above {:.4}", name(column), self.columns[column].invert(knot))
            }
            Term::Step { column, knot } => at_least(column, knot),
            Term::Missing { column } => format!("{} not known", name(column)),
            Term::Product { first, second } => format!("{} × {}", factor(first), factor(second)),
        }
    }

    /// The names of the matrix's columns.
    pub fn labels(&self) -> Vec<String> {
        self.terms.iter().map(|column| self.label(&column.term)).collect()
    }

    /// The features' positions in a table, or the first name that it lacks.
    pub fn positions_in(&self, table: &FeatureTable) -> Result<Vec<usize>, String> {
        let find = |c: &ColumnTransform| table.position(&c.feature).ok_or(c.feature.clone());
        self.columns.iter().map(find).collect()
    }
}

fn drop(column: &str, reason: &str) -> Dropped {
    Dropped { column: column.to_owned(), reason: reason.to_owned() }
}
