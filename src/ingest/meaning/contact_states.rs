//! States of a customer in a column of a name such as `Estado`, `Statut client` or `ステータス`: which columns have them,
//! which words say no, and which say something that nobody knows here.
//!
//! What is a paid subscription's or an account's login is for `state_words`, columns that say no by their name for
//! `no_columns`.

use super::consent_words::consent;
use super::date_text::{DateReading, DateText};
use super::flags::{Flag, flag};
use super::no_columns::{NoColumn, NoReading, is_of_cookies};
use super::plain::{Plain, squeeze};
use super::refusal_words::reads_like_a_no;
use crate::ingest::Consent;

/// What a state is called by a word of its own.
#[rustfmt::skip] // A table: as many words a line as fit.
const STATES: &[&str] = &[
    "status", "state", "statut", "stato", "estado", "etat", "situacao", "situacion", "situation", "stav", "stan", "tila", "statusz", "stare", "durum",
    "durumu", "zustand", "stanje", "kundenstatus", "kontaktstatus", "kanalstatus", "kundestatus", "klantstatus", "relatiestatus",
];
/// The same where words are not parted by blanks, or change their ends.
const STATES_WITHIN: &[&str] =
    &["статус", "ステータス", "状态", "狀態", "状態", "상태", "κατάσταση", "סטטוס", "حالة"];
/// Whose states are a customer's, and the grammar between.
#[rustfmt::skip] // A table: as many words a line as fit.
const WHOSE: &[&str] = &[
    "customer", "customers", "cust", "client", "clients", "cliente", "clienti", "clientes", "kunde", "kunden", "klant", "klient", "contact", "contatto", "contacto",
    "contato", "kontakt", "kontaktu", "relatie", "account", "user", "person", "record", "subscriber", "subskrybenta", "subskrypcji", "abonnement", "abonne", "abonnent", "suscripcion",
    "iscrizione", "sottoscrizione", "odberu", "abonare", "newsletter", "nl", "hirlevel", "marketing", "email", "mail", "e", "sms", "communication", "comunicacao",
    "comunicacion", "comunicazione", "channel", "kanal", "crm", "gdpr", "rodo", "lopd", "lgpd", "rgpd", "dsgvo", "kvkk", "iys", "izin", "izni", "casl", "purpose", "permission",
    "consent", "preference", "list", "mailing", "recipient", "current", "global", "general", "para", "por", "de", "d", "du", "del", "della", "la", "of", "the", "c",
];
/// What states of countries, of families and of goods are called, too.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_ANYTHING: &[&str] =
    &["state", "estado", "stato", "stan", "stare", "etat", "tila", "zustand", "stav", "situation", "situacion", "situacao"];
/// Names of countries' states that read like a no.
const COUNTRIES: &[&str] = &["california", "verapaz"];

/// Words of a consent that as states say how much somebody buys, or nothing.
const OF_A_LIFE: &[&str] =
    &["inactive", "expired", "archived", "never", "transactional", "invalid", "in", "out", "ret"];

/// States in which nobody is written to, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
const ENDS_OF_CONTACT: &[&str] = &[
    "bankrupt", "insolvent", "incollections", "senttocollections", "collections", "chargedoff", "litigation", "inlitigation", "legalhold", "minor", "forgotten",
    "vulnerable", "selfexcluded", "lapsedconsent", "nonmarketing", "complaint",
];

/// States of customers that say nothing of contact, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_CUSTOMERS: &[&str] = &[
    "active", "inactive", "new", "lead", "prospect", "customer", "client", "lapsed", "churned", "dormant", "lost", "loyal", "regular", "returning", "repeat", "vip",
    "gold", "silver", "bronze", "platinum", "diamond", "basic", "standard", "premium", "open", "current", "live", "enabled", "disabled", "invited", "guest",
    "registered", "verified", "unverified", "trial", "paid", "free", "onetime", "atrisk", "engaged", "unengaged", "idle", "former", "ok", "normal", "valid", "good",
    "qualified", "unqualified", "working", "contacted", "nurturing", "connected", "other", "evangelist", "subscriber", "opportunity", "member", "nonmember", "retail",
    "wholesale", "person", "company", "business", "a", "i", "aktiv", "inaktiv", "aktif", "pasif", "actif", "inactif", "activo", "inactivo", "ativo", "inativo",
    "attivo", "inattivo", "actief", "inactief", "aktywny", "nieaktywny", "aktivni", "neaktivni", "activ", "inactiv", "aktiivinen", "активен", "неактивен",
    "активный", "неактивный", "активний", "ενεργός", "פעיל", "نشط", "有効", "無効", "正常", "정상", "本会員", "interessent", "kunde", "neukunde", "bestandskunde",
    "stammkunde", "pastdue", "overdue", "delinquent", "reactivated", "champion", "champions", "hibernating", "promising", "needsattention", "abouttosleep", "newcustomer",
    "repeatcustomer", "loyalcustomer", "onetimebuyer", "firsttime", "occasional", "frequent", "seasonal", "high", "medium", "low", "nuevo", "nouveau", "nuovo", "nieuw", "nowy", "safe", "clear", "implied", "express", "seen", "notseen",
];

