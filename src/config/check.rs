//! Raw values become settings: each section is read by its table, and the rules between two options,
//! which no table can know, are applied. A refused value is named with its flag, or its line.

use super::choice::Choice;
use super::columns;
use super::error::ConfigError;
use super::options::data::DataOptions;
use super::options::engine::EngineOptions;
use super::options::model::ModelSettings;
use super::options::output::OutputSettings;
use super::options::rows::RowOptions;
use super::options::scores::ScoreOptions;
use super::options::{
    audience, data, engine, event_types, machine, model, monitor, outcome, output, quality, report,
    rows, scores,
};
use super::presets::transactions::ROWS_LEFT_OUT;
use super::settings::{AsOfRule, DataSettings, EngineSettings, Settings, SparkSettings};
use super::source::ConfigSource;
use crate::audience::AudienceSettings;
use crate::features::{Feature, chosen, families};
use crate::ingest::{ChosenRows, NewestRule, RowFilter, TransactionColumn};
use crate::score::{HealthCutoffs, RiskCutoffs, ScoreSettings, TierCutoffs};
use crate::spark::Address;
use crate::table::Stores;
use crate::time::{AsOf, TimeError, Zone};
use crate::value::value_features;

impl Settings {
    /// Checks settings written as in `winback.toml`; paths are relative to the working folder.
    ///
    /// ```
    /// let settings = winback::config::Settings::from_toml(
    ///     "[data]\ntransactions = \"orders/*.parquet\"\n[outcome]\nhorizon_days = 60\n",
    /// )?;
    /// let error = winback::config::Settings::from_toml("[outcome]\nhorizon_days = 0\n").unwrap_err();
    /// assert!(error.to_string().starts_with("settings:2: outcome.horizon_days"), "{error}");
    /// # Ok::<(), winback::Error>(())
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::check(&ConfigSource::from_text(text)?)
    }

    /// Checks every value.
    pub fn check(source: &ConfigSource) -> Result<Self, ConfigError> {
        let columns = columns::transactions(source)?;
        let model = model::read(source)?;
        check_features(&model, &columns.channels, source)?;
        let output = output::read(source)?;
        Ok(Self {
            data: check_data(data::read(source)?, source)?,
            rows: check_rows(rows::read(source)?, &columns.choice, source)?,
            columns,
            event_columns: columns::events(source)?,
            event_types: event_types::read(source)?.rules(),
            customer_columns: columns::customers(source)?,
            refusal_names: columns::refusal_names(source)?,
            outcome: outcome::read(source)?,
            model,
            engine: check_engine(engine::read(source)?, &output, source)?,
            output,
            machine: machine::read(source)?,
            quality: quality::read(source)?,
            scores: check_scores(&scores::read(source)?, source)?,
            audience: check_audience(source)?,
            report: report::read(source)?,
            monitor: monitor::read(source)?.settings(),
            accept_losses: false,
            given: source.raw.clone(),
        })
    }
}

/// A cluster has an address.
fn check_engine(
    options: EngineOptions,
    output: &OutputSettings,
    source: &ConfigSource,
) -> Result<EngineSettings, ConfigError> {
    let EngineOptions { engine, remote, work_dir, sample_customers } = options;
    if engine == "local" {
        return Ok(EngineSettings::Local);
    }
    let Some(remote) = remote else {
        let message = "it needs a cluster: give engine.remote (--remote sc://HOST:PORT) too";
        return Err(source.refuse("engine", "engine", message));
    };
    if work_dir.is_none() && output.output.is_in_store() {
        let message =
            "results in an object store are no place for what the cluster leaves: give it a folder";
        return Err(source.refuse("engine", "work_dir", message));
    }
    let address = Address::parse(&remote);
    let address = address.map_err(|error| source.refuse("engine", "remote", error.to_string()))?;
    Ok(EngineSettings::Spark(SparkSettings { address, work_dir, sample_customers }))
}

/// Days that the newest transaction may lie back where a night is run as of its own date.
const NIGHTLY_STALENESS_DAYS: u32 = 14;

fn check_data(options: DataOptions, source: &ConfigSource) -> Result<DataSettings, ConfigError> {
    let DataOptions { transactions, events, customers, zone, as_of, max_staleness_days } = options;
    let as_of = as_of.map(|text| as_of_rule(&text, &zone)).transpose();
    let nightly = matches!(as_of, Ok(Some(AsOfRule::Today | AsOfRule::Yesterday)));
    let max_staleness_days = max_staleness_days.or(nightly.then_some(NIGHTLY_STALENESS_DAYS));
    Ok(DataSettings {
        transactions,
        events,
        customers,
        stores: Stores::default(),
        as_of: as_of.map_err(|message| source.refuse("data", "as_of", message))?,
        zone,
        max_staleness_days,
    })
}

