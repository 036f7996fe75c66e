//! What objects say of contact, whatever they were written as: JSON, a struct, a map, a list of such.
//!
//! Only their members are looked at. A text that is an object is told from one that only looks like it; what a
//! column's name asks is for `no_columns`.

use super::address::is_email;
use super::channel::Channel;
use super::flags::{Flag, flag};
use super::further_addresses::further_address;
use super::json_texts::{json_in, may_be_json};
use super::long_rows::{Answer, AnswerColumn, Question, Subject, answer, field};
use super::no_columns::{
    NoCell, NoColumn, NoReading, cell_says_no, is_of_cookies, way_of_a_no, word_says_no,
};
use super::plain::{Plain, squeeze};
use serde_json::{Map, Value};

/// What the state of a consent is called within an object, as `squeeze` leaves it.
const STATE_FIELDS: [&str; 4] = ["state", "status", "consent", "marketingstate"];
/// What names a member that is written as an object of its own: `{"channel": "email", "status": "opted_out"}`.
#[rustfmt::skip] // A table: as many words a line as fit.
const NAMES: &[&str] = &[
    "channel", "key", "type", "purpose", "topic", "medium", "name", "list", "listname", "consenttype", "field", "fieldname", "property",
    "propertyname", "attribute", "attributename", "preference", "subscription", "subscriptiongroupname", "subscriptionname", "method", "label",
    "code", "attributecode", "metakey", "consentpurpose", "purposename", "channeltype", "category", "id", "path", "text",
];
/// What has its value.
#[rustfmt::skip] // A table: as many words a line as fit.
const VALUES: &[&str] = &[
    "value", "val", "status", "state", "consent", "granted", "isgranted", "enabled", "optedin", "optin", "subscribed", "marketingstate", "allowed",
    "permitted", "accepted", "given", "answer", "isconsentgranted", "consentstatus", "consentgiven", "subscriptionstatus", "permission", "agreed",
    "selected", "active", "valid", "isvalid", "consented", "issubscribed", "isoptedin", "transactiontype", "action",
];
/// What was there before a change, and what came in its place.
const OLD: &[&str] = &["old", "from", "before", "oldvalue", "previous", "fromvalue", "was"];
#[rustfmt::skip] // A table: as many words a line as fit.
const NEW: &[&str] = &["new", "to", "after", "newvalue", "current", "tovalue", "is", "now", "value"];
/// Members that are a way of contact by one word, where the object speaks of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
const WAYS: &[&str] = &[
    "email", "emails", "mail", "marketing", "newsletter", "promotions", "all", "sms", "text", "phone", "call", "calls", "telephone", "whatsapp",
    "push", "post",
];
/// How a consent was given.
const WAYS_OF_CONSENTING: &[&str] = &["doubleoptin", "isdoubleoptin", "doubleopt"];
/// Objects whose members are ways of contact.
const OF_CONTACT: &[&str] = &[
    "prefer",
    "prefs",
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
    if may_be_json(text) {
        return json_in(text);
    }
    if text.contains("=>") {
        // An hstore of Postgres.
        return serde_json::from_str(&format!("{{{}}}", text.replace("=>", ":"))).ok();
    }
    if speaks_of_contact(column) { php_array(text).or_else(|| pairs(text)) } else { None }
}

/// Pairs of ways of contact and answers, whatever the column: `email:no|sms:yes`.
pub(crate) fn ways_with_answers(text: &str) -> Option<Value> {
    let object = pairs(text)?;
    let is_way = |name: &String| Channel::named_in(&Plain::of(name)).is_some();
    object.as_object()?.keys().all(is_way).then_some(object)
}

/// The members of a flat array as PHP writes it: `a:1:{s:5:"email";b:0;}`.
fn php_array(text: &str) -> Option<Value> {
    let inner = text.strip_prefix("a:")?.split_once(":{")?.1.strip_suffix('}')?;
    let mut values = inner.split_terminator(';').map(php_value);
    let mut members = Map::new();
    while let Some(name) = values.next() {
        members.insert(name?.as_str()?.to_owned(), values.next()??);
    }
    Some(Value::Object(members))
}

