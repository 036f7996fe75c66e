//! More or less than before: each window against the window of equal length before it, and counts
//! in which a purchase fades with time.

use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{
    Family, Feature, Label, LookBack, OutputPerDays, Role, Sql, Topic, Unit, Values, WINDOWS_DAYS,
};

/// A window against the one before it.
pub(super) struct Changes;

/// Purchases and spend that halve in weight with every half-life of age.
pub(super) struct Decayed;

/// Half-life of the fast decay, in days.
const FAST_DAYS: u32 = 30;
/// Half-life of the slow decay: six times the fast one, whose weight is the sixth power of its.
const SLOW_DAYS: u32 = 180;

const PURCHASES_CHANGE: OutputPerDays = OutputPerDays::new(0, "purchases_change_{W}d").every(4);
const PURCHASES_RATIO: OutputPerDays = OutputPerDays::new(1, "purchases_ratio_{W}d").every(4);
const SPEND_CHANGE: OutputPerDays = OutputPerDays::new(2, "spend_change_{W}d").every(4);
const SPEND_RATIO: OutputPerDays = OutputPerDays::new(3, "spend_ratio_{W}d").every(4);

/// Half-lives of the decayed counts.
const HALF_LIVES_DAYS: [u32; 2] = [FAST_DAYS, SLOW_DAYS];
const PURCHASES_DECAYED: OutputPerDays = OutputPerDays::new(0, "purchases_decayed_{W}d");
const SPEND_DECAYED: OutputPerDays = OutputPerDays::new(2, "spend_decayed_{W}d");

fn entry(label: Label, topic: Topic, unit: Unit, definition: String, sql: String) -> Feature {
    Feature::new("trend", label, topic, unit, definition, Sql::orders(sql))
}

/// The four entries of the `i`-th window.
fn change_entries((i, w): (usize, u32)) -> [Feature; 4] {
    let (recent, before) = (phrase::within(w), phrase::between(2 * w, w));
    let (n_recent, n_before) = (phrase::count_where(&recent), phrase::count_where(&before));
    let spent = |condition| phrase::sum_where("value", condition);
    let (v_recent, v_before) = (spent(&recent), spent(&before));
    [
        entry(
            PURCHASES_CHANGE.of(i, w),
            Topic::Orders,
            Unit::Count,
            format!("Purchases in the last {w} days − purchases in the {w} days before"),
            format!("{n_recent} - {n_before}"),
        )
        .comparing_windows(w),
        entry(
            PURCHASES_RATIO.of(i, w),
            Topic::Orders,
            Unit::Ratio,
            format!(
                "(Purchases in the last {w} days + 1) ÷ (purchases in the {w} days before + 1)"
            ),
            format!("({n_recent} + 1e0) / ({n_before} + 1e0)"),
        )
        .comparing_windows(w),
        entry(
            SPEND_CHANGE.of(i, w),
            Topic::Spend,
            Unit::Money,
            format!("Value of the orders of the last {w} days − of the {w} days before"),
            format!("{v_recent} - {v_before}"),
        )
        .comparing_windows(w),
        entry(
            SPEND_RATIO.of(i, w),
            Topic::Spend,
            Unit::Ratio,
            format!(
                "Value of the orders of the last {w} days ÷ of the {w} days before, one mean order \
                 added to each"
            ),
            phrase::ratio(
                &format!("({v_recent} + avg(value))"),
                &format!("({v_before} + avg(value))"),
            ),
        )
        .of_money()
        // The mean order is that of all orders.
        .comparing_windows(w)
        .looking_back(LookBack::AtLeast(2 * w)),
    ]
}

impl Family for Changes {
    fn features(&self) -> Vec<Feature> {
        WINDOWS_DAYS.into_iter().enumerate().flat_map(change_entries).collect()
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let orders = view.orders;
        let mean = orders.value.iter().sum::<f64>() / orders.len() as f64;
        // Two fingers move back through the orders: one at the window's start, one at twice that.
        let mut near = Finger::at_end(orders.len());
        let mut far = Finger::at_end(orders.len());
        for (i, w) in WINDOWS_DAYS.into_iter().enumerate() {
            near.move_to(view.window_start(w), &orders.time_micros, &orders.value);
            far.move_to(view.window_start(2 * w), &orders.time_micros, &orders.value);
            let (recent, before) = (near.count, far.count - near.count);
            let (spent, spent_before) = (near.sum, far.sum - near.sum);
            out.set_of(PURCHASES_CHANGE, i, recent - before);
            if orders.is_empty() {
                out.set_of(PURCHASES_RATIO, i, f64::NAN);
                out.set_of(SPEND_CHANGE, i, f64::NAN);
                out.set_of(SPEND_RATIO, i, f64::NAN);
                continue;
            }
            let like_before = (spent + mean) / (spent_before + mean);
            out.set_of(PURCHASES_RATIO, i, (recent + 1.0) / (before + 1.0));
            out.set_of(SPEND_CHANGE, i, spent - spent_before);
            out.set_of(SPEND_RATIO, i, if mean == 0.0 { f64::NAN } else { like_before });
        }
    }
}

