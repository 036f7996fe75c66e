//! Nobody who has said no, anywhere and however it is written, stands on a list.
//!
//! A small shop of which everybody would be worth a contact; then one thing is said by some, and these
//! must be gone while others stay.

mod answers;
mod columns;
mod deletions;
mod elsewhere;
mod exports;
mod nights;
mod requests;
mod services;
mod states;
mod unmet;
mod ways;

use crate::workplace::Workplace;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

const CUSTOMERS: i64 = 120;
const NIGHT: &str = "run --transactions tx.parquet --customers customers.parquet --as-of 2024-12-01 \
                     --horizon-days 60 --control-share 0 --min-overdue 0 --reminder-cost 0 --output output \
                     --quiet";

fn table(work: &Workplace, name: &str, columns: Vec<(&str, ArrayRef)>) {
    work.write_parquet(name, &RecordBatch::try_from_iter(columns).unwrap());
}

fn texts<T: Into<Option<String>>>(values: impl IntoIterator<Item = T>) -> ArrayRef {
    Arc::new(values.into_iter().map(Into::into).collect::<StringArray>())
}

fn email(id: i64) -> String {
    format!("c{id}@shop.test")
}

/// Orders every 20 to 60 days over two years.
fn shop() -> Workplace {
    let work = Workplace::new();
    let (mut ids, mut days, mut amounts) = (Vec::new(), Vec::new(), Vec::new());
    for id in 0..CUSTOMERS {
        let mut day = id % 37;
        while day < 700 - (id * 7) % 300 {
            ids.push(id);
            days.push(day);
            amounts.push(20.0 + (id % 9) as f64);
            day += 20 + (id * 13 + day) % 41;
        }
    }
    let date = |day: &i64| {
        let start = jiff::civil::date(2023, 1, 1);
        start.checked_add(jiff::Span::new().days(*day)).unwrap().to_string()
    };
    table(
        &work,
        "tx.parquet",
        vec![
            ("customer_id", Arc::new(Int64Array::from(ids))),
            ("order_date", texts(days.iter().map(date))),
            ("amount", Arc::new(Float64Array::from(amounts))),
        ],
    );
    work
}

/// Everybody with an address and consent, and a column more.
fn customers(work: &Workplace, more: Option<(&str, ArrayRef)>) {
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", Arc::new(Int64Array::from_iter_values(0..CUSTOMERS))),
        ("email", texts((0..CUSTOMERS).map(email))),
        ("consent_email", Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize]))),
    ];
    columns.extend(more);
    table(work, "customers.parquet", columns);
}

fn events(work: &Workplace, rows: &[(&str, &str, &str)]) {
    table(
        work,
        "events.parquet",
        vec![
            ("customer_id", texts(rows.iter().map(|row| row.0.to_owned()))),
            ("timestamp", texts(rows.iter().map(|row| row.1.to_owned()))),
            ("type", texts(rows.iter().map(|row| row.2.to_owned()))),
        ],
    );
}

fn listed(work: &Workplace) -> BTreeSet<i64> {
    let of = |name: &str| -> BTreeSet<i64> {
        let list = work.path(&format!("output/audience/as_of=2024-12-01/{name}"));
        let mut reader = csv::Reader::from_path(list).unwrap();
        let headers = reader.headers().unwrap();
        let column = headers.iter().position(|name| name == "customer_id").unwrap();
        reader.records().map(|row| row.unwrap()[column].parse().unwrap()).collect()
    };
    &of("win_back.csv") | &of("call.csv")
}

/// Who is on the list where nobody says no; the first of them.
fn all_and_some(work: &Workplace) -> (BTreeSet<i64>, Vec<i64>) {
    customers(work, None);
    work.run(NIGHT).expect_code(0);
    let all = listed(work);
    let some = all.iter().copied().take(3).collect();
    (all, some)
}

