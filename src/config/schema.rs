//! `winback.toml` as JSON Schema (draft 2020-12), from the table of options: editors complete by it, and
//! other programs check by it.

use super::options::{ConfigOption, Section, lines, sections};
use serde_json::{Map, Value, json};

/// The schema.
pub fn schema() -> Value {
    let sections: Map<String, Value> = sections()
        .into_iter()
        .map(|section| (section.name.to_owned(), section_schema(section)))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "winback.toml",
        "description": "What winback reads, asks and writes.",
        "type": "object",
        "additionalProperties": false,
        "properties": sections,
    })
}

fn section_schema(section: Section) -> Value {
    // What is given in another one's place is not given beside it.
    let conflicts: Vec<Value> = section
        .options
        .iter()
        .filter_map(|option| Some(json!({ "required": [option.key, option.spec.instead_of?] })))
        .map(|both| json!({ "not": both }))
        .collect();
    let options: Map<String, Value> = section
        .options
        .into_iter()
        .map(|option| (option.key.to_owned(), option_schema(&option)))
        .collect();
    let mut schema = json!({
        "description": paragraph(section.doc),
        "type": "object",
        "additionalProperties": false,
        "properties": options,
    });
    if let (Value::Object(fields), false) = (&mut schema, conflicts.is_empty()) {
        fields.insert("allOf".to_owned(), Value::Array(conflicts));
    }
    schema
}

fn option_schema(option: &ConfigOption) -> Value {
    let spec = &option.spec;
    let mut schema = spec.shape.schema();
    if let Value::Object(fields) = &mut schema {
        fields.insert("description".to_owned(), json!(paragraph(option.doc)));
        fields.extend(spec.default.as_ref().map(|value| ("default".to_owned(), json!(value))));
        fields.extend(spec.example.as_ref().map(|value| ("examples".to_owned(), json!([value]))));
    }
    schema
}

/// A doc comment as one paragraph.
fn paragraph(doc: &'static str) -> String {
    lines(doc).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
