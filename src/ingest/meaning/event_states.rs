//! What the columns beside the type of an event say about contact: `subscription_changed` with
//! `subscription_status` = unsubscribed, or with `properties` = `{"status": "unsubscribed"}`.
//!
//! Only a clear no counts: events are of all kinds, and most of their states are of something else. Which
//! columns the configuration overrules is not for this file.

use super::bounces::{is_for_good, is_for_now};
use super::channel::Channel;
use super::consent_words::consent;
use super::event_names::{Engagement, EventMeaning, Refusal};
use super::flags::{Flag, flag};
use super::links::leads_off_a_list;
use super::no_columns::{NoCell, NoColumn, NoReading, ends_every_contact};
use super::objects::{change_says_no, pairs_of, refused_consents, tells_changes};
use super::plain::{Plain, squeeze};
use super::refusal_words::reads_like_a_no;
use crate::ingest::{Consent, EventKind};
use serde_json::{Map, Value};

/// A column beside the type that may say no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct StateColumn {
    reading: Reading,
    channel: Option<Channel>,
    is: Says,
    asks: Asks,
    holds: Holds,
}

/// What the name of a column says of its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "a set: a name says each or not")]
struct Says {
    /// That they name the event once more.
    names_event: bool,
    /// That they name what is asked by law.
    names_right: bool,
    /// That they say how a message failed.
    is_of_failures: bool,
    /// That they say whether it has failed for good.
    is_for_good: bool,
    /// That they tell what was changed into what.
    tells_changes: bool,
}

/// What the name of a column asks for, if it asks for a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Asks {
    /// Contact.
    Contact,
    /// Each way of contact, whatever the event: it holds the answers.
    EachWay,
    /// It does not say what: in an event of anything perhaps a premium plan.
    Anything,
}

/// What a column of such a name holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Holds {
    /// States.
    States,
    /// Flags, which only say something beside an event that sets a consent or a preference.
    Flags,
    /// Perhaps what somebody has answered to a text message.
    Replies,
    /// The link that was clicked.
    Links,
    /// The way of contact that the event is of.
    Ways,
    /// What a customer asks of the help desk, in his words or in those of who sorts them.
    Requests,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Reading {
    /// Its name speaks of a contact by a known way, whatever the event.
    OfContact(NoReading),
    /// Its name speaks of a consent, which on a website is one to cookies: the event must speak of contact.
    OfConsent(NoReading),
    /// Any state: the word itself must speak of contact, or the event.
    OfAnything,
    /// An object as text.
    Object,
}

/// How much a type of event speaks of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Topic {
    /// Not at all.
    Other,
    /// Of a subscription, which may be a paid one.
    Subscription,
    /// Of consent, preferences or a newsletter.
    Contact,
}

/// What a type of event is, as far as what stands beside it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EventType {
    /// As it is written.
    pub name: String,
    /// What it is about.
    pub topic: Topic,
    plain: Plain,
}

impl EventType {
    /// Of a type as written in the data.
    pub(crate) fn of(name: &str) -> Self {
        Self { name: name.to_owned(), topic: Topic::of(name), plain: Plain::of(name) }
    }

    /// Whether it is of consents, or sets something: an answer beside it is one.
    pub(crate) fn may_ask(&self) -> bool {
        self.topic == Topic::Contact || self.sets()
    }

    /// Whether it says that something changed, and not to what.
    pub(crate) fn is_change(&self) -> bool {
        self.plain.has_stem(&["change", "update"])
    }

    /// Whether a message failed, or was not sent.
    fn is_failure(&self) -> bool {
        self.plain.has_stem(&["bounce", "fail", "undeliver"])
            || self.plain.has_word(&["drop", "dropped"])
    }

    /// Whether it is of what customers write to the help desk.
    fn is_of_a_help_desk(&self) -> bool {
        let support = EventMeaning::Engagement(Engagement::Kind(EventKind::Support));
        EventMeaning::of(&self.name) == support
            || self.plain.has_stem(&[
                "ticket",
                "conversation",
                "helpdesk",
                "inbound",
                "reply",
                "support",
            ])
            || self.plain.has_word(&["case", "email", "message", "chat"])
    }

    /// Whether it is of what somebody asks by law about his data.
    fn is_of_a_right(&self) -> bool {
        self.plain.has_stem(RIGHTS) || self.plain.has_word(&["dsr", "dsar"])
    }

    /// Whether it says itself that a message has failed for good.
    fn is_for_good(&self) -> bool {
        self.plain.has_stem(&["hard", "permanent"])
    }

