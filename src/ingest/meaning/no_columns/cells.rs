//! What a cell of any other column says against contact, by clear words alone, and whose column it is.

use super::names::is_of_cookies;
use super::tables::{
    CELLS, CELLS_OF_NAMES, CELLS_OF_STATES, CONTACT_NAMES, NAMES_OF_PEOPLE, NAMES_OF_SOURCES,
    NAMES_OF_THINGS, NAMES_OF_WHOM, OF_A_CAMPAIGN, OF_A_CONTACT, PLAIN_NOS, STATE_NAMES, WITHDRAWN,
};
use super::{NoCell, NoColumn};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::consent_words::is_not_yet_given;
use crate::ingest::meaning::contact_states::{is_of_a_customer, state_says_no};
use crate::ingest::meaning::erased::is_erased_name;
use crate::ingest::meaning::event_names::{EventMeaning, Refusal};
use crate::ingest::meaning::flags::{Flag, flag};
use crate::ingest::meaning::plain::Plain;
use crate::ingest::meaning::refusal_words::{reads_like_a_no, without_reversed};
use std::borrow::Cow;

/// Characters of a cell that is a word and not a letter to somebody.
pub(super) const MOST_CELL_BYTES: usize = 80;

/// Whether a cell says no by itself, in a column whose name does not say that it speaks of contact.
pub(crate) fn cell_says_no(column: &str, text: &str) -> bool {
    let name = Plain::of(column);
    let text = &*without_links(&name, text);
    if text.len() > MOST_CELL_BYTES || is_of_cookies(&name) {
        return false;
    }
    // In a name only what nobody is called.
    if name.has_stem(NAMES_OF_PEOPLE) {
        return Plain::of(text).has_stem(CELLS_OF_NAMES) || is_erased_name(text);
    }
    if NAMES_OF_WHOM.contains(&name.squeezed.as_str()) && is_erased_name(text) {
        return true;
    }
    // What something is called says nothing of its owner's wishes; the state of a company's marketing does.
    let is_a_state =
        name.has_word(&["status", "state"]) && name.has_stem(&["marketing", "contact"]);
    if name.has_stem(NAMES_OF_SOURCES) || name.has_word(NAMES_OF_THINGS) && !is_a_state {
        return false;
    }
    let is_short = text.len() <= MOST_CELL_BYTES / 2;
    is_short && is_of_a_customer(&name) && state_says_no(&name, text)
        || text.split([',', ';', '|']).any(|one| one_says_no(&name, one.trim()))
}

/// A text without the addresses of pages in it: what a message has for whoever wants to leave its list is no wish. A page
/// that was opened is one.
fn without_links<'a>(column: &Plain, text: &'a str) -> Cow<'a, str> {
    let is_link = |word: &&str| word.contains("://") || word.starts_with("mailto:");
    if column.has_stem(&["click"]) || !text.split_whitespace().any(|word| is_link(&word)) {
        return Cow::Borrowed(text);
    }
    let kept: Vec<&str> = text.split_whitespace().filter(|word| !is_link(word)).collect();
    Cow::Owned(kept.join(" "))
}

/// Whether a tag sets a column of contact to no: `newsletter:no`, `accepts_marketing=false`.
fn sets_to_no(text: &str) -> bool {
    let Some((name, value)) = text.split_once([':', '=']) else { return false };
    let is_name = name.chars().any(char::is_alphabetic);
    is_name
        && matches!(flag(value), Flag::Yes | Flag::No)
        && NoColumn::named(name.trim()).is_some_and(|column| {
            column.channel.forbids(Channel::Email) && column.reading.read(value) == NoCell::No
        })
}

/// Whether a cell is the tag of a campaign: one word. A sentence is somebody's wish, whatever its reason.
fn is_of_a_campaign(text: &str, cell: &Plain) -> bool {
    let is_tag = !text.contains(char::is_whitespace);
    is_tag && cell.has_stem(OF_A_CAMPAIGN) && !cell.has_stem(PLAIN_NOS)
}

