//! Customers and events as more services write them: names made of contact and permission, states of which only the
//! whole column tells what they are about, nested values, merged records, identifiers in other spellings.

use super::{CUSTOMERS, NIGHT, all_and_some, customers, email, listed, shop, table, texts};
use crate::workplace::{Ended, Workplace, read_whole};
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Int64Array, ListArray, StructArray,
    TimestampMicrosecondArray,
};
use arrow_buffer::OffsetBuffer;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A shop, who is on its list, and the three who will say no.
pub struct Case {
    pub work: Workplace,
    pub all: BTreeSet<i64>,
    pub some: Vec<i64>,
}

impl Case {
    pub fn new() -> Self {
        let work = shop();
        let (all, some) = all_and_some(&work);
        Self { work, all, some }
    }

    pub fn night(&self, more: &str) -> (Vec<i64>, Ended) {
        let flags = format!("{NIGHT} --accept-losses {more}").replace(" --quiet", "");
        let ended = self.work.run(&flags).expect_code(0);
        (self.all.difference(&listed(&self.work)).copied().collect(), ended)
    }

    /// One cell for those who say no, another for the others; an empty text is no value.
    fn cells(&self, no: &str, others: &str) -> ArrayRef {
        let cell = |id| if self.some.contains(&id) { no } else { others };
        texts((0..CUSTOMERS).map(|id| Some(cell(id).to_owned()).filter(|text| !text.is_empty())))
    }

    /// Who is gone where a column of the customers table has these cells.
    fn gone_by(&self, column: &str, cells: ArrayRef) -> Vec<i64> {
        customers(&self.work, Some((column, cells)));
        self.night("").0
    }

    /// An event of every customer, of a type and with a column beside.
    pub fn gone_by_events(&self, types: ArrayRef, (column, cells): (&str, ArrayRef)) -> Vec<i64> {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", texts((0..CUSTOMERS).map(|id| id.to_string()))),
            ("timestamp", texts((0..CUSTOMERS).map(|_| "2024-11-20".to_owned()))),
            ("event_type", types),
            (column, cells),
        ];
        table(&self.work, "events.parquet", columns);
        self.night("--events events.parquet").0
    }
}

pub fn same(text: &str) -> ArrayRef {
    texts((0..CUSTOMERS).map(|_| text.to_owned()))
}

#[test]
fn a_time_of_a_no_has_a_zone() {
    let case = Case::new();
    let at = |id: i64| case.some.contains(&id).then_some(1_700_000_000_000_000);
    for zone in ["UTC", "Europe/Berlin", "+02:00"] {
        let times: TimestampMicrosecondArray = (0..CUSTOMERS).map(at).collect();
        let times: ArrayRef = Arc::new(times.with_timezone(zone));
        assert_eq!(case.gone_by("unsubscribed_at", times), case.some, "{zone}");
    }
}

#[test]
fn names_of_contact_and_permission_refuse_by_a_plain_no() {
    let case = Case::new();
    for (column, no, others) in [
        ("marketing_flag", "N", "Y"),
        ("is_subscriber", "0", "1"),
        ("no_solicit", "Y", "N"),
        ("brak_zgody", "tak", "nie"),
        ("Date de décès", "2023-05-05", ""),
        ("fraud_flag", "true", "false"),
        ("METADATA$ACTION", "DELETE", "INSERT"),
        ("doi_status", "awaiting confirmation", "confirmed"),
        ("donotsendmm", "Do Not Send", "Send"),
        ("Reason", "COMPLAINT", ""),
        ("GuestMailingFlag", "N", "Y"),
        ("acepta_comunicaciones_comerciales", "NO", "SI"),
        ("C_EmailBouncebackStatus", "Hard Bounceback", "No Bouncebacks"),
        ("on_hold", "2", "0"),
        ("Solicit Codes", "No Email|Do Not Solicit", ""),
    ] {
        assert_eq!(case.gone_by(column, case.cells(no, others)), case.some, "{column} = {no}");
    }
    for (column, cell) in [
        ("promo_used", "no"),
        ("gdpr_region", "true"),
        ("suppression_status", "not_suppressed"),
        ("tags", "vip, unsubscribed-winback-2023"),
        ("soft_bounces", "2"),
        ("push_subscribe", "unsubscribed"),
        ("opt_out_date", "  /  /    "),
        ("paper_bill_opt_out", "Y"),
        ("carbon_offset_opt_in", "N"),
        ("sim_blocked", "true"),
        ("direct_debit_revoked", "Y"),
        ("unsubscribe_propensity", "0.3"),
        ("newsletter_clicks", "0"),
        ("bounceback_coupon", "yes"),
    ] {
        assert!(case.gone_by(column, case.cells(cell, "")).is_empty(), "{column} = {cell}");
    }
    // A bit as MySQL writes it.
    let bit = |id: i64| -> &[u8] { if case.some.contains(&id) { &[1] } else { &[0] } };
    let bits: ArrayRef = Arc::new((0..CUSTOMERS).map(|id| Some(bit(id))).collect::<BinaryArray>());
    assert_eq!(case.gone_by("unsubscribed", bits), case.some);
}