    /// Whether it says that a message has failed for now, where another column names the event.
    fn is_for_now(&self) -> bool {
        is_for_now(&self.name)
    }

    /// Whether it is of messages in general.
    fn is_of_mail(&self) -> bool {
        self.plain.has_stem(&["mail", "message"])
    }

    /// Whether it is of text messages, or of a message that came in.
    fn is_of_texts(&self) -> bool {
        self.plain.has_stem(&[
            "sms",
            "mms",
            "textmessage",
            "inbound",
            "incoming",
            "whatsapp",
            "reply",
            "replied",
        ]) || self.plain.has_word(&["message", "text", "keyword"])
    }

    /// Whether it may be of what is played and stopped: a film, a clock.
    fn may_be_of_a_player(&self) -> bool {
        let is_any = ["track", "event", "webhook"].contains(&self.plain.squeezed.as_str());
        self.topic == Topic::Other && !is_any && !self.is_of_mail() && !self.is_of_texts()
    }

    /// Whether links are opened by it: what is only viewed, or sent, says nothing.
    fn opens_links(&self) -> bool {
        let click = EventMeaning::Engagement(Engagement::Kind(EventKind::EmailClick));
        EventMeaning::of(&self.name) == click || self.plain.has_stem(&["click"])
    }

    /// Whether it is a refusal of which it does not say by what way.
    fn leaves_the_way_open(&self) -> bool {
        let is_opt_out =
            matches!(EventMeaning::of(&self.name), EventMeaning::Refusal(Refusal::OptedOut, _));
        is_opt_out
            && Channel::named_in(&self.plain).is_none()
            && !self.plain.has_stem(&["all", "global", "every", "contact", "consent", "remove"])
    }

    /// Whether it sets a consent or a preference.
    fn sets(&self) -> bool {
        self.plain.has_stem(SETTINGS)
    }
}

impl Topic {
    /// Of a type as written in the data.
    pub(crate) fn of(event_type: &str) -> Self {
        let name = Plain::of(event_type);
        if name.has_stem(TOPICS_OF_CONTACT) {
            Topic::Contact
        } else if name.has_stem(&["subscri", "statechange", "statuschange", "abonn"]) {
            Topic::Subscription
        } else {
            Topic::Other
        }
    }
}

#[rustfmt::skip] // A table: as many words a line as fit.
const TOPICS_OF_CONTACT: &[&str] = &[
    "consent", "preferenc", "optin", "optout", "permission", "marketing", "newsletter", "mailing",
    "emailsubscri", "smssubscri", "subscriptiongroup", "subscriptionglobal", "einwilligung",
    "consentement", "consenso", "toestemming", "gdpr", "dsgvo", "datasubject", "dsar", "privacyrequest",
    "emailnotif", "emailalert", "notificationemail", "promonotif",
];

/// What is spoken of with the rights of whom data is about.
const RIGHTS: &[&str] = &[
    "datasubject",
    "subjectrequest",
    "privacyrequest",
    "gdpr",
    "dsgvo",
    "rgpd",
    "ccpa",
    "regulation",
];
/// Columns of such a request, whatever the event.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_RIGHTS: &[&str] =
    &["regulationtype", "dsrtype", "dsartype", "gdprrequesttype", "privacyrequesttype", "gdprrequest", "subjectrequesttype"];

/// Names of states of anything, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
const STATES: &[&str] = &[
    "status", "state", "value", "valuetext", "textvalue", "stringvalue", "to", "tovalue", "tostatus",
    "tostate", "new", "newvalue", "newstatus", "newstate", "after", "current", "currentstatus",
    "currentstate", "currentvalue", "action", "subaction", "subtype", "eventsubtype", "change",
    "changetype", "detail", "details", "result", "outcome", "choice", "preference", "preferences",
    "label", "eventlabel", "eventaction", "eventstatus", "eventdetail", "substatus",
    "changedto", "setto", "requesttype", "type", "severity", "bouncetype", "bouncesubtype", "bouncecategory", "category",
    "event", "eventname", "eventtype", "messageevent", "emailevent", "metric", "metricname", "activity", "activitytype", "casetype",
    "tickettype", "formname", "formid", "linkname", "form", "formtitle", "buttontext", "notificationtype", "eventtypecode", "typename", "activitytypename", "mandrillevent", "emailfrequency", "mailfrequency", "newsletterfrequency", "error",
];

