//! Whether a row of the transactions is a sale: columns of status, of kinds of rows and of flags with their
//! words, markers of deleted and test rows.
//!
//! A word that is not known counts as a sale and is named. What a shop calls otherwise is for `[rows]` in
//! the configuration. Whether a column is what its name says is for `left_out`, which sees its values.

mod cells;
mod codes;
mod columns;
mod kinds;
mod marks;
pub(crate) mod names;
mod numbers;
mod states;
pub(crate) mod texts;
mod words;

pub(crate) use codes::{Codes, of_column as codes_of_column, of_values as codes_of_values};
pub(crate) use columns::{DISPUTES, OF_MAGENTO, OF_REFUND_ROWS};
pub(crate) use kinds::Kinds;
pub(crate) use marks::{Mark, version_flag};
pub(crate) use numbers::{Numbers, is_of_a_code, letters_of};
pub(crate) use states::States;
pub(crate) use words::{DELETIONS, Phrases};

use super::flags::{EMPTY, NO, YES};
use cells::{CROSS, MINUS, MINUS_SIGNS, ONES, PLUS, sign};
use marks::{HOLDS, HOLDS_NO_MORE};
use std::collections::BTreeSet;
use texts::{is, takes_away};
use words::{
    BEFORE_A_CHANGE, CANCELLED_BY_EVENT, CREDITS, GIFTS, INVOICES, KINDS, KINDS_OF_NO_SALE,
    KINDS_OF_RETURN, KINDS_OF_SALE, LIVE, NO_SALE, OPEN, ORDERS, PAYMENTS, PROMISES, SALE, STATES,
    TEST_GATEWAYS,
};

/// A column that may say that a row is no sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusColumn {
    /// The state of an order or of its payment.
    Order(States),
    /// The state of a delivery.
    Delivery,
    /// What kind of row it is.
    Kind(Kinds),
    /// A kind or a state in the codes of a system.
    Coded(&'static Codes),
    /// A flag, a time or a reason.
    Mark(Mark),
    /// What took the payment: a gateway for tests takes none.
    Gateway,
    /// Plus or minus: what is taken back has the minus.
    Sign,
    /// Numbers of orders, which may say by their first letters what they are.
    Numbers(Numbers),
    /// What was done to the row at the source, as change data capture writes it.
    Change,
}

/// Why a row is no sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NotASale {
    /// Cancelled or voided.
    Cancelled,
    /// The payment failed, was declined or charged back.
    Failed,
    /// Not paid, and perhaps never.
    Unpaid,
    /// A draft, a quote or an abandoned cart.
    Draft,
    /// Given back in full.
    Refunded,
    /// Made to try the shop.
    Test,
    /// Deleted at the source.
    Deleted,
    /// A row of another kind: a payout, a fee, an authorization.
    NoPurchase,
    /// An older version of another row.
    Superseded,
}

/// What a cell says of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counts {
    /// A sale, or nothing against it.
    Sale,
    /// A return, whatever the sign of its amount.
    Return,
    /// No sale.
    No(NotASale),
    /// Not understood: counted as a sale, and named.
    Unknown,
}

impl StatusColumn {
    /// States of any shop.
    pub const ORDER: StatusColumn = StatusColumn::Order(States::Any);
    /// Kinds of any shop.
    pub const KIND: StatusColumn = StatusColumn::Kind(Kinds::Any);

    /// The part of a column, by its name; None for one that says nothing of this.
    pub fn named(column: &str) -> Option<StatusColumn> {
        names::part(column)
    }

