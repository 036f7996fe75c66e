//! The lights of the first screen: whether model, data, reach and control group are as they should be.

use crate::features::families;
use crate::model::evaluate::ReliabilityBin;
use crate::model::{Artifact, Grade};
use crate::monitor::checks::{
    base_rate, calibration, feature_drift, lost_money, ranking, score_drift,
};
use crate::monitor::{Reading, Signal, Watch};
use crate::report::blocks::{Light, State};
use crate::report::contacts::Contacts;
use crate::report::facts::PageFacts;
use crate::report::locale::Locale;
use crate::report::words;
use crate::stats::share_of;
use crate::time::day_number;
use jiff::civil::Date;

/// A model older than this is worth a look, in days.
const OLD_MODEL_DAYS: i32 = 90;
/// Shares of unusable rows from which on data is worth a look, and not good.
const UNUSABLE: [f64; 2] = [0.01, 0.05];
/// Share of rows without a customer from which on data is worth a look.
const GUESTS: f64 = 0.2;
/// Shares of contactable customers below which reach is not good, and worth a look.
const REACH: [f64; 2] = [0.05, 0.2];
/// So far apart may a tenth's predicted and observed shares be without mattering to anybody.
const FAR: f64 = 0.03;
/// Of ten tenths so many lie outside their interval of 95% by chance, now and then.
const BY_CHANCE: usize = 1;
/// Power below which an effect will not be seen, and may not be.
const POWER: [f64; 2] = [0.5, 0.8];

/// What is judged, in the order in which it stands.
pub(super) fn lights(facts: &PageFacts<'_>) -> Vec<Light> {
    let mut lights = Vec::new();
    if let Some(model) = facts.model {
        lights.push(grade(model, facts.locale));
        lights.extend(age(facts, model));
    }
    if let Some(watch) = facts.watch {
        lights.extend(drift(watch, facts.locale));
        lights.extend(outcome(watch, facts.locale));
    }
    lights.push(data(facts));
    if let Some(contacts) = facts.contacts {
        lights.extend(reach(facts, contacts));
        lights.extend(measurability(facts, contacts));
    }
    lights
}

fn light(name: &str, state: State, says: String) -> Light {
    Light { name: name.to_owned(), state, says }
}

/// The model by its grade, and whether its probabilities are what happened.
pub(super) fn grade(model: &Artifact, locale: &Locale) -> Light {
    let grade = model.content.grade;
    let mut says = words::light_model(grade).to_owned();
    let judgement = model.content.judgement.as_ref();
    let tenths = judgement.map_or(&[][..], |judgement| &judgement.reliability);
    let far = tenths.iter().filter(|tenth| is_far(tenth)).count();
    // A list begins with the last tenth.
    let is_careful = far > BY_CHANCE || tenths.last().is_some_and(is_far);
    match judgement {
        Some(judgement) if is_careful => {
            let [far, of] = [far, tenths.len()].map(|tenths| locale.count(tenths as u64));
            let average = words::points(&locale.decimal(judgement.test.ece * 100.0, 1));
            says = format!("{says} {}", words::off_in_tenths(&far, &of, &average));
        }
        Some(_) if grade == Grade::A => says = format!("{says} {}", words::AT_THEIR_WORD),
        _ => {}
    }
    let state = match grade {
        Grade::A if !is_careful => State::Good,
        Grade::A | Grade::B => State::Watch,
        Grade::C => State::Bad,
    };
    light(words::LIGHT_MODEL, state, says)
}

/// Whether what happened in a tenth is far from what was predicted, and beyond chance.
fn is_far(tenth: &ReliabilityBin) -> bool {
    let left = share_of((tenth.observed * tenth.n as f64).round() as u64, tenth.n);
    let is_chance = (left.low..=left.high).contains(&tenth.mean_predicted);
    !is_chance && (tenth.observed - tenth.mean_predicted).abs() > FAR
}

fn age(facts: &PageFacts<'_>, model: &Artifact) -> Option<Light> {
    let trained: Date = model.content.as_of.parse().ok()?;
    let days = facts.as_of.day_number() - day_number(trained);
    let state = if days > OLD_MODEL_DAYS { State::Watch } else { State::Good };
    let says = words::light_age(days.into(), &facts.locale.whole(days.into()));
    Some(light(words::LIGHT_AGE, state, says))
}

