//! Raw values become settings. Each section of `winback.toml` is taken apart here once, by exhaustive
//! destructuring: an option that is forgotten does not compile.
//!
//! Defaults stand here and nowhere else; a refused value is named with its flag, or its line.

use super::columns;
use super::error::ConfigError;
use super::raw::{
    RawAudience, RawConfig, RawData, RawMachine, RawModel, RawOutcome, RawOutput, RawQuality,
    RawScores,
};
use super::settings::{
    AudienceSettings, DataSettings, MachineSettings, ModelSettings, OutcomeSettings,
    OutputSettings, Settings,
};
use super::source::ConfigSource;
use super::values;
use crate::ingest::QualityLimits;
use crate::score::{HealthCutoffs, RiskCutoffs, ScoreSettings, TierCutoffs};
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
            columns: columns::transactions(columns, source)?,
            event_columns: columns::events(event_columns, source)?,
            customer_columns: columns::customers(customer_columns, source)?,
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
            .unwrap_or(400_000),
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

fn check_quality(raw: &RawQuality, source: &ConfigSource) -> Result<QualityLimits, ConfigError> {
    let section = Section { source, name: "quality" };
    let QualityLimits {
        max_no_customer_share: customer,
        max_no_time_share: time,
        max_no_amount_share: amount,
        max_future_share: future,
    } = QualityLimits::default();
    let RawQuality {
        max_no_customer_share,
        max_no_time_share,
        max_no_amount_share,
        max_future_share,
    } = *raw;
    Ok(QualityLimits {
        max_no_customer_share: section.share(
            "max_no_customer_share",
            max_no_customer_share,
            customer,
        )?,
        max_no_time_share: section.share("max_no_time_share", max_no_time_share, time)?,
        max_no_amount_share: section.share("max_no_amount_share", max_no_amount_share, amount)?,
        max_future_share: section.share("max_future_share", max_future_share, future)?,
    })
}

/// Three ascending numbers, each allowed by `allowed`.
fn ascending(
    found: &[f64],
    allowed: impl Fn(f64) -> bool,
    example: &str,
) -> Result<[f64; 3], String> {
    match *found {
        [a, b, c] if a <= b && b <= c && [a, b, c].into_iter().all(allowed) => Ok([a, b, c]),
        _ => Err(format!("{found:?} is not allowed: give three ascending numbers, {example}")),
    }
}

const BANDS: &str =
    "the lowest probabilities of medium, high and critical, such as [0.3, 0.6, 0.8]";
const TIERS: &str = "the shares below silver, gold and platinum, such as [0.5, 0.8, 0.95]";
const SPEND: &str = "the yearly spend of silver, gold and platinum, such as [100, 500, 2000]";

fn check_scores(raw: RawScores, source: &ConfigSource) -> Result<ScoreSettings, ConfigError> {
    let section = Section { source, name: "scores" };
    let RawScores {
        risk_bands,
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
    } = raw;
    let default = ScoreSettings::default();
    let share = |x: f64| (0.0..=1.0).contains(&x);
    let money = |x: f64| x >= 0.0 && x.is_finite();
    let risk = section.value("risk_bands", risk_bands, |cuts| ascending(&cuts, share, BANDS))?;
    let risk = risk.map(|[medium, high, critical]| RiskCutoffs { medium, high, critical });
    let quantiles =
        section.value("tier_quantiles", tier_quantiles, |cuts| ascending(&cuts, share, TIERS))?;
    let spend = section.value("tier_spend", tier_spend, |cuts| ascending(&cuts, money, SPEND))?;
    if quantiles.is_some() && spend.is_some() {
        return Err(source.refuse("scores", "tier_spend", "tier_quantiles is given too: give one"));
    }
    let tier = quantiles.map(TierCutoffs::Quantiles).or(spend.map(TierCutoffs::Spend));
    let at_least = |least: f64| {
        move |x: f64| {
            if x.is_finite() && x >= least { Ok(x) } else { Err(format!("{x} is below {least}")) }
        }
    };
    let good = section.share("health_good_below", health_good_below, default.health.good_below)?;
    let average = section.share(
        "health_average_below",
        health_average_below,
        default.health.average_below,
    )?;
    if good > average {
        let message = format!("{good} is above health_average_below ({average})");
        return Err(source.refuse("scores", "health_good_below", message));
    }
    Ok(ScoreSettings {
        risk: risk.unwrap_or(default.risk),
        health: HealthCutoffs {
            good_below: good,
            average_below: average,
            engaged_within_days: engaged_within_days.unwrap_or(default.health.engaged_within_days),
            complaint_within_days: complaint_within_days
                .unwrap_or(default.health.complaint_within_days),
        },
        tier: tier.unwrap_or(default.tier),
        new_within_days: new_within_days.unwrap_or(default.new_within_days),
        slipping_factor: section
            .value("slipping_factor", slipping_factor, at_least(0.0))?
            .unwrap_or(default.slipping_factor),
        lapsed_after_lookbacks: section
            .value("lapsed_after_lookbacks", lapsed_after_lookbacks, at_least(1.0))?
            .unwrap_or(default.lapsed_after_lookbacks),
        gap_prior_weight: section
            .value("gap_prior_weight", gap_prior_weight, at_least(0.0))?
            .unwrap_or(default.gap_prior_weight),
        all_contributions: all_contributions.unwrap_or(default.all_contributions),
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
        contact_cost: section.money("contact_cost", contact_cost, 0.0)?,
        offer_cost: section.money("offer_cost", offer_cost, 0.0)?,
        control_share: section.share("control_share", control_share, 0.1)?,
        control_salt: section
            .text("control_salt", control_salt)?
            .unwrap_or_else(|| "winback".to_owned()),
        cool_down_days: cool_down_days.unwrap_or(30),
    })
}
