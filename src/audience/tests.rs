//! The list as a whole: a score file and contact details in, two tables out.

use super::control::is_control;
use super::export::Csv;
use super::offers::Offer;
use super::select::Selection;
use super::*;
use crate::ingest::{
    ColumnMap, CustomerColumn, CustomerId, Customers, Forms, RefusalNames, Refusals, read_customers,
};
use crate::table::{Files, Stores};
use crate::time::Zone;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
};
use parquet::arrow::ArrowWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) fn write(
    folder: &tempfile::TempDir,
    name: &str,
    columns: Vec<(&str, ArrayRef)>,
) -> PathBuf {
    let path = folder.path().join(name);
    let columns = columns.into_iter().map(|(name, column)| (name, column, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let file = std::fs::File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path
}

pub(super) fn texts(n: usize, text: impl Fn(usize) -> Option<String>) -> ArrayRef {
    Arc::new((0..n).map(text).collect::<StringArray>())
}

/// The day of the scores.
const AS_OF_DAY: i32 = 19_100;

/// Scores of customers 0..n, silent for 100 days where 50 are usual: customer 1 is not scored, 10 is inside
/// the customer's own rhythm, the others are the riskier the later.
pub(super) fn scores(folder: &tempfile::TempDir, n: usize) -> PathBuf {
    scores_with(folder, n, |_| 100.0, |_| false)
}

/// The same with other paces and failures of service.
fn scores_with(
    folder: &tempfile::TempDir,
    n: usize,
    pace: fn(usize) -> f64,
    failed: fn(usize) -> bool,
) -> PathBuf {
    let same = |text: &'static str| texts(n, move |_| Some(text.to_owned()));
    let floats = |value: f64| Arc::new(Float64Array::from(vec![value; n])) as ArrayRef;
    let flags = |yes: fn(usize) -> bool| {
        Arc::new((0..n).map(|i| Some(yes(i))).collect::<BooleanArray>()) as ArrayRef
    };
    let probability = |i: usize| (i != 1).then(|| i as f64 / n as f64);
    let factors = (0..n).map(|i| Some(if i == 10 { 0.5 } else { 2.0 }));
    let last_days = (0..n).map(|i| Some(AS_OF_DAY - if i == 10 { 25 } else { 100 }));
    write(
        folder,
        "part-00000.parquet",
        vec![
            ("customer_id", Arc::new((0..n as i64).map(Some).collect::<Int64Array>())),
            ("churn_probability", Arc::new((0..n).map(probability).collect::<Float64Array>())),
            ("value_at_pace", Arc::new((0..n).map(|i| Some(pace(i))).collect::<Float64Array>())),
            ("expected_order_value", floats(40.0)),
            ("spend", floats(500.0)),
            ("spend_365d", floats(400.0)),
            ("churn_factor", Arc::new(factors.collect::<Float64Array>())),
            ("usual_gap_days", floats(50.0)),
            ("purchases", Arc::new(Int64Array::from(vec![6; n]))),
            ("unsubscribed", flags(|i| i == 2)),
            ("service_failure", flags(failed)),
            ("service_failure_kind", texts(n, |i| failed(i).then(|| "complaint".to_owned()))),
            ("last_product_category", texts(n, |i| (i % 2 == 0).then(|| "shoes".to_owned()))),
            ("risk_band", same("high")),
            ("rfm_segment", same("at_risk")),
            ("lifecycle_stage", same("slipping")),
            ("tier", same("gold")),
            ("last_order_date", Arc::new(last_days.collect::<Date32Array>())),
            ("expected_next_order_date", Arc::new(Date32Array::from(vec![AS_OF_DAY - 50; n]))),
            ("reason_1", same("Has bought from 5 categories")),
            ("reason_2", same("=cmd|' /C calc'!A0")),
            ("reason_3", texts(n, |_| None)),
            ("reason_1_direction", same("lowers")),
            ("reason_2_direction", same("raises")),
            ("reason_3_direction", texts(n, |_| None)),
            ("reason_1_topic", same("range")),
            ("reason_3_topic", texts(n, |_| None)),
            ("reason_2_topic", same("service")),
            ("reason_3_feature", texts(n, |_| None)),
        ],
    )
}

pub(super) fn campaign(settings: &AudienceSettings) -> Campaign<'_> {
    Campaign { settings, as_of_day: AS_OF_DAY, lookback_days: 365 }
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

pub(super) fn read(path: &Path, mapping: &ColumnMap<CustomerColumn, String>) -> Customers {
    let files = Files::open(path.to_str().unwrap(), &Stores::default()).unwrap();
    let forms = Forms::usual(&Zone::utc());
    let mut read = read_customers(&files, mapping, &RefusalNames::default(), &forms, 0).unwrap();
    read.refuse(&Refusals::default());
    read
}

fn reason_of(selection: &Selection<'_>, candidate: usize) -> Option<LeftOff> {
    selection.left_off.iter().find(|off| off.candidate == candidate).map(|off| off.reason)
}

#[test]
fn everyone_is_on_the_list_or_off_it_for_one_reason() {
    let folder = tempfile::tempdir().unwrap();
    let candidates = Candidates::read(&[scores(&folder, 20)]).unwrap();
    let customers = customers(&folder, 20);
    let mut contacted = Contacted::default();
    contacted.add(Some("8"), None, None);
    let exclusions = Exclusions { contacted, returned: ["9".to_owned()].into() };
    let settings = AudienceSettings { list_size: Some(5), ..AudienceSettings::example() };
    let selection = select(&candidates, &customers, &exclusions, campaign(&settings));
    assert_eq!(selection.listed.len() + selection.left_off.len(), 20);
    let listed: Vec<usize> = selection.listed.iter().map(|listed| listed.candidate).collect();
    assert_eq!(listed, [19, 18, 17, 16, 15], "best first");
    let reasons: Vec<&str> =
        (0..12).map(|at| reason_of(&selection, at).map_or("listed", LeftOff::name)).collect();
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
            "too_early",
            "beyond_budget"
        ]
    );
    let counts = selection.left_off_counts();
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<usize>(), 15);
    let early = selection.left_off.iter().find(|off| off.candidate == 10).unwrap();
    assert_eq!((early.wait_until, early.play), (Some(AS_OF_DAY + 25), Some(Play::Wait)));
}

