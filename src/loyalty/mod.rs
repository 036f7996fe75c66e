//! Loyalty measures: what a business asks of its whole customer base, each with one definition.
//!
//! Customers, orders, returns and money mean here what they mean to the feature engine: a purchase is an
//! order, a return is none and reduces revenue, nothing at or after `as_of` is seen. One file a measure. No
//! measure is a model's: what scores say comes from the score file ([`standing`], [`cost_of_churn`]).
//! One pass over the history counts for all of them ([`tally`]).
//! How measures look on a page is for `report`.

#![allow(unused_imports, reason = "the types' names are for report, which renders them")]

mod changes;
mod channels;
mod cohorts;
mod concentration;
mod cost_of_churn;
mod day_counts;
mod discounts;
mod engagement;
mod gaps;
mod lifetime_value;
mod measure;
mod one_time;
mod order_funnel;
mod pass;
mod plan;
mod promoters;
mod repeat_rate;
mod result;
mod retention;
mod sales;
mod score_rows;
mod sensitivity;
mod service;
mod standing;
mod tally;
#[cfg(test)]
mod testing;
mod upsell;

pub use changes::{Before, Changes, Flow, List, ListChange, Move, changes};
pub use channels::{ChannelSales, MultiChannel};
pub use cohorts::{Cohort, CohortMonth, CohortTable};
pub use concentration::{Concentration, CurvePoint};
pub use cost_of_churn::{CostOfChurn, MaturedWindow};
pub use discounts::DiscountDependence;
pub use gaps::{GapBin, TimeBetweenOrders};
pub use lifetime_value::LifetimeValue;
pub use measure::{Benchmark, Measure, SeriesPoint, Unit};
pub use order_funnel::{FunnelStep, OrderFunnel};
pub use pass::measure_loyalty;
pub use plan::{Plan, PlanSettings};
pub use promoters::NetPromoterScore;
pub use repeat_rate::RepeatPurchaseRate;
pub use result::{Base, Loyalty, Period};
pub use score_rows::{ScoreRow, ScoreRows};
pub use sensitivity::PriceSensitivity;
pub use service::{FailureGroup, ServiceFailures};
pub use standing::{ClassCount, Exposure, RfmCell, ScoredValue, Standing, StandingTally};
