//! What was measured, said in a sentence.

use super::effect::Effect;
use crate::stats::Estimate;
use crate::words::{decimal, money, whole};

/// A difference in shares, in percentage points to a tenth, or as fine as small ones need.
pub(crate) fn points(share: f64) -> String {
    let points = share * 100.0;
    if points.abs() < 0.95 && points != 0.0 {
        return decimal(points, 2);
    }
    decimal(points, 1)
}

/// A number with its interval of 95 %: `12 (3 to 21)`.
pub(crate) fn with_interval(estimate: &Estimate, as_text: impl Fn(f64) -> String) -> String {
    let Estimate { value, low, high } = *estimate;
    format!("{} ({} to {})", as_text(value), as_text(low), as_text(high))
}

/// What the campaigns did, first of all.
pub(super) fn sentence(effect: Option<&Effect>, campaigns: usize) -> String {
    let who = if campaigns == 1 { "The campaign" } else { "The campaigns" };
    let Some(effect) = effect else {
        return format!(
            "No effect can be measured: there must be at least 2 customers on the list and 2 held back; see \
             {} below.",
            who.to_lowercase()
        );
    };
    if effect.treated.buyers + effect.control.buyers == 0 {
        return "No effect can be seen: nobody on either side bought in these days. A list that is made later \
                than its date leaves off who has bought by then."
            .to_owned();
    }
    if effect.bought_share.holds_zero() { unseen(effect) } else { seen(effect, who) }
}

fn unseen(effect: &Effect) -> String {
    let Effect { treated, control, detectable, .. } = effect;
    let held_back = whole(control.customers as f64);
    let mut sentence = format!(
        "No effect can be seen: of the {} on the list {}% bought, of the {held_back} held back {}%",
        whole(treated.customers as f64),
        points(treated.bought_share),
        points(control.bought_share),
    );
    if let Some(detectable) = detectable {
        sentence.push_str(&format!(
            "; a difference below {} percentage points would not show with {held_back} held back",
            points(*detectable),
        ));
    }
    sentence + "."
}

fn seen(effect: &Effect, who: &str) -> String {
    let count = |number: f64| whole(number).to_string();
    let amount = |number: f64| money(number).to_string();
    let Estimate { value, low, high } = effect.buyers;
    let (what, [value, low, high]) =
        if value > 0.0 { ("brought", [value, low, high]) } else { ("cost", [-value, -high, -low]) };
    let than = "than leaving everybody alone would have";
    let buyers = if value > 0.0 { format!("buyers more {than}") } else { "buyers".to_owned() };
    format!(
        "{who} {what} {} {buyers} (95%: {} to {}), {} in revenue and {} in profit.",
        count(value),
        count(low),
        count(high),
        with_interval(&effect.revenue, amount),
        with_interval(&effect.profit, amount),
    )
}
