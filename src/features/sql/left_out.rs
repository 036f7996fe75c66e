//! Rows that do not count, as conditions: what `ingest::left_out` does, said once more in SQL.
//!
//! Words are compared without case, accents and punctuation as winback compares them. Times of deletion
//! or cancellation are known in ISO 8601 alone; in other forms winback knows more of them.

use super::dialect::Dialect;
use super::phrase;
use crate::ingest::{
    ChosenRows, Counts, Mark, Marker, MarkerReading, NotASale, Numbers, Phrases, StatusColumn,
};

/// The `where` clause that leaves rows out; empty where no column does. `takes_back` tells returns, which
/// stay although they say that a sale was given back.
pub(super) fn clause(markers: &[Marker], takes_back: &str, dialect: Dialect) -> String {
    let out: Vec<String> =
        markers.iter().map(|marker| left_out(marker, takes_back, dialect)).collect();
    if out.is_empty() {
        return String::new();
    }
    format!(" where not coalesce({}, false)", out.join(" or "))
}

/// Whether a row is a return by its kind, never null; nothing where no column says so.
pub(super) fn returns(markers: &[Marker], dialect: Dialect) -> Option<String> {
    let known = |marker: &Marker| match &marker.reading {
        MarkerReading::Known(known) | MarkerReading::Chosen(_, Some(known))
            if known.tells_returns() =>
        {
            Some(*known)
        }
        _ => None,
    };
    let is_return = |marker: &Marker| {
        let text = trimmed(marker, dialect);
        let known = known(marker)?;
        if known.is_reason() {
            return Some(is_any(known, &text, dialect));
        }
        if let Some(numbers) = known.numbers() {
            return Some(has_letters(numbers, &text, dialect));
        }
        let plain = dialect.plain(&text);
        let words = says(known, &plain, &|counts| counts == Counts::Return);
        let is_flag = is_marked(known, &text);
        let or_flag = if known.is_kind() { "false" } else { &is_flag };
        Some(format!("coalesce({words} or {or_flag}, false)"))
    };
    let all: Vec<String> = markers.iter().filter_map(is_return).collect();
    (!all.is_empty()).then(|| format!("({})", all.join(" or ")))
}

fn trimmed(marker: &Marker, dialect: Dialect) -> String {
    format!("trim({})", dialect.text(&dialect.quoted(&marker.column)))
}

/// Whether a marker leaves a row out, never null.
fn left_out(marker: &Marker, takes_back: &str, dialect: Dialect) -> String {
    let text = trimmed(marker, dialect);
    // What takes money back stays; so does its sale where refunds have rows of their own.
    let stays = if marker.own_rows.refunds { "true" } else { takes_back };
    let cancelled_stay = marker.own_rows.cancellations;
    let by_words =
        |known: StatusColumn| by_known_words(known, &text, (stays, cancelled_stay), dialect);
    match &marker.reading {
        MarkerReading::Known(known) => by_words(*known),
        MarkerReading::Chosen(chosen, known) => {
            let by_words = known.filter(|_| chosen.keep.is_empty()).map(by_words);
            let choice = by_choice(chosen, &text);
            by_words.map_or_else(|| choice.clone(), |words| format!("({choice} or {words})"))
        }
    }
}

/// `stays` tells which rows stay although they were given back, and whether those do that were cancelled.
fn by_known_words(
    known: StatusColumn,
    text: &str,
    (takes_back, cancelled_stay): (&str, bool),
    dialect: Dialect,
) -> String {
    let is_of_cancelled = matches!(known, StatusColumn::Mark(Mark::Cancelled | Mark::CancelReason));
    if known.tells_returns() && !known.is_kind() || is_of_cancelled && cancelled_stay {
        return "false".to_owned();
    }
    let plain = dialect.plain(text);
    let refund = |counts| counts == Counts::No(NotASale::Refunded);
    let other = |counts| {
        let stays = |why| why == NotASale::Cancelled && cancelled_stay;
        matches!(counts, Counts::No(why) if why != NotASale::Refunded && !stays(why))
    };
    if known.has_words() {
        let (refunds, others) = (says(known, &plain, &refund), says(known, &plain, &other));
        return format!("coalesce({others} or {refunds} and not {takes_back}, false)");
    }
    if known.is_reason() {
        return is_any(known, text, dialect);
    }
    let words = says(known, &plain, &|counts| matches!(counts, Counts::No(_)));
    if known == StatusColumn::Gateway {
        return format!("coalesce({}, false)", says(known, &plain, &other));
    }
    if known.is_strict_flag() {
        return format!("coalesce({words} or {}, false)", is_marked(known, text));
    }
    let date = format!("{} and {}", is_date(text), is_day(text));
    let marked = format!("coalesce({words} or {} or {date}, false)", is_marked(known, text));
    match known {
        StatusColumn::Mark(Mark::Refunded) => format!("({marked} and not {takes_back})"),
        _ => marked,
    }
}

