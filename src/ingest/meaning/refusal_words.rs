//! Words by which any name reads like a no: stems of the usual languages, and pairs of words.
//!
//! Meant to find too much rather than too little: what it finds counts as a no until the configuration
//! says otherwise. Names that are known for certain stand in `event_names` and `no_columns`.

use super::plain::{Plain, squeeze};
use super::refusal_languages;
use std::borrow::Cow;

/// Letters that read like a no wherever they stand, even within a word.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const STEMS: &[&str] = &[
    // English
    "unsub", "unsusc", "unsbsc", "optout", "optedout", "optingout", "optsout", "optoff", "spam",
    "junkmail", "junkreport", "markedasjunk", "reportedasjunk", "abusereport", "reportabuse", "feedbackloop",
    "bounce", "suppress", "erase", "erasure", "erasing", "forget", "donot",
    "dontcontact", "dontemail", "dontmail", "dontcall", "dontsend", "dontmarket", "removeme",
    "removemy", "removefromlist", "removedfromlist", "takemeoff", "leavemealone", "blacklist",
    "blocklist", "denylist", "stoplist", "stopall", "redact", "anonymis", "anonymiz", "complained",
    "emailcomplaint", "mailcomplaint", "nomail", "noemail", "nosms", "nocalls", "nocontact",
    "nomarketing", "nonewsletter", "notsubscribed", "nolongersubscribed", "nevercontact",
    "objectedto", "objectiontomarketing", "objectiontoprocessing", "righttoobject", "righttobeforgotten", "deceased",
    "robinsonlist", "accountclosed", "closedaccount", "consentexpired", "expiredconsent",
    "marketingblock", "blockmarketing", "marketingobjection", "emailinvalid", "invalidemail",
    "emaildisabled", "disabledemail", "inactiveemail", "failedpermanent", "permanentfail",
    "undeliverable", "goneaway", "leftlist", "leavelist", "leftthelist", "nomoremail",
    "nomoreemail", "notinterested", "subscriberremoved", "removedsubscriber",
    "subscriptioncancelledemail", "subscriptioncanceledemail", "contactblocked", "blockedcontact",
    "mailboxnotfound", "nosuchuser", "nichtkontakt", "contactforbidden", "excludefrommarketing", "excludedfrommarketing", "withdrawaldate", "nosolicit", "listremoval", "hardfail",
    "scheduledfordeletion", "deletionscheduled", "removalrequested", "underage", "bereave", "subscriberdeactivat", "piiscrub", "piiremov", "dateofdeath", "deathdate",
    "bloqueocomercial", "blocagecommercial", "bloccocommerciale", "subscribercomplain", "werbestop", "newsletterstop", "dm不要", "dm拒否", "黑名单", "黑名單", "karaliste", "siyahliste", "czarnalista", "cernalistina", "svartlist", "mustalista", "feketelista", "zwartelijst",
    "izinred", "izniptal", "izniniptal", "onayred", "onayiptal", "berhentiberlanggan", "отзывсоглас", "отозвалсоглас", "чёрныйсписок", "черныйсписок", "ブラックリスト", "블랙리스트",
    "forgottenuser", "forgottencustomer", "forgottencontact", "forgottenpe", "robinsonbeskyt", "robinsonlist", "listarobinson",
    // German
    "abgemeldet", "abmeld", "abbestell", "ausgetragen", "austragen", "austragung", "geloscht", "geloescht", "widerruf", "widersproch",
    "widerspruch", "widerspruech", "werbesperre", "sperrliste", "werbeverbot", "keinewerbung", "verstorben",
    "kontaktsperre", "mailsperre", "kontaktverbot", "keinkontakt", "keinekontakt", "keinemail",
    "datenloschung", "datenloeschung", "loschantrag", "loeschantrag", "kontogeloscht", "loschen", "loschkennz", "loeschkennz", "loschvorm", "loeschvorm", "art17lo", "kundensperr",
    "kontosperr", "sterbedat", "todesdat", "todestag", "gestorben", "minderjahr", "minderjaehr", "schwarzenliste", "nichtabonniert",
    // French
    "desinscri", "desabonn", "desabonnement", "listenoire", "nepascontacter", "nepassolliciter", "effacement", "droitaloubli", "decede", "datedeces", "nonabonne", "nepasdemarcher", "nepasrelancer", "datededeces", "defunt",
    // Spanish and Portuguese
    "dardebaja", "dadodebaja", "dadadebaja", "desuscri", "nocontactar", "cancelarsuscripcion",
    "derechoalolvido", "nomolestar", "fallecid", "difunto", "falecid", "defuncion", "naoperturbe", "descadastr", "cancelarinscricao", "cancelamentodeinscricao", "cancelamentoinscricao", "cancelouinscricao", "naocontactar",
    "bloqueado", "listanegra", "desuscript", "nosuscrit", "marcadocomospam",
    // Italian
    "disiscri", "disiscrizione", "datacancellazione", "cancellazioneiscrizione", "annullaiscrizione", "noncontattare",
    "dirittoalloblio", "cancellaiscrizione", "deceduto", "datadecesso",
    // Dutch
    "afgemeld", "afmeld", "uitgeschreven", "uitschrijv", "uitschrijf", "nietbenaderen", "nietmailen", "overleden", "overlijden", "minderjarig",
    // Scandinavian, Finnish, Polish, Czech
    "avregistr", "avprenumer", "avmeld", "avanmal", "frameld", "wypisan", "odhlasit", "odhlasen",
    "rezygnacj", "zrezygnow", "sprzeciw", "avliden", "avdod", "afdod", "kuollut", "zmarl", "zemrel",
    "datazgonu", "dodsdat", "dodsdag", "kuolinpa", "datumumrti", "datumsmrti",
    // Romanian, Hungarian
    "aboneliktenc", "dezabon", "leiratkoz", "feliratkozasvissza", "elhunyt", "decedat",
    // Russian, Chinese, Japanese, Korean
    "απεγγραφ", "הסרהמרשימ", "إلغاءالاشتراك", "отпис", "відпис", "отказ", "умер", "退订", "退訂", "取消订阅", "取消訂閱", "拒收", "注销", "註銷", "탈퇴", "배송거부", "配信停止", "退会", "購読解除", "配信解除", "メルマガ解除", "メルマガ停止", "dm不可", "受信拒否", "死亡", "수신거부", "구독취소",
];

