//! Single values: text or number in, checked value out, or a sentence saying what is allowed.
//!
//! The messages carry no file, line or flag; whoever calls adds those.

use super::settings::AsOfRule;
use crate::time::{AsOf, Horizon, Zone};

/// A number of days, or `auto`.
pub fn horizon(value: &toml::Value) -> Result<Horizon, String> {
    let wrong = || {
        format!(
            "{} is not a horizon: use a whole number of days from 1 to 3650, or \"auto\"",
            shown(value)
        )
    };
    let days = match value {
        toml::Value::Integer(days) => *days,
        toml::Value::String(text) if text.trim().eq_ignore_ascii_case("auto") => {
            return Ok(Horizon::Auto);
        }
        toml::Value::String(text) => text.trim().parse().map_err(|_| wrong())?,
        _ => return Err(wrong()),
    };
    if (1..=3650).contains(&days) { Ok(Horizon::Days(days as u32)) } else { Err(wrong()) }
}

/// A date, or a word for one.
pub fn as_of(text: &str, zone: &Zone) -> Result<AsOfRule, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "today" => Ok(AsOfRule::Today),
        "yesterday" => Ok(AsOfRule::Yesterday),
        "data_end" => Ok(AsOfRule::DataEnd),
        _ => AsOf::parse(text, zone).map(AsOfRule::Date).map_err(|error| {
            format!("{error}, or as one of \"today\", \"yesterday\", \"data_end\"")
        }),
    }
}

const UNITS: [(&str, u64); 9] = [
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("tb", 1_000_000_000_000),
    ("b", 1),
];

/// Least memory that anything can be done in.
const LEAST_MEMORY_BYTES: u64 = 64 << 20;

/// A size in bytes: `4GiB`, `500 MB`, `1.5gb`, or a bare number of bytes.
pub fn memory_limit(value: &toml::Value) -> Result<u64, String> {
    let wrong =
        || format!("{} is not a size of memory: write it as 4GiB, 500MB or bytes", shown(value));
    let bytes = match value {
        toml::Value::Integer(bytes) => u64::try_from(*bytes).map_err(|_| wrong())?,
        toml::Value::String(text) => parse_size(text).ok_or_else(wrong)?,
        _ => return Err(wrong()),
    };
    if bytes < LEAST_MEMORY_BYTES {
        return Err(format!("{} is too little memory: at least 64MiB are needed", shown(value)));
    }
    Ok(bytes)
}

fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let (number, unit) = UNITS
        .iter()
        .find_map(|&(suffix, unit)| Some((text.strip_suffix(suffix)?, unit)))
        .unwrap_or((&text, 1));
    let number: f64 = number.trim().parse().ok()?;
    let bytes = number * unit as f64;
    (bytes.is_finite() && bytes >= 0.0).then_some(bytes as u64)
}

/// A share of a whole.
pub fn share(value: f64) -> Result<f64, String> {
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(format!("{value} is not a share: use a number from 0 to 1"))
    }
}

/// An amount of money that cannot be owed.
pub fn money(value: f64) -> Result<f64, String> {
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        Err(format!("{value} is not an amount: use a number of at least 0"))
    }
}

/// A whole number of at least one.
pub fn positive<N: Copy + PartialEq + From<u8> + std::fmt::Display>(value: N) -> Result<N, String> {
    if value == N::from(0) {
        Err("0 is not allowed: use a whole number of at least 1".to_owned())
    } else {
        Ok(value)
    }
}

/// Text with something in it.
pub fn not_empty(value: String) -> Result<String, String> {
    if value.trim().is_empty() {
        Err("it is empty: give it a value or leave it out".to_owned())
    } else {
        Ok(value)
    }
}

fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => format!("'{text}'"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let size = |text: &str| memory_limit(&toml::Value::String(text.to_owned()));
        assert_eq!(size("4GiB"), Ok(4 << 30));
        assert_eq!(size("500 MB"), Ok(500_000_000));
        assert_eq!(size("1.5gb"), Ok(1_500_000_000));
        assert_eq!(memory_limit(&toml::Value::Integer(1 << 30)), Ok(1 << 30));
        assert!(size("lots").is_err() && size("").is_err() && size("1MB").is_err());
    }

    #[test]
    fn horizons_are_days_or_auto() {
        assert_eq!(horizon(&toml::Value::String("AUTO".into())), Ok(Horizon::Auto));
        assert_eq!(horizon(&toml::Value::String("30".into())), Ok(Horizon::Days(30)));
        assert_eq!(horizon(&toml::Value::Integer(180)), Ok(Horizon::Days(180)));
        let error = horizon(&toml::Value::Integer(0)).unwrap_err();
        assert!(error.starts_with("0 is not a horizon"), "{error}");
    }

    #[test]
    fn words_stand_for_dates() {
        let zone = Zone::utc();
        assert_eq!(as_of("data_end", &zone), Ok(AsOfRule::DataEnd));
        assert!(matches!(as_of("2024-02-29", &zone), Ok(AsOfRule::Date(_))));
        assert!(as_of("2023-02-29", &zone).unwrap_err().contains("yesterday"));
    }
}