/// The settings about vouchers go together.
fn check_audience(source: &ConfigSource) -> Result<AudienceSettings, ConfigError> {
    let settings = audience::read(source)?;
    let checked = settings.check_vouchers();
    checked.map_err(|(key, message)| source.refuse("audience", key, message))?;
    Ok(settings)
}

/// Where nothing is chosen, the preset may know which words leave rows out.
fn check_rows(
    options: RowOptions,
    choice: &Choice<TransactionColumn>,
    source: &ConfigSource,
) -> Result<RowFilter, ConfigError> {
    let RowOptions { known_words, column, keep, drop, drop_prefix, key, newest_by } = options;
    let newest = newest_rule(key, newest_by, source)?;
    let says = !keep.is_empty() || !drop.is_empty() || drop_prefix.is_some();
    let chosen = match column {
        Some(column) if says => {
            let replaces_known_words = false;
            Some(ChosenRows { column, keep, drop, drop_prefix, replaces_known_words })
        }
        Some(_) => {
            let message = "it chooses nothing: give keep, drop or drop_prefix too";
            return Err(source.refuse("rows", "column", message));
        }
        None if says => {
            let given = ["keep", "drop", "drop_prefix"];
            let key = given.into_iter().find(|key| source.raw.get("rows", key).is_some());
            let message = "it needs a column: give rows.column too";
            return Err(source.refuse("rows", key.unwrap_or("keep"), message));
        }
        None if known_words => preset_rows(choice),
        None => None,
    };
    Ok(RowFilter { newest, known_words, chosen })
}

/// A key and what says which of its rows is the newest go together.
fn newest_rule(
    key: Vec<String>,
    newest_by: Option<String>,
    source: &ConfigSource,
) -> Result<Option<NewestRule>, ConfigError> {
    match newest_by {
        Some(newest_by) if !key.is_empty() => Ok(Some(NewestRule { key, newest_by })),
        Some(_) => {
            let message = "it needs to know which rows are versions of one: give rows.key too";
            Err(source.refuse("rows", "newest_by", message))
        }
        None if !key.is_empty() => {
            let message = "it needs to know which version is the newest: give rows.newest_by too";
            Err(source.refuse("rows", "key", message))
        }
        None => Ok(None),
    }
}

fn preset_rows(choice: &Choice<TransactionColumn>) -> Option<ChosenRows> {
    let preset = choice.preset()?.name;
    let rows = ROWS_LEFT_OUT.iter().find(|rows| rows.preset == preset)?;
    let drop = rows.drop.iter().map(|word| (*word).to_owned()).collect();
    let (column, keep) = (rows.column.to_owned(), Vec::new());
    let (drop_prefix, replaces_known_words) = (None, true);
    Some(ChosenRows { column, keep, drop, drop_prefix, replaces_known_words })
}

/// A date, or a word for one.
fn as_of_rule(text: &str, zone: &Zone) -> Result<AsOfRule, String> {
    match text {
        "today" => Ok(AsOfRule::Today),
        "yesterday" => Ok(AsOfRule::Yesterday),
        "data_end" => Ok(AsOfRule::DataEnd),
        _ => AsOf::parse(text, zone).map(AsOfRule::Date).map_err(|error| match error {
            TimeError::NotADate(_) => {
                format!("{error}, or as one of \"today\", \"yesterday\", \"data_end\"")
            }
            error => error.to_string(),
        }),
    }
}

/// Refuses names that are neither a feature's nor a family's before any data is read.
fn check_features(
    model: &ModelSettings,
    channels: &[String],
    source: &ConfigSource,
) -> Result<(), ConfigError> {
    let families = families(channels);
    let mut known: Vec<Feature> = families.iter().flat_map(|family| family.features()).collect();
    known.extend(value_features());
    chosen(&known, &model.features)
        .map(drop)
        .map_err(|error| source.refuse("model", "features", error.to_string()))
}

fn check_scores(
    options: &ScoreOptions,
    source: &ConfigSource,
) -> Result<ScoreSettings, ConfigError> {
    let ScoreOptions {
        risk_bands: [medium, high, critical],
        health_good_below,
        health_average_below,
        engaged_within_days,
        complaint_within_days,
        tier_quantiles,
        tier_spend,
        new_within_days,
        slipping_factor,
        lapsed_after_lookbacks,
        gap_prior_weight,
        all_contributions,
    } = options.clone();
    if health_good_below > health_average_below {
        let message =
            format!("{health_good_below} is above health_average_below ({health_average_below})");
        return Err(source.refuse("scores", "health_good_below", message));
    }
    Ok(ScoreSettings {
        risk: RiskCutoffs { medium, high, critical },
        health: HealthCutoffs {
            good_below: health_good_below,
            average_below: health_average_below,
            engaged_within_days,
            complaint_within_days,
        },
        tier: tier_spend.map_or(TierCutoffs::Quantiles(tier_quantiles), TierCutoffs::Spend),
        new_within_days,
        slipping_factor,
        lapsed_after_lookbacks,
        gap_prior_weight,
        all_contributions,
    })
}
