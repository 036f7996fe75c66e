//! What was measured, said in a sentence.

use super::effect::Effect;
use crate::stats::Estimate;
use crate::words::whole;

/// A difference in shares, in percentage points to a tenth, or as fine as small ones need.
pub fn points(share: f64) -> String {
    let points = share * 100.0;
    if points.abs() < 0.95 && points != 0.0 {
        return format!("{points:.2}");
    }
    format!("{points:.1}")
}

/// A number with its interval: `12 (95%: 3 to 21)`.
pub fn with_interval(estimate: &Estimate, as_text: impl Fn(f64) -> String) -> String {
    let Estimate { value, low, high } = *estimate;
    format!("{} (95%: {} to {})", as_text(value), as_text(low), as_text(high))
}

/// What the campaigns did, first of all.
pub fn sentence(effect: Option<&Effect>, campaigns: usize) -> String {
    let who = if campaigns == 1 { "The campaign" } else { "The campaigns" };
    let Some(effect) = effect else {
        return format!(
            "No effect can be measured: there must be at least 2 customers on the list and 2 held back; see \
             {} below.",
            who.to_lowercase()
        );
    };
    let Effect { treated, control, bought_share, .. } = effect;
    if bought_share.holds_zero() {
        return format!(
            "No effect can be seen: of the {} on the list {}% bought, of the {} held back {}%; a difference \
             below {} percentage points would not show with {} held back.",
            whole(treated.customers as f64),
            points(treated.bought_share),
            whole(control.customers as f64),
            points(control.bought_share),
            points(effect.detectable),
            whole(control.customers as f64),
        );
    }
    let count = |number: f64| whole(number).to_string();
    let (buyers, what) = if effect.buyers.value > 0.0 {
        (effect.buyers, "brought")
    } else {
        let Estimate { value, low, high } = effect.buyers;
        (Estimate { value: -value, low: -high, high: -low }, "cost")
    };
    let more = if what == "brought" { "more buyers" } else { "buyers" };
    let [value, low, high] = [buyers.value, buyers.low, buyers.high].map(count);
    format!(
        "{who} {what} {value} {more} than leaving everybody alone would have (95%: {low} to {high}), {} in \
         revenue and {} in profit.",
        with_interval(&effect.revenue, count),
        with_interval(&effect.profit, count),
    )
}
