//! What a cell of a consent column says. Consent that is not clearly given is not given.
//!
//! A word that is not understood is never a yes; the reader counts it and names it. Columns that say no
//! by their name are for `no_columns`.

use super::contact_names::DENIALS;
use super::date_text::{DateReading, DateText};
use super::flags::{Flag, flag};
use super::plain::{Plain, squeeze};
use super::turned_names::turned;
use crate::ingest::Consent;

/// Words that give consent, beside those of `flags`; as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const GIVEN: &[&str] = &[
    "optin", "optedin", "optinconfirmed", "subscribed", "subscribe", "resubscribed", "confirmed",
    "confirmedoptin", "doubleoptin", "doubleoptinconfirmed", "singleoptin", "doi", "granted",
    "given", "marketingcontact", "consented", "consent", "consentgiven", "allowed", "allow", "accept", "accepted", "accepts",
    "agreed", "agree", "explicit", "express", "expressconsent", "explicitconsent",
    "freelygivenconsentfromcontact", "angemeldet", "bestatigt", "zugestimmt", "erteilt",
    "eingewilligt", "inscrit", "abonne", "accepte", "confirme", "suscrito", "aceptado",
    "confirmado", "iscritto", "confermato", "accettato", "ingeschreven", "aangemeld", "bevestigd",
    "akkoord", "abonniert", "tilmeldt", "pameldt", "prenumererar", "prihlasen", "feliratkozott", "zapisany", "inscrito",
    "onay", "onayli", "подписан", "已订阅", "購読中", "동의", "同意", "許可", "permissiongranted",
    "single", "double", "otorgado", "otorgada", "concedido", "concedida", "accordee", "udzielona", "udzielono", "udelen", "prihlasena", "sallittu", "lupa", "alta", "する", "可", "配信中", "開始",
    // Documented: Ometria, Adobe, Dynamics.
    "explicitlyoptedin", "in", "534120001", "marketable", "unengagedmarketable",
    "autoriza", "prestato", "apto", "inscrite", "wyrazona", "wyrazono", "souhlasi", "abonat", "activat", "订阅", "接受", "수신동의", "希望する", "許諾",
    "emailconfirmed", "erlaubt", "permitted", "grant", "confirm", "approve", "approved", "obtained", "genehmigt", "freigegeben", "autorise", "autorisee", "permitido", "permitida", "consentito", "consentita", "gegeven",
    "verleend", "toegestaan", "accorde", "verdi", "ยินยอม", "eingetragen", "配信する", "送付する", "受信する", "受け取る", "허용",
];

