//! The first screen: the night in a sentence, four tiles, what changed, and whether it can be relied on.

use super::Section;
use crate::audience::CampaignSummary;
use crate::loyalty::{Changes, Exposure, Flow};
use crate::model::Grade;
use crate::report::blocks::{self, Html};
use crate::report::contacts::Contacts;
use crate::report::facts::PageFacts;
use crate::report::locale::NOT_KNOWN;
use crate::report::svg::{About, Gauge, Tile, tile};
use crate::report::words;
use crate::stats::ExpectedShare;

/// Risk bands of the score file, the lowest first.
const BANDS: [&str; 4] = ["low", "medium", "high", "critical"];

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let mut said = Vec::new();
    let is_doubtful = facts.model.is_some_and(|model| model.content.grade == Grade::C);
    if facts.standing.is_some() && is_doubtful {
        said.push(blocks::warning(words::NOT_TO_BE_RELIED_ON));
    }
    said.push(blocks::lead(&sentence(facts)));
    let expected = expected(facts);
    let more = than_before(facts);
    let list = facts.contacts.map(|contacts| list(facts, contacts));
    let beneath: Vec<String> = more.into_iter().chain(expected).chain(list).collect();
    if !beneath.is_empty() {
        said.push(blocks::paragraph(&beneath.join(" ")));
    }
    said.push(tiles(facts));
    let changed = [blocks::heading(words::CHANGED), changes(facts)];
    let relied = [blocks::heading(words::LIGHTS), blocks::lights(&super::lights::lights(facts))];
    said.push(blocks::side_by_side(
        "halves",
        [blocks::together(changed), blocks::together(relied)],
    ));
    Section::new("tonight", words::TONIGHT, said)
}

fn sentence(facts: &PageFacts<'_>) -> String {
    let locale = facts.locale;
    let Some(standing) = facts.standing else { return words::NO_SCORES.to_owned() };
    let exposure = &standing.exposure;
    let days = locale.count(facts.horizon_days.into());
    if exposure.overdue_and_likely == 0 {
        words::nobody_at_risk(&days)
    } else {
        let at_stake = exposure.value_at_risk_of_overdue.map(|money| locale.money(money));
        let customers = locale.count(exposure.overdue_and_likely);
        words::at_risk(&customers, at_stake.as_deref(), &days)
    }
}

/// How many more or fewer there are than on the date before.
fn than_before(facts: &PageFacts<'_>) -> Option<String> {
    let (changes, locale) = (facts.changes?, facts.locale);
    let of = |exposure: &Exposure| exposure.overdue_and_likely as f64;
    let difference = of(&changes.exposure.current) - of(&changes.exposure.previous);
    let shown = locale.whole(difference.abs());
    let date = locale.date(changes.previous.date());
    Some(words::than_before(difference, &shown, &date))
}

/// Between which shares of the scored customers will leave.
fn expected(facts: &PageFacts<'_>) -> Option<String> {
    let (ExpectedShare { low, high, .. }, locale) = (facts.expected_churn_rate?, facts.locale);
    let [low, high] = [low, high].map(|share| locale.percent(share, 0));
    Some(words::expected_share(&low, &high, &locale.count(facts.horizon_days.into())))
}

/// Where the save rates of a list come from.
pub(super) fn basis(summary: &CampaignSummary) -> &'static str {
    let assumed = |basis: &str| basis == "assumed";
    if summary.offers.iter().all(|offer| assumed(&offer.basis)) {
        words::ASSUMED
    } else {
        words::MEASURED
    }
}

fn list(facts: &PageFacts<'_>, contacts: &Contacts) -> String {
    let (summary, locale) = (&contacts.summary, facts.locale);
    if summary.listed == 0 {
        return super::contact::empty(contacts, locale);
    }
    let profit = summary.expected_profit.map(|profit| locale.money(profit));
    let saves = locale.decimal(summary.expected_saves, usize::from(summary.expected_saves < 10.0));
    words::list_tonight(
        &locale.count(summary.listed as u64),
        &saves,
        profit.as_deref(),
        basis(summary),
    )
}

