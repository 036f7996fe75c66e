//! Raw values become settings. Each section of `winback.toml` is taken apart here once, by exhaustive
//! destructuring: an option that is forgotten does not compile.
//!
//! Defaults stand here and nowhere else; a refused value is named with its flag, or its line.

use super::columns::{ColumnChoice, CustomerColumnChoice, EventColumnChoice};
use super::error::ConfigError;
use super::raw::{
    RawAudience, RawConfig, RawData, RawMachine, RawModel, RawOutcome, RawOutput, RawQuality,
    RawScores,
};
use super::settings::{
    AudienceSettings, DataSettings, HealthThresholds, MachineSettings, ModelSettings,
    OutcomeSettings, OutputSettings, QualityThresholds, RiskBands, ScoreSettings, Settings,
};
use super::source::ConfigSource;
use super::values;
use crate::time::{Horizon, Zone};
use std::path::PathBuf;

impl Settings {
    /// Checks every value.
    pub fn check(source: &ConfigSource) -> Result<Self, ConfigError> {
        let given = source.raw.clone();
        let RawConfig {
            data,
            columns,
            event_columns,
            customer_columns,
            outcome,
            model,
            output,
            machine,
            quality,
            scores,
            audience,
        } = source.raw.clone();
        Ok(Self {
            data: check_data(data, source)?,
            columns: ColumnChoice::check(columns, source)?,
            event_columns: EventColumnChoice::check(event_columns, source)?,
            customer_columns: CustomerColumnChoice::check(customer_columns, source)?,
            outcome: check_outcome(outcome, source)?,
            model: check_model(model, source)?,
            output: check_output(output, source)?,
            machine: check_machine(machine, source)?,
            quality: check_quality(&quality, source)?,
            scores: check_scores(scores, source)?,
            audience: check_audience(audience, source)?,
            given,
        })
    }
}

/// Checks one optional value; its place is named when it is refused.
struct Section<'a> {
    source: &'a ConfigSource,
    name: &'static str,
}

impl Section<'_> {
    fn value<V, T>(
        &self,
        key: &str,
        value: Option<V>,
        check: impl FnOnce(V) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        value.map(check).transpose().map_err(|message| self.source.refuse(self.name, key, message))
    }

    fn share(&self, key: &str, value: Option<f64>, default: f64) -> Result<f64, ConfigError> {
        Ok(self.value(key, value, values::share)?.unwrap_or(default))
    }

    fn money(&self, key: &str, value: Option<f64>, default: f64) -> Result<f64, ConfigError> {
        Ok(self.value(key, value, values::money)?.unwrap_or(default))
    }

    fn text(&self, key: &str, value: Option<String>) -> Result<Option<String>, ConfigError> {
        self.value(key, value, values::not_empty)
    }
}

fn check_data(raw: RawData, source: &ConfigSource) -> Result<DataSettings, ConfigError> {
    let section = Section { source, name: "data" };
    let RawData { transactions, events, customers, zone, as_of, max_staleness_days } = raw;
    let zone = section
        .value("zone", zone, |name| Zone::named(&name).map_err(|e| e.to_string()))?
        .unwrap_or_else(Zone::utc);
    Ok(DataSettings {
        transactions: section.text("transactions", transactions)?,
        events: section.text("events", events)?,
        customers: section.text("customers", customers)?,
        as_of: section.value("as_of", as_of, |text| values::as_of(&text, &zone))?,
        zone,
        max_staleness_days,
    })
}

fn check_outcome(raw: RawOutcome, source: &ConfigSource) -> Result<OutcomeSettings, ConfigError> {
    let section = Section { source, name: "outcome" };
    let RawOutcome { horizon_days, gap_days, lookback_days } = raw;
    let horizon = section.value("horizon_days", horizon_days, |v| values::horizon(&v))?;
    let days = |limit: u32| {
        move |days: u32| {
            if days <= limit { Ok(days) } else { Err(format!("{days} days are more than {limit}")) }
        }
    };
    Ok(OutcomeSettings {
        horizon: horizon.unwrap_or(Horizon::Auto),
        gap_days: section.value("gap_days", gap_days, days(3650))?.unwrap_or(0),
        lookback_days: section
            .value("lookback_days", lookback_days, |v| values::positive(v).and_then(days(36_500)))?
            .unwrap_or(365),
    })
}

fn check_model(raw: RawModel, source: &ConfigSource) -> Result<ModelSettings, ConfigError> {
    let section = Section { source, name: "model" };
    let RawModel { models, model, max_training_rows, features } = raw;
    Ok(ModelSettings {
        models: section.text("models", models)?.unwrap_or_else(|| "models".to_owned()).into(),
        model: section.text("model", model)?.unwrap_or_else(|| "churn".to_owned()),
        max_training_rows: section
            .value("max_training_rows", max_training_rows, values::positive)?
            .unwrap_or(1_000_000),
        features: features.unwrap_or_default(),
    })
}

