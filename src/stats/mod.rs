//! Small mathematics that several stages share: one file a concept, slices and numbers only.
//!
//! Every sum runs in the order of its input, so results have the same bits on any machine. Not here:
//! what only one model needs (`model::fit`, `value`).

mod bootstrap;
mod cholesky;
mod expected_share;
mod folds;
mod gauss_legendre;
mod logarithms;
mod logistic;
mod logistic_line;
mod normal;
mod quantile;
mod ranks;
mod shares;

pub(crate) use bootstrap::{RESAMPLES, Sample, Stratum, mean_differences};
pub(crate) use cholesky::{Cholesky, RELATIVE_PIVOT};
pub(crate) use expected_share::ExpectedShare;
pub(crate) use folds::{Assignment, fold_of};
pub(crate) use gauss_legendre::{FOUR_POINTS, SIXTEEN_POINTS, integrate};
pub(crate) use logarithms::{asinh, ln_1p};
pub(crate) use logistic::{
    clipped_log_odds, clipped_losses, curvature, log_loss, loss_and_residual, one_outcome_only,
    sigmoid, softplus,
};
pub(crate) use logistic_line::{Group, Line, fit_intercept, fit_line};
pub(crate) use normal::{Z_95, normal_cdf, two_sided_p_value};
pub(crate) use quantile::{quantile, quantile_unsorted};
pub(crate) use ranks::{CutPoints, EmpiricalDistribution, QuantileCutter};
pub(crate) use shares::{Estimate, difference, share_of, weighted_sum};
