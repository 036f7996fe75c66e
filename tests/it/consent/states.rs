//! A no beside the type of an event, in the exports of services, by the stems of a consent's name, until a day, in an
//! object, by the version of a row; and columns that only sound like it.

use super::{CUSTOMERS, NIGHT, all_and_some, customers, email, listed, shop, table, texts};
use crate::workplace::{Ended, Workplace};
use arrow_array::{
    ArrayRef, BinaryArray, FixedSizeBinaryArray, Float64Array, Int64Array, StringArray,
    StructArray, TimestampMicrosecondArray,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A night, and who is no longer on the list by it.
fn night(work: &Workplace, all: &BTreeSet<i64>, more: &str) -> (Vec<i64>, Ended) {
    let ended = work.run(&format!("{NIGHT} --accept-losses {more}").replace(" --quiet", ""));
    let ended = ended.expect_code(0);
    (all.difference(&listed(work)).copied().collect(), ended)
}

fn ids() -> ArrayRef {
    texts((0..CUSTOMERS).map(|id| id.to_string()))
}

fn same(text: &str) -> ArrayRef {
    texts((0..CUSTOMERS).map(|_| text.to_owned()))
}

/// An event of every customer, with a column beside its type that says one thing of some and another of the others.
fn said_beside(work: &Workplace, event_type: &str, column: &str, cells: ArrayRef) {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", ids()),
        ("timestamp", same("2024-11-20")),
        ("type", same(event_type)),
        (column, cells),
    ];
    table(work, "events.parquet", columns);
}

#[test]
fn a_state_beside_the_type_of_an_event_says_no() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let cells = |no: &str, others: &str| {
        texts((0..CUSTOMERS).map(|id| if some.contains(&id) { no } else { others }.to_owned()))
    };
    for (event_type, column, no, others) in [
        ("subscription_changed", "subscription_status", "unsubscribed", "subscribed"),
        ("Subscription Updated", "properties.status", "unsubscribed", "opted_in"),
        ("users.behaviors.subscriptiongroup.Change", "status", "unsubscribed", "subscribed"),
        ("profile_updated", "new_value", "Opted-Out", "opted-in"),
        ("consent_updated", "consent", "denied", "granted"),
        ("page_view", "email_opt_out", "true", "false"),
        ("page_view", "is_unsubscribed", "1", "0"),
        ("page_view", "unsubscribed_at", "2024-05-05", ""),
        ("email", "spam", "true", "false"),
        ("email", "spam_reported", "1", "0"),
        ("subscription_changed", "properties", "{\"new\": {\"status\": \"unsubscribed\"}}", "{}"),
        ("identify", "traits", "{\"email_opt_in\": false}", "{\"email_opt_in\": true}"),
        ("ticket", "tags", "unsubscribe_request", "vip"),
        ("track", "action", "STOP", "open"),
        ("case_created", "case_type", "Right to be forgotten", "Question"),
        (
            "profile_update",
            "event_properties",
            "{\"marketing_consent\": \"revoked\"}",
            "{\"marketing_consent\": \"given\"}",
        ),
        (
            "customer.updated",
            "data",
            "{\"object\": {\"email_marketing_consent\": {\"state\": \"unsubscribed\"}}}",
            "{\"object\": {\"email_marketing_consent\": {\"state\": \"subscribed\"}}}",
        ),
        (
            "form",
            "event_params",
            "[{\"key\": \"newsletter_opt_in\", \"value\": {\"string_value\": \"false\"}}]",
            "[{\"key\": \"newsletter_opt_in\", \"value\": {\"string_value\": \"true\"}}]",
        ),
        (
            "preferences_saved",
            "preferences",
            "{\"email\": {\"promotions\": false}}",
            "{\"email\": {\"promotions\": true}}",
        ),
    ] {
        said_beside(&work, event_type, column, cells(no, others));
        let (gone, ended) = night(&work, &all, "--events events.parquet");
        assert_eq!(gone, some, "{event_type}: {column} = {no}");
        let said = format!("3 values of {column} in the events say no beside their type");
        assert!(ended.stderr.contains(&said), "{}", ended.stderr);
    }
    let states: ArrayRef = Arc::new(
        (0..CUSTOMERS)
            .map(|id| Some(if some.contains(&id) { "unsubscribed" } else { "subscribed" }))
            .collect::<StringArray>(),
    );
    let properties: ArrayRef = Arc::new(StructArray::try_from(vec![("state", states)]).unwrap());
    said_beside(&work, "subscription_changed", "properties", properties);
    assert_eq!(night(&work, &all, "--events events.parquet").0, some, "a struct");
    let times: ArrayRef = Arc::new(
        (0..CUSTOMERS)
            .map(|id| some.contains(&id).then_some(1_700_000_000_000_000))
            .collect::<TimestampMicrosecondArray>(),
    );
    said_beside(&work, "page_view", "unsubscribed_at", times);
    assert_eq!(night(&work, &all, "--events events.parquet").0, some, "a time");
    // What was before, what else has a state, a page, an amount of nothing, a consent to cookies.
    for (event_type, column, cell) in [
        ("subscription_changed", "old_value", "unsubscribed"),
        ("subscription_changed", "subscription_status", "past_due"),
        ("support_ticket", "status", "closed"),
        ("page_view", "url", "/unsubscribe"),
        ("Subscribed to List", "event_value", "0.00"),
        ("page_view", "cookie_consent", "denied"),
        ("page_view", "properties", "{\"analytics\": true, \"marketing_consent\": false}"),
        ("video", "action", "stop"),
        ("email_opened", "unsubscribe_link_shown", "true"),
    ] {
        said_beside(&work, event_type, column, same(cell));
        let (gone, _) = night(&work, &all, "--events events.parquet");
        assert!(gone.is_empty(), "{event_type}: {column} = {cell}");
    }
    said_beside(&work, "profile_updated", "status", same("unsubscribed"));
    work.write("winback.toml", "[customer_columns]\nno_refusals = [\"status\"]\n");
    assert!(night(&work, &all, "--events events.parquet").0.is_empty(), "it is said to be none");
}

