//! Tables in long form, of which a row is one answer to one question: `channel` = email, `granted` = false, or
//! `field` = email_opt_in, `new_value` = false.
//!
//! Here stands what the names of such columns and their cells mean. Which rows are one person's, and which
//! answer is the newest, is for `refusals`.

use super::channel::Channel;
use super::consent_words::consent;
use super::flags::{Flag, flag};
use super::json_texts::json_in;
use super::no_columns::{NoCell, NoColumn, NoReading};
use super::plain::{Plain, squeeze};
use crate::ingest::Consent;
use serde_json::Value;

/// What a column's cells name: the question that a row answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// A way of contact; in a table of other things it may be the preferred one, or that of the message.
    Way,
    /// What a consent is for.
    Purpose,
    /// The name of a field of the person that was set.
    Field,
}

/// What a cell of such a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Contact by a way, or by every.
    Contact(Channel),
    /// Something else that is known: cookies, terms of use.
    SomethingElse,
    /// Nobody knows.
    Unknown,
}

/// A column with the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AnswerColumn {
    /// How its cells are read where the question does not say it itself.
    pub reading: NoReading,
    /// Whether its name speaks of a consent, so that a no is one though the question is not known.
    pub is_of_consent: bool,
    /// Whether no table but a long one has such a column.
    pub is_certain: bool,
}

/// Ways of contact, as `squeeze` leaves the names.
#[rustfmt::skip] // A table: as many words a line as fit.
const WAYS: &[&str] = &[
    "channel", "channels", "channelname", "channeltype", "channelcode", "contactchannel", "communicationchannel", "consentchannel",
    "marketingchannel", "subscriptionchannel", "medium", "contactmethod", "contacttype", "communicationtype", "communicationmethod",
    "commtype", "commchannel", "communicationmedium", "contactpointtype", "msdynmktcontactpointtype", "kanal", "canal", "canale",
];
/// The way of contact where a row is dated as a consent is: `type`, `status` and `consentDate` of İYS.
const WAY_OF_A_CONSENT: &str = "type";
const DAYS_OF_CONSENTS: &[&str] = &["consentdate", "dateofconsent", "izintarihi"];
/// What a consent is for.
#[rustfmt::skip] // A table: as many words a line as fit.
const PURPOSES: &[&str] = &[
    "purpose", "purposes", "purposeid", "purposename", "purposelabel", "purposecode", "consentpurpose", "processingpurpose", "consenttype", "consentname",
    "consentkey", "consentcategory", "consentlabel", "permissiontype", "permissionname", "contactpointconsentname", "datausepurpose",
    "datausepurposename", "zweck", "finalite", "finalidad", "finalita",
];
/// The same by names that other tables have, too.
#[rustfmt::skip] // A table: as many words a line as fit.
const PERHAPS_PURPOSES: &[&str] = &[
    "topic", "topicname", "list", "listname", "mailinglist", "subscription", "subscriptionname", "subscriptiontype",
    "subscriptiontypename", "subscriptiongroup", "subscriptiongroupname", "preference", "preferencename", "preferencetype",
    "preferencekey", "category", "publication", "publicationlist", "publicationlistname", "notificationtype", "messagetype", "scope",
];
/// Fields of the person.
#[rustfmt::skip] // A table: as many words a line as fit.
const FIELDS: &[&str] = &[
    "field", "fieldname", "fieldid", "fieldlabel", "fieldkey", "changedfield", "property", "propertyname", "propertykey", "changedproperty",
    "attribute", "attributename", "attributekey", "attributecode", "changedattribute", "column", "columnname", "changedcolumn",
    "setting", "settingname", "settingkey", "trait", "traitname", "profilefield", "profileproperty", "userattributename", "feld",
    "feldname", "champ", "campo", "metakey", "optionname", "toggle", "togglename", "primaryattributevalue",
];

