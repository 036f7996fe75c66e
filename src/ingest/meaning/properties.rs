//! What holds of every text: readers never panic, a no is never lost, dates come back as they were written.

use super::channel::Channel;
use super::date_text::{DateReading, DateText, DayOrder};
use super::event_names::{EventMeaning, OPT_INS, REFUSALS};
use super::id_rules::IdRules;
use super::money::{DecimalMark, MoneyText, money};
use super::no_columns::{NoColumn, NoReading};
use super::row_status::StatusColumn;
use super::{address, consent_words, date_column, date_format, flags, mask, nobody, refusal_words};
use crate::ingest::Consent;
use proptest::prelude::*;

/// Texts in which the readers' own pieces are likely.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,6}".boxed(),
        "[0-9]{1,5}".boxed(),
        prop::sample::select(vec![
            "-", "/", ".", ":", " ", ",", "@", "+", "(", ")", "'", "T", "Z", "AM", "Dec", "de",
            "€", "$", "EUR", "é", "\u{feff}", "\u{a0}", "\u{2212}", "wc", "ext", "<", ">", "1e9",
            "İ", "ß",
        ])
        .prop_map(str::to_owned)
        .boxed(),
    ];
    prop_oneof![
        prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

/// A word in any letters, with blanks and punctuation between them.
fn spelled(word: &str, upper: u64, breaks: u64) -> String {
    let marks = ["", "", "", "-", "_", " ", "."];
    word.chars()
        .enumerate()
        .flat_map(|(i, c)| {
            let mark =
                if i == 0 { "" } else { marks[((breaks >> (i % 60)) as usize + i) % marks.len()] };
            let c = if upper >> (i % 64) & 1 == 1 { c.to_ascii_uppercase() } else { c };
            mark.chars().chain([c]).collect::<Vec<_>>()
        })
        .collect()
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in texts()) {
        let usual = DateReading::default();
        usual.read(&text);
        for order in [DayOrder::DayFirst, DayOrder::MonthFirst] {
            DateReading::Usual { order: Some(order), unit: None }.read(&text);
        }
        date_column::DayOrderEvidence::default().observe(&text);
        let _ = date_format::DateFormat::new(&text);
        for mark in [None, Some(DecimalMark::Point), Some(DecimalMark::Comma)] {
            if let MoneyText::Amount(amount, _) = money(&text, mark) {
                prop_assert!(amount.is_finite() || text.contains(['e', 'E']));
            }
        }
        super::money::DecimalEvidence::default().observe(&text);
        flags::flag(&text);
        consent_words::consent(&text, true);
        EventMeaning::of(&text);
        NoColumn::named(&text);
        for reading in [NoReading::Flag, NoReading::Time, NoReading::Reason, NoReading::State, NoReading::Consent] {
            reading.read(&text);
        }
        if let Some(part) = StatusColumn::named(&text) {
            part.read(&text);
        }
        StatusColumn::ORDER.read(&text);
        address::email_key(&text);
        address::is_email(&text);
        address::phone_key(&text);
        nobody::whose(&text);
        mask::masked(&text);
        let all = IdRules::parse("trim,unquote,unprefix,unfloat,unzero,lower").unwrap();
        if IdRules::is_plain(&text) {
            prop_assert_eq!(all.apply(&text), text.as_str());
        }
    }

    #[test]
    fn a_no_is_a_no_however_it_is_spelled(
        names in 0..REFUSALS.len(), name in any::<prop::sample::Index>(), upper: u64, breaks: u64,
    ) {
        let (why, channel, names) = REFUSALS[names];
        let text = spelled(names[name.index(names.len())], upper, breaks);
        prop_assert_eq!(EventMeaning::of(&text), EventMeaning::Refusal(why, channel), "{}", text);
    }

    #[test]
    fn a_stem_is_a_no_whatever_stands_around_it(
        stem in prop::sample::select(refusal_words::STEMS), upper: u64, breaks: u64,
        before in prop::sample::select(vec!["", "user", "email ", "Klaviyo_", "x", "2024-", "opened.", "v"]),
        after in prop::sample::select(vec!["", "d", "_v2", " event", "X", ".created", " clicked"]),
    ) {
        let text = format!("{before}{}{after}", spelled(stem, upper, breaks));
        let is_exception = EventMeaning::of(&text) != EventMeaning::of(stem)
            && (text.to_lowercase().contains("soft") || OPT_INS.contains(&stem));
        prop_assert!(is_exception || matches!(EventMeaning::of(&text), EventMeaning::Refusal(..)), "{}", text);
    }

    #[test]
    fn a_word_is_a_no_among_other_words(
        word in prop::sample::select(refusal_words::WORDS),
        before in prop::sample::select(vec!["", "user ", "email_", "Klaviyo."]),
        after in prop::sample::select(vec!["", "!", " event", "_v2"]),
    ) {
        for word in [word.to_owned(), word.to_uppercase()] {
            let text = format!("{before}{word}{after}");
            prop_assert!(matches!(EventMeaning::of(&text), EventMeaning::Refusal(..)), "{}", text);
        }
    }

    #[test]
    fn a_yes_needs_a_word_for_yes(text in texts()) {
        if consent_words::consent(&text, false) == Some(Consent::Given) {
            let plain = super::plain::squeeze(&text);
            let known = flags::YES.contains(&plain.as_str()) || consent_words::GIVEN.contains(&plain.as_str());
            prop_assert!(known || flags::flag(&text) == flags::Flag::Yes, "{}", text);
        }
    }

    #[test]
    fn dates_come_back(seconds in 0i64..4_000_000_000) {
        let instant = jiff::Timestamp::from_second(seconds).unwrap();
        let micros = instant.as_microsecond();
        let write = |format: &str| instant.strftime(format).to_string();
        let usual = DateReading::default();
        for format in ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S UTC", "%a, %d %b %Y %H:%M:%S +0000", "%Y/%m/%d %H:%M:%S %z", "%a %b %d %H:%M:%S UTC %Y"] {
            let text = write(format);
            prop_assert_eq!(usual.read(&text), DateText::Instant(micros), "{}", text);
        }
        let walls = ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%B %d, %Y %I:%M:%S %p", "%d-%b-%Y %H:%M:%S", "%Y%m%d%H%M%S"];
        for format in walls {
            let text = write(format);
            prop_assert_eq!(usual.read(&text), DateText::Wall(micros), "{}", text);
        }
        for (order, format) in [(DayOrder::DayFirst, "%d/%m/%Y %H:%M:%S"), (DayOrder::MonthFirst, "%m/%d/%Y %I:%M:%S %p")] {
            let text = write(format);
            let read = DateReading::Usual { order: Some(order), unit: None }.read(&text);
            prop_assert_eq!(read, DateText::Wall(micros), "{}", text);
            prop_assert!(matches!(usual.read(&text), DateText::Wall(_) | DateText::Ambiguous));
        }
    }

    #[test]
    fn amounts_come_back(cents in -100_000_000_000i64..100_000_000_000) {
        let digits = (cents.abs() / 100).to_string();
        let groups = |mark: &str| {
            let bytes: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
            bytes.join(mark)
        };
        let sign = if cents < 0 { "-" } else { "" };
        let amount = cents as f64 / 100.0;
        let rest = cents.abs() % 100;
        for (group, mark) in [(",", "."), (".", ","), ("'", "."), (" ", ","), ("", "."), ("", ",")] {
            let text = format!("{sign}{}{mark}{rest:02}", groups(group));
            match money(&text, None) {
                MoneyText::Amount(read, _) => prop_assert!((read - amount).abs() < 1e-6, "{}", text),
                other => prop_assert!(false, "{} is {:?}", text, other),
            }
        }
    }

    #[test]
    fn keys_do_not_see_how_an_address_is_written(
        name in "[a-z]{1,8}", tag in "[a-z0-9]{0,5}", upper: u64, dots: u64,
    ) {
        let plain = address::email_key(&format!("{name}@gmail.com"));
        prop_assert!(plain.is_some());
        let dotted: String = name.chars().enumerate().flat_map(|(i, c)| {
            let dot = i > 0 && dots >> i & 1 == 1;
            let c = if upper >> i & 1 == 1 { c.to_ascii_uppercase() } else { c };
            [dot.then_some('.'), Some(c)].into_iter().flatten().collect::<Vec<_>>()
        }).collect();
        prop_assert_eq!(address::email_key(&format!(" {dotted}+{tag}@GoogleMail.com\u{a0}")), plain);
    }

    #[test]
    fn a_mask_shows_no_address(name in "[a-z]{4,12}", host in "[a-z]{4,12}", before in "[a-zA-Z ]{0,9}") {
        let shown = mask::masked(&format!("{before}{name}@{host}.com"));
        prop_assert!(!shown.contains(&name) && !shown.contains(&host), "{}", shown);
    }
}

#[test]
fn a_refusal_by_all_forbids_every_channel() {
    for channel in [
        Channel::All,
        Channel::Email,
        Channel::Sms,
        Channel::Phone,
        Channel::Push,
        Channel::Post,
        Channel::Ads,
    ] {
        assert!(Channel::All.forbids(channel), "{}", channel.name());
    }
}
