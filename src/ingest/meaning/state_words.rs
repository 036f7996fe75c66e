//! What a column of states is about, where its name does not say: mail, a paid subscription, or an account's login.
//!
//! `canceled` beside `past_due` ended a subscription, `cancelled` beside `bounced` wants no mail. The words of the whole
//! column tell; what each word means to whom is for `no_columns`.

use super::contact_states::is_of_a_customer;
use super::date_text::{DateReading, DateText};
use super::flags::{Flag, flag};
use super::plain::{Plain, squeeze};
use super::refusal_words::reads_like_a_no;
use super::row_status::DELETIONS;
use super::row_status::texts::are_changes;
use std::collections::BTreeSet;

/// What a column of states is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatesOf {
    /// Whether mail is wanted and arrives.
    Mail,
    /// Whether the row itself is in use.
    Record,
    /// What was done to the row at the source.
    Changes,
    /// Anything else that is known: nothing is said of contact.
    SomethingElse,
    /// The words do not tell.
    Unknown,
}

/// Words that only states of mail have, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_MAIL: &[&str] = &[
    "unsubscribed", "subscribed", "unconfirmed", "notconfirmed", "bounced", "hardbounced", "softbounced", "cleaned", "complained",
    "complaining", "spam", "junk", "optedin", "optedout", "optin", "optout", "nonsubscribed", "neversubscribed", "notsubscribed",
    "abgemeldet", "angemeldet", "desinscrit", "undeliverable", "abonniert", "nichtabonniert", "desabonne", "abonne", "nonabonne", "inscrit", "suscrito", "nosuscrito",
    "desuscripto", "desuscrito", "rebotado", "iscritto", "disiscritto", "nonconfermato", "ingeschreven", "uitgeschreven", "nietbevestigd", "wypisany", "zapisany",
    "descadastrado", "avregistrerad", "avprenumererad", "tilmeldt", "frameldt", "afmeldt", "avmeldt", "odhlasen", "prihlasen", "nepotvrzen", "leiratkozott", "feliratkozott",
    "dezabonat", "abonat", "onay", "отписан", "отписался", "подписан", "відписаний", "відписався", "已退订", "已订阅", "配信停止", "수신거부",
];
/// How words begin that are states of mail with a reason or a way behind: `Opt-Out: Admin`.
const BEGINS_OF_MAIL: &[&str] = &["optout", "optedout", "unsubscri", "hardbounce"];
/// States that only a paid subscription has, as Stripe, Chargebee, Recurly and WooCommerce call them.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_A_SUBSCRIPTION: &[&str] = &[
    "trialing", "trial", "intrial", "ontrial", "trialexpired", "pastdue", "cancelpending", "pendingcancel", "pendingcancellation",
    "incomplete", "incompleteexpired", "unpaid", "onhold", "nonrenewing", "renewed", "lapsed", "churned", "future", "switched",
];
/// States that it has among others. Alone they leave a doubt: `active` and `cancelled` may be of mail.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_ANYTHING: &[&str] = &[
    "active", "inactive", "pending", "none", "live", "new", "aktiv", "actif", "activo", "suspended", "failed", "canceled", "cancelled",
    "paused", "expired", "ended", "gekundigt", "resilie", "cancelado", "annule",
];
/// States of an account of a shop, of which none says anything of mail: most customers of Shopify are `disabled`.
const OF_A_LOGIN: &[&str] = &["disabled", "enabled", "invited", "declined"];

/// Columns of states of the row itself. `state_code` has states of a country elsewhere: its words tell.
const OF_RECORDS: &[&str] = &[
    "rowstatus",
    "rowstate",
    "recordstatus",
    "recordstate",
    "recstatus",
    "entitystatus",
    "entitystate",
    "objectstatus",
    "statecode",
    "statecodename",
];
/// Rows in use.
const IN_USE: &[&str] = &[
    "a", "active", "live", "current", "valid", "open", "enabled", "new", "ok", "u", "updated", "n",
    "0",
];
/// Rows that are not, beside those that are deleted. Dynamics numbers its states: 1 is inactive.
#[rustfmt::skip] // A table: as many words a line as fit.
const OUT_OF_USE: &[&str] = &["inactive", "archived", "purged", "deactivated", "obsolete", "disabled", "expired", "x", "1"];

/// The codes for yes and those for no.
pub(crate) type Codes = (&'static [&'static str], &'static [&'static str]);

