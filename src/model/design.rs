//! The design matrix: which columns the regression sees, made from which features.
//!
//! Learned once from training rows (transforms, knots, centres, scales), then applied to any row.
//! Every column belongs to one feature, or, as a product, to two by halves; `explain` uses that.
//! No outcome is seen here.

use super::basis::{HINGED, hinge, knots};
use super::dataset::FeatureTable;
use super::digits::rounded;
use super::interactions::INTERACTIONS;
use super::prune::{Dropped, without_duplicates};
use super::transform::{ColumnTransform, CountTable, Reach};
use ndarray::{Array2, ShapeBuilder};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Features whose meaning does not change with the calendar: they may go on beyond the training
/// range, and are never dropped for being there.
pub const STRUCTURAL: [&str; 3] =
    ["days_since_last_purchase", "no_purchase_probability", "recency_to_gap_mean"];

/// Of near-duplicates the first is kept, and small data keeps the first: these come first, in this
/// order, then the catalogue's order.
pub const FOREMOST: [&str; 16] = [
    "days_since_last_purchase",
    "purchases",
    "no_purchase_probability",
    "recency_to_gap_mean",
    "one_time",
    "recency_to_tenure",
    "gap_mean_days",
    "days_since_second_last_purchase",
    "spend",
    "order_value_mean",
    "purchases_90d",
    "purchases_365d",
    "active_periods_share",
    "gap_cv",
    "purchases_decayed_180d",
    "overdue_z",
];

/// Features that say again, worse, what `no_purchase_probability` says.
const REDUNDANT: [&str; 5] = [
    "alive_probability",
    "expected_purchases",
    "expected_order_value",
    "expected_spend",
    "predicted_value_365d",
];

/// Rows by which transforms and correlations are learned, at most; drawn evenly.
const LEARNING_ROWS: usize = 40_000;

/// Rows of the matrix that are filled at a time, term by term.
const ROWS_AT_ONCE: usize = 2048;

/// What a column of the matrix holds, in terms of the positions of [`Design::columns`].
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
    /// 1 where the feature is not known.
    Missing {
        /// Position of the feature.
        column: usize,
    },
    /// Product of two standardised features.
    Product {
        /// Position of one.
        first: usize,
        /// Position of the other.
        second: usize,
    },
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
}

/// The learned design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Design {
    /// The features used, each with its transform.
    pub columns: Vec<ColumnTransform>,
    /// The columns of the matrix.
    pub terms: Vec<DesignColumn>,
}

/// How rich a design may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Richness {
    /// Columns of the matrix at most; those of the foremost features are kept.
    pub max_terms: usize,
    /// Whether there are hinges and interactions.
    pub bends: bool,
}

impl Term {
    /// The term's value from the standardised features; NaN marks one that is not known.
    #[inline]
    pub fn value(&self, z: &[f64]) -> f64 {
        let known = |column: usize| if z[column].is_nan() { 0.0 } else { z[column] };
        match *self {
            Term::Linear { column } => known(column),
            // An unknown feature is at no point of its range: the indicator alone speaks for it.
            Term::Hinge { column, knot } if !z[column].is_nan() => hinge(z[column], knot),
            Term::Hinge { .. } => 0.0,
            Term::Missing { column } => f64::from(u8::from(z[column].is_nan())),
            Term::Product { first, second } => known(first) * known(second),
        }
    }

    /// The term's value row by row; `z(column)` are the rows' standardised values of a feature.
    pub fn values<'z>(&self, z: impl Fn(usize) -> &'z [f64], out: &mut [f64]) {
        let known = |z: f64| if z.is_nan() { 0.0 } else { z };
        match *self {
            Term::Linear { column } => fill(out, z(column), known),
            Term::Hinge { column, knot } => {
                fill(out, z(column), |z| if z.is_nan() { 0.0 } else { hinge(z, knot) });
            }
            Term::Missing { column } => fill(out, z(column), |z| f64::from(u8::from(z.is_nan()))),
            Term::Product { first, second } => {
                let pairs = z(first).iter().zip(z(second));
                out.iter_mut().zip(pairs).for_each(|(out, (&a, &b))| *out = known(a) * known(b));
            }
        }
    }

    /// The features it belongs to, with the share of each.
    pub fn owners(&self) -> [(usize, f64); 2] {
        match *self {
            Term::Linear { column } | Term::Hinge { column, .. } | Term::Missing { column } => {
                [(column, 1.0), (column, 0.0)]
            }
            Term::Product { first, second } => [(first, 0.5), (second, 0.5)],
        }
    }
}