#[test]
fn a_no_counts_whenever_it_was_said_and_by_every_usual_name() {
    let work = shop();
    customers(&work, None);
    let night = format!("{NIGHT} --events events.parquet");
    events(&work, &[("0", "2024-01-01", "visit")]);
    work.run(&night).expect_code(0);
    let all = listed(&work);
    assert!(all.len() > 60, "{} would be on the list", all.len());
    let some: Vec<i64> = all.iter().copied().take(12).collect();
    let id = |k: usize| some[k].to_string();
    let padded = format!(" {}\u{a0}\r", some[4]);
    // Before as_of, after it, in a year to come, without a time; known names and what reads like one.
    events(
        &work,
        &[
            (&id(0), "2024-01-01", "unsubscribe"),
            (&id(1), "2024-12-05 09:00:00", "Unsubscribed from List"),
            (&id(2), "2031-01-01", "spam report"),
            (&id(3), "", "opt_out"),
            (&padded, "2024-12-05", "Marked Email as Spam"),
            (&id(5), "2024-12-05", "group_unsubscribe"),
            (&id(6), "2024-12-05", "hard bounce"),
            (&id(7), "2024-12-05", "Right to be forgotten"),
            (&id(8), "2024-12-05", "clicked the do-not-mail link"),
            (&id(9), "2024-12-05", "Opened Email"),
            (&id(10), "2024-12-05", "loyalty_tier_reached"),
            (&id(11), "2024-12-05", "visit"),
        ],
    );
    let ended = work.run(&night.replace(" --quiet", "")).expect_code(0);
    let now = listed(&work);
    let gone: Vec<&i64> = all.difference(&now).collect();
    assert_eq!(gone, some[..9].iter().collect::<Vec<&i64>>());
    let warned = &ended.stderr;
    assert!(warned.contains("'loyalty_tier_reached' (1)"), "{warned}");
    assert!(warned.contains("'clicked the do-not-mail link' (1)"), "{warned}");
}

#[test]
fn a_type_is_what_the_configuration_says() {
    let work = shop();
    customers(&work, None);
    let types =
        "[event_types]\nother = [\"Viewed Unsubscribe Page\"]\nunsubscribe = [\"opt down\"]\n";
    work.write("winback.toml", types);
    let night = format!("{NIGHT} --events events.parquet");
    events(&work, &[("0", "2024-01-01", "visit")]);
    work.run(&night).expect_code(0);
    let all = listed(&work);
    let (one, other) = (all.first().unwrap().to_string(), all.last().unwrap().to_string());
    events(
        &work,
        &[(&one, "2024-01-01", "Viewed Unsubscribe Page"), (&other, "2024-01-01", "Opt-Down")],
    );
    work.run(&night).expect_code(0);
    let now = listed(&work);
    assert!(now.contains(all.first().unwrap()) && !now.contains(all.last().unwrap()));
}

#[test]
fn columns_that_say_no_need_not_be_named() {
    let work = shop();
    customers(&work, None);
    work.run(NIGHT).expect_code(0);
    let all = listed(&work);
    let one = *all.first().unwrap() as usize;
    let only = |text: &str| {
        let text = text.to_owned();
        texts((0..CUSTOMERS as usize).map(|i| (i == one).then(|| text.clone())))
    };
    for (column, no) in [
        ("do_not_contact", "1"),
        ("Unsubscribed", "true"),
        ("gdpr_erased", "x"),
        ("deleted_at", "2024-11-30 12:00:00"),
        ("email_marketing_status", "cleaned"),
        ("opted_out", "perhaps"),
        ("suppression_reason", "legal hold"),
    ] {
        customers(&work, Some((column, only(no))));
        work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
        let now = listed(&work);
        assert!(!now.contains(&(one as i64)), "{column} = {no}");
        assert_eq!(now.len(), all.len() - 1, "{column}");
    }
    work.write("winback.toml", "[customer_columns]\nno_refusals = [\"opted_out\"]\n");
    customers(&work, Some(("opted_out", only("perhaps"))));
    work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
    assert_eq!(listed(&work), all);
}

#[test]
fn a_column_whose_name_does_not_tell_says_no_where_the_user_says_so() {
    let work = shop();
    let flag =
        texts((0..CUSTOMERS as usize).map(|i| Some(if i == 7 { "1" } else { "0" }.to_owned())));
    customers(&work, Some(("flag_7", flag)));
    work.run(NIGHT).expect_code(0);
    let all = listed(&work);
    assert!(all.contains(&7), "{all:?}");
    let check = "check --transactions tx.parquet --customers customers.parquet --as-of 2024-12-01";
    let found = work.run(check).expect_code(0).stdout;
    assert!(found.contains("columns that play no part: flag_7"), "{found}");
    assert!(found.contains("customer_columns.refusals"), "{found}");

    work.write("winback.toml", "[customer_columns]\nrefusals = [\"flag_7\"]\n");
    work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
    let others: BTreeSet<i64> = all.iter().copied().filter(|&id| id != 7).collect();
    assert_eq!(listed(&work), others);

    // A column that is not there would refuse nobody.
    customers(&work, None);
    work.run(NIGHT).expect_error(2, &["flag_7", "customer_columns.refusals", "email"]);
}