/// What a customer's account is called that is in use: a no may say that it is closed, or that nobody buys with it.
#[rustfmt::skip] // A table: as many words a line as fit.
const IN_USE: &[&str] = &[
    "active", "isactive", "enabled", "isenabled", "activated", "aktiv", "istaktiv", "aktif", "actif", "activo", "ativo", "attivo", "actief", "aktywny", "aktywna", "aktivni",
    "aktivan", "activ", "aktiivinen", "habilitado", "habilitada", "abilitato",
];
/// What stands beside it and changes nothing.
const OF_A_FLAG: &[&str] = &["is", "ist", "est", "es", "flag", "flg", "ind", "indicator", "yn"];

/// What permissions are called, as stems: the words of such a column should be known.
#[rustfmt::skip] // A table: as many words a line as fit.
const PERMISSIONS: &[&str] = &[
    "consent", "permission", "optin", "optedin", "optstatus", "einwillig", "zustimmung", "consentement", "consentim", "consenso", "toestemming", "samtyck", "samtykke",
    "zgod", "souhlas", "hozzajarul", "suostumus", "izin", "izni", "onay", "согласи", "同意", "동의",
];
/// What is told of a permission in words of all kinds.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_A_PERMISSION: &[&str] = &[
    "source", "quelle", "origin", "method", "channel", "channels", "medium", "type", "level", "date", "at", "on", "time", "timestamp", "by", "via", "last", "first",
    "campaign", "version", "text", "wording", "language", "lang", "locale", "form", "page", "url", "ip", "id", "ids", "count", "reason", "note", "notes", "comment",
    "country", "region", "store", "shop", "list", "name", "topic", "category", "user", "agent", "device", "cookie", "cookies", "hash", "basis", "scope", "evidence", "key",
];

/// Whether a column has states of a customer, by its name.
pub(super) fn is_of_a_customer(name: &Plain) -> bool {
    let is_state = |part: &String| STATES.contains(&part.as_str());
    name.has_stem(STATES_WITHIN)
        || name.parts().any(is_state)
            && name.parts().all(|part| is_state(part) || WHOSE.contains(&part.as_str()))
}

/// Whether a state of a customer says no, in any language.
pub(super) fn state_says_no(name: &Plain, text: &str) -> bool {
    let cell = Plain::of(text);
    if flag(text) != Flag::NotUnderstood || cell.has_stem(COUNTRIES) {
        return false;
    }
    // İYS writes RET and ONAY for no and yes.
    let is_turkish = cell.squeezed == "ret" && name.has_stem(&["durum", "izin", "izni", "iys"]);
    let is_of_a_life = OF_A_LIFE.contains(&cell.squeezed.as_str()) && !is_turkish;
    let is_refused = consent(text, false) == Some(Consent::Refused);
    reads_like_a_no(&cell)
        || is_refused && !is_of_a_life
        || ENDS_OF_CONTACT.contains(&cell.squeezed.as_str())
}

/// Whether a column's name reads like a state of a customer or a permission, so that its words should be known.
pub(crate) fn asks_about_contact(column: &str) -> bool {
    let name = Plain::of(column);
    let asks = || NoColumn::named(column).is_some_and(|no| no.reading == NoReading::Asked);
    let is_permission = !name.has_word(OF_A_PERMISSION) && (name.has_stem(PERMISSIONS) || asks());
    let is_of_contact = is_of_a_customer(&name) || is_permission || is_flag_of_use(&name);
    is_of_contact && !is_of_cookies(&name)
}

/// The words of a column of states or permissions that are not known, of all its words: none where a name may be of
/// states of anything and no word of it is a customer's.
pub(crate) fn unknown_words<'a>(
    column: &str,
    words: impl Iterator<Item = &'a str>,
) -> Vec<&'a str> {
    let words: Vec<&str> = words.collect();
    let name = Plain::of(column);
    let is_a_customers = |word: &str| OF_CUSTOMERS.contains(&squeeze(word).as_str());
    let are_flags = || words.iter().all(|word| flag(word) != Flag::NotUnderstood);
    let may_be_of_anything = OF_ANYTHING.contains(&name.squeezed.as_str());
    if may_be_of_anything && !words.iter().any(|word| is_a_customers(word)) && !are_flags() {
        return Vec::new();
    }
    let is_of_use = is_of_a_customer(&name) || is_flag_of_use(&name);
    let is_out_of_use = |word: &str| is_of_use && flag(word) == Flag::No && !is_a_customers(word);
    words.into_iter().filter(|word| !is_known(word) || is_out_of_use(word)).collect()
}