/// Whether a text says no by clear words alone, in whatever it stands but in names of people and things.
pub(crate) fn word_says_no(column: &str, text: &str) -> bool {
    let name = Plain::of(column);
    let is_a_name = name.has_stem(NAMES_OF_PEOPLE) || name.has_word(NAMES_OF_THINGS);
    let is_of_consent = name.has_stem(&["consent", "permission", "einwillig"]);
    let says_no = |one: &str| {
        let cell = Plain::of(one);
        is_clear(one.trim(), &cell) || is_of_consent && WITHDRAWN.contains(&cell.squeezed.as_str())
    };
    text.len() <= MOST_CELL_BYTES && !is_a_name && text.split([',', ';', '|']).any(says_no)
}

/// Whether a word or phrase means a no and nothing else.
fn is_clear(text: &str, cell: &Plain) -> bool {
    let left = without_reversed(&cell.squeezed);
    let says_no = CELLS.iter().any(|stem| left.contains(stem));
    (says_no && !is_of_a_campaign(text, cell)) || cell.has_word(&["dnc", "dnm", "dne", "unsub"])
}

/// Whether one word or phrase of a cell says no.
fn one_says_no(name: &Plain, text: &str) -> bool {
    let cell = Plain::of(text);
    let is = |words: &[&str]| words.contains(&cell.squeezed.as_str());
    is_clear(text, &cell)
        || sets_to_no(text)
        || (name.has_stem(HOW_OFTEN) && is(NEVER))
        || (name.has_word(&["note", "notes", "remark", "comment"]) && is(&["rip"]))
        || (name.has_word(&["opt"]) && is(&["out"]))
        || (name.has_stem(STATE_NAMES)
            && (is(CELLS_OF_STATES) && !name.has_word(OF_OTHER_STATES) || is(WITHDRAWN)))
        || (name.has_stem(CHECKS_OF_ADDRESSES)
            && is(&["invalid", "spamtrap", "undeliverable", "abuse"]))
        || wishes_no_mail(&cell)
        || (name.has_stem(&["mailinglist", "subscri", "mailingstatus"]) && is(&["removed", "left"]))
        || (name.has_word(&["age", "agegroup", "ageband"]) && is(CHILDREN))
        || (name.has_stem(CONTACT_NAMES) && !name.has_word(OF_A_CONTACT) && is(NOT_BY_MAIL))
        || (name.has_stem(BASES) && is_not_yet_given(text))
        || (name.has_stem(BASES) && reads_like_a_no(&cell))
        || ((name.has_stem(REQUESTS) || name.has_word(&["dsr", "dsar"]))
            && ends_every_contact(text))
        || (name.has_stem(INSTRUCTIONS) && is(CELLS_OF_INSTRUCTIONS))
        || (name.has_stem(MEMBERSHIPS) && is(LISTS_OF_NOS))
        || (name.has_word(&["reason", "grund"])
            && !name.has_stem(OF_A_REASON)
            && is_known_refusal(&cell))
}

/// Ages of those who cannot consent.
#[rustfmt::skip] // A table: as many words a line as fit.
const CHILDREN: &[&str] =
    &["minor", "underage", "child", "under13", "under14", "under15", "under16", "u13", "u16"];

/// Columns of the ground on which somebody's data is used.
const BASES: &[&str] = &["legalbasis", "lawfulbasis", "processingbasis", "rechtsgrundlage"];

/// Columns of what somebody asks by law, and those of it that end every contact.
const REQUESTS: &[&str] = &[
    "privacyrequest",
    "gdprrequest",
    "ccparequest",
    "dsar",
    "datasubject",
    "subjectrequest",
    "dsrtype",
    "dsrrequest",
    "regulationtype",
    "requesttype",
    "typeofrequest",
];
#[rustfmt::skip] // A table: as many words a line as fit.
const CELLS_OF_REQUESTS: &[&str] =
    &["delete", "deleted", "deletion", "erase", "erased", "erasure", "forget", "objection", "object", "restriction", "loschung", "suppression", "suppress", "restrict", "forgotten"];

