//! Names that are made of nothing but words for ways of contact and for permission: `email_ok`, `mktg_flag`,
//! `can_be_contacted`, `no_solicit`.
//!
//! One word that is not known, and the name may be about anything (`email_opened`, `promo_used`). Names that are
//! known as a whole, and stems that suffice by themselves, are in `no_columns`.

use super::plain::Plain;

/// Ways of contact, and what is sent by them.
#[rustfmt::skip] // A table: as many words a line as fit.
const WAYS: &[&str] = &[
    "e", "mail", "mails", "email", "emails", "ecomm", "news", "offer", "offers", "promo", "promos", "promotion", "promotions",
    "promotional", "deals", "sms", "mms", "text", "texts", "phone", "call", "calls", "tel", "telefon", "whatsapp",
    "push", "post", "postal", "letter", "letters", "ads", "message", "messages", "contact", "contacts", "contacted",
    "communication", "communications", "comms", "correo", "correos", "courriel", "courriels", "angebote", "ofertas", "offres", "oferty",
    "aanbiedingen", "tilbud", "erbjudanden", "ileti", "iletisi", "comunicaciones", "comunicazioni", "comunicacoes",
    "emailed", "mailed", "kontaktiert", "kontaktieren", "angeschrieben", "kontaktaufnahme", "kontakt", "kontaktes", "kontaktas", "epost", "emailing", "gemaild",
    "contato", "contacto", "comunicacao", "information", "informacion", "informazioni", "sollicitation", "sollicitations", "demarcher", "courrier", "courriers",
    "updates", "novinky", "sahkoposti", "sahkopostin", "offre", "informacje", "informacji",
    "maili", "maile", "maila", "eposta", "posta", "письма", "писем", "рассылка", "рассылки", "рассылку", "почта", "почту", "بريد", "anschreiben", "anrufen", "mailen", "contacter",
    "contactar", "contattare", "contatar", "contacteren", "kontaktowac", "kontaktovat", "relancer", "solliciter",
];
/// Ways of contact that nobody counts: their names alone speak of the permission.
#[rustfmt::skip] // A table: as many words a line as fit.
const WAYS_ALONE: &[&str] = &[
    "marketing", "mktg", "mktng", "mkt", "newsletter", "newsletters", "mailing", "mailings", "publicidad", "publicite",
    "pubblicita", "publicidade", "propaganda", "werbung", "werbe", "reklam", "reklame", "reklama", "reklamy", "markkinointi",
    "markedsforing", "marknadsforing", "nyhetsbrev", "nyhedsbrev", "nieuwsbrief", "nieuwsbrieven", "boletin", "boletines",
    "infolettre", "prospection", "utskick", "werbekennzeichen", "werbemail", "werbemails", "marketable", "suoramarkkinointi", "reclame", "solicit", "solicitation", "infomail", "infomails", "nl", "メルマガ", "handlowe", "handlowych",
];
/// Words for a permission or a wish, and for a flag.
#[rustfmt::skip] // A table: as many words a line as fit.
const PERMISSIONS: &[&str] = &[
    "ok", "okay", "allow", "allows", "allowed", "accept", "accepts", "accepted", "agree", "agrees", "agreed", "permit",
    "permits", "permitted", "permission", "permissions", "may", "can", "want", "wants", "wanted", "wish", "wishes",
    "receive", "receives", "get", "gets", "interested", "consent", "consents", "consented", "opt", "optin", "opted",
    "subscribe", "subscribes", "subscribed", "subscriber", "approve", "approved", "authorised", "authorized",
    "enabled", "pref", "prefs", "authorization", "authorisation", "kz", "kennzeichen", "preference", "preferences", "preferred", "flag", "flg", "ind", "indicator", "yn", "signup", "list", "privacy",
    "erlaubt", "erwunscht", "gewunscht", "einwilligung", "zustimmung", "lupa", "tillatelse", "tilladelse", "samtykke",
    "samtycke", "permiso", "permite", "autoriza", "autorizado", "acepta", "accepte", "accetta", "aceita", "desea",
    "recibir", "recibe", "recevoir", "receber", "recebe", "erhalten", "empfangen", "darf", "wil", "wilt", "toestemming", "zgoda", "zgody", "souhlas", "souhlasu", "izin", "izni", "onay", "onayi",
    "sollicitation", "einverstandnis", "abo", "durfen", "autorizza", "autorise", "autorisation", "autoriser", "accord", "souhaitez", "aceptacion", "permitir",
    "participar", "participacion", "toegestaan", "akkoord", "mag", "tillatt", "godkjenner", "godkanner", "godkender", "far", "kan", "ma", "tillater", "accepterer", "sallii",
    "sallittu", "zulassen", "zulassig", "zasilat", "akzeptiert", "akzeptieren", "abonne", "abonnee", "abonniert", "abonnent", "inscrit", "inscrite", "iscritto", "iscritta", "ingeschreven",
    "aangemeld", "angemeldet", "zapisany", "zapisana", "suscrito", "suscrita", "inscrito", "inscrita", "subskrybent", "prenumerant", "tilmeldt", "pameldt", "abonat",
    "souhaite", "veut", "desire", "quiere", "mochte", "moechte", "wunscht", "wuenscht", "wenst", "vuole", "desidera", "deseja", "quer", "chce", "consiente", "consentito",
    "consente", "acconsente", "erlaubnis", "genehmigt", "ricevere", "ontvangen", "otrzymywac", "odbierac", "dostavat", "onskar", "onsker", "istiyor",
];
/// Words that change nothing: whose it is, who keeps it, and the grammar between.
#[rustfmt::skip] // A table: as many words a line as fit.
const NEUTRAL: &[&str] = &[
    "is", "has", "be", "being", "to", "by", "for", "of", "via", "the", "and", "or", "our", "from", "in", "on", "us", "me", "all", "any",
    "general", "global", "special", "guest", "guests", "gdpr", "dsgvo", "rgpd", "lopd", "hipaa", "hs", "customer", "cust", "client", "user", "member", "person", "profile", "account", "c", "i", "cd",
    "code", "bool", "status", "state", "subscription", "subscriptions", "direct", "woocommerce", "mailchimp", "klaviyo",
    "hubspot", "shopify", "brevo", "mailpoet", "sur", "a", "la", "de", "le", "les", "per", "til", "mot", "po", "comercial", "comerciales", "commerciali", "commercial", "commerciale",
    "commerciales",
    "enviar", "envio", "envoi", "werden", "worden", "we", "you", "your", "please", "with", "i", "d", "like", "would", "wir", "sie", "ihnen", "uns", "vous", "nos", "par", "por", "en", "em", "l",
    "occasional", "occasionally", "send", "sending", "envoyer", "inviare", "mandar", "mandare", "spedire", "sturen",
    "versturen", "sende", "senden", "schicken", "skicka", "wysylac", "posilat", "kuldeni", "trimite", "отправлять", "присылать", "ترسل", "massen", "versand", "bulk", "masa", "masse", "nombre", "electronico", "electronicos", "electronique", "electroniques",
];
/// Words for a way of contact in general, which beside a permission change nothing: `email_channel_enabled`.
const BESIDE_A_PERMISSION: &[&str] = &["channel", "channels", "comm"];

