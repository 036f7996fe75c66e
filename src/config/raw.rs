//! `winback.toml` as it is written: values by section and key, nothing checked.
//!
//! The command line fills the same, and lies over the file value by value ([`RawConfig::over`]). No
//! stage sees these: `check` turns them into checked types once, by the table of options.

use super::options;
use serde::Serialize;
use toml::{Table, Value};

/// Values by section and key.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct RawConfig {
    sections: Table,
}

impl RawConfig {
    /// The same with a value more.
    #[must_use]
    pub fn with(mut self, section: &str, key: &str, value: impl Into<Value>) -> Self {
        self.set(section, key, value.into());
        self
    }

    /// The value of `section.key`, where one is given.
    pub fn get(&self, section: &str, key: &str) -> Option<&Value> {
        self.sections.get(section)?.get(key)
    }

    pub(super) fn set(&mut self, section: &str, key: &str, value: Value) {
        let section = self.sections.entry(section).or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(section) = section {
            section.insert(key.to_owned(), value);
        }
    }

    fn remove(&mut self, section: &str, key: &str) {
        if let Some(Value::Table(section)) = self.sections.get_mut(section) {
            section.remove(key);
        }
    }

    /// Those on which results depend. What the machine offers and who is told is left out: results are the same
    /// whatever it is, and addresses hold secrets.
    #[must_use]
    pub fn of_results(mut self) -> Self {
        for section in options::sections() {
            for option in section.options.iter().filter(|option| option.spec.machine_only) {
                self.remove(section.name, option.key);
            }
        }
        self.sections.retain(|_, section| section.as_table().is_none_or(|keys| !keys.is_empty()));
        self
    }

    /// These values, and `base`'s where there is none. A value that is given in another one's place
    /// takes that away from `base`: `--amount` replaces a unit price, and the reverse.
    #[must_use]
    pub fn over(self, mut base: Self) -> Self {
        for section in options::sections() {
            for option in &section.options {
                let Some(other) = option.spec.instead_of else { continue };
                for [given, replaced] in [[option.key, other], [other, option.key]] {
                    if self.get(section.name, given).is_some() {
                        base.remove(section.name, replaced);
                    }
                }
            }
        }
        for (section, values) in self.sections {
            let Value::Table(values) = values else { continue };
            for (key, value) in values {
                base.set(&section, &key, value);
            }
        }
        base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_the_place_of_another() {
        let base = RawConfig::default()
            .with("columns", "amount", "paid")
            .with("columns", "quantity", "units");
        let over = RawConfig::default().with("columns", "unit_price", "price").over(base.clone());
        assert_eq!(over.get("columns", "amount"), None);
        assert_eq!(over.get("columns", "quantity"), Some(&"units".into()));
        let over = RawConfig::default().with("columns", "amount", "sum").over(over);
        assert_eq!(over.get("columns", "unit_price"), None);
        assert_eq!(over.get("columns", "amount"), Some(&"sum".into()));
        assert_eq!(RawConfig::default().over(base.clone()), base);
    }
}
