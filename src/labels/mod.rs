//! Outcomes: did a customer, known up to `as_of`, buy in the outcome window?
//!
//! The only stage that looks past `as_of`, and only to say churned or stayed. It never sees a
//! feature; `features` never sees this: that is the wall against leakage.

mod cutoffs;
mod horizon;
mod origins;
mod outcome;
mod sql;

pub(crate) use cutoffs::{
    CutoffPlan, EARLIER_YEARS, WINDOWS_BEFORE, earlier_years, least_history_days,
    short_horizon_days,
};
pub use cutoffs::{DEFAULT_MAX_CUTOFFS, plan_cutoffs};
pub(crate) use horizon::{AutomaticHorizon, Rhythm, rhythm};
pub(crate) use origins::{Origin, OriginPlan, plan_origins};
pub(crate) use outcome::Ineligible;
pub use outcome::OutcomeRule;
pub(crate) use sql::{CHURNED, DAYS_TO_NEXT, asked, gaps_in_sql, labels};