/// Beside deliveries alone a complaint is the button for spam, beside visits one about goods.
/// Twilio's number of a message that was not sent, as its recipient has answered STOP.
#[test]
fn a_number_of_who_answered_stop_bars_the_phone_alone() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let codes = |code: f64| -> ArrayRef {
        let of = |id| if some.contains(&id) { Some(code) } else { None };
        Arc::new((0..CUSTOMERS).map(of).collect::<Float64Array>())
    };
    said_beside(&work, "undelivered", "error_code", codes(21610.0));
    let (gone, ended) = night(&work, &all, "--events events.parquet");
    assert!(gone.is_empty(), "they may be written to: {gone:?}");
    assert!(
        ended.stderr.contains("3 values of error_code in the events say no"),
        "{}",
        ended.stderr
    );
    said_beside(&work, "undelivered", "error_code", codes(30003.0));
    let (_, ended) = night(&work, &all, "--events events.parquet");
    assert!(!ended.stderr.contains("values of error_code"), "{}", ended.stderr);
}

#[test]
fn a_complaint_among_messages_is_one_to_the_mail_provider() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    for (others, expected) in [("Delivery", some.clone()), ("page_view", Vec::new())] {
        let types = (0..CUSTOMERS)
            .map(|id| if some.contains(&id) { "Complaint" } else { others }.to_owned());
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", ids()),
            ("timestamp", same("2024-11-20")),
            ("eventType", texts(types)),
        ];
        table(&work, "events.parquet", columns);
        let (gone, ended) = night(&work, &all, "--events events.parquet");
        assert_eq!(gone, expected, "{others}");
        let named = ended.stderr.contains("beside their type: complaint (3)");
        assert_eq!(named, !expected.is_empty(), "{}", ended.stderr);
    }
}

#[test]
fn words_in_bytes_are_words() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let words = (0..CUSTOMERS)
        .map(|id| if some.contains(&id) { "unsubscribed" } else { "subscribed" }.as_bytes());
    let words: ArrayRef = Arc::new(BinaryArray::from_iter_values(words));
    customers(&work, Some(("status", words)));
    assert_eq!(night(&work, &all, "").0, some);
    // A flag of one bit, as MySQL's exports have it.
    let bits = (0..CUSTOMERS).map(|id| Some([u8::from(some.contains(&id))]));
    let bits = FixedSizeBinaryArray::try_from_sparse_iter_with_size(bits, 1).unwrap();
    customers(&work, Some(("opt_out", Arc::new(bits))));
    assert_eq!(night(&work, &all, "").0, some, "bits");
    let hashes = (0..CUSTOMERS).map(|id| [0xff, id as u8]);
    let hashes: ArrayRef = Arc::new(BinaryArray::from_iter_values(hashes));
    customers(&work, Some(("avatar", hashes)));
    assert!(night(&work, &all, "").0.is_empty(), "bytes that are no text");
}

