//! Tables of contact details as people write them.

use super::*;
use crate::error::{Failure, Kind};
use crate::ingest::{ColumnMap, CustomerColumn, Forms, IngestError, RefusalNames, Refusals};
use crate::table::{Dataset, Files, Stores};
use crate::time::Zone;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Int32Array, Int64Array, RecordBatch, StringArray,
};
use parquet::arrow::ArrowWriter;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

fn write(folder: &tempfile::TempDir, name: &str, columns: Vec<(&str, ArrayRef)>) -> PathBuf {
    let path = folder.path().join(name);
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, column)| (name, column, true)),
    )
    .unwrap();
    let mut writer =
        ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path
}

fn mapping() -> ColumnMap<CustomerColumn, String> {
    ColumnMap::named([
        (CustomerColumn::CustomerId, "id"),
        (CustomerColumn::Email, "mail"),
        (CustomerColumn::Postcode, "zip"),
        (CustomerColumn::SignupDate, "since"),
        (CustomerColumn::ConsentEmail, "may_mail"),
        (CustomerColumn::SuppressionReason, "blocked"),
    ])
}

fn mapping_with(column: CustomerColumn, name: &str) -> ColumnMap<CustomerColumn, String> {
    ColumnMap::named([(column, name)]).over(mapping())
}

/// Reads files in the order given.
fn read_files(
    paths: &[PathBuf],
    mapping: &ColumnMap<CustomerColumn, String>,
    zone: &Zone,
) -> Result<Customers, IngestError> {
    let one = |path: &PathBuf| {
        Dataset::resolve(path.to_str().unwrap(), &Stores::default()).unwrap().files
    };
    let files = paths.iter().flat_map(one).collect();
    let dataset = Dataset { path: paths[0].clone(), files, unread: Vec::new() };
    let forms = Forms::usual(zone);
    let mut read =
        read_customers(&Files::of(dataset).unwrap(), mapping, &RefusalNames::default(), &forms, 0)?;
    read.refuse(&Refusals::default());
    Ok(read)
}

fn texts(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// Two files of one business: other types, a column missing, a customer in both.
fn two_files(folder: &tempfile::TempDir) -> [PathBuf; 2] {
    let first = write(
        folder,
        "a.parquet",
        vec![
            ("id", Arc::new(Int64Array::from(vec![Some(7), Some(3), None, Some(3)]))),
            (
                "mail",
                texts(&[
                    Some(" b@example.org "),
                    Some("z@example.org"),
                    None,
                    Some("a@example.org"),
                ]),
            ),
            ("zip", Arc::new(Int32Array::from(vec![10115, 80331, 1, 80331]))),
            ("since", texts(&[Some("2020-05-01"), Some("2021-01-01"), None, Some("2019-01-01")])),
            ("may_mail", Arc::new(BooleanArray::from(vec![Some(true), Some(true), None, None]))),
            ("blocked", texts(&[None, None, None, Some("deceased")])),
        ],
    );
    let consent: DictionaryArray<Int32Type> = vec!["Opt-In", "perhaps"].into_iter().collect();
    let second = write(
        folder,
        "b.parquet",
        vec![
            ("mail", texts(&[Some("n@example.org"), Some("")])),
            ("id", Arc::new(Int32Array::from(vec![7, 11]))),
            ("zip", texts(&[Some("10115"), Some("01067")])),
            ("may_mail", Arc::new(consent)),
        ],
    );
    [first, second]
}

#[test]
fn files_of_differing_types_become_one_table_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = two_files(&folder);
    for paths in [[first.clone(), second.clone()], [second, first]] {
        let customers = read_files(&paths, &mapping(), &Zone::utc()).unwrap();
        assert_eq!(customers.ids(), &CustomerIds::Int(vec![3, 7, 11]));
        let counts = CustomerCounts {
            rows: 6,
            without_id: 1,
            duplicates: 2,
            unreadable_consents: 1,
            suppressed: 1,
            opted_out: 0,
        };
        assert_eq!(customers.counts, counts);
        let mail: Vec<_> = (0..3).map(|row| customers.detail(row, Detail::Email)).collect();
        assert_eq!(mail, [Some("a@example.org"), Some("b@example.org"), None]);
        let zip: Vec<_> = (0..3).map(|row| customers.detail(row, Detail::Postcode)).collect();
        assert_eq!(zip, [Some("80331"), Some("10115"), Some("01067")]);
        let consents: Vec<_> = (0..3).map(|row| customers.consent_email(row)).collect();
        assert_eq!(consents, [Consent::Missing, Consent::Given, Consent::Missing]);
        assert_eq!(customers.consent_phone(0), Consent::Missing, "not mapped: none");
        assert_eq!(customers.consent_ads(1), Consent::Missing, "not mapped: none");
        assert!(customers.no(0).suppressed && !customers.no(1).is_any());
        assert_eq!(customers.signup_day(0), Some(17_897));
        assert_eq!(customers.signup_day(2), None);
    }
}

