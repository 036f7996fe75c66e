//! Numbers as people write them: whole days, thousands separated, no more digits than matter.
//!
//! Each wording is a value that writes itself into a sentence, so that a sentence is one text and not a
//! dozen. Digits are those of the standard library's `{:.0}` and `{:.2}`; the quick ways hold where
//! rounding is beyond doubt, and tests compare them.

use std::fmt::{Display, Formatter, Result};

/// A whole number with thousands separated: `12,345`.
#[derive(Debug, Clone, Copy)]
pub struct Whole(f64);

/// See [`Whole`].
pub fn whole(value: f64) -> Whole {
    Whole(value)
}

/// Below it every whole number is exact and has at most 15 digits.
const QUICK_BELOW: f64 = 1e15;

impl Display for Whole {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let size = self.0.abs();
        if size < QUICK_BELOW {
            return write_quickly(f, self.0 < 0.0, size.round_ties_even() as u64);
        }
        let digits = format!("{size:.0}");
        let mut text = String::with_capacity(digits.len() * 4 / 3 + 2);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        if self.0 < 0.0 {
            f.write_str("-")?;
        }
        f.write_str(&text)
    }
}

/// Digits from the last to the first, with a comma after every third.
fn write_quickly(f: &mut Formatter<'_>, negative: bool, mut number: u64) -> Result {
    let mut text = [0_u8; 24];
    let (mut at, mut digits) = (text.len(), 0);
    let negative = negative && number != 0;
    loop {
        if digits > 0 && digits % 3 == 0 {
            at -= 1;
            text[at] = b',';
        }
        at -= 1;
        text[at] = b'0' + (number % 10) as u8;
        digits += 1;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    if negative {
        at -= 1;
        text[at] = b'-';
    }
    f.write_str(std::str::from_utf8(&text[at..]).unwrap_or_default())
}

/// An amount of money in the data's own currency: cents below 100, whole above.
#[derive(Debug, Clone, Copy)]
pub struct Money(f64);

/// See [`Money`].
pub fn money(value: f64) -> Money {
    Money(value)
}

impl Display for Money {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let cents = (self.0 * 100.0).round() / 100.0;
        if cents.abs() >= 100.0 || cents.fract() == 0.0 {
            return whole(cents).fmt(f);
        }
        if cents.is_nan() {
            return f.write_str("NaN");
        }
        write_hundredths(f, cents < 0.0, (cents.abs() * 100.0).round() as u64, false)
    }
}

/// A number of hundredths below 10,000 as a decimal number, with or without noughts at its end.
fn write_hundredths(f: &mut Formatter<'_>, negative: bool, n: u64, trimmed: bool) -> Result {
    let digit = |n: u64| b'0' + (n % 10) as u8;
    let text = [b'-', digit(n / 1000), digit(n / 100), b'.', digit(n / 10), digit(n)];
    let end = match (trimmed, n % 100, n % 10) {
        (true, 0, _) => 3,
        (true, _, 0) => 5,
        _ => 6,
    };
    if negative {
        f.write_str("-")?;
    }
    let start = if n < 1000 { 2 } else { 1 };
    f.write_str(std::str::from_utf8(&text[start..end]).unwrap_or_default())
}

/// A share of 0 to 1 as per cent: `45%`; what is small but not nothing is `under 1%`.
#[derive(Debug, Clone, Copy)]
pub struct Share(f64);

/// See [`Share`].
pub fn share(value: f64) -> Share {
    Share(value)
}

impl Display for Share {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.0 > 0.0 && self.0 < 0.005 {
            return f.write_str("under 1%");
        }
        whole(self.0 * 100.0).fmt(f)?;
        f.write_str("%")
    }
}

/// A number without a unit, to two decimals at most.
#[derive(Debug, Clone, Copy)]
pub struct Ratio(f64);

/// See [`Ratio`].
pub fn ratio(value: f64) -> Ratio {
    Ratio(value)
}

/// So near to half a hundredth the product's own rounding might decide.
const TIE: f64 = 1e-9;

impl Display for Ratio {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let size = self.0.abs();
        if size >= 100.0 {
            return whole(self.0).fmt(f);
        }
        let hundredths = size * 100.0;
        if (hundredths.fract() - 0.5).abs() > TIE {
            let n = hundredths.round() as u64;
            return match n {
                10_000 => f.write_str(if self.0 < 0.0 { "-100" } else { "100" }),
                _ => write_hundredths(f, self.0 < 0.0 && n > 0, n, true),
            };
        }
        let text = format!("{:.2}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

/// A span of days: `less than a day`, `1 day`, `94 days`, and years from two years on.
#[derive(Debug, Clone, Copy)]
pub struct Span(f64);

/// See [`Span`].
pub fn span(days: f64) -> Span {
    Span(days)
}

impl Display for Span {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.0.abs() < 0.5 {
            f.write_str("less than a day")
        } else if self.0 < 730.5 {
            counted(self.0, "day", "days").fmt(f)
        } else {
            ratio((self.0 / 365.25 * 10.0).round() / 10.0).fmt(f)?;
            f.write_str(" years")
        }
    }
}

/// How often something with this gap happens: `every day`, `every 31 days`, `several times a day`.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm(f64);

/// See [`Rhythm`].
pub fn rhythm(gap_days: f64) -> Rhythm {
    Rhythm(gap_days)
}

impl Display for Rhythm {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            gap if gap < 0.5 => f.write_str("several times a day"),
            gap if gap < 1.5 => f.write_str("every day"),
            gap => {
                f.write_str("every ")?;
                span(gap).fmt(f)
            }
        }
    }
}