/// Whether tonight's customers are like those of the training.
fn drift(watch: &Watch, locale: &Locale) -> Option<Light> {
    let is_drift =
        |r: &&Reading| [score_drift::CHECK, feature_drift::CHECK].contains(&r.check.as_str());
    // Of all of them the limits are the same.
    let psi = |reading: &Reading| reading.value.unwrap_or(0.0);
    let gravest =
        watch.readings.iter().filter(is_drift).max_by(|a, b| psi(a).total_cmp(&psi(b)))?;
    let moved = |reading: &&Reading| {
        reading.check == feature_drift::CHECK && reading.signal >= Signal::Warn
    };
    let count = watch.readings.iter().filter(moved).count() as u64;
    let psi = locale.decimal(psi(gravest), 2);
    let of = gravest.of.as_deref().map(defined);
    let moved = gravest.signal >= Signal::Warn;
    let says = words::light_drift(count, &locale.count(count), of.as_deref(), moved, &psi);
    Some(light(words::LIGHT_DRIFT, state(gravest.signal)?, says))
}

/// What a feature is by the catalogue; one of a channel, which is the shop's own, by its name.
fn defined(name: &str) -> String {
    let all = families(&[]);
    let found = all.iter().flat_map(|family| family.features()).find(|f| f.name == name);
    found.map_or_else(|| words::class(name), |feature| feature.definition)
}

/// Whether what became of earlier scores is what they had said.
fn outcome(watch: &Watch, locale: &Locale) -> Option<Light> {
    let checks = [base_rate::CHECK, calibration::CHECK, ranking::CHECK, lost_money::CHECK];
    let gravest = watch.gravest(&checks)?;
    let [found, expected] = [gravest.value, gravest.expected].map(|x| x.unwrap_or(f64::NAN));
    let percent = [found, expected].map(|share| locale.percent(share, 1));
    let says = match gravest.check.as_str() {
        base_rate::CHECK => words::light_base_rate(&percent[0], &percent[1]),
        calibration::CHECK => words::light_calibration(&percent[0], &percent[1]),
        ranking::CHECK => {
            words::light_ranking(&locale.decimal(found, 3), &locale.decimal(expected, 3))
        }
        _ => words::light_lost_money(&locale.money(found), &locale.money(expected)),
    };
    Some(light(words::LIGHT_OUTCOME, state(gravest.signal)?, says))
}

/// None of what is not known yet.
fn state(signal: Signal) -> Option<State> {
    match signal {
        Signal::NotKnown => None,
        Signal::Good => Some(State::Good),
        Signal::Warn => Some(State::Watch),
        Signal::Alert => Some(State::Bad),
    }
}

fn data(facts: &PageFacts<'_>) -> Light {
    let (quality, locale) = (facts.quality, facts.locale);
    let unusable: u64 = quality.unusable().iter().map(|(_, rows)| rows).sum();
    let share = |rows: u64| rows as f64 / quality.rows.max(1) as f64;
    // Orders without an account are normal in many shops.
    let state = match above(share(unusable - quality.no_customer), UNUSABLE) {
        State::Good if share(quality.no_customer) > GUESTS => State::Watch,
        state => state,
    };
    let unusable = (unusable > 0).then(|| locale.count(unusable));
    let says = words::light_data(&locale.count(quality.rows), unusable.as_deref());
    light(words::LIGHT_DATA, state, says)
}

fn reach(facts: &PageFacts<'_>, contacts: &Contacts) -> Option<Light> {
    let steps = super::data::reach(contacts, facts.standing);
    let [_, scored, .., reached] = steps[..] else { return None };
    let share = reached as f64 / scored.max(1) as f64;
    let says = words::light_reach(&facts.locale.share(share));
    Some(light(words::LIGHT_REACH, below(share, REACH), says))
}

fn measurability(facts: &PageFacts<'_>, contacts: &Contacts) -> Option<Light> {
    let (power, locale) = (contacts.summary.power.as_ref()?, facts.locale);
    let [assumed, detectable] = [power.assumed, power.detectable]
        .map(|share| words::points(&locale.decimal(share * 100.0, 1)));
    let says = words::light_measure(&locale.share(power.power), &assumed, &detectable);
    Some(light(words::LIGHT_MEASURE, below(power.power, POWER), says))
}

fn above(value: f64, [watch, bad]: [f64; 2]) -> State {
    if value > bad {
        State::Bad
    } else if value > watch {
        State::Watch
    } else {
        State::Good
    }
}

fn below(value: f64, [bad, watch]: [f64; 2]) -> State {
    if value < bad {
        State::Bad
    } else if value < watch {
        State::Watch
    } else {
        State::Good
    }
}