#[test]
fn numbers_and_texts_that_read_the_same_are_the_same_customer() {
    let folder = tempfile::tempdir().unwrap();
    let numbers = read_files(&two_files(&folder), &mapping(), &Zone::utc()).unwrap();
    assert_eq!(numbers.find(CustomerId::Int(7)), Some(1));
    assert_eq!(numbers.find(CustomerId::Text("7")), Some(1));
    assert_eq!(numbers.find(CustomerId::Text("007")), None);
    let only_id = ColumnMap::named([(CustomerColumn::CustomerId, "id")]);
    let path = write(&folder, "c.parquet", vec![("id", texts(&[Some("B"), Some("7"), Some("")]))]);
    let texts = read_files(&[path], &only_id, &Zone::utc()).unwrap();
    assert_eq!((texts.len(), texts.counts.without_id), (2, 1));
    assert_eq!(texts.find(CustomerId::Int(7)), Some(0));
    assert_eq!(texts.find(CustomerId::Text("B")), Some(1));
    assert_eq!(texts.find(CustomerId::Text("A")), None);
}

#[test]
fn consent_to_advertising_is_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let columns = vec![
        ("id", texts(&[Some("A"), Some("B"), Some("C"), Some("D"), Some("A")])),
        ("may_mail", texts(&[Some("yes"), Some("yes"), Some("yes"), None, Some("yes")])),
        ("ads", texts(&[Some("yes"), Some("perhaps"), None, Some("yes"), Some("no")])),
    ];
    let path = write(&folder, "f.parquet", columns);
    let mapping = ColumnMap::named([
        (CustomerColumn::CustomerId, "id"),
        (CustomerColumn::ConsentEmail, "may_mail"),
        (CustomerColumn::ConsentAds, "ads"),
    ]);
    let customers = read_files(&[path], &mapping, &Zone::utc()).unwrap();
    let ads: Vec<Consent> = (0..4).map(|row| customers.consent_ads(row)).collect();
    assert_eq!(ads, [Consent::Refused, Consent::Missing, Consent::Missing, Consent::Given]);
    assert_eq!(customers.consent_email(0), Consent::Given, "a no to advertising is no more");
    assert_eq!(customers.counts.unreadable_consents, 1);
    assert!(!customers.no(0).is_any());
}

#[test]
fn what_is_wrong_is_named_with_file_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let paths = two_files(&folder);
    let nowhere = mapping_with(CustomerColumn::Phone, "tel");
    let error = read_files(&paths, &nowhere, &Zone::utc()).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("a.parquet") && text.contains("'tel'") && text.contains("phone"),
        "{text}"
    );
    assert_eq!(error.kind(), Kind::Usage);
    let swapped = mapping_with(CustomerColumn::ConsentEmail, "since");
    let read = read_files(&paths[..1], &swapped, &Zone::utc()).unwrap();
    assert_eq!(read.counts.unreadable_consents, 3, "dates are no consent");
    let path = write(&folder, "d.parquet", vec![("id", Arc::new(BooleanArray::from(vec![true])))]);
    let error = read_files(&[path], &mapping(), &Zone::utc()).unwrap_err();
    assert!(matches!(error, IngestError::WrongType { .. }), "{error}");
}

#[test]
fn a_table_without_rows_has_no_customers() {
    let folder = tempfile::tempdir().unwrap();
    let columns: Vec<(&str, ArrayRef)> = ["id", "mail", "zip", "since", "may_mail", "blocked"]
        .into_iter()
        .map(|name| (name, texts(&[])))
        .collect();
    let path = write(&folder, "e.parquet", columns);
    let customers = read_files(&[path], &mapping(), &Zone::utc()).unwrap();
    assert_eq!(customers.len(), 0);
    assert_eq!(customers.find(CustomerId::Int(1)), None);
    assert_eq!(customers.find(CustomerId::Text("1")), None);
}
