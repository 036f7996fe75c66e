//! The page as a whole: nothing from elsewhere, no markup from data, small, the same each time.

use super::contacts::Contacts;
use super::facts::PageFacts;
use super::fixture;
use super::locale::{Language, Locale};
use super::page::page;
use crate::audience::{CampaignSummary, LeftOff, Play};
use crate::ingest::Quality;
use crate::loyalty::{Loyalty, Standing};
use crate::model::Grade;
use crate::stats::ExpectedShare;

/// The page of the made-up business; `more` takes away or adds.
fn made(locale: &Locale, change: impl FnOnce(PageFacts<'_>) -> String) -> String {
    let (loyalty, standing, changes) =
        (fixture::loyalty(), fixture::standing(), fixture::changes());
    let (signals, contacts) = (fixture::signals(), fixture::contacts());
    let quality = Quality { rows: 1000, used: 990, no_time: 10, ..Quality::default() };
    let watch = fixture::watch();
    change(PageFacts {
        as_of: fixture::day("2025-01-01"),
        horizon_days: 90,
        lookback_days: 365,
        run_id: Some("58f7e9c3afc48191"),
        locale,
        loyalty: &loyalty,
        expected_churn_rate: Some(ExpectedShare { share: 0.4, low: 0.35, high: 0.45 }),
        standing: Some(&standing),
        changes: Some(&changes),
        signals: Some(&signals),
        contacts: Some(&contacts),
        model: None,
        matured: None,
        watch: Some(&watch),
        campaigns: None,
        quality: &quality,
    })
}

fn euros(language: Language) -> Locale {
    Locale::new(language, Some("EUR".to_owned()))
}

/// The part that readers see.
fn body(page: &str) -> &str {
    let from = page.find("<main>").unwrap();
    &page[from..page.find("<script>").unwrap()]
}

#[test]
fn the_page_of_a_small_business() {
    let text = made(&euros(Language::English), |facts| page(&facts));
    insta::assert_snapshot!(body(&text));
}

#[test]
fn nothing_comes_from_elsewhere_and_nothing_of_the_data_is_markup() {
    let text = made(&euros(Language::English), |facts| page(&facts));
    for element in
        ["<img", "<link", "<iframe", "@import", "url(", "http:", "https:", "src=", " style="]
    {
        assert!(!text.contains(element), "{element}");
    }
    assert_eq!(text.matches("<script>").count(), 1, "the page's own");
    assert!(text.contains("C0001&#60;script&#62;"), "{}", body(&text));
    assert!(text.len() < 400_000, "{}", text.len());
    assert_eq!(text, made(&euros(Language::English), |facts| page(&facts)));
}

#[test]
fn no_two_elements_have_the_same_identifier() {
    let text = made(&euros(Language::English), |facts| page(&facts));
    let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn what_is_not_there_is_said_in_a_sentence() {
    let text = made(&euros(Language::English), |facts| {
        page(&PageFacts {
            expected_churn_rate: None,
            standing: None,
            changes: None,
            signals: None,
            contacts: None,
            run_id: None,
            ..facts
        })
    });
    for words in [
        "There are no scores",
        "No list was made",
        "These are the first scores",
        "No campaign has been",
    ] {
        assert!(text.contains(words), "{words}");
    }
    assert!(text.contains("Retention rate"), "the loyalty measures need no scores");
}

#[test]
fn a_page_whose_measures_are_of_some_customers_says_so() {
    let loyalty = Loyalty { counted_share: Some(0.0125), ..fixture::loyalty() };
    let some =
        made(&euros(Language::English), |facts| page(&PageFacts { loyalty: &loyalty, ..facts }));
    assert!(some.contains("counted of 1.25% of the customers, drawn at random"), "{}", body(&some));
    let all = made(&euros(Language::English), |facts| page(&facts));
    assert!(!all.contains("drawn at random. Their counts"));
}

#[test]
fn numbers_are_written_as_the_reader_writes_them() {
    let text = made(&euros(Language::German), |facts| page(&facts));
    assert!(
        text.contains("2.345\u{a0}€") && text.contains("1.\u{a0}Jan.\u{a0}2025"),
        "{}",
        body(&text)
    );
    assert!(text.contains("33,3\u{a0}%"));
}

/// The page in English with euros; `change` takes away or adds.
fn english(change: impl FnOnce(PageFacts<'_>) -> String) -> String {
    let text = made(&euros(Language::English), change);
    body(&text).to_owned()
}

#[test]
fn a_probability_is_taken_at_its_word_where_it_came_true() {
    let said = |grade, off: usize| {
        let tenths: Vec<(f64, f64)> =
            (0..10).map(|at| (0.5, if at < off { 0.62 } else { 0.51 })).collect();
        let model = fixture::model(grade, &tenths);
        english(|facts| page(&PageFacts { model: Some(&model), ..facts }))
    };
    let kept = said(Grade::A, 1);
    assert!(kept.contains("Model: good") && kept.contains("can be taken at their word"));
    let broken = said(Grade::A, 4);
    assert!(broken.contains("Model: worth a look"), "{broken}");
    assert!(broken.contains("in 4 of 10 tenths") && !broken.contains("at their word"));
    let model = fixture::model(Grade::A, &[(0.5, 0.51), (0.88, 0.82)]);
    let top = english(|facts| page(&PageFacts { model: Some(&model), ..facts }));
    assert!(top.contains("in 1 of 2 tenths"), "the list begins with those: {top}");
    assert!(!said(Grade::B, 0).contains("at their word"), "a B says nothing of them");
}

#[test]
fn a_model_that_beats_nothing_is_named_above_all_else() {
    let of = |grade| {
        let model = fixture::model(grade, &[(0.5, 0.5)]);
        english(|facts| page(&PageFacts { model: Some(&model), ..facts }))
    };
    let (doubtful, good) = (of(Grade::C), of(Grade::B));
    let place = |text: &str| doubtful.find(text).unwrap();
    assert!(place("Do not rely on the risks") < place("57 customers are overdue"));
    assert!(!good.contains("Do not rely"));
}

#[test]
fn an_empty_list_says_why() {
    let contacts = Contacts {
        summary: CampaignSummary { listed: 0, ..fixture::contacts().summary },
        left_off: vec![(LeftOff::NotScored, 120), (LeftOff::OptedOut, 300)],
        ..fixture::contacts()
    };
    let text = english(|facts| page(&PageFacts { contacts: Some(&contacts), ..facts }));
    let why = "Nobody is on tonight&#39;s list; 300 customers were left off (they said no, or unsubscribed).";
    assert_eq!(text.matches(why).count(), 2, "{text}");
    assert!(text.contains("nobody to contact") && !text.contains("expected to keep"));
}

#[test]
fn one_is_no_plural() {
    let contacts = Contacts { best: vec![fixture::listed(1)], ..fixture::contacts() };
    let standing = Standing { exposure: fixture::exposure(1), ..fixture::standing() };
    let quality = Quality { rows: 1, used: 1, ..Quality::default() };
    let text = english(|facts| {
        page(&PageFacts {
            contacts: Some(&contacts),
            standing: Some(&standing),
            quality: &quality,
            horizon_days: 1,
            ..facts
        })
    });
    for said in [
        "1 customer is overdue",
        "the next 1 day&#39;s sales",
        "The 1 customer most worth",
        "1 of 1 transaction row was used",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let plural = ["1 customers", "1 days", "1 rows", "1 orders", "1 dates"];
    let is_part = |found: usize| text[..found].ends_with(|c: char| c.is_ascii_digit() || c == ',');
    for wrong in plural {
        let found = text.match_indices(wrong).find(|(at, _)| !is_part(*at));
        assert_eq!(found, None, "{text}");
    }
}

#[test]
fn the_period_ends_on_its_last_day() {
    let text = english(|facts| page(&facts)).replace('\u{a0}', " ");
    assert!(text.contains("The period is 2 Jan 2024 to 31 Dec 2024, 365 days"), "{text}");
}

#[test]
fn a_page_without_money_speaks_of_none() {
    let mut contacts = fixture::contacts();
    contacts.summary = CampaignSummary {
        value_at_risk: None,
        expected_profit: None,
        expected_given_away: 0.0,
        ..contacts.summary
    };
    contacts.sizes.clear();
    for one in &mut contacts.best {
        (one.value_at_risk, one.expected_profit) = (f64::NAN, f64::NAN);
    }
    let mut loyalty = fixture::loyalty();
    loyalty.base.revenue_ever = None;
    let text =
        english(|facts| page(&PageFacts { contacts: Some(&contacts), loyalty: &loyalty, ..facts }));
    let contact = &text[text.find("id=\"contact\"").unwrap()..text.find("id=\"loyalty\"").unwrap()];
    for said in ["Expected profit", "give", "Value at risk</th>"] {
        let found = contact[contact.find("id=\"best\"").unwrap()..].contains(said);
        assert!(!found, "{said}: {contact}");
    }
    assert!(contact.contains("tell of no money") && text.contains("No amounts in the data"));
    assert!(!text.contains("Value at pace"), "{text}");
}

#[test]
fn costs_that_do_not_fit_the_orders_are_named() {
    let with = |call: f64| {
        let mut contacts = fixture::contacts();
        let reminder = contacts.summary.offers[0].clone();
        contacts.summary.offers.push(crate::audience::OfferSummary {
            offer: Play::Call.name().to_owned(),
            contact_cost: call,
            ..reminder
        });
        english(|facts| page(&PageFacts { contacts: Some(&contacts), ..facts }))
    };
    // An order is worth 60.
    assert!(!with(5.0).contains("A call is taken to cost"));
    assert!(with(0.05).contains("A call is taken to cost €0.05"));
    assert!(with(500.0).contains("where an order is worth €60"));
    let mut contacts = fixture::contacts();
    contacts.summary.listed = 0;
    contacts.summary.offers[0].offer = Play::Call.name().to_owned();
    contacts.summary.offers[0].contact_cost = 500.0;
    let empty = english(|facts| page(&PageFacts { contacts: Some(&contacts), ..facts }));
    assert!(empty.contains("where an order is worth €60"), "nobody is worth that: {empty}");
}

#[test]
fn a_fifth_of_nobody_has_no_row_and_a_stage_without_scores_is_explained() {
    let mut standing = fixture::standing();
    let whole = english(|facts| page(&PageFacts { standing: Some(&standing), ..facts }));
    assert!(!whole.contains("share a fifth") && !whole.contains("–: no score"));
    standing.rfm.iter_mut().filter(|cell| cell.frequency == 3).for_each(|c| c.customers = 0);
    standing.stages[2].expected_leavers = 0.0;
    standing.stages[2].value_at_risk = None;
    let tied = english(|facts| page(&PageFacts { standing: Some(&standing), ..facts }));
    assert!(tied.contains("share a fifth"), "{tied}");
    assert!(tied.contains("–: no score. Whoever never bought, or not in the last 365 days"));
    let rows = |text: &str| {
        let map = &text[text.find("id=\"rfm\"").unwrap()..];
        map[..map.find("</table>").unwrap()].matches("<tr>").count()
    };
    assert_eq!((rows(&whole), rows(&tied)), (6, 5));
}

#[test]
fn drift_is_told_in_the_catalogues_words() {
    let text = english(|facts| page(&facts));
    assert!(text.contains("farthest is: Days since the last purchase (stability index"), "{text}");
    assert!(!text.contains("days_since_last"), "{text}");
}