fn tiles(facts: &PageFacts<'_>) -> Html {
    let locale = facts.locale;
    let mut shown = Vec::new();
    let plain = |name: &str, number: String, beneath: String| Tile {
        name: name.to_owned(),
        number,
        beneath,
        gauge: None,
    };
    if let Some(standing) = facts.standing {
        let exposure = &standing.exposure;
        let at_stake = exposure.value_at_risk_of_overdue.map(|money| locale.money_short(money));
        let number = locale.count(exposure.overdue_and_likely);
        let beneath = words::tile_at_risk(&number, at_stake.as_deref());
        shown.push(plain(words::TILE_AT_RISK, number, beneath));
        let leavers = locale.whole(exposure.expected_leavers);
        let days = locale.count(facts.horizon_days.into());
        let beneath = words::tile_cost(&leavers, &locale.count(exposure.scored), &days);
        shown.push(match exposure.value_at_risk {
            Some(money) => plain(words::TILE_COST, locale.money_short(money), beneath),
            None => plain(words::TILE_LEAVERS, leavers, beneath),
        });
    }
    shown.push(repeat_rate(facts));
    shown.push(match facts.contacts {
        Some(contacts) if contacts.summary.listed == 0 => {
            plain(words::TILE_LIST, locale.count(0), words::NOBODY_TILE.to_owned())
        }
        Some(contacts) => {
            let profit = contacts.summary.expected_profit.map(|money| locale.money_short(money));
            let beneath = words::tile_list(profit.as_deref(), basis(&contacts.summary));
            plain(words::TILE_LIST, locale.count(contacts.summary.listed as u64), beneath)
        }
        None => plain(words::TILE_LIST, NOT_KNOWN.to_owned(), words::NO_LIST_TILE.to_owned()),
    });
    let drawn = shown.iter().enumerate().map(|(at, shown)| {
        let about = About::new(&format!("tile-{at}"), &shown.name, &shown.beneath);
        blocks::bare(tile(&about, shown))
    });
    blocks::side_by_side("tiles", drawn)
}

fn repeat_rate(facts: &PageFacts<'_>) -> Tile {
    let locale = facts.locale;
    let rate = &facts.loyalty.repeat_purchase_rate;
    let [low, high] = [rate.benchmark.low, rate.benchmark.high].map(|end| locale.percent(end, 0));
    let name = words::REPEAT_RATE.to_owned();
    let Some(value) = rate.rate.value else {
        let because = rate.rate.not_available_because.as_deref().unwrap_or_default();
        let beneath = words::not_available(because);
        return Tile { name, number: locale.percent(f64::NAN, 0), beneath, gauge: None };
    };
    let number = locale.percent(value, 1);
    Tile {
        name,
        beneath: words::tile_repeat(&low, &high),
        gauge: Some(Gauge {
            value,
            band: (rate.benchmark.low, rate.benchmark.high),
            shown: [number.clone(), low, high],
            columns: [words::THIS_SHOP, words::OTHER_SHOPS].map(str::to_owned),
        }),
        number,
    }
}

fn changes(facts: &PageFacts<'_>) -> Html {
    let Some(changes) = facts.changes else { return blocks::missing(words::FIRST_NIGHT) };
    let locale = facts.locale;
    let mut said = Vec::new();
    if let Some(list) = &changes.list {
        let [entered, left, stayed] =
            [list.entered, list.left, list.stayed].map(|n| locale.count(n));
        let date = locale.date(changes.previous.date());
        said.push(words::entered_and_left(&entered, &left, &stayed, &date));
    }
    said.extend(changes.came_back.map(|n| words::came_back(n, &locale.count(n))));
    let [worse, better] = band_moves(&changes.bands).map(|n| locale.count(n));
    said.push(words::moves_between_bands(&worse, &better));
    said.extend(exposure_change(facts, changes));
    blocks::list(&said)
}

fn exposure_change(facts: &PageFacts<'_>, changes: &Changes) -> Option<String> {
    let now = changes.exposure.current.value_at_risk?;
    let before = changes.exposure.previous.value_at_risk?;
    Some(words::exposure_change(&facts.locale.money(now), &facts.locale.money(before)))
}

/// Customers who moved to a higher risk band, and to a lower one.
fn band_moves(bands: &Flow) -> [u64; 2] {
    let place = |band: &Option<String>| {
        let band = band.as_ref()?;
        BANDS.iter().position(|known| known == band)
    };
    let mut moved = [0, 0];
    for step in &bands.moves {
        if let (Some(from), Some(to)) = (place(&step.from), place(&step.to)) {
            moved[0] += if to > from { step.customers } else { 0 };
            moved[1] += if to < from { step.customers } else { 0 };
        }
    }
    moved
}