#[test]
fn exports_of_events_need_no_names() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let types = |no: &str, others: &str| {
        texts((0..CUSTOMERS).map(|id| if some.contains(&id) { no } else { others }.to_owned()))
    };
    let addresses = || texts((0..CUSTOMERS).map(email));
    let (segment, ga4, snowplow) = ("unsubscribe", "newsletter_unsubscribe", "email_unsubscribe");
    let exports: Vec<(&str, Vec<(&str, ArrayRef)>)> = vec![
        (
            "originalTimestamp",
            vec![
                ("userId", ids()),
                ("event", types(segment, "page")),
                ("receivedAt", same("2024-11-20T10:00:02Z")),
                ("originalTimestamp", same("2024-11-20T10:00:00Z")),
                ("sentAt", same("2024-11-20T10:00:01Z")),
            ],
        ),
        (
            "event_timestamp",
            vec![
                ("event_date", same("20241120")),
                ("event_timestamp", same("1732096800000000")),
                ("event_name", types(ga4, "page_view")),
                ("user_pseudo_id", same("123.456")),
                ("user_id", ids()),
            ],
        ),
        (
            "derived_tstamp",
            vec![
                ("event", same("struct")),
                ("event_name", types(snowplow, "page_view")),
                ("user_id", ids()),
                ("collector_tstamp", same("2024-11-20 10:00:00")),
                ("derived_tstamp", same("2024-11-20 10:00:00")),
            ],
        ),
        (
            "time",
            vec![
                ("$distinct_id", ids()),
                ("event", types("Unsubscribe", "View")),
                ("time", same("1732096800")),
            ],
        ),
        // Braze's own identifier is not the business's.
        (
            "time",
            vec![
                ("user_id", same("5f1a")),
                ("external_user_id", ids()),
                (
                    "event_type",
                    types("users.messages.email.Unsubscribe", "users.behaviors.app.SessionStart"),
                ),
                ("time", same("1732096800")),
            ],
        ),
        // Sending tools know people by their addresses alone.
        (
            "timestamp",
            vec![
                ("email", addresses()),
                ("event", types("unsubscribe", "open")),
                ("timestamp", same("1732096800")),
            ],
        ),
        (
            "ReceivedAt",
            vec![
                ("Recipient", addresses()),
                ("RecordType", types("SubscriptionChange", "Open")),
                ("ReceivedAt", same("2024-11-20T10:00:00Z")),
            ],
        ),
    ];
    for (time, columns) in exports {
        table(&work, "events.parquet", columns);
        assert_eq!(night(&work, &all, "--events events.parquet").0, some, "{time}");
        let flags = "check --transactions tx.parquet --events events.parquet --as-of 2024-12-01 --format json";
        let columns = work.run(flags).json()["columns"].clone();
        let taken = columns
            .as_array()
            .unwrap()
            .iter()
            .find(|taken| taken["table"] == "event_columns" && taken["part"] == "timestamp");
        assert_eq!(taken.unwrap()["column"], time, "{columns}");
    }
}

