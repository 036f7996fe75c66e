//! Addresses of pages by which one leaves a mailing list: whoever has opened one wants no mail.
//!
//! Only the path and what the page is asked to do are looked at: a product may be called anything, and the link of a
//! message may carry another one.

use super::plain::{Plain, squeeze};

/// Stems of one word for leaving a list.
#[rustfmt::skip] // A table: as many words a line as fit.
const LEAVING: &[&str] = &[
    "unsubscri", "unsub", "optout", "abbestell", "austragen", "desabonn", "desinscri", "disiscri", "uitschrijv", "avprenumer", "wypisz", "wypisanie", "leiratkoz",
    "dezabon", "descadastr", "отпис",
];
/// The same, which is said of leaving an account for today as well: mail must be spoken of.
const LEAVING_ANYTHING: &[&str] = &["abmeld", "afmeld", "avregistr", "odhlas", "baja"];
/// What mail is spoken of with.
const OF_MAIL: &[&str] =
    &["newsletter", "mail", "nieuwsbrief", "rundbrief", "nyhetsbrev", "nyhedsbrev", "boletin"];
/// The same in several words, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
const WHOLE: &[&str] = &[
    "unsubscribe", "unsubscribeall", "listunsubscribe", "emailunsubscribe", "emailoptout", "optout", "optoutemail", "oneclickunsubscribe",
    "unsubscribeemail", "unsubscribeconfirm", "unsubscribesuccess", "unsubscribeconfirmation", "darsedebaja", "darmedebaja", "cancelarsuscripcion",
];
/// What a page is asked to do by.
const ACTIONS: &[&str] =
    &["action", "do", "a", "act", "type", "op", "cmd", "mode", "event", "task"];

/// Whether whoever opens a link leaves a mailing list by it.
pub(crate) fn leads_off_a_list(link: &str) -> bool {
    let link = link.trim().to_lowercase();
    let is_any = |words: &[&str]| words.iter().any(|word| link.contains(word));
    let speaks =
        |words: &[&str]| is_any(words) || link.contains("opt-out") || link.contains("opt_out");
    if !speaks(LEAVING) && !is_any(LEAVING_ANYTHING) && !link.contains("suscrip") {
        return false;
    }
    let of_mail = is_any(OF_MAIL);
    let link = link.split('#').next().unwrap_or_default();
    let (page, query) = link.split_once('?').unwrap_or((link, ""));
    let leaves = |segment: &str| is_way_out(segment, of_mail);
    let asks_to_leave = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or_default();
        ACTIONS.contains(&name) && leaves(value)
    };
    if let Some(address) = page.strip_prefix("mailto:") {
        return address.split('@').next().is_some_and(leaves);
    }
    let path = page
        .split_once("://")
        .map_or(page, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    path.split('/').any(leaves) || query.split('&').any(asks_to_leave)
}

/// Whether a part of a path is a word for leaving a list, and nothing else.
fn is_way_out(segment: &str, of_mail: bool) -> bool {
    let word = segment.split('.').next().unwrap_or(segment);
    let name = Plain::of(word);
    let is_one = name.parts().count() == 1 && !word.contains(|c: char| c.is_ascii_digit());
    WHOLE.contains(&squeeze(word).as_str())
        || is_one && (name.has_stem(LEAVING) || of_mail && name.has_stem(LEAVING_ANYTHING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_by_which_one_leaves_is_known_by_its_path() {
        for link in [
            "https://shop.org/unsubscribe?id=1",
            "https://click.mail.org/u/unsubscribe/abc",
            "https://shop.org/email/opt-out",
            "https://shop.org/newsletter/abmelden",
            "https://shop.org/preferences?action=optout",
            "mailto:unsubscribe@shop.org?subject=x",
            "/desabonnement.html",
            "https://shop.org/newsletter/darse-de-baja",
            "/Unsubscribe",
        ] {
            assert!(leads_off_a_list(link), "{link}");
        }
        for link in [
            "https://shop.org/p/1",
            "https://shop.org/unsubscribe-kit-cable",
            "https://shop.org/p/1?ref=unsub_winback",
            "https://unsubscribe.org/",
            "https://shop.org/konto/abmelden",
            "https://shop.org/baja-california",
            "https://shop.org/p?list_unsubscribe_link=1",
            "https://shop.org/products/optout-case",
            "",
        ] {
            assert!(!leads_off_a_list(link), "{link}");
        }
    }
}
