//! Measures that were counted of a share of the customers, said of all of them: counts and sums of money grow by the
//! share, rates, means and medians stay as they are.
//!
//! What the score file says is of all customers already. A measure's `n` is what it rests on, and stays.

use super::result::{Base, Loyalty};

/// The share of the customers that was counted.
#[derive(Clone, Copy)]
struct Share(f64);

impl Share {
    fn counts<'a>(self, counts: impl IntoIterator<Item = &'a mut u64>) {
        for count in counts {
            *count = (*count as f64 / self.0).round() as u64;
        }
    }

    fn sums<const N: usize>(self, sums: [&mut Option<f64>; N]) {
        for sum in sums.into_iter().flatten() {
            *sum /= self.0;
        }
    }
}

impl Loyalty {
    /// What a random share of the customers says of all; the same where all were counted.
    pub(super) fn of_all(mut self, share: Option<f64>) -> Self {
        self.counted_share = share;
        if let Some(share) = share.map(Share) {
            self.base.expand(share);
            self.expand_tables(share);
            self.expand_losses(share);
        }
        self
    }

    fn expand_tables(&mut self, share: Share) {
        for channel in &mut self.multi_channel.channels {
            share.counts([&mut channel.customers]);
            share.sums([&mut channel.sales]);
        }
        for step in &mut self.order_funnel.steps {
            share.counts([&mut step.customers, &mut step.reached_next]);
            share.counts([&mut step.customers_of_a_year, &mut step.reached_within_a_year]);
        }
        let gaps = &mut self.time_between_orders;
        share.counts([&mut gaps.n, &mut gaps.customers]);
        for bin in &mut gaps.histogram {
            share.counts([&mut bin.gaps]);
        }
        for cohort in &mut self.cohorts.cohorts {
            share.counts([&mut cohort.customers]);
            for month in &mut cohort.months {
                share.counts([&mut month.buyers]);
                share.sums([&mut month.revenue]);
            }
        }
        for group in &mut self.service_failures.groups {
            share.counts([&mut group.customers, &mut group.customers_at_start, &mut group.lost]);
        }
        let answers = &mut self.net_promoter_score;
        share.counts([&mut answers.promoters, &mut answers.passives, &mut answers.detractors]);
        let hunters = &mut self.discount_dependence;
        share.counts(hunters.customers.as_mut());
        share.sums([&mut hunters.revenue]);
    }

    fn expand_losses(&mut self, share: Share) {
        let cost = &mut self.cost_of_churn;
        share.counts(cost.really_lost_customers.as_mut());
        share.sums([&mut cost.really_lost.value, &mut cost.replacement_of_really_lost]);
    }
}

impl Base {
    fn expand(&mut self, share: Share) {
        let Base { buyers_ever, buyers_in_period, new_in_period, customers_at_end, .. } = self;
        share.counts([buyers_ever, buyers_in_period, new_in_period, customers_at_end]);
        share.counts([&mut self.lapsed_at_end, &mut self.orders_in_period]);
        share.sums([&mut self.revenue_in_period, &mut self.revenue_ever]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::pass::{PartitionTallies, said};
    use super::super::testing::{Buyer, buyers, plan};
    use super::*;

    #[test]
    fn a_quarter_of_the_customers_says_what_all_have_bought() {
        let plan = plan(365, 365);
        let counted = || {
            let mut tallies = PartitionTallies::new(&plan);
            let base =
                buyers(30, |i| Buyer::default().buy(-400.0, 5.0).buy(-10.0 - i as f64, 20.0));
            for buyer in &base {
                buyer.look(|history| tallies.add(history));
            }
            said(tallies.counted(), &plan, None, None)
        };
        let (one, all) = (counted().of_all(None), counted().of_all(Some(0.25)));
        assert_eq!((one.counted_share, all.counted_share), (None, Some(0.25)));
        assert_eq!((one.base.buyers_ever, all.base.buyers_ever), (30, 120));
        assert_eq!(all.base.revenue_ever, one.base.revenue_ever.map(|sum| sum * 4.0));
        assert_eq!(all.order_funnel.steps[0].customers, 4 * one.order_funnel.steps[0].customers);
        let rates = |of: &Loyalty| (of.repeat_purchase_rate.clone(), of.sales_per_customer.clone());
        assert_eq!(rates(&one), rates(&all));
    }
}
