//! Whether a row of the transactions is a sale: columns of status, of kinds of rows and of flags with their
//! words, markers of deleted and test rows.
//!
//! A word that is not known counts as a sale and is named. What a shop calls otherwise is for `[rows]` in
//! the configuration. Whether a column is what its name says is for `left_out`, which sees its values.

mod cells;
mod codes;
mod columns;
mod names;
mod numbers;
mod words;

pub(crate) use codes::{Codes, of_column as codes_of_column, of_values as codes_of_values};
use columns::LOGS;
pub(crate) use columns::{DISPUTES, OF_MAGENTO, OF_REFUND_ROWS};
pub(crate) use numbers::{Numbers, is_of_a_code, letters_of};
pub(crate) use words::{DELETIONS, Phrases};

/// What a column says of whether its row is deleted at the source, in a table of anything.
pub(in crate::ingest) fn deletion(column: &str) -> Option<StatusColumn> {
    names::deletion(column)
}

/// Whether all texts of a column are whole words of what was done to its rows, as change data capture writes them.
pub(in crate::ingest) fn are_changes<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let mut words = texts.map(squeeze).filter(|word| !word.is_empty()).peekable();
    let is_one = |word: &String| {
        let is = |known: &[&str]| known.contains(&word.as_str());
        word.len() > 2 && (is(DELETIONS) || is(UPDATES) || is(INSERTS) || is(BEFORE_A_CHANGE))
    };
    words.peek().is_some() && words.all(|word| is_one(&word))
}

use super::flags::{EMPTY, Flag, NO, YES, flag, says_nothing};
use super::plain::{Plain, squeeze};
use cells::{
    CROSS, MINUS, MINUS_SIGNS, ONES, PLUS, flagged, for_a_reason, is_document_number, kind, marked,
    return_flag, sign, word,
};
use std::collections::BTreeSet;
use words::{
    ASKED_BACK, AUTHORIZATIONS, BEFORE_A_CHANGE, CANCELLATIONS, CANCELLED_BY_EVENT, CAPTURES,
    CREDITS, EARNINGS, GIFT_CARDS, GIFTS, INSERTS, INVOICES, JOURNEYS, KINDS, KINDS_OF_NO_SALE,
    KINDS_OF_RETURN, KINDS_OF_SALE, LIVE, NO_SALE, NOT_SOLD, OF_MONEY, OPEN, ORDERS, PAYMENTS,
    PAYOUTS, PROMISES, RECURRING, SALE, STAGES, STATES, SUMS, TEST_GATEWAYS, UPDATES, WORK,
};

