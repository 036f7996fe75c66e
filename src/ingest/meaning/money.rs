//! Money as people write it: currency signs, separators of thousands, minus in several places.
//!
//! Whether a comma or a point parts the cents is settled over a whole column; a lone `1,234` is never
//! guessed. Sums in several currencies are for others to find: the sign is handed on.

use super::flags::says_nothing;
use super::plain::trimmed;

/// What parts the whole units from their hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// 1,019.90
    Point,
    /// 1.019,90
    Comma,
}

impl DecimalMark {
    /// The names of the setting `decimal_mark`.
    pub fn named(name: &str) -> Option<DecimalMark> {
        match name {
            "point" => Some(DecimalMark::Point),
            "comma" => Some(DecimalMark::Comma),
            _ => None,
        }
    }
}

/// What a cell of a money column says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum MoneyText<'a> {
    /// The text is empty.
    Empty,
    /// An amount; and the sign or code of its currency as it stands, or an empty text.
    Amount(f64, &'a str),
    /// A thousand times more or less, as the mark is taken: `1,234`.
    Ambiguous,
    /// Something else.
    NotMoney,
}

/// An amount taken apart: its digits with their marks, its sign and its currency.
struct Parts<'a> {
    digits: &'a str,
    is_negative: bool,
    currency: &'a str,
}

/// Reads a cell. `mark` is the column's, where it has been settled ([`DecimalEvidence`]).
pub(crate) fn money(text: &str, mark: Option<DecimalMark>) -> MoneyText<'_> {
    let text = trimmed(text).trim_matches('"');
    // What programs write needs no further look, and is by far the most.
    if mark != Some(DecimalMark::Comma) && !could_be_grouped(text) && is_plain_number(text) {
        return text.parse().map_or(MoneyText::NotMoney, |amount| MoneyText::Amount(amount, ""));
    }
    if says_nothing(text) && !text.contains('0') {
        return MoneyText::Empty;
    }
    let Some(parts) = parts(text) else { return MoneyText::NotMoney };
    let Some(own) = own_mark(parts.digits) else { return MoneyText::NotMoney };
    let mark = match (own, mark) {
        (Own::Only(own), None) => own,
        (Own::Only(own), Some(mark)) if own == mark => own,
        (Own::None, mark) => mark.unwrap_or(DecimalMark::Point),
        (Own::Either, Some(mark)) => mark,
        (Own::Either, None) => return MoneyText::Ambiguous,
        // The other mark in a column of this one: a slip that cannot be known from a group.
        (Own::Only(_), Some(_)) => return MoneyText::NotMoney,
    };
    let decimal = if mark == DecimalMark::Point { '.' } else { ',' };
    let plain: String = parts
        .digits
        .chars()
        .filter_map(|c| match c {
            c if c.is_ascii_digit() => Some(c),
            c if c == decimal => Some('.'),
            _ => None,
        })
        .collect();
    match plain.parse::<f64>() {
        Ok(amount) if amount.is_finite() => {
            MoneyText::Amount(if parts.is_negative { -amount } else { amount }, parts.currency)
        }
        _ => MoneyText::NotMoney,
    }
}

/// `-19.90`, `1e3`, `.5`: what a program's number looks like.
fn is_plain_number(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
    text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().all(is_part)
        && text.parse::<f64>().is_ok()
}

/// Whether a point stands before three last digits, as it does in `1.234`.
fn could_be_grouped(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    let Some(point) = digits.find('.') else { return false };
    digits.len() == point + 4 && (1..=3).contains(&point) && !digits.starts_with('0')
}

/// Takes signs, brackets and the currency off an amount.
fn parts(text: &str) -> Option<Parts<'_>> {
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inner) => (trimmed(inner), true),
        None => (text, false),
    };
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    // `.50` and `,50` begin with their mark.
    let first = if text[..first].ends_with(['.', ',']) { first - 1 } else { first };
    let (before, after) = (&text[..first], &text[last..]);
    let minus = |text: &str| text.matches(['-', '\u{2212}', '\u{2013}']).count();
    let minuses = minus(before) + minus(after) + usize::from(in_brackets);
    // `12,-` and `12.–` are round sums.
    let is_round = after.starts_with([',', '.']) && minus(after) == 1;
    let minuses = minuses - usize::from(is_round);
    let is_sign = |c: char| {
        matches!(c, '-' | '+' | '\u{2212}' | '\u{2013}' | ',' | '.')
            || super::plain::is_invisible(c)
    };
    let (before, after) = (before.trim_matches(is_sign), after.trim_matches(is_sign));
    let currency = match (before, after) {
        (currency, "") | ("", currency) if is_currency(currency) => currency,
        _ => return None,
    };
    (minuses <= 1).then_some(Parts {
        digits: &text[first..last],
        is_negative: minuses == 1,
        currency,
    })
}

