//! What objects say of contact, whatever they were written as: JSON, a struct, a map, a list of such.
//!
//! Only their members are looked at. A text that is an object is told from one that only looks like it; what a
//! column's name asks is for `no_columns`.

use super::channel::Channel;
use super::flags::{Flag, flag};
use super::no_columns::{NoCell, NoColumn, NoReading, cell_says_no};
use super::plain::{Plain, squeeze};
use serde_json::{Map, Value};

/// What the state of a consent is called within an object, as `squeeze` leaves it.
const STATE_FIELDS: [&str; 4] = ["state", "status", "consent", "marketingstate"];
/// What names a member that is written as an object of its own: `{"channel": "email", "status": "opted_out"}`.
const NAMES: [&str; 6] = ["channel", "key", "type", "purpose", "topic", "medium"];
/// What has its value.
#[rustfmt::skip] // A table: as many words a line as fit.
const VALUES: [&str; 10] = [
    "value", "val", "status", "state", "consent", "granted", "enabled", "optedin", "subscribed", "marketingstate",
];
/// Objects whose members are ways of contact.
const OF_CONTACT: &[&str] = &[
    "prefer",
    "consent",
    "contact",
    "communicat",
    "optin",
    "notif",
    "subscri",
    "permission",
    "marketing",
];
/// Depth to which objects are looked into.
const DEEPEST: usize = 5;

/// The object that a text is; none for other texts. Pairs such as `email: no, sms: yes` are one where the column's
/// name speaks of contact.
pub(crate) fn object_in(column: &str, text: &str) -> Option<Value> {
    let text = text.trim();
    if text.starts_with(['{', '[']) {
        return serde_json::from_str(text).ok();
    }
    if text.contains("=>") {
        // An hstore of Postgres.
        return serde_json::from_str(&format!("{{{}}}", text.replace("=>", ":"))).ok();
    }
    if speaks_of_contact(column) { pairs(text) } else { None }
}

fn pairs(text: &str) -> Option<Value> {
    let pair = |part: &str| {
        let (name, value) = part.split_once([':', '='])?;
        Some((name.trim().to_owned(), Value::from(value.trim())))
    };
    let parts = text.split([',', ';', '&', '\n']).filter(|part| !part.trim().is_empty());
    let members = parts.map(pair).collect::<Option<Map<String, Value>>>()?;
    (!members.is_empty()).then_some(Value::Object(members))
}

fn speaks_of_contact(name: &str) -> bool {
    Plain::of(name).has_stem(OF_CONTACT)
}

/// Whether an object refuses e-mail or every contact, in a column whose name says nothing of it itself:
/// `preferences` = `{"email": false}`.
pub(crate) fn object_says_no(column: &str, object: &Value) -> bool {
    says_no(object, &Around { column, speaks: speaks_of_contact(column) }, 0)
}

/// The same in a column that asks for a consent.
pub(super) fn refuses_mail(object: &Value) -> bool {
    says_no(object, &Around { column: "", speaks: true }, 0)
}

/// The state that an object has; none where it has none.
pub(super) fn state_of(object: &Value) -> Option<&str> {
    let member = |name: &&str| object.as_object()?.iter().find(|(key, _)| squeeze(key) == **name);
    STATE_FIELDS.iter().find_map(member)?.1.as_str()
}

/// Whether anything in it says more than nothing and no.
pub(super) fn holds_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is_yes) => *is_yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(flag(text), Flag::Empty | Flag::No),
        Value::Array(all) => all.iter().any(holds_something),
        Value::Object(members) => members.values().any(holds_something),
    }
}

/// The ways of contact that a list names, where all that it has are such.
pub(crate) fn ways_in(list: &Value) -> Option<Vec<Channel>> {
    let named = |one: &Value| Channel::named_in(&Plain::of(one.as_str()?));
    let ways: Vec<Channel> = list.as_array()?.iter().map(named).collect::<Option<_>>()?;
    (!ways.is_empty()).then_some(ways)
}

/// Where an object stands.
struct Around<'a> {
    column: &'a str,
    /// Whether its members are ways of contact.
    speaks: bool,
}

fn says_no(value: &Value, around: &Around<'_>, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    match value {
        Value::Array(all) => all.iter().any(|one| match one {
            Value::String(text) => !around.column.is_empty() && cell_says_no(around.column, text),
            one => says_no(one, around, depth + 1),
        }),
        Value::Object(members) => {
            if let Some((name, value)) = named_value(members) {
                if is_of_another_way(name) {
                    return false;
                }
                if member_says_no(name, value, around, depth) {
                    return true;
                }
            }
            members.iter().any(|(name, value)| {
                !is_of_another_way(name) && member_says_no(name, value, around, depth)
            })
        }
        _ => false,
    }
}

