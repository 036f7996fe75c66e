//! What a cell beside the type of an event says: no, yes again, or by what way.
//!
//! Objects as text are in `objects`.

use super::objects::{answers_say_no, failed_for_now, text_says_no, text_says_yes};
use super::words::{
    CLASSES_FOR_NOW, CLEAR, CLEAR_STEMS, CODES_OF_STOPS, FAILED_MESSAGES, MOST_WORD_BYTES,
    OF_THE_PERSON, PLANS, REASONS, STOPS, WISHES,
};
use super::{Asks, EventType, Holds, Reading, StateColumn, Topic};
use crate::ingest::Consent;
use crate::ingest::meaning::bounces::{is_for_good, is_for_now};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::consent_words::{consent, without_courtesy};
use crate::ingest::meaning::event_names::{EventMeaning, Refusal};
use crate::ingest::meaning::flags::{Flag, flag};
use crate::ingest::meaning::json_texts::may_be_json;
use crate::ingest::meaning::links::leads_off_a_list;
use crate::ingest::meaning::no_columns::{NoCell, NoReading, ends_every_contact};
use crate::ingest::meaning::plain::{Plain, squeeze};
use crate::ingest::meaning::refusal_words::reads_like_a_no;
use crate::ingest::meaning::state_words::as_code;

impl StateColumn {
    /// What a no in a cell is about, by its name and the event's. Who wants to be taken off a list does not say by a call
    /// that they mean calls alone.
    pub(crate) fn channel(self, event_type: &str, text: &str) -> Channel {
        let of_type = || Channel::named_in(&Plain::of(event_type));
        let is_of_the_person = Plain::of(text).has_stem(OF_THE_PERSON);
        let of_type = || of_type().filter(|_| !is_of_the_person);
        let of_reason = || Channel::named_in(&Plain::of(text)).filter(|_| self.is.tells_why);
        self.channel.or_else(of_reason).or_else(of_type).unwrap_or(Channel::All)
    }

    /// Whether a cell says no beside an event of a type; what is not understood says nothing.
    pub(crate) fn says_no(self, event_type: &EventType, text: &str) -> bool {
        match self.holds {
            Holds::Links => return event_type.opens_links() && leads_off_a_list(text),
            Holds::Ways | Holds::BounceClasses => return false,
            Holds::Codes => return CODES_OF_STOPS.contains(&as_code(text)),
            Holds::Names => return event_type.is_general() && is_known_refusal(text),
            Holds::Requests => return event_type.is_of_a_help_desk() && asks_for_no_mail(text),
            _ => {}
        }
        if (self.is.names_right || event_type.is_of_a_right()) && ends_every_contact(text) {
            return true;
        }
        // The other way round: what is asked for is the type, and beside it stands that something is.
        let is_of_a_right = || self.is.names_event && EventType::of(text).is_of_a_right();
        if ends_every_contact(&event_type.name) && is_of_a_right() {
            return true;
        }
        let word = squeeze(text);
        let is_refusal =
            || is_known_refusal(text) || event_type.is_of_mail() && is_complaint(&word);
        if self.is.names_event
            && !event_type.is_for_now()
            && is_refusal()
            && !(is_of_a_player(&word) && event_type.may_be_of_a_player())
        {
            return true;
        }
        let is_of_contact = event_type.topic == Topic::Contact || self.asks == Asks::EachWay;
        if is_of_contact && event_type.sets() && answers_say_no(text) {
            return true;
        }
        let is_reply = self.holds == Holds::Replies && event_type.is_of_texts();
        let is_stop = |word: &str| STOPS.contains(&word);
        if is_reply && (is_stop(&word) || is_stop(&without_courtesy(text))) {
            return true;
        }
        if self.is.is_of_failures && event_type.is_failure() && is_for_good(text) {
            return true;
        }
        if self.is.tells_why && event_type.is_not_sent() && is_for_a_no(text) {
            return true;
        }
        (self.holds != Holds::Flags || event_type.sets()) && self.says_no_of(event_type.topic, text)
    }
    /// Whether a cell says that a message came back or was complained of: `email` with `status` = bounced. Whether it was
    /// for now may stand beside it ([`Self::is_for_now`]).
    pub(crate) fn came_back(self, event_type: &EventType, text: &str) -> bool {
        let is_state = self.holds == Holds::States && self.reading == Reading::OfAnything;
        let is_asked = is_state && event_type.is_of_sending() && !self.is.is_of_failures;
        let name = Plain::of(text);
        is_asked
            && text.len() <= MOST_WORD_BYTES
            && !is_for_now(text)
            && name.has_stem(FAILED_MESSAGES)
            && (is_known_refusal(text) || reads_like_a_no(&name))
    }

    /// Whether a cell says that a message failed for now.
    pub(crate) fn is_for_now(self, text: &str) -> bool {
        match self.holds {
            Holds::BounceClasses => CLASSES_FOR_NOW.contains(&as_code(text)),
            _ => {
                self.is.is_of_failures && is_for_now(text)
                    || self.is.is_for_good && flag(text) == Flag::No
            }
        }
    }

