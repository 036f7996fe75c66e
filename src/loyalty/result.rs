//! Everything that the loyalty measures say of a base, as one value: what `report --format json` prints.

use super::channels::MultiChannel;
use super::cohorts::CohortTable;
use super::concentration::Concentration;
use super::cost_of_churn::CostOfChurn;
use super::discounts::DiscountDependence;
use super::gaps::TimeBetweenOrders;
use super::lifetime_value::LifetimeValue;
use super::measure::Measure;
use super::order_funnel::OrderFunnel;
use super::promoters::NetPromoterScore;
use super::repeat_rate::RepeatPurchaseRate;
use super::sensitivity::PriceSensitivity;
use super::service::ServiceFailures;
use crate::time::AsOf;
use jiff::civil::Date;
use serde::Serialize;

/// The loyalty measures of a customer base as of a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loyalty {
    /// The date everything is seen from.
    pub as_of: AsOf,
    /// The last period.
    pub period: Period,
    /// The share of the customers whose rows were counted, drawn at random; none where all were. Counts and sums are then
    /// estimates for all customers, but each measure's `n`, which tells how many it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_share: Option<f64>,
    /// Sign or code of the currency, where the transactions say one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Customers and money in numbers.
    pub base: Base,
    /// Repeat purchase rate and its benchmark.
    pub repeat_purchase_rate: RepeatPurchaseRate,
    /// Retention rate.
    pub retention_rate: Measure,
    /// Churn rate: 1 − retention rate.
    pub churn_rate: Measure,
    /// Reactivation rate.
    pub reactivation_rate: Measure,
    /// Revenue ÷ customers.
    pub sales_per_customer: Measure,
    /// Revenue ÷ orders.
    pub spend_per_transaction: Measure,
    /// Orders ÷ customers.
    pub purchase_frequency: Measure,
    /// Customer lifetime value, historic and predicted.
    pub lifetime_value: LifetimeValue,
    /// Upsell ratio.
    pub upsell_ratio: Measure,
    /// How much of the revenue comes from how few.
    pub concentration: Concentration,
    /// Customers of several channels.
    pub multi_channel: MultiChannel,
    /// Customers most of whose spend is discounted.
    pub discount_dependence: DiscountDependence,
    /// What the purchase rate does when the paid price level changes.
    pub price_sensitivity: PriceSensitivity,
    /// Net promoter score.
    pub net_promoter_score: NetPromoterScore,
    /// Engagement index.
    pub engagement_index: Measure,
    /// Customers with complaints and returns, and their churn.
    pub service_failures: ServiceFailures,
    /// Share of customers with a single order.
    pub one_time_share: Measure,
    /// From the first order to the second and the third.
    pub order_funnel: OrderFunnel,
    /// Days between orders.
    pub time_between_orders: TimeBetweenOrders,
    /// Who still buys, by month of the first purchase.
    pub cohorts: CohortTable,
    /// What churn costs, and replacing those who leave.
    pub cost_of_churn: CostOfChurn,
}

/// The last period, and how far the history reaches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// The date at whose midnight it begins.
    pub start: AsOf,
    /// The date at whose midnight it ends: `as_of`.
    pub end: AsOf,
    /// Its length in days; shorter than asked for where the history is.
    pub days: u32,
    /// The length asked for (`report.period_days`).
    pub asked_days: u32,
    /// Days without a purchase after which somebody is no customer any more (`outcome.lookback_days`).
    pub lookback_days: u32,
    /// Day of the first transaction.
    pub history_begins: String,
}

impl Period {
    /// The last day that is seen: the one before the midnight at which it ends.
    pub(crate) fn last_day(&self) -> Date {
        self.end.day_before()
    }
}

/// Customers and money in numbers; money is none where no column tells of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Base {
    /// Customers with a purchase before `as_of`.
    pub buyers_ever: u64,
    /// Customers with a purchase in the period.
    pub buyers_in_period: u64,
    /// Of those, customers whose first purchase it was.
    pub new_in_period: u64,
    /// Customers at `as_of`: with a purchase within the lookback.
    pub customers_at_end: u64,
    /// Customers with a purchase before the lookback and none since.
    pub lapsed_at_end: u64,
    /// Orders in the period.
    pub orders_in_period: u64,
    /// Amounts of the period, returns taken off.
    pub revenue_in_period: Option<f64>,
    /// Amounts of the whole history, returns taken off.
    pub revenue_ever: Option<f64>,
}

impl Loyalty {
    /// The measures that are one number, in the order in which they are shown.
    pub fn measures(&self) -> Vec<&Measure> {
        vec![
            &self.repeat_purchase_rate.rate,
            &self.retention_rate,
            &self.churn_rate,
            &self.reactivation_rate,
            &self.sales_per_customer,
            &self.spend_per_transaction,
            &self.purchase_frequency,
            &self.lifetime_value.historic,
            &self.lifetime_value.so_far,
            &self.lifetime_value.predicted,
            &self.upsell_ratio,
            &self.concentration.top_fifth_share,
            &self.concentration.customers_for_four_fifths,
            &self.multi_channel.share,
            &self.multi_channel.retention_of_several,
            &self.multi_channel.retention_of_one,
            &self.discount_dependence.hunters,
            &self.price_sensitivity.elasticity,
            &self.net_promoter_score.score,
            &self.engagement_index,
            &self.service_failures.share_with_two,
            &self.one_time_share,
            &self.cost_of_churn.expected,
            &self.cost_of_churn.really_lost,
            &self.cost_of_churn.replacement,
        ]
    }
}
