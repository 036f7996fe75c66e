//! Texts that are JSON, with the JSON that stands as text within them: `{"data": "{\"topics\": {}}"}`.
//!
//! What the objects mean is for others.

use serde_json::Value;

/// Depth to which texts are read as JSON.
const DEEPEST: usize = 4;

/// Whether a text may be an object or a list, or a text that is one.
pub(crate) fn may_be_json(text: &str) -> bool {
    let text = text.trim_start();
    let text = text.strip_prefix('"').map_or(text, |inner| inner.trim_start_matches('\\'));
    text.starts_with(['{', '['])
}

/// The value of a text that is an object or a list; None for any other.
pub(crate) fn json_in(text: &str) -> Option<Value> {
    if !may_be_json(text) {
        return None;
    }
    let mut value = serde_json::from_str(text.trim()).ok()?;
    read_texts_within(&mut value);
    (value.is_object() || value.is_array()).then_some(value)
}

/// Puts objects in the place of the texts that are such.
pub(crate) fn read_texts_within(value: &mut Value) {
    read_texts(value, 0);
}

fn read_texts(value: &mut Value, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::String(text) if text.starts_with(['{', '[']) => {
            if let Ok(mut inner) = serde_json::from_str::<Value>(text) {
                read_texts(&mut inner, depth + 1);
                *value = inner;
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| read_texts(one, depth + 1)),
        Value::Object(members) => {
            members.iter_mut().for_each(|(_, member)| read_texts(member, depth + 1));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_that_are_objects_are_read_within_others() {
        for (text, value) in [
            (r#"{"a": 1}"#, Some(json!({"a": 1}))),
            (r#"{"a": "{\"b\": \"[1]\"}"}"#, Some(json!({"a": {"b": [1]}}))),
            (r#""{\"a\": 1}""#, Some(json!({"a": 1}))),
            (r#"{"a": "{not json"}"#, Some(json!({"a": "{not json"}))),
            (r#""a""#, None),
            ("12", None),
            ("{a", None),
        ] {
            assert_eq!(json_in(text), value, "{text}");
        }
    }
}
