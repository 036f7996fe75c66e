//! One pass over a history: every partition in tallies of its own, which become the measures.
//!
//! The pass may be that of another work on the same customers: see [`LoyaltyPass`].

use super::channels::ChannelTally;
use super::cohorts::CohortTally;
use super::concentration::ConcentrationTally;
use super::cost_of_churn::{CostOfChurn, LostTally};
use super::discounts::DiscountTally;
use super::engagement::EngagementTally;
use super::gaps::GapTally;
use super::lifetime_value::LifetimeValue;
use super::one_time::OneTimeTally;
use super::order_funnel::FunnelTally;
use super::plan::Plan;
use super::promoters::PromoterTally;
use super::repeat_rate::RepeatTally;
use super::result::{Base, Loyalty, Period};
use super::retention::RetentionTally;
use super::sales::SalesTally;
use super::sensitivity::SensitivityTally;
use super::service::ServiceTally;
use super::standing::ScoredValue;
use super::tally::{Customer, Scratch, Tally};
use super::upsell::UpsellTally;
use crate::history::{CustomerHistory, History, HistoryError, Orders, SortedPartition};
use crate::progress::Progress;

macro_rules! tallies {
    ($($name:ident: $tally:ty,)*) => {
        /// What is counted of some customers, for every measure.
        pub(crate) struct Tallies {
            $($name: $tally,)*
        }

        impl Tallies {
            fn new(plan: &Plan) -> Self {
                Self { $($name: <$tally>::new(plan),)* }
            }

            fn add(&mut self, customer: &Customer<'_>, plan: &Plan) {
                $(self.$name.add(customer, plan);)*
            }

            fn merge(&mut self, other: Self) {
                $(self.$name.merge(other.$name);)*
            }
        }
    };
}

tallies! {
    repeat: RepeatTally,
    turnover: RetentionTally,
    sales: SalesTally,
    upsell: UpsellTally,
    concentration: ConcentrationTally,
    channels: ChannelTally,
    discounts: DiscountTally,
    sensitivity: SensitivityTally,
    promoters: PromoterTally,
    engagement: EngagementTally,
    service: ServiceTally,
    one_time: OneTimeTally,
    funnel: FunnelTally,
    gaps: GapTally,
    cohorts: CohortTally,
    lost: LostTally,
}

/// The measures while a history is gone through: the customers of a partition one after another, the partitions
/// in their order.
pub(crate) struct LoyaltyPass {
    plan: Plan,
    /// The one currency of the rows, where it is one.
    currency: Option<String>,
    /// The share of the customers that is counted; none where all are.
    share: Option<f64>,
    sum: Tallies,
}

/// The customers of a partition.
pub(crate) struct PartitionTallies<'a> {
    plan: &'a Plan,
    tallies: Tallies,
    scratch: Scratch,
    orders: Orders,
}

impl LoyaltyPass {
    /// Nobody of the history counted yet.
    pub(crate) fn begin(history: &History, plan: Plan) -> Self {
        let currencies = &history.cell_notes().currencies;
        let currency = currencies.first().filter(|_| currencies.len() == 1).cloned();
        Self { sum: Tallies::new(&plan), currency, share: None, plan }
    }

    /// Everybody of the history counted.
    pub(crate) fn over(
        history: &History,
        plan: &Plan,
        progress: Progress<'_>,
    ) -> Result<Self, HistoryError> {
        let mut pass = Self::begin(history, plan.clone());
        let of_partition = |partition: &SortedPartition<'_>| {
            let mut tallies = PartitionTallies::new(plan);
            partition.for_each(|customer| tallies.add(customer));
            tallies.counted()
        };
        history.visit::<_, HistoryError>(progress, of_partition, |tallies| {
            pass.merge(tallies);
            Ok(())
        })?;
        Ok(pass)
    }

    /// The same, where those counted are a share of all customers, drawn at random.
    pub(crate) fn of_a_share(self, share: Option<f64>) -> Self {
        Self { share, ..self }
    }

    /// By what it counts.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Counts what was counted of the next partition.
    pub(crate) fn merge(&mut self, of_partition: Tallies) {
        self.sum.merge(of_partition);
    }

    /// The measures; `scored` is what the score file of the date says, where there is one.
    pub(crate) fn measures(self, scored: Option<&ScoredValue>) -> Loyalty {
        said(self.sum, &self.plan, scored, self.currency).of_all(self.share)
    }
}

impl<'a> PartitionTallies<'a> {
    /// Nobody counted yet.
    pub(crate) fn new(plan: &'a Plan) -> Self {
        let (scratch, orders) = (Scratch::default(), Orders::default());
        Self { plan, tallies: Tallies::new(plan), scratch, orders }
    }

    /// Counts a customer.
    pub(crate) fn add(&mut self, history: &CustomerHistory<'_>) {
        let mut orders = std::mem::take(&mut self.orders);
        orders.rebuild(&history.transactions.before(self.plan.as_of.micros()));
        self.add_with(history, &orders);
        self.orders = orders;
    }

    /// Counts a customer whose orders before the plan's `as_of` are known.
    pub(crate) fn add_with(&mut self, history: &CustomerHistory<'_>, orders: &Orders) {
        self.tallies.add(&self.scratch.look(history, orders, self.plan), self.plan);
    }

    /// What was counted.
    pub(crate) fn counted(self) -> Tallies {
        self.tallies
    }
}

/// What tallies of everybody say.
pub(super) fn said(
    tallies: Tallies,
    plan: &Plan,
    scored: Option<&ScoredValue>,
    currency: Option<String>,
) -> Loyalty {
    let sales = tallies.sales.said(plan);
    let turnover = tallies.turnover.said(plan);
    let in_period = sales.periods[sales.periods.len() - 1];
    let last = turnover.last;
    Loyalty {
        as_of: plan.as_of,
        period: Period {
            start: plan.last().start,
            end: plan.as_of,
            days: plan.days,
            asked_days: plan.asked_days,
            lookback_days: plan.rule.lookback_days,
            history_begins: plan.history_begins.to_string(),
        },
        counted_share: None,
        currency,
        base: Base {
            buyers_ever: sales.ever.customers,
            buyers_in_period: in_period.customers,
            new_in_period: last.new,
            customers_at_end: last.at_end,
            lapsed_at_end: last.lapsed_at_end,
            orders_in_period: in_period.orders,
            revenue_in_period: plan.money(in_period.revenue),
            revenue_ever: plan.money(sales.ever.revenue),
        },
        repeat_purchase_rate: tallies.repeat.said(plan),
        lifetime_value: LifetimeValue::of(&sales, &turnover, scored, plan),
        retention_rate: turnover.retention,
        churn_rate: turnover.churn,
        reactivation_rate: turnover.reactivation,
        sales_per_customer: sales.per_customer,
        spend_per_transaction: sales.per_transaction,
        purchase_frequency: sales.frequency,
        upsell_ratio: tallies.upsell.said(plan),
        concentration: tallies.concentration.said(plan),
        multi_channel: tallies.channels.said(plan),
        discount_dependence: tallies.discounts.said(plan),
        price_sensitivity: tallies.sensitivity.said(plan),
        net_promoter_score: tallies.promoters.said(plan),
        engagement_index: tallies.engagement.said(plan),
        service_failures: tallies.service.said(plan),
        one_time_share: tallies.one_time.said(plan),
        order_funnel: tallies.funnel.said(plan),
        time_between_orders: tallies.gaps.said(plan),
        cohorts: tallies.cohorts.said(plan),
        cost_of_churn: CostOfChurn::of(&tallies.lost.said(plan), scored, plan),
    }
}