/// The last so many days, with a year called a year: `the last 90 days`.
#[derive(Debug, Clone, Copy)]
pub struct LastDays(u32);

/// See [`LastDays`].
pub fn last_days(window_days: u32) -> LastDays {
    LastDays(window_days)
}

impl Display for LastDays {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            365 => f.write_str("the last year"),
            7 => f.write_str("the last week"),
            days => write!(f, "the last {days} days"),
        }
    }
}

/// `1 order`, `3 orders`; `No orders` where it begins a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    count: f64,
    one: &'a str,
    many: &'a str,
    none_is_no: bool,
}

/// `1 order`, `3 orders`.
pub fn counted<'a>(count: f64, one: &'a str, many: &'a str) -> Counted<'a> {
    Counted { count, one, many, none_is_no: false }
}

/// `No orders`, `1 order`, `3 orders`: the beginning of a sentence.
pub fn counted_or_no<'a>(count: f64, one: &'a str, many: &'a str) -> Counted<'a> {
    Counted { none_is_no: true, ..counted(count, one, many) }
}

impl Display for Counted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.none_is_no && self.count < 0.5 {
            f.write_str("No ")?;
            return f.write_str(self.many);
        }
        whole(self.count).fmt(f)?;
        f.write_str(" ")?;
        f.write_str(if self.count.round_ties_even() == 1.0 { self.one } else { self.many })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{:.0}` with a comma after every third digit.
    fn plain_whole(value: f64) -> String {
        let digits = format!("{:.0}", value.abs());
        let mut text = if value < 0.0 && digits != "0" { "-".to_owned() } else { String::new() };
        for (i, digit) in digits.chars().enumerate() {
            text += if i > 0 && (digits.len() - i) % 3 == 0 { "," } else { "" };
            text.push(digit);
        }
        text
    }

    fn plain_ratio(value: f64) -> String {
        if value.abs() >= 100.0 {
            return plain_whole(value);
        }
        let text = format!("{value:.2}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        if text == "-0" { "0".to_owned() } else { text.to_owned() }
    }

    fn plain_money(value: f64) -> String {
        let cents = (value * 100.0).round() / 100.0;
        let rounded = cents.abs() >= 100.0 || cents.fract() == 0.0;
        if rounded { plain_whole(cents) } else { format!("{cents:.2}") }
    }

    #[test]
    fn the_quick_ways_agree_with_the_standard_library() {
        let mut values =
            vec![0.0, -0.0, 0.005, 0.125, 2.675, 99.995, 99.994_999, 1e14, 1e15, 1e300];
        for i in 0..200_000_u32 {
            let spread = f64::from(crate::ingest::mix(u64::from(i)) as u32) / f64::from(u32::MAX);
            values.extend([f64::from(i) / 8.0, f64::from(i) / 200.0, spread * f64::from(i % 977)]);
            values.push(spread * 10_f64.powi(i as i32 % 18));
        }
        values.extend([f64::NAN, f64::INFINITY]);
        for value in values.iter().flat_map(|v| [*v, -*v]) {
            assert_eq!(whole(value).to_string(), plain_whole(value), "{value:?}");
            assert_eq!(ratio(value).to_string(), plain_ratio(value), "{value:?}");
            assert_eq!(money(value).to_string(), plain_money(value), "{value:?}");
        }
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        let said: [(&dyn Display, &str); 20] = [
            (&whole(1_234_567.4), "1,234,567"),
            (&whole(-0.3), "0"),
            (&whole(-1234.0), "-1,234"),
            (&money(12.5), "12.50"),
            (&money(40.0), "40"),
            (&money(1999.95), "2,000"),
            (&share(0.452), "45%"),
            (&share(0.001), "under 1%"),
            (&share(0.0), "0%"),
            (&ratio(1.80), "1.8"),
            (&ratio(2.0), "2"),
            (&ratio(-0.001), "0"),
            (&span(0.2), "less than a day"),
            (&span(1.2), "1 day"),
            (&span(94.3), "94 days"),
            (&span(1000.0), "2.7 years"),
            (&rhythm(0.1), "several times a day"),
            (&rhythm(1.0), "every day"),
            (&rhythm(31.4), "every 31 days"),
            (&counted_or_no(0.0, "order", "orders"), "No orders"),
        ];
        for (wording, text) in said {
            assert_eq!(wording.to_string(), text);
        }
    }
}
