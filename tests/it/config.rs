//! `winback.toml` and the flags: what is accepted, what is refused, and where it is said to stand.

use crate::workplace::Workplace;
use std::path::Path;
use winback::config::{AsOfRule, ConfigSource, RawConfig, Settings, Unsure, Values, template};
use winback::internals::audience::AudienceSettings;
use winback::internals::ingest::TransactionColumn::{
    Amount, CustomerId, OrderId, Timestamp, UnitPrice,
};
use winback::internals::time::Horizon;

const NO_VALUES: Values<'static> =
    Values { is_clock_of: &|_, _| false, is_empty: &|_| false, may_number_orders: &|_| true };

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
    let template = template();
    let settings = load(&work, &template, RawConfig::default()).unwrap();
    assert_eq!(settings.data.as_of().unwrap(), AsOfRule::DataEnd);
    assert_eq!(settings.outcome.horizon_days, Horizon::Auto);
    // Every commented setting is known, and shows its default or a value that is allowed.
    let in_place_of_others = ["#unit_price", "#preset", "#tier_spend", "#voucher_amount"];
    let set = |line: &str| !in_place_of_others.iter().any(|key| line.starts_with(key));
    let all: Vec<&str> = template
        .lines()
        .filter(|line| set(line))
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => setting,
            _ => line,
        })
        .collect();
    let full = load(&work, &all.join("\n"), RawConfig::default()).unwrap();
    // What has a default shows it: the settings that are always there are the same.
    let shown = |settings: &Settings| {
        let Settings { scores, quality, outcome, audience, output, .. } = settings;
        let audience = AudienceSettings {
            budget: None,
            list_size: None,
            learned_from: None,
            voucher_code: None,
            formats: Vec::new(),
            ..audience.clone()
        };
        let training = (settings.model.max_training_rows, settings.model.solver);
        format!("{scores:?} {quality:?} {outcome:?} {audience:?} {output:?} {training:?}")
    };
    let place = settings.output.clone();
    let output = |settings: Settings| Settings { output: place.clone(), ..settings };
    assert_eq!(shown(&output(full)), shown(&output(settings)));
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
        ("[outcome]\ngap_days = 0\nhorizon_days = 0", "winback.toml:3: outcome.horizon_days: 0 is"),
        (
            "[outcome]\nlookback_days = \"x\"",
            "winback.toml:2: outcome.lookback_days: 'x' is not a number of days: use a whole number from 1 to 36500",
        ),
        (
            "[scores]\nrisk_bands = [0.9, 0.5, 0.7]",
            "scores.risk_bands: [0.9, 0.5, 0.7] is not a list of risk bands: use three ascending numbers from 0 to 1",
        ),
        (
            "[scores]\ntier_quantiles = [0.5, 0.8, 0.9]\ntier_spend = [1, 2, 3]",
            "winback.toml:3: scores.tier_spend: tier_quantiles is given too",
        ),
        (
            "[scores]\nhealth_good_below = 0.8",
            "scores.health_good_below: 0.8 is above health_average_below (0.7)",
        ),
        (
            "[audience]\nvoucher_save_rate = 20",
            "audience.voucher_save_rate: 20 is not a share: use a number from 0 to 1",
        ),
        ("[audience]\ncampaign = \" \"", "audience.campaign: it is empty"),
        (
            "[columns]\npreset = \"sap\"",
            "\"klaviyo\" or \"shopify\" or \"amazon\" or \"stripe\" or \"woocommerce\"",
        ),
        ("[columns]\ntimestamp = \"t\"\ncustomer_id = \"t\"", "a column plays one part"),
        (
            "[machine]\nthreads = 0",
            "0 is not a number of threads: use a whole number from 1 to 1024",
        ),
        ("[model]\nsolver = \"lbfgs\"", "'lbfgs' is not a solver: use \"newton\" or \"linfa\""),
        (
            "[model]\nfeatures = [\"recency\", \"-purchase\"]",
            "winback.toml:2: model.features: no feature is called 'purchase' (did you mean 'purchases'?)",
        ),
        ("[data\n", "winback.toml:1: "),
    ];
    for (toml, expected) in cases {
        let error = refuse(toml);
        assert!(error.contains(expected), "{toml}\n→ {error}");
    }
}