#[test]
fn a_lost_export_ends_the_night_until_it_is_accepted() {
    let work = shop();
    let reasons = |n: usize| {
        texts((0..CUSTOMERS as usize).map(move |i| (i < n).then(|| "complaint".to_owned())))
    };
    customers(&work, Some(("suppression_reason", reasons(20))));
    let nos: Vec<(String, &str, &str)> =
        (20..60).map(|id: i64| (id.to_string(), "2024-10-01", "unsubscribe")).collect();
    let nos: Vec<(&str, &str, &str)> = nos.iter().map(|(a, b, c)| (a.as_str(), *b, *c)).collect();
    events(&work, &nos);
    let night = format!("{NIGHT} --events events.parquet");
    work.run(&night).expect_code(0);
    let (list, manifest) = (listed(&work), "output/scores/as_of=2024-12-01/_manifest.json");
    let before = work.read(manifest);
    customers(&work, None);
    let lost = ["suppression_reason", "0 suppressed customers instead of 20", "--accept-losses"];
    work.run(&night).expect_error(3, &lost);
    std::fs::rename(work.path("models"), work.path("kept")).unwrap();
    work.run(&night).expect_error(3, &lost);
    assert!(
        !work.path("models/churn").exists(),
        "no model is kept of a night that cannot end well"
    );
    std::fs::rename(work.path("kept"), work.path("models")).unwrap();
    customers(&work, Some(("suppression_reason", reasons(20))));
    events(&work, &nos[..4]);
    work.run(&night).expect_error(3, &["4 customers who have said no instead of 40"]);
    events(&work, &[]);
    work.run(&night).expect_error(3, &["events: 0 rows instead of 40", "'unsubscribe'"]);
    work.run(NIGHT).expect_error(3, &["no events are named now"]);
    assert_eq!(work.read(manifest), before, "nothing was written");
    events(&work, &nos);
    work.run(&night).expect_code(0);
    assert_eq!(listed(&work), list);
    events(&work, &nos[..4]);
    work.run(&format!("{night} --accept-losses")).expect_code(0);
    assert!(listed(&work).len() > list.len());
    work.run(&night).expect_code(0);
}

#[test]
fn a_consent_withdrawn_is_seen_however_little_changes() {
    let work = shop();
    // Statistics of the column stay as they are: one yes and one no change places.
    let flags = |no: usize| -> ArrayRef {
        Arc::new((0..CUSTOMERS as usize).map(|i| Some(i != no)).collect::<BooleanArray>())
    };
    let write = |no: usize| {
        let ids = Arc::new(Int64Array::from_iter_values(0..CUSTOMERS));
        let mail = texts((0..CUSTOMERS).map(email));
        let columns: Vec<(&str, ArrayRef)> =
            vec![("customer_id", ids), ("email", mail), ("consent_email", flags(no))];
        table(&work, "customers.parquet", columns);
    };
    write(0);
    let night = format!("{NIGHT} --if-changed");
    work.run(&night).expect_code(0);
    work.run(&night).expect_code(99);
    let one = *listed(&work).last().unwrap();
    write(one as usize);
    work.run(&night).expect_code(0);
    assert!(!listed(&work).contains(&one));
}

#[test]
fn a_cell_that_says_no_counts_in_any_column() {
    let work = shop();
    customers(&work, None);
    work.run(NIGHT).expect_code(0);
    let all = listed(&work);
    let some: Vec<i64> = all.iter().copied().take(8).collect();
    for (column, word) in [
        ("status", "unsubscribed"),
        ("tags", "vip, do_not_contact"),
        ("account_status", "deleted"),
        ("contact_preference", "none"),
    ] {
        let says = |id: i64| some.contains(&id).then(|| word.to_owned());
        let cells = (0..CUSTOMERS).map(|id| says(id).or(Some("gold".to_owned())));
        customers(&work, Some((column, texts(cells))));
        let ended = work.run(&NIGHT.replace(" --quiet", "")).expect_code(0);
        let now = listed(&work);
        assert_eq!(all.difference(&now).copied().collect::<Vec<i64>>(), some, "{column}");
        assert!(ended.stderr.contains(&format!("{column} read like a no or")), "{}", ended.stderr);
        let meant = format!("[customer_columns]\nno_refusals = [\"{column}\"]\n");
        work.write("meant.toml", &meant);
        work.run(&format!("{NIGHT} --config meant.toml --accept-losses")).expect_code(0);
        assert_eq!(listed(&work), all, "{column} is said to be none");
    }
    customers(&work, Some(("opt_out", texts((0..CUSTOMERS).map(|_| Some("yes".to_owned()))))));
    work.write("inverted.toml", "[customer_columns]\nconsent_email = \"opt_out\"\n");
    work.run(&format!("{NIGHT} --config inverted.toml"))
        .expect_error(2, &["'opt_out'", "says no by its name", "customer_columns.consent_email"]);
}

