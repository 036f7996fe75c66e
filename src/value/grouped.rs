//! Summaries of a whole base, grouped: what both fits need of a million customers, and no more.
//!
//! Customers with equal (x, `t_x`, T) share one term of the BG/NBD likelihood. Parts come from
//! partitions in any order; the merge sorts, so the result does not depend on how customers were
//! scattered. Nothing is fitted here.

use super::summary::PurchaseSummary;
use crate::history::{CustomerHistory, Orders};
use crate::time::AsOf;
use rayon::prelude::*;

/// Customers with the same purchase history, as BG/NBD sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SummaryGroup {
    /// x: repeat purchase days.
    pub frequency: u32,
    /// `t_x` in days.
    pub recency_days: u32,
    /// T in days.
    pub age_days: u32,
    /// How many customers.
    pub customers: u32,
}

/// A repeat customer as Gamma-Gamma sees one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepeatSpend {
    /// x: repeat purchase days, at least 1.
    pub frequency: u32,
    /// Mean spend of those days, above 0.
    pub order_value_mean: f64,
}

/// The part of the statistics that one partition contributes for one `as_of`.
#[derive(Debug, Clone, Default)]
pub struct GroupedPart {
    groups: Vec<SummaryGroup>,
    spends: Vec<RepeatSpend>,
    worthless: u64,
}

/// The statistics of a whole base before one `as_of`, in ascending order of their members.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupedSummaries {
    /// BG/NBD: ascending by (x, `t_x`, T), each once.
    pub groups: Vec<SummaryGroup>,
    /// Gamma-Gamma: repeat customers whose mean spend is above 0, ascending by (x, mean).
    pub spends: Vec<RepeatSpend>,
    /// Number of customers with a purchase.
    pub customers: u64,
    /// Repeat customers whose mean spend is 0 (all free of charge): they tell Gamma-Gamma nothing,
    /// whose order values are above 0, and are left out of its fit.
    pub worthless_repeat_customers: u64,
}

impl GroupedPart {
    /// The statistics of some customers.
    pub fn of(summaries: impl IntoIterator<Item = PurchaseSummary>) -> Self {
        let mut part = Self::default();
        for summary in summaries {
            part.groups.push(SummaryGroup {
                frequency: summary.frequency,
                recency_days: summary.recency_days,
                age_days: summary.age_days,
                customers: 1,
            });
            let order_value_mean = summary.order_value_mean;
            if summary.frequency > 0 && order_value_mean > 0.0 && order_value_mean.is_finite() {
                part.spends.push(RepeatSpend { frequency: summary.frequency, order_value_mean });
            } else if summary.frequency > 0 {
                part.worthless += 1;
            }
        }
        part.groups = grouped(part.groups);
        part
    }
}

impl GroupedSummaries {
    /// Merges the parts of one `as_of`, whatever their order.
    pub fn merge(parts: impl IntoIterator<Item = GroupedPart>) -> Self {
        let (mut groups, mut spends, mut worthless_repeat_customers) = (Vec::new(), Vec::new(), 0);
        for part in parts {
            groups.extend(part.groups);
            spends.extend(part.spends);
            worthless_repeat_customers += part.worthless;
        }
        let groups = grouped(groups);
        spends.sort_unstable_by(|a: &RepeatSpend, b| {
            let by_frequency = a.frequency.cmp(&b.frequency);
            by_frequency.then(a.order_value_mean.total_cmp(&b.order_value_mean))
        });
        let customers = groups.iter().map(|group| u64::from(group.customers)).sum();
        Self { groups, spends, customers, worthless_repeat_customers }
    }

    /// Customers who bought on a second day.
    pub fn repeat_customers(&self) -> u64 {
        let repeat = self.groups.iter().filter(|group| group.frequency > 0);
        repeat.map(|group| u64::from(group.customers)).sum()
    }
}

/// Sorts, and adds up the counts of equal groups.
fn grouped(mut groups: Vec<SummaryGroup>) -> Vec<SummaryGroup> {
    let key = |g: &SummaryGroup| (g.frequency, g.recency_days, g.age_days);
    groups.sort_unstable_by_key(key);
    groups.dedup_by(|next, kept| {
        let equal = key(next) == key(kept);
        if equal {
            kept.customers += next.customers;
        }
        equal
    });
    groups
}