#[test]
fn a_consent_by_any_name_refuses_by_a_plain_no() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let with = |name: &str, no: &str, others: &str| {
        let cell = |id: i64| if some.contains(&id) { no } else { others };
        let cell = |id: i64| Some(cell(id).to_owned()).filter(|text| !text.is_empty());
        customers(&work, Some((name, texts((0..CUSTOMERS).map(cell)))));
        night(&work, &all, "").0
    };
    for (name, no, others) in [
        ("consent_email_de", "false", "true"),
        ("email_opt_in_uk", "no", "yes"),
        ("double_opt_in", "pending", "confirmed"),
        ("Werbung", "nein", "ja"),
        ("E-Mail-Werbung erlaubt", "nein", "ja"),
        ("boletin", "baja", "alta"),
        ("zgoda_marketingowa", "nie", "tak"),
        ("okToEmail", "N", "Y"),
        ("promo_emails", "off", "on"),
        ("consent_valid_until", "2023-01-01", "2999-01-01"),
        ("consent_expires_at", "when asked", ""),
        ("__op", "d", "u"),
        ("_fivetran_active", "false", "true"),
        ("is_current", "0", "1"),
        ("preferences", "{\"email\": false, \"sms\": true}", "{\"email\": true}"),
        ("communication", "{\"settings\": {\"email_opt_in\": \"no\"}}", "{}"),
        ("contact_methods", "phone only", "e-mail"),
        ("privacy", "delete requested", ""),
        ("mailing_list_status", "removed", "member"),
        ("not_contactable", "yes", "no"),
    ] {
        assert_eq!(with(name, no, others), some, "{name} = {no}");
    }
    for (name, cell) in [
        ("newsletter_language", "no"),
        ("consent_source", "none"),
        ("consent_version", "0"),
        ("consent_text", "I agree, and can unsubscribe at any time"),
        ("last_campaign", "Unsubscribe survey"),
        ("last_contact", "never"),
        ("preferences", "{\"color\": \"no\"}"),
        ("settings", "{\"dark_mode\": false, \"email\": \"a@b.test\"}"),
        ("is_current_customer", "no"),
        ("op", "u"),
    ] {
        assert!(with(name, cell, cell).is_empty(), "{name} = {cell}");
    }
    // A no to text messages bars no mail.
    assert!(with("sms_opt_in_de", "no", "yes").is_empty());
}

#[test]
fn whoever_has_a_current_row_is_not_deleted() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    // Everybody had an earlier row; some have no other.
    let rows = |id: i64| if some.contains(&id) { vec![false] } else { vec![false, true] };
    let all_rows: Vec<(i64, bool)> =
        (0..CUSTOMERS).flat_map(|id| rows(id).into_iter().map(move |is| (id, is))).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", Arc::new(Int64Array::from_iter_values(all_rows.iter().map(|row| row.0)))),
        ("email", texts(all_rows.iter().map(|row| email(row.0)))),
        ("consent_email", texts(all_rows.iter().map(|_| "yes".to_owned()))),
        ("is_current", texts(all_rows.iter().map(|row| row.1.to_string()))),
    ];
    table(&work, "customers.parquet", columns);
    let (gone, _) = night(&work, &all, "");
    assert_eq!(gone, some);
}

#[test]
fn a_time_that_says_never_is_no_no() {
    let work = shop();
    let (all, _) = all_and_some(&work);
    let day = 86_400_000_000i64;
    for (column, days) in [("deleted_at", 0), ("unsubscribed_at", -25_567), ("closed_at", 84_006)] {
        let micros = |id: i64| if id == 0 { 19_000 * day } else { days * day };
        let never: ArrayRef = Arc::new(TimestampMicrosecondArray::from_iter_values(
            (0..CUSTOMERS).map(|_| days * day),
        ));
        customers(&work, Some((column, never)));
        let (gone, ended) = night(&work, &all, "");
        assert!(gone.is_empty(), "{column}");
        assert!(ended.stderr.contains(&format!("can be: {column}")), "{}", ended.stderr);
        // A real date in one row is a no, and the others still say never.
        let one: ArrayRef =
            Arc::new(TimestampMicrosecondArray::from_iter_values((0..CUSTOMERS).map(micros)));
        customers(&work, Some((column, one)));
        let (gone, _) = night(&work, &all, "");
        assert_eq!(gone, [0], "{column}");
        // Where others are empty it may be a no whose day is not known.
        let with_empty = (0..CUSTOMERS).map(|id| (id != 0).then_some(days * day));
        let with_empty: ArrayRef = Arc::new(with_empty.collect::<TimestampMicrosecondArray>());
        customers(&work, Some((column, with_empty)));
        let (gone, _) = night(&work, &all, "");
        assert_eq!(gone.len(), all.len() - 1, "{column}");
    }
}