/// Columns of what was done to the row, where all their words are such: elsewhere they are of anything.
const OF_CHANGES: &[&str] = &["type", "operation", "operationtype", "action", "event", "eventtype"];
/// The column of SQL Server's change tables, as it is written there, and its codes of an insert and of a deletion. There
/// are others: of what was before and after a change.
const OF_SQL_SERVER: (&str, Codes) = ("__$operation", (&["2"], &["1"]));

/// Codes of consents that say nothing by themselves, the yes and the no: Responsys', and those of Emarsys and Brevo.
const CODES: &[Codes] = &[(&["I"], &["O"]), (&["1"], &["2"])];
/// How names of columns end that may have them. A kind or a level of consent has numbers, too.
const ENDS_OF_CODES: &[&str] = &[
    "optin",
    "optinstatus",
    "emailopt",
    "marketingopt",
    "optstatus",
    "doi",
    "permissionstatus",
    "emailvalid",
];
/// Codes by how the name of their column ends, as services document them: NetSuite, ActiveCampaign, Magento, Responsys, EC-CUBE.
const CODES_BY_NAME: &[(&str, Codes)] = &[
    ("globalsubscriptionstatus", (&["1", "3"], &["2", "4"])),
    ("liststatus", (&["1"], &["0", "2", "3"])),
    ("subscriberstatus", (&["1"], &["2", "3", "4"])),
    ("emaildeliverabilitystatus", (&["D"], &["U"])),
    ("mailmagaflg", (&["1", "2"], &["3"])),
];

/// Names that say "blocked" or "stop" in one language, and what a house or a tour has in another: the words tell.
const OF_PLACES: &[&str] = &["bloque", "bloc", "stop"];

/// What a box on paper has that is ticked; elsewhere it may be a cross against something.
pub(crate) const TICKS: Codes = (&["x", "X"], &[]);

/// Whether a column has nothing but ticks.
pub(crate) fn is_ticked<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let mut words = words.peekable();
    words.peek().is_some() && words.all(|word| TICKS.0.contains(&word))
}

/// Whether a column of this name may have codes of consents.
pub(crate) fn may_have_codes(column: &str) -> bool {
    let name = squeeze(column);
    column == OF_SQL_SERVER.0
        || ENDS_OF_CODES.iter().any(|end| name.ends_with(end))
        || codes_by_name(&name).is_some()
}

fn codes_by_name(name: &str) -> Option<Codes> {
    CODES_BY_NAME.iter().find(|(end, _)| name.ends_with(end)).map(|(_, codes)| *codes)
}

/// The codes of a column, where it has nothing else: of codes that its name does not tell both must be there.
pub(crate) fn codes_of<'a>(column: &str, words: impl Iterator<Item = &'a str>) -> Option<Codes> {
    if column == OF_SQL_SERVER.0 {
        return Some(OF_SQL_SERVER.1);
    }
    let words: BTreeSet<&str> = words.map(as_code).collect();
    let all_are_in = |(yes, no): &Codes| {
        !words.is_empty() && words.iter().all(|word| yes.contains(word) || no.contains(word))
    };
    if let Some(codes) = codes_by_name(&squeeze(column)) {
        return Some(codes).filter(all_are_in);
    }
    CODES.iter().copied().find(|codes| words.len() == 2 && all_are_in(codes))
}

/// A cell as a code: a number without places after its point.
pub(crate) fn as_code(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix(".0").unwrap_or(text)
}

/// Whether the state of a row says that it is no longer in use.
pub(super) fn is_gone(text: &str) -> bool {
    let word = squeeze(text);
    OUT_OF_USE.contains(&word.as_str()) || DELETIONS.contains(&word.as_str())
}

/// Whether the words of a column of this name may be about several things.
pub(crate) fn is_of_states(column: &str) -> bool {
    let name = squeeze(column);
    column == OF_SQL_SERVER.0
        || OF_CHANGES.contains(&name.as_str())
        || OF_PLACES.contains(&name.as_str())
        || ["status", "state", "statecode", "statecodename"].iter().any(|end| name.ends_with(end))
        || is_of_a_customer(&Plain::of(column))
}

