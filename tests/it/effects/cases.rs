//! For each key two values, what stands beside it, and the command that shows the difference.

use std::collections::BTreeMap;

/// Settings by section and key, as they are written in TOML.
pub type Settings = BTreeMap<(&'static str, &'static str), String>;

/// A key, the settings beside it, two ways to set it, and the command that shows the difference.
pub struct Case {
    pub key: (&'static str, &'static str),
    pub beside: Settings,
    pub values: [&'static str; 2],
    pub command: &'static str,
}

/// Leaves a key out.
pub const NONE: &str = "";
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
pub fn sample() -> Settings {
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

pub fn with(mut settings: Settings, more: &[(&'static str, &'static str, &str)]) -> Settings {
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
        of_bills("refunded_quantity", ["'pieces'", "'pieces_2'"]),
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

/// Without events, whose refusals would meet nobody there.
fn without_events(mut case: Case) -> Case {
    case.beside.retain(|key, _| *key != ("data", "events") && key.0 != "event_columns");
    case
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
        of("refusals", ["[]", "['flag_7']"]),
        of("no_refusals", ["[]", "['bounces_30d']"]),
        registered("timestamp_format", ["'day_first'", "'month_first'"], "'day_text'"),
        registered("timestamp_unit", ["'s'", "'ms'"], "'ticks'"),
        without_events(of_layout(
            of("preset", [NONE, "'mailchimp'"]),
            "customers",
            "'DATA/members.parquet'",
        )),
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
        beside(of("call_top_share", ["0.01", "0.2"]), &[("audience", "call_cost", "0.1")]),
        beside(of("call_save_rate", ["0.1", "0.3"]), &[("audience", "call_top_share", "0.2")]),
        beside(of("call_cost", ["5.0", "0.1"]), &[("audience", "call_top_share", "0.2")]),
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

/// All of them.
pub fn cases() -> Vec<Case> {
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
