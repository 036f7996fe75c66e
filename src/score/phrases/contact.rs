//! Phrases about engagement events: visits, e-mails, complaints, answers.

use super::{Known, Phrase, fact, lately};
use crate::words::{counted_or_no, ratio, span};

pub(super) static PHRASES: &[Phrase] = &[
    // Events by type and window.
    fact("events_{W}d", "", |k| Some(lately(k, "visit or response", "visits or responses")))
        .lowers(),
    fact("events_visit_{W}d", "", |k| Some(lately(k, "visit", "visits"))).lowers(),
    fact("events_email_open_{W}d", "", |k| Some(lately(k, "e-mail opened", "e-mails opened")))
        .lowers(),
    fact("events_email_click_{W}d", "", |k| {
        Some(lately(k, "click in an e-mail", "clicks in e-mails"))
    })
    .lowers(),
    fact("events_review_{W}d", "", |k| Some(lately(k, "review written", "reviews written")))
        .lowers(),
    fact("events_referral_{W}d", "", |k| Some(lately(k, "referral", "referrals"))).lowers(),
    fact("events_support_{W}d", "", |k| {
        Some(lately(k, "contact with support", "contacts with support"))
    }),
    fact("events_complaint_{W}d", "", |k| Some(lately(k, "complaint", "complaints"))),
    fact("events_nps_{W}d", "", |k| Some(lately(k, "survey answer", "survey answers"))),
    fact("events_unsubscribe_{W}d", "", |k| Some(lately(k, "unsubscription", "unsubscriptions"))),
    fact("events_other_{W}d", "", |k| Some(lately(k, "other event", "other events"))),
    fact("events_change_{W}d", "", |k| {
        let (window, difference) = (k.days, format!("{:.0}", k.value.abs()));
        Some(match k.value {
            v if v > 0.0 => {
                format!("{difference} more visits or responses than in the {window} days before")
            }
            v if v < 0.0 => {
                format!("{difference} fewer visits or responses than in the {window} days before")
            }
            _ => format!("As many visits or responses as in the {window} days before"),
        })
    })
    .lowers(),
    // Since when.
    fact("days_since_last_event", "", |k| {
        Some(format!("Last visit or response {} ago", span(k.value)))
    })
    .raises()
    .or("No visit or response so far"),
    fact("days_since_last_visit", "", |k| Some(format!("Last visit {} ago", span(k.value))))
        .raises()
        .or("No visit so far"),
    fact("days_since_last_email_open", "", |k| {
        Some(format!("Last opened an e-mail {} ago", span(k.value)))
    })
    .raises()
    .or("Has not opened an e-mail so far"),
    fact("days_since_last_email_click", "", |k| {
        Some(format!("Last clicked in an e-mail {} ago", span(k.value)))
    })
    .raises()
    .or("Has not clicked in an e-mail so far"),
    fact("days_since_last_support", "", |k| {
        Some(format!("Last contact with support {} ago", span(k.value)))
    })
    .or("No contact with support so far"),
    fact("days_since_last_complaint", "", |k| {
        Some(format!("Last complaint {} ago", span(k.value)))
    })
    .or("No complaint so far"),
    // In all, and since the last order.
    fact("engagement_score", "", |k| {
        Some(if k.value == 0.0 {
            "No visit or response so far".to_owned()
        } else {
            format!("Engagement of the last weeks: {} points", ratio(k.value))
        })
    })
    .lowers(),
    fact("opens_without_buying", "", |k| {
        Some(since_last_order(k, "e-mail opened", "e-mails opened"))
    }),
    fact("visits_without_buying", "", |k| Some(since_last_order(k, "visit", "visits"))),
    fact("complaints", "", |k| {
        Some(counted_or_no(k.value, "complaint so far", "complaints so far").to_string())
    }),
    fact("complaints_since_last_purchase", "", |k| {
        Some(since_last_order(k, "complaint", "complaints"))
    }),
    fact("referrals", "", |k| {
        Some(counted_or_no(k.value, "referral so far", "referrals so far").to_string())
    })
    .lowers(),
    fact("unsubscribes", "", |k| {
        Some(if k.value == 0.0 {
            "Has never unsubscribed".to_owned()
        } else {
            "Has asked to be left alone".to_owned()
        })
    }),
    fact("channel_switch", "", |k| {
        Some(if k.value == 0.0 {
            "Stayed with the same channel at the last order".to_owned()
        } else {
            "Changed the channel with the last order".to_owned()
        })
    }),
    fact("nps_last", "", |k| Some(format!("Last recommendation score {} of 10", ratio(k.value))))
        .or("No recommendation score so far"),
];

/// `No visits since the last order 45 days ago`.
fn since_last_order(known: &Known, one: &str, many: &str) -> String {
    let since = span(known.days_since_last);
    format!("{} since the last order {since} ago", counted_or_no(known.value, one, many))
}
