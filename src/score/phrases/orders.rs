//! Phrases about when and how often a customer orders.

use super::{Known, Phrase, fact, habit, has_before, silence, usual_rhythm};
use crate::words::{counted, counted_or_no, last_days, ratio, rhythm, share, span};

pub(super) static PHRASES: &[Phrase] = &[
    // Recency.
    habit("days_since_last_purchase", "", |k| Some(silence(k))).raises(),
    habit("days_since_second_last_purchase", "", |k| {
        Some(format!("The order before the last was {} ago", span(k.value)))
    }),
    fact("days_since_first_purchase", "", |k| {
        Some(match k.orders {
            1 => format!("First bought {} ago", span(k.value)),
            n => format!("Customer for {}, {n} orders so far", span(k.value)),
        })
    }),
    habit("recency_to_tenure", "", |k| {
        Some(format!(
            "Silent for {}, {} of the time as a customer",
            span(k.days_since_last),
            share(k.value)
        ))
    }),
    // Cadence.
    habit("recency_to_gap_mean", "", |k| Some(silence(k))),
    habit("recency_to_gap_median", "", |k| Some(silence(k))),
    habit("overdue_z", "", |k| Some(silence(k))),
    habit("gap_share_exceeded", "", |k| {
        let since = span(k.days_since_last);
        Some(format!("Silent for {since}: longer than {} of the own gaps before", share(k.value)))
    }),
    habit("gap_mean_days", "", |k| Some(format!("Orders {} on average", rhythm(k.value)))),
    habit("gap_median_days", "", |k| Some(format!("Usually orders {}", rhythm(k.value)))),
    habit("gap_max_days", "", |k| {
        let since = span(k.days_since_last);
        Some(format!("Longest break so far {}; silent for {since} now", span(k.value)))
    }),
    habit("gap_min_days", "", |k| {
        Some(format!("Shortest time between two orders: {}", span(k.value)))
    }),
    habit("gap_last_days", "", |k| {
        let usual = span(k.own_gap_days);
        Some(format!("The last two orders were {} apart; usual is {usual}", span(k.value)))
    }),
    habit("gap_sd_days", "", |k| {
        Some(format!("Orders {}, give or take {}", rhythm(k.own_gap_days), span(k.value)))
    }),
    habit("gap_cv", "", |k| Some(regularity(k, k.value < 0.5))),
    habit("regularity", "", |k| Some(regularity(k, k.value > 2.0 / 3.0))),
    habit("clumpiness", "", |k| Some(regularity(k, k.value < 0.1))),
    habit("gap_trend_days", "", |k| {
        let change = span(k.value.abs());
        Some(match k.value {
            v if v >= 0.5 => format!("From order to order, the gap grows by {change}"),
            v if v <= -0.5 => format!("From order to order, the gap shrinks by {change}"),
            _ => format!("Gaps between orders stay as they are{}", usual_rhythm(k)),
        })
    }),
    habit("gap_recent_ratio", "", |k| {
        let times = ratio(k.value);
        Some(format!(
            "The last gaps between orders were {times} times the usual{}",
            usual_rhythm(k)
        ))
    }),
    // Frequency.
    habit("purchases", "", |k| Some(orders_in_all(k))),
    habit("one_time", "", |k| Some(orders_in_all(k))),
    habit("active_days", "", |k| {
        Some(format!("Bought on {} so far", counted(k.value, "day", "days")))
    }),
    habit("purchase_rate", "", |k| {
        Some(format!("{} orders in 30 days on average since the first", ratio(k.value * 30.0)))
    }),
    habit("active_periods_share", "", |k| {
        Some(format!("Bought in {} of the 30-day periods since the first order", share(k.value)))
    }),
    habit("purchases_{W}d", "purchases_{2W}d", |k| orders_lately(k, k.value, k.beside - k.value))
        .lowers(),
    habit("active_days_{W}d", "", |k| {
        let days = counted_or_no(k.value, "day", "days");
        Some(format!("{days} with an order in {}{}", last_days(k.days), usual_rhythm(k)))
    })
    .lowers(),
    // Trend. With the recent count beside, the count before follows.
    habit("purchases_change_{W}d", "purchases_{W}d", |k| {
        orders_lately(k, k.beside, k.beside - k.value)
    })
    .lowers(),
    habit("purchases_ratio_{W}d", "purchases_{W}d", |k| {
        orders_lately(k, k.beside, (k.beside + 1.0) / k.value - 1.0)
    })
    .lowers(),
    habit("purchases_decayed_{W}d", "", |k| {
        Some(format!("{} orders so far, the last {} ago", k.orders, span(k.days_since_last)))
    })
    .lowers(),
    // Lapses.
    habit("lapses_{W}d", "", |k| {
        let times = counted(k.value, "time", "times");
        Some(if k.value < 0.5 {
            format!("Never silent for more than {} days so far", k.days)
        } else {
            format!("Silent for more than {} days {times} so far", k.days)
        })
    }),
    habit("reactivations_{W}d", "", |k| {
        let silence = format!("more than {} days of silence", k.days);
        Some(if k.value < 0.5 {
            format!("Has not yet come back after {silence}")
        } else {
            format!("Has come back {} after {silence}", counted(k.value, "time", "times"))
        })
    }),
    habit("lapse_mean_days_{W}d", "", |k| {
        let long = span(k.value);
        Some(format!("Past breaks of more than {} days lasted {long} on average", k.days))
    }),
    habit("lapsed_time_share_{W}d", "", |k| {
        let part = share(k.value);
        Some(format!("{part} of the time since the first order in breaks of over {} days", k.days))
    }),
    habit("days_since_reactivation_{W}d", "", |k| {
        Some(format!("Came back {} ago after more than {} days of silence", span(k.value), k.days))
    }),
    // Calendar.
    habit("weekend_share", "", |k| Some(format!("{} of the orders at weekends", share(k.value)))),
    habit("evening_share", "", |k| {
        Some(format!("{} of the orders in the evening", share(k.value)))
    }),
    habit("top_weekday_share", "", |k| {
        Some(format!("{} of the orders on the favourite weekday", share(k.value)))
    }),
    habit("season_ahead_share", "", |k| {
        Some(format!("{} of earlier years' orders fell into the coming 90 days", share(k.value)))
    }),
    fact("purchases_last_year_next_{W}d", "", |k| {
        let orders = counted_or_no(k.value, "order", "orders");
        Some(format!("{orders} in the same {} days last year", k.days))
    }),
    // What BG/NBD makes of the silence and the rhythm.
    habit("no_purchase_probability", "", |k| Some(silence(k))),
    habit("alive_probability", "", |k| Some(silence(k))),
    habit("expected_purchases", "", |k| Some(silence(k))),
];

fn regularity(known: &Known, regular: bool) -> String {
    let usual = rhythm(known.own_gap_days);
    if regular {
        format!("Orders regularly, {usual}")
    } else {
        format!("Orders at irregular intervals, {usual} on average")
    }
}

fn orders_in_all(known: &Known) -> String {
    let orders = counted(f64::from(known.orders), "order", "orders");
    format!("{orders} in {}", span(known.days_since_first))
}

fn orders_lately(known: &Known, recent: f64, before: f64) -> Option<String> {
    if recent.is_nan() {
        return None;
    }
    let recent = counted_or_no(recent, "order", "orders");
    let lately = last_days(known.days);
    if !before.is_finite() || !has_before(known) {
        return Some(format!("{recent} in {lately}{}", usual_rhythm(known)));
    }
    let window = known.days;
    Some(if before < 0.5 {
        format!("{recent} in {lately}, none in the {window} before")
    } else {
        format!("{recent} in {lately}, {before:.0} in the {window} before")
    })
}