/// A column that may say that a row is no sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusColumn {
    /// The state of an order or of its payment.
    Order,
    /// The same as Magento says it, where what is closed was given back in full.
    OrderOfMagento,
    /// The same where what was sent is a quote, as Odoo says it.
    OrderOfOdoo,
    /// The same of invoices: what is open is not paid.
    OrderOfInvoices,
    /// The same of the work on orders: what is open is new, paid or not.
    OrderOfWork,
    /// The state of a delivery: what is not yet sent is sold all the same.
    Delivery,
    /// What kind of row it is: a sale, a refund, a fee.
    Kind,
    /// The same where no kind of a sale is among them: of its words only refunds are known.
    KindOfReturn,
    /// The same where invoices stand beside their payments.
    KindOfEntry,
    /// The same of documents: a credit is one that takes money back.
    KindOfDocument,
    /// The same where events tell of one sale again and again: these are no sales of their own.
    KindOfStages(&'static [&'static str]),
    /// The same of a log of events: one that cancels an order takes back the sale of another row.
    KindOfEvents(&'static [&'static str]),
    /// The same where no kind of a sale is among them and these are sales instead: what earns points, what is authorized.
    KindInstead(&'static [&'static str]),
    /// The same where the lines of orders cost nothing: the sums beside them are the sales, and lines are none.
    KindOfSums,
    /// The same of gifts beside promises of gifts: these are none, and so are those of these kinds.
    KindOfGifts(&'static [&'static str]),
    /// A flag or a time of deletion at the source.
    Deleted,
    /// A flag of orders made to try the shop.
    Test,
    /// What took the payment: a gateway for tests takes none.
    Gateway,
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
    /// Whether something is active: the row, its customer or its product. A no leaves nothing out, and is named.
    Active,
    /// A flag against its row that may be about something else. A yes leaves nothing out, and is named.
    Doubtful,
    /// A kind or a state in the codes of a system.
    Coded(&'static Codes),
    /// A flag of rows that are returns.
    ReturnFlag,
    /// Plus or minus: what is taken back has the minus.
    Sign,
    /// Numbers of orders, which may say by their first letters what they are.
    Numbers(Numbers),
    /// Which sale the row takes back: any text says that it is a return.
    ReturnOf,
    /// A flag of rows that are no purchase: gift cards, shipping, fees.
    NoPurchaseFlag,
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
    /// The part of a column, by its name; None for one that says nothing of this.
    pub fn named(column: &str) -> Option<StatusColumn> {
        names::part(column)
    }

    /// Whether a column's name may as well be about something else, so that its values decide.
    pub fn is_vague(column: &str) -> bool {
        names::is_vague(column)
    }

    /// Whether a column's name only has a word for a kind, and may be about anything.
    pub fn is_any_kind(column: &str) -> bool {
        names::is_any_kind(column)
    }

    /// Whether a column's name is about somebody or something else than a sale.
    pub fn is_of_others(column: &str) -> bool {
        names::is_of_others(column)
    }

    /// Whether a column's name speaks of orders.
    pub fn is_of_orders(column: &str) -> bool {
        names::is_of_orders(column)
    }

    /// Whether a column's name is of what went wrong, which may be the payment or anything else.
    pub fn is_of_errors(column: &str) -> bool {
        squeeze(column).starts_with("error")
    }

    /// Whether a column's name speaks of documents.
    pub fn is_of_documents(column: &str) -> bool {
        names::is_of_documents(column)
    }

    /// Whether its cells are words, not flags or times.
    pub fn has_words(self) -> bool {
        self.is_kind()
            || self.is_order()
            || matches!(self, StatusColumn::Delivery | StatusColumn::Change)
    }

    /// Whether it has the state of an order, whoever wrote it.
    fn is_order(self) -> bool {
        matches!(
            self,
            StatusColumn::Order
                | StatusColumn::OrderOfMagento
                | StatusColumn::OrderOfOdoo
                | StatusColumn::OrderOfInvoices
                | StatusColumn::OrderOfWork
        )
    }

    /// Whether it says what kind of row each row is.
    pub fn is_kind(self) -> bool {
        matches!(
            self,
            StatusColumn::Kind
                | StatusColumn::KindOfReturn
                | StatusColumn::KindOfEntry
                | StatusColumn::KindOfDocument
                | StatusColumn::KindOfStages(_)
                | StatusColumn::KindOfEvents(_)
                | StatusColumn::KindInstead(_)
                | StatusColumn::KindOfSums
                | StatusColumn::KindOfGifts(_)
                | StatusColumn::Coded(_)
        )
    }

    /// Whether it is a flag, no time, which is believed only where every value says yes or no.
    pub fn is_strict_flag(self) -> bool {
        let is_plain = matches!(
            self,
            StatusColumn::Draft
                | StatusColumn::Disputed
                | StatusColumn::Active
                | StatusColumn::Doubtful
                | StatusColumn::ReturnFlag
                | StatusColumn::NoPurchaseFlag
        );
        is_plain || self.says_no_by_a_no()
    }

    /// Whether any text in it marks its row.
    pub fn is_reason(self) -> bool {
        matches!(
            self,
            StatusColumn::CancelReason | StatusColumn::FailReason | StatusColumn::ReturnOf
        )
    }

    /// Whether it is a flag, a time or a reason by which a sale was cancelled, given back or deleted.
    pub fn takes_sales_back(self) -> bool {
        matches!(
            self,
            StatusColumn::Cancelled
                | StatusColumn::CancelReason
                | StatusColumn::Refunded
                | StatusColumn::Deleted
        )
    }

    /// Whether it may say that a row is a return.
    pub fn tells_returns(self) -> bool {
        self.is_kind()
            || matches!(
                self,
                StatusColumn::ReturnFlag | StatusColumn::ReturnOf | StatusColumn::Sign
            )
            || self.numbers().is_some()
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

    /// Whether it is a flag whose no says that the row is no sale.
    pub fn says_no_by_a_no(self) -> bool {
        matches!(
            self,
            StatusColumn::Paid
                | StatusColumn::Succeeded
                | StatusColumn::Live
                | StatusColumn::Current
        )
    }

    /// Digits and signs that mark a row, beside the words that do.
    pub fn digits(self) -> &'static [&'static str] {
        match self {
            StatusColumn::Sign => MINUS_SIGNS,
            flag if flag.says_no_by_a_no() => &["0", "00", "0.0"],
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
            .chain(PLUS)
            .map(|word| (*word).to_owned());
        let all: BTreeSet<String> =
            states.copied().chain(kinds).flat_map(prefixed).chain(plain).collect();
        all.into_iter().filter(|word| wanted(self.read(word))).collect()
    }

    /// What its texts say by stems, where no word of it is known.
    pub fn phrases(self) -> &'static [Phrases] {
        match self {
            order if order.is_order() || order == StatusColumn::Delivery => STATES,
            StatusColumn::Coded(_) => &[],
            kind if kind.is_kind() => KINDS,
            _ => &[],
        }
    }

    /// Whether a text is a kind of row that is a sale.
    pub fn names_a_sale(self, text: &str) -> bool {
        match self {
            StatusColumn::Coded(codes) => codes.read(text) == Counts::Sale,
            _ => self.is_kind() && KINDS_OF_SALE.contains(&squeeze(text).as_str()),
        }
    }

    /// Whether a text is a state of a sale.
    pub fn is_a_state_of_a_sale(text: &str) -> bool {
        is(SALE, text)
    }

    /// Whether a text is a kind of row that asks for money, and whether it is one that invoices settle or bill
    /// beside.
    pub fn is_invoice_or_beside(text: &str) -> (bool, bool) {
        let plain = squeeze(text);
        let is = |words: &[&str]| words.contains(&plain.as_str());
        (is(INVOICES), is(PAYMENTS) || is(ORDERS))
    }

    /// Whether a text is a kind of row that takes back a sale which was cancelled.
    pub fn cancels(self, text: &str) -> bool {
        match self {
            StatusColumn::Coded(codes) => codes.cancels(text),
            StatusColumn::KindOfEvents(_) if is_cancelled_by(text) => true,
            kind => kind.is_kind() && CANCELLATIONS.contains(&squeeze(text).as_str()),
        }
    }

    /// Whether a text tells of a change to a row that is there already.
    pub fn changes_another(text: &str) -> bool {
        takes_away(text) || UPDATES.contains(&squeeze(text).as_str())
    }

    /// Kinds of rows that are sales where no kind of a sale stands beside them, if one of them is among `texts`.
    pub fn sales_instead(texts: &[&str]) -> Option<&'static [&'static str]> {
        let is_any =
            |words: &[&str]| texts.iter().any(|text| words.contains(&squeeze(text).as_str()));
        [EARNINGS, CAPTURES, AUTHORIZATIONS].into_iter().find(|words| is_any(words))
    }

    /// Whether a column of such a name is a log of events.
    pub fn is_log(column: &str) -> bool {
        let name = Plain::of(column);
        name.has_word(LOGS) || LOGS.iter().any(|word| name.squeezed.starts_with(word))
    }

    /// Events that tell again of a sale of which another of `texts` tells; none where each is told of once.
    pub fn told_again(texts: &[&str]) -> Option<&'static [&'static str]> {
        let plain: BTreeSet<String> = texts.iter().map(|text| squeeze(text)).collect();
        let again = |stages: &&'static [&'static str]| {
            let first = stages.iter().position(|stage| plain.contains(*stage))?;
            Some(&stages[first + 1..])
        };
        let is_told = |again: &&[&str]| again.iter().any(|stage| plain.contains(*stage));
        STAGES.iter().filter_map(again).find(is_told)
    }

    /// The promises that are no gifts where some stand among `texts`: those that recur are gifts unless one pays them.
    pub fn promises_among(texts: &[&str]) -> Option<&'static [&'static str]> {
        let plain: BTreeSet<String> = texts.iter().map(|text| squeeze(text)).collect();
        let pays = |text: &String| {
            RECURRING
                .iter()
                .any(|kind| text.strip_prefix(kind).is_some_and(|rest| rest.starts_with("pay")))
        };
        let is_paid = plain.iter().any(pays);
        let promises = || PROMISES.iter().filter(|kind| is_paid || !RECURRING.contains(kind));
        let is_any = is_paid || promises().any(|kind| plain.contains(*kind));
        is_any.then_some(if is_paid { PROMISES } else { &[] })
    }

    /// Whether a text is a kind of journey.
    pub fn is_a_journey(text: &str) -> bool {
        is(JOURNEYS, text)
    }

    /// Whether a text is a kind of row that promises a sale and is none in any trade.
    pub fn is_a_promise(text: &str) -> bool {
        is(PROMISES, text) && !is(RECURRING, text)
            || matches!(kind(text), Counts::No(NotASale::Draft))
                && !is(&["draft", "cart", "concept", "proposal"], text)
    }

    /// Whether a text is a state that is not paid, or new where the column is about the work on orders.
    pub fn is_open(text: &str) -> bool {
        is(OPEN, text)
    }

    /// Whether a text is a state of the work on orders, and whether it is one of money.
    pub fn is_of_work_or_money(text: &str) -> (bool, bool) {
        (is(WORK, text), is(OF_MONEY, text))
    }

    /// Whether a text is a kind of goods that is money for later.
    pub fn is_a_gift_card(text: &str) -> bool {
        is(GIFT_CARDS, text)
    }

    /// Whether a text is a kind of order that is none, or takes one back.
    pub fn is_against_an_order(text: &str) -> bool {
        let is_against = matches!(
            kind(text),
            Counts::Return | Counts::No(NotASale::Draft | NotASale::Test | NotASale::Cancelled)
        );
        is_against || is(NOT_SOLD, text)
    }

    /// Whether a text is a kind of row that pays a seller out.
    pub fn is_a_payout(text: &str) -> bool {
        PAYOUTS.contains(&squeeze(text).as_str())
    }

    /// Whether a text is a kind of row that adds up others.
    pub fn is_a_sum(text: &str) -> bool {
        SUMS.contains(&squeeze(text).as_str())
    }

    /// Whether a text is nothing but a word for a sale that was none, whatever else stands in its column.
    pub fn is_against_a_sale(text: &str) -> bool {
        let plain = squeeze(text);
        let of = |wanted: NotASale| {
            NO_SALE.iter().any(|(why, words)| *why == wanted && words.contains(&plain.as_str()))
        };
        let is_none = of(NotASale::Cancelled) || of(NotASale::Failed) || of(NotASale::Refunded);
        is_none || Self::is_a_sum(text)
    }

    /// Whether a text is a credit, which of a document takes money back.
    pub fn is_credit(text: &str) -> bool {
        CREDITS.contains(&squeeze(text).as_str())
    }

    /// What [`StatusColumn::telling`] of a cell says of its row. Costs an allocation: ask once per distinct text.
    pub fn read(self, text: &str) -> Counts {
        match self {
            StatusColumn::OrderOfMagento if squeeze(text) == "closed" => {
                Counts::No(NotASale::Refunded)
            }
            StatusColumn::OrderOfOdoo if squeeze(text) == "sent" => Counts::No(NotASale::Draft),
            StatusColumn::OrderOfInvoices if squeeze(text) == "open" => {
                Counts::No(NotASale::Unpaid)
            }
            StatusColumn::OrderOfWork if is(OPEN, text) => Counts::Unknown,
            StatusColumn::Order
            | StatusColumn::OrderOfMagento
            | StatusColumn::OrderOfOdoo
            | StatusColumn::OrderOfInvoices
            | StatusColumn::OrderOfWork => word(text),
            StatusColumn::Delivery => match word(text) {
                stopped @ Counts::No(NotASale::Cancelled | NotASale::Refunded) => stopped,
                _ => Counts::Sale,
            },
            StatusColumn::KindOfEntry if Self::is_invoice_or_beside(text).1 => {
                Counts::No(NotASale::NoPurchase)
            }
            StatusColumn::Coded(codes) => codes.read(text),
            StatusColumn::KindOfDocument if Self::is_credit(text) => Counts::Return,
            StatusColumn::KindOfStages(again) | StatusColumn::KindOfEvents(again)
                if again.contains(&squeeze(text).as_str()) =>
            {
                Counts::No(NotASale::NoPurchase)
            }
            StatusColumn::KindOfEvents(_) if is_cancelled_by(text) => Counts::Return,
            StatusColumn::KindOfGifts(promises) if is(promises, text) => {
                Counts::No(NotASale::NoPurchase)
            }
            StatusColumn::KindOfGifts(_) if is(GIFTS, text) || is(RECURRING, text) => Counts::Sale,
            StatusColumn::KindOfSums if says_nothing(text) || Self::is_a_sum(text) => Counts::Sale,
            StatusColumn::KindInstead(sales) if sales == CAPTURES && is(ASKED_BACK, text) => {
                Counts::Return
            }
            StatusColumn::KindInstead(sales) if sales.contains(&squeeze(text).as_str()) => {
                Counts::Sale
            }
            StatusColumn::Kind
            | StatusColumn::KindOfEntry
            | StatusColumn::KindOfDocument
            | StatusColumn::KindOfStages(_)
            | StatusColumn::KindOfEvents(_)
            | StatusColumn::KindInstead(_)
            | StatusColumn::KindOfGifts(_) => kind(text),
            StatusColumn::KindOfSums => match kind(text) {
                Counts::Sale => Counts::No(NotASale::NoPurchase),
                other => other,
            },
            StatusColumn::KindOfReturn => match kind(text) {
                known @ (Counts::Sale | Counts::Return) => known,
                _ => Counts::Unknown,
            },
            StatusColumn::Deleted => marked(text, NotASale::Deleted),
            StatusColumn::Test if LIVE.contains(&squeeze(text).as_str()) => Counts::Sale,
            StatusColumn::Test => marked(text, NotASale::Test),
            StatusColumn::Gateway if is(TEST_GATEWAYS, text) => Counts::No(NotASale::Test),
            StatusColumn::Cancelled => marked(text, NotASale::Cancelled),
            StatusColumn::Refunded => marked(text, NotASale::Refunded),
            StatusColumn::CancelReason if is_document_number(text) => {
                Counts::No(NotASale::Cancelled)
            }
            StatusColumn::CancelReason => for_a_reason(text, NotASale::Cancelled),
            StatusColumn::FailReason => for_a_reason(text, NotASale::Failed),
            StatusColumn::Draft => flagged(text, Flag::Yes, NotASale::Draft),
            StatusColumn::Disputed => flagged(text, Flag::Yes, NotASale::Failed),
            StatusColumn::Paid => flagged(text, Flag::No, NotASale::Unpaid),
            StatusColumn::Succeeded => flagged(text, Flag::No, NotASale::Failed),
            StatusColumn::Live => flagged(text, Flag::No, NotASale::Test),
            StatusColumn::Current => flagged(text, Flag::No, NotASale::Deleted),
            StatusColumn::Active => match flag(text) {
                Flag::Yes => Counts::Sale,
                _ if says_nothing(text) => Counts::Sale,
                _ => Counts::Unknown,
            },
            StatusColumn::Doubtful => match flag(text) {
                Flag::No | Flag::Empty => Counts::Sale,
                _ => Counts::Unknown,
            },
            StatusColumn::ReturnFlag => return_flag(text),
            StatusColumn::Sign => sign(text),
            StatusColumn::Numbers(numbers) => numbers.read(text),
            StatusColumn::ReturnOf => match for_a_reason(text, NotASale::Refunded) {
                Counts::No(_) => Counts::Return,
                other => other,
            },
            StatusColumn::NoPurchaseFlag => match flag(text) {
                Flag::Yes => Counts::No(NotASale::NoPurchase),
                Flag::NotUnderstood => Counts::Unknown,
                _ => Counts::Sale,
            },
            StatusColumn::Change if takes_away(text) => Counts::No(NotASale::Deleted),
            StatusColumn::Gateway | StatusColumn::Change => Counts::Sale,
        }
    }
}