/// Words that read like a no when they stand as words of their own.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const WORDS: &[&str] = &[
    "stop", "stopp", "dnc", "dne", "dnd", "dnm", "rtbf", "baja", "baixa", "unsuscribe", "abuse",
    "revoca", "oubli", "objection", "objected", "opposition", "fbl", "arret",
    "tps", "lostconsent", "sperre", "oposicion", "oposicao", "opposizione", "bezwaar", "indsigelse",
];

/// Words that read like a no unless something is said of a sale.
const UNLESS_OF_A_SALE: &[&str] = &["blocked", "rejected", "excluded", "withdrawn", "revoked"];
/// What a sale is spoken of with.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_A_SALE: &[&str] = &[
    "payment", "order", "card", "transaction", "checkout", "cart", "refund", "return", "coupon",
    "voucher", "product", "shipment", "delivery", "tax", "vat", "popup", "amount", "credit", "balance", "fund", "stock", "seller",
    "payout", "locker", "login", "image", "chat", "apiaccess", "porting", "dunning", "password", "loan", "invoice", "mandate", "debit", "rejectedoffer", "withdrawnoffer", "listing", "adblock",
    "userblockeduser", "referral",
];
/// The same by words of their own: two people of a marketplace, what is rented, what a browser or a telephone keeps away.
const WORDS_OF_A_SALE: &[&str] =
    &["sim", "ad", "room", "rooms", "seat", "seats", "line", "lines", "open"];

/// Words for no, beside what they deny.
const DENIALS: &[&str] = &["no", "false", "none", "off", "never"];
/// What they deny: `marketing_consent=no`.
#[rustfmt::skip] // A table: as many words a line as fit.
const DENIED: &[&str] = &[
    "consent", "permission", "optin", "optedin", "acceptsmarketing", "subscribed", "einwilligung",
];

