//! The wording of each feature that deserves more than its catalogue definition.
//!
//! One entry per feature stem. A phrase gives no sentence (`None`) where the customer's numbers do not
//! suit it; the definition speaks then. Nothing here ranks or picks.

use super::sentences::{Known, Phrase};
use super::wording::{counted, counted_or_no, last_days, money, ratio, rhythm, share, span};

/// A phrase about something else than the customer's habit of ordering.
const fn fact(
    stem: &'static str,
    topic: &'static str,
    beside: &'static str,
    say: fn(&Known) -> Option<String>,
) -> Phrase {
    Phrase { stem, topic, beside, say, of_habit: false }
}

/// A phrase about the habit of ordering, of which one-time buyers have none.
const fn habit(
    stem: &'static str,
    topic: &'static str,
    beside: &'static str,
    say: fn(&Known) -> Option<String>,
) -> Phrase {
    Phrase { stem, topic, beside, say, of_habit: true }
}

/// All phrases.
pub(super) static PHRASES: &[Phrase] = &[
    // Recency and cadence.
    habit("days_since_last_purchase", "silence", "", silence),
    habit("days_since_second_last_purchase", "second_last", "", |k| {
        Some(format!("The order before the last was {} ago", span(k.value)))
    }),
    fact("days_since_first_purchase", "tenure", "", |k| {
        Some(match k.orders {
            1 => format!("First bought {} ago", span(k.value)),
            n => format!("Customer for {}, {n} orders so far", span(k.value)),
        })
    }),
    habit("days_since_last_over_gap_mean", "silence", "", silence),
    habit("overdue_ratio", "silence", "", silence),
    habit("overdue_z", "silence", "", silence),
    habit("gap_mean_days", "cadence", "", |k| {
        Some(format!("Orders {} on average", rhythm(k.value)))
    }),
    habit("gap_median_days", "cadence", "", |k| {
        Some(format!("Usually orders {}", rhythm(k.value)))
    }),
    habit("gap_max_days", "longest_gap", "", |k| {
        Some(format!(
            "Longest break so far {}; silent for {} now",
            span(k.value),
            span(k.days_since_last)
        ))
    }),
    habit("gap_min_days", "shortest_gap", "", |k| {
        Some(format!("Shortest time between two orders: {}", span(k.value)))
    }),
    habit("gap_last_days", "last_gap", "gap_mean_days", |k| {
        let usual = if k.beside.is_nan() { k.own_gap_days } else { k.beside };
        Some(format!("The last two orders were {} apart; usual is {}", span(k.value), span(usual)))
    }),
    habit("gap_sd_days", "regularity", "gap_mean_days", regularity),
    habit("gap_cv", "regularity", "", |k| {
        Some(if k.value < 0.5 {
            format!("Orders regularly, {}", rhythm(k.own_gap_days))
        } else {
            format!("Orders at irregular intervals, on average {}", rhythm(k.own_gap_days))
        })
    }),
    // Frequency.
    habit("purchases", "orders", "", orders_in_all),
    habit("one_time", "orders", "", orders_in_all),
    habit("active_days", "orders", "", |k| {
        Some(format!("Bought on {} so far", counted(k.value, "day", "days")))
    }),
    habit("purchase_rate", "rate", "", |k| {
        Some(format!("{} orders in 30 days on average since the first", ratio(k.value * 30.0)))
    }),
    habit("active_periods_share", "rate", "", |k| {
        Some(format!("Bought in {} of the 30-day periods since the first order", share(k.value)))
    }),
    habit("purchases_{W}d", "orders_lately", "purchases_{2W}d", orders_lately),
    habit("active_days_{W}d", "orders_lately", "", |k| {
        let days = counted_or_no(k.value, "day", "days");
        Some(format!("{days} with an order in {}{}", last_days(k.window_days), usual_rhythm(k)))
    }),
    // Money.
    fact("spend", "spend", "", |k| {
        Some(format!(
            "Spent {} in all, in {}",
            money(k.value),
            counted(f64::from(k.orders), "order", "orders")
        ))
    }),
    fact("spend_{W}d", "spend_lately", "spend_{2W}d", spend_lately),
    fact("order_value_mean", "order_value", "", |k| {
        Some(format!("Spends {} an order", money(k.value)))
    }),
    fact("order_value_median", "order_value", "", |k| {
        Some(format!("Usually spends {} an order", money(k.value)))
    }),
    fact("order_value_max", "largest_order", "order_value_mean", |k| {
        Some(format!("Largest order {}{}", money(k.value), usual_money(k)))
    }),
    fact("order_value_min", "smallest_order", "order_value_mean", |k| {
        Some(format!("Smallest order {}{}", money(k.value), usual_money(k)))
    }),
    fact("order_value_last", "last_order", "order_value_mean", |k| {
        Some(format!("Last order {}{}", money(k.value), usual_money(k)))
    }),
    // Breadth.
    fact("distinct_categories", "categories", "", |k| {
        Some(bought_from(k.value, "category", "categories"))
    }),
    fact("distinct_products", "products", "", |k| {
        Some(format!("Has bought {}", counted(k.value, "different product", "different products")))
    }),
    fact("distinct_channels", "channels", "", |k| {
        Some(format!("Buys through {}", counted(k.value, "channel", "channels")))
    }),
    // Price and returns.
    fact("discounted_spend_share", "discount", "", |k| {
        Some(format!("{} of the spend was at a discount", share(k.value)))
    }),
    fact("discounted_order_share", "discount", "", |k| {
        Some(format!("{} of the orders were at a discount", share(k.value)))
    }),
    fact("returns", "returns", "", |k| {
        Some(counted_or_no(k.value, "return so far", "returns so far"))
    }),
    // Engagement.
    fact("complaints", "complaints", "", |k| {
        Some(counted_or_no(k.value, "complaint so far", "complaints so far"))
    }),
    fact("complaints_{W}d", "complaints", "", |k| {
        Some(events_lately(k, "complaint", "complaints"))
    }),
    fact("visits_{W}d", "visits", "", |k| Some(events_lately(k, "visit", "visits"))),
    fact("email_opens_{W}d", "opens", "", |k| {
        Some(events_lately(k, "e-mail opened", "e-mails opened"))
    }),
    fact("email_clicks_{W}d", "clicks", "", |k| {
        Some(events_lately(k, "e-mail click", "e-mail clicks"))
    }),
    fact("days_since_last_event", "last_event", "", |k| {
        Some(format!("Last visit or response {} ago", span(k.value)))
    }),
    fact("nps_last", "nps", "", |k| {
        Some(format!("Last recommendation score {} of 10", ratio(k.value)))
    }),
];