/// Words that refuse it.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const REFUSED: &[&str] = &[
    "optout", "optedout", "unsubscribed", "unsubscribe", "notsubscribed", "neversubscribed",
    "deny", "decline", "reject", "withdraw", "revoke", "denied", "refused", "withdrawn", "revoked", "declined", "rejected", "notallowed", "notgiven",
    "nonsubscribed", "nonmarketingcontact", "notgranted", "notconsented", "notoptedin", "noconsent", "never", "cleaned", "bounced",
    "hardbounced", "complained", "spam", "suppressed", "blocked", "blacklisted", "blocklisted",
    "archived", "deleted", "redacted", "invalid", "inactive", "transactional", "expired",
    "donotcontact", "abgemeldet", "widerrufen", "abgelehnt", "gesperrt", "desinscrit", "desabonne",
    "refuse", "baja", "rechazado", "disiscritto", "rifiutato", "uitgeschreven", "afgemeld",
    "geweigerd", "afmeldt", "avmeldt", "avslutad", "odhlasen", "leiratkozott", "wypisany", "descadastrado", "ret",
    "отписан", "已退订", "配信停止", "거부", "拒否", "不同意", "不可", "停止", "しない", "希望しない", "permissiondenied", "disagreed",
    "denegado", "denegada", "revocado", "revocada", "revogado", "revogada", "revocato", "negado", "negada", "prohibido", "brak", "cofnieta", "cofniete", "cofnieto", "wycofana",
    "wycofano", "wycofane", "odwolana", "nieudzielona", "neudelen", "odvolan", "odmitnut", "ingetrokken", "tilbagetrukket", "aterkallat", "nekad", "kielletty", "peruutettu", "解除",
    // Documented: Ometria, Adobe, Dynamics, Constant Contact, İYS.
    "explicitlyoptedout", "out", "534120002", "temphold", "iptal", "opposed", "notseen", "nonmarketable", "unengagednonmarketable",
    // Spanish and Portuguese
    "dadodebaja", "dadadebaja", "nosuscrito", "nosuscrita", "depurado", "desuscripto", "desuscrito", "rebotado", "queja", "removido", "cancelado", "cancelada",
    "bloqueado", "fallecido", "falecido", "noacepta", "noautoriza", "recusado", "naoautorizado", "invalido", "semoptin", "consentimentonegado", "consentimentorevogado", "marcadocomospam",
    // French
    "oppose", "opposition", "supprime", "radie", "plainte", "npai", "listenoire", "nettoye", "nonabonne", "decede", "revoque", "retire", "efface", "desinscrite", "desabonnee",
    // Italian
    "cancellato", "nonprestato", "negato", "negata", "assente", "rimbalzato", "disattivato", "deceduto", "nonacconsente", "nonconfermato", "disiscritta",
    // Dutch and German
    "geblokkeerd", "nietbenaderen", "opgeschoond", "overleden", "geentoestemming", "nietbevestigd", "bereinigt", "nichtabonniert", "beschwerde", "verstorben", "abbestellt", "widersprochen",
    "geloscht", "geloescht", "ausgetragen",
    // Polish, Czech, Hungarian, Romanian
    "odmowa", "zablokowany", "usuniety", "zmarly", "rezygnacja", "odbitytwardo", "odhlaseno", "nesouhlasi", "nesouhlas", "zemrel", "blokovan", "stiznost", "elhunyt", "torolt", "visszavonva",
    "dezabonat", "decedat", "blocat", "retras",
    // Scandinavian and Finnish
    "avregistrerad", "avprenumererad", "avliden", "sparrad", "spaerret", "studsad", "frameldt", "framelding", "slettet", "dod", "sperret", "reservert", "trukket", "trukkettilbage",
    "kuollut", "estetty", "poistettu", "peruttu", "kieltanyt",
    // Turkish
    "vefat", "engelli", "abonelikten", "aboneliktencikti", "vermedi", "reddedildi",
    "配信しない", "送付しない", "受信しない", "受け取らない", "不要", "いらない", "annullato", "annullata", "niepotwierdzony", "odbity",
    // Thai
    "ไมยินยอม",
    // Russian, Ukrainian, Greek, Hebrew, Arabic
    "отписался", "отозвано", "умер", "заблокирован", "недоступен", "спам", "відписаний", "відписався", "відкликано", "заблокований", "διαγραμμένος", "απεγγεγραμμένος", "θανών", "διαγραφή", "απεγγραφή",
    "ανακλήθηκε", "הוסר", "غيرمشترك", "إلغاءالاشتراك",
    // Chinese, Japanese, Korean
    "退订", "已注销", "黑名单", "拒收", "拒绝", "退会", "退会済み", "死亡", "ブロック", "수신거부", "미동의", "철회", "탈퇴", "해지",
    // Croatian, Lithuanian, Latvian, Estonian
    "odjavljen", "odjava", "atsisake", "atrakstijies", "loobunud",
];

/// Words that say that nothing has been decided.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const UNDECIDED: &[&str] = &[
    "pending", "pendingconfirmation", "unconfirmed", "notconfirmed", "unknown", "unbekannt",
    "notset", "notspecified", "notapplicable", "notasked", "ausstehend", "enattente", "pendiente",
    "inattesa",
];

/// Whether a column is named as the time at which consent was given, so that a date in it is a yes.
pub(crate) fn is_time_of_consent(column: &str) -> bool {
    is_time_of(&["consent", "optin", "optedin", "subscribed", "einwilligung"], column)
        && turned(&Plain::of(column)).is_none()
}

/// Whether a column that is mapped as consent is the time of its confirmation (`CONFIRM_TIME`). By its
/// name alone it speaks of anything that can be confirmed.
pub(crate) fn is_time_of_confirmation(column: &str) -> bool {
    is_time_of(&["confirm"], column)
}

fn is_time_of(stems: &[&str], column: &str) -> bool {
    let name = Plain::of(column);
    let is_yes = name.has_stem(stems);
    let is_no = name
        .has_stem(&["unsub", "unconf", "optout", "optedout", "notsub", "withdr", "revok", "expir"]);
    let words = ["at", "on", "date", "time", "timestamp", "datetime", "ts", "datum", "since"];
    let is_time = name.has_word(&words)
        || ["date", "time", "timestamp"].iter().any(|end| name.squeezed.ends_with(end));
    is_yes && is_time && !is_no
}

