//! Phrases about what a customer buys, for how much, at what price, and gives back.

use super::{Known, Phrase, fact, has_before, lately};
use crate::words::{counted, counted_or_no, last_days, money, ratio, share, span};
use std::fmt;

pub(super) static PHRASES: &[Phrase] = &[
    // Spend.
    fact("spend", "", |k| {
        let orders = counted(f64::from(k.orders), "order", "orders");
        Some(format!("Spent {} in all, in {orders}", money(k.value)))
    }),
    fact("purchase_spend", "", |k| {
        let orders = counted(f64::from(k.orders), "order", "orders");
        Some(format!("Bought for {} in all, in {orders}", money(k.value)))
    }),
    fact("purchase_spend_per_day", "", |k| {
        Some(format!("Buys for {} in 30 days on average", money(k.value * 30.0)))
    }),
    fact("spend_{W}d", "spend_{2W}d", |k| {
        let (now, lately) = (money_or_nothing(k.value), last_days(k.days));
        if k.beside.is_nan() || !has_before(k) {
            return Some(format!("Spent {now} in {lately}"));
        }
        let before = money_or_nothing(k.beside - k.value);
        Some(format!("Spent {now} in {lately}, {before} in the {} before", k.days))
    })
    .lowers(),
    fact("spend_change_{W}d", "", |k| {
        let (difference, window) = (money(k.value.abs()), k.days);
        Some(match k.value {
            v if v > 0.0 => format!(
                "Spent {difference} more in {} than in the {window} before",
                last_days(window)
            ),
            v if v < 0.0 => format!(
                "Spent {difference} less in {} than in the {window} before",
                last_days(window)
            ),
            _ => format!("Spent as much in {} as in the {window} before", last_days(window)),
        })
    })
    .lowers(),
    fact("spend_ratio_{W}d", "spend_{W}d", |k| {
        let way = match k.value {
            v if v > 1.1 => "more than",
            v if v < 0.9 => "less than",
            _ => "about as much as",
        };
        let lately = last_days(k.days);
        if k.beside.is_nan() {
            return Some(format!("Spent {way} before in {lately}"));
        }
        let now = money_or_nothing(k.beside);
        Some(format!("Spent {now} in {lately}, {way} in the {} before", k.days))
    })
    .lowers(),
    fact("spend_decayed_{W}d", "", |k| {
        Some(format!("Spend so far, recent orders counting most: {}", money(k.value)))
    })
    .lowers(),
    fact("spend_last_year_next_{W}d", "", |k| {
        let spent = money_or_nothing(k.value);
        Some(format!("Spent {spent} in the same {} days last year", k.days))
    }),
    // Orders.
    fact("order_value_mean", "", |k| {
        Some(format!("Spends {} an order on average", money(k.value)))
    }),
    fact("order_value_median", "", |k| Some(format!("Usually spends {} an order", money(k.value)))),
    fact("order_value_sd", "order_value_mean", |k| {
        if k.beside.is_nan() {
            return None;
        }
        let usual = money(k.beside);
        Some(format!("Spends {usual} an order on average, give or take {}", money(k.value)))
    }),
    fact("order_value_max", "order_value_mean", |k| {
        Some(format!("Spends at most {} an order{}", money(k.value), on_average(k)))
    }),
    fact("order_value_min", "order_value_mean", |k| {
        Some(format!("Spends at least {} an order{}", money(k.value), on_average(k)))
    }),
    fact("order_value_last", "order_value_mean", |k| {
        Some(format!("Last order {}{}", money(k.value), on_average(k)))
    }),
    fact("order_value_cv", "", |k| {
        let how = if k.value < 0.3 { "Spends about the same" } else { "Spends differing amounts" };
        Some(format!("{how} from order to order"))
    }),
    fact("order_value_last_to_mean", "", |k| {
        Some(format!("Last order {} times the usual value", ratio(k.value)))
    }),
    fact("rows_per_order", "", |k| Some(format!("{} lines an order on average", ratio(k.value)))),
    fact("items_per_order", "", |k| Some(format!("{} items an order on average", ratio(k.value)))),
    // Breadth.
    fact("distinct_categories", "", |k| {
        Some(format!("Has bought from {}", counted(k.value, "category", "categories")))
    }),
    fact("category_entropy", "distinct_categories", |k| {
        if k.beside.is_nan() {
            return None;
        }
        Some(format!("Has bought from {}", counted(k.beside, "category", "categories")))
    }),
    fact("distinct_products", "", |k| {
        Some(format!("Has bought {}", counted(k.value, "product", "different products")))
    }),
    fact("distinct_channels", "", |k| {
        Some(format!("Has bought through {}", counted(k.value, "channel", "channels")))
    }),
    fact("top_category_share", "", |k| {
        Some(format!("{} of the purchases in the favourite category", share(k.value)))
    }),
    fact("repeat_item_share", "", |k| {
        Some(format!("{} of the purchases are of products bought before", share(k.value)))
    }),
    // Price.
    fact("discounted_spend_share", "", |k| {
        Some(format!("{} of the spend at a discount", share(k.value)))
    }),
    fact("discounted_order_share", "", |k| {
        Some(format!("{} of the orders at a discount", share(k.value)))
    }),
    fact("last_order_discounted", "", |k| {
        let how = if k.value == 0.0 { "at full price" } else { "at a discount" };
        Some(format!("Last order was {how}"))
    }),
    fact("discounted_spend_share_{W}d", "", |k| {
        Some(format!("{} of the spend in {} at a discount", share(k.value), last_days(k.days)))
    }),
    fact("discounted_spend_share_change_{W}d", "", |k| {
        let way = if k.value < 0.0 { "less" } else { "more" };
        let lately = last_days(k.days);
        Some(format!(
            "{} {way} of the spend at a discount in {lately} than before",
            share(k.value.abs())
        ))
    }),
    fact("discount_depth", "", |k| Some(format!("Buys at {} off on average", share(k.value)))),
    // Returns.
    fact("returns", "", |k| {
        Some(counted_or_no(k.value, "return so far", "returns so far").to_string())
    }),
    fact("returns_{W}d", "", |k| Some(lately(k, "return", "returns"))),
    fact("returns_since_last_purchase", "", |k| {
        Some(format!("{} since the last order", counted_or_no(k.value, "return", "returns")))
    }),
    fact("return_rate", "", |k| Some(format!("{} returned lines for each bought", ratio(k.value)))),
    fact("return_value_share", "", |k| {
        Some(format!("{} of the money spent was given back", share(k.value)))
    }),
    fact("days_since_last_return", "", |k| Some(format!("Last return {} ago", span(k.value))))
        .or("No return so far"),
    // Value models.
    fact("expected_order_value", "", |k| {
        Some(format!("About {} to expect from the next order", money(k.value)))
    }),
    fact("expected_spend", "", |k| {
        Some(format!("About {} of spend to expect in the time ahead", money(k.value)))
    }),
    fact("predicted_value_{W}d", "", |k| {
        Some(format!("About {} of spend to expect in the next {} days", money(k.value), k.days))
    }),
];

/// An amount, or "nothing".
struct MoneyOrNothing(f64);

impl fmt::Display for MoneyOrNothing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0.0 { f.write_str("nothing") } else { money(self.0).fmt(f) }
    }
}

fn money_or_nothing(value: f64) -> MoneyOrNothing {
    MoneyOrNothing(value)
}

/// The end of a sentence that compares with the customer's mean; empty where there is none.
struct OnAverage(f64);

impl fmt::Display for OnAverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_nan() {
            return Ok(());
        }
        write!(f, ", {} on average", money(self.0))
    }
}

fn on_average(known: &Known) -> OnAverage {
    OnAverage(if known.orders < 2 { f64::NAN } else { known.beside })
}
