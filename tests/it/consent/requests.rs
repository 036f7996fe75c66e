//! Wishes among the events: at the help desk, by law, in the logs of sending services; and whose they are where only a
//! number or an object tells.

use super::{CUSTOMERS, NIGHT, all_and_some, customers, email, listed, shop, table, texts};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, BooleanArray};
use std::collections::BTreeSet;
use std::sync::Arc;

fn ids() -> ArrayRef {
    texts((0..CUSTOMERS).map(|id| id.to_string()))
}

fn same(text: &str) -> ArrayRef {
    texts((0..CUSTOMERS).map(|_| text.to_owned()))
}

/// Who is gone where some have one event and the others another.
fn gone(work: &Workplace, all: &BTreeSet<i64>, columns: Vec<(&str, ArrayRef)>) -> Vec<i64> {
    table(work, "events.parquet", columns);
    work.run(&format!("{NIGHT} --accept-losses --events events.parquet")).expect_code(0);
    all.difference(&listed(work)).copied().collect()
}

#[test]
fn requests_and_rejections_say_no_and_questions_do_not() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    for (column, [event_type, said], [other_type, other]) in [
        ("intent", ["ticket_created", "marketing/unsubscribe"], ["ticket_created", "order/cancel"]),
        (
            "subject",
            ["ticket", "Please unsubscribe me"],
            ["ticket", "How do I unsubscribe from my coffee plan?"],
        ),
        (
            "subject",
            ["ticket", "STOP EMAILING ME"],
            ["campaign_sent", "Stop emailing, start living"],
        ),
        ("error", ["blocked", "preblocked"], ["blocked", "mailbox full"]),
        ("request_type", ["dsar", "restriction"], ["dsar", "portability"]),
        ("regulationType", ["regulation", "SUPPRESS_ONLY"], ["track", ""]),
        ("event_type", ["delete", "data_subject_request"], ["access", "data_subject_request"]),
        (
            "enabled",
            ["Email Notifications Toggled", "false"],
            ["Email Notifications Toggled", "true"],
        ),
        ("disposition", ["call", "Requested removal from list"], ["call", "No answer"]),
        ("subject", ["ticket", "Remove my email address"], ["ticket", "Remove my coupon"]),
        (
            "subject",
            ["ticket", "Löschung meiner Daten nach DSGVO"],
            ["ticket", "Wo ist mein Paket"],
        ),
        ("subject", ["ticket", "Merci de ne plus m'envoyer d'emails"], ["ticket", "Ma commande"]),
        ("subject", ["ticket", "No quiero recibir más correos"], ["ticket", "Mi pedido"]),
        ("reason", ["policy_rejection", "suppressed"], ["delay", "421"]),
        ("state", ["reject", "rejected"], ["send", "sent"]),
        ("hard_bounce", ["bounce", "true"], ["bounce", "false"]),
        ("dropReason", ["DROPPED", "PREVIOUS_SPAM"], ["DROPPED", "BLOCKED_DOMAIN"]),
    ] {
        let of = |one: &str, other: &str| {
            texts((0..CUSTOMERS).map(|id| if some.contains(&id) { one } else { other }.to_owned()))
        };
        let columns = vec![
            ("customer_id", ids()),
            ("timestamp", same("2024-11-20")),
            ("type", of(event_type, other_type)),
            (column, of(said, other)),
        ];
        assert_eq!(gone(&work, &all, columns), some, "{event_type} {column} {said}");
    }
    let asks = texts(
        (0..CUSTOMERS).map(|id| if some.contains(&id) { "ERASURE" } else { "ACCESS" }.to_owned()),
    );
    customers(&work, Some(("dsr_type", asks)));
    work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<_>>(), some);
}

#[test]
fn an_event_is_whose_its_number_or_its_object_says() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let object = |id: &i64| {
        format!("{{\"ip\": \"1.2.3.4\", \"traits\": {{\"email\": \"{}\"}}}}", email(*id))
    };
    let of_some = |text: &str| texts(some.iter().map(|_| text.to_owned()));
    let columns = vec![
        ("customer_id", texts(some.iter().map(|_| None::<String>))),
        ("timestamp", of_some("2024-11-20")),
        ("type", of_some("Unsubscribed")),
        ("context", texts(some.iter().map(object))),
    ];
    assert_eq!(gone(&work, &all, columns), some);
    let number = |id: i64| format!("+4917155{id:05}");
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", ids()),
        ("email", texts((0..CUSTOMERS).map(email))),
        ("phone", texts((0..CUSTOMERS).map(number))),
        ("consent_email", Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize]))),
    ];
    table(&work, "customers.parquet", columns);
    let columns = vec![
        ("phone", texts(some.iter().map(|id| number(*id)))),
        ("timestamp", of_some("2024-11-20")),
        ("type", of_some("unsubscribe")),
    ];
    assert_eq!(gone(&work, &all, columns), some);
}

/// SendGrid's `type` is that of a bounce and empty elsewhere; what an event is stands in `event`.
#[test]
fn an_event_without_a_type_is_what_another_column_calls_it() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    for (no, reason) in [
        ("unsubscribe", ""),
        ("group_unsubscribe", ""),
        ("spamreport", ""),
        ("dropped", "Unsubscribed Address"),
    ] {
        let of = |one: &str, other: &str| {
            texts((0..CUSTOMERS).map(|id| if some.contains(&id) { one } else { other }.to_owned()))
        };
        let columns = vec![
            ("customer_id", ids()),
            ("timestamp", same("2024-11-20")),
            ("type", texts((0..CUSTOMERS).map(|id| (id == 119).then(|| "blocked".to_owned())))),
            ("event", of(no, "delivered")),
            ("reason", of(reason, "")),
        ];
        assert_eq!(gone(&work, &all, columns), some, "{no}");
    }
}

#[test]
fn a_failure_for_now_may_stand_within_an_object() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let bounce = |kind: &str| format!("{{\"bounce\": {{\"bounceType\": \"{kind}\"}}}}");
    let kinds =
        (0..CUSTOMERS).map(|id| bounce(if some.contains(&id) { "Permanent" } else { "Transient" }));
    let columns = vec![
        ("customer_id", ids()),
        ("timestamp", same("2024-11-20")),
        ("type", same("Bounce")),
        ("detail", texts(kinds)),
    ];
    assert_eq!(gone(&work, &all, columns), some);
}
