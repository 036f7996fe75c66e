//! Words of the page and how its numbers were worked out, with those of this run.

use super::Section;
use crate::model::GRADE_RULE;
use crate::report::blocks;
use crate::report::facts::PageFacts;
use crate::report::words;

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let locale = facts.locale;
    let [horizon, lookback] =
        [facts.horizon_days, facts.lookback_days].map(|days| locale.count(days.into()));
    let glossary = words::glossary(&horizon, &lookback, facts.has_money());
    let period = &facts.loyalty.period;
    let [from, to] = [period.start.date(), period.last_day()].map(|day| locale.date(day));
    let days = locale.count(period.days.into());
    let [
        scores,
        horizon_name,
        lookback_name,
        period_name,
        model,
        learned,
        grades,
        example,
        program,
    ] = words::WORKED_OUT.map(str::to_owned);
    let mut settings = vec![
        (scores, locale.date(facts.as_of.date())),
        (horizon_name, words::days(&horizon)),
        (lookback_name, words::days(&lookback)),
        (period_name, words::period(&from, &to, &days)),
    ];
    if let Some(artifact) = facts.model {
        let content = &artifact.content;
        settings.push((model, artifact.version.clone()));
        if let [first, .., last] | [first @ last] = content.cutoffs.as_slice() {
            let [first, last] = [first, last]
                .map(|day| day.parse().map_or_else(|_| day.clone(), |day| locale.date(day)));
            let rows = locale.count(content.evidence.n_rows);
            let cutoffs = locale.count(content.cutoffs.len() as u64);
            settings.push((learned, words::learned_from(&rows, &cutoffs, &first, &last)));
        }
        settings.push((grades, GRADE_RULE.to_owned()));
    }
    let first = facts.contacts.and_then(|contacts| contacts.best.first());
    if let Some(one) = first.filter(|one| one.value_at_risk.is_finite()) {
        let [at_risk, pace] = [one.value_at_risk, one.value_at_pace].map(|m| locale.money(m));
        let risk = locale.percent(one.churn_probability, 1);
        settings.push((example, words::example(&one.customer_id, &risk, &at_risk, &pace)));
    }
    settings.push((program, words::program(env!("CARGO_PKG_VERSION"))));
    let said = vec![
        blocks::heading(words::GLOSSARY),
        blocks::terms(&glossary),
        blocks::heading(words::SETTINGS),
        blocks::terms(&settings),
    ];
    Section::new("method", words::METHOD, said)
}
