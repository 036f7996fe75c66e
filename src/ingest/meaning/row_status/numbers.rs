//! Order numbers that say by their first letters that a row takes a sale back: `C536379` beside `536365`, `RMA-17`
//! beside `SO-1201`. Whether the numbers of a table are of such a kind is for `left_out`, which sees all of them.

use super::Counts;
use crate::ingest::meaning::plain::squeeze;

/// Letters of returns, as `squeeze` leaves them, whatever is numbered.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_RETURNS: &[&str] = &[
    "rma", "ret", "rtn", "return", "refund", "credit", "creditnote", "creditmemo", "crn", "crmemo", "srn", "sret",
    "rinv", "kor", "rfd", "storno", "gutschrift", "gut", "retoure", "avoir", "abono", "notacredito", "devolucion", "reso", "cancel", "canc",
];

/// Letters of credit notes and cancellations where documents are numbered, which of orders may be a country or a
/// channel.
const OF_CREDIT_NOTES: &[&str] =
    &["c", "cn", "cm", "cr", "cred", "gs", "gu", "st", "sr", "av", "nc", "rf", "ref"];

/// Words in the names of columns that number documents.
const DOCUMENTS: &[&str] = &[
    "invoice", "receipt", "document", "voucher", "bill", "rechnung", "beleg", "bon", "factur",
    "fattur", "factuur", "faktur",
];

/// How a number without letters is shown.
const DIGITS: &str = "digits";

/// How a number is shown that has letters behind digits: a code of another kind.
const MIXED: &str = "letters and digits";

/// What tells a number's kind: the letters before its digits.
pub(crate) fn beginning(number: &str) -> &str {
    let number = number.trim();
    let Some(digits) = number.find(|c: char| c.is_ascii_digit()) else { return MIXED };
    let (letters, rest) = number.split_at(digits);
    if rest.contains(char::is_alphabetic) {
        MIXED
    } else if letters.contains(char::is_alphabetic) {
        letters
    } else {
        DIGITS
    }
}

/// Whether a beginning is that of a code, in which letters mean nothing.
pub(crate) fn is_of_a_code(beginning: &str) -> bool {
    beginning == MIXED
}

/// What is numbered, and what else the table tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Numbers {
    /// Whether they are documents, such as invoices, of which some are credit notes.
    pub of_documents: bool,
    /// Whether returns have another sign: letters that may be anything are not asked about then.
    pub returns_are_told: bool,
}

impl Numbers {
    /// What a column numbers, by its name.
    pub(crate) fn of(column: &str) -> Self {
        let plain = squeeze(column);
        let of_documents = DOCUMENTS.iter().any(|word| plain.contains(word));
        Self { of_documents, returns_are_told: false }
    }

    /// Letters of returns, as `squeeze` leaves them.
    pub(crate) fn of_returns(self) -> impl Iterator<Item = &'static str> {
        let of_documents = if self.of_documents { OF_CREDIT_NOTES } else { &[] };
        OF_RETURNS.iter().chain(of_documents).copied()
    }

    /// What a beginning says of its row.
    pub(super) fn read(self, beginning: &str) -> Counts {
        let letters = squeeze(beginning);
        if self.of_returns().any(|of| of == letters) {
            Counts::Return
        } else if !self.returns_are_told
            && (OF_CREDIT_NOTES.contains(&letters.as_str()) || letters == "r")
        {
            Counts::Unknown
        } else {
            Counts::Sale
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_begin_with_what_they_are() {
        for (number, begins) in [
            ("536365", DIGITS),
            ("#1001", DIGITS),
            ("C536379", "C"),
            (" RMA-2024/17", "RMA-"),
            ("credit-note 12", "credit-note "),
            ("c56a4180-65aa-42ec", MIXED),
            ("1001-R1", MIXED),
            ("walk-in", MIXED),
        ] {
            assert_eq!(beginning(number), begins, "{number}");
        }
    }

    #[test]
    fn letters_of_documents_say_more_than_those_of_orders() {
        for (begins, of_orders, of_documents) in [
            ("RMA-", Counts::Return, Counts::Return),
            ("credit-note ", Counts::Return, Counts::Return),
            ("C", Counts::Unknown, Counts::Return),
            ("R", Counts::Unknown, Counts::Unknown),
            ("RE-", Counts::Sale, Counts::Sale),
            ("INV", Counts::Sale, Counts::Sale),
            (DIGITS, Counts::Sale, Counts::Sale),
            (MIXED, Counts::Sale, Counts::Sale),
        ] {
            let read = |column| Numbers::of(column).read(begins);
            assert_eq!(read("order_id"), of_orders, "{begins}");
            assert_eq!(read("InvoiceNo"), of_documents, "{begins}");
            assert_eq!(read("Belegnummer"), of_documents, "{begins}");
        }
        let told = Numbers { returns_are_told: true, ..Numbers::of("order_id") };
        assert_eq!(told.read("R"), Counts::Sale);
    }
}
