//! The commented `winback.toml` that `winback init` writes, from the table of options.

use super::options::spec::toml_text;
use super::options::{lines, sections};
use toml::Value;

const HEADER: &str = "\
# winback.toml: what winback reads, asks and writes.
#
# A line that begins with \"# \" is an explanation. A setting that is commented out (\"#key =\") shows its
# default or, where there is none, an example. Relative paths are relative to this file's folder. Many
# settings have a flag of the same name, which wins: as_of is --as-of. The same text with types and
# ranges: `winback config docs`; for editors: `winback config schema`.
";

/// A setting that the template is to have.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateValue {
    section: &'static str,
    key: &'static str,
    value: Value,
}

impl TemplateValue {
    /// The text `value` of `section.key`.
    pub fn of(section: &'static str, key: &'static str, value: String) -> Self {
        Self { section, key, value: Value::String(value) }
    }
}

/// The commented configuration.
pub fn template() -> String {
    template_with(&[])
}

/// The commented configuration, with settings.
pub fn template_with(values: &[TemplateValue]) -> String {
    let mut text = HEADER.to_owned();
    let comment = |text: &mut String, doc: &'static str| {
        for line in lines(doc).filter(|line| !line.is_empty()) {
            text.push_str(&format!("# {line}\n"));
        }
    };
    let mut said = "";
    for section in sections() {
        text.push('\n');
        comment(&mut text, section.doc);
        text.push_str(&format!("[{}]\n", section.name));
        for option in section.options {
            comment(&mut text, option.doc);
            let spec = &option.spec;
            // What was said of the option before need not be said again.
            if let Some(words) = spec.default_in_words.filter(|words| *words != said) {
                text.push_str(&format!("# Without it: {words}.\n"));
            }
            said = spec.default_in_words.unwrap_or_default();
            let is_this =
                |set: &&TemplateValue| (set.section, set.key) == (section.name, option.key);
            if let Some(set) = values.iter().find(is_this) {
                text.push_str(&format!("{} = {}\n", option.key, toml_text(&set.value)));
            } else if let Some(value) = spec.shown_value() {
                let mark = if spec.in_template { "" } else { "#" };
                text.push_str(&format!("{mark}{} = {}\n", option.key, toml_text(value)));
            }
        }
    }
    text
}
