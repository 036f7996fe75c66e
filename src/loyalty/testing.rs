//! Small bases for the measures' tests, and the measures worked out of them.

pub(super) use crate::features::testing::Customer as Buyer;

use super::plan::{Plan, PlanSettings};
use super::tally::{Scratch, Tally};
use crate::features::testing::{CHANNELS, as_of};
use crate::history::{Columns, Orders};
use crate::labels::OutcomeRule;
use crate::time::{MICROS_PER_DAY, Zone};

/// Settings of a plan as of the tests' date, of a history of ten years.
pub(super) fn settings(period_days: u32, lookback_days: u32) -> PlanSettings {
    PlanSettings {
        as_of: as_of(),
        zone: Zone::utc(),
        columns: Columns::ALL,
        channels: CHANNELS.map(str::to_owned).to_vec(),
        period_days,
        rule: OutcomeRule { horizon_days: 90, gap_days: 0, lookback_days },
        first_micros: as_of().micros() - 3650 * MICROS_PER_DAY,
        margin_share: 0.3,
        acquisition_cost: None,
    }
}

pub(super) fn plan(period_days: u32, lookback_days: u32) -> Plan {
    Plan::new(settings(period_days, lookback_days)).unwrap()
}

/// So many customers; `of` makes the first, the second, …
pub(super) fn buyers(n: usize, of: impl Fn(usize) -> Buyer) -> Vec<Buyer> {
    (0..n).map(of).collect()
}

/// What a tally says of these customers: counted together, and each alone and then added up.
pub(super) fn said<T: Tally>(plan: &Plan, customers: &[Buyer]) -> T::Measured
where
    T::Measured: PartialEq + std::fmt::Debug,
{
    let (mut scratch, mut orders) = (Scratch::default(), Orders::default());
    let mut one = |tally: &mut T, customer: &Buyer| {
        customer.look(|history| {
            orders.rebuild(&history.transactions.before(plan.as_of.micros()));
            tally.add(&scratch.look(history, &orders, plan), plan);
        });
    };
    let (mut together, mut added_up) = (T::new(plan), T::new(plan));
    for customer in customers {
        one(&mut together, customer);
        let mut alone = T::new(plan);
        one(&mut alone, customer);
        added_up.merge(alone);
    }
    let together = together.said(plan);
    assert_eq!(together, added_up.said(plan), "parts do not add up to the whole");
    together
}
