//! Columns with the state of an order or of its payment. Whose states they are decides what a word means: `closed` is
//! a refund at Magento and nothing known elsewhere.

use super::cells::word;
use super::texts::{is, is_open};
use super::{Counts, NotASale};

/// Whose states of orders they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum States {
    /// Any shop's.
    Any,
    /// Magento's, where what is closed was given back in full.
    OfMagento,
    /// Odoo's, where what was sent is a quote.
    OfOdoo,
    /// Those of invoices: what is open is not paid.
    OfInvoices,
    /// Those of the work on orders: what is open is new, paid or not.
    OfWork,
}

impl States {
    /// What a cell says of its row.
    pub(super) fn read(self, text: &str) -> Counts {
        match self {
            States::OfMagento if is(&["closed"], text) => Counts::No(NotASale::Refunded),
            States::OfOdoo if is(&["sent"], text) => Counts::No(NotASale::Draft),
            States::OfInvoices if is(&["open"], text) => Counts::No(NotASale::Unpaid),
            States::OfWork if is_open(text) => Counts::Unknown,
            _ => word(text),
        }
    }
}

/// What the state of a delivery says: what is not yet sent is sold all the same.
pub(super) fn of_delivery(text: &str) -> Counts {
    match word(text) {
        stopped @ Counts::No(NotASale::Cancelled | NotASale::Refunded) => stopped,
        _ => Counts::Sale,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shops_say_in_their_own_words_what_is_sold() {
        for (text, counts) in [
            ("wc-completed", Counts::Sale),
            ("processing", Counts::Sale),
            ("Paid", Counts::Sale),
            ("partially_refunded", Counts::Sale),
            ("authorized", Counts::Sale),
            ("", Counts::Sale),
            ("wc-cancelled", Counts::No(NotASale::Cancelled)),
            ("CANCELED", Counts::No(NotASale::Cancelled)),
            ("voided", Counts::No(NotASale::Cancelled)),
            ("wc-failed", Counts::No(NotASale::Failed)),
            ("wc-pending", Counts::No(NotASale::Unpaid)),
            ("on-hold", Counts::No(NotASale::Unpaid)),
            ("pending_payment", Counts::No(NotASale::Unpaid)),
            ("checkout-draft", Counts::No(NotASale::Draft)),
            ("trash", Counts::No(NotASale::Draft)),
            ("refunded", Counts::No(NotASale::Refunded)),
            ("requires_payment_method", Counts::No(NotASale::Unpaid)),
            ("suspected_fraud", Counts::No(NotASale::Failed)),
            ("Storniert", Counts::No(NotASale::Cancelled)),
            ("Canceled by customer", Counts::No(NotASale::Cancelled)),
            ("Cancelled - out of stock", Counts::No(NotASale::Cancelled)),
            ("Payment failed (3-D Secure)", Counts::No(NotASale::Failed)),
            ("Commande annulée", Counts::No(NotASale::Cancelled)),
            ("Pago rechazado por el banco", Counts::No(NotASale::Failed)),
            ("partially cancelled", Counts::Unknown),
            ("not cancelled", Counts::Unknown),
            ("Draft beer", Counts::Unknown),
            ("Returned customer", Counts::Unknown),
            ("CA", Counts::Unknown),
            ("closed", Counts::Unknown),
            ("open", Counts::Unknown),
            ("phase 3", Counts::Unknown),
        ] {
            assert_eq!(States::Any.read(text), counts, "{text}");
        }
    }

    #[test]
    fn what_is_not_yet_delivered_is_sold() {
        assert_eq!(of_delivery("pending"), Counts::Sale);
        assert_eq!(of_delivery("unfulfilled"), Counts::Sale);
        assert_eq!(of_delivery("restocked"), Counts::No(NotASale::Refunded));
    }
}