#[test]
fn the_words_of_a_column_of_states_tell_what_it_is_about() {
    let case = Case::new();
    let mixed = |words: [&'static str; 3]| {
        let word = |id: i64| match case.some.iter().position(|one| *one == id) {
            Some(k) => words[k],
            None => "active",
        };
        texts((0..CUSTOMERS).map(|id| word(id).to_owned()))
    };
    for (column, words) in [
        ("subscription_status", ["canceled", "past_due", "trialing"]),
        ("state", ["disabled", "invited", "declined"]),
        ("contact_status", ["Lead", "Prospect", "Customer"]),
    ] {
        let cells = if column == "state" {
            let word = |id: i64| if case.some.contains(&id) { "disabled" } else { "enabled" };
            texts((0..CUSTOMERS).map(|id| word(id).to_owned()))
        } else {
            mixed(words)
        };
        assert!(case.gone_by(column, cells).is_empty(), "{column} {words:?}");
    }
    for (column, words) in [
        ("subscription_status", ["canceled", "unsubscribed", "inactive"]),
        ("state", ["cancelled", "bounced", "complained"]),
        ("Status", ["Held", "Unsubscribed", "Deleted"]),
    ] {
        assert_eq!(case.gone_by(column, mixed(words)), case.some, "{column} {words:?}");
    }
}

/// Two codes say nothing by themselves; where a column of consents has nothing else, one is the no.
#[test]
fn codes_of_a_consent_are_known_by_the_whole_column() {
    let case = Case::new();
    for (column, no, yes) in [
        ("EMAIL_PERMISSION_STATUS_", "O", "I"),
        ("DOUBLE_OPT-IN", "2", "1"),
        ("optin", "2.0", "1.0"),
    ] {
        assert_eq!(case.gone_by(column, case.cells(no, yes)), case.some, "{column} = {no}");
    }
    assert!(case.gone_by("double_opt_in_level", case.cells("2", "1")).is_empty());
}

/// A struct with one field.
fn field(name: &str, values: ArrayRef) -> ArrayRef {
    Arc::new(StructArray::try_from(vec![(name, values)]).unwrap())
}