#[test]
fn a_no_of_an_earlier_night_holds() {
    let work = shop();
    customers(&work, None);
    let night = format!("{NIGHT} --events events.parquet");
    let says = |ids: &[i64]| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let rows: Vec<(&str, &str, &str)> =
            ids.iter().map(|id| (id.as_str(), "2024-11-20", "unsubscribe")).collect();
        events(&work, &rows);
    };
    says(&[1, 2, 3, 4, 5, 6]);
    work.run(&night).expect_code(0);
    // As many as before, but of others: an export of the last days.
    says(&[5, 6, 7, 8, 9, 10]);
    let ended = work.run(&night.replace(" --quiet", "")).expect_code(0);
    assert!(ended.stderr.contains("4 customers have said no by the scores"), "{}", ended.stderr);
    let now = listed(&work);
    assert!((1..=10).all(|id| !now.contains(&id)), "{now:?}");
    work.run(&night).expect_code(0);
    assert_eq!(listed(&work), now, "and on the nights after that");
    // A no to text messages is not the other one said again.
    let calls: Vec<String> = (1..=11).map(|id| id.to_string()).collect();
    let said = |id: &str| if id == "11" { "unsubscribe" } else { "sms_unsubscribe" };
    let rows: Vec<(&str, &str, &str)> =
        calls.iter().map(|id| (id.as_str(), "2024-11-20", said(id))).collect();
    events(&work, &rows);
    work.run(&format!("{night} --accept-losses")).expect_code(0);
    assert!((1..=6).any(|id| listed(&work).contains(&id)), "they may be written to");
    says(&[1, 2, 3, 4, 5, 6]);
    work.run(&format!("{night} --accept-losses")).expect_code(0);
    events(&work, &rows);
    work.run(&night).expect_code(0);
    assert!((1..=6).all(|id| !listed(&work).contains(&id)), "{:?}", listed(&work));
    says(&[5, 6, 7, 8, 9, 10]);
    work.run(&format!("{night} --accept-losses")).expect_code(0);
    assert!((1..=4).any(|id| listed(&work).contains(&id)));
}

#[test]
fn refusals_that_reach_nobody_end_the_night() {
    let work = shop();
    customers(&work, None);
    let night = format!("{NIGHT} --events events.parquet");
    let ids: Vec<String> = (0..12).map(|id| format!("shop-{id}")).collect();
    let rows: Vec<(&str, &str, &str)> =
        ids.iter().map(|id| (id.as_str(), "2024-11-20", "unsubscribe")).collect();
    events(&work, &rows);
    work.run(&night).expect_error(3, &["none of the 12 customers", "columns.id_normalise"]);
    // What the customers table refuses by itself says nothing of them.
    let opted_out = (0..CUSTOMERS).map(|id| Some(if id < 5 { "yes" } else { "no" }.to_owned()));
    customers(&work, Some(("opt_out", texts(opted_out))));
    work.run(&night).expect_error(3, &["none of the 12 customers"]);
    customers(&work, None);
    // Identifiers that are addresses are read as addresses.
    let mails: Vec<String> = (0..12).map(email).collect();
    let rows: Vec<(&str, &str, &str)> =
        mails.iter().map(|mail| (mail.as_str(), "2024-11-20", "unsubscribe")).collect();
    events(&work, &rows);
    work.run(&night).expect_code(0);
    let now = listed(&work);
    assert!(!now.is_empty() && (0..12).all(|id| !now.contains(&id)), "{now:?}");
}

#[test]
fn a_table_of_strangers_is_an_error_and_no_empty_list() {
    let work = shop();
    table(
        &work,
        "customers.parquet",
        vec![
            ("customer_id", texts((0..CUSTOMERS).map(|id| format!("SHOP-{id}")))),
            ("email", texts((0..CUSTOMERS).map(email))),
            ("consent_email", Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize]))),
        ],
    );
    work.run(NIGHT).expect_error(3, &["none of the", "SHOP-", "customer_columns.customer_id"]);
}

