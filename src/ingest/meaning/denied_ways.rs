//! The ways of contact that an object denies in a column that says no by its name: `do_not_contact` =
//! `{"email": false, "sms": true}`, HighLevel's `dndSettings`, Mautic's `doNotContact`.
//!
//! There a yes is a no. What objects say elsewhere is for `objects`.

use super::channel::Channel;
use super::flags::{Flag, flag};
use super::no_columns::{NoCell, NoReading};
use super::objects::{holds_something, state_of, way_of};
use super::plain::squeeze;
use serde_json::{Map, Value};

/// Members that name the way of contact that the object denies.
const WAYS: &[&str] = &["channel", "channelname", "channeltype", "medium"];

/// The ways that an object denies; None where it is not made of ways of contact.
pub(crate) fn denied_ways(object: &Value) -> Option<Vec<Channel>> {
    match object {
        Value::Array(all) if all.iter().any(Value::is_object) => {
            let each: Option<Vec<Vec<Channel>>> = all.iter().map(denied_ways).collect();
            Some(each?.concat())
        }
        Value::Object(members) if !members.is_empty() => match named_way(members) {
            Some(_) if is_over(object) => Some(Vec::new()),
            Some(way) => Some(vec![way]),
            None => denied_members(members),
        },
        _ => None,
    }
}

/// The same of an object whose members are ways of contact.
fn denied_members(members: &Map<String, Value>) -> Option<Vec<Channel>> {
    let mut denied = Vec::new();
    for (name, value) in members {
        let way = way_of(name)?;
        if denies(value) {
            denied.push(way);
        }
    }
    Some(denied)
}

/// The way that a member names: `{"channel": "sms", "reason": 1}`.
fn named_way(members: &Map<String, Value>) -> Option<Channel> {
    let named = members.iter().find(|(name, _)| WAYS.contains(&squeeze(name).as_str()))?;
    way_of(named.1.as_str()?)
}

/// Whether an object says by its state that it holds no longer.
fn is_over(object: &Value) -> bool {
    state_of(object).is_some_and(|state| NoReading::Ban.read(state) == NoCell::Nothing)
}

/// Whether what stands beside a way denies it.
fn denies(value: &Value) -> bool {
    match value {
        Value::String(text) => match flag(text) {
            Flag::Yes => true,
            Flag::No | Flag::Empty => false,
            Flag::NotUnderstood => NoReading::Ban.read(text) != NoCell::Nothing,
        },
        value => match state_of(value) {
            Some(state) => denies(&Value::from(state)),
            None => holds_something(value),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_yes_denies_its_way_alone() {
        use Channel::{All, Email, Sms};
        for (object, ways) in [
            (json!({"email": true, "sms": false}), Some(vec![Email])),
            (json!({"email": 0, "sms": "yes"}), Some(vec![Sms])),
            (json!({"email": "2024-01-01", "sms": ""}), Some(vec![Email])),
            (json!({"email": "perhaps"}), Some(vec![Email])),
            (
                json!({"Email": {"status": "active"}, "SMS": {"status": "inactive"}}),
                Some(vec![Email]),
            ),
            (json!({"Email": {"status": "permanent", "code": ""}}), Some(vec![Email])),
            (json!({"all": {"status": "active"}}), Some(vec![All])),
            (json!([{"id": 1, "reason": 1, "channel": "sms"}]), Some(vec![Sms])),
            (json!([{"channel": "email", "status": "inactive"}]), Some(vec![])),
            (json!({"email": {"status": null}}), Some(vec![])),
            (json!({"reason": "legal", "at": "2024-01-01"}), None),
            (json!([1, 2]), None),
            (json!({}), None),
        ] {
            assert_eq!(denied_ways(&object), ways, "{object}");
        }
    }
}