/// Whether what somebody asks by law ends every contact: one word of it, as `SUPPRESS_WITH_DELETE` has.
pub(crate) fn ends_every_contact(request: &str) -> bool {
    request.len() <= MOST_CELL_BYTES && Plain::of(request).has_word(CELLS_OF_REQUESTS)
}

/// Columns of what is to be observed with somebody, and what stands in them: elsewhere `no email` may say that none
/// is known.
const INSTRUCTIONS: &[&str] = &["solicit", "restrict", "tag", "label", "flag", "instruction"];
#[rustfmt::skip] // A table: as many words a line as fit.
const CELLS_OF_INSTRUCTIONS: &[&str] =
    &[
        "noemail", "noemails", "nomail", "nomails", "nomailing", "nomailings", "noappeal", "noappeals", "nosolicitation", "nosolicitations", "nopromo", "nopromos",
        "nopromotion", "nopromotions", "noemailsolicitation", "noemailsolicitations", "noemailappeals", "noemailappeal",
    ];

/// Columns of the lists that somebody is on, and what lists of those are called who said no.
const MEMBERSHIPS: &[&str] =
    &["list", "segment", "audience", "tag", "label", "membership", "group"];
#[rustfmt::skip] // A table: as many words a line as fit.
const LISTS_OF_NOS: &[&str] = &[
    "suppression", "suppressions", "suppressionlist", "globalsuppression", "globalsuppressions", "mastersuppression", "suppressionfile", "unsubscribers",
    "unsubscribes", "unsubs", "donotsend", "optouts", "exclusionlist",
];

/// What has a reason and is no contact.
const OF_A_REASON: &[&str] =
    &["return", "refund", "cancel", "order", "ticket", "case", "support", "contactreason"];

/// Whose states are none of the customer: what is blocked there says nothing of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_OTHER_STATES: &[&str] = &[
    "credit", "card", "payment", "loyalty", "kyc", "vat", "tax", "order", "shipping", "delivery", "returns", "review", "cart", "subscription", "plan", "store", "branch", "website", "owner",
    "survey", "nps", "application", "loan", "mortgage", "onboarding", "verification", "invitation", "referral", "quote", "claim", "cookie", "cookies", "banner", "tracking", "analytics",
];
/// What a service says that checks addresses.
const CHECKS_OF_ADDRESSES: &[&str] =
    &["emailquality", "emailverif", "emailrisk", "emailcheck", "zbstatus"];

/// Whether a sentence says that somebody wants no mail: a denial, a wish and what is not wished for.
fn wishes_no_mail(cell: &Plain) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const DENIALS: &[&str] = &[
        "no", "not", "nolonger", "doesnt", "dont", "nicht", "kein", "keine", "keinen", "ne", "pas", "plus", "non", "geen", "niet", "nao", "nie", "inte", "ikke",
    ];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const WISHES: &[&str] = &[
        "want", "wants", "wish", "wishes", "mochte", "moechte", "wunscht", "will", "souhaite", "veut", "quiere", "desea", "vuole", "desidera", "wil", "quer", "deseja",
        "chce", "vill", "onsker",
    ];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const MAIL: &[&str] = &[
        "email", "mails", "newsletter", "marketing", "werbung", "publicid", "publicite", "pubblicit", "reklam", "courriel", "correo", "advert", "mailings", "contacted", "kontaktiert", "angeschrieben", "hearfrom", "reclame", "etrecontacte", "sercontactad", "esserecontatt", "sercontatad",
    ];
    let is_of_mail = || cell.has_stem(MAIL) || cell.has_word(&["mail", "post"]);
    let is_denied = cell.has_word(DENIALS) || cell.has_stem(&["dontw", "doesntw"]);
    cell.has_word(WISHES) && is_denied && is_of_mail()
}

