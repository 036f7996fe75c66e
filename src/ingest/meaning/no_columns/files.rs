//! Files that say no to contact for everybody in them, by their names.

use super::tags::way_of_a_no;
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::plain::{Plain, squeeze};
use crate::ingest::meaning::refusal_words::reads_like_a_no;

/// What a file of a customers table is called that holds those who said no, beside what reads like a no.
#[rustfmt::skip] // A table: as many words a line as fit.
const FILES_OF_NOS: &[&str] = &[
    "robinson", "negativelist", "litigator", "donotsell", "donotshare", "suppressions", "nonsubscribed", "nonmarketing", "cleanedmember", "cleanedemail", "cleanedaudience", "cleanedcontact", "bajas",
    "exclusion", "excluded", "excludelist", "ausgeschlossen", "complaint", "austragung", "removal", "negativlist", "listerouge", "removedcontact", "oppositions", "retraitsconsent", "retraitconsent", "revocados", "revocati", "zwartelijst", "czarnalista",
    "schwarzeliste", "sperrdatei", "rucklaufer", "ruecklaeufer", "rebotados", "rimbalzati", "deademail", "deadmail", "neveremail", "legalhold",
];
/// What such a file is called by one word, as `squeeze` leaves it: within a longer name the words may say something else.
#[rustfmt::skip] // A table: as many words a line as fit.
const NAMES_OF_NOS: &[&str] = &[
    "robinson", "deleted", "cleaned", "removed", "deletions", "bloctel", "ctps", "mps", "tps", "supp", "invalid", "invalids",
    "complainers", "quarantine", "quarantined", "killlist", "killfile", "cancelados", "nevermail", "spam", "スパム", "refusals", "refusers", "withdrawals", "mailnogo", "nogo", "minors",
];
/// What a file says that holds the others.
const FILES_OF_THE_REST: &[&str] = &[
    "without",
    "excluding",
    "excludes",
    "excludeopt",
    "excludeunsub",
    "except",
    "ohne",
    "sans",
    "minus",
    "filtered",
];

/// Whether a file or a folder of a customers table says by its name that everybody in it has said no.
pub(crate) fn file_says_no(name: &str) -> bool {
    let alone = name.split('.').next().unwrap_or(name);
    let is_no = NAMES_OF_NOS.contains(&squeeze(alone).as_str());
    let name = Plain::of(name);
    let reads = is_no
        || name.has_stem(FILES_OF_NOS)
        || name.has_word(&["exclude", "bloctel", "ctps", "mps", "tps", "fps", "deletions"])
        || reads_like_a_no(&name);
    reads && !name.has_stem(FILES_OF_THE_REST)
}

/// The same of its path, unless it is among those that are none.
pub(crate) fn path_says_no(path: &str, not: &[String]) -> bool {
    path.split('/').any(file_says_no) && !not.iter().any(|name| name == path)
}

/// What everybody in a file of this path has said no to, where it says no by its name: `do_not_call.parquet` is about
/// calls alone.
pub(crate) fn way_of_file(path: &str) -> Channel {
    let alone = |name: &str| name.split('.').next().unwrap_or(name).to_owned();
    let saying = path.split('/').filter(|name| file_says_no(name)).map(alone);
    let ways: Option<Vec<Channel>> = saying.map(|name| way_of_a_no(&name)).collect();
    match ways.as_deref() {
        Some([way]) => *way,
        _ => Channel::All,
    }
}
