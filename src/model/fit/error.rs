//! What can be wrong with a fit, said so that the cause can be found.
//!
//! The solvers know columns by position; [`FitError::with_column_names`] puts names to them.

use crate::error::{Failure, Kind};

/// Why no coefficients were returned.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FitError {
    /// Rows, outcomes, weights or coefficients do not belong together.
    #[error("{what} has {found} entries where {expected} are needed")]
    Shape {
        /// What was counted.
        what: &'static str,
        /// Entries needed.
        expected: usize,
        /// Entries found.
        found: usize,
    },
    /// A row-major matrix: every pass over a column would stride through all of memory.
    #[error("the design matrix is not column-major: build it with `.f()`")]
    NotColumnMajor,
    /// NaN or infinity in the design matrix.
    #[error(
        "{} holds {value} in row {row}: impute or bound it before the fit",
        column_text(*column, name.as_deref())
    )]
    NotFinite {
        /// Position of the column.
        column: usize,
        /// Name of the column, where the caller gave names.
        name: Option<String>,
        /// First row that is not finite.
        row: usize,
        /// What was found there.
        value: f64,
    },
    /// A weight is negative, NaN or infinite, or all are zero.
    #[error("row weights must be finite, not negative and not all zero; row {row} has {value}")]
    BadWeight {
        /// The row.
        row: usize,
        /// Its weight.
        value: f64,
    },
    /// Nothing can be learned from outcomes that are all the same.
    #[error(
        "all {rows} training rows {}: a churn model needs both outcomes; \
         choose another horizon or more cutoffs",
        if *churned { "churned" } else { "stayed" }
    )]
    OneClass {
        /// Number of rows with weight.
        rows: usize,
        /// Whether they all churned.
        churned: bool,
    },
    /// A setting is out of its range.
    #[error("{name} is {value}: it must be finite and {requirement}")]
    BadSetting {
        /// Which setting.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        requirement: &'static str,
    },
    /// Without a penalty the coefficients would grow for ever.
    #[error(
        "the columns separate churners from stayers perfectly: without a penalty there is no \
         optimum; look for a column that knows the outcome, and leave it out with [model] features"
    )]
    Separated,
    /// The optimum was not reached.
    #[error(
        "{solver} stopped before the optimum: mean gradient norm {mean_gradient_norm:.3e} where \
         {tolerance:.1e} is needed (after {max_iterations} iterations, penalty {l2}); look for a column that knows the \
         outcome and leave it out with [model] features, or set max_training_rows lower"
    )]
    NotConverged {
        /// Name of the solver.
        solver: &'static str,
        /// ‖∇‖/n where it stopped.
        mean_gradient_norm: f64,
        /// ‖∇‖/n that was asked for.
        tolerance: f64,
        /// Iterations allowed.
        max_iterations: u64,
        /// Penalty in use.
        l2: f64,
    },
    /// linfa or argmin returned an error of their own.
    #[error("linfa failed: {0}; solver = \"newton\" fits the same model")]
    Linfa(String),
}

/// The column by name, or by position where no name is known.
fn column_text(column: usize, name: Option<&str>) -> String {
    name.map_or_else(
        || format!("column {column} of the design matrix"),
        |name| format!("column '{name}'"),
    )
}

impl FitError {
    /// Puts the name to the column that the error is about, if it is about one.
    #[must_use]
    pub fn with_column_names<S: AsRef<str>>(mut self, names: &[S]) -> Self {
        if let Self::NotFinite { column, name, .. } = &mut self {
            *name = names.get(*column).map(|n| n.as_ref().to_owned());
        }
        self
    }
}

impl Failure for FitError {
    fn kind(&self) -> Kind {
        match self {
            Self::BadSetting { .. } => Kind::Usage,
            Self::Shape { .. } | Self::NotColumnMajor | Self::Linfa(_) => Kind::Failed,
            Self::NotFinite { .. }
            | Self::BadWeight { .. }
            | Self::OneClass { .. }
            | Self::Separated
            | Self::NotConverged { .. } => Kind::DataQuality,
        }
    }
}
