//! `winback.toml` and the flags: what is accepted, what is refused, and where it is said to stand.

use crate::workplace::Workplace;
use std::path::Path;
use winback::config::raw::{RawColumns, RawConfig, RawData, RawOutcome};
use winback::config::{AsOfRule, ConfigSource, Settings, TEMPLATE};
use winback::ingest::TransactionColumn::{Amount, CustomerId, OrderId, Timestamp, UnitPrice};
use winback::time::Horizon;

fn load(work: &Workplace, toml: &str, flags: RawConfig) -> Result<Settings, String> {
    let path = work.write("conf/winback.toml", toml);
    ConfigSource::load(Some(&path), flags)
        .and_then(|source| Settings::check(&source))
        .map_err(|error| error.to_string())
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_template_is_valid_and_its_comments_too() {
    let work = Workplace::new();
    let settings = load(&work, TEMPLATE, RawConfig::default()).unwrap();
    assert_eq!(settings.data.as_of().unwrap(), AsOfRule::DataEnd);
    assert_eq!(settings.outcome.horizon, Horizon::Auto);
    // Every commented setting is known, and shows its default or a value that is allowed.
    let all: Vec<String> = TEMPLATE
        .lines()
        .filter(|line| !["preset", "unit_price"].iter().any(|k| line.starts_with(&format!("#{k}"))))
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => setting.to_owned(),
            _ => line.to_owned(),
        })
        .collect();
    let full = load(&work, &all.join("\n"), RawConfig::default()).unwrap();
    assert_eq!(full.scores, settings.scores);
    assert_eq!(full.quality, settings.quality);
    assert_eq!(full.audience.control_salt, settings.audience.control_salt);
    assert_eq!(full.outcome, settings.outcome);
}

#[test]
fn refused_values_are_named_with_file_line_and_key() {
    let work = Workplace::new();
    let refuse = |toml: &str| load(&work, toml, RawConfig::default()).unwrap_err();
    let cases = [
        (
            "[data]\nzone = \"Mars/Base\"",
            "winback.toml:2: data.zone: unknown time zone 'Mars/Base'",
        ),
        ("\n[data]\n\ntransaktions = \"x\"", "winback.toml:4: unknown field `transaktions`"),
        ("[outcome]\ngap_days = 0\nhorizon_days = 0", "winback.toml:3: outcome.horizon_days: 0 is"),
        ("[outcome]\nlookback_days = \"x\"", "winback.toml:2: invalid type"),
        (
            "[scores]\nrisk_bands = [0.9, 0.5, 0.7]",
            "scores.risk_bands: [0.9, 0.5, 0.7] is not allowed",
        ),
        ("[audience]\nsave_rate = 20", "audience.save_rate: 20 is not a share"),
        ("[columns]\npreset = \"sap\"", "dynamics, segment, klaviyo, shopify"),
        ("[columns]\ntimestamp = \"t\"\ncustomer_id = \"t\"", "a column plays one part"),
        ("[machine]\nthreads = 0", "0 threads are not possible"),
        ("[data\n", "winback.toml:1: "),
    ];
    for (toml, expected) in cases {
        let error = refuse(toml);
        assert!(error.contains(expected), "{toml}\n→ {error}");
    }
}

#[test]
fn flags_lie_over_the_file_and_are_named_when_wrong() {
    let work = Workplace::new();
    let toml = "[data]\ntransactions = \"tx\"\nas_of = \"2024-01-01\"\n[columns]\namount = \"a\"";
    let flags = RawConfig {
        data: RawData { as_of: Some("yesterday".to_owned()), ..RawData::default() },
        columns: RawColumns {
            quantity: Some("q".to_owned()),
            unit_price: Some("p".to_owned()),
            customer_id: Some("c".to_owned()),
            timestamp: Some("t".to_owned()),
            ..RawColumns::default()
        },
        ..RawConfig::default()
    };
    let settings = load(&work, toml, flags).unwrap();
    assert_eq!(settings.data.as_of().unwrap(), AsOfRule::Yesterday);
    // A path in the file is relative to the file.
    assert!(Path::new(settings.data.transactions().unwrap()).ends_with("conf/tx"));
    let settled =
        settings.columns.choice.resolve(&names(&["c", "t", "q", "p", "a"]), Path::new("tx"));
    let mapping = settled.unwrap().mapping;
    assert!(mapping.has(UnitPrice) && !mapping.has(Amount));

    let horizon_days = Some(toml::Value::String("soon".to_owned()));
    let outcome = RawOutcome { horizon_days, ..RawOutcome::default() };
    let error = load(&work, toml, RawConfig { outcome, ..RawConfig::default() }).unwrap_err();
    assert!(error.starts_with("--horizon-days: 'soon' is not a horizon"), "{error}");
}

#[test]
fn columns_are_recognised_when_nothing_is_named() {
    let work = Workplace::new();
    let settle = |toml: &str, columns: &[&str]| {
        let settings = load(&work, toml, RawConfig::default()).unwrap();
        settings.columns.choice.resolve(&names(columns), Path::new("tx")).map_err(|e| e.to_string())
    };
    let retail = ["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"];
    let columns = settle("", &retail).unwrap();
    assert_eq!(columns.mapping.name(CustomerId), "CustomerID");
    assert_eq!(columns.mapping.name(OrderId), "InvoiceNo");
    assert!(columns.mapping.has(UnitPrice) && !columns.mapping.has(Amount));
    // Who names one column gets no optional one that he did not name.
    let columns = settle("[columns]\ncustomer_id = \"CustomerID\"", &retail).unwrap();
    assert!(!columns.mapping.has(OrderId));
    assert_eq!(columns.mapping.name(Timestamp), "InvoiceDate");
    // Two candidates for one part are not guessed between.
    let error = settle("", &["user_id", "member_id", "date", "amount"]).unwrap_err();
    assert!(error.contains("customer_id could be any of user_id, member_id"), "{error}");
    let error = settle("", &["customer_id", "date"]).unwrap_err();
    assert!(error.contains("--amount (or --quantity and --unit-price)"), "{error}");
    let error = settle("[columns]\namount = \"Amount\"", &["customer_id", "amount"]).unwrap_err();
    assert!(error.contains("winback.toml:2: columns.amount: no column 'Amount'"), "{error}");
    assert!(error.contains("did you mean 'amount'?"), "{error}");
    let shopify = ["Name", "Email", "Total", "Created at", "Lineitem quantity", "Lineitem price"];
    let columns = settle("[columns]\npreset = \"shopify\"", &shopify).unwrap();
    assert_eq!(columns.mapping.name(OrderId), "Name");
    assert!(columns.mapping.has(UnitPrice) && !columns.mapping.has(Amount));
}

#[test]
fn init_writes_once() {
    let work = Workplace::new();
    work.run("init").expect_code(0);
    assert_eq!(work.read("winback.toml"), TEMPLATE);
    work.run("init").expect_error(2, &["winback.toml exists already", "--force"]);
    let ended = work.run("init --log-format json").expect_code(2);
    let error: serde_json::Value = serde_json::from_str(&ended.stderr).unwrap();
    assert_eq!(error["exit_code"], 2);
    work.run("init --force --format json").expect_code(0).json();
    work.run("init --out missing/folder/winback.toml").expect_error(2, &["missing/folder"]);
    work.run("init --no-such-flag").expect_code(2);
}
