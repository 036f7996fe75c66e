//! The list as a whole: a score file and contact details in, two tables out.

use super::control::{is_control, normalised_email};
use super::export::Csv;
use super::select::Selection;
use super::*;
use crate::ingest::{
    ColumnMap, CustomerColumn, CustomerId, Customers, Forms, Refusals, read_customers,
};
use crate::table::Files;
use crate::time::Zone;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
};
use parquet::arrow::ArrowWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn write(folder: &tempfile::TempDir, name: &str, columns: Vec<(&str, ArrayRef)>) -> PathBuf {
    let path = folder.path().join(name);
    let columns = columns.into_iter().map(|(name, column)| (name, column, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let file = std::fs::File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path
}

fn texts(n: usize, text: impl Fn(usize) -> Option<String>) -> ArrayRef {
    Arc::new((0..n).map(text).collect::<StringArray>())
}

/// Scores of customers 0..n: customer 1 is not scored, the others are the riskier the later.
fn scores(folder: &tempfile::TempDir, n: usize) -> PathBuf {
    let same = |text: &'static str| texts(n, move |_| Some(text.to_owned()));
    let probability = |i: usize| (i != 1).then(|| i as f64 / n as f64);
    write(
        folder,
        "part-00000.parquet",
        vec![
            ("customer_id", Arc::new((0..n as i64).map(Some).collect::<Int64Array>())),
            ("churn_probability", Arc::new((0..n).map(probability).collect::<Float64Array>())),
            ("predicted_value", Arc::new(Float64Array::from(vec![None; n]))),
            ("spend_365d", Arc::new(Float64Array::from(vec![100.0; n]))),
            ("unsubscribed", Arc::new((0..n).map(|i| Some(i == 2)).collect::<BooleanArray>())),
            ("risk_band", same("high")),
            ("rfm_segment", same("at_risk")),
            ("lifecycle_stage", same("slipping")),
            ("tier", same("gold")),
            ("last_order_date", Arc::new(Date32Array::from(vec![19_000; n]))),
            ("expected_next_order_date", Arc::new(Date32Array::from(vec![19_031; n]))),
            ("reason_1", same("Orders every 31 days on average")),
            ("reason_2", same("=cmd|' /C calc'!A0")),
            ("reason_3", texts(n, |_| None)),
            ("reason_1_direction", same("lowers")),
            ("reason_2_direction", same("raises")),
            ("reason_3_direction", texts(n, |_| None)),
        ],
    )
}

/// Contact details: customer 3 has no consent on record, 4 refused, 5 is suppressed, 6 has no address,
/// 7 is not in the table.
fn customers(folder: &tempfile::TempDir, n: usize) -> Customers {
    let path = write(
        folder,
        "customers.parquet",
        vec![
            ("id", Arc::new((0..n as i64).filter(|&i| i != 7).map(Some).collect::<Int64Array>())),
            ("mail", texts(n - 1, |i| (i != 6).then(|| format!("C{i}@example.org")))),
            (
                "consent",
                texts(n - 1, |i| match i {
                    3 => None,
                    4 => Some("no".to_owned()),
                    _ => Some("yes".to_owned()),
                }),
            ),
            ("blocked", texts(n - 1, |i| (i == 5).then(|| "legal".to_owned()))),
        ],
    );
    let mut mapping = mapping_of(["id", "mail", "consent"]);
    mapping.insert(CustomerColumn::SuppressionReason, "blocked".to_owned());
    read(&path, &mapping)
}

fn read(path: &Path, mapping: &ColumnMap<CustomerColumn, String>) -> Customers {
    let files = Files::open(path.to_str().unwrap()).unwrap();
    read_customers(&files, mapping, &[], &Forms::usual(&Zone::utc()), Refusals::default()).unwrap()
}

fn without_control() -> AudienceSettings {
    AudienceSettings { control_share: 0.0, ..AudienceSettings::example() }
}

fn reason_of(selection: &Selection<'_>, candidate: usize) -> Option<LeftOff> {
    selection.left_off.iter().find(|(at, ..)| *at == candidate).map(|(_, reason, _)| *reason)
}

#[test]
fn everyone_is_on_the_list_or_off_it_for_one_reason() {
    let folder = tempfile::tempdir().unwrap();
    let candidates = Candidates::read(&[scores(&folder, 20)]).unwrap();
    let customers = customers(&folder, 20);
    let exclusions =
        Exclusions { contacted: ["8".to_owned()].into(), returned: ["9".to_owned()].into() };
    let settings = AudienceSettings { list_size: Some(5), ..without_control() };
    let selection = select(&candidates, &customers, &exclusions, &settings);
    assert_eq!(selection.listed.len() + selection.left_off.len(), 20);
    let listed: Vec<usize> = selection.listed.iter().map(|listed| listed.candidate).collect();
    assert_eq!(listed, [19, 18, 17, 16, 15], "best first");
    let reasons: Vec<&str> =
        (0..11).map(|at| reason_of(&selection, at).map_or("listed", LeftOff::name)).collect();
    assert_eq!(
        reasons,
        [
            "not_profitable",
            "not_scored",
            "opted_out",
            "no_consent",
            "opted_out",
            "suppressed",
            "no_address",
            "no_consent",
            "cool_down",
            "returned",
            "beyond_budget"
        ]
    );
    let counts = selection.left_off_counts();
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<usize>(), 15);
}

#[test]
fn the_budget_is_a_limit_and_profit_pays_for_its_cost() {
    let folder = tempfile::tempdir().unwrap();
    let candidates = Candidates::read(&[scores(&folder, 100)]).unwrap();
    let customers = customers(&folder, 100);
    let settings = AudienceSettings {
        budget: Some(10.0),
        contact_cost: 0.5,
        offer_cost: 2.0,
        ..without_control()
    };
    let selection = select(&candidates, &customers, &Exclusions::default(), &settings);
    assert!(selection.expected_cost() <= 10.0 && !selection.listed.is_empty());
    assert!(selection.listed.windows(2).all(|w| w[0].expected.profit >= w[1].expected.profit));
    let worst = selection.listed.last().unwrap().expected.profit;
    for &(_, reason, profit) in &selection.left_off {
        match reason {
            LeftOff::BeyondBudget => assert!(profit.unwrap() <= worst && profit.unwrap() > 0.0),
            LeftOff::NotProfitable => assert!(profit.unwrap() <= 0.0),
            _ => {}
        }
    }
}

#[test]
fn control_is_a_random_share_of_the_list_and_takes_no_place() {
    let folder = tempfile::tempdir().unwrap();
    let candidates = Candidates::read(&[scores(&folder, 3000)]).unwrap();
    let customers = customers(&folder, 3000);
    let settings = AudienceSettings {
        control_share: 0.2,
        list_size: Some(1000),
        ..AudienceSettings::example()
    };
    let selection = select(&candidates, &customers, &Exclusions::default(), &settings);
    assert_eq!(selection.listed.len(), 1000);
    let control: Vec<usize> = selection
        .left_off
        .iter()
        .filter(|(_, reason, _)| *reason == LeftOff::ControlGroup)
        .map(|&(at, ..)| at)
        .collect();
    // Four standard errors around a fifth of about 1250.
    assert!((200..300).contains(&control.len()), "{}", control.len());
    for &at in &control {
        let row = customers.find(CustomerId::Int(at as i64)).unwrap();
        let email = customers.detail(row, crate::ingest::Detail::Email).unwrap();
        assert!(is_control("winback", &normalised_email(email), 0.2));
    }
    let again = select(&candidates, &customers, &Exclusions::default(), &settings);
    assert_eq!(again.listed, selection.listed);
}

#[test]
fn two_customers_of_one_address_are_contacted_once() {
    let folder = tempfile::tempdir().unwrap();
    let scores = scores(&folder, 20);
    let path = write(
        &folder,
        "same.parquet",
        vec![
            ("id", Arc::new(Int64Array::from(vec![18, 19]))),
            ("mail", texts(2, |i| Some(["a@example.org", "A@Example.org "][i].to_owned()))),
            ("consent", texts(2, |_| Some("yes".to_owned()))),
        ],
    );
    let mapping = mapping_of(["id", "mail", "consent"]);
    let customers = read(&path, &mapping);
    let candidates = Candidates::read(&[scores]).unwrap();
    let selection = select(&candidates, &customers, &Exclusions::default(), &without_control());
    assert_eq!(selection.listed.len(), 1);
    assert_eq!(selection.listed[0].candidate, 19);
    assert_eq!(reason_of(&selection, 18), Some(LeftOff::SameAddress));
}

fn mapping_of([id, email, consent]: [&str; 3]) -> ColumnMap<CustomerColumn, String> {
    ColumnMap::named([
        (CustomerColumn::CustomerId, id),
        (CustomerColumn::Email, email),
        (CustomerColumn::ConsentEmail, consent),
    ])
}

#[test]
fn the_two_files_read_as_they_should() {
    let folder = tempfile::tempdir().unwrap();
    let parts = [scores(&folder, 20)];
    let candidates = Candidates::read(&parts).unwrap();
    let customers = customers(&folder, 20);
    let settings = AudienceSettings { list_size: Some(2), ..without_control() };
    let selection = select(&candidates, &customers, &Exclusions::default(), &settings);
    let mut list = Vec::new();
    let rows = list_rows(&selection, &candidates, &customers, &parts).unwrap();
    write_list(&rows, &Csv::default(), &mut list).unwrap();
    insta::assert_snapshot!(String::from_utf8(list).unwrap(), @r"
    rank,customer_id,email,phone,first_name,last_name,country,postcode,churn_probability,risk_band,value,value_basis,expected_profit,lifecycle_stage,rfm_segment,tier,last_order_date,expected_next_order_date,reason_1,reason_2,reason_3
    1,19,C18@example.org,,,,,,0.9500,high,100.00,recent_spend,2.85,slipping,at_risk,gold,2022-01-08,2022-02-08,'=cmd|' /C calc'!A0,,
    2,18,C17@example.org,,,,,,0.9000,high,100.00,recent_spend,2.70,slipping,at_risk,gold,2022-01-08,2022-02-08,'=cmd|' /C calc'!A0,,
    ");
    let mut left = Vec::new();
    write_left_off(left_off_rows(&selection, &candidates), &Csv::default(), &mut left).unwrap();
    let left = String::from_utf8(left).unwrap();
    let first: Vec<&str> = left.lines().take(5).collect();
    insta::assert_snapshot!(first.join("\n"), @r"
    customer_id,left_off,churn_probability,value,expected_profit
    0,not_profitable,0.0000,100.00,0.00
    1,not_scored,,,
    2,opted_out,0.1000,100.00,0.30
    3,no_consent,0.1500,100.00,0.45
    ");
    assert_eq!(left.lines().count(), 19);
}

#[test]
fn a_file_that_holds_no_scores_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder, "x.parquet", vec![("customer_id", texts(1, |_| None))]);
    let text = Candidates::read(&[path]).unwrap_err().to_string();
    assert!(text.contains("x.parquet") && text.contains("'churn_probability'"), "{text}");
}
