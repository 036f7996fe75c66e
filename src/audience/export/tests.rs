//! Every target's files for contacts as they are: awkward.

use super::files::Limits;
use super::target::{Format, Key, Reader, Table, column, phone, safe_text, text};
use super::targets::NAMES;
use super::*;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use flate2::read::DeflateDecoder;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A contact by the fields that targets read; an empty text is none.
fn contact([id, email, phone, first, last, country, postcode]: [&str; 7], ads: bool) -> Contact {
    Contact {
        customer_id: id.to_owned(),
        email: some(email),
        phone: some(phone),
        first_name: some(first),
        last_name: some(last),
        country: some(country),
        postcode: some(postcode),
        consent_ads: ads,
        ..Contact::default()
    }
}

const WHY: &str = "Silent for 124 days, 7 days longer than the usual 117 days";

fn awkward() -> Vec<Contact> {
    let long = "é".repeat(200);
    let mut contacts = vec![
        contact(
            [
                "c1",
                " Cloudy.SanFrancisco+shopping@gmail.com",
                "+49 (0)171 1234567",
                "Zoe\u{308}",
                "Pe\u{301}rez",
                "Deutschland",
                "10115",
            ],
            true,
        ),
        contact(
            ["c2", "sean@example.com", "07700 900123", "Seán", "O'Neil", "UK", "SW1A 1AA"],
            true,
        ),
        contact(
            ["c3", "c@example.com", "(800) 555-0100", "=cmd|'/C calc'!A0", "Doe", "US", "94107-1"],
            true,
        ),
        contact(["c4", "d@example.com", "0171 7654321", "\u{feff}@SUM(A1)", "Roe", "", ""], true),
        contact(["c5", "", "+31 6 12345678", "Anna Maria", "van der Berg", "nl", "1234 AB"], true),
        contact(["c6", "mía@example.org", "", "Mia 🌻", "Li, \"Jr\"", "ES", "08001"], false),
        contact(["c7", "g@example.org", "", &long, "Dr. Long\nName", "France", "75001"], true),
        contact(["c8", "", "", "John", "Smith", "USA", "94107"], true),
        contact(["c9", "SEAN@example.com", "+447700900123", "Sean", "Twin", "GB", "-1"], true),
    ];
    contacts[0].play = some("offer");
    contacts[0].offer_code = some("WB10");
    contacts[0].offer_value = some("10 %");
    contacts[0].rank = some("1");
    contacts[0].churn_probability = some("0.8587");
    contacts[0].risk_band = some("critical");
    contacts[0].why = some(WHY);
    for contact in &mut contacts {
        contact.campaign = some("spring");
        contact.list_date = some("2025-01-01");
        contact.expires_on = some("2025-01-15");
    }
    contacts
}

/// All files of a target, and what it says of them.
fn shown(name: &str, with_properties: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let target = named(name).unwrap();
    let written = write_exports(&awkward(), &[target], with_properties, folder.path()).unwrap();
    let mut shown = String::new();
    for file in written.iter().flat_map(|written| &written.files) {
        let bytes = fs::read(folder.path().join(&file.name)).unwrap();
        let text = match file.name.rsplit_once('.').unwrap().1 {
            "csv" => String::from_utf8(bytes).unwrap(),
            "xlsx" => unzipped(&bytes),
            _ => parquet_rows(bytes),
        };
        writeln!(shown, "=== {} ({} rows)\n{text}", file.name, file.rows).unwrap();
    }
    shown.push_str(&serde_json::to_string_pretty(&written).unwrap());
    for warning in written.iter().filter_map(Written::warning) {
        write!(shown, "\n{warning}").unwrap();
    }
    shown
}

/// The files of an archive, by the headers in front of them.
fn unzipped(mut bytes: &[u8]) -> String {
    let number = |bytes: &[u8], at: usize| {
        u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
    };
    let mut shown = String::new();
    while bytes.starts_with(b"PK\x03\x04") {
        let (packed, size) = (number(bytes, 18), number(bytes, 22));
        let name_end = 30 + usize::from(bytes[26]);
        let name = std::str::from_utf8(&bytes[30..name_end]).unwrap();
        let mut text = String::new();
        let content = &bytes[name_end..name_end + packed];
        DeflateDecoder::new(content).read_to_string(&mut text).unwrap();
        assert_eq!(text.len(), size);
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        assert_eq!(crc.sum() as usize, number(bytes, 14));
        writeln!(shown, "--- {name}\n{}", text.replace("<row>", "\n<row>")).unwrap();
        bytes = &bytes[name_end + packed..];
    }
    shown
}

fn parquet_rows(bytes: Vec<u8>) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    let file = fs::File::open(file.path()).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let mut shown = String::new();
    for batch in reader.build().unwrap().map(Result::unwrap) {
        let names: Vec<String> =
            batch.schema().fields().iter().map(|field| field.name().clone()).collect();
        for row in 0..batch.num_rows() {
            for (name, column) in names.iter().zip(batch.columns()) {
                let texts = column.as_string::<i32>();
                if texts.is_valid(row) {
                    write!(shown, "{name}={:?} ", texts.value(row)).unwrap();
                }
            }
            shown.push('\n');
        }
    }
    shown
}