/// Pairs that read like a no together: one stem of each side.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const PAIRS: &[(&[&str], &[&str])] = &[
    (
        &[
            "consent", "permission", "einwilligung", "consentement", "consentimiento", "consenso",
            "toestemming", "zgod", "samtyck", "samtykke", "souhlas",
        ],
        &[
            "negad", "negat", "withheld", "trukket", "wycof", "aterkall", "tilbagekald", "odvol", "withdr", "revok", "denied", "deny", "declin", "refus", "remov", "reject", "delet",
            "retir", "retrait", "revoc", "revog", "revoq", "zuruck", "ingetrokken", "expired", "lossof", "lost", "missing", "fehlt",
        ],
    ),
    (&["abonelik", "aboneligi"], &["iptal"]),
    (&["optin"], &["withdr", "revok", "denied", "declin", "refus", "reject"]),
    (
        &[
            "newsletter", "marketing", "mailing", "emailsubscription", "smssubscription", "uutiskirj", "nyhetsbrev", "nyhedsbrev", "nieuwsbrief", "boletin",
        ],
        &[
            "cancel", "remov", "declin", "refus", "reject", "leave", "left", "disabl", "kundig",
            "quit", "annul", "peruut", "perutt", "avslut", "opsag", "opzeg", "turnedoff", "switchedoff",
        ],
    ),
    (
        &[
            "mail", "epost", "courriel", "sms", "marketing", "newsletter", "markkinointi", "markedsforing", "marknadsforing", "reklam", "werbung", "demarchag",
            "publicid", "publicit", "pubblicit", "processing", "рассыл", "メール", "配信",
        ],
        &[
            "geblok", "zablok", "bloque", "blocc", "oppose", "oppositi", "oposic", "abgelehn", "不要", "refus", "recus", "rifiut", "rechaz", "forbid", "verbot", "verboten", "kielto", "sparr", "sperr", "reservert", "restrict",
            "запрещ", "不可", "拒", "quarantin",
        ],
    ),
    (
        &["excludefrom", "excludedfrom", "omitfrom", "omittedfrom"],
        &["mailing", "emails", "campaign", "communic", "newsletter", "marketing", "promo"],
    ),
    (&["营销", "推广", "广告", "短信", "邮件"], &["拒", "不接收", "屏蔽", "退订"]),
    (
        &["mail", "courriel", "correo", "newsletter"],
        &[
            "rucklauf", "ruecklauf", "ruecklaeuf", "unzustell", "nichtzustell", "ungultig", "ungueltig", "nonvalid", "nonvalable", "novalid", "invalido", "errone", "rebotad",
            "rimbalz", "ongeldig", "onbestelbaar", "nieprawid", "niewazn", "ogiltig", "ugyldig", "neplatn", "gecersiz",
        ],
    ),
    (
        &["kontakt", "contact", "contatt", "contato", "comunicac", "comunicaz", "communication", "kommunikation"],
        &["zakaz", "sperr", "interdi", "prohib", "proibi", "vietat", "verboden", "forbudt", "verbot", "kielto", "sparr", "geblok", "bloque", "blocc"],
    ),
    (
        &["loschung", "loeschung"],
        &["beantragt", "gewunsch", "gewuensch", "vorgemerk", "verlang", "angefrag", "anforder", "angeforder", "meinerdaten", "derdaten"],
    ),
    (
        &["suppression", "eliminacion", "supresion", "cancellazione", "exclusao", "usuniecie", "usunieci"],
        &["donnees", "mescoordonnees", "compte", "dedatos", "misdatos", "cuenta", "deidati", "mieidati", "account", "dedados", "deconta", "daconta", "danych", "konta"],
    ),
    (
        &[
            "account", "user", "customer", "contact", "profile", "person", "subscriber", "member",
            "data",
        ],
        &["delet", "suppres", "purge", "archiv"],
    ),
    (
        &["compte", "cuenta", "konto", "conta", "ucet", "account", "hesap", "hesab", "аккаунт", "учетнаязапис", "учетнойзапис", "アカウント"],
        &[
            "supprim", "clotur", "eliminad", "cancelad", "eliminat", "verwijder", "exclui", "usuniet", "rader", "slettet", "smazan", "削除", "silme", "silin", "удал",
        ],
    ),
    (
        &["privacy", "request", "gdpr", "rgpd", "dsgvo", "ccpa", "cpra", "lgpd", "dsar", "datasubject", "rightto"],
        &["delet", "eras", "forg", "losch", "loesch", "supprim"],
    ),
    (
        &["gdpr", "rgpd", "dsgvo", "ccpa", "lgpd"],
        &["request", "remov", "withdr", "object", "sperr", "anonym", "mask", "scrub", "pseudonym", "redact", "block", "restrict"],
    ),
    (&["dsar", "datasubject", "cpra"], &["remov", "withdr", "object", "restrict"]),
];