#[test]
fn nested_values_are_read_by_their_members() {
    let case = Case::new();
    let flags = |no: bool| -> ArrayRef {
        let flag = |id: i64| Some(if case.some.contains(&id) { no } else { !no });
        Arc::new((0..CUSTOMERS).map(flag).collect::<BooleanArray>())
    };
    let of_channel = |status: ArrayRef| -> ArrayRef {
        let fields = StructArray::try_from(vec![("channel", same("email")), ("status", status)]);
        let item = Arc::new(arrow_schema::Field::new(
            "item",
            fields.as_ref().unwrap().data_type().clone(),
            true,
        ));
        let ends = OffsetBuffer::from_lengths((0..CUSTOMERS).map(|_| 1));
        Arc::new(ListArray::new(item, ends, Arc::new(fields.unwrap()), None))
    };
    let no_member: ArrayRef = field("reason", case.cells("spam", ""));
    for (column, cells) in [
        ("preferences", field("email", flags(false))),
        (
            "subscriptions",
            field("email", field("consent", case.cells("UNSUBSCRIBED", "SUBSCRIBED"))),
        ),
        ("consents", of_channel(case.cells("withdrawn", "granted"))),
        ("suppression", no_member),
        ("email_suppression", field("suppressed", flags(true))),
        ("custom", case.cells("{\"unsubscribed\": true}", "{\"unsubscribed\": false}")),
    ] {
        assert_eq!(case.gone_by(column, cells), case.some, "{column}");
    }
    let mut opted_out = ListBuilder::new(StringBuilder::new());
    for id in 0..CUSTOMERS {
        if case.some.contains(&id) {
            opted_out.values().append_value("push");
        }
        opted_out.append(true);
    }
    assert!(case.gone_by("channels_opted_out", Arc::new(opted_out.finish())).is_empty());
    // A consent in a struct is taken by its state.
    let states = field("marketingState", case.cells("PENDING", "SUBSCRIBED"));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", Arc::new(Int64Array::from_iter_values(0..CUSTOMERS))),
        ("email", texts((0..CUSTOMERS).map(email))),
        ("emailMarketingConsent", states),
    ];
    table(&case.work, "customers.parquet", columns);
    assert_eq!(case.night("").0, case.some);
}

#[test]
fn merged_records_and_other_spellings_are_one_person() {
    let case = Case::new();
    let people = |more: Vec<(String, Option<String>, Option<String>)>| {
        let rows: Vec<(String, Option<String>, Option<String>)> =
            (0..CUSTOMERS)
                .map(|id| (id.to_string(), Some(email(id)), None))
                .chain(more.iter().map(|(id, _, into)| {
                    (id.clone(), Some(format!("old-{id}@x.test")), into.clone())
                }))
                .collect();
        let n = CUSTOMERS as usize;
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", texts(rows.iter().map(|row| row.0.clone()))),
            ("email", texts(rows.iter().map(|row| row.1.clone()))),
            ("consent_email", texts(rows.iter().map(|_| "yes".to_owned()))),
            ("unsubscribed", texts((0..rows.len()).map(|row| (row >= n).then(|| "1".to_owned())))),
            ("merged_into_id", texts(rows.iter().map(|row| row.2.clone()))),
        ];
        table(&case.work, "customers.parquet", columns);
    };
    let old = |id: &i64| (format!("A{id}"), None, Some(format!("{id}")));
    people(case.some.iter().map(old).collect());
    assert_eq!(case.night("").0, case.some, "merged into them");
    // A list of identifiers, and events, in another spelling.
    customers(&case.work, None);
    let rows: Vec<String> =
        case.some.iter().map(|id| format!("gid://shopify/Customer/{id}")).collect();
    let n = rows.len();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", texts(rows)),
        ("timestamp", texts((0..n).map(|_| "2024-11-20".to_owned()))),
        ("type", texts((0..n).map(|_| "unsubscribe".to_owned()))),
    ];
    table(&case.work, "events.parquet", columns);
    assert_eq!(case.night("--events events.parquet").0, case.some, "events");
    std::fs::create_dir(case.work.path("people")).unwrap();
    let members = case.work.path("people/members.parquet");
    std::fs::rename(case.work.path("customers.parquet"), members).unwrap();
    let padded = texts(case.some.iter().map(|id| format!("{id:0>8}")));
    table(&case.work, "people/do_not_contact.parquet", vec![("customer_id", padded)]);
    case.work.run(&NIGHT.replace("customers.parquet", "people --accept-losses")).expect_code(0);
    let gone: Vec<i64> = case.all.difference(&listed(&case.work)).copied().collect();
    assert_eq!(gone, case.some, "a list of those who said no");
}

