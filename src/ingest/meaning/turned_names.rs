//! Names of a consent that has ended, is missing, awaited, refused or in doubt: there a yes says that there is none.
//!
//! Of columns alone: an event that a consent is pending is followed by another. `refusal_words` says what reads
//! like a no in any name.

use super::no_columns::ASKED;
use super::plain::Plain;

/// What a consent is called beside what `no_columns` asks for, as stems.
#[rustfmt::skip] // A table: as many words a line as fit.
const CONSENTS: &[&str] = &[
    "consent", "optin", "optedin", "permission", "doubleopt", "casl", "subscribed", "subscriber", "newsletter", "mailinglist", "emailing", "emailmarketing",
    "marketingemail", "einwillig", "zustimmung", "einverstand", "werbung", "infomail", "infolettre", "suscripcion", "boletin", "consenso", "iscrizione",
    "toestemming", "nieuwsbrief", "samtyck", "samtykke", "nyhetsbrev", "nyhedsbrev", "suostumus", "uutiskirj", "zgod", "souhlas", "hozzajarul", "hirlevel",
    "consimtamant", "bulten", "согласи", "подписк", "рассылк", "同意", "配信", "購読", "メルマガ", "ニュースレター", "订阅", "동의", "뉴스레터", "メール", "邮件", "이메일",
];
/// The same of what may be a paid subscription as well, unless mail is spoken of.
#[rustfmt::skip] // A table: as many words a line as fit.
const SUBSCRIPTIONS: &[&str] =
    &["subscription", "assinatura", "abonnement", "abbonamento", "prenumer", "subskrypc", "inscricao", "inscription"];
const MAIL: &[&str] = &["mail", "newsletter", "marketing", "correo", "courriel", "sms"];

/// What has ended, as stems.
#[rustfmt::skip] // A table: as many words a line as fit.
const ENDED: &[&str] = &[
    "ended", "expired", "lapsed", "churn", "removed", "removal", "cancel", "annul", "terminat", "discontinu", "signoff", "signedoff", "storn", "beendet",
    "gekundigt", "gekuendigt", "abgelaufen", "erlosch", "scadut", "caducad", "vencid", "trukket", "ingetrokken", "beeindigd", "verlopen", "wygas", "zrus",
    "ukonc", "lejart", "停止", "解除", "取消", "中止", "철회", "해지",
];
/// The same by words of their own.
const ENDED_WORDS: &[&str] =
    &["end", "ends", "ende", "exit", "fin", "ex", "former", "lost", "koniec", "einde"];
/// What is missing, awaited, refused, has failed or is in doubt, as stems.
#[rustfmt::skip] // A table: as many words a line as fit.
const OPEN: &[&str] = &[
    "pending", "unconfirm", "notconfirm", "awaiting", "waiting", "ausstehend", "enattente", "pendient", "inattesa", "oczekuj", "bekle", "inafwachting",
    "withheld", "invalid", "failed", "failure", "doubtful", "disputed", "unclear", "unknown", "unwanted", "unerwunscht", "unerwuenscht", "verweiger",
    "fehlend", "fehlt", "mancan", "ausente", "faltant", "unconsent", "nonconsent", "inactive", "未同意", "미동의", "除外", "ontbreek",
];
/// The same by words of their own.
const OPEN_WORDS: &[&str] = &[
    "absent", "absente", "assente", "missing", "needed", "needs", "need", "void", "offen", "nein",
];
/// What is not wished for that has no consent in its name.
const UNWANTED: (&[&str], &[&str]) = (
    &["mail", "contact", "kontakt", "marketing", "reklam"],
    &["unwanted", "unerwunscht", "unerwuenscht"],
);

/// How a name turns a consent round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    /// The consent has ended, or ends on a day.
    Ended,
    /// There is none, or none yet.
    Open,
}

/// How a name turns a consent round; None where it speaks of none, or of nothing against it.
pub(super) fn turned(name: &Plain) -> Option<Turned> {
    let is_of_consent = name.has_stem(CONSENTS)
        || name.has_stem(ASKED)
        || name.has_stem(SUBSCRIPTIONS) && name.has_stem(MAIL);
    if is_of_consent && (name.has_stem(ENDED) || name.has_word(ENDED_WORDS)) {
        return Some(Turned::Ended);
    }
    let is_open = is_of_consent && (name.has_stem(OPEN) || name.has_word(OPEN_WORDS))
        || name.has_stem(UNWANTED.0) && name.has_stem(UNWANTED.1);
    is_open.then_some(Turned::Open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_ending_lack_or_doubt_turns_a_consent_round() {
        for (name, how) in [
            ("IsOptInPending", Turned::Open),
            ("consent_pending", Turned::Open),
            ("optin_unconfirmed", Turned::Open),
            ("needs_consent", Turned::Open),
            ("email_optin_failed", Turned::Open),
            ("consent_absent", Turned::Open),
            ("nonconsenting", Turned::Open),
            ("Werbung unerwünscht", Turned::Open),
            ("Newsletter-Verweigerer", Turned::Open),
            ("mail_unwanted", Turned::Open),
            ("consenso mancante", Turned::Open),
            ("newsletter_ended", Turned::Ended),
            ("newsletter_end_date", Turned::Ended),
            ("Datum Newsletter-Ende", Turned::Ended),
            ("date_fin_newsletter", Turned::Ended),
            ("Newsletter storniert", Turned::Ended),
            ("former_subscriber", Turned::Ended),
            ("suscripción cancelada", Turned::Ended),
            ("Cancelou a assinatura de todos os e-mails", Turned::Ended),
            ("samtykke trukket", Turned::Ended),
            ("すべてのEメールの配信を停止", Turned::Ended),
            ("メール送信除外", Turned::Open),
        ] {
            assert_eq!(turned(&Plain::of(name)), Some(how), "{name}");
        }
        for name in [
            "consent",
            "newsletter",
            "subscription_cancelled",
            "order_pending",
            "mailing_address_missing",
            "weekend_newsletter",
            "email_invalid",
            "Endkunde",
        ] {
            assert_eq!(turned(&Plain::of(name)), None, "{name}");
        }
    }
}
