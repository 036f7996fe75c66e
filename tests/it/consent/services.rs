//! What services write that is about one way of contact alone, in an object, in a number or in another language: whose no
//! it is, and that what stands beside it bars nobody.

use super::exports::{Case, same};
use super::{CUSTOMERS, customers, email, table, texts};
use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array, StringArray, StructArray};
use arrow_schema::{DataType, Field};
use std::sync::Arc;

/// What those who say no have in a column, each something else in turn; the others have nothing.
fn in_turn(case: &Case, cells: &[&str]) -> ArrayRef {
    let cell = |id: i64| {
        let place = case.some.iter().position(|one| *one == id)?;
        Some(cells[place % cells.len()].to_owned())
    };
    texts((0..CUSTOMERS).map(cell))
}

/// Who is gone where customers have these columns beside an address, a number and a consent to both.
fn gone(case: &Case, more: Vec<(&str, ArrayRef)>) -> Vec<i64> {
    let all_consent = || Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize])) as ArrayRef;
    let number = |id: i64| format!("+49171{}", 2_000_000 + id * 7919);
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", Arc::new(Int64Array::from_iter_values(0..CUSTOMERS))),
        ("email", texts((0..CUSTOMERS).map(email))),
        ("phone", texts((0..CUSTOMERS).map(number))),
        ("consent_email", all_consent()),
        ("consent_phone", all_consent()),
    ];
    columns.extend(more);
    table(&case.work, "customers.parquet", columns);
    case.night("").0
}

/// Who of those on the list may be written to, called, or both.
fn consents(case: &Case) -> Vec<String> {
    let list = case.work.path("output/audience/as_of=2024-12-01/win_back.csv");
    let mut reader = csv::Reader::from_path(list).unwrap();
    let headers = reader.headers().unwrap().clone();
    let at = |name| headers.iter().position(|header| header == name).unwrap();
    let (id, consent) = (at("customer_id"), at("consent"));
    let of_some = |row: &csv::StringRecord| case.some.contains(&row[id].parse().unwrap());
    let rows = reader.records().map(Result::unwrap).filter(of_some);
    rows.map(|row| row[consent].to_owned()).collect()
}

#[test]
fn a_tag_about_calls_bars_the_phone_alone() {
    let case = Case::new();
    for tags in [
        ["DoNotCall", "vip, do_not_call", "DNC: phone"],
        ["no calls", "No SMS", "nicht anrufen"],
        ["sms-unsubscribed", "TPS", "don't call;gold"],
    ] {
        assert!(gone(&case, vec![("tags", in_turn(&case, &tags))]).is_empty(), "{tags:?}");
        assert_eq!(consents(&case), ["email"; 3], "{tags:?}");
    }
    let paper = ["push_unsubscribed", "postal opt out", "likes calls"];
    assert!(gone(&case, vec![("tags", in_turn(&case, &paper))]).is_empty());
    assert_eq!(consents(&case), ["email and phone"; 3]);
    let of_all = ["do not call, do not mail", "DNC", "said on the phone: do not contact"];
    assert_eq!(gone(&case, vec![("tags", in_turn(&case, &of_all))]), case.some);
}