/// Flags of what a consent or a preference was set to: elsewhere they are about anything.
#[rustfmt::skip] // A table: as many words a line as fit.
const FLAGS: &[&str] = &[
    "granted", "given", "enabled", "active", "on", "ison", "checked", "allowed", "accepted", "subscribed", "optedin", "email",
    "marketing", "newsletter",
];
/// Flags of whether a message has failed for good.
const FLAGS_OF_FAILURES: &[&str] =
    &["hardbounce", "ishardbounce", "permanent", "ispermanent", "permanentbounce"];
/// What types of events say that set one.
const SETTINGS: &[&str] =
    &["consent", "preferenc", "optin", "permission", "toggle", "setting", "change", "update"];

/// Columns that name the event once more where the type is a general one (`track`, `email`, `message`).
#[rustfmt::skip] // A table: as many words a line as fit.
const NAMES_OF_EVENTS: &[&str] = &[
    "event", "eventname", "eventtype", "type", "action", "subaction", "subtype", "eventsubtype", "category", "eventcategory",
    "eventaction", "messageevent", "emailevent", "metric", "metricname", "activity", "activitytype", "detail", "casetype", "tickettype",
    "notificationtype", "eventtypecode", "typename", "activitytypename", "mandrillevent",
];
/// Columns that say how a message failed.
const OF_FAILURES: &[&str] = &[
    "severity",
    "bouncetype",
    "bouncesubtype",
    "bouncecategory",
    "type",
    "subtype",
    "category",
    "eventsubtype",
    "dropreason",
];
/// Names of objects as text.
#[rustfmt::skip] // A table: as many words a line as fit.
const OBJECTS: &[&str] = &[
    "properties", "eventproperties", "payload", "data", "details", "detail", "attributes", "traits",
    "body", "metadata", "meta", "context", "changes", "params", "eventparams", "fields", "extra",
    "message", "json", "event", "eventdata", "customattributes", "value", "after", "new", "content", "subscriptions",
    "subscription", "topics", "consents", "props", "eventprops", "userproperties", "userprops", "userattributes", "parameters",
    "eventparameters", "patch", "settings", "newsettings", "notifications", "diff", "delta", "changeset", "changedfields", "changedproperties", "modifications", "msys",
];

/// Words of names that speak of what was.
const PAST: &[&str] = &["old", "previous", "prev", "before", "from", "prior", "last", "former"];

/// What follows a word for no in names that speak of something else.
const NO_STATES: &[&str] = &[
    "id",
    "ids",
    "group",
    "groupid",
    "name",
    "key",
    "number",
    "page",
    "shown",
    "displayed",
    "header",
];
/// Members of an object that are whoever it is about, with what is known of them.
#[rustfmt::skip] // A table: as many words a line as fit.
const PERSONS: &[&str] = &[
    "object", "customer", "user", "contact", "person", "profile", "member", "subscriber", "buyer", "client", "account", "lead", "record",
    "recipient",
];

/// Words that say no whatever the event, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
const CLEAR: &[&str] = &[
    "unsubscribed", "unsubscribe", "unsub", "optout", "optedout", "notsubscribed", "neversubscribed",
    "donotcontact", "donotemail", "donotmail", "donotcall", "donottext", "nocontact", "nomarketing",
    "notoptedin", "noconsent", "unsubscribedall", "globallyunsubscribed", "hardbounced", "markedasspam",
    "spamcomplaint", "suppressed", "blacklisted", "blocklisted", "abgemeldet", "abbestellt",
    "desinscrit", "desinscrite", "desabonne", "desabonnee", "disiscritto", "disiscritta", "uitgeschreven",
    "afgemeld", "consentwithdrawn", "consentrevoked", "withdrawnconsent", "revokedconsent", "listunsubscribe", "linkunsubscribe", "complained",
    "preblocked",
];

/// Ends of names of states, of how something came out and of tags.
#[rustfmt::skip] // A table: as many words a line as fit.
const ENDS_OF_STATES: &[&str] = &[
    "status", "state", "preference", "preferences", "disposition", "result", "outcome", "wrapup", "wrapupcode", "resultado", "ergebnis",
    "tags", "labels", "reason", "resolution",
];