    /// What it marks, if it does.
    fn mark(self) -> Option<Mark> {
        match self {
            StatusColumn::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Whether its cells are words, not flags or times.
    pub fn has_words(self) -> bool {
        let is_of_words =
            matches!(self, StatusColumn::Order(_) | StatusColumn::Delivery | StatusColumn::Change);
        self.is_kind() || is_of_words
    }

    /// Whether it says what kind of row each row is.
    pub fn is_kind(self) -> bool {
        matches!(self, StatusColumn::Kind(_) | StatusColumn::Coded(_))
    }

    /// Whether it is a flag, no time, which is believed only where every value says yes or no.
    pub fn is_strict_flag(self) -> bool {
        self.mark().is_some_and(Mark::is_strict_flag)
    }

    /// Whether any text in it marks its row.
    pub fn is_reason(self) -> bool {
        self.mark().is_some_and(Mark::is_reason)
    }

    /// Whether it is a flag, a time or a reason by which a sale was cancelled, given back or deleted.
    pub fn takes_sales_back(self) -> bool {
        self.mark().is_some_and(Mark::takes_sales_back)
    }

    /// Whether it may say that a row is a return.
    pub fn tells_returns(self) -> bool {
        self.is_kind()
            || self == StatusColumn::Sign
            || self.numbers().is_some()
            || self.mark().is_some_and(Mark::tells_returns)
    }

    /// What it numbers, if it does.
    pub fn numbers(self) -> Option<Numbers> {
        match self {
            StatusColumn::Numbers(numbers) => Some(numbers),
            _ => None,
        }
    }

    /// What of a text tells what its row is: all of it, or the letters of a number.
    pub fn telling(self, text: &str) -> &str {
        if self.numbers().is_some() { letters_of(text) } else { text }
    }

    /// Digits and signs that mark a row, beside the words that do.
    pub fn digits(self) -> &'static [&'static str] {
        match self {
            StatusColumn::Sign => MINUS_SIGNS,
            StatusColumn::Mark(mark) if mark.says_no_by_a_no() => &["0", "00", "0.0"],
            _ => ONES,
        }
    }

    /// All words that say one of `wanted`, as `squeeze` leaves them.
    pub fn words(self, wanted: impl Fn(Counts) -> bool) -> Vec<String> {
        let of_no = |of: &'static [(NotASale, &'static [&'static str])]| {
            of.iter().flat_map(|(_, words)| *words)
        };
        let states =
            SALE.iter().chain(&["closed", "sent", "open"]).chain(OPEN).chain(of_no(NO_SALE));
        let kinds = KINDS_OF_SALE.iter().chain(KINDS_OF_RETURN).chain(CREDITS);
        let kinds = kinds.chain(INVOICES).chain(PAYMENTS).chain(ORDERS).chain(CANCELLED_BY_EVENT);
        let kinds = kinds.chain(PROMISES).chain(GIFTS);
        let kinds = kinds.chain(of_no(KINDS_OF_NO_SALE));
        let kinds = kinds.copied().chain(codes::all());
        let prefixed = |word: &str| [word.to_owned(), format!("wc{word}"), format!("order{word}")];
        let plain = YES
            .iter()
            .chain(NO)
            .chain(DELETIONS)
            .chain(BEFORE_A_CHANGE)
            .chain(LIVE)
            .chain(TEST_GATEWAYS)
            .chain(EMPTY)
            .chain(&[CROSS])
            .chain(MINUS)
            .chain(HOLDS)
            .chain(HOLDS_NO_MORE)
            .chain(PLUS)
            .map(|word| (*word).to_owned());
        let all: BTreeSet<String> =
            states.copied().chain(kinds).flat_map(prefixed).chain(plain).collect();
        all.into_iter().filter(|word| wanted(self.read(word))).collect()
    }

    /// What its texts say by stems, where no word of it is known.
    pub fn phrases(self) -> &'static [Phrases] {
        match self {
            StatusColumn::Order(_) | StatusColumn::Delivery => STATES,
            StatusColumn::Kind(_) => KINDS,
            _ => &[],
        }
    }

    /// Whether a text is a kind of row that is a sale.
    pub fn names_a_sale(self, text: &str) -> bool {
        match self {
            StatusColumn::Coded(codes) => codes.read(text) == Counts::Sale,
            _ => self.is_kind() && kinds::is_a_sale(text),
        }
    }

    /// Whether a text is a kind of row that takes back a sale which was cancelled.
    pub fn cancels(self, text: &str) -> bool {
        match self {
            StatusColumn::Coded(codes) => codes.cancels(text),
            StatusColumn::Kind(kinds) => kinds.cancels(text),
            _ => false,
        }
    }