/// Words for a call in other languages.
#[rustfmt::skip] // A table: as many words a line as fit.
const CALLS: &[&str] = &[
    "anrufen", "anruf", "anrufe", "telefonisch", "appeler", "appel", "appels", "telephoner", "llamar", "llamada", "llamadas", "chiamare", "chiamate", "chiamata", "telefonare", "bellen",
    "ligar", "ligacoes", "dzwonic", "ringa", "volat", "phonecalls",
];

/// Whether a word is one for a call.
pub(super) fn is_a_call(word: &str) -> bool {
    CALLS.contains(&word)
}

/// Words that turn a name into its opposite.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const DENIALS: &[&str] = &[
    "no", "not", "non", "dont", "never", "without", "anti", "kein", "keine", "nicht", "ohne", "sin", "sans", "senza", "sem",
    "bez", "brak", "geen", "niet", "zonder", "ingen", "inte", "ikke", "utan", "uden", "uten", "ilman", "fara", "ne", "pas",
    "nie", "nao", "nem", "ej", "не", "нет", "لا", "jamais", "nunca", "fravalgt", "frabedt", "afvist", "avvist", "nezasilat", "neposilat", "nekontaktovat", "nechce", "istemiyor", "gonderme",
];

/// Words that end something beside a denial: `ne … plus`. Alone they may name a club: `subscribed_to_plus`.
const NO_MORE: &[&str] = &["plus", "mehr", "mas", "piu", "meer", "mais", "longer", "more"];

/// What such a name asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// Whether the customer may be contacted: a no refuses.
    Consent,
    /// Whether the customer may not be contacted: a yes refuses.
    Refusal,
}

