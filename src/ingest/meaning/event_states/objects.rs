//! What an object as text says beside the type of an event, member by member.
//!
//! A member is read as a column of its name would be.

use super::words::{IN_OBJECTS, NAMES_OF_EVENTS, OF_COOKIES, OF_FAILURES, PAST};
use super::{Asks, EventType, StateColumn, Topic};
use crate::ingest::meaning::bounces::{is_for_good, is_for_now};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::json_texts::{json_in, may_be_json};
use crate::ingest::meaning::objects::{
    change_says_no, pairs_of, refused_consents, state_of, tells_changes,
};
use crate::ingest::meaning::plain::{Plain, squeeze};
use serde_json::{Map, Value};

/// Depth to which objects are looked into.
const DEEPEST: usize = 4;

/// Whether an object says yes and nothing in it says no.
pub(super) fn text_says_yes(text: &str) -> bool {
    json_in(text).is_some_and(|object| {
        object_says_yes(&object, 0) && !object_says_no(Topic::Contact, &object, 0)
    })
}

/// Whether an object says no beside an event of a topic; it may tell what was changed into what.
pub(super) fn text_says_no(topic: Topic, text: &str, tells_changes: bool) -> bool {
    if !may_speak_of_contact(text) {
        return false;
    }
    json_in(text).is_some_and(|object| {
        let is_set_within = sets_within(&object);
        let topic = if is_set_within { Topic::Contact } else { topic };
        object_says_no(topic, &object, 0)
            || tells_changes && !change_says_no(&object).is_empty()
            || is_set_within && object_answers_no(&object)
    })
}

/// Whether an object says how a message has failed, and that it was for now: `{"bounceType": "Transient"}`.
pub(super) fn failed_for_now(text: &str) -> bool {
    let mut kinds = Vec::new();
    if may_be_json(text)
        && let Some(object) = json_in(text)
    {
        add_kinds_of_failure(&object, 0, &mut kinds);
    }
    kinds.iter().any(|kind| is_for_now(kind)) && !kinds.iter().any(|kind| is_for_good(kind))
}

fn add_kinds_of_failure(object: &Value, depth: usize, kinds: &mut Vec<String>) {
    let Some(members) = object.as_object().filter(|_| depth <= DEEPEST) else { return };
    for (name, value) in members {
        match value {
            Value::String(kind) if OF_FAILURES.contains(&squeeze(name).as_str()) => {
                kinds.push(kind.clone());
            }
            inner => add_kinds_of_failure(inner, depth + 1, kinds),
        }
    }
}

/// Whether a state in an object, or in one of its members, is a yes.
fn object_says_yes(object: &Value, depth: usize) -> bool {
    let of_member = |(name, value): (&String, &Value)| match value {
        Value::String(text) => StateColumn::named(name).is_some_and(|column| column.is_a_yes(text)),
        Value::Object(_) | Value::Array(_) => object_says_yes(value, depth + 1),
        _ => false,
    };
    match object {
        _ if depth > DEEPEST => false,
        Value::Object(members) => members.iter().any(of_member),
        Value::Array(all) => all.iter().any(|one| object_says_yes(one, depth + 1)),
        _ => false,
    }
}

/// Whether an object as text is worth reading: most events have one, of other things.
fn may_speak_of_contact(text: &str) -> bool {
    let lower = text.to_lowercase();
    IN_OBJECTS.iter().any(|stem| lower.contains(stem))
}

/// Whether an object is of answers to ways of contact, of which e-mail is refused: `{"email": {"promotions": false}}`.
pub(super) fn answers_say_no(text: &str) -> bool {
    json_in(text).is_some_and(|object| object_answers_no(&object))
}

fn object_answers_no(object: &Value) -> bool {
    let Some(members) = object.as_object() else { return false };
    let is_past = |name: &String| Plain::of(name).has_word(PAST);
    !members.keys().any(is_past)
        && !is_of_cookies(members)
        && refused_consents(object).iter().any(|way| way.forbids(Channel::Email))
}

/// Whether an object names an event that sets preferences or a newsletter: a tool that sends all events in one form
/// writes their names and answers within.
fn sets_within(object: &Value) -> bool {
    let Some(members) = object.as_object() else { return false };
    let names_event = |name: &str| {
        let name = squeeze(name);
        name == "name" || NAMES_OF_EVENTS.contains(&name.as_str())
    };
    let sets_contact = |event: EventType| {
        let is_of_mail = ["preferenc", "subscri", "newsletter", "market", "mail"];
        event.topic == Topic::Contact
            && event.sets()
            && Plain::of(&event.name).has_stem(&is_of_mail)
    };
    let named = members.iter().filter(|(name, _)| names_event(name));
    named.filter_map(|(_, text)| text.as_str()).map(EventType::of).any(sets_contact)
}

/// Whether an object has what was allowed to be stored in a browser: `marketing` beside `analytics` is of cookies.
fn is_of_cookies(members: &Map<String, Value>) -> bool {
    members.keys().any(|name| Plain::of(name).has_stem(OF_COOKIES))
}

/// Whether a member of an object says no, by its name as a column would.
fn object_says_no(topic: Topic, object: &Value, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    match object {
        Value::Object(members) if names_a_cookie(members) => false,
        Value::Object(members) => {
            let of_cookies = is_of_cookies(members);
            let says_no = |(name, value)| member_says_no(topic, of_cookies, (name, value), depth);
            let own = members.iter().map(|(name, value)| (name.as_str(), value));
            own.chain(pairs_of(members)).any(says_no)
        }
        Value::Array(all) => all.iter().any(|one| object_says_no(topic, one, depth + 1)),
        _ => false,
    }
}

/// Whether a pair is the answer to a consent to cookies: `{"key": "ad_storage", "value": {"string_value": "denied"}}`.
fn names_a_cookie(members: &Map<String, Value>) -> bool {
    pairs_of(members).any(|(name, _)| Plain::of(name).has_stem(OF_COOKIES))
}

/// The same of one member, beside which others may be of cookies.
fn member_says_no(topic: Topic, of_cookies: bool, member: (&str, &Value), depth: usize) -> bool {
    let (name, value) = member;
    if tells_changes(name) && !change_says_no(value).is_empty() {
        return true;
    }
    let Some(column) = StateColumn::named(name) else { return false };
    let is_open = column.asks == Asks::Anything || of_cookies && column.channel.is_none();
    let of_text = |text| (topic != Topic::Other || !is_open) && column.says_no_of(topic, text);
    match value {
        Value::String(text) => of_text(text),
        // A number is a count or an amount.
        Value::Bool(is_yes) => of_text(if *is_yes { "true" } else { "false" }),
        Value::Object(_) | Value::Array(_) => {
            let refuses = || refused_consents(value).iter().any(|way| way.forbids(Channel::Email));
            let state_refuses =
                || state_of(value).is_some_and(|state| column.says_no_of(topic, state));
            let is_refused = || column.asks_for_mail() && (refuses() || state_refuses());
            object_says_no(topic, value, depth + 1) || is_refused()
        }
        _ => false,
    }
}
