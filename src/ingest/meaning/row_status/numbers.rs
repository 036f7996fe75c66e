//! Order numbers that say by their first or last letters that a row takes a sale back: `C536379` beside `536365`,
//! `RMA-17` beside `SO-1201`, `1001-refund` beside `1001`. Whether the numbers of a table are of such a kind is for `left_out`, which sees all of them.

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
    &["c", "cn", "cm", "cr", "cred", "gs", "gu", "st", "sr", "av", "nc", "rf", "ref", "rt"];

/// Words in the names of columns that number documents.
const DOCUMENTS: &[&str] = &[
    "invoice", "receipt", "document", "voucher", "bill", "rechnung", "beleg", "bon", "factur",
    "fattur", "factuur", "faktur",
];

/// How a number without letters is shown.
const DIGITS: &str = "digits";

/// How a number is shown that has letters behind digits: a code of another kind.
const MIXED: &str = "letters and digits";

/// What tells a number's kind: the letters before its digits, or those behind them with what parts the two.
pub(crate) fn letters_of(number: &str) -> &str {
    let number = number.trim();
    let Some(digits) = number.find(|c: char| c.is_ascii_digit()) else { return MIXED };
    let (letters, rest) = number.split_at(digits);
    let begins_with_letters = letters.contains(char::is_alphabetic);
    if !rest.contains(char::is_alphabetic) {
        return if begins_with_letters { letters } else { DIGITS };
    }
    let (digits, behind) = rest.split_at(rest.find(char::is_alphabetic).unwrap_or(rest.len()));
    let parted = digits.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
    let after = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
    let (letters, number) = (&rest[parted..digits.len() + after], &behind[after..]);
    // `1001C` may be a part of the order, `1001refund` cannot.
    let is_end = is_behind(letters) || OF_RETURNS.contains(&squeeze(letters).as_str());
    if begins_with_letters || number.contains(char::is_alphabetic) || !is_end {
        return end_of_a_return(rest).unwrap_or(MIXED);
    }
    letters
}

/// The letters of a return at the end of a number, parted from a digit before them: `SO-1001-STORNO`.
fn end_of_a_return(number: &str) -> Option<&str> {
    let (before, _) = number.rsplit_once(|c: char| !c.is_alphanumeric())?;
    let end = &number[before.len()..];
    let letters: String = end.chars().skip(1).collect::<String>().to_lowercase();
    let is_parted = before.ends_with(|c: char| c.is_ascii_digit());
    (is_parted && OF_RETURNS.contains(&letters.as_str())).then_some(end)
}

/// Whether letters are parted from the digits before them.
fn is_behind(letters: &str) -> bool {
    letters != MIXED && letters != DIGITS && !letters.starts_with(char::is_alphanumeric)
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

    /// Letters of returns behind a number, where those of a document may be a part of an order.
    pub(crate) fn of_returns_behind() -> impl Iterator<Item = &'static str> {
        OF_RETURNS.iter().copied()
    }

    /// Letters of returns before a number, as `squeeze` leaves them.
    pub(crate) fn of_returns(self) -> impl Iterator<Item = &'static str> {
        let of_documents = if self.of_documents { OF_CREDIT_NOTES } else { &[] };
        OF_RETURNS.iter().chain(of_documents).copied()
    }

    /// What the letters of a number say of its row.
    pub(super) fn read(self, told: &str) -> Counts {
        let letters = squeeze(told);
        let is_behind = is_behind(told);
        if OF_RETURNS.contains(&letters.as_str())
            || !is_behind && self.of_returns().any(|of| of == letters)
        {
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
    fn numbers_begin_or_end_with_what_they_are() {
        for (number, begins) in [
            ("536365", DIGITS),
            ("#1001", DIGITS),
            ("C536379", "C"),
            (" RMA-2024/17", "RMA-"),
            ("credit-note 12", "credit-note "),
            ("c56a4180-65aa-42ec", MIXED),
            ("1001-R1", "-R"),
            ("1001-R1-b", MIXED),
            ("1001R", MIXED),
            ("1001-R", "-R"),
            ("#1001 (refund)", " (refund)"),
            ("2024/1001_RET", "_RET"),
            ("1001refund", "refund"),
            ("INV1001-R", MIXED),
            ("SO-1001-STORNO", "-STORNO"),
            ("a7-3f/refund", MIXED),
            ("walk-in", MIXED),
        ] {
            assert_eq!(letters_of(number), begins, "{number}");
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
            ("-R", Counts::Unknown, Counts::Unknown),
            ("/CR", Counts::Unknown, Counts::Unknown),
            ("-B", Counts::Sale, Counts::Sale),
            ("_refund", Counts::Return, Counts::Return),
            (" (RET)", Counts::Return, Counts::Return),
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