fn silence(known: &Known) -> Option<String> {
    let since = span(known.days_since_last);
    Some(if known.own_gap_days.is_nan() {
        format!("Last order {since} ago")
    } else {
        format!("Last order {since} ago; usually orders {}", rhythm(known.own_gap_days))
    })
}

fn regularity(known: &Known) -> Option<String> {
    let usual = if known.beside.is_nan() { known.own_gap_days } else { known.beside };
    Some(format!("Orders {}, give or take {}", rhythm(usual), span(known.value)))
}

fn orders_in_all(known: &Known) -> Option<String> {
    let orders = counted(f64::from(known.orders), "order", "orders");
    Some(format!("{orders} in {}", span(known.days_since_first)))
}

fn usual_rhythm(known: &Known) -> String {
    if known.own_gap_days.is_nan() {
        return String::new();
    }
    format!("; usually orders {}", rhythm(known.own_gap_days))
}

fn usual_money(known: &Known) -> String {
    if known.beside.is_nan() {
        String::new()
    } else {
        format!("; on average {}", money(known.beside))
    }
}

fn orders_lately(known: &Known) -> Option<String> {
    let now = counted_or_no(known.value, "order", "orders");
    let lately = last_days(known.window_days);
    let before = known.beside - known.value;
    Some(if known.days_since_first < f64::from(known.window_days) || before.is_nan() {
        format!("{now} in {lately}{}", usual_rhythm(known))
    } else {
        let before = counted_or_no(before, "", "").trim().to_lowercase();
        format!("{now} in {lately}, {before} in the {} before", known.window_days)
    })
}

fn spend_lately(known: &Known) -> Option<String> {
    let now = if known.value == 0.0 { "nothing".to_owned() } else { money(known.value) };
    let lately = last_days(known.window_days);
    let before = known.beside - known.value;
    Some(if known.days_since_first < f64::from(known.window_days) || before.is_nan() {
        format!("Spent {now} in {lately}")
    } else {
        format!("Spent {now} in {lately}, {} in the {} before", money(before), known.window_days)
    })
}

fn bought_from(count: f64, one: &str, many: &str) -> String {
    format!("Has bought from {}", counted(count, one, many))
}

fn events_lately(known: &Known, one: &str, many: &str) -> String {
    format!("{} in {}", counted_or_no(known.value, one, many), last_days(known.window_days))
}

#[cfg(test)]
mod tests {
    use super::super::sentences::Template;
    use super::super::sentences::tests::{REGULAR, feature};
    use super::*;

    fn say(name: &str, known: Known) -> String {
        let feature = feature(name);
        Template::of(0, &feature, &[]).say(&known, &feature)
    }

    #[test]
    fn sentences_read_well() {
        let with = |value: f64, beside: f64| Known { value, beside, ..REGULAR };
        let said = [
            say("days_since_last_purchase", with(94.2, f64::NAN)),
            say("purchases_90d", with(0.0, 3.0)),
            say("purchases_365d", with(4.0, f64::NAN)),
            say("spend_90d", with(40.0, 220.0)),
            say("complaints_365d", with(3.0, f64::NAN)),
            say("gap_max_days", with(80.0, f64::NAN)),
            say("gap_sd_days", with(8.0, 31.0)),
            say("order_value_max", with(300.0, 45.5)),
            say("discounted_spend_share", with(0.62, f64::NAN)),
            say("gap_mean_days", with(f64::NAN, f64::NAN)),
        ];
        insta::assert_snapshot!(said.join("\n"), @r"
        Last order 94 days ago; usually orders every 31 days
        No orders in the last 90 days, 3 in the 90 before
        4 orders in the last year; usually orders every 31 days
        Spent 40 in the last 90 days, 180 in the 90 before
        3 complaints in the last year
        Longest break so far 80 days; silent for 94 days now
        Orders every 31 days, give or take 8 days
        Largest order 300; on average 45.50
        62% of the spend was at a discount
        The gap mean days: not known
        ");
    }

    #[test]
    fn a_one_time_buyer_has_no_habit() {
        let once = Known {
            orders: 1,
            days_since_last: 210.4,
            own_gap_days: f64::NAN,
            value: 1.0,
            ..REGULAR
        };
        for name in
            ["days_since_last_purchase", "purchases", "purchases_90d", "gap_mean_days", "one_time"]
        {
            assert_eq!(say(name, once), "Bought only once, 210 days ago");
        }
        let spent = Known { value: 40.0, ..once };
        assert_eq!(say("spend", spent), "Spent 40 in all, in 1 order");
    }

    #[test]
    fn every_stem_stands_once() {
        for (i, phrase) in PHRASES.iter().enumerate() {
            assert!(PHRASES[..i].iter().all(|other| other.stem != phrase.stem), "{}", phrase.stem);
        }
    }
}
