//! Columns that mark rows by a flag, a time or a reason: cancelled, deleted, paid and so on.

use super::cells::{CROSS, MARKS, kind, word};
use super::texts::is;
use super::words::LIVE;
use super::{Counts, NotASale};
use crate::ingest::meaning::flags::{Flag, flag};
use crate::ingest::meaning::no_columns::{NoCell, NoReading, is_never};
use crate::ingest::meaning::plain::squeeze;

/// What a column marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A flag or a time of deletion at the source.
    Deleted,
    /// A flag of orders made to try the shop.
    Test,
    /// A flag or a time of cancellation.
    Cancelled,
    /// A flag or a time of the sale on the row having been given back.
    Refunded,
    /// Why the sale was cancelled: any text says that it was.
    CancelReason,
    /// Why the payment failed: any text says that it did.
    FailReason,
    /// A flag of drafts.
    Draft,
    /// A flag of payments that were disputed or charged back: it does not say whether the dispute was lost.
    Disputed,
    /// A flag of what was paid; no is no sale.
    Paid,
    /// A flag of what succeeded; no is no sale.
    Succeeded,
    /// A flag of orders made in earnest; no is a test.
    Live,
    /// A flag of the version of a row that holds; no is an earlier one.
    Current,
    /// The end of the version of a row; any that has come is of an earlier one.
    VersionEnd,
    /// Whether something is active: the row, its customer or its product. A no leaves nothing out, and is named.
    Active,
    /// A flag against its row that may be about something else. A yes leaves nothing out, and is named.
    Doubtful,
    /// A flag of rows that are returns.
    ReturnFlag,
    /// Which sale the row takes back: any text says that it is a return.
    ReturnOf,
    /// A flag of rows that are no purchase: gift cards, shipping, fees.
    NoPurchaseFlag,
}

impl Mark {
    /// What a cell says of its row.
    pub(super) fn read(self, text: &str) -> Counts {
        match self {
            Mark::Deleted => marked(text, NotASale::Deleted),
            Mark::Test if is(LIVE, text) => Counts::Sale,
            Mark::Test => marked(text, NotASale::Test),
            Mark::Cancelled => marked(text, NotASale::Cancelled),
            Mark::Refunded => marked(text, NotASale::Refunded),
            Mark::CancelReason if is_document_number(text) => Counts::No(NotASale::Cancelled),
            Mark::CancelReason => for_a_reason(text, Counts::No(NotASale::Cancelled)),
            Mark::FailReason => for_a_reason(text, Counts::No(NotASale::Failed)),
            Mark::ReturnOf => for_a_reason(text, Counts::Return),
            Mark::Draft => flagged(text, Flag::Yes, NotASale::Draft),
            Mark::Disputed => flagged(text, Flag::Yes, NotASale::Failed),
            Mark::Paid => flagged(text, Flag::No, NotASale::Unpaid),
            Mark::Succeeded => flagged(text, Flag::No, NotASale::Failed),
            Mark::Live => flagged(text, Flag::No, NotASale::Test),
            Mark::Current => current(text),
            Mark::VersionEnd => marked(text, NotASale::Superseded),
            Mark::ReturnFlag => return_flag(text),
            Mark::Active => match version_flag(text) {
                Flag::Yes | Flag::Empty => Counts::Sale,
                _ => Counts::Unknown,
            },
            Mark::Doubtful | Mark::NoPurchaseFlag => match flag(text) {
                Flag::No | Flag::Empty => Counts::Sale,
                Flag::Yes if self == Mark::NoPurchaseFlag => Counts::No(NotASale::NoPurchase),
                _ => Counts::Unknown,
            },
        }
    }

    /// Whether it is a flag, no time, which is believed only where every value says yes or no.
    pub(super) fn is_strict_flag(self) -> bool {
        let is_plain = matches!(
            self,
            Mark::Draft
                | Mark::Disputed
                | Mark::Active
                | Mark::Doubtful
                | Mark::ReturnFlag
                | Mark::NoPurchaseFlag
        );
        is_plain || self.says_no_by_a_no()
    }

    /// Whether any text in it marks its row.
    pub(super) fn is_reason(self) -> bool {
        matches!(self, Mark::CancelReason | Mark::FailReason | Mark::ReturnOf)
    }

    /// Whether by it a sale was cancelled, given back or deleted.
    pub(super) fn takes_sales_back(self) -> bool {
        matches!(self, Mark::Cancelled | Mark::CancelReason | Mark::Refunded | Mark::Deleted)
    }

    /// Whether it may say that a row is a return.
    pub(super) fn tells_returns(self) -> bool {
        matches!(self, Mark::ReturnFlag | Mark::ReturnOf)
    }

    /// Whether it is a flag whose no says that the row is no sale.
    pub(super) fn says_no_by_a_no(self) -> bool {
        matches!(self, Mark::Paid | Mark::Succeeded | Mark::Live | Mark::Current)
    }
}

/// Words for a version that holds and for one that does not, beside yes and no.
pub(super) const HOLDS: &[&str] = &["current", "curr", "c", "active", "a", "latest", "aktuell"];
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const HOLDS_NO_MORE: &[&str] = &[
    "historical", "historic", "history", "hist", "h", "inactive", "i", "expired", "superseded", "outdated", "old", "veraltet",
];

/// A flag of the version that holds.
pub(crate) fn version_flag(text: &str) -> Flag {
    match flag(text) {
        Flag::NotUnderstood if is(HOLDS, text) => Flag::Yes,
        Flag::NotUnderstood if is(HOLDS_NO_MORE, text) => Flag::No,
        known => known,
    }
}

