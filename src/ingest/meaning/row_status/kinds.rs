//! Columns that say what kind of row each row is. What stands beside a word decides what it means: a payment is a sale,
//! but not beside its invoice.

use super::cells::kind;
use super::texts::{is, is_a_sum, is_credit, is_invoice_or_beside};
use super::words::{
    ASKED_BACK, CANCELLATIONS, CANCELLED_BY_EVENT, CAPTURES, GIFTS, KINDS_OF_SALE, RECURRING,
};
use super::{Counts, NotASale};
use crate::ingest::meaning::flags::says_nothing;

/// Whose kinds of rows they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kinds {
    /// A sale, a refund, a fee.
    Any,
    /// No kind of a sale is among them: of its words only refunds are known.
    OfReturn,
    /// Invoices stand beside their payments.
    OfEntry,
    /// Documents: a credit is one that takes money back.
    OfDocument,
    /// Events tell of one sale again and again: these are no sales of their own.
    OfStages(&'static [&'static str]),
    /// The same of a log of events: one that cancels an order takes back the sale of another row.
    OfEvents(&'static [&'static str]),
    /// No kind of a sale is among them and these are sales instead: what earns points, what is authorized.
    Instead(&'static [&'static str]),
    /// The lines of orders cost nothing: the sums beside them are the sales, and lines are none.
    OfSums,
    /// Gifts beside promises of gifts: these are none, and so are those of these kinds.
    OfGifts(&'static [&'static str]),
}

impl Kinds {
    /// What a cell says of its row.
    pub(super) fn read(self, text: &str) -> Counts {
        self.own_word(text).unwrap_or_else(|| self.by_kind(text))
    }

    /// What a word says that means something else than in a column of any kinds.
    fn own_word(self, text: &str) -> Option<Counts> {
        const NO_PURCHASE: Counts = Counts::No(NotASale::NoPurchase);
        match self {
            Kinds::OfEntry => is_invoice_or_beside(text).1.then_some(NO_PURCHASE),
            Kinds::OfDocument => is_credit(text).then_some(Counts::Return),
            Kinds::OfStages(again) | Kinds::OfEvents(again) if is(again, text) => Some(NO_PURCHASE),
            Kinds::OfEvents(_) => is(CANCELLED_BY_EVENT, text).then_some(Counts::Return),
            Kinds::OfGifts(promises) if is(promises, text) => Some(NO_PURCHASE),
            Kinds::OfGifts(_) => (is(GIFTS, text) || is(RECURRING, text)).then_some(Counts::Sale),
            Kinds::OfSums => (says_nothing(text) || is_a_sum(text)).then_some(Counts::Sale),
            Kinds::Instead(sales) if sales == CAPTURES && is(ASKED_BACK, text) => {
                Some(Counts::Return)
            }
            Kinds::Instead(sales) => is(sales, text).then_some(Counts::Sale),
            Kinds::Any | Kinds::OfReturn | Kinds::OfStages(_) => None,
        }
    }

    fn by_kind(self, text: &str) -> Counts {
        match (self, kind(text)) {
            (Kinds::OfSums, Counts::Sale) => Counts::No(NotASale::NoPurchase),
            (Kinds::OfReturn, Counts::No(_)) => Counts::Unknown,
            (_, read) => read,
        }
    }

    /// Whether a text is a kind of row that takes back a sale which was cancelled.
    pub(super) fn cancels(self, text: &str) -> bool {
        matches!(self, Kinds::OfEvents(_)) && is(CANCELLED_BY_EVENT, text)
            || is(CANCELLATIONS, text)
    }
}

/// Whether a text is a kind of row that is a sale.
pub(super) fn is_a_sale(text: &str) -> bool {
    is(KINDS_OF_SALE, text)
}

#[cfg(test)]
mod tests {
    use super::super::texts::{sales_instead, told_again};
    use super::super::words::STAGES;
    use super::*;

    #[test]
    fn kinds_of_rows_are_sales_returns_or_neither() {
        for (text, counts) in [
            ("Sale", Counts::Sale),
            ("Rechnung", Counts::Sale),
            ("", Counts::Sale),
            ("REFUND", Counts::Return),
            ("Credit Note", Counts::Return),
            ("Gutschrift", Counts::Return),
            ("dévolution", Counts::Unknown),
            ("Devolución", Counts::Return),
            ("nota di credito", Counts::Return),
            ("payment_refund", Counts::Return),
            ("Refund - damaged", Counts::Return),
            ("returned", Counts::Return),
            ("refund reversal", Counts::Unknown),
            ("payout", Counts::No(NotASale::NoPurchase)),
            ("authorization", Counts::No(NotASale::NoPurchase)),
            ("Quote", Counts::No(NotASale::Draft)),
            ("void", Counts::No(NotASale::Cancelled)),
            ("adjustment", Counts::Unknown),
        ] {
            assert_eq!(Kinds::Any.read(text), counts, "{text}");
        }
        assert_eq!(Kinds::OfReturn.read("transfer"), Counts::Unknown);
        assert_eq!(Kinds::OfReturn.read("refund"), Counts::Return);
    }

    #[test]
    fn sums_are_the_sales_where_lines_cost_nothing() {
        let read = |text: &str| Kinds::OfSums.read(text);
        assert_eq!(read("header"), Counts::Sale);
        assert_eq!(read(""), Counts::Sale);
        assert_eq!(read("line"), Counts::No(NotASale::NoPurchase));
        assert_eq!(read("refund"), Counts::Return);
    }

    #[test]
    fn of_events_that_tell_of_one_sale_the_first_counts() {
        let again = told_again(&["orders/paid", "orders/create", "refunds/create"]);
        let column = Kinds::OfEvents(again.unwrap());
        assert_eq!(column.read("orders/create"), Counts::Sale);
        assert_eq!(column.read("orders/cancelled"), Counts::Return);
        let of_the_row = Kinds::OfStages(&[]).read("order cancelled");
        assert_eq!(of_the_row, Counts::No(NotASale::Cancelled), "a state where it is no log");
        assert_eq!(column.read("orders/paid"), Counts::No(NotASale::NoPurchase));
        assert_eq!(column.read("refunds/create"), Counts::Return);
        assert_eq!(told_again(&["orders/paid", "charge.succeeded"]), None);
        assert!(STAGES.iter().flat_map(|stages| *stages).all(|word| KINDS_OF_SALE.contains(word)));
    }

    #[test]
    fn what_is_authorized_or_earned_is_a_sale_where_nothing_else_is() {
        let column = Kinds::Instead(sales_instead(&["AUTHORISATION"]).unwrap());
        assert_eq!(column.read("authorisation"), Counts::Sale);
        assert_eq!(column.read("CHARGEBACK"), Counts::Return);
        assert_eq!(Kinds::Any.read("authorisation"), Counts::No(NotASale::NoPurchase));
        assert_eq!(sales_instead(&["fee"]), None);
        let settled = sales_instead(&["Authorised", "SentForSettle"]);
        assert_eq!(settled, Some(CAPTURES), "what is settled says more than what is authorized");
    }
}