/// How words begin that say that a yes was asked for and has not come.
#[rustfmt::skip] // A table: as many words a line as fit.
const NOT_YET: &[&str] = &[
    "pending", "unconfirmed", "notconfirmed", "notyetconfirmed", "awaiting", "waiting", "requested", "ausstehend", "offen",
    "nichtbestat", "unbestat", "nochnicht", "enattente", "nonconfirm", "pendiente", "porconfirmar", "sinconfirmar",
    "inattesa", "nietbevestigd", "wachtop", "oczekuj", "doipending", "notset", "nepotvrz", "nonconfermat", "notresponded", "noresponse", "consentpending", "consentwaiting", "consentawaiting", "bekleme", "emailconfirmationpending", "pendente",
];

/// Whether a word says that a yes was asked for and has not come.
pub(crate) fn is_not_yet_given(text: &str) -> bool {
    let plain = squeeze(text);
    NOT_YET.iter().any(|word| plain.starts_with(word))
}

/// A word without the remark in brackets behind it: `No (12/03/2024)`, `Opted In (web)`.
fn without_remark(text: &str) -> &str {
    let trimmed = text.trim_end();
    let word = trimmed.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    word.map_or(text, |(word, _)| word).trim_end()
}

/// Words of courtesy, which stand before or behind an answer: `No thanks`, `Nein danke`, `Yes please`.
#[rustfmt::skip] // A table: as many words a line as fit.
const COURTESY: &[&str] = &[
    "thanks", "thank", "thankyou", "thx", "you", "please", "danke", "dank", "vielen", "bitte", "gern", "gerne", "merci", "svp", "gracias", "porfavor", "grazie",
    "obrigado", "obrigada", "bedankt", "dankje", "dankjewel", "dziekuje", "prosze", "tack", "tak", "takk", "kiitos", "dekuji", "prosim", "tesekkurler", "lutfen",
];

/// An answer without its courtesy; the same where there is nothing else in it, or where it is one word.
pub(super) fn without_courtesy(text: &str) -> String {
    let name = Plain::of(text);
    let kept: Vec<&String> =
        name.parts().filter(|part| !COURTESY.contains(&part.as_str())).collect();
    let is_answer = !kept.is_empty() && kept.len() < name.parts().count();
    if is_answer { kept.iter().map(|part| part.as_str()).collect() } else { String::new() }
}

/// Characters of an answer with its day; what is longer is a letter.
const MOST_ANSWER_BYTES: usize = 60;

/// An answer without the day behind it: `widerrufen am 01.02.2024`, `Revoked on 2024-05-01`; none where no day follows.
fn without_day(text: &str) -> Option<&str> {
    const BEFORE_A_DAY: &[&str] = &[
        "am", "on", "at", "since", "seit", "le", "el", "il", "op", "den", "em", "dnia", "per",
        "as", "of", "vom", "from", "dated",
    ];
    let is_day = |text: &str| {
        matches!(
            DateReading::default().read(text),
            DateText::Instant(_) | DateText::Wall(_) | DateText::Ambiguous
        )
    };
    let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at);
    let mut word =
        ends.map(|at| text.split_at(at)).find(|(_, rest)| is_day(rest.trim()))?.0.trim_end();
    while let Some((rest, last)) = word.rsplit_once(char::is_whitespace) {
        if !BEFORE_A_DAY.contains(&last.to_lowercase().as_str()) {
            break;
        }
        word = rest.trim_end();
    }
    Some(word)
}

/// Whether a cell denies a word that gives consent, and says nothing else: `nicht erteilt`, `no autorizado`.
fn is_denied(text: &str) -> bool {
    let name = Plain::of(text);
    let mut parts = name.parts();
    let is_denial = parts.next().is_some_and(|first| DENIALS.contains(&first.as_str()));
    let rest: String = parts.map(String::as_str).collect();
    is_denial && GIVEN.contains(&rest.as_str())
}