#[test]
fn every_target_writes_what_it_declares() {
    for name in NAMES {
        insta::assert_snapshot!(name, shown(name, false));
    }
}

#[test]
fn play_and_offer_are_added_on_request_where_a_tool_can_hold_them() {
    for name in ["klaviyo", "hubspot", "mobileconnect"] {
        insta::assert_snapshot!(format!("{name}_with_properties"), shown(name, true));
    }
}

#[test]
fn nothing_that_is_thought_of_a_customer_leaves_unasked() {
    for target in NAMES.map(|name| named(name).unwrap()) {
        for table in target.tables.iter().filter(|_| target.reader != Reader::People) {
            for header in table.header(false) {
                let header = header.to_lowercase();
                for word in ["prob", "risk", "segment_", "play", "value", "wb_", "tier", "stage"] {
                    assert!(!header.contains(word), "{}: {header}", target.name);
                }
            }
            if target.reader == Reader::AdPlatform {
                assert!(table.properties.is_empty(), "{}", target.name);
            }
        }
        let shown = shown(target.name, true);
        let is_said = [WHY, "0.8587", "critical"].map(|thought| shown.contains(thought));
        assert_eq!(is_said, [target.reader == Reader::People; 3], "{}", target.name);
    }
}

#[test]
fn without_consent_no_file_reaches_an_advertising_platform() {
    let mut contacts = awkward();
    for contact in &mut contacts {
        contact.consent_ads = false;
    }
    let folder = tempfile::tempdir().unwrap();
    let targets = ["google", "meta", "tiktok", "linkedin"].map(|name| named(name).unwrap());
    let written = write_exports(&contacts, &targets, false, folder.path()).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    for written in written {
        assert_eq!(written.left_out, [Count { reason: LeftOut::NoConsentAds, rows: 9 }]);
        let warning = written.warning().unwrap();
        assert!(warning.contains("9 customers have no consent") && warning.contains("consent_ads"));
    }
}

/// A target whose files are small.
const SMALL: Target = Target {
    name: "small",
    reader: Reader::Tool,
    tables: &[
        Table {
            limits: Limits { rows: 2, bytes: u64::MAX },
            ..Table::csv("rows", Key::Email, &[column("email", |p| text(p.email))])
        },
        Table {
            limits: Limits { rows: u64::MAX, bytes: 60 },
            ..Table::csv(
                "bytes",
                Key::Phone,
                &[
                    phone("phone", |p| text(p.e164())),
                    safe_text("l", |p| text(p.last_name.as_deref())),
                ],
            )
        },
        Table {
            limits: Limits { rows: u64::MAX, bytes: 1 },
            format: Format::Csv,
            ..Table::csv(
                "tiny",
                Key::Nothing,
                &[column("id", |p| text(Some(&p.contact.customer_id)))],
            )
        },
    ],
};

#[test]
fn files_are_split_at_their_limits_by_number() {
    let folder = tempfile::tempdir().unwrap();
    let written = write_exports(&awkward(), &[&SMALL], false, folder.path()).unwrap();
    let [rows, bytes, tiny] = &written[..] else { panic!("three tables") };
    let names: Vec<&str> = rows.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["small/rows-1.csv", "small/rows-2.csv", "small/rows-3.csv"]);
    assert_eq!(rows.files.iter().map(|file| file.rows).collect::<Vec<_>>(), [2, 2, 2]);
    let third = fs::read_to_string(folder.path().join("small/rows-3.csv")).unwrap();
    assert_eq!(third, "email\nmía@example.org\ng@example.org\n", "every file has a header");
    assert!(bytes.files.len() > 1);
    for file in &bytes.files {
        let size = fs::metadata(folder.path().join(&file.name)).unwrap().len();
        assert!(size <= 60, "{}: {size}", file.name);
    }
    assert_eq!(bytes.rows(), 4);
    assert_eq!(tiny.files.len(), 9, "a row that is too large stands alone");
}

#[test]
#[ignore = "a measurement: a million contacts, every target"]
fn a_million_contacts() {
    let contacts: Vec<Contact> = (0..1_000_000)
        .map(|i| {
            let mut contact = awkward()[i % 3].clone();
            contact.customer_id = format!("customer-{i}");
            contact.email = Some(format!("first.last{i}@example.com"));
            contact.phone = Some(format!("+49 171 {i:07}"));
            contact
        })
        .collect();
    for name in NAMES {
        let folder = tempfile::tempdir().unwrap();
        let start = std::time::Instant::now();
        let target = [named(name).unwrap()];
        write_exports(&contacts, &target, false, folder.path()).unwrap();
        println!("{name}: {:.2?}", start.elapsed());
    }
    let folder = tempfile::tempdir().unwrap();
    let start = std::time::Instant::now();
    let all = NAMES.map(|name| named(name).unwrap());
    let written = write_exports(&contacts, &all, false, folder.path()).unwrap();
    let rows: u64 = written.iter().map(Written::rows).sum();
    println!("all: {:.2?}, {rows} rows", start.elapsed());
}