fn php_value(text: &str) -> Option<Value> {
    let (kind, value) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        "s" => Some(Value::from(value.split_once(':')?.1.trim_matches('"'))),
        "b" => Some(Value::from(value == "1")),
        "i" | "d" => Some(Value::from(value)),
        "N" => Some(Value::Null),
        _ => None,
    }
}

fn pairs(text: &str) -> Option<Value> {
    let pair = |part: &str| {
        let (name, value) = part.split_once([':', '='])?;
        // The address of a page is no pair.
        if value.starts_with("//") {
            return None;
        }
        Some((name.trim().to_owned(), Value::from(value.trim())))
    };
    let parts = text.split([',', ';', '&', '|', '\n']).filter(|part| !part.trim().is_empty());
    let members = parts.map(pair).collect::<Option<Map<String, Value>>>()?;
    (!members.is_empty()).then_some(Value::Object(members))
}

fn speaks_of_contact(name: &str) -> bool {
    let name = Plain::of(name);
    name.has_stem(OF_CONTACT) && !is_of_cookies(&name)
}

/// Whether a name speaks of things that one subscribes to.
fn speaks_of_topics(name: &str) -> bool {
    Plain::of(name).has_stem(&["topic", "subscri", "newsletter", "consent", "optin", "mailinglist"])
}

/// The ways of contact that an object refuses, in a column whose name says nothing of it itself:
/// `preferences` = `{"email": false}`.
pub(crate) fn refused_ways(column: &str, object: &Value) -> Vec<Channel> {
    refused(column, speaks_of_contact(column), object)
}

/// The same in a column that asks for a consent.
pub(crate) fn refused_consents(object: &Value) -> Vec<Channel> {
    refused("", true, object)
}

fn refused(column: &str, speaks: bool, object: &Value) -> Vec<Channel> {
    let mut ways = Vec::new();
    // What is stored in a browser has consents of its own.
    if !is_of_cookies(&Plain::of(column)) {
        add_refused(object, &Around { column, speaks, way: None }, 0, &mut ways);
    }
    ways
}

/// Whether an object has a clear yes among the answers in it.
pub(super) fn grants(object: &Value) -> bool {
    match object {
        Value::Array(all) => all.iter().any(grants),
        Value::Object(members) => members.iter().any(|(name, value)| {
            let is_yes = |text: String| answer(NoReading::Asked, &text) == Answer::Yes;
            grants(value)
                || is_one_of(name, &[VALUES, WAYS]) && text_of(value, true).is_some_and(is_yes)
        }),
        _ => false,
    }
}

/// Whether a name is of what was changed into what.
pub(super) fn tells_changes(name: &str) -> bool {
    Plain::of(name).has_stem(&["chang", "diff", "delta", "modif"])
}

/// The ways of contact that changes of fields refuse: `{"email_opt_in": [true, false]}`, `{"email_opt_in": {"from":
/// true, "to": false}}` or `[{"field": "email_opt_in", "old": true, "new": false}]`.
pub(super) fn change_says_no(changes: &Value) -> Vec<Channel> {
    let mut ways = Vec::new();
    let mut add = |name: &str, value: &Value| {
        let Some(no) = field(name) else { return };
        if text_of(value, true).is_some_and(|text| answer(no.reading, &text) == Answer::No) {
            ways.push(no.channel);
        }
    };
    let of_one = |one: &Value, add: &mut dyn FnMut(&str, &Value)| {
        let Some(members) = one.as_object() else { return };
        let name = member(members, NAMES).and_then(Value::as_str);
        if let (Some(name), Some(new)) = (name, member(members, NEW)) {
            add(name, new);
        }
        for (name, value) in members {
            match value {
                Value::Array(pair) if pair.len() == 2 => add(name, &pair[1]),
                Value::Object(pair) if member(pair, OLD).is_some() => {
                    if let Some(new) = member(pair, NEW) {
                        add(name, new);
                    }
                }
                _ => {}
            }
        }
    };
    match changes {
        Value::Array(all) => all.iter().for_each(|one| of_one(one, &mut add)),
        one => of_one(one, &mut add),
    }
    ways
}

