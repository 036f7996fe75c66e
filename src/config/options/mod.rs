//! THE TABLE OF OPTIONS: everything that may stand in `winback.toml`, each option written once.
//!
//! A section is a file of this folder. One line of it is an option: key, type, shape, default, flag; the
//! comment above the line is its help text. From here come the parsing and its checks (`read` of each
//! section), the flags and their help (`cli::args`), the template (`config::template`), the reference
//! page docs/configuration.md (`config::reference`) and the JSON Schema (`config::schema`). Defaults
//! stand here and nowhere else. Rules between two options are not here; see `config::check`.

pub mod audience;
pub mod columns;
pub mod data;
pub mod engine;
pub mod event_types;
pub mod machine;
pub mod model;
pub mod monitor;
pub mod outcome;
pub mod output;
pub mod quality;
pub mod report;
pub mod rows;
pub mod scores;
mod shape;
pub mod spec;
pub mod value;

pub use shape::Shape;
pub use spec::Spec;

/// A section of `winback.toml`.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name, in brackets in the file.
    pub name: &'static str,
    /// Heading of its flags in `--help`.
    pub heading: &'static str,
    /// What it is about, as doc comment.
    pub doc: &'static str,
    /// Its options, in the order in which they are shown.
    pub options: Vec<ConfigOption>,
}

/// An option.
#[derive(Debug, Clone)]
pub struct ConfigOption {
    /// Its key in the section; with dashes, its flag.
    pub key: &'static str,
    /// What it means, as doc comment: a first paragraph for `--help`, more for template and reference.
    pub doc: &'static str,
    /// Everything else.
    pub spec: Spec,
}

impl ConfigOption {
    /// The flag, such as `--as-of`, if it has one.
    pub fn flag(&self) -> Option<String> {
        self.spec.flag.map(|_| format!("--{}", self.key.replace('_', "-")))
    }

    /// The first paragraph on one line, without a full stop at its end.
    pub fn help(&self) -> String {
        let first: Vec<&str> = lines(self.doc).take_while(|line| !line.is_empty()).collect();
        first.join(" ").trim_end_matches('.').to_owned()
    }
}

/// The lines of a doc comment.
pub fn lines(doc: &'static str) -> impl Iterator<Item = &'static str> {
    doc.trim_end().lines().map(|line| line.strip_prefix(' ').unwrap_or(line))
}

/// The table, in the order of the file.
pub fn sections() -> Vec<Section> {
    let mut sections = vec![data::section()];
    let [transactions, events, customers] = columns::sections();
    sections.extend([transactions, rows::section(), events, event_types::section(), customers]);
    sections.extend([
        outcome::section(),
        model::section(),
        output::section(),
        engine::section(),
        machine::section(),
        quality::section(),
        scores::section(),
        audience::section(),
        report::section(),
        monitor::section(),
    ]);
    sections
}

/// Defines a section: its `section()` in the table, and its `read(source)`, which makes the checked
/// values. `struct Name` makes a struct of them; `fills Name` fills one that a stage brings, whose
/// fields are the keys. Either way an option that nobody takes does not compile.
macro_rules! options {
    (
        $(#[doc = $doc:literal])*
        section $section:literal, heading $heading:literal;
        struct $name:ident {
            $($(#[doc = $option_doc:literal])* $key:ident: $type:ty = $spec:expr;)*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            $($(#[doc = $option_doc])* pub $key: $type,)*
        }

        options! {
            $(#[doc = $doc])*
            section $section, heading $heading;
            fills $name {
                $($(#[doc = $option_doc])* $key: $type = $spec;)*
            }
        }
    };
    (
        $(#[doc = $doc:literal])*
        section $section:literal, heading $heading:literal;
        fills $name:ident {
            $($(#[doc = $option_doc:literal])* $key:ident: $type:ty = $spec:expr;)*
        }
    ) => {
        /// The section's place in the table.
        pub fn section() -> $crate::config::options::Section {
            $crate::config::options::Section {
                name: $section,
                heading: $heading,
                doc: concat!($($doc, "\n",)*),
                options: vec![$($crate::config::options::ConfigOption {
                    key: stringify!($key),
                    doc: concat!($($option_doc, "\n",)*),
                    spec: $spec,
                },)*],
            }
        }

        /// The section's values, checked one by one.
        pub(in crate::config) fn read(
            source: &$crate::config::ConfigSource,
        ) -> Result<$name, $crate::config::ConfigError> {
            Ok($name {
                $($key: source.read::<$type>(
                    $section,
                    stringify!($key),
                    &$spec,
                )?,)*
            })
        }
    };
}
use options;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_option_is_whole() {
        let mut flags = BTreeSet::new();
        for section in sections() {
            let mut keys = BTreeSet::new();
            for option in &section.options {
                let name = format!("{}.{}", section.name, option.key);
                let spec = &option.spec;
                assert!(keys.insert(option.key), "{name} stands twice");
                assert!(option.help().len() > 5, "{name} has no text");
                assert!(spec.shown_value().is_some(), "{name} has neither default nor example");
                for value in [&spec.default, &spec.example].into_iter().flatten() {
                    assert_eq!(spec.check(value), Ok(()), "{name}: its own value is refused");
                }
                let said = spec.default.is_some() != spec.default_in_words.is_some();
                assert!(said, "{name}: give either a default or what happens without a value");
                assert!(option.flag().is_none_or(|flag| flags.insert(flag)), "{name}: flag twice");
                if let Some(other) = spec.instead_of {
                    assert!(section.options.iter().any(|o| o.key == other), "{name}: {other}");
                }
            }
        }
    }
}
