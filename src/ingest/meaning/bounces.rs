//! Words that say whether a message has failed for good or for now. Only the first says that an address is dead.

use super::plain::squeeze;

/// For good, as `squeeze` leaves the words.
#[rustfmt::skip] // A table: as many words a line as fit.
const FOR_GOOD: &[&str] =
    &["permanent", "hard", "hardbounce", "hardbounced", "permanentfail", "permanentfailure", "spamcomplaint"];
/// For now.
#[rustfmt::skip] // A table: as many words a line as fit.
const FOR_NOW: &[&str] = &[
    "temporary", "soft", "softbounce", "softbounceback", "softbounced", "transient", "undetermined", "blocked", "block", "autoresponder",
    "mailboxfull", "dnserror", "challengeverification", "technical", "technicalotherbounce", "blockbounce", "temporaryfailure", "temporaryfail", "transientfailure",
    "blockeddomain",
];
/// Why a message was not sent that says nothing of its recipient: the sender's account, the campaign.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_THE_SENDER: &[&str] = &[
    "campaigncancelled", "campaigncanceled", "duplicate", "portalauthor", "portalovertlimit", "portaloverlimit", "portalsuspended",
    "portalmisfit", "ratelimited", "ratelimit", "mtaignore", "virtualmachine", "invalidsender", "senderblocked",
];
/// What a reply of a mail server says that takes a message later.
const LATER: &[&str] = &[
    "mailboxfull",
    "overquota",
    "quotaexceeded",
    "tryagain",
    "trylater",
    "greylist",
    "softbounce",
];

/// Whether a word says that a message has failed for good.
pub(crate) fn is_for_good(text: &str) -> bool {
    FOR_GOOD.contains(&squeeze(text).as_str())
}

/// Whether a word, or the reply of a mail server, says that it has failed for now.
pub(crate) fn is_for_now(text: &str) -> bool {
    let plain = squeeze(text);
    let code = text.trim().as_bytes();
    // RFC 5321: replies of three digits that begin with 4 or 5; RFC 3463 puts points between them.
    let is_of_class = |class: u8| match code {
        [first, a, b, rest @ ..] => {
            let is_code =
                a.is_ascii_digit() && b.is_ascii_digit() || *a == b'.' && b.is_ascii_digit();
            *first == class && is_code && !rest.first().is_some_and(u8::is_ascii_digit)
        }
        _ => false,
    };
    FOR_NOW.contains(&plain.as_str())
        || OF_THE_SENDER.contains(&plain.as_str())
        || is_of_class(b'4')
        || (!is_of_class(b'5') && LATER.iter().any(|word| plain.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_for_good_or_for_now() {
        for text in [
            "soft",
            "Transient",
            "Mailbox full",
            "452 4.2.2 over quota",
            "4.2.2 full",
            "450 try later",
        ] {
            assert!(is_for_now(text) && !is_for_good(text), "{text}");
        }
        for text in [
            "hard",
            "550 5.1.1 user unknown",
            "552 5.2.2 mailbox full",
            "no such user",
            "45",
            "4521",
        ] {
            assert!(!is_for_now(text), "{text}");
        }
        assert!(is_for_good("Permanent") && is_for_good("hard_bounce"));
    }
}
