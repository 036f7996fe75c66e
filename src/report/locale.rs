//! Numbers, money and dates as the reader's country writes them. Not the texts around them: those are in
//! `words`. The command line and sentences of score files write in the one way of [`crate::words`].
//!
//! Separators, signs and names of months are those of the Unicode Common Locale Data Repository (CLDR 44).

use jiff::civil::Date;

pub(super) use crate::words::NOT_KNOWN;

/// A blank at which no line is broken.
const NBSP: char = '\u{a0}';
/// The same, narrow: French separates thousands by it.
const NARROW: char = '\u{202f}';

/// Whose way of writing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Romanian.
    Romanian,
    /// Hungarian.
    Hungarian,
    /// Chinese.
    Chinese,
}

impl Language {
    /// The names by which they are chosen, in the order of the languages.
    pub const NAMES: [&'static str; 7] = ["en", "de", "fr", "es", "ro", "hu", "zh"];

    /// The language of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|at| Self::ALL[at])
    }

    const ALL: [Self; 7] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Romanian,
        Self::Hungarian,
        Self::Chinese,
    ];

    fn form(self) -> &'static Form {
        &FORMS[self as usize]
    }
}

/// How a language writes.
struct Form {
    decimal: char,
    thousands: char,
    /// Digits before the first separator of thousands: where it is 2, 1234 has none and 12.345 has.
    least_before_separator: usize,
    /// Between a number and its per cent sign.
    before_percent: &'static str,
    /// Whether the currency stands before the amount.
    currency_first: bool,
    months: [&'static str; 12],
    /// Units of large numbers, from the smallest on: how much each is, and what stands behind the number.
    large: [(f64, &'static str); 3],
    order: DateOrder,
}

#[derive(Clone, Copy)]
enum DateOrder {
    /// 5 Mar 2025
    DayMonthYear,
    /// 5. März 2025
    DayWithPointMonthYear,
    /// 2025. márc. 5.
    YearMonthDayWithPoints,
    /// 2025年3月5日
    Chinese,
}

/// Amounts from here on are shortened where there is little room.
const LARGE: f64 = 1e6;

#[rustfmt::skip] // A table: a language's months on two lines.
const FORMS: [Form; 7] = [
    Form {
        decimal: '.', thousands: ',', least_before_separator: 1, before_percent: "", currency_first: true,
        months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun",
                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        large: [(1e6, "M"), (1e9, "B"), (1e12, "T")],
        order: DateOrder::DayMonthYear,
    },
    Form {
        decimal: ',', thousands: '.', least_before_separator: 1, before_percent: "\u{a0}", currency_first: false,
        months: ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni",
                 "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
        large: [(1e6, "\u{a0}Mio."), (1e9, "\u{a0}Mrd."), (1e12, "\u{a0}Bio.")],
        order: DateOrder::DayWithPointMonthYear,
    },
    Form {
        decimal: ',', thousands: NARROW, least_before_separator: 1, before_percent: "\u{a0}", currency_first: false,
        months: ["janv.", "févr.", "mars", "avr.", "mai", "juin",
                 "juil.", "août", "sept.", "oct.", "nov.", "déc."],
        large: [(1e6, "\u{a0}M"), (1e9, "\u{a0}Md"), (1e12, "\u{a0}Bn")],
        order: DateOrder::DayMonthYear,
    },
    Form {
        decimal: ',', thousands: '.', least_before_separator: 2, before_percent: "\u{a0}", currency_first: false,
        months: ["ene", "feb", "mar", "abr", "may", "jun",
                 "jul", "ago", "sept", "oct", "nov", "dic"],
        large: [(1e6, "\u{a0}M"), (1e12, "\u{a0}B"), (1e18, "\u{a0}T")],
        order: DateOrder::DayMonthYear,
    },
    Form {
        decimal: ',', thousands: '.', least_before_separator: 1, before_percent: "\u{a0}", currency_first: false,
        months: ["ian.", "feb.", "mar.", "apr.", "mai", "iun.",
                 "iul.", "aug.", "sept.", "oct.", "nov.", "dec."],
        large: [(1e6, "\u{a0}mil."), (1e9, "\u{a0}mld."), (1e12, "\u{a0}tril.")],
        order: DateOrder::DayMonthYear,
    },
    Form {
        decimal: ',', thousands: NBSP, least_before_separator: 2, before_percent: "", currency_first: false,
        months: ["jan.", "febr.", "márc.", "ápr.", "máj.", "jún.",
                 "júl.", "aug.", "szept.", "okt.", "nov.", "dec."],
        large: [(1e6, "\u{a0}M"), (1e9, "\u{a0}Mrd"), (1e12, "\u{a0}B")],
        order: DateOrder::YearMonthDayWithPoints,
    },
    Form {
        decimal: '.', thousands: ',', least_before_separator: 1, before_percent: "", currency_first: true,
        months: ["1月", "2月", "3月", "4月", "5月", "6月",
                 "7月", "8月", "9月", "10月", "11月", "12月"],
        large: [(1e4, "万"), (1e8, "亿"), (1e12, "万亿")],
        order: DateOrder::Chinese,
    },
];

/// How numbers, money and dates are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Locale {
    language: Language,
    currency: Option<String>,
}

impl Locale {
    /// A language's way; amounts with this currency, a code such as EUR or a sign, or without any.
    pub(crate) fn new(language: Language, currency: Option<String>) -> Self {
        Self { language, currency }
    }

    /// The currency as it was given.
    pub(crate) fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// A whole number: `12,345`.
    pub(crate) fn whole(&self, value: f64) -> String {
        self.decimal(value, 0)
    }

    /// A number of things: `12,345`.
    pub(crate) fn count(&self, value: u64) -> String {
        self.whole(value as f64)
    }

    /// A number with so many digits after the decimal separator.
    pub(crate) fn decimal(&self, value: f64, digits: usize) -> String {
        if !value.is_finite() {
            return NOT_KNOWN.to_owned();
        }
        let plain = format!("{:.digits$}", value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let form = self.language.form();
        let mut text = String::new();
        if value < 0.0 && plain.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
            text.push('-');
        }
        let separated = whole.len() >= 3 + form.least_before_separator;
        for (at, digit) in whole.chars().enumerate() {
            if separated && at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(form.thousands);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(form.decimal);
            text.push_str(fraction);
        }
        text
    }

    /// A share of 0 to 1 in per cent, with so many digits after the decimal separator.
    pub(crate) fn percent(&self, share: f64, digits: usize) -> String {
        if !share.is_finite() {
            return NOT_KNOWN.to_owned();
        }
        self.decimal(share * 100.0, digits) + self.language.form().before_percent + "%"
    }

    /// A share of 0 to 1 in whole per cent; what is below 1 % to a tenth, and what is less still as under that.
    pub(crate) fn share(&self, share: f64) -> String {
        match share {
            share if share > 0.0 && share < 0.0005 => format!("under {}", self.percent(0.001, 1)),
            share => self.percent(share, usize::from(share > 0.0 && share < 0.01)),
        }
    }

    /// An amount of money: whole from 100 on, cents below, and the first two digits of less than a cent.
    pub(crate) fn money(&self, amount: f64) -> String {
        let cents = amount.abs() < 100.0 && (amount * 100.0).round() % 100.0 != 0.0;
        let digits = if is_tiny(amount) { first_digits(amount) } else { 2 * usize::from(cents) };
        self.with_currency(self.decimal(amount, digits))
    }

    /// The same where there is little room: large amounts to three digits, in millions and more.
    pub(crate) fn money_short(&self, amount: f64) -> String {
        self.short(amount).map_or_else(|| self.money(amount), |number| self.with_currency(number))
    }

    /// A whole number where there is little room, likewise.
    pub(crate) fn whole_short(&self, value: f64) -> String {
        self.short(value).unwrap_or_else(|| self.whole(value))
    }

    /// A large number to three digits with its unit; none of others.
    fn short(&self, value: f64) -> Option<String> {
        let size = rounded_to(value.abs(), 3);
        if !(LARGE..f64::INFINITY).contains(&size) {
            return None;
        }
        let [smallest, ..] = self.language.form().large;
        let mut units = self.language.form().large.into_iter();
        let (unit, name) = units.rfind(|(unit, _)| *unit <= size).unwrap_or(smallest);
        let number = size / unit * value.signum();
        let digits = (0..2).find(|digits| is_whole(number * 10_f64.powi(*digits))).unwrap_or(2);
        Some(self.decimal(number, digits as usize) + name)
    }

    /// A number as it is written, with the currency where there is one.
    fn with_currency(&self, number: String) -> String {
        let Some(currency) = self.currency.as_deref().filter(|_| number != NOT_KNOWN) else {
            return number;
        };
        let (sign, number) =
            number.strip_prefix('-').map_or(("", number.as_str()), |number| ("-", number));
        match (self.language.form().currency_first, sign_of(currency)) {
            (true, Some(currency)) => format!("{sign}{currency}{number}"),
            (true, None) => format!("{sign}{currency}{NBSP}{number}"),
            (false, short) => format!("{sign}{number}{NBSP}{}", short.unwrap_or(currency)),
        }
    }

    /// A day: `5 Mar 2025`.
    pub(crate) fn date(&self, date: Date) -> String {
        let (year, month, day) = (date.year(), self.month_name(date), date.day());
        match self.language.form().order {
            DateOrder::DayMonthYear => format!("{day}{NBSP}{month}{NBSP}{year}"),
            DateOrder::DayWithPointMonthYear => format!("{day}.{NBSP}{month}{NBSP}{year}"),
            DateOrder::YearMonthDayWithPoints => format!("{year}.{NBSP}{month}{NBSP}{day}."),
            DateOrder::Chinese => format!("{year}年{month}{day}日"),
        }
    }

    /// A month: `Mar 2025`.
    pub(crate) fn month(&self, date: Date) -> String {
        let (year, month) = (date.year(), self.month_name(date));
        match self.language.form().order {
            DateOrder::YearMonthDayWithPoints => format!("{year}.{NBSP}{month}"),
            DateOrder::Chinese => format!("{year}年{month}"),
            _ => format!("{month}{NBSP}{year}"),
        }
    }

    fn month_name(&self, date: Date) -> &'static str {
        let months = &self.language.form().months;
        months[usize::from(date.month().unsigned_abs()).saturating_sub(1).min(11)]
    }
}

/// Less than a cent, and not nothing.
fn is_tiny(amount: f64) -> bool {
    amount != 0.0 && amount.abs() < 0.01
}

/// Digits behind the separator up to the second that is not nothing, or to the first where the second is; 12 at most.
fn first_digits(amount: f64) -> usize {
    let size = rounded_to(amount.abs(), 2);
    let first = -size.log10().floor();
    let digits = first as usize + usize::from(!is_whole(size * 10_f64.powf(first)));
    digits.min(12)
}

/// To so many digits from the first on.
fn rounded_to(amount: f64, digits: i32) -> f64 {
    if amount == 0.0 || !amount.is_finite() {
        return amount;
    }
    let scale = 10_f64.powi(digits - 1 - amount.abs().log10().floor() as i32);
    (amount * scale).round() / scale
}

fn is_whole(number: f64) -> bool {
    (number - number.round()).abs() < 1e-6
}

/// The sign of a currency, where it has one that means it alone.
fn sign_of(currency: &str) -> Option<&str> {
    match currency {
        "EUR" => Some("€"),
        "USD" => Some("$"),
        "GBP" => Some("£"),
        "JPY" => Some("¥"),
        "INR" => Some("₹"),
        sign if !sign.is_empty() && sign.chars().all(|c| !c.is_alphanumeric()) => Some(sign),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// As Intl.NumberFormat and Intl.DateTimeFormat of a browser write them; `_` is a blank at which no line
    /// is broken, `~` a narrow one.
    #[test]
    fn numbers_money_and_dates_are_the_languages_own() {
        #[rustfmt::skip] // A table.
        let expected = [
            ["1,234", "12,345.6", "-1,234,567", "45%", "€1,234", "RON_12,345", "5_Mar_2025", "Mar_2025"],
            ["1.234", "12.345,6", "-1.234.567", "45_%", "1.234_€", "12.345_RON", "5._März_2025", "März_2025"],
            ["1~234", "12~345,6", "-1~234~567", "45_%", "1~234_€", "12~345_RON", "5_mars_2025", "mars_2025"],
            ["1234", "12.345,6", "-1.234.567", "45_%", "1234_€", "12.345_RON", "5_mar_2025", "mar_2025"],
            ["1.234", "12.345,6", "-1.234.567", "45_%", "1.234_€", "12.345_RON", "5_mar._2025", "mar._2025"],
            ["1234", "12_345,6", "-1_234_567", "45%", "1234_€", "12_345_RON", "2025._márc._5.", "2025._márc."],
            ["1,234", "12,345.6", "-1,234,567", "45%", "€1,234", "RON_12,345", "2025年3月5日", "2025年3月"],
        ];
        for (name, expected) in Language::NAMES.into_iter().zip(expected) {
            let locale = |currency: &str| {
                Locale::new(Language::named(name).unwrap(), Some(currency.to_owned()))
            };
            let [euro, leu] = ["EUR", "RON"].map(locale);
            let day = date(2025, 3, 5);
            let found = [
                euro.whole(1234.0),
                euro.decimal(12_345.6, 1),
                euro.whole(-1_234_567.0),
                euro.percent(0.452, 0),
                euro.money(1234.0),
                leu.money(12_345.0),
                euro.date(day),
                euro.month(day),
            ];
            let found = found.map(|text| text.replace(NBSP, "_").replace(NARROW, "~"));
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn large_amounts_are_short_where_there_is_little_room() {
        let short = |name: &str, amount: f64| {
            let language = Language::named(name).unwrap();
            let text = Locale::new(language, Some("IDR".to_owned())).money_short(amount);
            text.replace(NBSP, "_").replace(NARROW, "~")
        };
        let english = [50_546_712_345.0, 1_234_567.0, 999_999.6, 150e6, -2.5e12, 999_400.0];
        assert_eq!(
            english.map(|amount| short("en", amount)),
            ["IDR_50.5B", "IDR_1.23M", "IDR_1M", "IDR_150M", "-IDR_2.5T", "IDR_999,400"]
        );
        let others = ["de", "fr", "es", "ro", "hu", "zh"];
        assert_eq!(
            others.map(|name| short(name, 50_546_712_345.0)),
            [
                "50,5_Mrd._IDR",
                "50,5_Md_IDR",
                "50.500_M_IDR",
                "50,5_mld._IDR",
                "50,5_Mrd_IDR",
                "IDR_505亿"
            ]
        );
        assert_eq!(short("en", f64::NAN), NOT_KNOWN);
        let plain = Locale::new(Language::English, None);
        assert_eq!([13_040_169.0, 12_345.0].map(|n| plain.whole_short(n)), ["13M", "12,345"]);
    }

    #[test]
    fn edges_are_written_plainly() {
        let plain = Locale::new(Language::English, None);
        assert_eq!(plain.whole(-0.4), "0");
        assert_eq!(plain.decimal(f64::NAN, 1), NOT_KNOWN);
        assert_eq!(plain.percent(f64::INFINITY, 1), NOT_KNOWN);
        assert_eq!(plain.money(99.5), "99.50");
        assert_eq!(plain.money(-12.0), "-12");
        assert_eq!(plain.money(1_234.56), "1,235");
        assert_eq!([0.004, 0.0, 0.0001].map(|s| plain.share(s)), ["0.4%", "0%", "under 0.1%"]);
        let tiny = [0.005, -0.000_34, 0.01, 1e-9].map(|amount| plain.money(amount));
        assert_eq!(tiny, ["0.005", "-0.00034", "0.01", "0.000000001"]);
        let dollars = Locale::new(Language::English, Some("USD".to_owned()));
        assert_eq!(dollars.money(-5.25), "-$5.25");
        assert_eq!(dollars.money(f64::NAN), NOT_KNOWN);
        assert_eq!(Language::named("tlh"), None);
    }
}