fn check_output(raw: RawOutput, source: &ConfigSource) -> Result<OutputSettings, ConfigError> {
    let section = Section { source, name: "output" };
    let RawOutput { output, report } = raw;
    let output: PathBuf =
        section.text("output", output)?.unwrap_or_else(|| "winback-output".to_owned()).into();
    let report = section.text("report", report)?;
    Ok(OutputSettings {
        report: report.map_or_else(|| output.join("report.html"), PathBuf::from),
        output,
    })
}

fn check_machine(raw: RawMachine, source: &ConfigSource) -> Result<MachineSettings, ConfigError> {
    let section = Section { source, name: "machine" };
    let RawMachine { threads, memory_limit, spill_dir } = raw;
    let threads_allowed = |n: usize| match n {
        1..=1024 => Ok(n),
        _ => Err(format!("{n} threads are not possible: use 1 to 1024, or leave it out")),
    };
    Ok(MachineSettings {
        threads: section.value("threads", threads, threads_allowed)?,
        memory_limit_bytes: section
            .value("memory_limit", memory_limit, |v| values::memory_limit(&v))?,
        spill_dir: section.text("spill_dir", spill_dir)?.map(PathBuf::from),
    })
}

fn check_quality(
    raw: &RawQuality,
    source: &ConfigSource,
) -> Result<QualityThresholds, ConfigError> {
    let section = Section { source, name: "quality" };
    let RawQuality {
        max_no_customer_share: customer,
        max_no_time_share: time,
        max_no_amount_share: amount,
        max_future_share: future,
    } = *raw;
    Ok(QualityThresholds {
        max_no_customer_share: section.share("max_no_customer_share", customer, 0.5)?,
        max_no_time_share: section.share("max_no_time_share", time, 0.01)?,
        max_no_amount_share: section.share("max_no_amount_share", amount, 0.01)?,
        max_future_share: section.share("max_future_share", future, 0.001)?,
    })
}

fn check_scores(raw: RawScores, source: &ConfigSource) -> Result<ScoreSettings, ConfigError> {
    let section = Section { source, name: "scores" };
    let RawScores { risk_bands, health_good_below, health_average_below } = raw;
    let bands = |cuts: Vec<f64>| match cuts[..] {
        [medium, high, critical]
            if 0.0 < medium && medium < high && high < critical && critical < 1.0 =>
        {
            Ok(RiskBands { medium, high, critical })
        }
        _ => Err(format!(
            "{cuts:?} are no cut-offs: give the lowest probabilities of medium, high and critical, \
             ascending, between 0 and 1, such as [0.3, 0.6, 0.8]"
        )),
    };
    let health = HealthThresholds {
        good_below: section.share("health_good_below", health_good_below, 0.4)?,
        average_below: section.share("health_average_below", health_average_below, 0.7)?,
    };
    if health.good_below > health.average_below {
        return Err(source.refuse(
            "scores",
            "health_good_below",
            format!(
                "{} is above health_average_below ({})",
                health.good_below, health.average_below
            ),
        ));
    }
    Ok(ScoreSettings {
        risk_bands: section.value("risk_bands", risk_bands, bands)?.unwrap_or(RiskBands {
            medium: 0.3,
            high: 0.6,
            critical: 0.8,
        }),
        health,
    })
}

fn check_audience(
    raw: RawAudience,
    source: &ConfigSource,
) -> Result<AudienceSettings, ConfigError> {
    let section = Section { source, name: "audience" };
    let RawAudience {
        budget,
        list_size,
        margin_share,
        save_rate,
        accept_rate,
        contact_cost,
        offer_cost,
        control_share,
        control_salt,
        cool_down_days,
    } = raw;
    Ok(AudienceSettings {
        budget: section.value("budget", budget, values::money)?,
        list_size: section.value("list_size", list_size, values::positive)?,
        margin_share: section.share("margin_share", margin_share, 0.3)?,
        save_rate: section.share("save_rate", save_rate, 0.1)?,
        accept_rate: section.share("accept_rate", accept_rate, 0.1)?,
        contact_cost: section.money("contact_cost", contact_cost, 0.1)?,
        offer_cost: section.money("offer_cost", offer_cost, 5.0)?,
        control_share: section.share("control_share", control_share, 0.1)?,
        control_salt: section
            .text("control_salt", control_salt)?
            .unwrap_or_else(|| "winback".to_owned()),
        cool_down_days: cool_down_days.unwrap_or(30),
    })
}