fn is(words: &[&str], text: &str) -> bool {
    words.contains(&squeeze(text).as_str())
}

/// Whether a text is an event that cancels an order.
fn is_cancelled_by(text: &str) -> bool {
    CANCELLED_BY_EVENT.contains(&squeeze(text).as_str())
}

/// Whether a change takes its row away, or tells what it was before.
fn takes_away(text: &str) -> bool {
    let plain = squeeze(text);
    let is = |words: &[&str]| words.contains(&plain.as_str());
    is(DELETIONS) || is(BEFORE_A_CHANGE)
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
        }
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
            assert_eq!(StatusColumn::Order.read(text), counts, "{text}");
        }
    }

    #[test]
    fn columns_are_known_by_name() {
        for (column, part) in [
            ("Financial Status", StatusColumn::Order),
            ("status", StatusColumn::Order),
            ("Fulfillment Status", StatusColumn::Delivery),
            ("_fivetran_deleted", StatusColumn::Deleted),
            ("_ab_cdc_deleted_at", StatusColumn::Deleted),
            ("deleted_at", StatusColumn::Deleted),
            ("test", StatusColumn::Test),
            ("Cancelled at", StatusColumn::Cancelled),
            ("__op", StatusColumn::Change),
            ("transaction_type", StatusColumn::Kind),
            ("Belegart", StatusColumn::Kind),
            ("État commande", StatusColumn::Order),
            ("situação", StatusColumn::Order),
            ("livemode", StatusColumn::Live),
            ("is_paid", StatusColumn::Paid),
        ] {
            assert_eq!(StatusColumn::named(column), Some(part), "{column}");
        }
        assert_eq!(StatusColumn::named("total"), None);
    }

    #[test]
    fn markers_and_deliveries_are_read() {
        assert_eq!(StatusColumn::Delivery.read("pending"), Counts::Sale);
        assert_eq!(StatusColumn::Delivery.read("unfulfilled"), Counts::Sale);
        assert_eq!(StatusColumn::Delivery.read("restocked"), Counts::No(NotASale::Refunded));
        assert_eq!(StatusColumn::Deleted.read("true"), Counts::No(NotASale::Deleted));
        assert_eq!(
            StatusColumn::Deleted.read("2024-10-01 10:00:00 -0500"),
            Counts::No(NotASale::Deleted)
        );
        assert_eq!(StatusColumn::Deleted.read("false"), Counts::Sale);
        assert_eq!(StatusColumn::Test.read("1"), Counts::No(NotASale::Test));
        assert_eq!(StatusColumn::Cancelled.read(""), Counts::Sale);
        assert_eq!(StatusColumn::Cancelled.read("0000-00-00"), Counts::Sale);
        assert_eq!(StatusColumn::Cancelled.read("voided"), Counts::No(NotASale::Cancelled));
        assert_eq!(StatusColumn::Change.read("D"), Counts::No(NotASale::Deleted));
        assert_eq!(StatusColumn::Change.read("update_postimage"), Counts::Sale);
    }

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
            assert_eq!(StatusColumn::Kind.read(text), counts, "{text}");
        }
        assert_eq!(StatusColumn::KindOfReturn.read("transfer"), Counts::Unknown);
        assert_eq!(StatusColumn::KindOfReturn.read("refund"), Counts::Return);
    }

    #[test]
    fn sums_are_the_sales_where_lines_cost_nothing() {
        let read = |text: &str| StatusColumn::KindOfSums.read(text);
        assert_eq!(read("header"), Counts::Sale);
        assert_eq!(read(""), Counts::Sale);
        assert_eq!(read("line"), Counts::No(NotASale::NoPurchase));
        assert_eq!(read("refund"), Counts::Return);
    }

    #[test]
    fn of_events_that_tell_of_one_sale_the_first_counts() {
        let again = StatusColumn::told_again(&["orders/paid", "orders/create", "refunds/create"]);
        let column = StatusColumn::KindOfEvents(again.unwrap());
        assert_eq!(column.read("orders/create"), Counts::Sale);
        assert_eq!(column.read("orders/cancelled"), Counts::Return);
        let of_the_row = StatusColumn::KindOfStages(&[]).read("order cancelled");
        assert_eq!(of_the_row, Counts::No(NotASale::Cancelled), "a state where it is no log");
        assert_eq!(column.read("orders/paid"), Counts::No(NotASale::NoPurchase));
        assert_eq!(column.read("refunds/create"), Counts::Return);
        assert_eq!(StatusColumn::told_again(&["orders/paid", "charge.succeeded"]), None);
        assert!(STAGES.iter().flat_map(|stages| *stages).all(|word| KINDS_OF_SALE.contains(word)));
    }

    #[test]
    fn what_is_authorized_or_earned_is_a_sale_where_nothing_else_is() {
        let column =
            StatusColumn::KindInstead(StatusColumn::sales_instead(&["AUTHORISATION"]).unwrap());
        assert_eq!(column.read("authorisation"), Counts::Sale);
        assert_eq!(column.read("CHARGEBACK"), Counts::Return);
        assert_eq!(StatusColumn::Kind.read("authorisation"), Counts::No(NotASale::NoPurchase));
        assert_eq!(StatusColumn::sales_instead(&["fee"]), None);
        let settled = StatusColumn::sales_instead(&["Authorised", "SentForSettle"]);
        assert_eq!(settled, Some(CAPTURES), "what is settled says more than what is authorized");
    }

    #[test]
    fn every_word_of_a_reading_can_be_said_in_sql() {
        let out = StatusColumn::KindOfEntry.words(|counts| matches!(counts, Counts::No(_)));
        assert!(PAYMENTS.iter().chain(ORDERS).all(|word| out.contains(&(*word).to_owned())));
    }

    #[test]
    fn flags_say_yes_or_no_to_a_sale() {
        use StatusColumn::{
            CancelReason, Cancelled, Disputed, Draft, FailReason, Gateway, Live, Paid, Refunded,
            ReturnFlag, Succeeded,
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
            (Gateway, "Bogus Gateway", Counts::No(NotASale::Test)),
            (Gateway, "paypal", Counts::Sale),
        ] {
            assert_eq!(column.read(text), counts, "{column:?} {text}");
        }
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
