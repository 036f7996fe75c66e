//! Addresses and names that stand in the place of somebody who was erased: `deleted-17@shop.invalid`, `[redacted]`.
//!
//! Whoever is kept as such a row has asked to be forgotten, or died. `no_columns` says what a flag or a date
//! says of it.

use super::plain::squeeze;

/// What was done to a person's data, by one word, as `squeeze` leaves it.
#[rustfmt::skip] // A table: as many words a line as fit.
const ERASED: &[&str] = &[
    "deleted", "erased", "redacted", "anonymized", "anonymised", "removed", "forgotten", "purged", "scrubbed", "obfuscated", "pseudonymized",
    "pseudonymised", "gdpr", "rgpd", "dsgvo", "lgpd", "geloscht", "geloescht", "anonymisiert", "supprime", "efface", "anonymise", "eliminado",
    "borrado", "anonimizado", "excluido", "cancellato", "eliminato", "anonimizzato", "verwijderd", "geanonimiseerd", "usuniety", "zanonimizowany",
    "raderad", "anonymiserad", "slettet", "anonymiseret", "smazano", "smazany", "poistettu", "deceased", "verstorben",
];
/// Words of addresses alone: as a name they are somebody else's, or nobody's.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_ADDRESSES: &[&str] = &[
    "anonymous", "anonym", "anonymiser", "anonymizer", "noemail", "nomail", "noreply", "donotreply", "donotuse", "donotmail", "donotemail",
    "donotcontact", "unsubscribed", "unsubscribe", "optout", "optedout", "invalid", "bounced",
];
/// Whose data it was: a word that may stand beside.
#[rustfmt::skip] // A table: as many words a line as fit.
const WHOSE: &[&str] = &[
    "user", "users", "anonymous", "anonym", "customer", "client", "account", "contact", "member", "person", "profile", "guest", "buyer", "kunde", "nutzer", "konto", "utilisateur",
    "compte", "usuario", "cliente", "utente", "gebruiker", "klant", "by", "request", "name", "data", "email", "mail", "first", "last", "per", "on", "due", "to",
];
/// Ends of hosts that no mail reaches: RFC 2606, RFC 6761 and RFC 6762.
const NOWHERE: &[&str] = &["invalid", "localhost", "local"];

/// Whether an address stands in the place of an erased one.
pub(crate) fn is_erased_address(text: &str) -> bool {
    let Some((name, host)) = text.trim().rsplit_once('@') else { return false };
    let host = host.trim_end_matches(['>', '.']);
    let is_gone = |label: &str| is_one_of(label, &[ERASED]);
    let top = host.rsplit('.').next().unwrap_or(host);
    if is_one_of(top, &[NOWHERE]) || host.split('.').any(is_gone) {
        return true;
    }
    // A mark put before or behind an address: `DELETED_ada@example.org`, `ada@example.org_deleted`.
    if top.rsplit_once(['_', '-']).is_some_and(|(_, mark)| is_gone(mark)) {
        return true;
    }
    let mark = name.split(['_', '-', '+']).next().filter(|mark| mark.len() < name.len());
    let known = &[ERASED, OF_ADDRESSES];
    mark.is_some_and(|mark| is_one_of(mark.trim_start_matches(is_quote), known))
        || is_made_of(name, known)
}

/// Whether a name stands in the place of an erased one, or is a dead person's.
pub(crate) fn is_erased_name(text: &str) -> bool {
    // Alone it is the form of address.
    let lower = text.trim().to_lowercase() + " ";
    let is_estate = ["estate of ", "the late ", "executors of ", "nachlass ", "succession de "]
        .iter()
        .any(|begin| lower.starts_with(begin));
    is_estate || lower.contains('†') || is_made_of(text, &[ERASED])
}

fn is_quote(c: char) -> bool {
    c == '<' || c == '"'
}

/// Whether a text is made of nothing but such words, of those for whose they were, and of numbers.
fn is_made_of(text: &str, known: &[&[&str]]) -> bool {
    let mut is_any = false;
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    for word in words {
        let is_known = is_one_of(word, known) || is_joined(word);
        if !is_known && !is_one_of(word, &[WHOSE]) {
            return false;
        }
        is_any |= is_known;
    }
    is_any
}

/// `deleteduser` in one word.
fn is_joined(word: &str) -> bool {
    let word = squeeze(word);
    WHOSE.iter().any(|whose| {
        let rest = word.strip_suffix(whose).or_else(|| word.strip_prefix(whose));
        rest.is_some_and(|rest| ERASED.contains(&rest))
    })
}

fn is_one_of(word: &str, known: &[&[&str]]) -> bool {
    // Most words are none: seen before anything is allocated.
    let is = |word: &str| known.iter().any(|known| known.contains(&word));
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) { is(word) } else { is(&squeeze(word)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erased_people_are_known_by_their_address() {
        for text in [
            "deleted-1@x.org",
            "anonymized7@example.org",
            "redacted+3@x.org",
            "gdpr_removed_3@shop.org",
            "deletedUser12@gmail.com",
            "c1@shop.invalid",
            "user1@deleted.user",
            "c1@anonymised.com",
            "c1@shop.org.deleted",
            "c1@shop.org_DELETED",
            "DELETED_20240105_c1@shop.org",
            "DONOTUSE-c1@shop.org",
            "unsubscribed_c1@shop.org",
            "gelöscht1@shop.org",
            "noreply@shop.org",
        ] {
            assert!(is_erased_address(text), "{text}");
        }
        for text in [
            "ada@example.org",
            "delete.me.not@shop.org",
            "anna.anonym@shop.org",
            "mr.gdpr.smith@shop.org",
            "erasmus@shop.org",
            "removals@pickfords.co.uk",
            "c1@unsub.com",
            "user1@example.org",
            "anne-deleted@shop.org",
            "c1@invalid-records.com",
            "",
        ] {
            assert!(!is_erased_address(text), "{text}");
        }
    }

    #[test]
    fn erased_people_are_known_by_their_name() {
        for text in [
            "[deleted]",
            "REDACTED",
            "Deleted User",
            "ANONYMISED_GDPR",
            "*** erased ***",
            "Gelöscht",
            "Huber †",
            "Estate of Smith",
            "DeletedCustomer",
        ] {
            assert!(is_erased_name(text), "{text}");
        }
        for text in ["Ada", "Erasmus", "Late", "User", "Customer", "Estate", "Anonymous", "", "12"]
        {
            assert!(!is_erased_name(text), "{text}");
        }
    }
}