#[test]
fn unknown_keys_are_named_with_the_nearest_known_one() {
    let work = Workplace::new();
    let refuse = |toml: &str| load(&work, toml, RawConfig::default()).unwrap_err();
    let cases = [
        (
            "\n[data]\n\ntransaktions = \"x\"",
            "winback.toml:4: unknown key 'transaktions' in [data] (did you mean 'transactions'?); its keys are transactions, events",
        ),
        (
            "[data]\n[audiense]\nbudget = 1",
            "winback.toml:2: unknown section [audiense] (did you mean 'audience'?)",
        ),
        (
            "[model]\nas_of = \"today\"",
            "winback.toml:2: unknown key 'as_of' in [model]: it belongs under [data]",
        ),
        (
            "budget = 3\n[data]",
            "winback.toml:1: budget stands outside of its section: write it under [audience]",
        ),
        ("data = 3", "winback.toml:1: data is a section: write [data]"),
        // The first one in the file is named.
        (
            "[outcome]\ngap = 1\n[data]\nzonee = \"UTC\"",
            "winback.toml:2: unknown key 'gap' in [outcome]",
        ),
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
    let flags = RawConfig::default()
        .with("data", "as_of", "yesterday")
        .with("columns", "quantity", "q")
        .with("columns", "unit_price", "p")
        .with("columns", "customer_id", "c")
        .with("columns", "timestamp", "t");
    let settings = load(&work, toml, flags).unwrap();
    assert_eq!(settings.data.as_of().unwrap(), AsOfRule::Yesterday);
    // A path in the file is relative to the file.
    assert!(Path::new(settings.data.transactions().unwrap()).ends_with("conf/tx"));
    let settled = settings.columns.choice.resolve(
        &names(&["c", "t", "q", "p", "a"]),
        Path::new("tx"),
        &NO_VALUES,
    );
    let mapping = settled.unwrap().mapping;
    assert!(mapping.has(UnitPrice) && !mapping.has(Amount));

    let flags = RawConfig::default().with("outcome", "horizon_days", "soon");
    let error = load(&work, toml, flags).unwrap_err();
    assert!(error.starts_with("--horizon-days: 'soon' is not a horizon"), "{error}");
}

#[test]
fn generated_pages_are_up_to_date() {
    let page = include_str!("../../docs/configuration.md");
    let work = Workplace::new();
    let printed = work.run("config docs").expect_code(0).stdout;
    assert!(page == printed, "stale: run cargo run -- config docs > docs/configuration.md");
    // The template's every key stands in the schema, and the schema's every key in the template.
    let schema = work.run("config schema").expect_code(0).json();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let sections = schema["properties"].as_object().unwrap();
    assert_eq!(schema["additionalProperties"], false);
    let mut keys = 0;
    for (name, section) in sections {
        assert_eq!(section["additionalProperties"], false, "{name}");
        for (key, option) in section["properties"].as_object().unwrap() {
            assert!(option["description"].as_str().is_some_and(|text| text.len() > 5), "{key}");
            let shown = |line: &str| line.trim_start_matches('#').starts_with(&format!("{key} = "));
            assert!(template().lines().any(shown), "{name}.{key} is not in the template");
            keys += 1;
        }
    }
    let settings = |line: &&str| line.contains(" = ") && !line.starts_with("# ");
    assert_eq!(template().lines().filter(settings).count(), keys);
    let margin = &schema["properties"]["audience"]["properties"]["margin_share"];
    assert_eq!(margin["minimum"], 0.0);
    assert_eq!(margin["maximum"], 1.0);
    assert_eq!(margin["default"], 0.3);
}

#[test]
fn columns_are_recognised_when_nothing_is_named() {
    let work = Workplace::new();
    let settle = |toml: &str, columns: &[&str]| {
        let settings = load(&work, toml, RawConfig::default()).unwrap();
        settings
            .columns
            .choice
            .resolve(&names(columns), Path::new("tx"), &NO_VALUES)
            .map_err(|e| e.to_string())
    };
    let retail = ["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"];
    let columns = settle("", &retail).unwrap();
    assert_eq!(columns.mapping.name(CustomerId), "CustomerID");
    assert_eq!(columns.mapping.name(OrderId), "InvoiceNo");
    assert!(columns.mapping.has(UnitPrice) && !columns.mapping.has(Amount));
    // Naming one column changes nothing about the others; what is not wanted is named "none".
    let columns = settle("[columns]\ncustomer_id = \"CustomerID\"", &retail).unwrap();
    assert_eq!(columns.mapping.name(OrderId), "InvoiceNo");
    assert_eq!(columns.mapping.name(Timestamp), "InvoiceDate");
    let columns = settle("[columns]\norder_id = \"none\"", &retail).unwrap();
    assert!(!columns.mapping.has(OrderId) && columns.unsure.is_empty());
    let error = settle("[columns]\ntimestamp = \"none\"", &retail).unwrap_err();
    assert!(error.contains("no column 'none'"), "{error}");
    // What could be several, or is only like a known name, is said.
    let more = ["customer_id", "date", "amount", "sku", "itemid", "unit_quantity"];
    let columns = settle("", &more).unwrap();
    let messages: Vec<String> = columns.unsure.iter().map(Unsure::message).collect();
    assert_eq!(
        messages,
        [
            "no column is taken for product_id: it could be 'sku', 'itemid'; say which with \
             --product-id",
            "no column is taken for quantity: 'unit_quantity' may be meant; name it with --quantity",
        ]
    );
    // Two candidates for one part are not guessed between.
    let error = settle("", &["user_id", "member_id", "date", "amount"]).unwrap_err();
    assert!(error.contains("customer_id could be any of user_id, member_id"), "{error}");
    let error = settle("", &["customer_id", "date", "list_price"]).unwrap_err();
    assert!(error.contains("--amount (or --quantity and --unit-price; \"none\" if"), "{error}");
    let columns = settle("", &["customer_id", "date"]).unwrap();
    assert!(!columns.mapping.has(Amount), "nothing reads like money");
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
    assert_eq!(work.read("winback.toml"), template());
    work.run("init").expect_error(2, &["winback.toml exists already", "--force"]);
    let ended = work.run("init --log-format json").expect_code(2);
    let error: serde_json::Value = serde_json::from_str(&ended.stderr).unwrap();
    assert_eq!(error["exit_code"], 2);
    work.run("init --force --format json").expect_code(0).json();
    work.run("init --out missing/folder/winback.toml").expect_error(2, &["missing/folder"]);
    work.run("init --no-such-flag").expect_code(2);
}

#[test]
fn shells_complete_and_man_pages_tell_every_command() {
    let work = Workplace::new();
    for shell in ["bash", "zsh", "fish"] {
        let text = work.run(&format!("completions {shell}")).expect_code(0).stdout;
        for word in ["backtest", "--from", "--if-changed"] {
            assert!(text.contains(word.trim_start_matches('-')), "{shell}: {word}");
        }
    }
    work.run("completions cmd").expect_code(2);
    work.run("man --out man").expect_code(0);
    assert!(work.list("man").contains(&"winback-run.1".to_owned()));
    assert!(work.read("man/winback-run.1").contains("if\\-changed"));
    work.write("file", "");
    work.run("man --out file").expect_error(2, &["--out"]);
}

#[test]
fn however_many_keys_are_unknown_the_first_is_named_at_once() {
    let work = Workplace::new();
    let keys: Vec<String> = (0..20_000).map(|k| format!("key{k} = {k}")).collect();
    let sections: Vec<String> = (0..20_000).map(|k| format!("[section{k}]")).collect();
    let toml = format!("[data]\n{}\n{}\n", keys.join("\n"), sections.join("\n"));
    let began = std::time::Instant::now();
    let error = load(&work, &toml, RawConfig::default()).unwrap_err();
    assert!(error.contains("winback.toml:2: unknown key 'key0' in [data]"), "{error}");
    // Reading the text once for every key takes minutes.
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    let nul = "[audience]\ncampaign = \"a\\u0000b\"\n";
    let error = load(&work, nul, RawConfig::default()).unwrap_err();
    assert!(error.contains("winback.toml:2: audience.campaign: it has a NUL"), "{error}");
}