/// A position that moves back in time and gathers what it passes.
struct Finger {
    at: usize,
    count: f64,
    sum: f64,
}

impl Finger {
    fn at_end(len: usize) -> Self {
        Self { at: len, count: 0.0, sum: 0.0 }
    }

    #[inline]
    fn move_to(&mut self, start_micros: i64, times: &[i64], values: &[f64]) {
        while self.at > 0 && times[self.at - 1] >= start_micros {
            self.at -= 1;
            self.count += 1.0;
            self.sum += values[self.at];
        }
    }
}

impl Family for Decayed {
    fn features(&self) -> Vec<Feature> {
        let weight = |half_life: u32| {
            format!("power(2e0, (ts_us - :as_of_us) / {:e})", { phrase::micros(half_life) as f64 })
        };
        let purchases = |(label, half_life): (Label, u32)| {
            let roles: &[Role] = if half_life == SLOW_DAYS { &[Role::Foremost(15)] } else { &[] };
            entry(
                label,
                Topic::Orders,
                Unit::Ratio,
                format!("Purchases, each counting half as much with every {half_life} days of age"),
                format!("sum({})", weight(half_life)),
            )
            .roles(roles)
        };
        let [fast, slow] = PURCHASES_DECAYED.each(HALF_LIVES_DAYS).map(purchases);
        vec![
            fast,
            slow,
            entry(
                SPEND_DECAYED.of(0, SLOW_DAYS),
                Topic::Spend,
                Unit::Money,
                format!(
                    "Order values, each counting half as much with every {SLOW_DAYS} days of age"
                ),
                format!("sum(value * {})", weight(SLOW_DAYS)),
            ),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let orders = view.orders;
        if orders.is_empty() {
            return out.fill(f64::NAN);
        }
        let (mut fast, mut slow, mut spend) = (0.0, 0.0, 0.0);
        for (&time, &value) in orders.time_micros.iter().zip(&orders.value) {
            let weight = (-view.days_since(time) / f64::from(SLOW_DAYS)).exp2();
            let cube = weight * weight * weight;
            fast += cube * cube;
            slow += weight;
            spend += weight * value;
        }
        out.set_of(PURCHASES_DECAYED, 0, fast);
        out.set_of(PURCHASES_DECAYED, 1, slow);
        out.set_of(SPEND_DECAYED, 0, spend);
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn a_window_against_the_window_before_it() {
        let customer =
            Customer::default().buy(-50.0, 40.0).buy(-40.0, 20.0).buy(-30.0, 30.0).buy(-90.0, 30.0);
        check(
            &customer,
            &[
                ("purchases_change_30d", -1.0),
                ("purchases_ratio_30d", 2.0 / 3.0),
                ("spend_change_30d", -30.0),
                ("spend_ratio_30d", 60.0 / 90.0),
                ("purchases_change_7d", 0.0),
                ("purchases_ratio_7d", 1.0),
                ("spend_ratio_7d", 1.0),
                ("purchases_change_365d", 4.0),
            ],
        );
    }

    #[test]
    fn weights_halve_with_every_half_life() {
        let customer = Customer::default().buy(-180.0, 10.0).buy(-360.0, 20.0);
        check(
            &customer,
            &[
                ("purchases_decayed_180d", 0.75),
                ("spend_decayed_180d", 10.0),
                ("purchases_decayed_30d", 1.0 / 64.0 + 1.0 / 4096.0),
            ],
        );
        let never = Customer::default().event(-1.0, "visit", f64::NAN);
        check(&never, &[("purchases_decayed_30d", f64::NAN), ("purchases_change_30d", 0.0)]);
    }
}
