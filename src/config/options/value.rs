//! Checked values of options: TOML in, the type that a stage works with out.
//!
//! The shape is checked before (see `spec`); what is refused here is a text without meaning.

use super::shape::number;
use super::spec::shown;
use crate::audience::ControlShare;
use crate::model::fit::Solver;
use crate::monitor::{Endpoint, Limits};
use crate::registry::Retrain;
use crate::report::Language;
use crate::table::{Place, is_url};
use crate::time::{Horizon, Zone};
use std::path::PathBuf;
use toml::Value;

/// A type that an option's value becomes.
pub trait Setting: Sized {
    /// The value; None where none is given and there is no default.
    fn of(value: Option<&Value>) -> Result<Self, String>;
}

/// Types that an option without default cannot have: something must be there.
trait Present: Sized {
    fn of_value(value: &Value) -> Result<Self, String>;
}

/// Whatever needs a value, and the same where it may be absent.
macro_rules! settings {
    ($($type:ty),*) => {$(
        impl Setting for $type {
            fn of(value: Option<&Value>) -> Result<Self, String> {
                value.map_or_else(|| Err("a value is needed".to_owned()), Self::of_value)
            }
        }

        impl Setting for Option<$type> {
            fn of(value: Option<&Value>) -> Result<Self, String> {
                value.map(<$type>::of_value).transpose()
            }
        }
    )*};
}

settings!(String, PathBuf, bool, f64, u32, u64, usize, Vec<String>, Vec<f64>, [f64; 3]);
settings!(
    ControlShare,
    Horizon,
    Zone,
    Solver,
    Language,
    MemorySize,
    Limits,
    Endpoint,
    Retrain,
    Place
);

fn wrong<T>(value: &Value, what: &str) -> Result<T, String> {
    Err(format!("{} is not {what}", shown(value)))
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().map_or_else(|| wrong(value, "text"), Ok)
}

fn whole<N: TryFrom<i64>>(value: &Value) -> Result<N, String> {
    let fits = value.as_integer().and_then(|n| N::try_from(n).ok());
    fits.map_or_else(|| wrong(value, "a whole number that is allowed"), Ok)
}

impl Present for String {
    fn of_value(value: &Value) -> Result<Self, String> {
        text(value).map(str::to_owned)
    }
}

impl Present for PathBuf {
    fn of_value(value: &Value) -> Result<Self, String> {
        let path = text(value)?;
        if is_url(path) {
            return Err(
                "only inputs, the output and the models may lie in an object store: give a \
                        local path"
                    .to_owned(),
            );
        }
        Ok(PathBuf::from(path))
    }
}

impl Present for Place {
    fn of_value(value: &Value) -> Result<Self, String> {
        Place::parse(text(value)?).map_err(|error| error.to_string())
    }
}

impl Present for Language {
    fn of_value(value: &Value) -> Result<Self, String> {
        Language::named(text(value)?).map_or_else(|| wrong(value, "a language that is known"), Ok)
    }
}

impl Present for Retrain {
    fn of_value(value: &Value) -> Result<Self, String> {
        Retrain::named(text(value)?).map_or_else(|| wrong(value, "a schedule"), Ok)
    }
}

impl Present for bool {
    fn of_value(value: &Value) -> Result<Self, String> {
        value.as_bool().map_or_else(|| wrong(value, "true or false"), Ok)
    }
}

impl Present for f64 {
    fn of_value(value: &Value) -> Result<Self, String> {
        number(value).map_or_else(|| wrong(value, "a number"), Ok)
    }
}

impl Present for u32 {
    fn of_value(value: &Value) -> Result<Self, String> {
        whole(value)
    }
}

impl Present for u64 {
    fn of_value(value: &Value) -> Result<Self, String> {
        whole(value)
    }
}

impl Present for usize {
    fn of_value(value: &Value) -> Result<Self, String> {
        whole(value)
    }
}

impl Present for Vec<String> {
    fn of_value(value: &Value) -> Result<Self, String> {
        let texts = |values: &Vec<Value>| values.iter().map(String::of_value).collect();
        value.as_array().map_or_else(|| wrong(value, "a list"), texts)
    }
}

impl Present for Vec<f64> {
    fn of_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Array(values) => values.iter().map(f64::of_value).collect(),
            one => f64::of_value(one).map(|one| vec![one]),
        }
    }
}

impl Present for [f64; 3] {
    fn of_value(value: &Value) -> Result<Self, String> {
        let numbers = value.as_array().map(|values| values.iter().filter_map(number).collect());
        let three = numbers.and_then(|numbers: Vec<f64>| numbers.try_into().ok());
        three.map_or_else(|| wrong(value, "three numbers"), Ok)
    }
}

impl Present for Limits {
    fn of_value(value: &Value) -> Result<Self, String> {
        let numbers: Vec<f64> = value.as_array().into_iter().flatten().filter_map(number).collect();
        let [warn, alert] = numbers[..] else { return wrong(value, "two numbers") };
        Ok(Self { warn, alert })
    }
}

impl Present for Endpoint {
    /// Messages do not show the value: an address may hold a secret.
    fn of_value(value: &Value) -> Result<Self, String> {
        Endpoint::parse(text(value)?)
    }
}

impl Present for Horizon {
    fn of_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::String(_) => Ok(Horizon::Auto),
            days => whole(days).map(Horizon::Days),
        }
    }
}

impl Present for ControlShare {
    fn of_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::String(_) => Ok(ControlShare::Auto),
            share => f64::of_value(share).map(ControlShare::Share),
        }
    }
}

impl Present for Zone {
    fn of_value(value: &Value) -> Result<Self, String> {
        Zone::named(text(value)?).map_err(|error| error.to_string())
    }
}

impl Present for Solver {
    fn of_value(value: &Value) -> Result<Self, String> {
        let solver = Solver::ALL.into_iter().find(|solver| Some(solver.name()) == value.as_str());
        solver.map_or_else(|| wrong(value, "a solver"), Ok)
    }
}

/// A size of memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MemorySize {
    /// In bytes.
    pub bytes: u64,
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
pub const LEAST_MEMORY_BYTES: u64 = 64 << 20;

impl Present for MemorySize {
    /// `4GiB`, `500 MB`, `1.5gb`, or a number of bytes.
    fn of_value(value: &Value) -> Result<Self, String> {
        let bytes = match value {
            Value::String(text) => parse_size(text).ok_or_else(|| {
                format!(
                    "{} is not a size of memory: write it as 4GiB, 500MB or bytes",
                    shown(value)
                )
            })?,
            other => whole(other)?,
        };
        if bytes < LEAST_MEMORY_BYTES {
            return Err(format!(
                "{} is too little memory: at least 64MiB are needed",
                shown(value)
            ));
        }
        Ok(Self { bytes })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let size = |text: &str| MemorySize::of_value(&text.into()).map(|size| size.bytes);
        assert_eq!(size("4GiB"), Ok(4 << 30));
        assert_eq!(size("500 MB"), Ok(500_000_000));
        assert_eq!(size("1.5gb"), Ok(1_500_000_000));
        assert_eq!(MemorySize::of_value(&Value::Integer(1 << 30)).unwrap().bytes, 1 << 30);
        assert!(size("lots").is_err() && size("").is_err() && size("1MB").is_err());
    }

    #[test]
    fn every_solver_is_read_by_its_name() {
        for solver in Solver::ALL {
            assert_eq!(Solver::of_value(&solver.name().into()), Ok(solver));
        }
    }
}
