//! The reference page docs/configuration.md, from the table of options.

use super::options::spec::toml_text;
use super::options::{ConfigOption, lines, sections};

const HEADER: &str = "\
# Configuration

`winback init` writes a commented `winback.toml`. It is read from the working folder, or from
`--config FILE`. Relative paths in it are relative to its folder. A flag wins over the file. An unknown
key or a value out of range ends a command with exit code 2 and names the file and the line.

Editors complete and check the file by a JSON Schema:

```sh
winback config schema > winback.schema.json
```

and, as the first line of `winback.toml`, `#:schema ./winback.schema.json`.

This page is generated: `winback config docs > docs/configuration.md`.
";

/// The page, as Markdown.
pub fn reference() -> String {
    let mut page = HEADER.to_owned();
    for section in sections() {
        page.push_str(&format!("\n## `[{}]`\n\n", section.name));
        page.push_str(&markdown(section.doc));
        for option in &section.options {
            page.push_str(&entry(option));
        }
    }
    page
}

fn entry(option: &ConfigOption) -> String {
    let spec = &option.spec;
    let mut text = format!("\n### `{}`\n\n{}\n", option.key, markdown(option.doc));
    let mut fact = |name: &str, value: String| text.push_str(&format!("- {name}: {value}\n"));
    fact("Value", spec.shape.in_words());
    match (&spec.default, spec.default_in_words) {
        (Some(value), _) => fact("Default", format!("`{}`", toml_text(value))),
        (None, Some(words)) => fact("Without it", words.to_owned()),
        (None, None) => {}
    }
    if let Some(example) = &spec.example {
        fact("Example", format!("`{} = {}`", option.key, toml_text(example)));
    }
    if let (Some(flag), Some(value)) = (option.flag(), spec.flag) {
        fact("Flag", format!("`{flag} <{value}>`"));
    }
    if let Some(other) = spec.instead_of {
        fact("Instead of", format!("`{other}`"));
    }
    if spec.machine_only {
        fact("Results", "do not depend on it".to_owned());
    }
    text
}

/// A doc comment as Markdown.
fn markdown(doc: &'static str) -> String {
    lines(doc).flat_map(|line| [line, "\n"]).collect()
}
