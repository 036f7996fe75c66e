//! Nos whose identifiers are written in another way than those of the transactions, and lists of nos that cannot be read:
//! no list is made without them.

use super::{CUSTOMERS, NIGHT, all_and_some, customers, email, events, listed, shop, table, texts};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, BooleanArray, Int64Array};
use std::sync::Arc;

fn prefixed(ids: &[i64]) -> Vec<String> {
    ids.iter().map(|id| format!("CUST{id:06}")).collect()
}

fn own(ids: &[i64]) -> Vec<String> {
    ids.iter().map(|id| format!("a0X{}x", id * 77)).collect()
}

/// The members in a folder, and the night that reads it.
fn folder(work: &Workplace) -> String {
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    NIGHT.replace("customers.parquet", "people").replace(" --quiet", "")
}

#[test]
fn events_of_other_identifiers_end_the_night_and_the_rule_that_mends_it_is_named() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let night = format!("{NIGHT} --events events.parquet").replace(" --quiet", "");
    let say = |ids: &[String]| {
        let rows: Vec<(&str, &str, &str)> =
            ids.iter().map(|id| (id.as_str(), "2024-11-20", "unsubscribe")).collect();
        events(&work, &rows);
    };
    say(&prefixed(&some));
    let rule = "columns.id_normalise = \"trim,unprefix,unfloat,unzero\"";
    work.run(&night).expect_error(3, &["none of the 3 customers", "CUST00000", rule]);
    let check = "check --transactions tx.parquet --customers customers.parquet --events events.parquet \
                 --as-of 2024-12-01 --horizon-days 60 --format json";
    let found = work.run(check).expect_code(3).stdout;
    assert!(found.contains("none of the 3 customers who have said no in the events"), "{found}");
    work.write("winback.toml", "[columns]\nid_normalise = \"trim,unprefix,unfloat,unzero\"\n");
    work.run(&night).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<_>>(), some);
    work.write("winback.toml", "");
    // Few that no rule explains may be strangers: they are told.
    say(&own(&some));
    let said = work.run(&night.replace("--output output", "--output other")).expect_code(0).stderr;
    assert!(said.contains("WARN refusals: none of the 3 customers"), "{said}");
    let mut both = own(&(0..12).collect::<Vec<i64>>());
    both.extend(some.iter().map(i64::to_string));
    say(&both);
    let said = work.run(&night.replace("--output output", "--output third")).expect_code(0).stderr;
    assert!(said.contains("WARN refusals: 3 of the 15 customers"), "{said}");
}

#[test]
fn a_list_of_other_identifiers_ends_the_night() {
    let work = shop();
    customers(&work, None);
    let night = folder(&work);
    let twelve: Vec<i64> = (0..12).collect();
    let list = |name: &str, columns: Vec<(&str, ArrayRef)>| table(&work, name, columns);
    let flag = |ids: usize| -> ArrayRef {
        Arc::new((0..ids).map(|k| Some(k < 12)).collect::<BooleanArray>())
    };
    list("people/unsubscribed.parquet", vec![("customer_id", texts(prefixed(&twelve[..3])))]);
    work.run(&night).expect_error(3, &["none of the 3", "unsubscribed.parquet", "unprefix"]);
    std::fs::remove_file(work.path("people/unsubscribed.parquet")).unwrap();
    let everybody: Vec<i64> = (0..CUSTOMERS).collect();
    let columns =
        vec![("customer_id", texts(own(&everybody))), ("unsubscribed", flag(everybody.len()))];
    list("people/crm.parquet", columns);
    work.run(&night).expect_error(3, &["none of the 12 customers", "crm.parquet", "a0X"]);
    work.run(&format!("{night} --accept-losses")).expect_code(0);
    // Leads have addresses of their own: by these they are known to be others.
    let leads: Vec<String> = (0..30).map(|id| format!("lead{id}@example.org")).collect();
    let columns = vec![
        ("customer_id", texts(own(&everybody[..30]))),
        ("email", texts(leads)),
        ("unsubscribed", flag(30)),
    ];
    list("people/crm.parquet", columns);
    work.run(&night.replace("--output output", "--output leads")).expect_code(0);
    // Who was erased stands in no other file, and has bought.
    let erased: ArrayRef = Arc::new(Int64Array::from(twelve));
    list("people/crm.parquet", vec![("customer_id", erased), ("deleted", flag(12))]);
    let kept: Vec<i64> = (12..CUSTOMERS).collect();
    let columns = vec![
        ("customer_id", Arc::new(Int64Array::from(kept.clone())) as ArrayRef),
        ("email", texts(kept.iter().map(|id| email(*id)))),
        ("consent_email", Arc::new(BooleanArray::from(vec![true; kept.len()]))),
    ];
    list("people/members.parquet", columns);
    work.run(&night.replace("--output output", "--output erased")).expect_code(0);
}

#[test]
fn a_list_of_other_letters_holds_where_somebody_of_it_is_known() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let night = folder(&work);
    let known = all.iter().copied().nth(5).unwrap();
    let said_no = [prefixed(&some), vec![known.to_string()]].concat();
    table(&work, "people/unsubscribed.parquet", vec![("customer_id", texts(said_no))]);
    let said = work.run(&format!("{night} --accept-losses")).expect_code(0).stderr;
    assert!(said.contains("whoever has such a number is left alone"), "{said}");
    let gone: Vec<i64> = all.difference(&listed(&work)).copied().collect();
    assert_eq!(gone, [some, vec![known]].concat());
}

