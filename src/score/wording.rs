//! Numbers as people write them: whole days, thousands separated, no more digits than matter.

/// A whole number with thousands separated: `12,345`.
pub fn whole(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0.0 && digits != "0" {
        text.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An amount of money in the data's own currency: cents below 100, whole above.
pub fn money(value: f64) -> String {
    let cents = (value * 100.0).round() / 100.0;
    if cents.abs() >= 100.0 || cents.fract() == 0.0 { whole(cents) } else { format!("{cents:.2}") }
}

/// A share of 0 to 1 as per cent: `45%`; what is small but not nothing is `under 1%`.
pub fn share(value: f64) -> String {
    if value > 0.0 && value < 0.005 {
        return "under 1%".to_owned();
    }
    format!("{}%", whole(value * 100.0))
}

/// A number without a unit, to two decimals at most.
pub fn ratio(value: f64) -> String {
    if value.abs() >= 100.0 {
        return whole(value);
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A span of days: `less than a day`, `1 day`, `94 days`, and years from two years on.
pub fn span(days: f64) -> String {
    if days.abs() < 0.5 {
        "less than a day".to_owned()
    } else if days < 730.5 {
        counted(days, "day", "days")
    } else {
        format!("{} years", ratio((days / 365.25 * 10.0).round() / 10.0))
    }
}

/// How often something with this gap happens: `every day`, `every 31 days`, `several times a day`.
pub fn rhythm(gap_days: f64) -> String {
    match gap_days {
        gap if gap < 0.5 => "several times a day".to_owned(),
        gap if gap < 1.5 => "every day".to_owned(),
        gap => format!("every {}", span(gap)),
    }
}

/// The last so many days, with a year called a year: `the last 90 days`.
pub fn last_days(window_days: u32) -> String {
    match window_days {
        365 => "the last year".to_owned(),
        7 => "the last week".to_owned(),
        days => format!("the last {days} days"),
    }
}

/// `1 order`, `3 orders`.
pub fn counted(count: f64, one: &str, many: &str) -> String {
    let number = whole(count);
    let noun = if number == "1" { one } else { many };
    format!("{number} {noun}")
}

/// `No orders`, `1 order`, `3 orders`: the beginning of a sentence.
pub fn counted_or_no(count: f64, one: &str, many: &str) -> String {
    if count < 0.5 { format!("No {many}") } else { counted(count, one, many) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(whole(1_234_567.4), "1,234,567");
        assert_eq!(whole(-0.3), "0");
        assert_eq!(whole(-1234.0), "-1,234");
        assert_eq!(
            (money(12.5), money(40.0), money(1999.95)),
            ("12.50".into(), "40".into(), "2,000".into())
        );
        assert_eq!(
            (share(0.452), share(0.001), share(0.0)),
            ("45%".into(), "under 1%".into(), "0%".into())
        );
        assert_eq!(
            (ratio(1.80), ratio(2.0), ratio(-0.001)),
            ("1.8".into(), "2".into(), "0".into())
        );
        assert_eq!(
            (span(0.2), span(1.2), span(94.3)),
            ("less than a day".into(), "1 day".into(), "94 days".into())
        );
        assert_eq!(span(1000.0), "2.7 years");
        assert_eq!(
            (rhythm(0.1), rhythm(1.0), rhythm(31.4)),
            ("several times a day".into(), "every day".into(), "every 31 days".into())
        );
        assert_eq!(counted_or_no(0.0, "order", "orders"), "No orders");
    }
}
