//! Judgement: how good a model is beside simpler ways, in all and by segment, and the grade.
//!
//! The measures themselves are in [`super::evaluate`].

pub(crate) mod baselines;
pub(crate) mod grade;
pub(crate) mod segments;