/// Answers by names that only tables of answers have.
#[rustfmt::skip] // A table: as many words a line as fit.
const CERTAIN_ANSWERS: &[&str] = &[
    "granted", "isgranted", "permitted", "ispermitted", "consentgiven", "isconsentgiven", "consentgranted",
    "permissiongranted", "consentvalue", "consentdecision", "consentaction", "privacyconsentstatus", "given", "isgiven", "msdynmktvalue",
    "erteilt", "zugestimmt", "eingewilligt", "accorde", "accordee", "otorgado", "concedido", "prestato", "verleend", "udzielona", "udelen", "samtykket",
];
/// Answers whose names speak of a consent.
#[rustfmt::skip] // A table: as many words a line as fit.
const ANSWERS_OF_CONSENT: &[&str] = &[
    "allowed", "isallowed", "permission", "permissionstatus", "consent", "consentstatus", "consentstate", "consented", "hasconsent",
    "hasconsented", "optedin", "isoptedin", "optin", "optinstatus", "optstatus", "optinstate", "optstate", "subscribed", "issubscribed",
    "subscriptionstatus", "subscriptionstate", "subscriptiongroupstate", "subscriptiongroupstatus", "substate", "substatus", "subscribestate", "accepted", "isaccepted", "agreed", "isagreed", "consentind", "optinind",
    "purposestatus", "consentpurposestatus",
];
/// Answers whose names speak of none.
#[rustfmt::skip] // A table: as many words a line as fit.
const ANSWERS: &[&str] = &[
    "status", "state", "value", "action", "answer", "decision", "response", "choice", "enabled", "isenabled", "active", "isactive",
    "selected", "transactiontype", "preferencevalue", "statusname", "statuscode", "event", "newvalue", "newstatus", "newstate", "optinout", "optinoptout",
];
/// What a field was set to.
#[rustfmt::skip] // A table: as many words a line as fit.
const NEW_VALUES: &[&str] = &[
    "newvalue", "tovalue", "valuenew", "newvaluestring", "to", "new", "after", "aftervalue", "currentvalue", "newstatus", "newstate", "changedto", "setto",
    "change", "changes", "value", "enabled", "isenabled", "checked", "state", "fieldvalue", "propertyvalue", "attributevalue", "settingvalue", "traitvalue", "neuerwert", "metavalue", "optionvalue",
];

/// Marketo's changes: the field in one column, and what it was and is among the attributes beside it.
const FIELD_WITH_ATTRIBUTES: (&str, &str) = ("primaryattributevalue", "attributes");

/// Whose contact is none of the business's, or none at all, whatever else is said, as stems.
const OF_OTHERS: &[&str] =
    &["cookie", "thirdpart", "sharing", "partner", "saleofdata", "donotsell"];
/// What may be consented to without being contacted, where no contact is spoken of.
#[rustfmt::skip] // A table: as many words a line as fit.
const NO_CONTACT: &[&str] = &[
    "analytic", "tracking", "profiling", "statisti", "personalis", "personaliz", "necessary", "essential", "functional", "notwendig",
    "terms", "privacypolicy", "privacynotice", "geoloc", "location", "biometric", "faceid", "measurement", "performance",
];
/// What is said of contact, as stems.
#[rustfmt::skip] // A table: as many words a line as fit.
const CONTACT: &[&str] = &[
    "market", "mktg", "promo", "offer", "news", "commercial", "communic", "subscri", "mailing", "contact", "werb", "publici", "pubblici",
    "angebot", "offre", "ofert", "bulletin", "solicit", "digest", "campaign", "prospec", "reklam",
];
/// Ways by one word.
const VOICE: &[&str] = &["voice", "tele", "telemarketing", "mobile", "anruf"];

impl Question {
    /// What a column's cells name; None for other columns.
    pub(crate) fn of(column: &str) -> Option<Self> {
        let name = last_part(column);
        let is = |names: &[&str]| names.contains(&name.as_str());
        if is(WAYS) {
            Some(Question::Way)
        } else if is(PURPOSES) || is(PERHAPS_PURPOSES) {
            Some(Question::Purpose)
        } else {
            is(FIELDS).then_some(Question::Field)
        }
    }

    /// Whether a column has the numbers of what another one names.
    pub(crate) fn is_by_number(column: &str) -> bool {
        last_part(column).ends_with("id")
    }

    /// Whether only a table in long form has such a column.
    pub(crate) fn is_certain(column: &str) -> bool {
        let name = last_part(column);
        PURPOSES.contains(&name.as_str()) || FIELDS.contains(&name.as_str())
    }
}