/// The member that an object is by its own words.
fn named_value(members: &Map<String, Value>) -> Option<(&str, &Value)> {
    let find = |names: &[&str]| {
        let is_named = |(key, _): &(&String, &Value)| names.contains(&squeeze(key).as_str());
        members.iter().find(is_named).map(|(_, value)| value)
    };
    Some((find(&NAMES)?.as_str()?, find(&VALUES)?))
}

/// Whether a name speaks of a way of contact that is not e-mail.
fn is_of_another_way(name: &str) -> bool {
    !matches!(Channel::named_in(&Plain::of(name)), None | Some(Channel::Email))
}

fn member_says_no(name: &str, value: &Value, around: &Around<'_>, depth: usize) -> bool {
    let is_way = around.speaks
        && ["email", "emails", "mail", "marketing", "newsletter", "promotions", "all"]
            .contains(&squeeze(name).as_str());
    let inner = value.as_object().and_then(|members| {
        members
            .iter()
            .find(|(key, _)| VALUES.contains(&squeeze(key).as_str()))
            .map(|(_, value)| value)
    });
    let said = if is_way { inner.unwrap_or(value) } else { value };
    let text = match said {
        Value::Bool(true) => "true".to_owned(),
        Value::Bool(false) => "false".to_owned(),
        Value::String(text) => text.clone(),
        // Elsewhere a number is a count.
        Value::Number(number) if is_way => number.to_string(),
        Value::Object(_) | Value::Array(_) => {
            let speaks = around.speaks || speaks_of_contact(name);
            return says_no(value, &Around { column: name, speaks }, depth + 1);
        }
        _ => return false,
    };
    let no = NoColumn::named(name).filter(|no| {
        matches!(no.channel, Channel::All | Channel::Email)
            && !matches!(no.reading, NoReading::Until | NoReading::Change)
    });
    no.is_some_and(|no| no.reading.read(&text) == NoCell::No)
        || (is_way && NoReading::Asked.read(&text) == NoCell::No)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses(column: &str, text: &str) -> bool {
        object_in(column, text).is_some_and(|object| object_says_no(column, &object))
    }

    #[test]
    fn members_say_no_whatever_they_are_written_as() {
        for (column, text) in [
            ("preferences", r#"{"email": false, "sms": true}"#),
            ("preferences", r#"{"email": 0}"#),
            ("subscriptions", r#"{"email": {"marketing": {"consent": "UNSUBSCRIBED"}}}"#),
            ("consents", r#"{"marketing": {"email": {"val": "n"}}}"#),
            (
                "consents",
                r#"[{"channel": "email", "purpose": "marketing", "status": "withdrawn"}]"#,
            ),
            ("custom", r#"{"unsubscribed": true}"#),
            ("metafields", r#"[{"key": "email_opt_out", "value": "true"}]"#),
            ("attributes", r#""email_opt_out"=>"true", "a"=>"b""#),
            ("consents", "email=0&sms=1"),
            ("communication_preferences", "email: no, sms: yes"),
            ("tags", r#"["vip", "unsubscribed"]"#),
        ] {
            assert!(refuses(column, text), "{column} {text}");
        }
        for (column, text) in [
            ("preferences", r#"{"email": true, "sms": false}"#),
            (
                "subscriptions",
                r#"{"email": {"marketing": {"consent": "SUBSCRIBED"}}, "sms": {"marketing": {"consent": "NEVER_SUBSCRIBED"}}}"#,
            ),
            ("consents", r#"[{"channel": "sms", "status": "withdrawn"}]"#),
            ("custom", r#"{"unsubscribed": false, "theme": {"email": false}}"#),
            ("attributes", r#""email_opt_out"=>"false""#),
            ("notes", "email: no, sms: yes"),
            ("tags", r#"["vip"]"#),
            ("tags", "{vip,gold}"),
        ] {
            assert!(!refuses(column, text), "{column} {text}");
        }
    }

    #[test]
    fn an_object_of_nothing_holds_nothing() {
        for (text, holds) in [
            (r#"{"reason": null, "at": ""}"#, false),
            (r#"{"suppressed": "false"}"#, false),
            (r#"[{"reason": "spam"}]"#, true),
            ("[]", false),
        ] {
            assert_eq!(holds_something(&serde_json::from_str(text).unwrap()), holds, "{text}");
        }
        let push = serde_json::json!(["push"]);
        assert_eq!(ways_in(&push), Some(vec![Channel::Push]));
        assert_eq!(ways_in(&serde_json::json!(["a"])), None);
    }
}