/// What a name asks that is made of nothing but these words; none where another stands in it.
pub(super) fn asks(name: &Plain) -> Option<Asks> {
    let is_one_of = |words: &[&str], part: &str| words.contains(&part);
    let mut parts = name.parts().peekable();
    parts.peek()?;
    let (mut is_way, mut is_permission, mut is_alone, mut denied) = (false, false, false, false);
    for part in parts {
        let part = part.as_str();
        if is_one_of(NO_MORE, part) && name.has_word(DENIALS) {
            continue;
        }
        let (alone, denial) = (is_one_of(WAYS_ALONE, part), is_one_of(DENIALS, part));
        let (way, permission) = (is_one_of(WAYS, part), is_one_of(PERMISSIONS, part));
        let neutral = is_one_of(NEUTRAL, part)
            || is_one_of(BESIDE_A_PERMISSION, part) && name.has_word(PERMISSIONS);
        if !(alone || denial || way || permission || neutral) {
            return None;
        }
        is_way |= way;
        is_permission |= permission;
        is_alone |= alone;
        denied |= denial;
    }
    let several = name.parts().count() > 1;
    let speaks_of_contact =
        is_alone || (is_way && (is_permission || denied)) || is_subscriber(name);
    if is_of_prices(name) {
        return None;
    }
    let is_of_offers = several && name.has_word(&["offers", "news", "deals", "offres"]);
    (speaks_of_contact || is_of_offers).then_some(if denied {
        Asks::Refusal
    } else {
        Asks::Consent
    })
}

/// What is offered for less is haggled about or redeemed: `allow_offers`, `promo_code_allowed`, `promo_flag`.
fn is_of_prices(name: &Plain) -> bool {
    const OF_A_FLAG: &[&str] = &[
        "flag",
        "flg",
        "ind",
        "indicator",
        "yn",
        "is",
        "customer",
        "cust",
        "promo",
        "promos",
        "promotion",
    ];
    let is_of_promotions = name.has_word(&["promo", "promos", "promotion"]);
    name.has_word(&["offer", "offers"])
        && name.has_word(&["allow", "allows", "allowed", "accepted"])
        || is_of_promotions
            && (name.has_word(&["code"])
                || name.parts().all(|part| OF_A_FLAG.contains(&part.as_str())))
}

/// `is_subscriber`: of whom else is it said?
fn is_subscriber(name: &Plain) -> bool {
    name.has_word(&["subscriber", "subscribed"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_contact_and_permission_alone_asks_for_consent() {
        for name in [
            "marketing_flag",
            "promo_ok",
            "allowPromotions",
            "can_be_contacted",
            "Accept e-mails",
            "mailings",
            "is_subscriber",
            "_mailchimp_woocommerce_is_subscribed",
            "wants_offers",
            "email_list",
            "news_and_offers",
            "markkinointi_lupa",
            "May we contact you by email?",
            "Dürfen wir Sie per E-Mail kontaktieren?",
            "Akkoord mailing",
            "Autorizza email",
            "Får kontaktas",
            "Abonné NL",
            "Iscritto NL",
            "Consiente publicidad",
            "Informacje handlowe",
            "email_channel_enabled",
            "commPrefs_email",
        ] {
            assert_eq!(asks(&Plain::of(name)), Some(Asks::Consent), "{name}");
        }
        for name in [
            "no_solicit",
            "Kein Newsletter",
            "ingen_reklam",
            "sin_publicidad",
            "no_calls",
            "E-Mails nicht zulassen",
            "No permitir correos electrónicos en masa",
            "Ne souhaite plus recevoir d'emails",
            "Não deseja receber e-mails",
            "Ne pas envoyer de mail",
            "Non inviare email",
            "Geen e-mail sturen",
            "Nie wysyłać e-maili",
            "Nezasílat newsletter",
            "Önskar ej reklam",
            "Reklame frabedt",
            "Nicht anschreiben",
            "Не отправлять письма",
            "E-posta istemiyor",
        ] {
            assert_eq!(asks(&Plain::of(name)), Some(Asks::Refusal), "{name}");
        }
    }

    #[test]
    fn another_word_makes_it_a_name_of_anything() {
        for name in [
            "email",
            "emails",
            "offers",
            "contact_status",
            "subscription_status",
            "email_opened",
            "promo_used",
            "marketing_channel",
            "magazine_subscriber",
            "customer_code",
            "account_list",
            "subscribed_to_plus",
            "allow_offers",
            "promo_code_allowed",
            "promo_flag",
            "phone",
            "",
        ] {
            assert_eq!(asks(&Plain::of(name)), None, "{name}");
        }
    }
}