    /// What [`StatusColumn::telling`] of a cell says of its row. Costs an allocation: ask once per distinct text.
    pub fn read(self, text: &str) -> Counts {
        match self {
            StatusColumn::Order(states) => states.read(text),
            StatusColumn::Delivery => states::of_delivery(text),
            StatusColumn::Kind(kinds) => kinds.read(text),
            StatusColumn::Coded(codes) => codes.read(text),
            StatusColumn::Mark(mark) => mark.read(text),
            StatusColumn::Sign => sign(text),
            StatusColumn::Numbers(numbers) => numbers.read(text),
            StatusColumn::Gateway if is(TEST_GATEWAYS, text) => Counts::No(NotASale::Test),
            StatusColumn::Change if takes_away(text) => Counts::No(NotASale::Deleted),
            StatusColumn::Gateway | StatusColumn::Change => Counts::Sale,
        }
    }
}

impl NotASale {
    /// The reason as it is counted and shown.
    pub fn name(self) -> &'static str {
        match self {
            NotASale::Cancelled => "cancelled",
            NotASale::Failed => "failed",
            NotASale::Unpaid => "not paid",
            NotASale::Draft => "draft",
            NotASale::Refunded => "refunded in full",
            NotASale::Test => "test",
            NotASale::Deleted => "deleted",
            NotASale::NoPurchase => "no purchase",
            NotASale::Superseded => "superseded by a newer version",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::meaning::plain::squeeze;

    #[test]
    fn columns_are_known_by_name() {
        for (column, part) in [
            ("Financial Status", StatusColumn::ORDER),
            ("status", StatusColumn::ORDER),
            ("Fulfillment Status", StatusColumn::Delivery),
            ("_fivetran_deleted", StatusColumn::Mark(Mark::Deleted)),
            ("_ab_cdc_deleted_at", StatusColumn::Mark(Mark::Deleted)),
            ("deleted_at", StatusColumn::Mark(Mark::Deleted)),
            ("test", StatusColumn::Mark(Mark::Test)),
            ("Cancelled at", StatusColumn::Mark(Mark::Cancelled)),
            ("__op", StatusColumn::Change),
            ("transaction_type", StatusColumn::KIND),
            ("Belegart", StatusColumn::KIND),
            ("État commande", StatusColumn::ORDER),
            ("situação", StatusColumn::ORDER),
            ("livemode", StatusColumn::Mark(Mark::Live)),
            ("is_paid", StatusColumn::Mark(Mark::Paid)),
        ] {
            assert_eq!(StatusColumn::named(column), Some(part), "{column}");
        }
        assert_eq!(StatusColumn::named("total"), None);
    }

    #[test]
    fn changes_that_take_their_row_away_are_read() {
        assert_eq!(StatusColumn::Change.read("D"), Counts::No(NotASale::Deleted));
        assert_eq!(StatusColumn::Change.read("update_postimage"), Counts::Sale);
        assert_eq!(StatusColumn::Gateway.read("Bogus Gateway"), Counts::No(NotASale::Test));
        assert_eq!(StatusColumn::Gateway.read("paypal"), Counts::Sale);
    }

    #[test]
    fn every_word_of_a_reading_can_be_said_in_sql() {
        let out =
            StatusColumn::Kind(Kinds::OfEntry).words(|counts| matches!(counts, Counts::No(_)));
        assert!(PAYMENTS.iter().chain(ORDERS).all(|word| out.contains(&(*word).to_owned())));
    }

    #[test]
    fn no_word_counts_twice() {
        let no = NO_SALE.iter().flat_map(|(_, words)| words.iter());
        let all: Vec<_> = SALE.iter().chain(no).collect();
        let of_no = KINDS_OF_NO_SALE.iter().flat_map(|(_, words)| words.iter());
        let kinds: Vec<_> = KINDS_OF_SALE.iter().chain(KINDS_OF_RETURN).chain(of_no).collect();
        for all in [all, kinds] {
            let mut seen = BTreeSet::new();
            let twice: Vec<_> = all.iter().filter(|word| !seen.insert(**word)).collect();
            assert!(twice.is_empty(), "{twice:?}");
            assert!(all.iter().all(|word| squeeze(word) == **word));
        }
    }
}
