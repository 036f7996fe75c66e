//! A no among answers: tables of consents with a row an answer, changes of fields, lists of objects; addresses in other
//! spellings; versions of a row; what bars nobody.

use super::{CUSTOMERS, NIGHT, all_and_some, customers, email, listed, shop, table, texts};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, BooleanArray, Int64Array};
use std::collections::BTreeSet;
use std::sync::Arc;

fn gone(all: &BTreeSet<i64>, work: &Workplace, night: &str) -> Vec<i64> {
    work.run(&format!("{night} --accept-losses")).expect_code(0);
    all.difference(&listed(work)).copied().collect()
}

fn same(rows: usize, text: &str) -> ArrayRef {
    texts((0..rows).map(|_| text.to_owned()))
}

fn numbers(ids: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(ids.to_vec()))
}

/// The members in a folder, beside a file more.
fn folder(work: &Workplace) -> String {
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    NIGHT.replace("customers.parquet", "people")
}

#[test]
fn a_table_of_consents_has_a_row_an_answer() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let night = folder(&work);
    let everybody: Vec<i64> = (0..CUSTOMERS).collect();
    for (asks, email_is, other, answers, no, yes) in [
        ("channel", "email", "sms", "granted", "false", "true"),
        ("purpose", "marketing", "analytics cookies", "status", "withdrawn", "granted"),
        ("consent_type", "email_marketing", "push", "value", "no", "yes"),
        ("list", "newsletter", "terms", "permitted", "0", "1"),
    ] {
        // Everybody refuses something that is no e-mail.
        let ids = [everybody.clone(), everybody.clone()].concat();
        let said = everybody.iter().map(|id| if some.contains(id) { no } else { yes });
        let said = said.chain(everybody.iter().map(|_| if other == "sms" { yes } else { no }));
        let questions = everybody.iter().map(|_| email_is).chain(everybody.iter().map(|_| other));
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", numbers(&ids)),
            (asks, texts(questions.map(str::to_owned))),
            (answers, texts(said.map(str::to_owned))),
        ];
        table(&work, "people/consents.parquet", columns);
        assert_eq!(gone(&all, &work, &night), some, "{asks} {answers}");
    }
}

#[test]
fn the_newest_answer_of_a_person_to_a_question_holds() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let night = folder(&work);
    let twice = [some.clone(), some.clone()].concat();
    let addresses = || texts(twice.iter().map(|&id| email(id)));
    let words = |first: &str, last: &str| {
        let all = [first; 3].into_iter().chain([last; 3]);
        texts(all.map(str::to_owned))
    };
    let times = words("2024-01-05 10:00:00", "2024-06-05 10:00:00");
    for (first, last, expected) in
        [("WITHDRAWN", "CONFIRMED", vec![]), ("CONFIRMED", "WITHDRAWN", some.clone())]
    {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("Identifier", addresses()),
            ("Purpose", same(6, "Email Marketing")),
            ("TransactionType", words(first, last)),
            ("InteractionDate", Arc::clone(&times)),
        ];
        table(&work, "people/receipts.parquet", columns.clone());
        assert_eq!(gone(&all, &work, &night), expected, "{first}, {last}");
        std::fs::remove_file(work.path("people/receipts.parquet")).unwrap();
        table(&work, "events.parquet", columns);
        let with_events = format!("{night} --events events.parquet");
        assert_eq!(gone(&all, &work, &with_events), expected, "events: {first}, {last}");
    }
    // A row a person is no table of consents: the channel may be the preferred one.
    let wide: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", numbers(&some)),
        ("channel", same(3, "push")),
        ("status", same(3, "unsubscribed")),
    ];
    table(&work, "people/more.parquet", wide);
    assert_eq!(gone(&all, &work, &night), some);
}

#[test]
fn a_change_of_a_field_says_no_by_its_new_value() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let night = format!("{NIGHT} --events events.parquet");
    let changed = |columns: Vec<(&str, ArrayRef)>| {
        let mut all: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", numbers(&some)),
            ("timestamp", same(3, "2024-06-05")),
            ("type", same(3, "profile_changed")),
        ];
        all.extend(columns);
        table(&work, "events.parquet", all);
    };
    for (field, old, new, says_no) in [
        ("email_opt_in", "true", "false", true),
        ("HasOptedOutOfEmail", "0", "1", true),
        ("email_opt_in", "false", "true", false),
        ("is_student", "true", "false", false),
    ] {
        let values = vec![
            ("field", same(3, field)),
            ("old_value", same(3, old)),
            ("new_value", same(3, new)),
        ];
        changed(values);
        let expected = if says_no { some.clone() } else { Vec::new() };
        assert_eq!(gone(&all, &work, &night), expected, "{field} {new}");
        changed(vec![("changes", same(3, &format!("{{\"{field}\": [\"{old}\", \"{new}\"]}}")))]);
        assert_eq!(gone(&all, &work, &night), expected, "changes of {field} to {new}");
    }
}