#[test]
fn an_object_of_what_is_denied_denies_its_ways_alone() {
    let case = Case::new();
    let of_email = [
        r#"{"Email": {"status": "active", "code": ""}}"#,
        r#"{"SMS": {"status": "inactive"}, "Email": {"status": "permanent"}}"#,
        r#"{"all": {"status": "active"}}"#,
    ];
    let of_others =
        [r#"{"SMS": {"status": "active"}}"#, r#"{"Email": {"status": "inactive"}}"#, "{}"];
    assert_eq!(gone(&case, vec![("dndSettings", in_turn(&case, &of_email))]), case.some);
    assert!(gone(&case, vec![("dndSettings", in_turn(&case, &of_others))]).is_empty());
    // Mautic's list, and a struct.
    let list = |way: &str| format!(r#"[{{"id": 1, "reason": 1, "channel": "{way}"}}]"#);
    let (email, sms) = (list("email"), list("sms"));
    assert_eq!(gone(&case, vec![("doNotContact", in_turn(&case, &[&email]))]), case.some);
    assert!(gone(&case, vec![("doNotContact", in_turn(&case, &[&sms]))]).is_empty());
    let state = |id| if case.some.contains(&id) { "active" } else { "inactive" };
    let states: StringArray = (0..CUSTOMERS).map(|id| Some(state(id))).collect();
    let status = Arc::new(Field::new("status", DataType::Utf8, true));
    let inner = Arc::new(StructArray::from(vec![(status, Arc::new(states) as ArrayRef)]));
    let of_way = Arc::new(Field::new("Email", inner.data_type().clone(), true));
    let outer = StructArray::from(vec![(of_way, inner as ArrayRef)]);
    assert_eq!(gone(&case, vec![("dndSettings", Arc::new(outer))]), case.some);
}

#[test]
fn numbers_of_states_are_known_beside_columns_of_their_service() {
    let case = Case::new();
    let code = |id: i64| {
        let place = case.some.iter().position(|one| *one == id);
        place.map_or(1, |place| [2, 3, 0][place])
    };
    let codes = || Arc::new(Int64Array::from_iter_values((0..CUSTOMERS).map(code))) as ArrayRef;
    let beside = ("unsubreason", in_turn(&case, &[""]));
    assert_eq!(gone(&case, vec![("status", codes()), beside]), case.some);
    assert!(gone(&case, vec![("status", codes())]).is_empty(), "of anything");
    let complaints = |id| i64::from(case.some.contains(&id));
    let complaints =
        || Arc::new(Int64Array::from_iter_values((0..CUSTOMERS).map(complaints))) as ArrayRef;
    let none = || Arc::new(Int64Array::from(vec![0; CUSTOMERS as usize])) as ArrayRef;
    let bounces = vec![("complaint", complaints()), ("bounced", none())];
    assert_eq!(gone(&case, bounces), case.some);
    assert!(gone(&case, vec![("complaint", complaints()), ("returns", none())]).is_empty());
}

#[test]
fn an_account_that_is_not_in_use_is_warned_of() {
    let case = Case::new();
    let is_used = |id| !case.some.contains(&id);
    for column in ["is_active", "status", "account_enabled", "Aktiv"] {
        let flags: BooleanArray = (0..CUSTOMERS).map(|id| Some(is_used(id))).collect();
        customers(&case.work, Some((column, Arc::new(flags))));
        let (gone, ended) = case.night("");
        assert!(gone.is_empty(), "{column}");
        let warned = format!("3 values of {column} read like a state or a permission");
        assert!(ended.stderr.contains(&warned), "{column}: {}", ended.stderr);
    }
    let inactive: BooleanArray = (0..CUSTOMERS).map(|id| Some(!is_used(id))).collect();
    assert_eq!(gone(&case, vec![("isinactive", Arc::new(inactive))]), case.some);
}

#[test]
fn a_change_tells_its_new_value_among_other_attributes() {
    let case = Case::new();
    let fields = |field: &str| same(field);
    let gone = |case: &Case, field: &str, attributes: &str| {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", texts((0..CUSTOMERS).map(|id| id.to_string()))),
            ("timestamp", same("2024-11-20")),
            ("event_type", same("Change Data Value")),
            ("primaryAttributeValue", fields(field)),
            ("attributes", in_turn(case, &[attributes])),
        ];
        table(&case.work, "events.parquet", columns);
        case.night("--events events.parquet").0
    };
    let of_list =
        r#"[{"name": "Old Value", "value": "false"}, {"name": "New Value", "value": "true"}]"#;
    let of_object = r#"{"New Value": "true", "Old Value": "false", "Reason": "form"}"#;
    let back = r#"{"New Value": "false", "Old Value": "true"}"#;
    customers(&case.work, None);
    assert_eq!(gone(&case, "Unsubscribed", of_list), case.some);
    assert_eq!(gone(&case, "Email Invalid", of_object), case.some);
    assert_eq!(gone(&case, "Opt In Email", back), case.some);
    assert!(gone(&case, "Unsubscribed", back).is_empty());
    assert!(gone(&case, "Lead Score", of_object).is_empty());
}

#[test]
fn objects_written_as_texts_within_objects_are_read() {
    let case = Case::new();
    customers(&case.work, None);
    let event = |event_type: &str, text: &str| {
        case.gone_by_events(same(event_type), ("data", in_turn(&case, &[text])))
    };
    let settings = r#"{"name": "cio_subscription_preferences_changed", "data": "{\"topics\": {\"topic_1\": false}}"}"#;
    assert_eq!(event("event", settings), case.some);
    let twice = r#""{\"metric\": \"spammed\", \"status\": \"unsubscribed\"}""#;
    assert_eq!(event("webhook", twice), case.some);
    let consents = r#"{"marketingConsent": {"email": false, "sms": true}}"#;
    assert_eq!(event("profile_updated", consents), case.some);
    for ordinary in [
        r#"{"name": "cio_subscription_preferences_changed", "data": "{\"topics\": {\"topic_1\": true}}"}"#,
        r#"{"name": "page", "data": "{\"email\": false}"}"#,
        r#"{"marketingConsent": {"email": true, "sms": false}}"#,
    ] {
        assert!(event("event", ordinary).is_empty(), "{ordinary}");
    }
    let cookies = r#"[{"key": "ad_storage", "value": {"string_value": "denied"}}]"#;
    let gone =
        case.gone_by_events(same("consent_update"), ("event_params", in_turn(&case, &[cookies])));
    assert!(gone.is_empty(), "{gone:?}");
}

#[test]
fn a_message_that_came_back_says_so_in_its_state() {
    let case = Case::new();
    customers(&case.work, None);
    let gone = |event_type: &str, column: &str, text: &str| {
        case.gone_by_events(same(event_type), (column, in_turn(&case, &[text])))
    };
    for (event_type, column, text) in [
        ("email", "status", "bounced"),
        ("email", "delivery_status", "Hard bounce"),
        ("campaign", "status", "spam"),
        ("emailSendSkip", "reason", "UnsubscribedMarketing"),
        ("blocked", "reason", "blocked : due to unsubscribe"),
        ("track", "name", "Unsubscribed"),
    ] {
        assert_eq!(gone(event_type, column, text), case.some, "{event_type} {column} {text}");
    }
    for (event_type, column, text) in [
        ("email", "status", "soft_bounced"),
        ("email", "status", "deferred"),
        ("payment", "status", "bounced"),
        ("order", "status", "rejected"),
        ("blocked", "reason", "IP blacklisted by the receiver"),
        ("purchase", "name", "SPAM"),
        ("bounce", "bounce_class", "22"),
        ("Bounce", "bounce", r#"{"bounceType": "Transient"}"#),
    ] {
        let gone = gone(event_type, column, text);
        if event_type.eq_ignore_ascii_case("bounce") {
            assert!(gone.iter().all(|id| !case.some.contains(id)), "{column} {text}");
        } else {
            assert!(gone.is_empty(), "{event_type} {column} {text}");
        }
    }
}

#[test]
fn the_way_of_a_no_may_stand_beside_the_state_that_says_it() {
    let case = Case::new();
    customers(&case.work, None);
    let gone = |event_type: &str, way: &str| {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", texts((0..CUSTOMERS).map(|id| id.to_string()))),
            ("timestamp", same("2024-11-20")),
            ("event_type", same(event_type)),
            ("subscription_status", in_turn(&case, &["unsubscribed"])),
            ("channel", same(way)),
        ];
        table(&case.work, "events.parquet", columns);
        case.night("--events events.parquet").0
    };
    let change = "users.behaviors.subscriptiongroup.StateChange";
    assert!(gone(change, "sms").is_empty());
    let of_email = gone(change, "email");
    assert!(case.some.iter().all(|id| of_email.contains(id)), "{of_email:?}");
    assert_eq!(gone("profile_updated", "phone"), case.some, "how it may have been said");
}

#[test]
fn events_say_no_in_the_language_of_the_tool() {
    let case = Case::new();
    customers(&case.work, None);
    let gone = |types: &[&str]| {
        let event = |id: i64| {
            let place = case.some.iter().position(|one| *one == id);
            place.map_or("page_view", |place| types[place % types.len()]).to_owned()
        };
        let types = texts((0..CUSTOMERS).map(event));
        case.gone_by_events(types, ("page", same("/")))
    };
    for noes in [
        ["Hủy đăng ký", "ยกเลิกรับข่าวสาร", "Odjava s newslettera"],
        ["оттеглено съгласие", "ανάκληση συγκατάθεσης", "ביטול הרשמה"],
        ["إلغاء الإشتراك", "सदस्यता समाप्त", "penarikan persetujuan"],
        ["수신동의 철회", "迷惑メール報告", "旧 垃圾邮件"],
    ] {
        assert_eq!(gone(&noes), case.some, "{noes:?}");
    }
    for ordinary in [
        ["отказана поръчка", "отказ от заказа", "ביטול הזמנה"],
        ["hủy đơn hàng", "ยกเลิกคำสั่งซื้อ", "διαγραφή από το καλάθι"],
        ["주문 취소", "カート削除", "baja de precio"],
    ] {
        assert!(gone(&ordinary).is_empty(), "{ordinary:?}");
    }
}

#[test]
fn a_short_number_is_the_same_with_and_without_its_country() {
    let case = Case::new();
    let mut numbers: Vec<String> =
        (0..CUSTOMERS).map(|id| format!("{}", 5_812_000 + id * 91)).collect();
    let one = case.some[0] as usize;
    let listed = ["+354 ", &numbers[one]].concat();
    numbers[case.some[1] as usize] = "090-1234-7788".to_owned();
    std::fs::create_dir_all(case.work.path("members")).unwrap();
    table(
        &case.work,
        "members/customers.parquet",
        vec![
            ("customer_id", Arc::new(Int64Array::from_iter_values(0..CUSTOMERS))),
            ("email", texts((0..CUSTOMERS).map(email))),
            ("phone", texts(numbers)),
            ("consent_email", Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize]))),
        ],
    );
    let refused = vec![("phone", texts([listed, "＋８１ ９０−１２３４−７７８８".to_owned()]))];
    table(&case.work, "members/do_not_contact.parquet", refused);
    let flags = super::NIGHT.replace("customers.parquet", "members");
    case.work.run(&format!("{flags} --accept-losses")).expect_code(0);
    let now = super::listed(&case.work);
    let gone: Vec<i64> = case.all.difference(&now).copied().collect();
    assert_eq!(gone, case.some[..2]);
}