/// Signs and short words of currencies: `$`, `€`, `EUR`, `CA$`, `zł`, `Kč`, `kr.`, `R$`, `Rs`.
fn is_currency(text: &str) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const SMALL: &[&str] = &[
        "usd", "eur", "gbp", "chf", "jpy", "cad", "aud", "nzd", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "inr",
        "cny", "brl", "mxn", "try", "zar", "sgd", "hkd", "Euro", "euro", "Euros", "euros",
    ];
    const SIGNS: &str = "$€£¥₹₽₩₺₴₫₪฿₦₱₡₲₵₸₼₾¢元円";
    let is_code = |c: char| c.is_alphabetic() || SIGNS.contains(c);
    let known = |code: &str| {
        let has_sign = code.chars().any(|c| SIGNS.contains(c));
        let is_iso = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
        has_sign
            || is_iso
            || SMALL.contains(&code)
            || ["zł", "Kč", "kr", "Kr", "Rs", "Ft", "Lei", "lei", "лв", "руб", "TL", "Fr", "RM"]
                .contains(&code)
    };
    text.is_empty() || (text.chars().count() <= 5 && text.chars().all(is_code) && known(text))
}

/// What an amount shows of its mark by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    /// It has no mark and no groups.
    None,
    /// Only one reading is possible.
    Only(DecimalMark),
    /// A group or cents.
    Either,
}

/// The mark that the digits show; None where they are no amount.
fn own_mark(digits: &str) -> Option<Own> {
    let blank = |c: char| {
        matches!(c, '\'' | '\u{2019}' | '_') || (c != '.' && super::plain::is_invisible(c))
    };
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let has_blanks = digits.contains(blank);
    if digits.contains(|c: char| !c.is_ascii_digit() && c != '.' && c != ',' && !blank(c)) {
        return None;
    }
    if has_blanks && !is_grouped(digits.split(['.', ',']).next().unwrap_or_default(), blank) {
        return None;
    }
    let whole = |mark: char| digits.rsplit_once(mark).map_or(digits, |(whole, _)| whole);
    match (points, commas) {
        (0, 0) => Some(Own::None),
        (1, 0) => Some(lone(digits, '.', DecimalMark::Point, has_blanks)),
        (0, 1) => Some(lone(digits, ',', DecimalMark::Comma, has_blanks)),
        (_, 0) => is_grouped(digits, |c| c == '.').then_some(Own::Only(DecimalMark::Comma)),
        (0, _) => is_grouped(digits, |c| c == ',').then_some(Own::Only(DecimalMark::Point)),
        (1, _) if digits.rfind('.') > digits.rfind(',') => {
            is_grouped(whole('.'), |c| c == ',').then_some(Own::Only(DecimalMark::Point))
        }
        (_, 1) if digits.rfind(',') > digits.rfind('.') => {
            is_grouped(whole(','), |c| c == '.').then_some(Own::Only(DecimalMark::Comma))
        }
        _ => None,
    }
}

/// An amount with one mark: cents, unless exactly three digits follow what could be thousands.
fn lone(digits: &str, mark: char, decimal: DecimalMark, has_blanks: bool) -> Own {
    let (whole, behind) = digits.split_once(mark).unwrap_or((digits, ""));
    let could_be_group = behind.len() == 3
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && !has_blanks;
    if could_be_group { Own::Either } else { Own::Only(decimal) }
}

/// `1,019`, `1,00,000`: one to three digits, then groups of two or three, the last of three.
fn is_grouped(digits: &str, is_mark: impl Fn(char) -> bool) -> bool {
    let groups: Vec<&str> = digits.split(is_mark).collect();
    let [first, middle @ .., last] = &groups[..] else { return true };
    (1..=3).contains(&first.len())
        && middle.iter().all(|group| (2..=3).contains(&group.len()))
        && last.len() == 3
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()))
}

/// What the values of a column have shown of their decimal mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DecimalEvidence {
    point: u64,
    comma: u64,
    open: u64,
    /// The smallest of the texts that fit both.
    open_example: Option<String>,
}

/// What the values say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DecimalVerdict {
    /// No value has a mark.
    NotNeeded,
    /// All that have one have this one.
    Settled(DecimalMark),
    /// Values fit both, and none decides: it must be said.
    Open {
        /// A text that fits both.
        example: String,
        /// Number of such values.
        values: u64,
    },
    /// Both marks stand in the column, and values that fit both.
    Contradictory {
        /// Values with a decimal point.
        point: u64,
        /// Values with a decimal comma.
        comma: u64,
        /// Values that fit both.
        open: u64,
    },
}

impl DecimalEvidence {
    /// Takes a value into account.
    pub(crate) fn observe(&mut self, text: &str) {
        let text = trimmed(text).trim_matches('"');
        let Some(own) = parts(text).and_then(|parts| own_mark(parts.digits)) else { return };
        match own {
            Own::None => {}
            Own::Only(DecimalMark::Point) => self.point += 1,
            Own::Only(DecimalMark::Comma) => self.comma += 1,
            Own::Either => {
                self.open += 1;
                if self.open_example.as_deref().is_none_or(|example| text < example) {
                    self.open_example = Some(text.to_owned());
                }
            }
        }
    }

