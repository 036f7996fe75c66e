//! Columns that speak of contact by their names, and how their cells are read.

use super::cells::{OF_A_SALE, OF_CONTACT};
use super::tables::{
    ADS_CONSENTS, ADS_FLAGS, ASKED, ASKED_ALONE, CONSENTS, EMAIL_FLAGS, FLAGS, NO_FLAGS,
    OF_A_CONSENT, OF_CONTACTING, OTHER_CHOICES, PHONE_FLAGS, REASONS, STATES, TIMES,
};
use super::versions::is_of_versions;
use super::{NoColumn, NoReading};
use crate::ingest::meaning::channel::{Channel, is_of_a_phone_register};
use crate::ingest::meaning::consent_words::is_time_of_consent;
use crate::ingest::meaning::contact_names::{self, Asks};
use crate::ingest::meaning::plain::{Plain, normalised, squeeze};
use crate::ingest::meaning::refusal_words::{reads_like_a_no, without_reminder};
use crate::ingest::meaning::row_status::StatusColumn;
use crate::ingest::meaning::row_status::names::deletion;
use crate::ingest::meaning::turned_names::{Turned, turned};

impl NoColumn {
    /// What a column of the transactions says of contact by its name. A consent is not looked for: a box that was
    /// not ticked at a sale is no refusal.
    pub(crate) fn of_transactions(column: &str) -> Option<NoColumn> {
        let name = Plain::of(column);
        let is_of_contact = name.has_stem(OF_CONTACT) || name.has_word(&["dnc"]);
        let is_of_a_sale = name.has_stem(OF_A_SALE);
        let no = NoColumn::named(column).filter(|no| !no.reading.is_of_consent());
        no.filter(|_| is_of_contact && !is_of_a_sale)
    }

    /// What a column says by its name; None for one that does not speak of contact.
    pub(crate) fn named(column: &str) -> Option<NoColumn> {
        let column = &*without_reminder(column);
        let no = Self::read_by_name(column)?;
        let is_read = matches!(no.reading, NoReading::Flag | NoReading::Reason | NoReading::State);
        let is_of_bounces = is_read && Plain::of(column).has_stem(&["bounce"]);
        Some(if is_of_bounces { NoColumn { reading: NoReading::Bounce, ..no } } else { no })
    }

    fn read_by_name(column: &str) -> Option<NoColumn> {
        let name = Plain::of(column);
        let core = core(&name);
        let is_one_of = |names: &[&str]| {
            names.contains(&name.squeezed.as_str()) || names.contains(&core.as_str())
        };
        let named = Channel::named_in(&name);
        let read = |reading, channel| Some(NoColumn { reading, channel });
        if is_one_of(EMAIL_FLAGS) {
            return read(NoReading::Flag, Channel::Email);
        }
        if is_one_of(PHONE_FLAGS) {
            return read(NoReading::Flag, Channel::Phone);
        }
        if name.has_stem(ADS_FLAGS) {
            return read(NoReading::Flag, Channel::Ads);
        }
        if name.has_stem(ADS_CONSENTS) && !reads_like_a_no(&name) {
            return read(NoReading::Asked, Channel::Ads);
        }
        if is_of_a_phone_register(&name) {
            let is_state = name.squeezed.ends_with("status");
            let reading = if is_state { NoReading::Ban } else { NoReading::Flag };
            return read(reading, Channel::Phone);
        }
        if name.has_word(&["bad"]) && named == Some(Channel::Email) {
            return read(NoReading::Flag, Channel::Email);
        }
        let channel = named.unwrap_or(Channel::All);
        let known = [
            (FLAGS, NoReading::Flag),
            (TIMES, NoReading::Time),
            (REASONS, NoReading::Reason),
            (STATES, NoReading::State),
            (CONSENTS, NoReading::Consent),
        ];
        if let Some((_, reading)) = known.into_iter().find(|(names, _)| is_one_of(names)) {
            return read(reading, channel);
        }
        if is_another_choice(&name) || is_of_cookies(&name) {
            return None;
        }
        match deletion(column) {
            Some(StatusColumn::Change) => return read(NoReading::Change, channel),
            // Of versions of a row the older ones say nothing; what was replaced is not gone.
            Some(_) if !is_of_versions(column) && !name.has_word(OTHER_THINGS) => {
                return read(NoReading::Flag, Channel::All);
            }
            _ => {}
        }
        if is_end_of_pause(&name) {
            return read(NoReading::Paused, channel);
        }
        if is_of_allowed_ways(&name) {
            return read(NoReading::Ways, channel);
        }
        if name.has_word(WAYS)
            && name.has_stem(&["denied", "disallow", "notallowed", "refused", "forbidden"])
        {
            return read(NoReading::Flag, Channel::All);
        }
        let turned = turned(&name).filter(|_| !name.has_word(OF_A_CONSENT));
        let is_day =
            name.has_word(&["at", "on", "date", "datum", "fecha", "data", "dato", "until"]);
        let is_end = turned == Some(Turned::Ended) && is_day && !reads_like_a_no(&name);
        if is_end_of_consent(&name) || is_end {
            return read(NoReading::Until, channel);
        }
        if is_time_of_consent(column) && !is_place_of_consent(&name) {
            return read(NoReading::Consent, channel);
        }
        let says_no = name.squeezed.ends_with("deletedat") && !name.has_word(OTHER_THINGS)
            || name.squeezed.ends_with("markeddeleted")
            || turned.is_some()
            || reads_like_a_no(&name);
        if NO_FLAGS.iter().any(|end| name.squeezed.ends_with(end)) {
            return None;
        }
        if says_no {
            return read(reading_of_a_no(&name), channel);
        }
        if is_one_of(ASKED_ALONE) {
            return read(NoReading::Asked, channel);
        }
        asks_by_name(&name).map(|asks| NoColumn { reading: asks.into(), channel })
    }
}