#[test]
fn the_budget_is_a_limit_and_what_brings_most_for_its_cost_is_bought() {
    let folder = tempfile::tempdir().unwrap();
    let candidates = Candidates::read(&[scores(&folder, 100)]).unwrap();
    let customers = customers(&folder, 100);
    let settings = AudienceSettings { budget: Some(10.0), ..AudienceSettings::example() };
    let select_by = |settings: &AudienceSettings| {
        let selection = select(&candidates, &customers, &Exclusions::default(), campaign(settings));
        let listed: Vec<(usize, f64)> =
            selection.listed.iter().map(|one| (one.candidate, one.expected.gain)).collect();
        assert!(listed.windows(2).all(|pair| pair[0].1 >= pair[1].1), "largest gain first");
        (listed, selection.expected_cost(), selection.expected_profit())
    };
    let (listed, cost, profit) = select_by(&settings);
    assert!(cost <= 10.0 && !listed.is_empty());
    let (all, ..) = select_by(&AudienceSettings { budget: None, ..settings.clone() });
    assert!(all.len() > listed.len());
    let (_, more_cost, more_profit) =
        select_by(&AudienceSettings { budget: Some(20.0), ..settings });
    assert!(more_cost <= 20.0 && more_profit > profit);
}

#[test]
fn control_is_a_random_share_of_the_list_and_takes_no_place() {
    let folder = tempfile::tempdir().unwrap();
    let candidates = Candidates::read(&[scores(&folder, 3000)]).unwrap();
    let customers = customers(&folder, 3000);
    let settings = AudienceSettings {
        control_share: ControlShare::Share(0.2),
        list_size: Some(1000),
        ..AudienceSettings::example()
    };
    let selection = select(&candidates, &customers, &Exclusions::default(), campaign(&settings));
    assert_eq!(selection.listed.len(), 1000);
    let control: Vec<usize> = selection
        .left_off
        .iter()
        .filter(|off| off.reason == LeftOff::ControlGroup)
        .map(|off| off.candidate)
        .collect();
    // Four standard errors around a fifth of about 1250.
    assert!((200..300).contains(&control.len()), "{}", control.len());
    assert_eq!(control.len(), selection.control.len());
    let least = selection.listed.last().unwrap().expected.gain;
    assert!(selection.control.iter().all(|one| one.expected.gain >= least), "within the cut");
    for &at in &control {
        let row = customers.find(CustomerId::Int(at as i64)).unwrap();
        let email = customers.detail(row, crate::ingest::Detail::Email).unwrap();
        assert!(is_control("winback", &crate::ingest::email_key(email).unwrap(), 0.2));
    }
    let again = select(&candidates, &customers, &Exclusions::default(), campaign(&settings));
    assert_eq!(again.listed, selection.listed);
}

