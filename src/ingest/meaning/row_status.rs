//! Whether a row of the transactions is a sale: columns of status and their words, markers of deleted and
//! test rows, and numbers of cancelled invoices.
//!
//! A word that is not known counts as a sale and is named. What a shop calls otherwise is for `[rows]` in
//! the configuration.

use super::flags::{Flag, flag, says_nothing};
use super::no_columns::{NoCell, NoReading};
use super::plain::squeeze;
use std::collections::BTreeSet;

/// A column that may say that a row is no sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusColumn {
    /// The state of an order or of its payment.
    Order,
    /// The state of a delivery: what is not yet sent is sold all the same.
    Delivery,
    /// A flag or a time of deletion at the source.
    Deleted,
    /// A flag of orders made to try the shop.
    Test,
    /// A flag or a time of cancellation.
    Cancelled,
    /// A flag or a time of the sale on the row having been given back.
    Refunded,
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
}

/// What a cell says of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counts {
    /// A sale, or nothing against it.
    Sale,
    /// No sale.
    No(NotASale),
    /// Not understood: counted as a sale, and named.
    Unknown,
}

/// Names of columns, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub const COLUMNS: &[(StatusColumn, &[&str])] = &[
    (
        StatusColumn::Order,
        &[
            "status", "orderstatus", "orderstate", "state", "financialstatus", "paymentstatus",
            "displayfinancialstatus", "transactionstatus", "transactionstate", "poststatus",
            "invoicestatus", "salesstatus", "saleorderstatus", "paymentstate", "chargestatus",
            "statuscode", "statusname", "bestellstatus", "zahlungsstatus", "auftragsstatus",
        ],
    ),
    (
        StatusColumn::Delivery,
        &[
            "fulfillmentstatus", "fulfilmentstatus", "displayfulfillmentstatus", "shippingstatus",
            "shipmentstatus", "deliverystatus", "lineitemfulfillmentstatus", "versandstatus",
            "lieferstatus",
        ],
    ),
    (
        StatusColumn::Deleted,
        &[
            "fivetrandeleted", "airbytecdcdeletedat", "abcdcdeletedat", "cdcdeletedat",
            "sdcdeletedat", "isdeleted", "deleted", "deletedat", "deletedon", "deletedflag",
            "deleteflag", "softdeleted", "isremoved", "removedat", "trashed", "isactivedeleted",
            "hvrdeleted", "sysdeleted", "geloescht", "geloscht",
        ],
    ),
    (
        StatusColumn::Test,
        &[
            "test", "istest", "testorder", "istestorder", "testmode", "sandbox", "issandbox",
            "istesttransaction",
        ],
    ),
    (
        StatusColumn::Cancelled,
        &[
            "cancelled", "canceled", "iscancelled", "iscanceled", "cancelledat", "canceledat",
            "cancelleddate", "canceleddate", "cancellationdate", "cancelleddatetime", "voided",
            "isvoid", "isvoided", "void", "voidedat", "storniert", "storno", "iscancellation",
        ],
    ),
    (
        StatusColumn::Refunded,
        &[
            "refunded", "isrefunded", "wasrefunded", "refundedat", "fullyrefunded", "returned",
            "isreturned", "wasreturned", "returnedat", "refundflag", "returnedflag", "retourniert",
            "erstattet",
        ],
    ),
    (
        StatusColumn::Change,
        &["op", "cdcop", "cdcoperation", "changetype", "changeoperation", "rowoperation"],
    ),
];

/// Words of a change that takes its row away, as `squeeze` leaves them.
const DELETIONS: &[&str] = &["d", "delete", "deleted", "remove", "removed", "tombstone"];

/// Words of a sale, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub const SALE: &[&str] = &[
    "completed", "complete", "paid", "processing", "processed", "fulfilled", "partiallyfulfilled",
    "partial", "shipped", "partiallyshipped", "delivered", "done", "success", "successful",
    "succeeded", "captured", "settled", "settling", "settlementpending", "authorized", "authorised",
    "partiallyauthorized", "partiallypaid", "partiallyrefunded", "partialrefund",
    "partiallyreturned", "refundedpartially", "placed", "confirmed", "accepted", "approved",
    "inprogress", "inprocess", "readyforpickup", "ready", "pickedup", "collected", "intransit",
    "outfordelivery", "requirescapture", "sale", "sold", "invoiced", "billed", "posted", "finished",
    "fulfillment", "awaitingshipment", "awaitingfulfillment", "awaitingpickup", "backordered",
    "won", "active", "abgeschlossen", "bezahlt", "versendet", "versandt", "geliefert", "erledigt",
    "bestatigt", "inbearbeitung", "paye", "payee", "expedie", "livre", "termine", "pagado",
    "enviado", "entregado", "completado", "pagato", "spedito", "consegnato", "completato",
    "betaald", "verzonden", "afgerond",
];