/// What a sentence holds that is a no whatever else it says, beside the words for it.
#[rustfmt::skip] // A table: as many words a line as fit.
const CLEAR_STEMS: &[&str] = &[
    "donotcall", "donotcontact", "donotemail", "dontcall", "dontcontact", "nottobecalled", "nottobecontacted", "removefromlist",
    "removefrommailing", "askedtoberemoved", "nomorecalls", "nomoreemails", "nichtmehranruf", "nichtanruf", "keineanrufe",
    "pluscontacter", "plusappeler", "novolverallamar", "nollamar", "nonrichiamare", "nietmeerbellen", "nietbellen", "deceased",
    "verstorben", "gdprdelet", "gdpreras", "erasurerequest", "deletionrequest", "unsubscribedemail", "unsubscribedmessage", "unsubscribedchannel", "suppressunsub", "suppresscomplaint", "unsubscriberequest",
    "requestedremoval", "requestsremoval", "removalrequest", "removalfromlist", "removalfrommailing", "wantstoberemoved",
];

/// What a cell speaks of that ends every contact, by whatever way it was said.
const OF_THE_PERSON: &[&str] = &[
    "remov",
    "deceased",
    "verstorben",
    "gdprdelet",
    "gdpreras",
    "erasurerequest",
    "deletionrequest",
];

/// Columns of what a customer asks of the help desk.
#[rustfmt::skip] // A table: as many words a line as fit.
const REQUESTS: &[&str] = &[
    "intent", "intents", "subject", "ticketsubject", "casesubject", "emailsubject", "conversationsubject", "betreff", "objet", "asunto",
    "oggetto", "topic", "tickettopic", "contactreason", "tickettitle", "casetitle",
];
/// What a request holds that is a wish for no more mail, as `squeeze` leaves it.
#[rustfmt::skip] // A table: as many words a line as fit.
const WISHES: &[&str] = &[
    "unsubscribe", "removeme", "takemeoff", "takemyemailoff", "optmeout", "optout", "stopemail", "stopsending", "stopmail", "stopspam",
    "stopcontacting", "nomoreemail", "nomoremail", "donotcontact", "donotemail", "dontcontact", "dontemail", "removefrommail", "leavemealone",
    "deletemydata", "deletemyaccount", "deleteallmydata", "erasemydata", "righttobeforgotten", "gdpreras", "gdprdelet", "bitteabmelden",
    "newsletterabmeld", "newsletterabbestell", "abbestellen", "keineemails", "keinewerbung", "keinemails", "desabonner", "desabonnez", "desinscri",
    "darmedebaja", "dardebaja", "dadmedebaja", "disiscriv", "uitschrijven", "afmelden",
];
/// What one may leave that is no mail.
#[rustfmt::skip] // A table: as many words a line as fit.
const PLANS: &[&str] = &["plan", "subscription", "subscriptions", "box", "membership", "autoship", "trial", "order", "abo"];

/// Columns of what a message says.
#[rustfmt::skip] // A table: as many words a line as fit.
const REPLIES: &[&str] = &[
    "body", "message", "text", "content", "messagebody", "messagetext", "smstext", "smsbody", "keyword", "reply", "replytext",
    "inboundmessage", "inboundtext", "response",
];
/// Columns of links that were clicked.
#[rustfmt::skip] // A table: as many words a line as fit.
const LINKS: &[&str] = &[
    "url", "link", "href", "linkurl", "clickedurl", "clickurl", "urlclicked", "clickedlink", "targeturl", "destinationurl", "pageurl",
    "pagelocation", "pagepath", "path", "currenturl", "originalurl", "emailurl",
];
/// Objects whose names say that they hold answers to ways of contact.
const ANSWERS: &[&str] =
    &["consents", "communicationpreferences", "emailpreferences", "marketingpreferences"];
/// Columns of the way of contact of an event.
#[rustfmt::skip] // A table: as many words a line as fit.
const WAYS: &[&str] = &[
    "channel", "messagechannel", "channeltype", "communicationchannel", "contactchannel", "subscriptionchannel", "eventchannel",
];
/// Answers to a text message by which one leaves its list, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
const STOPS: &[&str] = &[
    "stop", "stopall", "stopp", "stopplease", "pleasestop", "stopsms", "stoptexting", "unsubscribe", "unsub", "end", "quit", "cancel", "arret",
    "arreter", "baja", "alto", "parar", "sair", "abmelden", "afmelden", "optout", "remove", "removeme",
];

/// What an object as text holds that may speak of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
const IN_OBJECTS: &[&str] = &[
    "sub", "opt", "contact", "consent", "market", "mail", "news", "stop", "status", "state", "suppress", "value", "action", "abmeld", "abbest", "new",
];