/// The pairs that an object is: `{"key": "email_opt_in", "value": {"string_value": "false"}}`, or a change of a path.
pub(super) fn pairs_of(members: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    let value = member(members, &["value", "val", "newvalue"]).map(untyped);
    let names = members.iter().filter(|(key, _)| is_one_of(key, &[NAMES]));
    let names = names.filter_map(|(_, name)| name.as_str());
    names.filter_map(move |name| Some((name.rsplit('/').next()?, value?)))
}

/// A value within an object that has a member a type, as GA4 exports them.
fn untyped(value: &Value) -> &Value {
    let Some(members) = value.as_object() else { return value };
    let is_typed = members.keys().all(|name| squeeze(name).ends_with("value"));
    let set = members.values().find(|value| !value.is_null()).filter(|_| is_typed);
    set.unwrap_or(value)
}

/// Whether a text within an object says no by clear words alone: what stands beside a sale may be a box that was not
/// ticked.
pub(crate) fn holds_a_clear_no(column: &str, object: &Value) -> bool {
    match object {
        Value::String(text) => word_says_no(column, text),
        Value::Array(all) => all.iter().any(|one| holds_a_clear_no(column, one)),
        Value::Object(members) => members.iter().any(|(name, value)| holds_a_clear_no(name, value)),
        _ => false,
    }
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
        // Of a page of a list its entries count, not what else is said of it: `{"type": "list", "data": []}`.
        Value::Object(members) => {
            let is_list = members.values().any(Value::is_array);
            members.values().filter(|value| !is_list || value.is_array()).any(holds_something)
        }
    }
}

/// The ways of contact that a list names, where all that it has are such.
pub(crate) fn ways_in(list: &Value) -> Option<Vec<Channel>> {
    let named = |one: &Value| way_of(one.as_str()?);
    let ways: Vec<Channel> = list.as_array()?.iter().map(named).collect::<Option<_>>()?;
    (!ways.is_empty()).then_some(ways)
}

/// The same of a text: `email, sms`.
pub(crate) fn ways_of(text: &str) -> Option<Vec<Channel>> {
    let parts = text.split([',', ';', '|', '/', '+', '&']).map(str::trim);
    let ways: Vec<Channel> =
        parts.filter(|part| !part.is_empty()).map(way_of).collect::<Option<_>>()?;
    (!ways.is_empty()).then_some(ways)
}

/// The way of contact that a word or two name.
pub(super) fn way_of(text: &str) -> Option<Channel> {
    let name = Plain::of(text);
    if name.has_word(&["all", "any", "alle", "todos", "tous", "tutti"]) {
        return Some(Channel::All);
    }
    Channel::named_in(&name).filter(|_| name.parts().count() <= 2)
}

/// Where an object stands.
struct Around<'a> {
    column: &'a str,
    /// Whether its members are ways of contact.
    speaks: bool,
    /// The way of contact that names around it speak of.
    way: Option<Channel>,
}

fn add_refused(value: &Value, around: &Around<'_>, depth: usize, ways: &mut Vec<Channel>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(all) => {
            for one in all {
                match one {
                    Value::String(text) => {
                        if !around.column.is_empty() && cell_says_no(around.column, text) {
                            let way = around.way.or_else(|| way_of_a_no(text));
                            ways.push(way.unwrap_or(Channel::All));
                        }
                    }
                    one => add_refused(one, around, depth + 1, ways),
                }
            }
        }
        object @ Value::Object(members) => {
            let named = Named::of(members, around);
            if matches!(named, Some(Named::SomethingElse)) {
                return;
            }
            let way = match &named {
                Some(Named::Contact { reading, way, values }) => {
                    if values.iter().any(|text| answer(*reading, text) == Answer::No) {
                        ways.push(*way);
                    }
                    Some(*way)
                }
                _ => around.way,
            };
            for (name, value) in members {
                // What names the object or answers it is read above; how a consent was given that stands beside is no answer.
                let is_read = named.is_some() && is_one_of(name, &[NAMES, VALUES])
                    || is_one_of(name, &[WAYS_OF_CONSENTING]) && grants(object);
                if !is_read || value.is_object() || value.is_array() {
                    add_member(name, value, &Around { way, ..*around }, depth, ways);
                }
            }
        }
        _ => {}
    }
}