/// Letters that take a no back or speak of something else; they are taken out before a name is judged.
#[rustfmt::skip] // A table: as many words a line as fit.
const REVERSED: &[&str] = &[
    "unsuppress", "unbounce", "unblacklist", "unblocklist", "notunsubscribed", "neverunsubscribed", "notoptedout",
    "neveroptedout", "nooptout", "notsuppressed", "nosuppression", "notbounced", "neverbounced", "nobouncebacks", "nobounceback",
    "nobounce", "notblacklisted",
    "notblocklisted", "notexcluded", "notrestricted", "notblocked", "notdeleted", "noterased", "notdeceased", "nospamcomplaint", "nichtabgemeldet",
    "nichtgesperrt", "softbounce", "bouncesoft", "bouncedsoft", "bouncerate",
    "nocontactdelivery", "nocontactdropoff", "nocontactcheckin", "safenocontact", "nocontactdetail", "nocontactinfo", "nocontactnumber", "nocontactless", "spamcheck", "spamfilter", "spamtest",
    "spamscore", "voicemaildisabled", "memoryofdeceased", "accountclosedcount", "skontosperre",
];
/// Letters of reminders that one may leave again, as forms have them; they are taken out, too.
#[rustfmt::skip] // A table: as many words a line as fit.
const REMINDERS: &[&str] = &[
    "unsubscribeatanytime", "unsubscribeatanypoint", "unsubscribeanytime", "optoutatanytime", "optoutanytime", "withdrawatanytime", "withdrawanytime",
    "withdrawconsentatanytime", "withdrawmyconsentatanytime", "withdrawyourconsentatanytime", "withdrawthisconsentatanytime", "revokedatanytime", "withdrawnatanytime", "jederzeitabmeld", "jederzeitwiederabmeld",
    "jederzeitabbestell", "jederzeitwiderruf", "widerrufjederzeit", "desabonneratoutmoment", "desinscrireatoutmoment", "dardebajaencualquiermomento", "dartedebajaencualquiermomento",
    "darmedebajaencualquiermomento", "disiscriverminqualsiasimomento", "disiscrivertiinqualsiasimomento",
];
/// What a bounce is of that is none of a message.
#[rustfmt::skip] // A table: as many words a line as fit.
const OTHER_BOUNCES: &[&str] = &[
    "payment", "cheque", "check", "cart", "bouncedback", "bouncebackoffer", "bouncebackcoupon", "bouncebackcard", "bouncebackvoucher",
    "bouncebackpromo", "bouncebackcampaign",
];
/// What else is left at once: a website. Its mails come back, too.
const OF_A_WEBSITE: &[&str] = &["website", "session", "page", "landing"];
/// What is not to be done that is no contact, or none that a list has.
#[rustfmt::skip] // A table: as many words a line as fit.
const OTHER_DO_NOTS: &[&str] =
    &[
        "donotfax", "donottrack", "donottrade", "donotmove", "donotbend", "donotdisturbcount", "donotsell", "donotshare", "donotring", "donotoffercredit", "donotthank",
        "donotpublish", "donotship", "donotsubstitut", "donotfreeze", "donotstack", "donotleave", "donotmerge", "donotdelete", "donotrefund", "donotinvoice", "donotdeliver",
    ];
/// What else cannot be delivered: parcels and letters.
const OTHER_UNDELIVERABLES: &[&str] =
    &["undeliverableaddress", "undeliverablepost", "undeliverablezip", "ncoa", "postal"];
/// What is stopped that is no contact, and signs for it.
const OTHER_STOPS: &[&str] = &[
    "stopsell",
    "stoploss",
    "stopsale",
    "playback",
    "busstop",
    "dndsign",
    "pricestop",
    "stoppric",
    "stopsmoking",
    "planstop",
    "stopplan",
    "deliverystop",
    "stopdelivery",
    "subscriptionstop",
    "membershipstop",
    "discountoposicion",
    "descuentooposicion",
    "bajadeprecio",
    "bajadelprecio",
];
/// What is revoked in German beside a consent: a purchase, a mandate.
const OTHER_REVOCATIONS: &[&str] =
    &["lastschrift", "kauf", "bestell", "vertrag", "belehrung", "frist"];