#[test]
fn each_file_of_events_says_in_its_own_way_whose_they_are() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    std::fs::create_dir(work.path("events")).unwrap();
    for (name, who, ids) in [
        ("a", "customer_id", texts([some[0].to_string()])),
        ("b", "user_id", texts([some[1].to_string()])),
        ("c", "email", texts([email(some[2])])),
    ] {
        let columns: Vec<(&str, ArrayRef)> = vec![
            (who, ids),
            ("timestamp", same(1, "2024-06-05")),
            ("type", same(1, "unsubscribe")),
        ];
        table(&work, &format!("events/{name}.parquet"), columns);
    }
    assert_eq!(gone(&all, &work, &format!("{NIGHT} --events events")), some);
}

#[test]
fn an_address_meets_in_every_spelling() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let night = folder(&work);
    let spellings: [fn(i64) -> String; 5] = [
        |id| format!("SMTP:{}", email(id)),
        |id| format!("Ann Uhl {};", email(id)),
        |id| format!("bounces-12-{}@list.org", email(id).replace('@', "=")),
        |id| email(id).replace('@', "＠") + ".",
        |id| format!("c{id}\u{200b}@shop.test"),
    ];
    for (k, spelled) in spellings.into_iter().enumerate() {
        let cells = texts(some.iter().map(|&id| spelled(id)));
        table(&work, "people/suppression.parquet", vec![("email", cells)]);
        assert_eq!(gone(&all, &work, &night), some, "spelling {k}");
    }
}

#[test]
fn columns_of_rows_and_of_failures_are_read_by_their_words() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    for (column, of_some, of_others, says_no) in [
        ("granted", "false", "true", true),
        ("statecode", "1", "0", true),
        ("state_code", "1", "36", false),
        ("row_status", "D", "A", true),
        ("record_status", "Inactive", "Active", true),
        ("bounce_type", "soft", "", false),
        ("bounce_type", "hard", "soft", true),
        ("consents", "[{\"purpose\": \"marketing\", \"status\": \"withdrawn\"}]", "[]", true),
        ("consents", "[{\"channel\": \"sms\", \"opted_in\": false}]", "[]", false),
        ("profile", "{\"email\": {\"state\": \"UNSUBSCRIBED\"}}", "{}", true),
    ] {
        let cell = |id| if some.contains(&id) { of_some } else { of_others }.to_owned();
        customers(&work, Some((column, texts((0..CUSTOMERS).map(cell)))));
        let expected = if says_no { some.clone() } else { Vec::new() };
        assert_eq!(gone(&all, &work, NIGHT), expected, "{column} = {of_some}");
    }
}

#[test]
fn an_older_version_is_no_refusal_and_nothing_else_either() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let ids: Vec<i64> = (0..CUSTOMERS).chain(some.iter().copied()).collect();
    let is_old = |row: usize| row >= CUSTOMERS as usize;
    let address = |(row, &id): (usize, &i64)| {
        if is_old(row) { format!("a-former-{id}@shop.test") } else { email(id) }
    };
    let ends = |row: usize| is_old(row).then(|| "2024-02-01".to_owned());
    let write = |valid_to: ArrayRef| {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", numbers(&ids)),
            ("email", texts(ids.iter().enumerate().map(address))),
            (
                "consent_email",
                Arc::new(
                    (0..ids.len())
                        .map(|row| Some(!is_old(row)))
                        .map(|yes| yes.filter(|yes| *yes))
                        .collect::<BooleanArray>(),
                ),
            ),
            ("valid_from", same(ids.len(), "2023-01-01")),
            ("valid_to", valid_to),
        ];
        table(&work, "customers.parquet", columns);
    };
    write(texts((0..ids.len()).map(ends)));
    assert!(gone(&all, &work, NIGHT).is_empty());
    let list = std::fs::read_to_string(work.path("output/audience/as_of=2024-12-01/win_back.csv"));
    assert!(!list.unwrap().contains("a-former-"), "an address that holds no longer");
    // Whoever has no other version is deleted.
    write(texts(
        (0..ids.len()).map(|row| some.contains(&ids[row]).then(|| "2024-02-01".to_owned())),
    ));
    assert_eq!(gone(&all, &work, NIGHT), some);
}