#[test]
fn a_list_that_is_not_read_ends_the_night() {
    let work = shop();
    let (_, some) = all_and_some(&work);
    let night = folder(&work);
    work.write("people/unsubscribed.csv", "email\nc1@shop.test\n");
    work.run(&night).expect_error(3, &["unsubscribed.csv", "winback import", "--accept-losses"]);
    std::fs::remove_file(work.path("people/unsubscribed.csv")).unwrap();
    let list = || vec![("email", texts(some.iter().map(|id| email(*id))))];
    table(&work, "people/_Unsubscribe.parquet", list());
    work.run(&night).expect_error(3, &["_Unsubscribe.parquet"]);
    std::fs::remove_file(work.path("people/_Unsubscribe.parquet")).unwrap();
    // Another file is told; the source of one that was imported is not.
    table(&work, "people/_Subscribers.parquet", list());
    work.write("people/members.csv", "email\n");
    let said = work.run(&night).expect_code(0).stderr;
    assert!(said.contains("_Subscribers.parquet beside it: not read"), "{said}");
    assert!(!said.contains("members.csv"), "{said}");
}

#[test]
fn a_no_under_another_systems_identifier_holds_and_strangers_are_told() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let night = format!("{NIGHT} --events events.parquet --accept-losses").replace(" --quiet", "");
    let other = |id: i64| format!("X{}", 90_000 + id);
    // Beside others that meet, and alone.
    let beside: Vec<i64> = all.iter().copied().skip(3).take(20).collect();
    let say = |beside: &[i64]| {
        let ids: Vec<String> =
            some.iter().map(|id| other(*id)).chain(beside.iter().map(i64::to_string)).collect();
        let rows: Vec<(&str, &str, &str)> =
            ids.iter().map(|id| (id.as_str(), "2024-11-20", "unsubscribe")).collect();
        events(&work, &rows);
    };
    let cell = |form: &dyn Fn(String) -> String| {
        texts((0..CUSTOMERS).map(|id| some.contains(&id).then(|| form(other(id)))))
    };
    for (column, cells) in [
        ("legacy_id", cell(&|id| id)),
        ("external_id", cell(&|id| id)),
        ("alias_ids", cell(&|id| format!("[\"a1\", \"{id}\"]"))),
        ("Merged Contact IDs", cell(&|id| format!("88123;{id}"))),
    ] {
        customers(&work, Some((column, cells)));
        for beside in [&beside[..], &[]] {
            say(beside);
            work.run(
                &night.replace(" --accept-losses", "").replace("--output output", "--output o"),
            )
            .expect_code(0);
            std::fs::remove_dir_all(work.path("o")).unwrap();
            work.run(&night).expect_code(0);
            let gone: Vec<i64> = all.difference(&listed(&work)).copied().collect();
            let (mut expected, beside) = (some.clone(), beside.to_vec());
            expected.extend(beside);
            assert_eq!(gone, expected, "{column}");
        }
    }
    // A shop's number is nobody's.
    customers(&work, Some(("branch_no", cell(&|_| "X90000".to_owned()))));
    say(&beside);
    work.run(&night).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<_>>(), beside);
    customers(&work, None);
    let strangers: Vec<String> =
        (0..12).map(|id| format!("y{id}")).chain(beside.iter().map(i64::to_string)).collect();
    let rows: Vec<(&str, &str, &str)> =
        strangers.iter().map(|id| (id.as_str(), "2024-11-20", "unsubscribe")).collect();
    events(&work, &rows);
    let said = work.run(&night).expect_code(0).stderr;
    assert!(said.contains("20 of the 32 customers who have said no in the events"), "{said}");
}

#[test]
fn a_no_in_another_spelling_and_without_the_letters_holds() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let beside: Vec<i64> = all.iter().copied().skip(3).take(20).collect();
    let night = format!("{NIGHT} --events events.parquet --accept-losses").replace(" --quiet", "");
    let run = |spelled: &dyn Fn(i64) -> String| {
        let ids: Vec<String> =
            some.iter().map(|id| spelled(*id)).chain(beside.iter().map(i64::to_string)).collect();
        let rows: Vec<(&str, &str, &str)> =
            ids.iter().map(|id| (id.as_str(), "2024-11-20", "dsar_delete")).collect();
        events(&work, &rows);
        work.run(&night).expect_code(0).stderr
    };
    let gone = || all.difference(&listed(&work)).copied().collect::<Vec<i64>>();
    let everybody: Vec<i64> = some.iter().chain(&beside).copied().collect();
    let wide = |id: i64| -> String {
        let wide = |digit: char| char::from_u32(digit as u32 + 0xfee0).unwrap();
        id.to_string().chars().map(wide).collect()
    };
    for spelled in [
        &(|id| format!("\"{id}\"")) as &dyn Fn(i64) -> String,
        &|id| format!("#00{id}"),
        &|id| format!("+{id}"),
        &wide,
    ] {
        let said = run(spelled);
        assert_eq!(gone(), everybody, "{}", spelled(7));
        assert!(!said.contains("nobody's identifiers"), "{said}");
    }
    let said = run(&|id| format!("CUST{id:06}"));
    assert_eq!(gone(), everybody);
    let told = "WARN refusals: 3 identifiers that have said no are nobody's, and 3 of them have the number of one customer";
    assert!(said.contains(told), "{said}");
    assert!(said.contains("columns.id_normalise = \"trim,unprefix,unfloat,unzero\""), "{said}");
    // Where most have the number of no customer, visitors are counted and nothing is warned of.
    let said = run(&|id| format!("V{}", 90_000 + id));
    assert!(said.contains("INFO refusals: 3 of the 23 who have said no"), "{said}");
    assert!(!said.contains("WARN refusals"), "{said}");
    assert_eq!(gone(), beside);
}