impl Design {
    /// Learns a design from rows of `table`, using the features at `usable` positions. Some of its
    /// columns are enlarged for the fit: see `relief`.
    pub fn learn(
        table: &FeatureTable,
        rows: &[u32],
        usable: &[usize],
        richness: Richness,
    ) -> (Self, Vec<Dropped>) {
        let stride = rows.len().div_ceil(LEARNING_ROWS).max(1);
        let sample: Vec<u32> = rows.iter().copied().step_by(stride).collect();
        let order = by_importance(table, usable);
        let values = |j: usize| sample.iter().map(move |&i| table.columns[j][i as usize]);
        let learned: Vec<(usize, Option<ColumnTransform>)> = order
            .par_iter()
            .map(|&j| {
                let name = table.features[j].name.as_str();
                let structural = STRUCTURAL.contains(&name);
                let reach = if structural { Reach::Extended } else { Reach::Bounded };
                let is_probability = name == "no_purchase_probability";
                (j, ColumnTransform::learn(name, values(j), reach, is_probability))
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
            .map(|(t, &j)| values(j).map(|x| t.apply(x).unwrap_or(f64::NAN)).collect())
            .collect();
        let terms = candidate_terms(&columns, &z, richness.bends);
        let design = Self { columns, terms: Vec::new() };
        let terms = design.settle(terms, &z, richness.max_terms, &mut dropped);
        (Self { terms, ..design }.without_unused_columns().spare(), dropped)
    }

    /// Standardises the terms, leaves out constant and duplicate ones, keeps at most `max_terms`.
    fn settle(
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
                Some((DesignColumn { term, centre, scale }, values))
            })
            .collect();
        let (settled, values): (Vec<DesignColumn>, Vec<Vec<f64>>) = computed.into_iter().unzip();
        let (kept, twins) = without_duplicates(&values);
        for (j, twin) in twins {
            let reason = format!("says the same as {}", self.label(&settled[twin].term));
            dropped.push(drop(&self.label(&settled[j].term), &reason));
        }
        for &j in kept.iter().skip(max_terms) {
            dropped
                .push(drop(&self.label(&settled[j].term), "too little data for so many columns"));
        }
        kept.into_iter().take(max_terms).map(|j| settled[j].clone()).collect()
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
                Term::Missing { column } => Term::Missing { column: place(column) },
                Term::Product { first, second } => {
                    Term::Product { first: place(first), second: place(second) }
                }
            };
        }
        self.columns = kept.iter().map(|&j| self.columns[j].clone()).collect();
        self
    }

    /// The name of a term as people read it.
    pub fn label(&self, term: &Term) -> String {
        let name = |j: usize| self.columns[j].feature.as_str();
        match *term {
            Term::Linear { column } => name(column).to_owned(),
            Term::Hinge { column, knot } => {
                format!("{} above {:.4}", name(column), self.columns[column].invert(knot))
            }
            Term::Missing { column } => format!("{} not known", name(column)),
            Term::Product { first, second } => format!("{} × {}", name(first), name(second)),
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

/// A plain loop: arrays' `map` is not unrolled.
#[inline]
fn fill(out: &mut [f64], z: &[f64], value: impl Fn(f64) -> f64) {
    out.iter_mut().zip(z).for_each(|(out, &z)| *out = value(z));
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

fn drop(column: &str, reason: &str) -> Dropped {
    Dropped { column: column.to_owned(), reason: reason.to_owned() }
}

fn by_importance(table: &FeatureTable, usable: &[usize]) -> Vec<usize> {
    let rank = |j: usize| {
        let name = table.features[j].name.as_str();
        (FOREMOST.iter().position(|&f| f == name).unwrap_or(FOREMOST.len()), j)
    };
    let redundant = |j: usize| REDUNDANT.contains(&table.features[j].name.as_str());
    let mut order: Vec<usize> = usable.iter().copied().filter(|&j| !redundant(j)).collect();
    order.sort_unstable_by_key(|&j| rank(j));
    order
}

/// All terms in order of importance: each feature's own, then the interactions, but bends of the
/// foremost features come after every foremost linear term, so that small data keeps the latter.
fn candidate_terms(columns: &[ColumnTransform], z: &[Vec<f64>], bends: bool) -> Vec<Term> {
    let foremost = |j: &usize| FOREMOST.contains(&columns[*j].feature.as_str());
    let own = |j: usize| {
        let missing = z[j].iter().any(|z| z.is_nan());
        let indicator = missing.then_some(Term::Missing { column: j });
        [Some(Term::Linear { column: j }), indicator].into_iter().flatten()
    };
    let all = 0..columns.len();
    let mut terms: Vec<Term> = all.clone().filter(foremost).flat_map(own).collect();
    if bends {
        let hinged = |&j: &usize| HINGED.contains(&columns[j].feature.as_str());
        for j in all.clone().filter(hinged) {
            let bends = knots(&z[j]).into_iter();
            terms.extend(bends.map(|knot| Term::Hinge { column: j, knot }));
        }
        let find = |name: &str| columns.iter().position(|c| c.feature == name);
        for (a, b) in INTERACTIONS {
            if let (Some(first), Some(second)) = (find(a), find(b)) {
                terms.push(Term::Product { first, second });
            }
        }
    }
    terms.extend(all.filter(|j| !foremost(j)).flat_map(own));
    terms
}