impl Subject {
    /// What the name of a way or of a purpose is about.
    pub(crate) fn of(text: &str) -> Self {
        let name = Plain::of(text);
        let speaks = name.has_stem(CONTACT) || name.has_stem(&["mail"]);
        if name.has_stem(OF_OTHERS) || (name.has_stem(NO_CONTACT) && !speaks) {
            return Subject::SomethingElse;
        }
        if name.has_word(&["all", "any", "global", "everything"]) {
            return Subject::Contact(Channel::All);
        }
        let way = Channel::named_in(&name);
        let way = way.or_else(|| name.has_word(VOICE).then_some(Channel::Phone));
        way.or_else(|| speaks.then_some(Channel::All)).map_or(Subject::Unknown, Subject::Contact)
    }

    /// What a row is about by the way and the purpose that it names.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Subject::SomethingElse, _) | (_, Subject::SomethingElse) => Subject::SomethingElse,
            (Subject::Contact(Channel::All) | Subject::Unknown, Subject::Contact(_)) => other,
            _ => self,
        }
    }
}

impl AnswerColumn {
    /// A column of answers to `questions`; None for other columns.
    pub(crate) fn of(column: &str, asks_fields: bool) -> Option<Self> {
        let name = last_part(column);
        let is = |names: &[&str]| names.contains(&name.as_str());
        let is_certain = is(CERTAIN_ANSWERS);
        let is_of_consent = is_certain || is(ANSWERS_OF_CONSENT);
        let is_answer = if asks_fields { is(NEW_VALUES) } else { is_of_consent || is(ANSWERS) };
        is_answer.then_some(Self { reading: NoReading::Asked, is_of_consent, is_certain })
    }

    /// A column that has what a field was set to among other attributes of the change.
    pub(crate) fn of_attributes(column: &str, field: &str) -> Option<Self> {
        let is_it =
            (last_part(field).as_str(), last_part(column).as_str()) == FIELD_WITH_ATTRIBUTES;
        let reading = NoReading::Asked;
        is_it.then_some(Self { reading, is_of_consent: false, is_certain: false })
    }
}

/// Whether a column has the time of an answer; the lower number is the better one.
pub(crate) fn time_of_answer(column: &str) -> Option<u8> {
    let name = Plain::of(&last_part_as_written(column));
    let is_time =
        name.has_word(&["at", "on", "date", "time", "timestamp", "datetime", "ts", "datum"])
            || ["date", "time", "timestamp"].iter().any(|end| name.squeezed.ends_with(end));
    let is_other = name.has_stem(&[
        "expir", "until", "valid", "birth", "end", "signup", "regist", "order", "purchase",
        "first", "delet", "withdr", "revok", "optout", "unsub",
    ]);
    (is_time && !is_other).then(|| {
        let is_change = name.has_stem(&["updat", "chang", "modif", "last"]);
        let is_creation = name.has_stem(&["creat"]);
        if is_change { 0 } else { 1 + u8::from(is_creation) }
    })
}

/// Whether a column has the way of contact beside the day of a consent: elsewhere it is of all kinds.
pub(crate) fn is_way_of_a_consent(column: &str, beside: &[&String]) -> bool {
    squeeze(column) == WAY_OF_A_CONSENT
        && beside.iter().any(|name| DAYS_OF_CONSENTS.contains(&squeeze(name).as_str()))
}

/// Whether a column has the day until which an answer holds.
pub(crate) fn is_end_of_answer(column: &str) -> bool {
    Plain::of(column).has_stem(&[
        "expir",
        "validuntil",
        "validto",
        "effectiveto",
        "effectiveuntil",
        "gultigbis",
        "gueltigbis",
    ])
}

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A clear yes.
    Yes,
    /// A no.
    No,
    /// Neither.
    Nothing,
}

/// What a cell answers, read as `reading`. Of a change from one value to another the new one counts.
pub(crate) fn answer(reading: NoReading, text: &str) -> Answer {
    let text = new_value(text);
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '"');
    match reading.read(text) {
        NoCell::No | NoCell::Doubtful => Answer::No,
        NoCell::Nothing => {
            let allows = if reading.is_of_consent() {
                consent(text, true) == Some(Consent::Given)
            } else {
                flag(text) == Flag::No
            };
            if allows { Answer::Yes } else { Answer::Nothing }
        }
    }
}

