//! Names of columns that tell whether a sale is paid.

use crate::ingest::meaning::plain::normalised;

/// Names of columns that say when a sale was paid.
#[rustfmt::skip] // A table: as many words a line as fit.
const PAID_AT: &[&str] = &[
    "paidat", "paidon", "paiddate", "datepaid", "datepaidgmt", "paymentdate", "paymentreceivedat", "capturedat", "zahlungsdatum",
    "bezahltam", "datepaiement", "datedepaiement", "fechapago", "fechadepago", "datapagamento", "betaaldatum",
];
/// Names of columns of what is still to be paid.
#[rustfmt::skip] // A table: as many words a line as fit.
const OPEN: &[&str] = &[
    "balancedue", "amountdue", "totaldue", "outstanding", "outstandingamount", "amountoutstanding", "outstandingbalance",
    "openamount", "openbalance", "unpaidamount", "amountunpaid", "amountremaining", "remainingamount", "offenerbetrag",
    "restbetrag", "offenesumme", "soldedu", "saldopendiente", "importependiente", "saldodevedor", "importodovuto",
    "openstaandbedrag",
];

/// Whether a column says when a sale was paid.
pub(crate) fn is_time_of_payment(name: &str) -> bool {
    PAID_AT.contains(&normalised(name).as_str())
}

/// Whether a column says how much of a sale is still to be paid.
pub(crate) fn is_still_due(name: &str) -> bool {
    OPEN.contains(&normalised(name).as_str())
}