/// Whether a name is of what may be stored in a browser, or of a tool that asks for it.
pub(in crate::ingest::meaning) fn is_of_cookies(name: &Plain) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const COOKIES: &[&str] = &["cookie", "optanon", "usercentrics", "didomi", "borlabs", "consentmode", "tcfconsent", "euconsent", "iabconsent", "tcstring"];
    name.has_stem(COOKIES)
}

/// Consents to be written to by a person of the house, to the confirmation of an account, and how an import treats them.
const OF_ANOTHER_CONSENT: &[&str] = &["undeliverab", "onetoone", "doubleoptinregist", "forceoptin"];

/// Whether a name is of where a consent was given, and not of when: `opted_in_at_ip`.
fn is_place_of_consent(name: &Plain) -> bool {
    const PLACES: &[&str] = &["ip", "url", "page", "source", "form", "store", "country"];
    name.parts().next_back().is_some_and(|last| PLACES.contains(&last.as_str()))
}

/// What a name asks that says no of nothing.
fn asks_by_name(name: &Plain) -> Option<Asks> {
    let is_asked = name.has_stem(ASKED) || name.has_word(&["doi"]);
    if !is_asked || name.has_stem(OF_ANOTHER_CONSENT) || name.has_word(OF_A_CONSENT) {
        return contact_names::asks(name);
    }
    let is_denied = name.has_word(contact_names::DENIALS);
    Some(if is_denied { Asks::Refusal } else { Asks::Consent })
}

/// What is called a ban, whose state is not that of an address.
const BANS: &[&str] = &[
    "donotdisturb",
    "donotcontact",
    "donotcall",
    "donotmail",
    "donotemail",
    "legalhold",
    "selfexclu",
];

/// How a column is read whose name is not known and reads like a no: counts such as `bounces_30d` are flags too.
fn reading_of_a_no(name: &Plain) -> NoReading {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.squeezed.ends_with(end));
    if ends(&["reason", "type", "source", "note", "comment", "cause"]) {
        NoReading::Reason
    } else if ends(&["date", "time", "timestamp", "datetime"]) || name.has_word(&["at", "on", "ts"])
    {
        NoReading::Time
    } else if ends(&["status", "state"]) {
        if name.has_stem(BANS) || name.has_word(&["dnd", "dnc"]) {
            NoReading::Ban
        } else {
            NoReading::State
        }
    } else {
        NoReading::Flag
    }
}

/// Whether a name that says no leaves a doubt whether it still does, or whether it counts what came back for now.
pub(crate) fn leaves_a_doubt(column: &str) -> bool {
    let name = Plain::of(column);
    name.has_word(&["previously", "formerly", "once", "bounces"])
        || name.has_stem(&["emailsper", "messagebounce", "emailsbounced"])
}

/// Whether a column asks about letters where others of its table ask about e-mail: CiviCRM's `Do Not Mail`. Alone it may
/// be about either.
pub(crate) fn is_of_letters_beside(column: &str, others: &[String]) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const LETTERS: &[&str] =
        &["donotmail", "nomail", "dontmail", "donotallowmails", "donotallowmail", "donotallowbulkmails", "donotallowbulkmail"];
    let is_of_mail = |name: &str| LETTERS.iter().any(|end| name.ends_with(end));
    let is_of_email = |name: &String| {
        let name = squeeze(name);
        ["donotemail", "noemail", "dontemail", "donotallowemails", "donotallowemail"]
            .iter()
            .any(|end| name.ends_with(end))
            || name.contains("nobulkemail")
    };
    is_of_mail(&squeeze(column)) && others.iter().any(is_of_email)
}

