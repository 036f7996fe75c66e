//! Columns that are read otherwise beside others of the same table, as services write them.
//!
//! By its name alone each may be about anything.

use crate::ingest::meaning::plain::squeeze;
use crate::ingest::meaning::state_words::{Codes, as_code};

/// Codes of a column, the yes and the no, beside others of one service: ActiveCampaign's memberships of lists.
#[rustfmt::skip] // A table: column, one of the others, codes.
const CODES: &[(&str, &[&str], Codes)] = &[
    ("status", &["unsubreason", "unsubscribeautomation", "ip4unsub"], (&["1"], &["0", "2", "3"])),
];

/// Complaints, which beside bounces are such to the mail provider: Sendy's, SparkPost's.
#[rustfmt::skip] // A table: as many words a line as fit.
const COMPLAINTS: &[&str] =
    &["complaint", "complaints", "iscomplaint", "hascomplaint", "complaintcount", "complaintscount", "numcomplaints", "totalcomplaints"];

/// The codes of a column of these words beside others, where it has nothing else.
pub(crate) fn codes_beside<'a>(
    column: &str,
    others: &[String],
    words: impl Iterator<Item = &'a str>,
) -> Option<Codes> {
    let (yes, no) = codes_of_service(column, others)?;
    let mut words = words.map(as_code).peekable();
    words.peek()?;
    words.all(|word| yes.contains(&word) || no.contains(&word)).then_some((yes, no))
}

/// Whether a column may have codes that others beside it tell.
pub(crate) fn may_have_codes_beside(column: &str, others: &[String]) -> bool {
    codes_of_service(column, others).is_some()
}

fn codes_of_service(column: &str, others: &[String]) -> Option<Codes> {
    let name = squeeze(column);
    let stands = |one: &&str| others.iter().any(|other| squeeze(other) == *one);
    let known =
        CODES.iter().find(|(known, beside, _)| *known == name && beside.iter().any(&stands));
    known.map(|(.., codes)| *codes)
}

/// Whether a column counts complaints to the mail provider: it stands beside one of bounces.
pub(crate) fn is_of_mail_complaints(column: &str, others: &[String]) -> bool {
    COMPLAINTS.contains(&squeeze(column).as_str())
        && others.iter().any(|other| squeeze(other).contains("bounce"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn codes_are_known_beside_columns_of_their_service() {
        let codes = |others: &[&str], words: &[&str]| {
            codes_beside("status", &names(others), words.iter().copied()).is_some()
        };
        assert!(codes(&["list", "unsubreason"], &["1", "2"]) && codes(&["ip4Unsub"], &["2.0"]));
        assert!(!codes(&["list"], &["1", "2"]) && !codes(&["unsubreason"], &["active", "1"]));
        assert!(!codes(&["unsubreason"], &[]));
        assert!(may_have_codes_beside("status", &names(&["unsubreason"])));
        assert!(!may_have_codes_beside("status", &names(&["sdate"])));
    }

    #[test]
    fn complaints_beside_bounces_are_such_to_the_mail_provider() {
        assert!(is_of_mail_complaints("complaint", &names(&["bounced", "bounce_soft"])));
        assert!(!is_of_mail_complaints("complaint", &names(&["orders", "returns"])));
        assert!(!is_of_mail_complaints("complaint_text", &names(&["bounced"])));
    }
}
