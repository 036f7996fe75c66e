//! The page as a whole: nothing from elsewhere, no markup from data, small, the same each time.

use super::facts::PageFacts;
use super::fixture;
use super::locale::{Language, Locale};
use super::page::page;
use crate::ingest::Quality;
use crate::loyalty::Loyalty;
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