#[test]
fn a_standing_holdout_is_never_contacted() {
    let folder = tempfile::tempdir().unwrap();
    let candidates = Candidates::read(&[scores(&folder, 3000)]).unwrap();
    let customers = customers(&folder, 3000);
    let held = |campaign_name: &str| {
        let settings = AudienceSettings {
            campaign: campaign_name.to_owned(),
            holdout_share: 0.1,
            control_share: ControlShare::Share(0.1),
            ..AudienceSettings::example()
        };
        let found = select(&candidates, &customers, &Exclusions::default(), campaign(&settings));
        let of = |reason| -> Vec<usize> {
            let all = found.left_off.iter().filter(|off| off.reason == reason);
            all.map(|off| off.candidate).collect()
        };
        (of(LeftOff::Holdout), of(LeftOff::ControlGroup))
    };
    let ((spring, spring_control), (autumn, autumn_control)) = (held("spring"), held("autumn"));
    assert!(spring.len() > 200 && spring == autumn, "the same in every campaign");
    assert_ne!(spring_control, autumn_control);
}

#[test]
fn the_most_valuable_are_called_and_who_is_angry_is_not_sold_to() {
    let folder = tempfile::tempdir().unwrap();
    let pace = |i: usize| if i == 199 || i == 198 { 5000.0 } else { 400.0 };
    let scores = scores_with(&folder, 200, pace, |i| i == 100 || i == 40);
    let path = write(
        &folder,
        "phones.parquet",
        vec![
            ("id", Arc::new((0..200).map(Some).collect::<Int64Array>())),
            ("mail", texts(200, |i| Some(format!("c{i}@example.org")))),
            // Of the two most valuable one has no number.
            ("phone", texts(200, |i| (i != 198).then(|| format!("+49 30 1234{i:03}")))),
            ("consent", texts(200, |_| Some("yes".to_owned()))),
            ("may call", texts(200, |_| Some("yes".to_owned()))),
        ],
    );
    let mut mapping = mapping_of(["id", "mail", "consent"]);
    mapping.insert(CustomerColumn::Phone, "phone".to_owned());
    mapping.insert(CustomerColumn::ConsentPhone, "may call".to_owned());
    let customers = read(&path, &mapping);
    let candidates = Candidates::read(&[scores]).unwrap();
    let settings = AudienceSettings { call_top_share: 0.015, ..AudienceSettings::example() };
    let selection = select(&candidates, &customers, &Exclusions::default(), campaign(&settings));
    let of = |candidate: usize| {
        let found = selection.listed.iter().find(|one| one.candidate == candidate);
        found.map(|one| (one.play, one.expected.offer))
    };
    assert_eq!(of(100), Some((Play::Service, Offer::Reminder)), "nothing is sold to them");
    assert!(of(40).is_none_or(|(play, _)| play != Play::Service), "a risk of 20 % is no reason");
    assert_eq!(of(199), Some((Play::Call, Offer::Call)));
    assert_eq!(of(198).map(|(play, _)| play == Play::Call), Some(false), "there is no number");
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
    let settings = AudienceSettings::example();
    let selection = select(&candidates, &customers, &Exclusions::default(), campaign(&settings));
    assert_eq!(selection.listed.len(), 1);
    assert_eq!(selection.listed[0].candidate, 19);
    assert_eq!(reason_of(&selection, 18), Some(LeftOff::SameAddress));
}