    /// The way of contact that its event's no is about, where the type says none: `unsubscribe` beside `channel` = push.
    /// Calls, letters and mobiles are as well how it was said.
    pub(crate) fn narrows(self, event_type: &EventType, text: &str) -> Option<Channel> {
        let is_asked = self.holds == Holds::Ways && event_type.leaves_the_way_open();
        let way = if is_asked { Channel::named_in(&Plain::of(text)) } else { None };
        let is_of_texts =
            || ["sms", "mms", "whatsapp", "textmessage"].contains(&squeeze(text).as_str());
        way.filter(|way| *way == Channel::Push || *way == Channel::Sms && is_of_texts())
    }

    /// Whether a no in a cell leaves open by what way, so that another column may say it ([`Self::narrows`]).
    pub(crate) fn leaves_the_way_open(self, event_type: &EventType, text: &str) -> bool {
        self.channel(&event_type.name, text) == Channel::All
            && self.holds == Holds::States
            && self.reading != Reading::Object
            && event_type.leaves_the_way_open()
    }

    /// Whether a cell takes back what its event says by its type: a change of a consent to yes, a message that has
    /// failed for now.
    pub(crate) fn takes_back(self, event_type: &EventType, text: &str) -> bool {
        if event_type.is_failure() {
            let is_for_now = self.is_for_now(text) || failed_for_now(text);
            return is_for_now && !event_type.is_for_good();
        }
        event_type.is_change() && self.says_yes(text)
    }

    fn says_yes(self, text: &str) -> bool {
        let text = text.trim();
        if may_be_json(text) {
            return text_says_yes(text);
        }
        self.is_a_yes(text)
    }

    /// The same of a text that is no object.
    pub(super) fn is_a_yes(self, text: &str) -> bool {
        match self.reading {
            Reading::OfContact(reading) if !reading.is_of_consent() => flag(text) == Flag::No,
            Reading::Object => false,
            // A bare yes is an answer to whatever the event asks: perhaps whether it is a no.
            Reading::OfAnything if flag(text) != Flag::NotUnderstood => false,
            _ => consent(text, false) == Some(Consent::Given),
        }
    }

    /// Whether a cell says no beside an event of a topic.
    pub(super) fn says_no_of(self, topic: Topic, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() || topic < self.needs() {
            return false;
        }
        let is_object = may_be_json(text);
        match self.reading {
            _ if is_object => text_says_no(topic, text, self.is.tells_changes),
            Reading::OfContact(reading) | Reading::OfConsent(reading) => by_name(reading, text),
            Reading::OfAnything => by_word(topic, text),
            Reading::Object => false,
        }
    }
}

fn by_name(reading: NoReading, text: &str) -> bool {
    match reading {
        NoReading::State | NoReading::Consent | NoReading::Asked => {
            consent(text, true) == Some(Consent::Refused) || reads_like_a_no(&Plain::of(text))
        }
        _ => reading.read(text) == NoCell::No,
    }
}

/// Whether a customer's request is a wish for no more mail. A question is how it is done, and a plan is left otherwise.
fn asks_for_no_mail(text: &str) -> bool {
    let name = Plain::of(text);
    text.len() <= MOST_WORD_BYTES
        && !text.contains('?')
        && name.has_stem(WISHES)
        && (!name.has_word(PLANS) || name.has_stem(&["mail", "newsletter"]))
}

/// Whether a text is the name of a refusal in sending services.
fn is_known_refusal(text: &str) -> bool {
    matches!(
        EventMeaning::of(text),
        EventMeaning::Refusal(why, _) if why != Refusal::Resemblance
    )
}

/// Whether a message was not sent because its recipient had said no: `blocked: due to unsubscribe`.
fn is_for_a_no(text: &str) -> bool {
    text.len() <= MOST_WORD_BYTES && Plain::of(text).has_stem(REASONS)
}

/// Whether a complaint is meant, which of a message is one to the mail provider.
fn is_complaint(word: &str) -> bool {
    matches!(word, "complaint" | "complained" | "complaints")
}

/// A word for a state of anything. Numbers are amounts, and a bare no is an answer to whatever the event asks.
fn by_word(topic: Topic, text: &str) -> bool {
    let plain = Plain::of(text);
    let is_clear = plain.has_stem(CLEAR_STEMS) || plain.has_word(&["dnc", "dncl"]);
    if CLEAR.contains(&without_form(&plain.squeezed)) || is_clear && text.len() <= MOST_WORD_BYTES {
        return true;
    }
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    topic == Topic::Contact
        && !is_number
        && (consent(text, true) == Some(Consent::Refused) || reads_like_a_no(&Plain::of(text)))
}

/// The name of a form without the word for it: `Unsubscribe form`.
fn without_form(squeezed: &str) -> &str {
    let forms = ["form", "formular", "formulaire", "formulario", "page"];
    forms.iter().find_map(|form| squeezed.strip_suffix(form)).unwrap_or(squeezed)
}

/// Whether a word stops a film as well as messages.
fn is_of_a_player(word: &str) -> bool {
    matches!(word, "stop" | "stopped")
}