/// Words of what is no sale, by the reason.
#[rustfmt::skip] // A table: as many words a line as fit.
pub const NO_SALE: &[(NotASale, &[&str])] = &[
    (
        NotASale::Cancelled,
        &[
            "cancelled", "canceled", "cancel", "cancelledbycustomer", "cancelledbuyer",
            "cancelledbymerchant", "void", "voided", "reversed", "canceledreversal", "rejected",
            "storniert", "storno", "abgebrochen", "annule", "annulee", "cancelado", "anulado",
            "annullato", "geannuleerd", "anulowane",
        ],
    ),
    (
        NotASale::Failed,
        &[
            "failed", "failure", "fail", "error", "declined", "denied", "paymentfailed",
            "paymenterror", "processordeclined", "gatewayrejected", "settlementdeclined",
            "authorizationexpired", "expired", "fraud", "suspectedfraud", "chargeback",
            "chargedback", "uncollectible", "undeliverable", "incomplete", "incompleteexpired",
            "timedout", "fehlgeschlagen", "abgelehnt", "echoue", "fallido", "rechazado", "fallito",
            "mislukt",
        ],
    ),
    (
        NotASale::Unpaid,
        &[
            "pending", "pendingpayment", "paymentpending", "awaitingpayment", "unpaid", "notpaid",
            "onhold", "hold", "holded", "paymentreview", "requirespaymentmethod", "requiresaction",
            "requiresconfirmation", "requiressourceaction", "overdue", "pastdue", "waiting",
            "offen", "ausstehend", "wartet", "enattente", "pendiente", "inattesa", "openstaand",
        ],
    ),
    (
        NotASale::Draft,
        &[
            "draft", "autodraft", "checkoutdraft", "quote", "quotation", "estimate", "proposal",
            "abandoned", "cart", "trash", "entwurf", "angebot", "brouillon", "borrador", "bozza",
            "concept",
        ],
    ),
    (
        NotASale::Refunded,
        &[
            "refunded", "fullyrefunded", "refund", "returned", "fullyreturned", "restocked",
            "erstattet", "retourniert", "rembourse", "reembolsado", "devuelto", "rimborsato",
            "terugbetaald",
        ],
    ),
    (NotASale::Test, &["test", "sandbox", "testorder"]),
    (
        NotASale::Deleted,
        &[
            "deleted", "removed", "geloscht", "geloescht", "supprime", "eliminado", "eliminato",
            "verwijderd",
        ],
    ),
];

impl StatusColumn {
    /// The part of a column, by its name; None for one that says nothing of this.
    pub fn named(column: &str) -> Option<StatusColumn> {
        let plain = squeeze(column);
        COLUMNS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(part, _)| *part)
    }

    /// Whether its cells are words, not flags or times.
    pub fn has_words(self) -> bool {
        matches!(self, StatusColumn::Order | StatusColumn::Delivery | StatusColumn::Change)
    }

    /// All words that make a row no sale for one of the reasons `why`, as `squeeze` leaves them.
    pub fn no_sale_words(self, why: impl Fn(NotASale) -> bool) -> Vec<String> {
        let no = NO_SALE.iter().flat_map(|(_, words)| *words);
        let prefixed =
            |word: &&str| [(*word).to_owned(), format!("wc{word}"), format!("order{word}")];
        let flags = super::flags::YES.iter().map(|word| (*word).to_owned());
        let deletions = DELETIONS.iter().map(|word| (*word).to_owned());
        let all: BTreeSet<String> = no.flat_map(prefixed).chain(flags).chain(deletions).collect();
        let all = all.into_iter();
        all.filter(|word| matches!(self.read(word), Counts::No(reason) if why(reason))).collect()
    }

    /// What a cell says of its row. Costs an allocation: ask once per distinct text.
    pub fn read(self, text: &str) -> Counts {
        match self {
            StatusColumn::Order => word(text),
            StatusColumn::Delivery => match word(text) {
                stopped @ Counts::No(NotASale::Cancelled | NotASale::Refunded) => stopped,
                _ => Counts::Sale,
            },
            StatusColumn::Deleted => marked(text, NotASale::Deleted),
            StatusColumn::Test => marked(text, NotASale::Test),
            StatusColumn::Cancelled => marked(text, NotASale::Cancelled),
            StatusColumn::Refunded => marked(text, NotASale::Refunded),
            StatusColumn::Change if DELETIONS.contains(&squeeze(text).as_str()) => {
                Counts::No(NotASale::Deleted)
            }
            StatusColumn::Change => Counts::Sale,
        }
    }
}

/// A word of status, with WooCommerce's prefix or without.
fn word(text: &str) -> Counts {
    if says_nothing(text) {
        return Counts::Sale;
    }
    let plain = squeeze(text);
    let known = |word: &str| {
        let no = NO_SALE.iter().find(|(_, words)| words.contains(&word));
        no.map(|(why, _)| Counts::No(*why)).or_else(|| SALE.contains(&word).then_some(Counts::Sale))
    };
    let without_prefix = plain.strip_prefix("wc").or_else(|| plain.strip_prefix("order"));
    known(&plain).or_else(|| without_prefix.and_then(known)).unwrap_or(Counts::Unknown)
}

/// A flag or a time: yes or any date marks the row.
fn marked(text: &str, why: NotASale) -> Counts {
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
    fn no_word_counts_twice() {
        let no = NO_SALE.iter().flat_map(|(_, words)| words.iter());
        let all: Vec<_> = SALE.iter().chain(no).collect();
        let distinct: BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        assert!(all.iter().all(|word| squeeze(word) == **word));
        let columns: Vec<_> = COLUMNS.iter().flat_map(|(_, names)| names.iter()).collect();
        assert!(columns.iter().all(|name| squeeze(name) == **name));
    }
}