pub(super) fn mapping_of([id, email, consent]: [&str; 3]) -> ColumnMap<CustomerColumn, String> {
    ColumnMap::named([
        (CustomerColumn::CustomerId, id),
        (CustomerColumn::Email, email),
        (CustomerColumn::ConsentEmail, consent),
    ])
}

#[test]
fn the_files_read_as_they_should() {
    let folder = tempfile::tempdir().unwrap();
    let parts = [scores(&folder, 20)];
    let candidates = Candidates::read(&parts).unwrap();
    let customers = customers(&folder, 20);
    let settings = AudienceSettings { list_size: Some(2), ..AudienceSettings::example() };
    let campaign = campaign(&settings);
    let selection = select(&candidates, &customers, &Exclusions::default(), campaign);
    let mut list = Vec::new();
    let from =
        RowSource { candidates: &candidates, customers: &customers, parts: &parts, campaign };
    let rows = ListRows::read(&selection.listed, &from, true).unwrap();
    write_list(&rows, &rows.places(false), Csv::default(), &mut list).unwrap();
    insta::assert_snapshot!(String::from_utf8(list).unwrap(), @r#"
    rank,campaign,customer_id,email,phone,first_name,last_name,country,postcode,play,offer_code,offer_value,churn_probability,risk_band,days_since_last_order,usual_gap_days,churn_factor,overdue_days,last_order_date,expected_next_order_date,last_product_category,orders,spend_365d,value_at_pace,value_at_risk,expected_profit,lifecycle_stage,rfm_segment,tier,why,reason_2,reason_3,list_date,expires_on,consent,signup_date,acquisition_channel
    1,winback,19,C18@example.org,,,,,,offer,voucher,4.00,0.9500,high,100,50,2.00,50,2022-01-08,2022-02-27,,6,400.00,100.00,95.00,2.01,slipping,at_risk,gold,"Silent for 100 days, 50 days longer than the usual 50 days",'=cmd|' /C calc'!A0,,2022-04-18,2022-05-02,email,,
    2,winback,18,C17@example.org,,,,,,offer,voucher,4.00,0.9000,high,100,50,2.00,50,2022-01-08,2022-02-27,shoes,6,400.00,100.00,90.00,1.78,slipping,at_risk,gold,"Silent for 100 days, 50 days longer than the usual 50 days",'=cmd|' /C calc'!A0,,2022-04-18,2022-05-02,email,,
    "#);
    let mut left = Vec::new();
    write_left_off(&selection, &candidates, Csv::default(), &mut left).unwrap();
    let left = String::from_utf8(left).unwrap();
    let first: Vec<&str> = left.lines().take(5).chain(left.lines().skip(11).take(1)).collect();
    insta::assert_snapshot!(first.join("\n"), @r#"
    customer_id,left_off,detail,wait_until,play,churn_probability,value_at_pace,value_at_risk,expected_profit
    0,not_profitable,Contacting costs more than it is expected to bring,,reminder,0.0000,100.00,0.00,-0.25
    1,not_scored,"Never bought, or lapsed too long ago for a score",,,,,,
    2,opted_out,"They said no, or unsubscribed",,,0.1000,100.00,10.00,
    3,no_consent,No consent on record,,,0.1500,100.00,15.00,
    10,too_early,Inside the customer's own rhythm: not overdue yet; time to write from 2022-05-13 on,2022-05-13,wait,0.5000,100.00,50.00,0.62
    "#);
    assert_eq!(left.lines().count(), 19);
    let held = ListRows::read(&selection.listed, &from, false).unwrap();
    for row in (0..held.len()).map(|place| held.row(place)) {
        assert!(row.email.is_none() && row.phone.is_none() && row.customer_id.len() == 2);
    }
}

#[test]
fn a_file_that_holds_no_scores_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder, "x.parquet", vec![("customer_id", texts(1, |_| None))]);
    let text = Candidates::read(&[path]).unwrap_err().to_string();
    assert!(text.contains("x.parquet") && text.contains("'churn_probability'"), "{text}");
}