/// A shop's own number and address stand on all rows, or on many.
#[test]
fn an_address_of_many_is_nobodys() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let flags = || texts((0..CUSTOMERS).map(|id| some.contains(&id).to_string()));
    let write = |phone: ArrayRef, may_call: &str, mail: &dyn Fn(i64) -> String| {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", Arc::new(Int64Array::from_iter_values(0..CUSTOMERS))),
            ("email", texts((0..CUSTOMERS).map(mail))),
            ("phone", phone),
            ("consent_email", same("yes")),
            ("consent_phone", same(may_call)),
            ("unsubscribed", flags()),
        ];
        table(&work, "customers.parquet", columns);
    };
    write(same("+49 30 9876543"), "yes", &email);
    let (gone, ended) = night(&work, &all, "");
    assert_eq!(gone, some, "a no does not spread by the shop's number");
    assert!(ended.stderr.contains("+49 •• •••••43 (120 customers)"), "{}", ended.stderr);
    assert!(!ended.stderr.contains("9876543"), "{}", ended.stderr);
    let list = work.read("output/audience/as_of=2024-12-01/win_back.csv");
    assert!(!list.contains("9876543"), "nobody is called there");
    // Half of them have the shop's address: they are not written to, and the others are.
    let half = |id: i64| if id % 2 == 0 { "office@shop.test".to_owned() } else { email(id) };
    write(texts((0..CUSTOMERS).map(|_| None::<String>)), "no", &half);
    let (gone, _) = night(&work, &all, "");
    let expected: Vec<i64> =
        all.iter().copied().filter(|id| id % 2 == 0 || some.contains(id)).collect();
    assert_eq!(gone, expected);
    // A family's number is theirs.
    write(texts((0..CUSTOMERS).map(|id| format!("030 98765{:02}", id / 4))), "no", &email);
    let (gone, _) = night(&work, &all, "");
    let expected: Vec<i64> =
        all.iter().copied().filter(|id| some.iter().any(|one| one / 4 == id / 4)).collect();
    assert_eq!(gone, expected);
}

#[test]
fn names_of_people_stand_in_no_message() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let name = |id: i64| match some.iter().position(|one| *one == id) {
        Some(0) => Some("Marlene Dietrich".to_owned()),
        Some(1) => Some("please ask Erika first".to_owned()),
        Some(_) => Some("Albers".to_owned()),
        None => None,
    };
    customers(&work, Some(("do_not_contact", texts((0..CUSTOMERS).map(name)))));
    let (gone, ended) = night(&work, &all, "");
    assert_eq!(gone, some);
    for hidden in ["Marlene", "Dietrich", "Erika", "Albers"] {
        assert!(!ended.stderr.contains(hidden), "{}", ended.stderr);
    }
    assert!(ended.stderr.contains("M… D… (1)"), "{}", ended.stderr);
    let word = texts((0..CUSTOMERS).map(|id| some.contains(&id).then(|| "perhaps".to_owned())));
    customers(&work, Some(("do_not_contact", word)));
    let (_, ended) = night(&work, &all, "");
    assert!(ended.stderr.contains("perhaps (3)"), "{}", ended.stderr);
}

#[test]
fn a_file_of_addresses_alone_says_no() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("email", texts(some.iter().map(|&id| email(id).to_uppercase()))),
        ("created", texts(some.iter().map(|_| "2024-01-01".to_owned()))),
    ];
    table(&work, "people/suppression_unsubscribes.parquet", columns);
    let flags = NIGHT.replace("customers.parquet", "people") + " --accept-losses";
    work.run(&flags).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<i64>>(), some);
    table(&work, "people/blocklist.parquet", vec![("domain", texts(["x.test".to_owned()]))]);
    work.run(&flags).expect_error(2, &["blocklist.parquet", "customer_id"]);
}

#[test]
fn a_file_without_a_column_of_consent_says_nothing_of_it() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/consents.parquet")).unwrap();
    let mut details: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", ids()),
        ("phone", texts((0..CUSTOMERS).map(|id| format!("0171 55{id:05}")))),
    ];
    table(&work, "people/details.parquet", details.clone());
    let flags = NIGHT.replace("customers.parquet", "people") + " --accept-losses";
    work.run(&flags).expect_code(0);
    assert_eq!(listed(&work), all);
    // Of one that has it an empty cell is no yes, and a no under another name is one.
    let empty = |id: i64| (!some.contains(&id)).then(|| "yes".to_owned());
    details.push(("consent_email", texts((0..CUSTOMERS).map(empty))));
    table(&work, "people/details.parquet", details.clone());
    work.run(&flags).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<i64>>(), some);
    details[2] =
        ("newsletter_uk", texts((0..CUSTOMERS).map(|id| empty(id).or(Some("no".to_owned())))));
    table(&work, "people/details.parquet", details);
    work.run(&flags).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<i64>>(), some);
}