    /// What the values say together. Where both marks stand and no value is open, each value tells its
    /// own, and none is settled.
    pub(crate) fn verdict(&self) -> DecimalVerdict {
        let Self { point, comma, open, open_example } = self;
        match (*point, *comma, *open) {
            (1.., 0, _) => DecimalVerdict::Settled(DecimalMark::Point),
            (0, 1.., _) => DecimalVerdict::Settled(DecimalMark::Comma),
            (_, _, 0) => DecimalVerdict::NotNeeded,
            (0, 0, values) => {
                DecimalVerdict::Open { example: open_example.clone().unwrap_or_default(), values }
            }
            (point, comma, open) => DecimalVerdict::Contradictory { point, comma, open },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecimalMark::{Comma, Point};

    fn amount(text: &str, mark: Option<DecimalMark>) -> Option<f64> {
        match money(text, mark) {
            MoneyText::Amount(amount, _) => Some(amount),
            _ => None,
        }
    }

    #[test]
    fn amounts_are_written_in_many_ways() {
        for text in [
            "1019.90",
            "1,019.90",
            "1.019,90",
            "1 019,90",
            "1'019.90",
            "1’019.90",
            "$1,019.90",
            "1\u{a0}019,90\u{a0}€",
            "EUR 1.019,90",
            "1019,9",
            "1,019.90 USD",
            "CA$1,019.90",
            "1\u{202f}019,90 €",
            "+1019.90",
            "zł 1019,90",
            "1019.90 usd",
            "1.019,90 Euro",
            "\"1019.90\"",
            "'1019.90",
        ] {
            let text = text.trim_start_matches('\'');
            assert_eq!(amount(text, None), Some(1019.9), "{text}");
        }
        for text in
            ["-5", "(5.00)", "5.00-", "-$5.00", "$-5.00", "\u{2212}5,00 €", "($5.00)", "€ -5"]
        {
            assert_eq!(amount(text, None), Some(-5.0), "{text}");
        }
        assert_eq!(amount("12,-", None), Some(12.0));
        assert_eq!(amount("1,00,000.00", None), Some(100_000.0));
        assert_eq!(amount("1,234,567", None), Some(1_234_567.0));
        assert_eq!(amount(".5", None), Some(0.5));
        assert_eq!(amount("0.123", None), Some(0.123));
        assert_eq!(amount("1234.567", None), Some(1234.567));
        assert_eq!(amount("1e3", None), Some(1000.0));
        assert_eq!(money("€5.00", None), MoneyText::Amount(5.0, "€"));
        assert_eq!(money("5.00 SEK", None), MoneyText::Amount(5.0, "SEK"));
    }

    #[test]
    fn what_is_no_amount_is_said() {
        for text in ["", " ", "null", "N/A", "-"] {
            assert_eq!(money(text, None), MoneyText::Empty, "{text}");
        }
        for text in [
            "20%",
            "free",
            "12 apples",
            "--5",
            "1.2.3",
            "12/5",
            "inf",
            "nan5",
            "1,23,4",
            "ada@example.org",
            "1 2",
            "EUR",
        ] {
            assert_eq!(money(text, None), MoneyText::NotMoney, "{text}");
        }
    }

    #[test]
    fn a_group_or_cents_is_never_guessed() {
        for text in ["1,234", "1.234", "$12,345", "-1.234"] {
            assert_eq!(money(text, None), MoneyText::Ambiguous, "{text}");
        }
        assert_eq!(amount("1,234", Some(Point)), Some(1234.0));
        assert_eq!(amount("1,234", Some(Comma)), Some(1.234));
        assert_eq!(amount("1.234", Some(Comma)), Some(1234.0));
        assert_eq!(amount("1.234", Some(Point)), Some(1.234));
        assert_eq!(amount("12", Some(Comma)), Some(12.0));
        assert_eq!(money("12,50", Some(Point)), MoneyText::NotMoney);
    }

    #[test]
    fn the_column_decides() {
        let verdict = |texts: &[&str]| {
            let mut evidence = DecimalEvidence::default();
            for text in texts {
                evidence.observe(text);
            }
            evidence.verdict()
        };
        assert_eq!(verdict(&["1,234", "5.00"]), DecimalVerdict::Settled(Point));
        assert_eq!(verdict(&["1.234", "5,00 €"]), DecimalVerdict::Settled(Comma));
        assert_eq!(verdict(&["1", "2"]), DecimalVerdict::NotNeeded);
        assert_eq!(verdict(&["5.00", "5,00"]), DecimalVerdict::NotNeeded);
        let open = DecimalVerdict::Open { example: "1,234".to_owned(), values: 2 };
        assert_eq!(verdict(&["2,345", "1,234", "7"]), open);
        let both = DecimalVerdict::Contradictory { point: 1, comma: 1, open: 1 };
        assert_eq!(verdict(&["5.00", "5,00", "1,234"]), both);
    }
}