/// Whether a reason is one of those that sending services give.
fn is_known_refusal(cell: &Plain) -> bool {
    let meaning = EventMeaning::of(&cell.squeezed);
    cell.squeezed.starts_with("complain")
        || matches!(meaning, EventMeaning::Refusal(why, _) if why != Refusal::Resemblance)
}

/// Wishes that leave out e-mail.
#[rustfmt::skip] // A table: as many words a line as fit.
const NOT_BY_MAIL: &[&str] = &[
    "none", "nobody", "never", "postonly", "letteronly", "bypostonly", "phoneonly", "smsonly", "callonly", "nurpost",
    "nurtelefon", "nocommunication", "nocommunications", "servicemessagesonly", "serviceonly", "transactionalonly",
    "essentialonly", "operationalonly",
];
/// Columns of how often or how far somebody wants mail, and what stands in them of those who want none.
#[rustfmt::skip] // A table: as many words a line as fit.
const HOW_OFTEN: &[&str] = &[
    "mailfrequency", "newsletterfrequency", "contactfrequency", "emailsubscription", "consentlevel", "permissionlevel", "optinlevel", "contactlevel",
];
const NEVER: &[&str] =
    &["off", "zero", "0", "none", "never", "nie", "jamais", "nunca", "mai", "nooit", "nigdy"];

/// What a table of transactions says of contact, and never of the row itself (deleted, blocked, closed).
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OF_CONTACT: &[&str] = &[
    "unsub", "unsusc", "optout", "optedout", "donotcontact", "donotmail", "donotemail", "donotcall",
    "donotmarket", "donottext", "donotsms", "donotphone", "donotbulk", "donotprocess", "dontcontact",
    "dontmail", "dontemail", "dontcall", "nocontact", "nomarketing", "nomail", "noemail", "nosms",
    "gdpr", "blacklist", "blocklist", "robinson", "spamcomplaint", "markedasspam", "consentwithdrawn",
    "abgemeldet", "abbestell", "werbesperre", "kontaktsperre", "widerspruch", "desinscri", "desabonn",
    "suppressmarketing", "marketingsuppress", "keinnewsletter", "keinewerbung", "keinemail", "customerdeleted", "customererased", "listenoire", "darbaja", "dadodebaja", "disiscri", "afgemeld", "uitgeschreven", "deceased",
];

/// Whether a column of the transactions is about the customer, so that a cell of it may say no to contact.
pub(crate) fn is_of_the_customer(column: &str) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const WHOSE: &[&str] = &["customer", "client", "buyer", "member", "contact", "subscriber", "marketing", "email", "newsletter", "consent", "crm", "kunde"];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const WHAT: &[&str] = &[
        "status", "state", "tag", "tags", "label", "labels", "note", "notes", "comment", "comments", "flag", "flags", "segment", "segments",
        "preference", "preferences", "permission", "remark", "remarks", "group", "type", "attributes", "subscription", "promotions", "promotional",
    ];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const ALONE: &[&str] = &[
        "tags", "note", "notes", "comment", "comments", "remarks", "contactpreference", "contactpreferences", "customer", "buyer",
        "kundengruppe", "kundenstatus", "kundennotiz", "kundenbemerkung", "kundenkennzeichen",
    ];
    let name = Plain::of(column);
    ALONE.contains(&name.squeezed.as_str())
        || (name.has_stem(WHOSE) && name.has_word(WHAT) && !name.has_stem(OF_A_SALE))
}

/// What is said no to at a sale that is no contact of the shop.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OF_A_SALE: &[&str] = &[
    "delivery", "lieferung", "livraison", "insurance", "versicherung", "carbon", "offset", "warranty", "receipt", "subscription", "plan",
    "giftwrap", "bag", "cutlery", "substitution", "doorbell",
];
