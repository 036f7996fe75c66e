//! By what way a short no in a cell is meant: a tag such as `DoNotCall` or `sms-unsubscribed` is about calls alone.
//!
//! Only where every word of it is known: in a sentence a call may be how it was said.

use crate::ingest::meaning::channel::{Channel, is_of_a_phone_register};
use crate::ingest::meaning::contact_names::{self, Asks};
use crate::ingest::meaning::plain::Plain;

/// Words that a no is made of beside its way of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_A_NO: &[&str] = &[
    "do", "not", "dont", "don", "t", "no", "never", "opt", "out", "opted", "optout", "optouts", "optedout", "unsubs", "unsubscribers", "unsub", "unsubscribe", "unsubscribed", "unsubscribes", "stop", "stopped", "stops",
    "dnc", "blocked", "block", "blocklist", "blocklisted", "blacklist", "blacklisted", "suppressed", "suppress", "suppression", "list", "from", "of", "to", "by", "for", "all", "marketing",
    "tag", "status", "is", "has", "yes", "true", "1", "register", "registered",
    "nicht", "kein", "keine", "ne", "pas", "plus", "non", "niet", "geen", "nao", "nie", "ikke", "inte", "ei",
];
/// Words of a tag.
const MOST_WORDS: usize = 6;

/// Columns whose cells are tags and remarks, in which a short no may be about calls alone.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_TAGS: &[&str] = &["tag", "label", "flag", "note", "remark", "comment", "prefer", "restrict", "instruct", "solicit", "segment", "attribute", "etiqueta", "etiket", "bemerkung", "notiz"];

/// The way that a no is about alone, of those that take no e-mail away; None where it may be about more.
pub(crate) fn way_of_a_no(text: &str) -> Option<Channel> {
    let name = Plain::of(text);
    let is_known = |part: &String| {
        OF_A_NO.contains(&part.as_str())
            || part.bytes().all(|byte| byte.is_ascii_digit())
            || Channel::named_in(&Plain::of(part)).is_some_and(|way| way != Channel::Email)
            || contact_names::is_a_call(part)
            || is_of_a_phone_register(&Plain::of(part))
    };
    if name.parts().count() > MOST_WORDS || !name.parts().all(is_known) {
        return None;
    }
    if is_of_a_phone_register(&name) || name.parts().any(|part| contact_names::is_a_call(part)) {
        return Some(Channel::Phone);
    }
    Channel::named_in(&name).filter(|way| !matches!(way, Channel::All | Channel::Email))
}

/// Whether a tag or a remark denies calls or text messages and says nothing else: `no SMS`, `nicht anrufen`, `TPS`.
pub(crate) fn denies_calls(column: &str, text: &str) -> bool {
    let is_of_number = || matches!(way_of_a_no(text), Some(Channel::Sms | Channel::Phone));
    let name = Plain::of(text);
    let denies = || {
        is_of_a_phone_register(&name)
            || name.has_stem(&["donot", "dont"])
            || contact_names::asks(&name) == Some(Asks::Refusal)
            || name.has_word(contact_names::DENIALS)
    };
    !text.is_empty() && Plain::of(column).has_stem(OF_TAGS) && is_of_number() && denies()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_about_its_way_where_every_word_is_known() {
        use Channel::{Phone, Post, Push, Sms};
        for (tag, way) in [
            ("DoNotCall", Some(Phone)),
            ("do_not_call", Some(Phone)),
            ("DNC: phone", Some(Phone)),
            ("don't call", Some(Phone)),
            ("sms-unsubscribed", Some(Sms)),
            ("SMS opted out", Some(Sms)),
            ("whatsapp_optout", Some(Sms)),
            ("push_unsubscribed", Some(Push)),
            ("postal opt out", Some(Post)),
            ("nicht anrufen", Some(Phone)),
            ("ne pas appeler", Some(Phone)),
            ("TPS", Some(Phone)),
            ("DNC", None),
            ("do not contact", None),
            ("email opt out", None),
            ("Do not call or email", None),
            ("unsubscribed sms email", None),
            ("call: unsubscribe me", None),
            ("customer said on the phone: do not contact", None),
            ("deceased", None),
            ("", None),
        ] {
            assert_eq!(way_of_a_no(tag), way, "{tag}");
        }
    }

    #[test]
    fn calls_are_denied_in_tags_and_remarks_alone() {
        for tag in [
            "no calls",
            "No SMS",
            "do-not-text",
            "nicht anrufen",
            "keine Anrufe",
            "TPS",
            "non chiamare",
        ] {
            assert!(denies_calls("tags", tag), "{tag}");
            assert!(!denies_calls("city", tag), "{tag}");
        }
        for tag in ["phone", "sms", "call", "prefers phone", "vip", "no", "stop", "sms yes"] {
            assert!(!denies_calls("tags", tag), "{tag}");
        }
    }
}
