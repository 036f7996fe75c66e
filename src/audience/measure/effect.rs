//! The effect on some customers: shares, money per customer, totals, and how sure they are.
//!
//! Several campaigns are strata with fixed effects: each side is held against its own campaign's other side,
//! and the differences are weighted by n_T · n_C ÷ (n_T + n_C). That is the inverse variance of a difference
//! where customers scatter alike, and the weight of Mantel and Haenszel ("Statistical Aspects of the Analysis
//! of Data from Retrospective Studies", 1959); a campaign in which nobody bought does not break it.

use super::members::Member;
use crate::audience::power::SEEN;
use crate::stats::{
    Estimate, Sample, Stratum, difference, mean_differences, share_of, two_sided_p_value,
    weighted_sum,
};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// Customers of one side; several campaigns weighted alike on both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Number of customers.
    pub customers: u64,
    /// Those who bought.
    pub buyers: u64,
    /// Share who bought.
    pub bought_share: f64,
    /// Money paid by each, returns taken off.
    pub revenue_per_customer: f64,
    /// What the business keeps of it, the contact's cost taken off.
    pub profit_per_customer: f64,
}

/// What a campaign did to some customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Those on the list.
    pub treated: Side,
    /// Those held back.
    pub control: Side,
    /// Difference in the share who bought.
    pub bought_share: Estimate,
    /// How likely a difference of that size is by chance.
    pub p_value: f64,
    /// Difference in money paid by each.
    pub revenue_per_customer: Estimate,
    /// Difference in what the business keeps of each, costs of contact taken off.
    pub profit_per_customer: Estimate,
    /// Buyers whom the campaign brought.
    pub buyers: Estimate,
    /// Revenue that it brought.
    pub revenue: Estimate,
    /// Profit that it brought.
    pub profit: Estimate,
    /// Share of those who would not have bought who did; none where everybody held back bought.
    pub save_rate: Option<Estimate>,
    /// The difference in the share who bought that would be seen in four of five such campaigns; none where
    /// nobody bought, or everybody.
    pub detectable: Option<f64>,
}

/// One side of one campaign, summed up.
#[derive(Debug, Clone, Default)]
struct Tally {
    n: u64,
    buyers: u64,
    contact_cost: f64,
    /// Revenue and margin of those who have any.
    money: Vec<[f64; 2]>,
}

/// Both sides of one campaign, as far as they are of one group.
#[derive(Debug, Clone, Default)]
pub(super) struct Sides {
    treated: Tally,
    control: Tally,
}

impl Sides {
    /// Counts a customer in.
    pub(super) fn add(&mut self, member: &Member) {
        let side = if member.treated { &mut self.treated } else { &mut self.control };
        side.n += 1;
        side.buyers += u64::from(member.bought);
        side.contact_cost += member.contact_cost;
        if member.revenue != 0.0 || member.margin != 0.0 {
            side.money.push([member.revenue, member.margin]);
        }
    }

    /// Customers on the list, and held back.
    pub(super) fn customers(&self) -> (u64, u64) {
        (self.treated.n, self.control.n)
    }

    /// n_T · n_C ÷ (n_T + n_C).
    fn information(&self) -> f64 {
        let (treated, control) = (self.treated.n as f64, self.control.n as f64);
        treated * control / (treated + control)
    }

    /// Variance of the difference in shares if there were no effect.
    fn variance(&self) -> f64 {
        let n = (self.treated.n + self.control.n) as f64;
        let share = (self.treated.buyers + self.control.buyers) as f64 / n;
        share * (1.0 - share) / self.information()
    }
}

impl Tally {
    /// In an order of its own, so that an interval does not depend on how the rows came.
    fn sorted(mut self) -> Self {
        let in_order =
            |a: &[f64; 2], b: &[f64; 2]| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]));
        self.money.sort_unstable_by(in_order);
        self
    }

    fn sample(&self) -> Sample<'_, 2> {
        Sample { n: self.n, others: &self.money }
    }

    fn mean(&self, which: usize) -> f64 {
        self.money.iter().map(|money| money[which]).sum::<f64>() / self.n as f64
    }

    fn cost(&self) -> f64 {
        self.contact_cost / self.n as f64
    }
}