/// What the words of a column are about.
pub(crate) fn states_of<'a>(column: &str, words: impl Iterator<Item = &'a str>) -> StatesOf {
    let texts: Vec<&str> = words.collect();
    let name = squeeze(column);
    if column == OF_SQL_SERVER.0
        || OF_CHANGES.contains(&name.as_str()) && are_changes(texts.iter().copied())
    {
        return StatesOf::Changes;
    }
    let is_no_answer = |text: &&str| {
        flag(text) == Flag::NotUnderstood
            && !reads_like_a_no(&Plain::of(text))
            && matches!(DateReading::default().read(text), DateText::NotADate)
    };
    if OF_PLACES.contains(&name.as_str()) && texts.iter().any(is_no_answer) {
        return StatesOf::SomethingElse;
    }
    let words: Vec<String> =
        texts.into_iter().map(squeeze).filter(|word| !word.is_empty()).collect();
    let is = |known: &[&str], word: &String| known.contains(&word.as_str());
    let all =
        |known: &[&[&str]]| words.iter().all(|word| known.iter().any(|known| is(known, word)));
    let any = |known: &[&str]| words.iter().any(|word| is(known, word));
    let begins_as_of_mail =
        |word: &String| BEGINS_OF_MAIL.iter().any(|begin| word.starts_with(begin));
    let is_of_a_subscription = any(OF_A_SUBSCRIPTION) && all(&[OF_A_SUBSCRIPTION, OF_ANYTHING]);
    let is_of_a_login = name.ends_with("state") && all(&[OF_A_LOGIN]);
    let is_number = |word: &String| word.parse::<u32>().is_ok();
    let is_of_records = OF_RECORDS.contains(&name.as_str())
        && all(&[IN_USE, OUT_OF_USE, DELETIONS])
        && (!words.iter().any(is_number) || name == "statecode" && words.iter().all(is_number));
    if is_of_records && !words.is_empty() {
        StatesOf::Record
    } else if name.ends_with("statecode") {
        StatesOf::SomethingElse
    } else if any(OF_MAIL) || words.iter().any(begins_as_of_mail) {
        StatesOf::Mail
    } else if name.contains("mail") || name.contains("newsletter") || words.is_empty() {
        StatesOf::Unknown
    } else if is_of_a_subscription || is_of_a_login {
        StatesOf::SomethingElse
    } else {
        StatesOf::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_column_tell() {
        for (column, words, about) in [
            ("record_status", vec!["A", "D"], StatesOf::Record),
            ("statecode", vec!["0", "1"], StatesOf::Record),
            ("state_code", vec!["CA", "NY"], StatesOf::SomethingElse),
            ("state_code", vec!["1", "36"], StatesOf::SomethingElse),
            ("record_status", vec!["1", "0"], StatesOf::Unknown),
            (
                "subscription_status",
                vec!["active", "canceled", "past_due"],
                StatesOf::SomethingElse,
            ),
            ("subscription_status", vec!["active", "unsubscribed"], StatesOf::Mail),
            ("subscription_status", vec!["active", "inactive"], StatesOf::Unknown),
            ("subscription_status", vec!["active", "cancelled"], StatesOf::Unknown),
            ("email_subscription_status", vec!["active", "cancelled"], StatesOf::Unknown),
            ("state", vec!["active", "cancelled", "bounced"], StatesOf::Mail),
            ("state", vec!["disabled", "invited", ""], StatesOf::SomethingElse),
            ("status", vec!["disabled", "enabled"], StatesOf::Unknown),
            ("contact_status", vec!["Lead", "Customer"], StatesOf::Unknown),
            ("state", vec!["CA", "NY"], StatesOf::Unknown),
            ("type", vec!["insert", "update", "delete"], StatesOf::Changes),
            ("__$operation", vec!["1", "2", "4"], StatesOf::Changes),
            ("type", vec!["D", "I"], StatesOf::Unknown),
            ("Bloque", vec!["1", "2", "B"], StatesOf::SomethingElse),
            ("bloqué", vec!["oui", "non", "2024-05-01"], StatesOf::Unknown),
            ("stop", vec!["Main St", "Park"], StatesOf::SomethingElse),
            ("type", vec!["private", "business"], StatesOf::Unknown),
        ] {
            assert_eq!(states_of(column, words.iter().copied()), about, "{column} {words:?}");
        }
        assert!(is_of_states("Account State") && !is_of_states("statement"));
    }

    #[test]
    fn codes_are_known_by_the_whole_column() {
        let codes = |words: &[&str]| codes_of("optin", words.iter().copied());
        assert_eq!(codes(&["I", "O"]), Some(CODES[0]));
        assert_eq!(codes(&["1.0", "2.0"]), Some(CODES[1]));
        assert_eq!(codes(&["O", "N"]), None);
        assert_eq!(codes(&["1", "2", "3"]), None);
        assert!(codes_of("list_status", ["1", "3"].into_iter()).is_some());
        assert!(codes_of("list_status", ["1", "9"].into_iter()).is_none());
        assert!(may_have_codes("EMAIL_PERMISSION_STATUS_") && may_have_codes("Opt-In"));
        assert!(!may_have_codes("opt_in_level"));
    }
}