/// Whether a column says by a flag whether a customer's account is in use: the `active` of Odoo, PrestaShop and Shopware,
/// which archives or locks it; elsewhere it may say how much somebody buys.
fn is_flag_of_use(name: &Plain) -> bool {
    let is_in_use = |part: &String| IN_USE.contains(&part.as_str());
    let is_beside =
        |part: &String| WHOSE.contains(&part.as_str()) || OF_A_FLAG.contains(&part.as_str());
    name.parts().any(is_in_use) && name.parts().all(|part| is_in_use(part) || is_beside(part))
}

fn is_known(word: &str) -> bool {
    flag(word) != Flag::NotUnderstood
        || consent(word, true).is_some()
        || OF_CUSTOMERS.contains(&squeeze(word).as_str())
        || word.trim_start().starts_with(['{', '['])
        || matches!(DateReading::default().read(word), DateText::Instant(_) | DateText::Wall(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_customers_say_no_in_many_languages() {
        for (column, cell) in [
            ("Estado", "Dado de baja"),
            ("Estado", "Fallecido"),
            ("Statut client", "Décédé"),
            ("Statut", "Opposé"),
            ("Stato", "Disiscritto"),
            ("Status", "Uitgeschreven"),
            ("Status", "Zmarły"),
            ("Status para comunicação por email", "Descadastrado"),
            ("Status", "Spärrad"),
            ("Tila", "Kuollut"),
            ("Stav kontaktu", "Odhlášen"),
            ("Durum", "RET"),
            ("izin_durumu", "İptal"),
            ("Статус", "Отписался"),
            ("Κατάσταση", "Διαγραμμένος"),
            ("状态", "黑名单"),
            ("상태", "탈퇴"),
            ("Kundenstatus", "Beschwerde"),
        ] {
            let name = Plain::of(column);
            assert!(is_of_a_customer(&name) && state_says_no(&name, cell), "{column} {cell}");
        }
        for (column, cell) in [
            ("Estado", "Baja California"),
            ("customer_status", "inactive"),
            ("status", "RET"),
            ("status", "no"),
            ("Stato", "Attivo"),
        ] {
            assert!(!state_says_no(&Plain::of(column), cell), "{column} {cell}");
        }
        for column in ["order_status", "loyalty_status", "lead_status", "statement", "estate"] {
            assert!(!is_of_a_customer(&Plain::of(column)), "{column}");
        }
    }

    #[test]
    fn words_that_nobody_knows_are_found_in_states_and_permissions_alone() {
        let unknown = |column: &str, words: &[&'static str]| {
            if asks_about_contact(column) {
                unknown_words(column, words.iter().copied())
            } else {
                Vec::new()
            }
        };
        assert_eq!(unknown("Status", &["Actief", "Weggeveegd"]), ["Weggeveegd"]);
        assert_eq!(unknown("email_ok_ind", &["Y", "U"]), ["U"]);
        assert_eq!(unknown("permission_to_send", &["explicit", "pvr"]), ["pvr"]);
        assert_eq!(unknown("email_optin", &["yes", "no", "2024-01-05"]), Vec::<&str>::new());
        assert_eq!(unknown("state", &["CA", "NY"]), Vec::<&str>::new());
        assert_eq!(unknown("situation", &["married", "single"]), Vec::<&str>::new());
        assert_eq!(unknown("state", &["active", "zapped"]), ["zapped"]);
        assert_eq!(unknown("active", &["true", "false"]), ["false"]);
        for column in ["Active", "is_active", "account_enabled", "status", "Aktiv", "estado"] {
            assert_eq!(unknown(column, &["true", "false"]), ["false"], "{column}");
        }
        assert_eq!(unknown("status", &["1", "0", "2"]), ["0", "2"]);
        assert_eq!(unknown("state", &["disabled", "enabled"]), Vec::<&str>::new());
        for column in [
            "country",
            "gender",
            "tier",
            "loyalty_level",
            "consent_source",
            "city",
            "loyalty_status",
            "loyalty_active",
            "cart_enabled",
        ] {
            assert_eq!(unknown(column, &["anything", "false"]), Vec::<&str>::new(), "{column}");
        }
    }
}
