//! Learning: rows of snapshots in, a calibrated model of the log-odds out.
//!
//! `training_set` collects the rows, `usable` chooses the features, `tier` how rich a model the data
//! carry, `penalty` and `penalty_factor` how strongly it is held back, `held_out` scores customers by
//! models that have not seen them, `season` and `base_rate` correct the intercept. `learn` ties them.
//! Not here: judging ([`super::judge`]) and keeping ([`super::artifact`]) what was learned.

pub(crate) mod fit_rows;
pub(crate) mod held_out;
pub(crate) mod learn;
pub(crate) mod level;
pub(crate) mod penalty;
pub(crate) mod penalty_factor;
pub(crate) mod rows;
pub(crate) mod term_selection;
pub(crate) mod tier;
pub(crate) mod training_set;
pub(crate) mod usable;