/// Bytes of a text that is a state and not a letter to somebody.
const MOST_WORD_BYTES: usize = 80;

/// Depth to which objects are looked into.
const DEEPEST: usize = 4;

impl StateColumn {
    /// What a column is by its name; None for one that has nothing to say here. `properties.status` goes by its
    /// last part too.
    pub(crate) fn named(column: &str) -> Option<Self> {
        let last = column.rsplit('.').next().unwrap_or(column);
        let name = Plain::of(last);
        if name.has_word(PAST) || name.squeezed.starts_with("previous") {
            return None;
        }
        let reading = of_contact(column).or_else(|| of_contact(last));
        let reading = reading.or_else(|| {
            let is = |names: &[&str]| names.contains(&name.squeezed.as_str());
            let is_state = is(STATES)
                || is(FLAGS)
                || is(LINKS)
                || is(WAYS)
                || is(REQUESTS)
                || is(OF_RIGHTS)
                || is(FLAGS_OF_FAILURES)
                || ENDS_OF_STATES.iter().any(|end| name.squeezed.ends_with(end));
            match (is_state, is(OBJECTS)) {
                (true, _) => Some(Reading::OfAnything),
                (false, true) => Some(Reading::Object),
                _ if is(PERSONS) => Some(Reading::Object),
                // What is sent says how to leave its list, too: only a whole answer counts.
                _ if is(REPLIES) => Some(Reading::Object),
                _ => None,
            }
        })?;
        // Of another name the words are about the state itself: `value_text`.
        let is_named = matches!(reading, Reading::OfContact(_) | Reading::OfConsent(_));
        let channel = Channel::named_in(&Plain::of(column)).filter(|_| is_named);
        let is = |names: &[&str]| names.contains(&name.squeezed.as_str());
        let (names_event, is_of_failures) = (is(NAMES_OF_EVENTS), is(OF_FAILURES));
        let (names_right, is_for_good) = (is(OF_RIGHTS), is(FLAGS_OF_FAILURES));
        let holds = if is(REPLIES) {
            Holds::Replies
        } else if is(LINKS) {
            Holds::Links
        } else if is(WAYS) {
            Holds::Ways
        } else if is(REQUESTS) {
            Holds::Requests
        } else if is(FLAGS) && reading == Reading::OfAnything {
            Holds::Flags
        } else {
            Holds::States
        };
        let tells_changes = tells_changes(last);
        let is_consent = matches!(reading, Reading::OfContact(no) if no.is_of_consent());
        let is_of_marketing = name.has_stem(&["market"]) && name.squeezed != "marketing";
        let is_bare = is_consent && channel.is_none() && !is_of_marketing;
        let asks = match (is(ANSWERS), is_bare) {
            (true, _) => Asks::EachWay,
            (false, true) => Asks::Anything,
            (false, false) => Asks::Contact,
        };
        let is = Says { names_event, names_right, is_of_failures, is_for_good, tells_changes };
        Some(Self { reading, channel, is, asks, holds })
    }

    /// What a no in a cell is about, by its name and the event's. Who wants to be taken off a list does not say by a call
    /// that he means calls alone.
    pub(crate) fn channel(self, event_type: &str, text: &str) -> Channel {
        let of_type = || Channel::named_in(&Plain::of(event_type));
        let is_of_the_person = Plain::of(text).has_stem(OF_THE_PERSON);
        let of_type = || of_type().filter(|_| !is_of_the_person);
        self.channel.or_else(of_type).unwrap_or(Channel::All)
    }

    /// Whether numbers and times say something too: its name says what they are.
    pub(crate) fn reads_any_type(self) -> bool {
        matches!(self.reading, Reading::OfContact(_))
    }

    /// Whether its texts are states.
    pub(crate) fn holds_states(self) -> bool {
        self.holds == Holds::States && self.reading != Reading::Object
    }

    /// Whether its texts are objects.
    pub(crate) fn holds_objects(self) -> bool {
        self.reading == Reading::Object
    }

    /// Whether only an event of this topic makes its cells say something.
    pub(crate) fn needs(self) -> Topic {
        match self.reading {
            Reading::OfContact(_) | Reading::OfAnything | Reading::Object => Topic::Other,
            Reading::OfConsent(_) => Topic::Subscription,
        }
    }