/// Whether a text is a digit or a sign that marks its row.
fn is_marked(known: StatusColumn, text: &str) -> String {
    let digits: Vec<String> = known.digits().iter().map(|digits| phrase::text(digits)).collect();
    format!("{text} in ({})", digits.join(", "))
}

/// Whether a number begins or ends with the letters of a return.
fn has_letters(numbers: Numbers, text: &str, dialect: Dialect) -> String {
    let plain = dialect.plain(text);
    let beginning = |letters: &str| {
        let length = letters.chars().count();
        format!(
            "substr({plain}, 1, {length}) = {} and substr({plain}, {}, 1) between '0' and '9'",
            phrase::text(letters),
            length + 1
        )
    };
    let before: Vec<String> = numbers.of_returns().map(beginning).collect();
    let behind: Vec<&str> = Numbers::of_returns_behind().collect();
    let behind = format!("({})", behind.join("|"));
    let after_digits = dialect.matches(&plain, &format!("^[0-9]+{behind}[0-9]*$"));
    let parted = format!(r"[0-9][^\p{{L}}\p{{N}}]{behind}$");
    let parted = dialect.matches(&format!("lower({text})"), &parted);
    format!("coalesce({} or {after_digits} or {parted}, false)", before.join(" or "))
}

/// Whether a text says anything at all: a reason, or what a row takes back.
fn is_any(known: StatusColumn, text: &str, dialect: Dialect) -> String {
    let nothing = known.words(|counts| counts == Counts::Sale);
    let nothing = among(&dialect.plain(text), &nothing);
    let (date, day) = (is_date(text), is_day(text));
    format!(
        "coalesce({text} not in ('', '0', '0.0', '-') and not {nothing} and not ({date} and not ({day})), false)"
    )
}

fn is_date(text: &str) -> String {
    format!("{text} like '____-__-__%'")
}

/// Dates before and after these stand for "never".
fn is_day(text: &str) -> String {
    format!("{text} >= '1980-01-02' and {text} < '2099-12-31'")
}

/// Whether a plain text says what is wanted: by its words, else by the stems in it.
fn says(known: StatusColumn, plain: &str, wanted: &dyn Fn(Counts) -> bool) -> String {
    let like = |stems: &[&str]| -> String {
        let tests: Vec<String> = stems
            .iter()
            .map(|stem| format!("{plain} like {}", phrase::text(&format!("%{stem}%"))))
            .collect();
        format!("({})", tests.join(" or "))
    };
    let words = among(plain, &known.words(wanted));
    let phrases: Vec<&Phrases> =
        known.phrases().iter().filter(|phrase| wanted(phrase.says)).collect();
    if phrases.is_empty() {
        return words;
    }
    let others = among(plain, &known.words(|counts| !wanted(counts) && counts != Counts::Unknown));
    let stems: Vec<String> = phrases
        .iter()
        .map(|phrase| format!("{} and not {}", like(phrase.stems), like(phrase.unless)))
        .collect();
    format!("({words} or ({}) and not {others})", stems.join(" or "))
}

fn by_choice(chosen: &ChosenRows, text: &str) -> String {
    let folded = |values: &[String]| -> Vec<String> {
        values.iter().map(|value| value.trim().to_lowercase()).collect()
    };
    let lower = format!("coalesce(lower({text}), '')");
    let mut out = Vec::new();
    if !chosen.keep.is_empty() {
        out.push(format!("not {}", among(&lower, &folded(&chosen.keep))));
    }
    if !chosen.drop.is_empty() {
        out.push(among(&lower, &folded(&chosen.drop)));
    }
    if let Some(prefix) = &chosen.drop_prefix {
        let length = prefix.chars().count();
        out.push(format!("coalesce(substr({text}, 1, {length}), '') = {}", phrase::text(prefix)));
    }
    format!("({})", out.join(" or "))
}

fn among(text: &str, words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| phrase::text(word)).collect();
    format!("({text} in ({}))", words.join(", "))
}