#[test]
fn files_call_the_address_in_their_own_ways() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    std::fs::create_dir(work.path("people")).unwrap();
    let flags = NIGHT.replace("customers.parquet", "people") + " --accept-losses";
    let addresses = || texts(some.iter().map(|&id| email(id)));
    let no = || texts(some.iter().map(|_| "No".to_owned()));
    for (ours, file, theirs) in [
        ("email", "newsletter.parquet", "Email"),
        ("email", "newsletter.parquet", "Email Address"),
        ("Email Address", "suppressions.parquet", "email"),
        ("E-Mail", "unsubscribed.parquet", "email"),
    ] {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", ids()),
            (ours, texts((0..CUSTOMERS).map(email))),
            ("consent_email", same("yes")),
        ];
        table(&work, "people/members.parquet", columns);
        table(&work, &format!("people/{file}"), vec![(theirs, addresses()), ("Subscribed", no())]);
        work.run(&flags).expect_code(0);
        let gone: Vec<i64> = all.difference(&listed(&work)).copied().collect();
        assert_eq!(gone, some, "{ours} and {theirs} in {file}");
        std::fs::remove_file(work.path(&format!("people/{file}"))).unwrap();
    }
}

#[test]
fn a_no_of_nobody_is_told() {
    let work = shop();
    customers(&work, None);
    let hashes = |n: i64| texts((0..n).map(|id| format!("{id:0>64}")));
    // The last is somebody: where no row has an identifier, the address is taken for it.
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", texts((0..4).map(|row| (row == 3).then(|| "5".to_owned())))),
        ("email", hashes(4)),
        ("timestamp", texts((0..4).map(|_| "2024-11-20".to_owned()))),
        ("type", texts((0..4).map(|_| "unsubscribe".to_owned()))),
    ];
    table(&work, "events.parquet", columns);
    let check = "check --transactions tx.parquet --events events.parquet --customers people --as-of 2024-12-01";
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    table(&work, "people/suppressed.parquet", vec![("email", hashes(3))]);
    let said = work.run(check).stdout;
    for told in ["3 events say no, and nobody can tell", "3 rows say no, and nobody can tell"] {
        assert!(said.contains(told), "{said}");
    }
    assert!(said.contains("nobody can tell whose the rows are: suppressed.parquet"), "{said}");
    work.run(&NIGHT.replace("customers.parquet", "people"))
        .expect_error(3, &["suppressed.parquet", "not hashes", "--accept-losses"]);
}

#[test]
fn identifiers_that_do_not_meet_are_told_by_every_pass() {
    let work = shop();
    customers(&work, None);
    // Few of the customers, and events of strangers.
    let known: Vec<i64> = (0..CUSTOMERS).filter(|id| id % 5 == 0).collect();
    let padded = texts(
        (0..CUSTOMERS)
            .map(|id| if known.contains(&id) { id.to_string() } else { format!("{id:0>6}") }),
    );
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", padded),
        ("email", texts((0..CUSTOMERS).map(email))),
        ("consent_email", same("yes")),
    ];
    table(&work, "customers.parquet", columns);
    let events: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", texts((0..CUSTOMERS).map(|id| format!("v{id}")))),
        ("timestamp", same("2024-11-20")),
        ("type", same("visit")),
    ];
    table(&work, "events.parquet", events);
    let night = NIGHT.replace(" --quiet", "") + " --events events.parquet";
    let run = work.run(&night).expect_code(0).stderr;
    let list = "audience --customers customers.parquet --events events.parquet --as-of 2024-12-01 --reminder-cost 0 \
                --output output";
    let list = work.run(list).expect_code(0).stderr;
    for said in [&run, &list] {
        assert!(said.contains("WARN customers in their table: 24 of 120"), "{said}");
        assert!(said.contains("id_normalise"), "{said}");
    }
    assert!(run.contains("WARN customers in the events: 0 of 120"), "{run}");
}