/// The effect, by campaign; none where no campaign has customers on both sides.
pub(super) fn effect(strata: Vec<Sides>) -> Option<Effect> {
    let both = |sides: &Sides| sides.treated.n > 0 && sides.control.n > 0;
    let strata: Vec<Sides> = strata
        .into_iter()
        .filter(both)
        .map(|Sides { treated, control }| Sides {
            treated: treated.sorted(),
            control: control.sorted(),
        })
        .collect();
    let all: f64 = strata.iter().map(Sides::information).sum();
    if strata.is_empty() {
        return None;
    }
    let weighted: Vec<(f64, &Sides)> =
        strata.iter().map(|sides| (sides.information() / all, sides)).collect();
    let share = |side: fn(&Sides) -> &Tally| {
        let of = |(weight, sides): &(f64, &Sides)| {
            (*weight, share_of(side(sides).buyers, side(sides).n))
        };
        weighted_sum(&weighted.iter().map(of).collect::<Vec<_>>())
    };
    let (treated, control) = (share(|sides| &sides.treated), share(|sides| &sides.control));
    let bought_share = difference(treated, control);
    let variance: f64 =
        weighted.iter().map(|(weight, sides)| weight * weight * sides.variance()).sum();
    let error = variance.sqrt();
    let p_value = if error > 0.0 { two_sided_p_value(bought_share.value / error) } else { 1.0 };
    let pairs: Vec<Stratum<'_, 2>> = weighted
        .iter()
        .map(|(weight, sides)| Stratum {
            weight: *weight,
            of: sides.treated.sample(),
            from: sides.control.sample(),
        })
        .collect();
    let [revenue, margin] = mean_differences(&pairs, seed(&strata));
    let treated = side(&weighted, treated.value, |sides| &sides.treated);
    let control = side(&weighted, control.value, |sides| &sides.control);
    // What contacts cost is known, not drawn.
    let cost: f64 = weighted
        .iter()
        .map(|(weight, sides)| weight * (sides.treated.cost() - sides.control.cost()))
        .sum();
    let profit = margin.plus(-cost);
    let n = treated.customers as f64;
    let would_not = 1.0 - control.bought_share;
    Some(Effect {
        buyers: bought_share.times(n),
        revenue: revenue.times(n),
        profit: profit.times(n),
        save_rate: (would_not > 0.0).then(|| bought_share.times(1.0 / would_not)),
        detectable: (error > 0.0).then_some(SEEN * error),
        treated,
        control,
        bought_share,
        p_value,
        revenue_per_customer: revenue,
        profit_per_customer: profit,
    })
}

fn side(weighted: &[(f64, &Sides)], bought_share: f64, side: fn(&Sides) -> &Tally) -> Side {
    let mean = |of: &dyn Fn(&Tally) -> f64| {
        weighted.iter().map(|(weight, sides)| weight * of(side(sides))).sum::<f64>()
    };
    let count =
        |of: fn(&Tally) -> u64| weighted.iter().map(|(_, sides)| of(side(sides))).sum::<u64>();
    Side {
        customers: count(|tally| tally.n),
        buyers: count(|tally| tally.buyers),
        bought_share,
        revenue_per_customer: mean(&|tally| tally.mean(0)),
        profit_per_customer: mean(&|tally| tally.mean(1) - tally.cost()),
    }
}

/// Equal for equal outcomes.
fn seed(strata: &[Sides]) -> u64 {
    let mut hash = Xxh3::new();
    for tally in strata.iter().flat_map(|sides| [&sides.treated, &sides.control]) {
        hash.update(&tally.n.to_le_bytes());
        for number in tally.money.iter().flatten() {
            hash.update(&number.to_le_bytes());
        }
    }
    hash.digest()
}