/// Gathers the statistics of one partition's customers before each of some instants, in their order.
///
/// Beside each instant stands `keep_one_in`: above 1 it takes a share of the customers, drawn by the
/// hash of their identifier: a million customers determine seven parameters far beyond need.
#[derive(Debug)]
pub(crate) struct PartCollector<'a> {
    as_ofs: &'a [(AsOf, u32)],
    orders: Orders,
    summaries: Vec<Vec<PurchaseSummary>>,
}

impl<'a> PartCollector<'a> {
    /// No customer yet.
    pub(crate) fn new(as_ofs: &'a [(AsOf, u32)]) -> Self {
        let summaries = vec![Vec::new(); as_ofs.len()];
        Self { as_ofs, orders: Orders::default(), summaries }
    }

    /// Takes in a customer.
    pub(crate) fn add(&mut self, customer: &CustomerHistory<'_>) {
        let hash = customer.id.stable_hash();
        for (&(as_of, keep_one_in), kept) in self.as_ofs.iter().zip(&mut self.summaries) {
            let rows = customer.transactions.before(as_of.micros());
            if !rows.is_empty() && is_kept(hash, keep_one_in) {
                self.orders.rebuild(&rows);
                kept.extend(PurchaseSummary::of_orders(&self.orders, as_of));
            }
        }
    }

    /// What the customers contribute.
    pub(crate) fn finish(self) -> Vec<GroupedPart> {
        self.summaries.into_iter().map(GroupedPart::of).collect()
    }
}

/// Whether the draw takes a customer. The hash also scatters customers to partitions: it is
/// multiplied once more, so that the share is the same within every partition.
fn is_kept(stable_hash: u64, keep_one_in: u32) -> bool {
    let mixed = (stable_hash ^ (stable_hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    mixed * u64::from(keep_one_in.max(1)) < 1 << 32
}

/// Gathers the parts of many partitions, one list per `as_of`.
#[derive(Debug)]
pub(crate) struct SummaryCollector {
    parts: Vec<Vec<GroupedPart>>,
}

impl SummaryCollector {
    /// A collector for so many `as_of`s.
    pub(crate) fn new(as_ofs: usize) -> Self {
        Self { parts: vec![Vec::new(); as_ofs] }
    }

    /// Takes what a [`PartCollector`] made of one partition.
    pub(crate) fn add(&mut self, of_partition: Vec<GroupedPart>) {
        for (list, part) in self.parts.iter_mut().zip(of_partition) {
            list.push(part);
        }
    }

    /// The merged statistics, in the order of the `as_of`s.
    pub(crate) fn finish(self) -> Vec<GroupedSummaries> {
        self.parts.into_par_iter().map(GroupedSummaries::merge).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summaries() -> Vec<PurchaseSummary> {
        let make = |i: u32| PurchaseSummary {
            frequency: i % 3,
            recency_days: if i.is_multiple_of(3) { 0 } else { 5 },
            age_days: 10 + i % 2,
            order_value_mean: f64::from(if i.is_multiple_of(3) { 0 } else { i % 4 }),
        };
        (0..60).map(make).collect()
    }

    #[test]
    fn the_merge_does_not_depend_on_the_parts() {
        let whole = GroupedSummaries::merge([GroupedPart::of(summaries())]);
        let parts = summaries().into_iter().rev().map(|s| GroupedPart::of([s]));
        assert_eq!(GroupedSummaries::merge(parts), whole);
        assert_eq!((whole.groups.len(), whole.customers), (6, 60));
        assert_eq!(whole.repeat_customers(), 40);
        assert_eq!(whole.spends.len() as u64 + whole.worthless_repeat_customers, 40);
        assert_eq!(whole.worthless_repeat_customers, 10);
    }

    #[test]
    fn the_draw_takes_its_share() {
        let hash = |i: u64| i.wrapping_mul(0xd134_2543_de82_ef95);
        let kept = (0..100_000).filter(|&i| is_kept(hash(i), 4)).count();
        assert!((24_000..26_000).contains(&kept), "{kept}");
        assert!((0..1000).all(|i| is_kept(hash(i), 1)));
    }
}