/// The last of a list of two: what stood there, and what stands there now. Of the attributes of a change the new value.
fn new_value(text: &str) -> String {
    let as_text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let value = json_in(text);
    let new = match &value {
        Some(Value::Array(pair)) if pair.len() == 2 && !pair[1].is_object() => Some(&pair[1]),
        Some(value) => value_named(value, "newvalue"),
        None => None,
    };
    new.map_or_else(|| text.trim().to_owned(), as_text)
}

/// A member of an object, or of a list of objects with a name and a value each.
fn value_named<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    let is_it = |text: &str| squeeze(text) == name;
    match object {
        Value::Object(members) => {
            members.iter().find(|(key, _)| is_it(key)).map(|(_, value)| value)
        }
        Value::Array(all) => {
            let named = |one: &&Value| one.get("name").and_then(Value::as_str).is_some_and(is_it);
            all.iter().find(named)?.get("value")
        }
        _ => None,
    }
}

/// What a field says of contact by its name; None for one that says nothing of it.
pub(crate) fn field(text: &str) -> Option<NoColumn> {
    let no = NoColumn::named(text).or_else(|| NoColumn::named(&last_part_as_written(text)))?;
    let is_read = !matches!(no.reading, NoReading::Until | NoReading::Change | NoReading::Reason);
    (is_read && Subject::of(text) != Subject::SomethingElse).then_some(no)
}

fn last_part_as_written(column: &str) -> String {
    column.rsplit('.').next().unwrap_or(column).to_owned()
}

fn last_part(column: &str) -> String {
    squeeze(&last_part_as_written(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_about_contact_or_about_something_else() {
        for (text, subject) in [
            ("e-mail", Subject::Contact(Channel::Email)),
            ("Weekly Newsletter", Subject::Contact(Channel::Email)),
            ("SMS", Subject::Contact(Channel::Sms)),
            ("web_push", Subject::Contact(Channel::Push)),
            ("Direct Marketing", Subject::Contact(Channel::All)),
            ("promotions", Subject::Contact(Channel::All)),
            ("analytics_cookies", Subject::SomethingElse),
            ("Terms of service", Subject::SomethingElse),
            ("Partner marketing", Subject::SomethingElse),
            ("Personalised e-mail marketing", Subject::Contact(Channel::Email)),
            ("sneakers", Subject::Unknown),
        ] {
            assert_eq!(Subject::of(text), subject, "{text}");
        }
        let (email, all) = (Subject::of("email"), Subject::of("marketing"));
        assert_eq!((all.and(email), email.and(all)), (email, email));
        assert_eq!(email.and(Subject::of("profiling")), Subject::SomethingElse);
    }

    #[test]
    fn an_answer_is_yes_or_no_or_nothing() {
        for (text, says) in [
            ("WITHDRAWN", Answer::No),
            ("NOTGIVEN", Answer::No),
            ("CONFIRMED", Answer::Yes),
            ("true", Answer::Yes),
            ("0", Answer::No),
            ("[true, false]", Answer::No),
            ("[false,\"yes\"]", Answer::Yes),
            ("web form", Answer::Nothing),
            (r#"{"New Value": "false", "Old Value": "true"}"#, Answer::No),
            (
                r#"[{"name": "Old Value", "value": "0"}, {"name": "New Value", "value": "1"}]"#,
                Answer::Yes,
            ),
            (r#"[{"name": "Reason", "value": "form"}]"#, Answer::Nothing),
            ("", Answer::Nothing),
        ] {
            assert_eq!(answer(NoReading::Asked, text), says, "{text}");
        }
        let no = field("HasOptedOutOfEmail").unwrap();
        assert_eq!(answer(no.reading, "true"), Answer::No);
        assert_eq!(answer(no.reading, "false"), Answer::Yes);
        assert!(field("is_student").is_none() && field("cookie_consent").is_none());
    }

    #[test]
    fn the_time_of_an_answer_is_its_last_change() {
        let best = |names: &[&str]| {
            let all = names.iter().filter_map(|name| Some((time_of_answer(name)?, *name)));
            all.min().map(|(_, name)| name.to_owned())
        };
        assert_eq!(best(&["created_at", "updated_at"]).as_deref(), Some("updated_at"));
        assert_eq!(best(&["InteractionDate", "createdAt"]).as_deref(), Some("InteractionDate"));
        assert_eq!(best(&["expires_at", "birth_date", "withdrawn_at"]), None);
    }
}
