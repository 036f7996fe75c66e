//! Every setting has an effect: for each key of the table of options, two values give different results.
//!
//! The results are what a command says and the values in the files that it makes. Manifests, the campaign's record
//! and the page are left aside: they repeat the settings. Keys on which results must not depend are on a list of
//! their own.

use crate::workplace::Workplace;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the process uses, where things lie, and what they are called: results stay the same.
const WITHOUT_EFFECT: [&str; 6] = [
    "machine.memory_limit",
    "machine.spill_dir",
    "machine.threads",
    "model.model",
    "model.models",
    "output.output",
];

/// Where no case of this test shows it, and a test of the module does.
const IN_UNIT_TESTS: [&str; 2] = ["monitor.auc_lost", "monitor.base_rate"];

/// Settings by section and key, as they are written in TOML.
type Settings = BTreeMap<(&'static str, &'static str), String>;

/// A key, the settings beside it, two ways to set it, and the command that shows the difference.
struct Case {
    key: (&'static str, &'static str),
    beside: Settings,
    values: [&'static str; 2],
    command: &'static str,
}

/// Leaves a key out.
const NONE: &str = "";
const FEATURES: &str = "features --out made/features.parquet";
const CHECK: &str = "check --format json";

fn settings(given: &[(&'static str, &'static str, &str)]) -> Settings {
    given.iter().map(|(section, key, value)| ((*section, *key), (*value).to_owned())).collect()
}

/// The tables of this test, with their first columns named.
fn own() -> Settings {
    settings(&[
        ("data", "transactions", "'DATA/orders.parquet'"),
        ("data", "events", "'DATA/events.parquet'"),
        ("data", "customers", "'DATA/people.parquet'"),
        ("data", "as_of", "'2024-12-01'"),
        ("columns", "customer_id", "'who'"),
        ("columns", "timestamp", "'at'"),
        ("columns", "amount", "'paid'"),
        ("event_columns", "customer_id", "'who'"),
        ("event_columns", "timestamp", "'at'"),
        ("event_columns", "type", "'what'"),
        ("customer_columns", "customer_id", "'who'"),
        ("customer_columns", "email", "'mail'"),
        ("customer_columns", "phone", "'tel'"),
        ("customer_columns", "consent_email", "'may_mail'"),
        ("customer_columns", "consent_phone", "'may_call'"),
    ])
}

/// The sample of the package, with a model that is trained once.
fn sample() -> Settings {
    settings(&[
        ("data", "transactions", "'SAMPLE/transactions.parquet'"),
        ("data", "events", "'SAMPLE/events.parquet'"),
        ("data", "customers", "'SAMPLE/customers.parquet'"),
        ("data", "as_of", "'2024-10-01'"),
        ("outcome", "horizon_days", "60"),
        ("model", "models", "'DATA/models'"),
        ("model", "max_training_rows", "1500"),
    ])
}

fn with(mut settings: Settings, more: &[(&'static str, &'static str, &str)]) -> Settings {
    settings.extend(self::settings(more));
    settings
}

/// `section.key = one | other`, over the tables of this test.
fn of_own(
    section: &'static str,
    key: &'static str,
    values: [&'static str; 2],
    command: &'static str,
) -> Case {
    Case { key: (section, key), beside: own(), values, command }
}

fn of_sample(
    section: &'static str,
    key: &'static str,
    values: [&'static str; 2],
    command: &'static str,
) -> Case {
    Case { key: (section, key), beside: sample(), values, command }
}

fn beside(case: Case, more: &[(&'static str, &'static str, &str)]) -> Case {
    Case { beside: with(case.beside, more), ..case }
}

fn data_cases() -> Vec<Case> {
    vec![
        of_own(
            "data",
            "transactions",
            ["'DATA/orders.parquet'", "'DATA/orders_2.parquet'"],
            FEATURES,
        ),
        of_own("data", "events", [NONE, "'DATA/events.parquet'"], FEATURES),
        of_own("data", "customers", [NONE, "'DATA/people.parquet'"], FEATURES),
        of_sample("data", "zone", ["'UTC'", "'Asia/Tokyo'"], FEATURES),
        of_own("data", "as_of", ["'2024-12-01'", "'2024-11-01'"], FEATURES),
        beside(
            of_own("data", "max_staleness_days", ["3", "3000"], FEATURES),
            &[("data", "as_of", "'2025-06-01'")],
        ),
        of_own("columns", "customer_id", ["'who'", "'who_2'"], FEATURES),
        of_own("columns", "timestamp", ["'at'", "'at_2'"], FEATURES),
        beside(
            of_own("columns", "time_of_day", ["'clock'", "'clock_2'"], FEATURES),
            &[("columns", "timestamp", "'day'")],
        ),
        of_own("columns", "amount", ["'paid'", "'paid_2'"], FEATURES),
        of_own("columns", "quantity", ["'units'", "'units_2'"], FEATURES),
        unit_price(),
        of_own("columns", "order_id", ["'bill'", "'bill_2'"], FEATURES),
        of_own("columns", "product_id", ["'item'", "'item_2'"], FEATURES),
        of_own("columns", "category", ["'kind'", "'kind_2'"], FEATURES),
        of_own("columns", "channel", ["'via'", "'via_2'"], FEATURES),
        beside(
            of_own("columns", "channels", ["['web']", "['store']"], FEATURES),
            &[("columns", "channel", "'via'")],
        ),
        of_own("columns", "discount", ["'off'", "'off_2'"], FEATURES),
        of_bills("order_discount", ["'bill_off'", "'bill_off_2'"]),
        of_bills("refunded_amount", ["'back'", "'back_2'"]),
        of_bills("amount_per", ["'row'", "'order'"]),
        of_own("columns", "return_flag", ["'is_back'", "'is_back_2'"], FEATURES),
        of_own("columns", "currency", ["'money'", "'money_2'"], CHECK),
        beside(
            of_own("columns", "timestamp_format", ["'day_first'", "'month_first'"], FEATURES),
            &[("columns", "timestamp", "'day_text'")],
        ),
        beside(
            of_own("columns", "timestamp_unit", ["'s'", "'ms'"], FEATURES),
            &[("columns", "timestamp", "'ticks'")],
        ),
        beside(
            of_own("columns", "decimal_mark", ["'point'", "'comma'"], FEATURES),
            &[("columns", "amount", "'paid_text'")],
        ),
        beside(
            of_own("columns", "id_normalise", ["'trim'", "'trim,unzero'"], FEATURES),
            &[("columns", "customer_id", "'who_zero'")],
        ),
        of_layout(
            of_own("columns", "preset", [NONE, "'stripe'"], FEATURES),
            "transactions",
            "'DATA/paid.parquet'",
        ),
    ]
}

/// A table whose columns stand otherwise with a layout and without.
fn of_layout(mut case: Case, table: &'static str, path: &'static str) -> Case {
    case.beside.retain(|(section, _), _| *section != case.key.0);
    beside(case, &[("data", table, path)])
}

/// Without an amount, in whose place it stands.
fn unit_price() -> Case {
    let mut case = of_own("columns", "unit_price", ["'price'", "'price_2'"], FEATURES);
    case.beside.remove(&("columns", "amount"));
    beside(case, &[("columns", "quantity", "'units'")])
}

fn of_bills(key: &'static str, values: [&'static str; 2]) -> Case {
    beside(of_own("columns", key, values, FEATURES), &[("columns", "order_id", "'bill'")])
}

fn row_cases() -> Vec<Case> {
    let chosen = |key, values| {
        beside(of_own("rows", key, values, FEATURES), &[("rows", "column", "'step'")])
    };
    let versions = |key, values, other, value| {
        beside(of_own("rows", key, values, FEATURES), &[("rows", other, value)])
    };
    vec![
        of_own("rows", "known_words", ["true", "false"], FEATURES),
        beside(
            of_own("rows", "column", ["'step'", "'step_2'"], FEATURES),
            &[("rows", "keep", "['done']")],
        ),
        chosen("keep", ["['done']", "['open']"]),
        chosen("drop", ["['done']", "['open']"]),
        chosen("drop_prefix", ["'do'", "'op'"]),
        versions("key", ["['bill']", "['bill', 'line']"], "newest_by", "'version'"),
        versions("newest_by", ["'version'", "'version_2'"], "key", "['bill']"),
    ]
}

fn event_cases() -> Vec<Case> {
    let type_of = |key, command| of_own("event_types", key, ["[]", "['Zog']"], command);
    vec![
        of_own("event_columns", "customer_id", ["'who'", "'who_2'"], FEATURES),
        of_own("event_columns", "timestamp", ["'at'", "'at_2'"], FEATURES),
        beside(
            of_own("event_columns", "time_of_day", ["'clock'", "'clock_2'"], FEATURES),
            &[("event_columns", "timestamp", "'day'")],
        ),
        of_own("event_columns", "type", ["'what'", "'what_2'"], FEATURES),
        of_own("event_columns", "value", ["'number'", "'number_2'"], FEATURES),
        of_own("event_columns", "email", [NONE, "'mail'"], CHECK),
        of_own("event_columns", "phone", [NONE, "'tel'"], CHECK),
        beside(
            of_own("event_columns", "timestamp_format", ["'day_first'", "'month_first'"], FEATURES),
            &[("event_columns", "timestamp", "'day_text'")],
        ),
        beside(
            of_own("event_columns", "timestamp_unit", ["'s'", "'ms'"], FEATURES),
            &[("event_columns", "timestamp", "'ticks'")],
        ),
        beside(
            of_own("event_columns", "decimal_mark", ["'point'", "'comma'"], FEATURES),
            &[("event_columns", "value", "'number_text'")],
        ),
        of_layout(
            of_own("event_columns", "preset", [NONE, "'klaviyo'"], FEATURES),
            "events",
            "'DATA/metrics.parquet'",
        ),
        type_of("visit", FEATURES),
        type_of("email_open", FEATURES),
        type_of("email_click", FEATURES),
        type_of("review", FEATURES),
        type_of("referral", FEATURES),
        type_of("support", FEATURES),
        type_of("complaint", FEATURES),
        type_of("nps", FEATURES),
        type_of("unsubscribe", CHECK),
        type_of("other", CHECK),
    ]
}

fn customer_cases() -> Vec<Case> {
    let of = |key, values| of_own("customer_columns", key, values, CHECK);
    // What the list says of a person.
    let said = |key, values| of_sample("customer_columns", key, values, "audience");
    vec![
        of("customer_id", ["'who'", "'who_2'"]),
        of("email", ["'mail'", "'mail_2'"]),
        of("phone", ["'tel'", "'tel_2'"]),
        of("consent_email", ["'may_mail'", "'may_mail_2'"]),
        of("consent_phone", ["'may_call'", "'may_call_2'"]),
        of("suppression_reason", ["'never'", "'never_2'"]),
        of("no_refusals", ["[]", "['bounce_rate']"]),
        registered("timestamp_format", ["'day_first'", "'month_first'"], "'day_text'"),
        registered("timestamp_unit", ["'s'", "'ms'"], "'ticks'"),
        of_layout(of("preset", [NONE, "'mailchimp'"]), "customers", "'DATA/members.parquet'"),
        said("signup_date", ["'signup_date'", "'none'"]),
        said("acquisition_channel", ["'acquisition_channel'", "'country'"]),
        said("first_name", ["'first_name'", "'last_name'"]),
        said("last_name", ["'last_name'", "'first_name'"]),
        said("country", ["'country'", "'postcode'"]),
        said("postcode", ["'postcode'", "'country'"]),
        beside(
            of_sample("customer_columns", "consent_ads", [NONE, "'consent_email'"], "audience"),
            &[("audience", "formats", "['google']")],
        ),
    ]
}

/// The day of registration, which stands on the list, written as text or as a number.
fn registered(key: &'static str, values: [&'static str; 2], column: &str) -> Case {
    let case = of_sample("customer_columns", key, values, "audience");
    let people = ("data", "customers", "'DATA/registered.parquet'");
    beside(case, &[people, ("customer_columns", "signup_date", column)])
}

fn model_cases() -> Vec<Case> {
    const TRAIN: &str = "train --format json";
    let of = |section, key, values| {
        let mut case = of_sample(section, key, values, TRAIN);
        case.beside.insert(("model", "models"), "'models'".to_owned());
        case
    };
    vec![
        of("outcome", "horizon_days", ["60", "45"]),
        of("outcome", "gap_days", ["0", "7"]),
        of("outcome", "lookback_days", ["365", "200"]),
        of("model", "max_training_rows", ["1500", "700"]),
        of("model", "features", ["[]", "['-engagement']"]),
        of("model", "solver", ["'newton'", "'linfa'"]),
    ]
}

fn score_cases() -> Vec<Case> {
    let of = |key, values| of_sample("scores", key, values, "score");
    vec![
        of("risk_bands", ["[0.3, 0.6, 0.8]", "[0.2, 0.6, 0.8]"]),
        of("health_good_below", ["0.4", "0.2"]),
        of("health_average_below", ["0.7", "0.9"]),
        of("engaged_within_days", ["30", "2"]),
        of("complaint_within_days", ["90", "900"]),
        of("tier_quantiles", ["[0.5, 0.8, 0.95]", "[0.2, 0.8, 0.95]"]),
        of("tier_spend", [NONE, "[10.0, 100.0, 1000.0]"]),
        of("new_within_days", ["30", "90"]),
        of("slipping_factor", ["1.0", "2.0"]),
        of("lapsed_after_lookbacks", ["2.0", "1.1"]),
        of("gap_prior_weight", ["2.0", "0.0"]),
        of("all_contributions", ["false", "true"]),
    ]
}

fn list_cases() -> Vec<Case> {
    let of = |key, values| {
        let case = of_sample("audience", key, values, "audience");
        beside(case, &[("audience", "reminder_cost", "0.1"), ("audience", "control_share", "0.2")])
    };
    vec![
        of("campaign", ["'winter'", "'spring'"]),
        of("expires_in_days", ["14", "7"]),
        of("budget", [NONE, "5.0"]),
        of("list_size", [NONE, "3"]),
        of("margin_share", ["0.3", "0.6"]),
        of("min_overdue", ["1.0", "0.5"]),
        of("taper_gaps", ["3.0", "1.0"]),
        of("learned_from", [NONE, "'DATA/measured.json'"]),
        of("reminder_save_rate", ["0.03", "0.1"]),
        of("reminder_cost", ["0.1", "0.5"]),
        of("voucher_share", ["0.1", "[0.01, 0.1]"]),
        of("voucher_amount", [NONE, "0.5"]),
        beside(of("voucher_code", [NONE, "['WB10']"]), &[("audience", "voucher_save_rate", "0.3")]),
        of("voucher_save_rate", ["0.05", "0.3"]),
        beside(
            of("voucher_take_rate", ["0.5", "0.1"]),
            &[("audience", "voucher_save_rate", "0.3")],
        ),
        beside(of("voucher_cost", ["0.0", "1.0"]), &[("audience", "voucher_save_rate", "0.3")]),
        of("call_top_share", ["0.01", "0.2"]),
        beside(of("call_save_rate", ["0.1", "0.3"]), &[("audience", "call_top_share", "0.2")]),
        beside(of("call_cost", ["5.0", "1.0"]), &[("audience", "call_top_share", "0.2")]),
        of("control_share", ["0.2", "0.4"]),
        of("holdout_share", ["0.0", "0.3"]),
        beside(of("holdout_salt", ["'one'", "'other'"]), &[("audience", "holdout_share", "0.3")]),
        cool_down(),
        of("formats", ["[]", "['csv']"]),
        beside(
            of("export_properties", ["false", "true"]),
            &[("audience", "formats", "['klaviyo']")],
        ),
    ]
}

/// Eleven days after an earlier list.
fn cool_down() -> Case {
    let command = "audience --contacted DATA/earlier/as_of=2024-09-20";
    let case = of_sample("audience", "cool_down_days", ["30", "0"], command);
    beside(case, &[("audience", "min_overdue", "0.0"), ("audience", "control_share", "0.0")])
}

fn report_cases() -> Vec<Case> {
    let of = |key, values| of_sample("report", key, values, "report --format json");
    vec![
        of("period_days", ["365", "180"]),
        of("acquisition_cost", [NONE, "25.0"]),
        of("locale", ["'en'", "'de'"]),
        of("currency", [NONE, "'EUR'"]),
        of("measured", [NONE, "'DATA/measured.json'"]),
    ]
}

fn quality_cases() -> Vec<Case> {
    let of = |key, values: [&'static str; 2]| of_own("quality", key, values, FEATURES);
    vec![
        beside(
            of("max_no_customer_share", ["0.5", "0.01"]),
            &[("columns", "customer_id", "'who_holes'")],
        ),
        beside(of("max_no_time_share", ["0.9", "0.01"]), &[("columns", "timestamp", "'at_holes'")]),
        beside(
            of("max_no_amount_share", ["0.9", "0.01"]),
            &[("columns", "amount", "'paid_holes'")],
        ),
        beside(
            of("max_future_share", ["0.9", "0.001"]),
            &[("columns", "timestamp", "'at_future'")],
        ),
        beside(
            of("max_repeated_share", ["0.9", "0.2"]),
            &[
                ("data", "transactions", "'DATA/twice.parquet'"),
                ("columns", "order_id", "'bill'"),
                ("columns", "product_id", "'item'"),
            ],
        ),
        beside(
            of_sample("quality", "max_lost_share", ["0.99", "0.01"], "score"),
            &[("data", "events", "'DATA/fewer_events.parquet'")],
        ),
    ]
}

/// Sixty days after the night that was prepared, when its outcomes are known.
fn monitor_cases() -> Vec<Case> {
    const NIGHT: &str = "run --as-of 2024-11-30 --format json";
    let of = |section, key, values| {
        let mut case = of_sample(section, key, values, NIGHT);
        case.beside.insert(("model", "models"), "'models'".to_owned());
        case
    };
    let alert = |case| beside(case, &[("monitor", "drift", "[0.0, 0.0]")]);
    vec![
        of("monitor", "drift", ["[0.0, 0.0]", "[9.0, 9.0]"]),
        of("monitor", "calibration", ["[0.0, 0.0]", "[9.0, 9.0]"]),
        of("monitor", "lost_money", ["[1.0, 1.0]", "[99.0, 99.0]"]),
        alert(of("monitor", "fail_on_alert", ["false", "true"])),
        of("monitor", "metrics", [NONE, "'night.prom'"]),
        of("monitor", "lineage", [NONE, "'lineage.ndjson'"]),
        alert(of("monitor", "webhook", [NONE, "'told.ndjson'"])),
        of("model", "retrain", ["'never'", "'weekly'"]),
    ]
}

fn cases() -> Vec<Case> {
    [
        monitor_cases(),
        data_cases(),
        row_cases(),
        event_cases(),
        customer_cases(),
        model_cases(),
        score_cases(),
        list_cases(),
        report_cases(),
        quality_cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A number that is the same every time, below `below`.
fn draw(i: usize, j: usize, below: usize) -> usize {
    let mut x = (i as u64) << 32 | j as u64;
    for _ in 0..2 {
        x = (x ^ (x >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    (x >> 33) as usize % below
}

/// Columns of text and of numbers, by name.
#[derive(Default)]
struct Table(Vec<(&'static str, ArrayRef)>);

impl Table {
    fn text(&mut self, name: &'static str, n: usize, cell: impl Fn(usize) -> String) {
        let cells = (0..n).map(|i| Some(cell(i)).filter(|text| !text.is_empty()));
        self.0.push((name, Arc::new(cells.collect::<StringArray>())));
    }

    fn number(&mut self, name: &'static str, n: usize, cell: impl Fn(usize) -> f64) {
        self.0.push((name, Arc::new(Float64Array::from_iter_values((0..n).map(cell)))));
    }

    fn batch(self) -> RecordBatch {
        RecordBatch::try_from_iter(self.0).unwrap()
    }
}

/// When: day `day` of 2024 from 0, at an hour and a minute that only rows of one order share.
fn at(day: usize, minute: usize) -> String {
    let date = jiff::civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days(day as i64));
    format!("{date} {:02}:{:02}:00", minute / 60, minute % 60)
}

/// The times of a table, in every form that a setting is about.
fn add_times(table: &mut Table, n: usize, day: impl Fn(usize) -> usize) {
    let minute = |i: usize| draw(i / 2, 1, 1440);
    table.text("at", n, |i| at(day(i), minute(i)));
    table.text("at_2", n, |i| at(day(i) / 2, minute(i)));
    table.text("at_holes", n, |i| if i % 9 == 0 { String::new() } else { at(day(i), minute(i)) });
    table.text("at_future", n, |i| {
        if i % 50 == 0 { "2990-01-01".to_owned() } else { at(day(i), minute(i)) }
    });
    table.text("day", n, |i| at(day(i), 0)[..10].to_owned());
    table.text("clock", n, |i| at(0, minute(i))[11..16].to_owned());
    table.text("clock_2", n, |i| at(0, (minute(i) + 700) % 1440)[11..16].to_owned());
    table.text("day_text", n, |i| {
        format!("{:02}/{:02}/2024", day(i) % 12 + 1, day(i) / 30 % 12 + 1)
    });
    let seconds = (0..n).map(|i| 1_704_067_200 + day(i) as i64 * 86_400 + minute(i) as i64 * 60);
    table.0.push(("ticks", Arc::new(Int64Array::from_iter_values(seconds))));
}

/// Sixty customers with up to twenty orders of two lines.
fn orders() -> RecordBatch {
    let n = 1600;
    let who = |i: usize| draw(i / 2, 2, 60) + 1;
    let name = |i: usize| ["web", "store", "app"][draw(i / 2, 3, 3)].to_owned();
    let mut table = Table::default();
    table.text("who", n, |i| format!("c{}", who(i)));
    table.text("who_2", n, |i| format!("c{}", draw(i / 2, 4, 60)));
    table.text(
        "who_zero",
        n,
        |i| if i % 4 < 2 { format!("00{}", who(i)) } else { who(i).to_string() },
    );
    table.text("who_holes", n, |i| if i % 9 == 0 { String::new() } else { format!("c{}", who(i)) });
    add_times(&mut table, n, |i| draw(i / 2, 5, 330));
    let paid = |i: usize| 5.0 + draw(i, 6, 9000) as f64 / 100.0;
    table.number("paid", n, paid);
    table.number("paid_2", n, |i| paid(i) * 2.0 + i as f64);
    table.text("paid_text", n, |i| format!("{}.{:03}", draw(i, 7, 9) + 1, draw(i, 8, 1000)));
    table.text("paid_holes", n, |i| if i % 9 == 0 { "so".to_owned() } else { paid(i).to_string() });
    table.number("price", n, paid);
    table.number("price_2", n, |i| paid(i) + 1.0);
    table.number("units", n, |i| (draw(i, 9, 4) + 1) as f64);
    table.number("units_2", n, |i| (draw(i, 10, 7) + 1) as f64);
    table.text("bill", n, |i| format!("b{}", i / 2));
    table.text("bill_2", n, |i| format!("b{i}"));
    table.text("line", n, |i| (i % 2).to_string());
    for (column, salt) in [("item", 11), ("item_2", 12), ("kind", 13), ("kind_2", 14)] {
        table.text(column, n, |i| format!("{column} {}", draw(i, salt, 7)));
    }
    table.text("via", n, name);
    table.text("via_2", n, |i| name(i + 2));
    for (column, salt) in [("off", 15), ("off_2", 16), ("bill_off", 17), ("bill_off_2", 18)] {
        table.number(column, n, |i| (draw(i / 2, salt, 3)) as f64);
    }
    for (column, salt) in [("back", 19), ("back_2", 20)] {
        table.number(column, n, |i| if draw(i, salt, 6) == 0 { 4.0 } else { 0.0 });
    }
    for (column, salt) in [("is_back", 21), ("is_back_2", 22)] {
        table.text(column, n, |i| (draw(i, salt, 8) == 0).to_string());
    }
    table.text("money", n, |_| "EUR".to_owned());
    table.text("money_2", n, |i| ["EUR", "USD"][i % 2].to_owned());
    table.text("status", n, |i| {
        ["paid", "cancelled"][usize::from(draw(i / 2, 23, 9) == 0)].to_owned()
    });
    for (column, salt) in [("step", 24), ("step_2", 25)] {
        table.text(column, n, |i| ["done", "open"][draw(i / 2, salt, 2)].to_owned());
    }
    table.number("version", n, |i| (i % 2) as f64);
    table.number("version_2", n, |i| ((i + 1) % 2) as f64);
    table.batch()
}

/// Visits, and events of a kind that nobody knows.
fn events() -> RecordBatch {
    let n = 800;
    let mut table = Table::default();
    table.text("who", n, |i| {
        if i % 40 == 0 { String::new() } else { format!("c{}", draw(i, 2, 60) + 1) }
    });
    table.text("who_2", n, |i| format!("c{}", draw(i, 4, 60) + 1));
    add_times(&mut table, n, |i| draw(i, 5, 330));
    let known = ["visit", "nps", "complaint"];
    table.text("what", n, |i| match i {
        i if i % 40 == 0 => "unsubscribed".to_owned(),
        i if i % 5 == 0 => "Zog".to_owned(),
        i => known[draw(i, 26, 3)].to_owned(),
    });
    table.text("what_2", n, |i| known[draw(i, 27, 3)].to_owned());
    for (column, salt) in [("number", 28), ("number_2", 29)] {
        table.number(column, n, |i| draw(i, salt, 11) as f64);
    }
    table.text("number_text", n, |i| format!("{}.{:03}", draw(i, 30, 9) + 1, draw(i, 31, 1000)));
    table.text("mail", n, |i| format!("c{}@example.org", draw(i, 32, 60) + 1));
    table.text("tel", n, |i| format!("+49 171 23456{:02}", draw(i, 33, 60) + 1));
    table.batch()
}

fn people() -> RecordBatch {
    // One of them has never bought.
    let n = 61;
    let mut table = Table::default();
    table.text("who", n, |i| format!("c{}", i + 1));
    table.text("who_2", n, |i| format!("d{i}"));
    table.text("mail", n, |i| format!("c{}@example.org", i + 1));
    table.text(
        "mail_2",
        n,
        |i| if i % 3 == 0 { String::new() } else { format!("d{i}@example.org") },
    );
    table.text("tel", n, |i| format!("+49 171 23456{:02}", i + 1));
    table.text(
        "tel_2",
        n,
        |i| if i % 3 == 0 { String::new() } else { format!("+49 171 65432{i:02}") },
    );
    for (column, salt) in
        [("may_mail", 34), ("may_mail_2", 35), ("may_call", 36), ("may_call_2", 37)]
    {
        table.text(column, n, |i| ["yes", "no"][draw(i, salt, 2)].to_owned());
    }
    for (column, salt) in [("never", 38), ("never_2", 39)] {
        table.text(column, n, |i| {
            if draw(i, salt, 4) == 0 { "asked".to_owned() } else { String::new() }
        });
    }
    table.text("bounce_rate", n, |i| draw(i, 40, 2).to_string());
    add_times(&mut table, n, |i| draw(i, 41, 330));
    table.batch()
}

/// The people of the sample, who all consent, with the day of their registration in other forms.
fn registered_people() -> RecordBatch {
    let n = 2000;
    let mut table = Table::default();
    table.text("customer_id", n, |i| format!("C{:07}", i + 1));
    table.text("email", n, |i| format!("c{i}@example.org"));
    table.text("consent_email", n, |_| "yes".to_owned());
    add_times(&mut table, n, |i| draw(i, 42, 330));
    table.batch()
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

/// The tables, a model, a night, and what a campaign is said to have shown.
fn prepared() -> Workplace {
    let data = Workplace::new();
    let orders = orders();
    data.write_parquet("orders.parquet", &orders);
    data.write_parquet("orders_2.parquet", &orders.slice(0, 1000));
    let twice = arrow_select::concat::concat_batches(&orders.schema(), [&orders, &orders]).unwrap();
    data.write_parquet("twice.parquet", &twice);
    data.write_parquet("events.parquet", &events());
    data.write_parquet("people.parquet", &people());
    data.write_parquet("registered.parquet", &registered_people());
    let sample = File::open(Path::new(SAMPLE).join("events.parquet")).unwrap();
    let sample = ParquetRecordBatchReaderBuilder::try_new(sample).unwrap().build().unwrap();
    let batches: Vec<RecordBatch> = sample.map(Result::unwrap).collect();
    let all = arrow_select::concat::concat_batches(&batches[0].schema(), &batches).unwrap();
    data.write_parquet("fewer_events.parquet", &all.slice(0, all.num_rows() * 39 / 40));
    for (name, from, columns) in [
        (
            "paid.parquet",
            &orders,
            [
                ("Customer Email", "who"),
                ("Created (UTC)", "at"),
                ("Amount", "paid"),
                ("Converted Amount", "paid_2"),
            ],
        ),
        (
            "metrics.parquet",
            &events(),
            [("customer_id", "who_2"), ("email", "who"), ("datetime", "at"), ("metric", "what")],
        ),
        (
            "members.parquet",
            &people(),
            [
                ("customer_id", "who_2"),
                ("Email Address", "who"),
                ("First Name", "mail"),
                ("CONFIRM_TIME", "at"),
            ],
        ),
    ] {
        let renamed =
            columns.map(|(name, of)| (name, Arc::clone(from.column_by_name(of).unwrap())));
        data.write_parquet(name, &RecordBatch::try_from_iter(renamed).unwrap());
    }
    let settings = with(
        self::sample(),
        &[
            ("model", "models", "'models'"),
            ("output", "output", "'out'"),
            ("audience", "control_share", "0.5"),
            ("audience", "min_overdue", "0.0"),
        ],
    );
    data.write("winback.toml", &written(&settings, &data));
    for command in ["train", "score", "audience"] {
        data.run(command).expect_code(0);
    }
    let measure = "measure --campaign out/audience/as_of=2024-10-01 --days 30 --out measured.json";
    data.run(measure).expect_code(0);
    let list = data.read("out/audience/as_of=2024-10-01/win_back.csv");
    data.write("earlier/as_of=2024-09-20/win_back.csv", &list);
    let mut measured: serde_json::Value =
        serde_json::from_str(&data.read("measured.json")).unwrap();
    let groups = measured["groupings"][0]["groups"].as_array_mut().unwrap();
    for group in groups {
        group["shrunk_save_rate"] = 0.4.into();
        group["effect"]["save_rate"] = serde_json::json!({ "value": 0.4, "low": 0.3, "high": 0.5 });
    }
    data.write("measured.json", &measured.to_string());
    data
}

fn written(settings: &Settings, data: &Workplace) -> String {
    let mut text = String::new();
    let mut section = "";
    for ((of, key), value) in settings {
        if section != *of {
            section = of;
            writeln!(text, "[{section}]").unwrap();
        }
        writeln!(text, "{key} = {value}").unwrap();
    }
    let folder = data.path("").display().to_string();
    text.replace("DATA", folder.trim_end_matches('/')).replace("SAMPLE", SAMPLE)
}

/// What a command says and makes with these settings.
fn observed(settings: &Settings, command: &str, data: &Workplace) -> (i32, String, String) {
    let work = Workplace::new();
    let has = |words: &[&str]| words.iter().any(|word| command.starts_with(word));
    let copy = |from: &str, to: &str| {
        let folders = ["-a".into(), data.path(from), work.path(to)];
        let copied = std::process::Command::new("cp").args(folders).status();
        assert!(copied.unwrap().success());
    };
    if has(&["run"]) {
        copy("models", "models");
    }
    if has(&["audience", "report", "run", "score"]) {
        copy("out", "winback-output");
        let list = work.path("winback-output/as_of=2024-10-01/audience");
        std::fs::remove_dir_all(list).unwrap();
    }
    work.write("winback.toml", &written(settings, data));
    let command = written_command(command, data);
    let ended = work.run(&command);
    let mut seen = if command.contains("--format json") { ended.stdout } else { String::new() };
    if ended.code == 0 {
        for path in work.everything() {
            seen.push_str(&content(&path));
        }
    }
    let here = work.path("").display().to_string();
    (ended.code, seen.replace(here.trim_end_matches('/'), "HERE"), ended.stderr)
}

fn written_command(command: &str, data: &Workplace) -> String {
    let folder = data.path("").display().to_string();
    command.replace("DATA", folder.trim_end_matches('/'))
}

/// The values of a file of results.
fn content(path: &PathBuf) -> String {
    const REPEAT_SETTINGS: [&str; 4] =
        ["winback.toml", "_manifest.json", "campaign.json", "model.json"];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !path.is_file()
        || REPEAT_SETTINGS.contains(&&*name)
        || path.components().any(|part| part.as_os_str() == "models")
    {
        return String::new();
    }
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
}

#[test]
fn two_values_of_every_setting_differ_in_what_comes_out() {
    let data = prepared();
    let faults: Vec<String> = cases()
        .par_iter()
        .filter_map(|case| {
            let (section, key) = case.key;
            let [one, other] = case.values.map(|value| {
                let mut settings = case.beside.clone();
                settings.remove(&case.key);
                if value != NONE {
                    settings.insert(case.key, value.to_owned());
                }
                observed(&settings, case.command, &data)
            });
            let [a, b] = case.values;
            let said = format!("{} {}", one.2, other.2);
            if one.0 != 0 && other.0 != 0 && !["preset", "data"].contains(&section) {
                return Some(format!("{section}.{key}: both end with {}: {said}", one.0));
            }
            (one.0 == other.0 && one.1 == other.1)
                .then(|| format!("{section}.{key}: {a} and {b} are the same: {said}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_key_has_a_case_or_is_without_effect_by_intent() {
    let schema = Workplace::new().run("config schema").expect_code(0).json();
    let mut known = BTreeSet::new();
    for (section, table) in schema["properties"].as_object().unwrap() {
        known.extend(
            table["properties"].as_object().unwrap().keys().map(|key| format!("{section}.{key}")),
        );
    }
    let cases: BTreeSet<String> =
        cases().iter().map(|case| format!("{}.{}", case.key.0, case.key.1)).collect();
    let intent: Vec<String> =
        WITHOUT_EFFECT.iter().chain(&IN_UNIT_TESTS).map(|key| (*key).to_owned()).collect();
    assert!(intent.iter().all(|key| known.contains(key) && !cases.contains(key)));
    let proved: BTreeSet<String> = cases.into_iter().chain(intent).collect();
    let missing: Vec<&String> = known.difference(&proved).collect();
    let unknown: Vec<&String> = proved.difference(&known).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "missing {missing:?}, unknown {unknown:?}");
    println!(
        "{} keys, of which {} are without effect by intent",
        known.len(),
        WITHOUT_EFFECT.len()
    );
}
