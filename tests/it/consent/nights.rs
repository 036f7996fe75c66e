//! Whoever had said no last night and is refused by nothing tonight: an export of new ones alone has as many as
//! yesterday's.

use super::{CUSTOMERS, NIGHT, all_and_some, customers, email, events, shop, table, texts};
use crate::workplace::{Ended, Workplace};
use arrow_array::{ArrayRef, BooleanArray};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A night of a date.
fn night(work: &Workplace, date: &str, more: &str) -> Ended {
    let night = NIGHT.replace("2024-12-01", date).replace(" --quiet", "");
    work.run(&format!("{night} {more}"))
}

fn listed_at(work: &Workplace, date: &str) -> BTreeSet<i64> {
    let list = work.path(&format!("output/audience/as_of={date}/win_back.csv"));
    let mut reader = csv::Reader::from_path(list).unwrap();
    let column = reader.headers().unwrap().iter().position(|name| name == "customer_id").unwrap();
    reader.records().map(|row| row.unwrap()[column].parse().unwrap()).collect()
}

fn flags(nos: &[i64]) -> ArrayRef {
    Arc::new((0..CUSTOMERS).map(|id| Some(nos.contains(&id))).collect::<BooleanArray>())
}

const LOST: &str = "who had said no are refused by nothing now";

#[test]
fn an_export_of_new_ones_alone_ends_the_night() {
    let work = shop();
    let (all, _) = all_and_some(&work);
    let people: Vec<i64> = all.iter().copied().take(10).collect();
    let (before, new) = people.split_at(5);
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    let say = |ids: &[i64]| {
        let addresses = texts(ids.iter().map(|id| email(*id)));
        table(&work, "people/unsubscribed.parquet", vec![("email", addresses)]);
    };
    let run = |date: &str, more: &str| {
        let night = NIGHT.replace("customers.parquet", "people").replace("2024-12-01", date);
        work.run(&format!("{night} --output other {more}").replace(" --output output", ""))
    };
    say(before);
    run("2024-12-01", "").expect_code(0);
    let kept = std::fs::read(work.path("other/audience/as_of=2024-12-01/refused.parquet")).unwrap();
    assert!(!kept.windows(9).any(|part| part == b"@shop.tes"), "no address is kept");
    say(new);
    run("2024-12-02", "").expect_error(3, &["5 of 5", LOST, "--accept-losses"]);
    let audience =
        "audience --customers people --transactions tx.parquet --as-of 2024-12-01 --output other";
    work.run(audience).expect_error(3, &[LOST]);
    // Who was named before and who is named now.
    say(&people);
    run("2024-12-02", "").expect_code(0);
    say(new);
    run("2024-12-03", "").expect_error(3, &["5 customers who have opted out instead of 10"]);
    run("2024-12-03", "--accept-losses").expect_code(0);
    run("2024-12-03", "").expect_code(0);
}

#[test]
fn a_flag_that_moves_to_others_ends_the_night_whatever_else_is_configured() {
    let work = shop();
    let (all, _) = all_and_some(&work);
    let people: Vec<i64> = all.iter().copied().take(12).collect();
    customers(&work, Some(("unsubscribed", flags(&people[..6]))));
    night(&work, "2024-12-02", "").expect_code(0);
    customers(&work, Some(("unsubscribed", flags(&people[6..]))));
    night(&work, "2024-12-03", "").expect_error(3, &["6 of 6", LOST]);
    night(&work, "2024-12-03", "--list-size 5").expect_error(3, &["6 of 6", LOST]);
    night(&work, "2024-12-03", "--accept-losses").expect_code(0);
    assert!(people[..6].iter().all(|id| listed_at(&work, "2024-12-03").contains(id)));
}

#[test]
fn addresses_that_have_left_the_window_of_the_events_stay_refused() {
    let work = shop();
    let (all, _) = all_and_some(&work);
    let people: Vec<i64> = all.iter().copied().take(9).collect();
    let say = |ids: &[i64]| {
        let addresses: Vec<String> = ids.iter().map(|id| email(*id)).collect();
        let rows: Vec<(&str, &str, &str)> =
            addresses.iter().map(|id| (id.as_str(), "2024-11-20", "unsubscribe")).collect();
        events(&work, &rows);
    };
    say(&people[..8]);
    night(&work, "2024-12-02", "--events events.parquet").expect_code(0);
    say(&people[2..]);
    let said = night(&work, "2024-12-03", "--events events.parquet").expect_code(0).stderr;
    assert!(said.contains("2 customers had said no when"), "{said}");
    // Night after night.
    let said = night(&work, "2024-12-04", "--events events.parquet").expect_code(0).stderr;
    assert!(said.contains("2 customers had said no when"), "{said}");
    let listed = listed_at(&work, "2024-12-04");
    assert!(people.iter().all(|id| !listed.contains(id)));
}

#[test]
fn a_few_change_their_minds_and_who_is_erased_does_not() {
    for (column, back) in [("unsubscribed", true), ("gdpr_erased", false)] {
        let work = shop();
        let (all, _) = all_and_some(&work);
        let people: Vec<i64> = all.iter().copied().take(20).collect();
        customers(&work, Some((column, flags(&people))));
        night(&work, "2024-12-02", "--accept-losses").expect_code(0);
        customers(&work, Some((column, flags(&people[1..]))));
        let said = night(&work, "2024-12-03", "").expect_code(0).stderr;
        assert_eq!(listed_at(&work, "2024-12-03").contains(&people[0]), back, "{column}");
        assert_eq!(said.contains("1 customers had said no when"), !back, "{said}");
    }
}

#[test]
fn a_newer_answer_takes_a_no_back() {
    let work = shop();
    let (all, _) = all_and_some(&work);
    let people: Vec<i64> = all.iter().copied().take(60).collect();
    let (changed, _) = people.split_at(3);
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    let say = |rows: &[(i64, &str, &str)]| {
        table(
            &work,
            "people/consents.parquet",
            vec![
                ("customer_id", texts(rows.iter().map(|row| row.0.to_string()))),
                ("purpose", texts(rows.iter().map(|_| "email_marketing".to_owned()))),
                ("granted", texts(rows.iter().map(|row| row.1.to_owned()))),
                ("updated_at", texts(rows.iter().map(|row| row.2.to_owned()))),
            ],
        );
    };
    let run = |date: &str| {
        let night = NIGHT.replace("customers.parquet", "people").replace("2024-12-01", date);
        work.run(&night)
    };
    let no = |id: &i64| (*id, "false", "2024-11-01");
    let nos: Vec<(i64, &str, &str)> = people.iter().map(no).collect();
    say(&nos);
    run("2024-12-02").expect_code(0);
    assert!(people.iter().all(|id| !listed_at(&work, "2024-12-02").contains(id)));
    let yes = changed.iter().map(|id| (*id, "true", "2024-12-02"));
    say(&nos.iter().copied().chain(yes).collect::<Vec<_>>());
    run("2024-12-03").expect_code(0);
    let listed = listed_at(&work, "2024-12-03");
    assert!(people.iter().all(|id| listed.contains(id) == changed.contains(id)));
}