/// What a flag of the version that holds says of its row.
fn current(text: &str) -> Counts {
    match version_flag(text) {
        Flag::No => Counts::No(NotASale::Superseded),
        Flag::NotUnderstood => Counts::Unknown,
        Flag::Yes | Flag::Empty => Counts::Sale,
    }
}

/// Whether a cell has a mark in place of a yes: where nobody said no, it is empty.
fn is_mark(text: &str) -> bool {
    squeeze(text) == CROSS || MARKS.contains(&text.trim())
}

/// A flag of a return: yes, a mark, or a word for a return itself.
fn return_flag(text: &str) -> Counts {
    match flag(text) {
        Flag::Yes => Counts::Return,
        Flag::No | Flag::Empty => Counts::Sale,
        Flag::NotUnderstood if is_mark(text) || squeeze(text) == LETTER_OF_RETURNS => {
            Counts::Return
        }
        Flag::NotUnderstood => match kind(text) {
            known @ (Counts::Return | Counts::Sale) => known,
            _ => Counts::Unknown,
        },
    }
}

/// What stands for a return in a flag of returns.
const LETTER_OF_RETURNS: &str = "r";

/// Any text but a no and a word for success marks the row.
fn for_a_reason(text: &str, says: Counts) -> Counts {
    match NoReading::Reason.read(text) {
        NoCell::Nothing => Counts::Sale,
        _ if word(text) == Counts::Sale || is_never(text) => Counts::Sale,
        _ => says,
    }
}

/// Whether a text is the number of the document that cancels, and no date that stands for "never": SAP's `0100000017`.
fn is_document_number(text: &str) -> bool {
    let text = text.trim();
    (9..=10).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte != b'0')
}

/// A flag or a time: yes or any date marks the row, but for one that stands for "never".
fn marked(text: &str, why: NotASale) -> Counts {
    if is_mark(text) {
        return Counts::No(why);
    }
    if is_never(text) {
        return Counts::Sale;
    }
    let reading = if flag(text) == Flag::NotUnderstood { NoReading::Time } else { NoReading::Flag };
    match reading.read(text) {
        NoCell::Nothing => Counts::Sale,
        NoCell::No => Counts::No(why),
        // `Y1`, `cancelled by phone`: a word that is not known, unless it names the reason itself.
        NoCell::Doubtful => match word(text) {
            known @ Counts::No(_) => known,
            _ => Counts::Unknown,
        },
    }
}

/// A flag that marks the row by `mark`, or a word of status in its place.
fn flagged(text: &str, mark: Flag, why: NotASale) -> Counts {
    match flag(text) {
        Flag::NotUnderstood if is_mark(text) => match mark {
            Flag::Yes => Counts::No(why),
            _ => Counts::Sale,
        },
        Flag::NotUnderstood => word(text),
        found if found == mark => Counts::No(why),
        _ => Counts::Sale,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_times_mark_their_rows() {
        for (mark, text, counts) in [
            (Mark::Deleted, "true", Counts::No(NotASale::Deleted)),
            (Mark::Deleted, "2024-10-01 10:00:00 -0500", Counts::No(NotASale::Deleted)),
            (Mark::Deleted, "false", Counts::Sale),
            (Mark::Test, "1", Counts::No(NotASale::Test)),
            (Mark::Cancelled, "", Counts::Sale),
            (Mark::Cancelled, "0000-00-00", Counts::Sale),
            (Mark::Cancelled, "voided", Counts::No(NotASale::Cancelled)),
        ] {
            assert_eq!(mark.read(text), counts, "{mark:?} {text}");
        }
    }

    #[test]
    fn flags_say_yes_or_no_to_a_sale() {
        use Mark::{
            CancelReason, Cancelled, Disputed, Draft, FailReason, Live, Paid, Refunded, ReturnFlag,
            Succeeded,
        };
        for (column, text, counts) in [
            (Paid, "false", Counts::No(NotASale::Unpaid)),
            (Paid, "0", Counts::No(NotASale::Unpaid)),
            (Paid, "Yes", Counts::Sale),
            (Paid, "", Counts::Sale),
            (Paid, "pending", Counts::No(NotASale::Unpaid)),
            (Paid, "19.90", Counts::Unknown),
            (Succeeded, "no", Counts::No(NotASale::Failed)),
            (Live, "false", Counts::No(NotASale::Test)),
            (Draft, "true", Counts::No(NotASale::Draft)),
            (Draft, "false", Counts::Sale),
            (Disputed, "1", Counts::No(NotASale::Failed)),
            (Cancelled, "X", Counts::No(NotASale::Cancelled)),
            (Paid, "x", Counts::Sale),
            (CancelReason, "customer", Counts::No(NotASale::Cancelled)),
            (CancelReason, "", Counts::Sale),
            (CancelReason, "0100000017", Counts::No(NotASale::Cancelled)),
            (CancelReason, "0000000000", Counts::Sale),
            (FailReason, "card_declined", Counts::No(NotASale::Failed)),
            (FailReason, "approved", Counts::Sale),
            (ReturnFlag, "x", Counts::Return),
            (ReturnFlag, "*", Counts::Return),
            (ReturnFlag, "R", Counts::Return),
            (ReturnFlag, "Return", Counts::Return),
            (ReturnFlag, "", Counts::Sale),
            (ReturnFlag, "No", Counts::Sale),
            (ReturnFlag, "window", Counts::Unknown),
            (Refunded, "•", Counts::No(NotASale::Refunded)),
        ] {
            assert_eq!(column.read(text), counts, "{column:?} {text}");
        }
    }
}