    /// Whether a cell says no beside an event of a type; what is not understood says nothing.
    pub(crate) fn says_no(self, event_type: &EventType, text: &str) -> bool {
        match self.holds {
            Holds::Links => return event_type.opens_links() && leads_off_a_list(text),
            Holds::Ways => return false,
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
        if is_reply && STOPS.contains(&word.as_str()) {
            return true;
        }
        if self.is.is_of_failures && event_type.is_failure() && is_for_good(text) {
            return true;
        }
        (self.holds != Holds::Flags || event_type.sets()) && self.says_no_of(event_type.topic, text)
    }

    /// Whether its cells may say no by themselves beside an event of a type.
    pub(crate) fn may_say_no(self, event_type: &EventType) -> bool {
        match self.holds {
            Holds::Ways => false,
            Holds::Links => event_type.opens_links(),
            Holds::Requests => event_type.is_of_a_help_desk(),
            _ => event_type.topic >= self.needs(),
        }
    }

    /// Whether its cells are of any account beside an event of a type.
    pub(crate) fn is_asked(self, event_type: &EventType) -> bool {
        match self.holds {
            Holds::Ways => event_type.leaves_the_way_open(),
            Holds::Links => event_type.opens_links(),
            Holds::Requests => event_type.is_of_a_help_desk(),
            _ => true,
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

    /// Whether a cell takes back what its event says by its type: a change of a consent to yes, a message that has
    /// failed for now.
    pub(crate) fn takes_back(self, event_type: &EventType, text: &str) -> bool {
        if event_type.is_failure() {
            let is_for_now = self.is.is_of_failures && is_for_now(text)
                || self.is.is_for_good && flag(text) == Flag::No;
            return is_for_now && !event_type.is_for_good();
        }
        event_type.is_change() && self.says_yes(text)
    }

    fn says_yes(self, text: &str) -> bool {
        let text = text.trim();
        if text.starts_with(['{', '[']) {
            let object = serde_json::from_str(text);
            return object.is_ok_and(|object| {
                object_says_yes(&object, 0) && !object_says_no(Topic::Contact, &object, 0)
            });
        }
        self.is_a_yes(text)
    }

    /// The same of a text that is no object.
    fn is_a_yes(self, text: &str) -> bool {
        match self.reading {
            Reading::OfContact(reading) if !reading.is_of_consent() => flag(text) == Flag::No,
            Reading::Object => false,
            // A bare yes is an answer to whatever the event asks: perhaps whether it is a no.
            Reading::OfAnything if flag(text) != Flag::NotUnderstood => false,
            _ => consent(text, false) == Some(Consent::Given),
        }
    }

    fn says_no_of(self, topic: Topic, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() || topic < self.needs() {
            return false;
        }
        let is_object = text.starts_with(['{', '[']);
        match self.reading {
            _ if is_object => {
                let object = may_speak_of_contact(text).then(|| serde_json::from_str(text));
                object.is_some_and(|object| {
                    object.is_ok_and(|object| {
                        object_says_no(topic, &object, 0)
                            || self.is.tells_changes && !change_says_no(&object).is_empty()
                    })
                })
            }
            Reading::OfContact(reading) | Reading::OfConsent(reading) => by_name(reading, text),
            Reading::OfAnything => by_word(topic, text),
            Reading::Object => false,
        }
    }
}

/// The reading of a name that speaks of contact.
fn of_contact(column: &str) -> Option<Reading> {
    let name = Plain::of(column);
    let is_of_something_else = NO_STATES.iter().any(|end| name.squeezed.ends_with(end))
        || name.has_stem(&["bounce", "cookie"]);
    if is_of_something_else {
        return None;
    }
    let suppresses = || NoColumn::named(column).filter(|_| name.has_stem(&["suppresssend"]));
    if let Some(no) = NoColumn::of_transactions(column).or_else(suppresses) {
        return Some(Reading::OfContact(no.reading));
    }
    let consent = NoColumn::named(column)?.reading;
    if !matches!(consent, NoReading::Consent | NoReading::State | NoReading::Asked) {
        return None;
    }
    let tells_how = name.has_stem(&["mail", "sms", "market", "newsletter", "subscri", "phone"]);
    Some(if tells_how { Reading::OfContact(consent) } else { Reading::OfConsent(consent) })
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

/// Whether a complaint is meant, which of a message is one to the mail provider.
fn is_complaint(word: &str) -> bool {
    matches!(word, "complaint" | "complained" | "complaints")
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

/// Whether an object is of answers to ways of contact, of which e-mail is refused: `{"email": {"promotions": false}}`.
fn answers_say_no(text: &str) -> bool {
    let text = text.trim();
    let Ok(Value::Object(members)) = serde_json::from_str(text) else { return false };
    let is_past = |name: &String| Plain::of(name).has_word(PAST);
    !members.keys().any(is_past)
        && !is_of_cookies(&members)
        && refused_consents(&Value::Object(members)).iter().any(|way| way.forbids(Channel::Email))
}

/// Whether an object has what was allowed to be stored in a browser: `marketing` beside `analytics` is of cookies.
fn is_of_cookies(members: &Map<String, Value>) -> bool {
    let stems = &["analytic", "statisti", "necessary", "functional", "adstorage", "cookie"];
    members.keys().any(|name| Plain::of(name).has_stem(stems))
}

/// Whether a member of an object says no, by its name as a column would.
fn object_says_no(topic: Topic, object: &Value, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    match object {
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
        Value::Object(_) | Value::Array(_) => object_says_no(topic, value, depth + 1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says_no(event_type: &str, column: &str, text: &str) -> bool {
        let column = StateColumn::named(column);
        column.is_some_and(|column| column.says_no(&EventType::of(event_type), text))
    }

    #[test]
    fn states_beside_the_type_say_no() {
        for (event_type, column, text) in [
            ("subscription_changed", "subscription_status", "unsubscribed"),
            ("Subscription Updated", "properties.status", "Unsubscribed"),
            ("profile_updated", "new_value", "opted-out"),
            ("page_view", "email_opt_out", "true"),
            ("consent_updated", "consent", "denied"),
            ("Consent Changed", "marketing_consent", "false"),
            ("preference_updated", "value", "no"),
            ("subscription_changed", "properties", "{\"new_value\": \"unsubscribed\"}"),
            ("subscription_changed", "properties", "{\"channel\": {}, \"subscribed\": false}"),
            ("status_change", "details", "unsubscribed"),
            ("track", "event", "Unsubscribed"),
            ("email", "action", "hard_bounce"),
            ("email_event", "event_subtype", "complaint"),
            ("page_view", "properties", "{\"status\": \"unsubscribed\"}"),
            ("identify", "traits", "{\"email_opt_in\": false}"),
            ("profile_updated", "properties", "{\"unsubscribed\": true}"),
            ("call", "call_disposition", "DNC"),
            ("call", "Resultado", "No volver a llamar"),
            ("call", "outcome", "Asked not to be called: do not call again"),
            ("inbound_sms", "body", " STOP "),
            ("message", "text", "Arrêt"),
            ("failed", "reason", "suppress-unsubscribe"),
            ("failed", "severity", "permanent"),
            ("consent_updated", "email", "false"),
            ("newsletter_toggle", "enabled", "false"),
            ("data_subject_request", "request_type", "erasure"),
            ("STATUSCHANGE", "subscriptions", "[{\"status\": \"UNSUBSCRIBED\"}]"),
            ("profile_update", "event_properties", "{\"marketing_consent\": \"revoked\"}"),
            ("identify", "traits", "{\"marketing\": {\"email\": \"unsubscribed\"}}"),
            ("update", "after", "{\"accepts_marketing\": false}"),
            (
                "update",
                "data",
                "{\"object\": {\"email_marketing_consent\": {\"state\": \"unsubscribed\"}}}",
            ),
            (
                "form",
                "event_params",
                "[{\"key\": \"newsletter_opt_in\", \"value\": {\"int_value\": null, \"string_value\": \"false\"}}]",
            ),
            ("form", "props", "{\"newsletter\": \"false\"}"),
            (
                "update",
                "patch",
                "[{\"op\": \"replace\", \"path\": \"/marketing_opt_in\", \"value\": false}]",
            ),
            ("preferences_saved", "preferences", "{\"email\": {\"promotions\": false}}"),
            ("track", "action", "STOP"),
            ("case_created", "case_type", "Right to be forgotten"),
            ("ticket_created", "intent", "marketing/unsubscribe"),
            ("ticket", "subject", "Please unsubscribe me"),
            ("ticket", "subject", "Remove me from your mailing list"),
            ("ticket", "subject", "STOP EMAILING ME"),
            ("blocked", "error", "preblocked"),
            ("data_subject_request", "type", "delete"),
            ("delete", "event_type", "data_subject_request"),
            ("dsar", "request_type", "restriction"),
            ("regulation", "regulationType", "SUPPRESS_WITH_DELETE"),
            ("Email Notifications Toggled", "enabled", "false"),
            ("call", "disposition", "Requested removal from list"),
        ] {
            assert!(says_no(event_type, column, text), "{event_type} {column} {text}");
        }
    }

    #[test]
    fn other_states_say_nothing() {
        for (event_type, column, text) in [
            ("subscription_changed", "subscription_status", "active"),
            ("subscription_changed", "old_value", "unsubscribed"),
            ("subscription_changed", "previousStatus", "unsubscribed"),
            ("subscription_renewed", "status", "expired"),
            ("support_ticket", "status", "closed"),
            ("payment", "status", "declined"),
            ("Subscribed to List", "value", "0.00"),
            ("page_view", "consent", "denied"),
            ("page_view", "cookie_consent", "false"),
            ("page_view", "url", "/unsubscribe"),
            ("page_view", "unsubscribe_group_id", "1"),
            ("page_view", "properties", "{\"subscribed\": false, \"plan\": \"free\"}"),
            ("search", "text", "stop"),
            ("sms_marketing_sent", "text", "Spring sale! Reply STOP to opt out"),
            ("marketing_sms_sent", "message_body", "20 % off. Unsubscribe: x.test/u"),
            ("call", "call_disposition", "No answer"),
            ("return_requested", "reason", "too small"),
            ("email", "status", "delivered"),
            ("email", "deleted", "true"),
            ("subscription_changed", "properties", "{\"old\": {\"status\": \"unsubscribed\"}}"),
            ("subscription_changed", "properties", "{not json"),
            ("failed", "severity", "temporary"),
            ("track", "event", "Email Opened"),
            ("page_view", "type", "hard"),
            ("consent_updated", "email", "ann@x.org"),
            ("newsletter_clicked", "active", "false"),
            ("page_view", "properties", "{\"analytics\": true, \"marketing_consent\": false}"),
            ("page_view", "properties", "{\"marketing\": false, \"plan\": \"free\"}"),
            ("video", "action", "stop"),
            ("email_opened", "unsubscribe_link_shown", "true"),
            ("preferences_saved", "preferences", "{\"old\": {\"email\": false}}"),
            ("preferences_saved", "preferences", "{\"email\": true, \"sms\": false}"),
            ("ticket", "subject", "How do I unsubscribe from my coffee plan?"),
            ("ticket", "subject", "Unsubscribe from my coffee plan"),
            ("ticket_created", "intent", "order/cancel"),
            ("campaign_sent", "subject", "Last chance before you unsubscribe"),
            ("data_subject_request", "type", "access"),
            ("privacy_request", "request_type", "rectification"),
            ("address", "type", "delete"),
            ("blocked", "error", "mailbox full"),
            ("Email Notifications Toggled", "enabled", "true"),
        ] {
            assert!(!says_no(event_type, column, text), "{event_type} {column} {text}");
        }
    }

    #[test]
    fn a_state_takes_back_what_the_type_alone_says() {
        let takes_back = |event_type: &str, column: &str, text: &str| {
            let column = StateColumn::named(column);
            column.is_some_and(|column| column.takes_back(&EventType::of(event_type), text))
        };
        for (event_type, column, text) in [
            ("subscription.GlobalStateChange", "subscription_status", "Opted In"),
            ("customers_marketing_consent/update", "state", "subscribed"),
            (
                "customers_marketing_consent/update",
                "payload",
                "{\"email_marketing_consent\": {\"state\": \"subscribed\"}}",
            ),
            ("SubscriptionChange", "SuppressSending", "false"),
            ("Bounce", "bounceType", "Transient"),
            ("bounce", "type", "soft"),
            ("bounce", "hard_bounce", "false"),
            ("DROPPED", "dropReason", "BLOCKED_DOMAIN"),
        ] {
            assert!(takes_back(event_type, column, text), "{event_type} {column} {text}");
        }
        for (event_type, column, text) in [
            ("unsubscribe", "subscription_status", "subscribed"),
            ("subscriptionchange", "subscription_status", "unsubscribed"),
            ("subscriptionchange", "old_status", "subscribed"),
            ("Bounce", "bounceType", "Permanent"),
            ("spam_report", "type", "soft"),
            ("hard_bounce", "category", "blocked"),
            ("bounce", "hard_bounce", "true"),
            ("DROPPED", "dropReason", "PREVIOUS_SPAM"),
            ("email_opt_out_updated", "value", "true"),
            ("email_opt_out_updated", "properties", "{\"new_value\": \"true\"}"),
        ] {
            assert!(!takes_back(event_type, column, text), "{event_type} {column} {text}");
        }
    }
}