#[test]
fn of_rows_of_a_customer_that_begin_where_others_end_the_last_holds() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let ids: Vec<i64> = (0..CUSTOMERS).chain(some.iter().copied()).collect();
    let is_old = |row: usize| row >= CUSTOMERS as usize;
    let address = |(row, &id): (usize, &i64)| {
        if is_old(row) { format!("a-former-{id}@shop.test") } else { email(id) }
    };
    let begin = |(row, id): (usize, &i64)| {
        let is_later = !is_old(row) && some.contains(id);
        if is_later { "2024-02-01" } else { "2023-01-01" }.to_owned()
    };
    let end = |row| if is_old(row) { "2024-02-01" } else { "9999-12-31" }.to_owned();
    for (begins, ends) in [("eff_dt", "exp_dt"), ("row_start_ts", "row_end_ts")] {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", numbers(&ids)),
            ("email", texts(ids.iter().enumerate().map(address))),
            ("consent_email", Arc::new(BooleanArray::from(vec![true; ids.len()]))),
            (begins, texts(ids.iter().enumerate().map(begin))),
            (ends, texts((0..ids.len()).map(end))),
        ];
        table(&work, "customers.parquet", columns);
        assert!(gone(&all, &work, NIGHT).is_empty(), "{ends}");
        let list =
            std::fs::read_to_string(work.path("output/audience/as_of=2024-12-01/win_back.csv"));
        assert!(!list.unwrap().contains("a-former-"), "{ends}: an address that holds no longer");
    }
}

#[test]
fn a_cell_of_the_transactions_says_no() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    super::elsewhere::transactions_with(&work, "customer_tags", |id| {
        Some(if some.contains(&id) { "vip, do_not_contact" } else { "vip" }.to_owned())
    });
    let ended = work.run(&(NIGHT.replace(" --quiet", "") + " --accept-losses")).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<_>>(), some);
    assert!(ended.stderr.contains("customer_tags"), "{}", ended.stderr);
    for (column, no, other) in [
        ("customer_marketing_consent_status", "withdrawn", "given"),
        (
            "customer",
            "{\"email_marketing_consent\": {\"state\": \"unsubscribed\"}}",
            "{\"email_marketing_consent\": {\"state\": \"not_subscribed\"}}",
        ),
    ] {
        super::elsewhere::transactions_with(&work, column, |id| {
            Some(if some.contains(&id) { no } else { other }.to_owned())
        });
        assert_eq!(gone(&all, &work, NIGHT), some, "{column}");
    }
    super::elsewhere::transactions_with(&work, "customer_status", |_| Some("closed".to_owned()));
    assert!(gone(&all, &work, NIGHT).is_empty(), "a state of the sale or of the account");
}

#[test]
fn answers_to_other_purposes_and_ended_ones_are_told_apart() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let night = folder(&work);
    let everybody: Vec<i64> = (0..CUSTOMERS).collect();
    let ids = [everybody.clone(), everybody.clone()].concat();
    let n = everybody.len();
    let purposes = |first: &str, second: &str| {
        texts([vec![first.to_owned(); n], vec![second.to_owned(); n]].concat())
    };
    let of_some = |no: &str, yes: &str, other: &str| {
        let said = everybody.iter().map(|id| if some.contains(id) { no } else { yes }.to_owned());
        texts(said.chain((0..n).map(|_| other.to_owned())))
    };
    let write = |columns: Vec<(&str, ArrayRef)>| {
        let columns = [vec![("customer_id", numbers(&ids))], columns].concat();
        table(&work, "people/rows.parquet", columns);
        gone(&all, &work, &night)
    };
    // OneTrust's receipts: whoever refuses cookies alone may be written to.
    let receipts = vec![
        ("PurposeName", purposes("Email marketing", "Cookies - Targeting")),
        ("PurposeStatus", of_some("WITHDRAWN", "ACTIVE", "WITHDRAWN")),
        ("InteractionDate", purposes("2024-05-01", "2024-05-01")),
    ];
    assert_eq!(write(receipts), some);
    // Salesforce's consents by a way of contact, with the day on which they ended.
    let consents = vec![
        ("ContactPointType", purposes("Email", "Phone")),
        ("PrivacyConsentStatus", purposes("OptIn", "OptIn")),
        ("EffectiveTo", of_some("2024-06-01", "2999-01-01", "2999-01-01")),
    ];
    assert_eq!(write(consents), some);
}