#[test]
fn a_customers_table_without_a_row_is_said() {
    let work = shop();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", texts(Vec::<String>::new())),
        ("email", texts(Vec::<String>::new())),
        ("consent_email", Arc::new(BooleanArray::from(Vec::<bool>::new()))),
    ];
    table(&work, "customers.parquet", columns);
    let ended = work.run(&NIGHT.replace(" --quiet", ""));
    let words = "WARN customers table: it names no customer";
    assert!(ended.stderr.contains(words), "{}", ended.stderr);
}

/// How a no is said in the property test, of customer `id`.
#[derive(Debug, Clone, Copy)]
enum Said {
    Event(usize, usize),
    Column(usize),
    OtherRow(usize),
    OtherId(usize),
    NoId,
}

fn said() -> impl Strategy<Value = Said> {
    prop_oneof![
        (0..8usize, 0..4usize).prop_map(|(name, time)| Said::Event(name, time)),
        (0..4usize).prop_map(Said::Column),
        (0..3usize).prop_map(Said::OtherRow),
        (0..4usize).prop_map(Said::OtherId),
        Just(Said::NoId),
    ]
}

const TYPES: [&str; 8] = [
    "unsubscribe",
    "OPT-OUT",
    "Unsubscribed from Email Marketing",
    "spam_complaint",
    "users.messages.email.Unsubscribe",
    "Email Bounced",
    "gdpr erasure",
    "please do not contact",
];
const TIMES: [&str; 4] = ["2019-01-01", "2024-12-01 00:00:00", "2024-12-30", "2035-01-01"];
const NOS: [&str; 4] = ["true", "1", "yes", "maybe"];
const REASONS: [&str; 3] = ["legal hold", "No contact", "bounced"];

/// The address of `id` in other writings.
fn other_writing(id: i64, writing: usize) -> String {
    match writing {
        0 => email(id),
        1 => format!(" {} ", email(id).to_uppercase()),
        2 => format!("c{id}+news@shop.test"),
        _ => format!("\u{a0}C{id}@Shop.Test\r"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn nobody_who_has_any_no_anywhere_stands_on_the_list(
        said in prop::collection::btree_map(0..CUSTOMERS, said(), 1..40),
        reversed in any::<bool>(),
    ) {
        let work = shop();
        let mut rows: Vec<(Option<String>, String, &str, Option<String>)> = (0..CUSTOMERS)
            .map(|id| {
                let flag = match said.get(&id) {
                    Some(Said::Column(k)) => Some(NOS[*k].to_owned()),
                    _ => None,
                };
                (Some(id.to_string()), email(id), "yes", flag)
            })
            .collect();
        let mut events_said = vec![("0".to_owned(), "2024-01-01", "visit")];
        for (&id, &how) in &said {
            match how {
                Said::Event(name, time) => {
                    events_said.push((id.to_string(), TIMES[time], TYPES[name]));
                }
                Said::Column(_) => {}
                Said::OtherRow(k) => {
                    let reason = Some(REASONS[k].to_owned());
                    rows.push((Some(format!(" {id} ")), String::new(), "yes", reason));
                }
                Said::OtherId(writing) => {
                    let (id, mail) = (format!("old-{id}"), other_writing(id, writing));
                    rows.push((Some(id), mail, "yes", Some("1".to_owned())));
                }
                Said::NoId => rows.push((None, email(id), "yes", Some("x".to_owned()))),
            }
        }
        if reversed {
            rows.reverse();
            events_said.reverse();
        }
        table(
            &work,
            "customers.parquet",
            vec![
                ("customer_id", texts(rows.iter().map(|row| row.0.clone()))),
                ("email", texts(rows.iter().map(|row| row.1.clone()))),
                ("consent_email", texts(rows.iter().map(|row| row.2.to_owned()))),
                ("unsubscribed", texts(rows.iter().map(|row| row.3.clone()))),
            ],
        );
        let rows: Vec<(&str, &str, &str)> =
            events_said.iter().map(|(id, time, name)| (id.as_str(), *time, *name)).collect();
        events(&work, &rows);
        work.write("winback.toml", "[quality]\nmax_future_share = 1.0\nmax_no_customer_share = 1.0\n");
        work.run(&format!("{NIGHT} --events events.parquet")).expect_code(0);
        let listed = listed(&work);
        for (id, how) in &said {
            prop_assert!(!listed.contains(id), "{id} said no by {how:?}");
        }
        prop_assert!(!listed.is_empty(), "others stay");
    }
}