/// What an object is about that names it: `{"channel": "email", "status": "opted_out"}`.
enum Named {
    /// Contact by a way.
    Contact { reading: NoReading, way: Channel, values: Vec<String> },
    /// Cookies and the like.
    SomethingElse,
}

impl Named {
    fn of(members: &Map<String, Value>, around: &Around<'_>) -> Option<Self> {
        let naming = members.iter().filter(|(key, _)| is_one_of(key, &[NAMES]));
        let naming: Vec<(&str, &str)> =
            naming.filter_map(|(key, name)| Some((key.as_str(), name.as_str()?))).collect();
        let answers = members.iter().filter(|(key, _)| is_one_of(key, &[VALUES]));
        let values: Vec<(&str, String)> = answers
            .filter_map(|(key, value)| Some((key.as_str(), text_of(untyped(value), true)?)))
            .collect();
        if naming.is_empty() || values.is_empty() {
            return None;
        }
        let is_of_consent = around.speaks
            || naming.iter().any(|(key, _)| Question::is_certain(key))
            || values.iter().any(|(key, _)| {
                AnswerColumn::of(key, false).is_some_and(|column| column.is_of_consent)
            });
        let values =
            || values.iter().map(|(_, text)| text.clone()).filter(|text| !text.contains('@'));
        let subject = naming.iter().map(|(_, name)| Subject::of(name));
        let subject = subject.reduce(Subject::and).unwrap_or(Subject::Unknown);
        // A field of the person says by its name how it is read.
        if let Some(no) = naming.iter().find_map(|(_, name)| field(name)) {
            let is_open = no.channel == Channel::All;
            let of_subject = match subject {
                Subject::Contact(way) if is_open => Some(way),
                _ => None,
            };
            let way = of_subject.unwrap_or(no.channel);
            return Some(Named::Contact { reading: no.reading, way, values: values().collect() });
        }
        match subject {
            Subject::SomethingElse => Some(Named::SomethingElse),
            Subject::Contact(way) if is_of_consent => {
                Some(Named::Contact { reading: NoReading::Asked, way, values: values().collect() })
            }
            _ => None,
        }
    }
}

fn is_one_of(name: &str, known: &[&[&str]]) -> bool {
    let name = squeeze(name);
    known.iter().any(|names| names.contains(&name.as_str()))
}

fn member<'a>(members: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    members.iter().find(|(key, _)| is_one_of(key, &[names])).map(|(_, value)| value)
}

