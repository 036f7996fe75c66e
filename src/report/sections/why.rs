//! Why customers leave: what weighs most among those at risk, and how the risk goes with silence, orders and service.

use super::Section;
use crate::report::blocks::{self, Html};
use crate::report::facts::PageFacts;
use crate::report::locale::{Locale, NOT_KNOWN};
use crate::report::signals::{RiskGroup, Signals, TopicCount};
use crate::report::svg::{About, Bar, bars};
use crate::report::words;
use crate::words::capitalised;

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let said = match facts.signals {
        Some(signals) => all(signals, facts.locale),
        None => vec![blocks::missing(words::NO_SIGNALS)],
    };
    Section::new("why", words::WHY, said)
}

fn all(signals: &Signals, locale: &Locale) -> Vec<Html> {
    let mut said = Vec::new();
    match signals.topics.first() {
        Some(first) => {
            let share = locale.share(first.first as f64 / signals.at_risk.max(1) as f64);
            if first.topic.is_some() {
                said.push(blocks::paragraph(&words::mostly(words::topic(first.topic), &share)));
            }
            said.push(topics(signals, locale));
        }
        None => said.push(blocks::missing(words::NOBODY_LIKELY)),
    }
    let by_silence =
        groups(&signals.by_silence, locale, "by-silence", words::BY_SILENCE, |group| {
            let to = group.to.map(|to| locale.decimal(to, usize::from(to.fract() != 0.0)));
            let from = locale.decimal(group.from, usize::from(group.from.fract() != 0.0));
            words::gaps_from_to(&from, to.as_deref())
        });
    let by_orders = groups(&signals.by_orders, locale, "by-orders", words::BY_ORDERS, |group| {
        let to = group.to.map(|to| locale.whole(to - 1.0));
        words::orders_from_to(&locale.whole(group.from), to.as_deref())
    });
    let by_service =
        groups(&signals.by_service, locale, "by-service", words::BY_SERVICE, |group| {
            let word = if group.from > 0.0 { words::WITH_FAILURE } else { words::WITHOUT_FAILURE };
            word.to_owned()
        });
    said.push(blocks::side_by_side("pair", [by_silence, by_orders, by_service]));
    said.push(blocks::note(words::WHY_NOTE));
    said
}

fn topics(signals: &Signals, locale: &Locale) -> Html {
    let at_risk = signals.at_risk.max(1) as f64;
    let bar = |(at, count): (usize, &TopicCount)| {
        let share = count.first as f64 / at_risk;
        Bar {
            label: capitalised(words::topic(count.topic)),
            value: share,
            shown: locale.share(share),
            is_marked: at == 0,
        }
    };
    let all: Vec<Bar> = signals.topics.iter().enumerate().map(bar).collect();
    let said = words::topics(&locale.count(signals.at_risk));
    let about = About::new("topics", words::TOPICS, said);
    blocks::figure(&about, bars(&about, words::TOPIC_COLUMNS, &all))
}

/// Bars of mean risk, and what the first and the last group say.
fn groups(
    groups: &[RiskGroup],
    locale: &Locale,
    id: &str,
    [title, description]: [&str; 2],
    name: impl Fn(&RiskGroup) -> String,
) -> Html {
    let known: Vec<&RiskGroup> = groups.iter().filter(|group| group.customers > 0).collect();
    let risk = |group: &RiskGroup| locale.share(group.mean_risk);
    let rise = match known[..] {
        [first, .., last] => words::rise(&name(first), &risk(first), &name(last), &risk(last)),
        _ => String::new(),
    };
    let bar = |group: &&RiskGroup| Bar {
        label: capitalised(&name(group)),
        value: group.mean_risk,
        shown: if group.mean_risk.is_finite() { risk(group) } else { NOT_KNOWN.to_owned() },
        is_marked: false,
    };
    let all: Vec<Bar> = known.iter().map(bar).collect();
    let about = About::new(id, title, format!("{description} {rise}"));
    blocks::figure(&about, bars(&about, [words::GROUP, words::MEAN_RISK], &all))
}