/// What is turned off by itself or by somebody, and what that is said with: `promo_emails_off`. A price is off, too.
#[rustfmt::skip] // A table: as many words a line as fit.
const TURNED_OFF: &[&str] = &[
    "turned", "switched", "toggled", "email", "emails", "mails", "mailing", "mailings", "newsletter", "newsletters", "marketing", "notifications",
];

/// What no contact is: what is stored in a browser, or known of somebody without one.
#[rustfmt::skip] // A table: as many words a line as fit.
const NO_CONTACT: &[&str] = &["cookie", "tracking", "profiling", "analytics", "locationopt"];

/// A name without the letters that take a no back.
pub(super) fn without_reversed(squeezed: &str) -> String {
    let words = REVERSED.iter().chain(REMINDERS);
    words.fold(squeezed.to_owned(), |text, word| text.replace(word, " "))
}

/// A name without the reminder in it that one may leave again: `Send me offers? (you can unsubscribe at any time)`.
pub(super) fn without_reminder(name: &str) -> Cow<'_, str> {
    let ends = ['(', ')', '?', '.', '!', ';', ','];
    let reminds = |piece: &&str| {
        let squeezed = squeeze(piece);
        REMINDERS.iter().any(|words| squeezed.contains(words))
    };
    if !name.contains(ends) || !name.split(ends).any(|piece| reminds(&piece)) {
        return Cow::Borrowed(name);
    }
    let kept: Vec<&str> = name.split(ends).filter(|piece| !reminds(piece)).collect();
    Cow::Owned(kept.join(" "))
}

/// Whether a name reads like a no.
pub(super) fn reads_like_a_no(name: &Plain) -> bool {
    let reversed = name.has_stem(REVERSED) || name.has_stem(REMINDERS);
    let squeezed = if reversed { without_reversed(&name.squeezed) } else { String::new() };
    let text = if reversed { &squeezed } else { &name.squeezed };
    let has = |stems: &[&str]| stems.iter().any(|stem| text.contains(stem));
    if has(NO_CONTACT) && !has(&["mail", "market", "newsletter"]) {
        return false;
    }
    let is_other = |stem: &str| match stem {
        "forget" => has(&["password"]),
        "bounce" => has(OTHER_BOUNCES) || (has(OF_A_WEBSITE) && !has(&["mail"])),
        "donot" => has(OTHER_DO_NOTS),
        "undeliverable" => has(OTHER_UNDELIVERABLES) && !has(&["mail"]),
        "widerruf" => has(OTHER_REVOCATIONS),
        "отказ" => refusal_languages::is_of_a_sale(text),
        // The day until which data is kept, of everybody.
        "anonymis" | "anonymiz" => has(&["anonymiseafter", "anonymizeafter"]),
        _ => false,
    };
    STEMS.iter().any(|stem| text.contains(stem) && !is_other(stem))
        || (name.has_word(WORDS) && !name.has_stem(OTHER_STOPS))
        || (name.has_word(UNLESS_OF_A_SALE) && !is_of_a_sale(name))
        || (name.has_word(&["list", "mailinglist"])
            && name.has_word(&["removed", "remove", "left"]))
        || (name.has_word(DENIALS) && name.has_stem(DENIED))
        || (name.has_word(&["off"]) && name.has_stem(&["newsletter", "marketing", "mailing"]))
        || is_turned_off(name)
        || PAIRS.iter().any(|(one, other)| has(one) && has(other))
        || refusal_languages::says_no(text)
}

/// Whether a name speaks of a sale, or of other things that may be blocked or withdrawn.
fn is_of_a_sale(name: &Plain) -> bool {
    name.has_stem(OF_A_SALE) || name.has_word(WORDS_OF_A_SALE)
}