/// What a customer has that may be deleted.
#[rustfmt::skip] // A table: as many words a line as fit.
const OTHER_THINGS: &[&str] = &[
    "cart", "card", "wishlist", "order", "orders", "payment", "review", "item", "items", "line", "invoice", "document", "doc",
    "receipt", "sale", "shop", "store",
];

/// Whether a name is of a choice that is none of contact: `carbon_offset_opt_in`, `paper_bill_opt_out`.
fn is_another_choice(name: &Plain) -> bool {
    name.has_stem(&["optin", "optedin", "optout", "optedout", "consent", "permission"])
        && name.has_word(OTHER_CHOICES)
        && !name.has_stem(OF_CONTACTING)
}

/// A name without whose it is and that it is a flag: `customer_blocked`, `is_suspended`, `fraud_flag`.
fn core(name: &Plain) -> String {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const BEFORE: &[&str] =
        &["is", "has", "was", "customer", "customers", "cust", "client", "user", "person", "profile", "guest", "msdyn", "ind", "c", "b"];
    const AFTER: &[&str] = &["flag", "flg", "ind", "indicator", "yn", "c", "kz", "kennzeichen"];
    let parts: Vec<&str> = name.parts().map(String::as_str).collect();
    let first = parts.iter().position(|part| !BEFORE.contains(part)).unwrap_or(0);
    let last = parts.iter().rposition(|part| !AFTER.contains(part)).map_or(0, |at| at + 1);
    parts.get(first..last).unwrap_or_default().concat()
}

/// Whether a name is of the day until which a consent holds.
fn is_end_of_consent(name: &Plain) -> bool {
    name.has_stem(&["consent", "optin", "permission", "einwillig", "consenso", "consentim", "casl"])
        && (name.has_stem(&[
            "expir",
            "validuntil",
            "validto",
            "enddate",
            "ablauf",
            "gultigbis",
            "gueltigbis",
        ]) || name.has_word(&["until", "ends", "end"]))
}

/// Whether a name is of the day until which contact is paused, and no paid subscription or delivery.
fn is_end_of_pause(name: &Plain) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const PAUSES: &[&str] = &["snooz", "paus", "mute", "quiet", "optdown", "selfexclu", "coolingoff", "vacationhold"];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const ENDS: &[&str] = &["until", "till", "through", "bis", "end", "ends", "endsat", "enddate", "endat", "expires", "expiresat", "hasta", "jusquau"];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const OF_A_PLAN: &[&str] =
        &["subscription", "delivery", "deliveries", "membership", "order", "orders", "plan", "billing", "payment", "box", "autoship", "shipment", "account"];
    name.has_stem(PAUSES)
        && ENDS.iter().any(|end| name.squeezed.ends_with(end))
        && !name.has_stem(&["hour"])
        && (!name.has_word(OF_A_PLAN) || name.has_stem(OF_CONTACTING))
}

/// Names of several ways of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
const WAYS: &[&str] =
    &["channels", "kanale", "kanaele", "canales", "canaux", "canali", "canais", "kanaly", "kanalen", "kanaler"];

/// Whether a name is of the ways by which somebody may be contacted: `opted_in_channels`. One way is mostly that by which
/// the consent came, and preferring a way refuses no other.
fn is_of_allowed_ways(name: &Plain) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const ALLOWED: &[&str] = &[
        "optin", "optedin", "allowed", "permitted", "consent", "subscribed", "contactable", "erlaubt", "permitid", "autoris", "autoriz", "zgod", "einwillig",
        "permessi", "consentiti", "toegestaan", "tillatna", "tilladte",
    ];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const LISTS: &[&str] = &["optins", "permissions", "consents", "subscriptions", "subscribedto"];
    let is_list = name.has_word(WAYS) && name.has_stem(ALLOWED)
        || LISTS.iter().any(|end| name.squeezed.ends_with(end));
    let is_other =
        name.has_stem(&["prefer", "source", "payment", "sales", "disallow", "notallowed"]);
    is_list && !is_other && !reads_like_a_no(name)
}

/// Stems by which the person says no.
const PERSONS_WORDS: &[&str] =
    &["unsub", "optout", "optedout", "withdr", "revok", "complain", "spam"];

/// Whether a name says that the person said no, and not the business of the person.
pub(crate) fn is_a_persons_word(name: &str) -> bool {
    let name = normalised(name);
    PERSONS_WORDS.iter().any(|word| name.contains(word))
}
