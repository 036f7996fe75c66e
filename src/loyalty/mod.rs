//! Loyalty measures: what a business asks of its whole customer base, each with one definition.
//!
//! Customers, orders, returns and money mean here what they mean to the feature engine: a purchase is an
//! order, a return is none and reduces revenue, nothing at or after `as_of` is seen. One file a measure. No
//! measure is a model's: what scores say comes from the score file ([`standing`], [`cost_of_churn`]).
//! One pass over the history counts for all of them ([`tally`]).
//! How measures look on a page is for `report`.

mod changes;
mod channels;
mod cohorts;
mod concentration;
mod cost_of_churn;
mod day_counts;
mod discounts;
mod engagement;
mod expanded;
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

pub(crate) use changes::{Changes, Flow, List, Move, changes};
pub(crate) use channels::{ChannelSales, MultiChannel};
pub(crate) use cohorts::{Cohort, CohortMonth, CohortTable};
pub(crate) use concentration::Concentration;
pub(crate) use gaps::TimeBetweenOrders;
pub(crate) use measure::{Benchmark, Measure, SeriesPoint, Unit};
pub(crate) use order_funnel::FunnelStep;
pub(crate) use pass::{LoyaltyPass, PartitionTallies, Tallies};
pub(crate) use plan::{Plan, PlanSettings};
pub(crate) use result::Loyalty;
pub(crate) use score_rows::ScoreRows;
pub(crate) use service::{FailureGroup, ServiceFailures};
pub(crate) use standing::{ClassCount, Exposure, ScoredValue, Standing, StandingTally};

/// Names that only tests spell out: `report` renders what `Loyalty` holds.
#[cfg(test)]
pub(crate) use self::{
    changes::{Before, ListChange},
    concentration::CurvePoint,
    cost_of_churn::CostOfChurn,
    discounts::DiscountDependence,
    gaps::GapBin,
    lifetime_value::LifetimeValue,
    order_funnel::OrderFunnel,
    promoters::NetPromoterScore,
    repeat_rate::RepeatPurchaseRate,
    result::{Base, Period},
    sensitivity::PriceSensitivity,
    standing::RfmCell,
};
