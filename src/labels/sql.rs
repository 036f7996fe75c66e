//! Outcomes as SQL: who is asked about at several instants, and what became of them; and how customers buy.
//!
//! What `outcome.rs` and `horizon.rs` do, said once more. Outcomes are told by the tables `known_orders` (`customer_id`, `ts_us`: every purchase that is
//! known) and `instants` (`as_of_us`).

use super::OutcomeRule;
use super::horizon::{CUSTOMER_WEIGHT, LONGEST};
use crate::time::{AsOf, MICROS_PER_DAY};

/// The columns of labels: whether there was no purchase in the outcome window, and the days from the window's start to
/// the first one.
pub(crate) const CHURNED: &str = "churned";
pub(crate) const DAYS_TO_NEXT: &str = "days_to_next_purchase";

/// The query of the table `asked`: `customer_id` and `as_of_us` of those whom the rule asks about, with `next_us`, the first
/// purchase in the outcome window.
pub(crate) fn asked(rule: &OutcomeRule) -> String {
    let day = |days: u32| i64::from(days) * MICROS_PER_DAY;
    let start = day(rule.gap_days);
    format!(
        "select customer_id, as_of_us, next_us from (\n    select o.customer_id, i.as_of_us,\n      \
         max(case when o.ts_us < i.as_of_us then o.ts_us end) as last_us,\n      \
         min(case when o.ts_us >= i.as_of_us + {start} and o.ts_us < i.as_of_us + {} then o.ts_us end) as next_us\n    \
         from known_orders o cross join instants i group by o.customer_id, i.as_of_us\n  ) a where last_us >= as_of_us - {}",
        start + day(rule.horizon_days),
        day(rule.lookback_days),
    )
}

/// The labels over `asked`; null where the outcome window reaches beyond what is known.
pub(crate) fn labels(rule: &OutcomeRule, known_until: AsOf) -> Vec<(&'static str, String)> {
    let start = i64::from(rule.gap_days) * MICROS_PER_DAY;
    let end = start + i64::from(rule.horizon_days) * MICROS_PER_DAY;
    let is_known = format!("asked.as_of_us + {end} <= {}", known_until.micros());
    let where_known = |value: &str| format!("case when {is_known} then {value} end");
    let days = format!("(asked.next_us - (asked.as_of_us + {start})) / 8.64e10");
    vec![(CHURNED, where_known("asked.next_us is null")), (DAYS_TO_NEXT, where_known(&days))]
}

/// What a rhythm is made of, over the features' table `past_orders`: the weight of the gaps by their days, and beside the first
/// orders, which have no gap, how many have bought, and of those once.
pub(crate) fn gaps_in_sql() -> String {
    let day = MICROS_PER_DAY;
    format!(
        "select days, sum(weight) as weight, sum(case when n = 1 then 1 else 0 end) as buyers,\n  sum(case when n_orders = 1 \
         then 1 else 0 end) as one_time, max(ts_us) as last_us\nfrom (select n, n_orders, ts_us, case when up_us is not null then \
         least(cast((up_us - up_us % {day}) / 8.64e10 as bigint), {LONGEST}) end as days,\n  cast(({CUSTOMER_WEIGHT} - {CUSTOMER_WEIGHT} % greatest(n_orders - 1, 1)) / \
         greatest(n_orders - 1, 1) as bigint) as weight\n  from (select n, n_orders, ts_us, gap_us + {} as up_us from past_orders \
         where ts_us is not null) o) g group by days",
        day - 1
    )
}