/// Whether a name says that mails were turned off.
fn is_turned_off(name: &Plain) -> bool {
    let mut parts = name.parts().map(String::as_str).rev();
    let is_off = parts.next() == Some("off");
    let what = parts.next().filter(|what| is_off && TURNED_OFF.contains(what));
    what.is_some()
        && name.has_stem(&["mail", "newsletter", "marketing"])
        && !name.has_stem(&["wishlist", "cart", "stock", "order", "review"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_that_one_may_leave_is_no_part_of_a_question() {
        for (name, left) in [
            ("Send me news? (you can unsubscribe at any time)", "Send me news   "),
            ("Newsletter; Sie können sich jederzeit abmelden", "Newsletter"),
            ("unsubscribed", "unsubscribed"),
            ("Opt out? (yes)", "Opt out? (yes)"),
        ] {
            assert_eq!(without_reminder(name), left, "{name}");
        }
    }

    #[test]
    fn a_no_is_read_in_several_languages() {
        for name in [
            "global_unsub",
            "OptedOut_v2",
            "Do Not Mail",
            "Don't contact me",
            "STOP",
            "Stopp!",
            "Kommunikationssperre",
            "E-Mail unzustellbar",
            "Löschung beantragt am",
            "Opposé au démarchage",
            "Bloqueo comercial",
            "Geblokkeerd voor mailing",
            "Zakaz kontaktu",
            "Kara liste",
            "İzin reddi",
            "Отзыв согласия",
            "Cancellazione account",
            "Usunięcie konta",
            "Exclude from campaigns",
            "Werbestopp",
            "拒绝营销",
            "newsletter abgemeldet",
            "Désinscription",
            "baja",
            "Disiscritto",
            "uitgeschreven",
            "consent withdrawn",
            "Newsletter cancelled",
            "account.deleted",
            "customers/redact",
            "GDPR request",
            "email_bounced_v3",
            "Einwilligung zurückgezogen",
            "withdrawn",
            "marketing_consent=no",
            "accepts_marketing:false",
            "AccountClosed",
            "Loss of consent",
            "contact_blocked",
            "blocked",
            "not interested",
            "Kontaktverbot",
            "leiratkozás",
            "rezygnacja z subskrypcji",
            "отписка",
            "退订",
            "수신거부",
            "Date de décès",
            "Sterbedatum",
            "cSperre",
            "refus_email",
            "suoramarkkinointikielto",
            "processing_restricted",
            "рассылка запрещена",
            "Newsletter off",
            "GDPR delete request",
            "email_notifications_turned_off",
            "promo_emails_off",
            "double_optin_declined",
            "Widersprueche",
            "メルマガ解除",
            "Bounceback Date",
            "visitor_page_email_bounced",
        ] {
            assert!(reads_like_a_no(&Plain::of(name)), "{name}");
        }
    }

    #[test]
    fn what_speaks_of_something_else_does_not() {
        for name in [
            "unsupported_browser",
            "payment_unsuccessful",
            "remove_from_cart",
            "Product Removed",
            "order_cancelled",
            "forget_password",
            "cash_withdrawal",
            "nonstop",
            "email unsuppressed",
            "Unbounce form",
            "view_item",
            "subscription_started",
            "stopwatch",
            "payment_rejected",
            "card blocked",
            "order archived",
            "no_show",
            "consent_notice_shown",
            "purchase",
            "not suppressed",
            "No opt-out",
            "never bounced",
            "soft_bounce_count",
            "payment_bounced",
            "gdpr_region",
            "gdpr_policy_accepted_at",
            "HasOptedOutTracking",
            "blocked_amount",
            "spam_check_passed",
            "Email 20 off",
            "bounceback_coupon",
            "session_bounce",
            "sim_blocked",
            "user_blocked_user",
            "direct_debit_revoked",
            "Lastschrift_widerrufen",
            "donottrack",
            "npsp__Undeliverable_Address__c",
            "no contact details on parcel",
            "No Bouncebacks",
            "no_contact_delivery",
            "undeliverable_postcode",
            "do_not_ring_bell",
            "login_blocked_until",
            "images_blocked",
            "line_blocked",
            "Price stop",
            "Sähköpostimarkkinointilupa",
            "Can we write? (you can unsubscribe at any time)",
            "plan_stop_date",
            "Rückläuferquote",
            "contact_lens_type",
        ] {
            assert!(!reads_like_a_no(&Plain::of(name)), "{name}");
        }
    }
}