/// A flag, a text or, where `or_number`, a number as text.
fn text_of(value: &Value, or_number: bool) -> Option<String> {
    match value {
        Value::Bool(is_yes) => Some(is_yes.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if or_number => Some(number.to_string()),
        _ => None,
    }
}

/// Whether all members of an object are flags and none is a yes: no topic is subscribed to.
fn refuses_all(object: &Value) -> bool {
    let Some(members) = object.as_object().filter(|members| !members.is_empty()) else {
        return false;
    };
    members.iter().all(|(name, value)| {
        let is_flag = value.is_boolean() || value.is_string();
        let is_way = Channel::named_in(&Plain::of(name)).is_some_and(|way| way != Channel::Email);
        let says = text_of(value, false).map(|text| answer(NoReading::Asked, &text));
        is_flag && !is_way && says == Some(Answer::No)
    })
}

fn add_member(
    name: &str,
    value: &Value,
    around: &Around<'_>,
    depth: usize,
    ways: &mut Vec<Channel>,
) {
    let own_way = Channel::named_in(&Plain::of(name));
    let way = own_way.or(around.way);
    // What else was consented to: `{"location_collection": {"consented": false}}`.
    let answers =
        |value: &Value| value.as_object().is_some_and(|members| member(members, VALUES).is_some());
    if around.speaks && answers(value) && Subject::of(name) == Subject::SomethingElse {
        return;
    }
    let is_way = around.speaks && is_one_of(name, &[WAYS]);
    let inner = |names| value.as_object().and_then(|members| member(members, names));
    let own = if is_way { inner(VALUES) } else { None };
    // A property as HubSpot writes it: `{"hs_email_optout": {"value": "true"}}`.
    let of_property = || inner(&["value"]).filter(|_| NoColumn::named(name).is_some());
    let said = own.or_else(of_property).unwrap_or(value);
    if said.is_object() || said.is_array() {
        let denies = NoColumn::named(name).is_some_and(|no| !no.reading.is_of_consent());
        if said.is_array() && denies && holds_something(said) && ways_in(said).is_none() {
            ways.push(way.unwrap_or(Channel::All));
        }
        if around.speaks && speaks_of_topics(name) && refuses_all(said) {
            ways.push(way.unwrap_or(Channel::All));
        }
        let speaks = around.speaks || speaks_of_contact(name);
        add_refused(said, &Around { column: name, speaks, way }, depth + 1, ways);
        return;
    }
    if value.is_object() {
        // What else stands beside the answer, such as a suppression.
        add_refused(value, &Around { column: name, speaks: around.speaks, way }, depth + 1, ways);
    }
    // Elsewhere a number is a count.
    let Some(text) = text_of(said, is_way) else { return };
    let no = NoColumn::named(name).filter(|no| {
        !matches!(no.reading, NoReading::Until | NoReading::Paused | NoReading::Change)
    });
    let says_no = no.is_some_and(|no| no.reading.read(&text) == NoCell::No)
        || (is_way && NoReading::Asked.read(&text) == NoCell::No)
        || (said.is_string() && word_says_no(name, &text));
    if says_no {
        ways.push(way.unwrap_or(Channel::All));
    }
}

/// Depth to which addresses are looked for.
const DEEPEST_ADDRESS: usize = 4;

/// The e-mail address of whom an object is about, by the name of a member: `{"traits": {"email": "ann@x.org"}}`.
pub(crate) fn address_in(object: &Value) -> Option<&str> {
    address_at(object, 0)
}

fn address_at(object: &Value, depth: usize) -> Option<&str> {
    let Value::Object(members) = object else { return None };
    let is_address =
        |name: &str, text: &str| further_address(name) == Some(Channel::Email) && is_email(text);
    let own = members
        .iter()
        .find_map(|(name, value)| value.as_str().filter(|text| is_address(name, text)));
    let below = || members.values().find_map(|value| address_at(value, depth + 1));
    own.or_else(|| if depth < DEEPEST_ADDRESS { below() } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(column: &str, text: &str) -> Vec<Channel> {
        object_in(column, text).map(|object| refused_ways(column, &object)).unwrap_or_default()
    }

    fn refuses(column: &str, text: &str) -> bool {
        let is_of_mail = |way: &Channel| matches!(way, Channel::All | Channel::Email);
        ways(column, text).iter().any(is_of_mail)
    }

    #[test]
    fn the_address_of_whom_an_object_is_about_is_found() {
        let address =
            |text: &str| address_in(&serde_json::from_str(text).unwrap()).map(str::to_owned);
        let ann = Some("ann@x.org".to_owned());
        assert_eq!(address(r#"{"list": "NL", "email": "ann@x.org"}"#), ann);
        assert_eq!(address(r#"{"ip": "1.2.3.4", "traits": {"email": "ann@x.org"}}"#), ann);
        assert_eq!(address(r#"{"sender_email": "shop@x.org", "email": "none"}"#), None);
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
            ("properties", r#"{"hs_email_optout": {"value": "true", "timestamp": 1}}"#),
            ("consents", r#"{"purposes": [{"id": "newsletter", "enabled": false}]}"#),
            ("metafields", r#"[{"key": "email_opt_out", "value": "true"}]"#),
            ("attributes", r#""email_opt_out"=>"true", "a"=>"b""#),
            ("consents", "email=0&sms=1"),
            ("communication_preferences", "email: no, sms: yes"),
            ("contact_permissions", "email:no|sms:yes"),
            ("preferences", r#"a:2:{s:10:"newsletter";b:0;s:4:"lang";s:2:"en";}"#),
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
            ("preferences", r#"a:2:{s:10:"newsletter";b:1;s:4:"lang";s:2:"en";}"#),
            ("preferences", r#"a:1:{s:4:"lang""#),
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