/// What a cell says; None for what is not understood. `is_time` says that the column is named as a time
/// of consent ([`is_time_of_consent`]): there a date is a yes. A date elsewhere is not understood.
pub(crate) fn consent(text: &str, is_time: bool) -> Option<Consent> {
    let text = without_remark(text);
    let plain = squeeze(text);
    let word = plain.as_str();
    // One letter that could be yes or suppressed.
    if word == "s" {
        return None;
    }
    match flag(text) {
        Flag::Empty => return Some(Consent::Missing),
        Flag::Yes => return Some(Consent::Given),
        Flag::No => return Some(Consent::Refused),
        Flag::NotUnderstood => {}
    }
    // The cross of a form in Japanese; elsewhere a cross may be a tick, which gives nothing either.
    if matches!(text.trim(), "×" | "✕" | "✖") {
        return Some(Consent::Refused);
    }
    if GIVEN.contains(&word) {
        return Some(Consent::Given);
    }
    if REFUSED.contains(&word) {
        return Some(Consent::Refused);
    }
    if UNDECIDED.contains(&word) {
        return Some(Consent::Missing);
    }
    if is_denied(text) {
        return Some(Consent::Refused);
    }
    let answer = without_courtesy(text);
    if !answer.is_empty() {
        return consent(&answer, is_time);
    }
    if text.len() <= MOST_ANSWER_BYTES
        && let Some(answer) = without_day(text).filter(|answer| !answer.is_empty())
    {
        return consent(answer, false);
    }
    if !is_time {
        return None;
    }
    match DateReading::default().read(text) {
        DateText::Empty | DateText::ZeroDate => Some(Consent::Missing),
        DateText::Instant(_) | DateText::Wall(_) | DateText::Ambiguous => Some(Consent::Given),
        DateText::NotADate => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Consent::{Given, Missing, Refused};

    #[test]
    fn services_say_it_in_their_own_words() {
        for (word, says) in [
            ("SUBSCRIBED", Some(Given)),
            ("confirmed", Some(Given)),
            ("1.0", Some(Given)),
            ("ja", Some(Given)),
            ("Sí", Some(Given)),
            ("opt-in", Some(Given)),
            ("OPTED IN", Some(Given)),
            ("Freely given consent from contact", Some(Given)),
            ("NEVER_SUBSCRIBED", Some(Refused)),
            ("not_subscribed", Some(Refused)),
            ("cleaned", Some(Refused)),
            ("0.0", Some(Refused)),
            ("Désinscrit", Some(Refused)),
            ("pending", Some(Missing)),
            ("nan", Some(Missing)),
            ("", Some(Missing)),
            ("implied", None),
            ("2024-01-05", None),
            ("2", None),
            ("yes, but no calls", None),
            ("✓", Some(Given)),
            ("Abonniert", Some(Given)),
            ("已退订", Some(Refused)),
            ("×", Some(Refused)),
            ("停止", Some(Refused)),
            ("No thanks", Some(Refused)),
            ("Nein, danke", Some(Refused)),
            ("ja gerne", Some(Given)),
            ("nicht erteilt", Some(Refused)),
            ("non accordé", Some(Refused)),
            ("niet gegeven", Some(Refused)),
            ("Tak", Some(Given)),
            ("not now", None),
            ("thanks", None),
            ("widerrufen am 01.02.2024", Some(Refused)),
            ("Revoked on 2024-05-01", Some(Refused)),
            ("Opted out 2024-05-01 10:00", Some(Refused)),
            ("erteilt am 01.02.2023", Some(Given)),
            ("moved on 2024-05-01", None),
        ] {
            assert_eq!(consent(word, false), says, "{word}");
        }
    }

    #[test]
    fn a_date_is_a_yes_where_the_column_is_a_time_of_consent() {
        for column in [
            "consent_at",
            "Email Opt-In Date",
            "emailConsentTimestamp",
            "subscribed_on",
            "optin_time",
        ] {
            assert!(is_time_of_consent(column), "{column}");
        }
        for column in [
            "consent",
            "unsubscribed_at",
            "created_at",
            "consent_withdrawn_at",
            "opt_out_date",
            "consent_expires_at",
        ] {
            assert!(!is_time_of_consent(column), "{column}");
        }
        assert!(is_time_of_confirmation("CONFIRM_TIME") && !is_time_of_consent("CONFIRM_TIME"));
        assert!(
            !is_time_of_confirmation("unconfirmed_at") && !is_time_of_confirmation("confirmed")
        );
        assert_eq!(consent("2024-01-05", true), Some(Given));
        assert_eq!(consent("05/01/2024 10:00", true), Some(Given));
        assert_eq!(consent("0000-00-00", true), Some(Missing));
        assert_eq!(consent("withdrawn", true), Some(Refused));
        assert_eq!(consent("soon", true), None);
    }

    #[test]
    fn no_word_says_two_things() {
        let all: Vec<_> = GIVEN.iter().chain(REFUSED).chain(UNDECIDED).collect();
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        for word in all {
            assert_eq!(squeeze(word), **word, "never found");
            assert_eq!(flag(word), Flag::NotUnderstood, "{word}");
        }
    }
}
