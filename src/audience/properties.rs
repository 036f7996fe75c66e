//! What holds for every list, whatever the scores, the contact details and the settings.

use super::tests::{campaign, mapping_of, read as read_details, scores, texts, write};
use super::*;
use crate::ingest::Customers;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// A customer as the files tell of them; addresses are few, so that some share one.
#[derive(Debug, Clone)]
struct Person {
    probability: Option<f64>,
    pace: f64,
    churn_factor: f64,
    unsubscribed: bool,
    address: Option<u8>,
    consent: Option<bool>,
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    let person = (
        prop::option::weighted(0.9, 0.0..=1.0),
        0.0..500.0,
        0.0..4.0,
        prop::bool::weighted(0.05),
        prop::option::weighted(0.9, 0..60u8),
        prop::option::weighted(0.9, prop::bool::weighted(0.9)),
    );
    let person =
        person.prop_map(|(probability, pace, churn_factor, unsubscribed, address, consent)| {
            Person { probability, pace, churn_factor, unsubscribed, address, consent }
        });
    prop::collection::vec(person, 1..60)
}

fn economics() -> impl Strategy<Value = AudienceSettings> {
    let limits = (prop::option::of(0.0..50.0), prop::option::of(0..30u64));
    let offers = (0.0..2.0, prop::collection::vec(0.05..0.5, 0..3), 0.0..0.5);
    (limits, offers).prop_map(|((budget, list_size), (reminder_cost, voucher_share, held_back))| {
        let vouchers = voucher_share.len();
        AudienceSettings {
            budget,
            list_size,
            reminder_cost,
            voucher_share,
            voucher_save_rate: vec![0.3; vouchers],
            voucher_take_rate: vec![0.5; vouchers],
            voucher_cost: vec![0.25; vouchers],
            control_share: ControlShare::Share(held_back),
            ..AudienceSettings::example()
        }
    })
}

/// The score file with other values in some columns.
fn with_columns(path: &Path, folder: &TempDir, columns: &[(&str, ArrayRef)]) -> PathBuf {
    let file = std::fs::File::open(path).unwrap();
    let mut reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let batch: RecordBatch = reader.next().unwrap().unwrap();
    let schema = batch.schema();
    let column = |field: &str, old: &ArrayRef| {
        let new = columns.iter().find(|(name, _)| *name == field).map(|(_, new)| new);
        Arc::clone(new.unwrap_or(old))
    };
    let all = schema.fields().iter().zip(batch.columns());
    let all = all.map(|(field, old)| (field.name().as_str(), column(field.name(), old)));
    write(folder, "changed.parquet", all.collect())
}

fn read(people: &[Person]) -> (Candidates, Customers) {
    let folder = tempfile::tempdir().unwrap();
    let floats = |of: fn(&Person) -> Option<f64>| -> ArrayRef {
        Arc::new(people.iter().map(of).collect::<Float64Array>())
    };
    let unsubscribed: BooleanArray = people.iter().map(|p| Some(p.unsubscribed)).collect();
    let path = with_columns(
        &scores(&folder, people.len()),
        &folder,
        &[
            ("churn_probability", floats(|p| p.probability)),
            ("value_at_pace", floats(|p| Some(p.pace))),
            ("churn_factor", floats(|p| Some(p.churn_factor))),
            ("unsubscribed", Arc::new(unsubscribed)),
        ],
    );
    let ids = Int64Array::from_iter_values(0..people.len() as i64);
    let mail = texts(people.len(), |i| people[i].address.map(|a| format!("c{a}@example.org")));
    let consent: BooleanArray = people.iter().map(|p| p.consent).collect();
    let columns: Vec<(&str, ArrayRef)> =
        vec![("id", Arc::new(ids)), ("mail", mail), ("consent", Arc::new(consent))];
    let contacts = write(&folder, "customers.parquet", columns);
    let customers = read_details(&contacts, &mapping_of(["id", "mail", "consent"]));
    (Candidates::read(&[path]).unwrap(), customers)
}

/// Rows left off for a reason.
fn left_off(selection: &Selection<'_>, wanted: LeftOff) -> BTreeSet<usize> {
    let off = selection.left_off.iter().filter(|off| off.reason == wanted);
    off.map(|off| off.candidate).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn a_list_keeps_its_limits_and_its_order(people in people(), settings in economics()) {
        let (candidates, customers) = read(&people);
        let selection = select(&candidates, &customers, &Exclusions::default(), campaign(&settings));

        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        for row in selection.listed.iter().map(|listed| listed.candidate) {
            *places.entry(row).or_default() += 1;
        }
        for row in selection.left_off.iter().map(|off| off.candidate) {
            *places.entry(row).or_default() += 1;
        }
        prop_assert!(places.len() == people.len() && places.values().all(|&times| times == 1));

        prop_assert!(selection.expected_cost() <= settings.budget.unwrap_or(f64::INFINITY) + 1e-9);
        prop_assert!(selection.listed.len() as u64 <= settings.list_size.unwrap_or(u64::MAX));
        let gains: Vec<f64> = selection.listed.iter().map(|l| l.expected.gain).collect();
        prop_assert!(gains.windows(2).all(|pair| pair[0] >= pair[1]));
        prop_assert!(gains.iter().all(|&gain| gain > 0.0));
        let unprofitable =
            selection.left_off.iter().filter(|off| off.reason == LeftOff::NotProfitable);
        prop_assert!(unprofitable.clone().all(|off| off.profit.is_none_or(|gain| gain <= 0.0)));

        let addresses: BTreeSet<_> = selection.listed.iter().map(|l| l.reachable.email).collect();
        prop_assert_eq!(addresses.len(), selection.listed.len(), "one contact an address");
        for listed in &selection.listed {
            let person = &people[listed.candidate];
            prop_assert!(person.consent == Some(true) && !person.unsubscribed);
        }
    }

    #[test]
    fn the_control_group_does_not_depend_on_the_list_s_length(
        people in people(), settings in economics(), size in 0..30u64,
    ) {
        let (candidates, customers) = read(&people);
        let with = |list_size| {
            let settings = AudienceSettings { list_size, budget: None, ..settings.clone() };
            select(&candidates, &customers, &Exclusions::default(), campaign(&settings))
        };
        let (short, long) = (with(Some(size)), with(None));
        // As far as the short list reaches, both hold back the same customers and list the same.
        let listed = |s: &Selection<'_>| s.listed.iter().map(|l| l.candidate).collect::<Vec<_>>();
        let n = short.listed.len();
        prop_assert_eq!(listed(&short), &listed(&long)[..n]);
        let control = left_off(&short, LeftOff::ControlGroup);
        let of_long = left_off(&long, LeftOff::ControlGroup);
        prop_assert!(control.is_subset(&of_long));
        let beyond = left_off(&short, LeftOff::BeyondBudget);
        prop_assert!(of_long.difference(&control).all(|row| beyond.contains(row)));
    }
}