#[test]
fn a_state_beside_the_type_decides_what_the_type_leaves_open() {
    let case = Case::new();
    customers(&case.work, None);
    let global = "users.behaviors.subscription.GlobalStateChange";
    for (event_type, column, no, others) in [
        (global, "subscription_status", "Unsubscribed", "Opted In"),
        ("SubscriptionChange", "SuppressSending", "true", "false"),
        ("Bounce", "bounceType", "Permanent", "Transient"),
        ("failed", "severity", "permanent", "temporary"),
        ("track", "action", "Unsubscribed", "Email Opened"),
        ("email", "action", "complaint", "open"),
        ("consent_updated", "granted", "false", "true"),
        ("data_subject_request", "request_type", "erasure", "access"),
    ] {
        let gone = case.gone_by_events(same(event_type), (column, case.cells(no, others)));
        assert_eq!(gone, case.some, "{event_type}: {column} = {no}");
    }
    let statuses = |status: ArrayRef| -> ArrayRef {
        let fields: ArrayRef = field("status", status);
        let item = Arc::new(arrow_schema::Field::new("item", fields.data_type().clone(), true));
        let ends = OffsetBuffer::from_lengths((0..CUSTOMERS).map(|_| 1));
        Arc::new(ListArray::new(item, ends, fields, None))
    };
    let lists = statuses(case.cells("UNSUBSCRIBED", "SUBSCRIBED"));
    assert_eq!(case.gone_by_events(same("STATUSCHANGE"), ("subscriptions", lists)), case.some);
}

#[test]
fn events_find_their_person_by_any_address() {
    let case = Case::new();
    customers(&case.work, None);
    let types = case.cells("unsubscribe", "visit");
    for column in ["context_traits_email", "person.email"] {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("distinct_id", texts((0..CUSTOMERS).map(|id| format!("anonymous-{id}")))),
            ("timestamp", same("2024-11-20")),
            ("event", Arc::clone(&types)),
            (column, texts((0..CUSTOMERS).map(email))),
        ];
        table(&case.work, "events.parquet", columns);
        assert_eq!(case.night("--events events.parquet").0, case.some, "{column}");
    }
}

#[test]
fn events_known_by_an_address_are_their_customers() {
    let case = Case::new();
    customers(&case.work, None);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("email", texts((0..CUSTOMERS).map(|id| email(id).to_uppercase()))),
        ("timestamp", same("2024-11-20")),
        ("event", same("open")),
    ];
    table(&case.work, "events.parquet", columns);
    let features = "features --transactions tx.parquet --events events.parquet --customers customers.parquet \
                    --as-of 2024-12-01 --out features.parquet --quiet";
    case.work.run(features).expect_code(0);
    let rows = read_whole(&case.work.path("features.parquet")).num_rows();
    assert_eq!(rows, CUSTOMERS as usize, "nobody is there twice");
    let check = "check --transactions tx.parquet --events events.parquet --customers customers.parquet \
                 --as-of 2024-12-01";
    let said = case.work.run(check).stdout;
    assert!(said.contains("120 of 120 with transactions are among"), "{said}");
}

#[test]
fn what_reads_like_a_consent_is_named_where_none_is() {
    let case = Case::new();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", Arc::new(Int64Array::from_iter_values(0..CUSTOMERS))),
        ("email", texts((0..CUSTOMERS).map(email))),
        ("marketing_opt_in", same("yes")),
    ];
    table(&case.work, "customers.parquet", columns);
    let (_, ended) = case.night("");
    let remedy = "columns that read like a consent: marketing_opt_in";
    assert!(ended.stderr.contains(remedy), "{}", ended.stderr);
    // One row for each channel.
    let twice = |id: i64| id % CUSTOMERS;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", Arc::new(Int64Array::from_iter_values((0..2 * CUSTOMERS).map(twice)))),
        ("email", texts((0..2 * CUSTOMERS).map(|id| email(twice(id))))),
        (
            "channel",
            texts(
                (0..2 * CUSTOMERS)
                    .map(|id| if id < CUSTOMERS { "email" } else { "sms" }.to_owned()),
            ),
        ),
        ("consent_email", texts((0..2 * CUSTOMERS).map(|id| (id < CUSTOMERS).to_string()))),
    ];
    table(&case.work, "customers.parquet", columns);
    let (_, ended) = case.night("");
    let told = "120 customers have rows with consent to e-mail and rows without";
    assert!(ended.stderr.contains(told), "{}", ended.stderr);
    // A column that refuses most of the customers is named.
    customers(&case.work, Some(("marketing_flag", same("no"))));
    let (_, ended) = case.night("");
    let told = "columns that refuse more than half of the 120 rows: marketing_flag (120)";
    assert!(ended.stderr.contains(told), "{}", ended.stderr);
}
