//! Names of columns that say whether a row is a sale. A table; how their cells are read is for the parent.

use super::StatusColumn;
use crate::ingest::meaning::no_columns::CURRENT;

/// Names of columns, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const COLUMNS: &[(StatusColumn, &[&str])] = &[
    (
        StatusColumn::Order,
        &[
            "status", "orderstatus", "orderstate", "state", "financialstatus", "paymentstatus",
            "displayfinancialstatus", "transactionstatus", "transactionstate", "poststatus",
            "invoicestatus", "salesstatus", "salestatus", "saleorderstatus", "paymentstate",
            "chargestatus", "statuscode", "statusname", "orderstatusname", "txnstatus",
            "purchasestatus", "bookingstatus", "currentstatus", "bestellstatus", "zahlungsstatus",
            "auftragsstatus", "auftragstatus", "rechnungsstatus", "belegstatus", "zahlstatus",
            "statut", "etat", "etatcommande", "etatdelacommande", "statutcommande",
            "statutdelacommande", "statutpaiement", "statutdupaiement", "etatpaiement",
            "etatdupaiement", "statutfacture", "estado", "estadopedido", "estadodelpedido",
            "estadodopedido", "estadopago", "estadodelpago", "estadopagamento", "estadoventa",
            "estadofactura", "estadoorden", "estatus", "stato", "statoordine", "statodellordine",
            "statopagamento", "statodelpagamento", "statofattura", "statovendita", "situacao",
            "situacaopedido", "situacaodopedido", "situacaopagamento", "statuspedido",
            "statusdopedido", "statuspagamento", "statusdopagamento", "situacion", "toestand",
            "bestelstatus", "betaalstatus", "betalingsstatus", "factuurstatus",
            "statuszamowienia", "statusplatnosci", "stavobjednavky", "stav", "stavplatby",
            "tila", "tilauksentila", "allapot", "rendelesallapota", "stare",
            "starecomanda", "ordrestatus", "refundstatus", "returnstatus", "cancellationstatus",
            "disputestatus", "chargebackstatus", "stagename", "dealstage", "statusid", "orderstatusid",
            "orderstatuscode", "paymentstatuscode", "donationstatus", "pledgestatus",
        ],
    ),
    (
        StatusColumn::Delivery,
        &[
            "fulfillmentstatus", "fulfilmentstatus", "displayfulfillmentstatus", "shippingstatus",
            "shipmentstatus", "deliverystatus", "lineitemfulfillmentstatus", "versandstatus",
            "lieferstatus", "statutlivraison", "etatlivraison", "estadoenvio", "estadoentrega",
            "statospedizione", "statusentrega", "leveringsstatus", "verzendstatus",
        ],
    ),
    (
        StatusColumn::Kind,
        &[
            "type", "kind", "transactiontype", "transactionkind", "trantype", "transtype", "txntype",
            "transactiontypename", "documenttype", "doctype", "documentkind",
            "recordtype", "entrytype", "invoicetype", "salestype", "saletype", "ordertype",
            "orderkind", "rowtype", "linetype", "eventtype", "operationtype", "movementtype",
            "receipttype", "vouchertype", "reportingcategory", "balancetransactiontype",
            "balancetype", "gifttype", "donationtype", "belegart", "belegtyp", "buchungsart", "buchungstyp", "vorgangsart",
            "transaktionsart", "transaktionstyp", "dokumentart", "dokumenttyp", "rechnungsart",
            "auftragsart", "typ", "typedocument", "typededocument", "typetransaction",
            "typedetransaction", "typedepiece", "typepiece", "typeoperation", "typedoperation",
            "tipo", "tipodocumento", "tipodedocumento", "tipotransaccion", "tipodetransaccion",
            "tipomovimiento", "tipooperacion", "tipotransacao", "tipodetransacao", "tipooperacao",
            "movetype", "itemtype", "lineitemtype", "tipomovimento", "tipotransazione", "tipooperazione", "soort",
            "documentsoort", "transactiesoort", "boekingssoort", "typdokladu", "typtransakcji",
        ],
    ),
    (
        StatusColumn::Deleted,
        &[
            "fivetrandeleted", "airbytecdcdeletedat", "abcdcdeletedat", "cdcdeletedat",
            "sdcdeletedat", "isdeleted", "deleted", "deletedat", "deletedon", "deletedflag",
            "deleteflag", "softdeleted", "isremoved", "removed", "removedat", "trashed", "isactivedeleted",
            "hvrdeleted", "dbtisdeleted", "dbtdeleted", "loeschkennzeichen", "loschkennzeichen", "sysdeleted", "dbtvalidto", "geloescht", "geloscht", "supprime", "eliminado",
            "eliminato", "verwijderd",
        ],
    ),
    (
        StatusColumn::Test,
        &[
            "test", "istest", "testorder", "istestorder", "testmode", "sandbox", "issandbox",
            "istesttransaction", "testtransaction", "istestmode", "trainingmode", "istraining", "mode", "environment",
        ],
    ),
    (
        StatusColumn::Cancelled,
        &[
            "cancelled", "canceled", "iscancelled", "iscanceled", "cancelledat", "canceledat",
            "cancelledon", "canceledon", "cancelleddate", "canceleddate", "datecancelled",
            "datecanceled", "cancellationdate", "canceldate", "cancelleddatetime", "voided",
            "isvoid", "isvoided", "void", "voidedat", "voidedon", "datevoided", "storniert",
            "storno", "iscancellation", "storniertam", "stornodatum", "reversed", "isreversed", "voidflag", "cancelflag", "cancellationflag",
            "annule", "annulee", "estannule", "estannulee", "dateannulation", "annuleele",
            "cancelado", "cancelada", "anulado", "anulada", "fechacancelacion", "fechaanulacion",
            "datacancelamento", "annullato", "annullata", "dataannullamento", "geannuleerd", "voiddate", "voidtime", "canceltime", "cancelledtime", "fksto",
        ],
    ),
    (
        StatusColumn::Refunded,
        &[
            "refunded", "isrefunded", "wasrefunded", "refundedat", "refundedon", "daterefunded",
            "fullyrefunded", "returned", "isreturned", "wasreturned", "returnedat", "refundflag",
            "returnedflag", "retourniert", "erstattet", "rembourse", "remboursee", "reembolsado",
            "reembolsada", "rimborsato", "rimborsata", "terugbetaald",
        ],
    ),
    (
        StatusColumn::CancelReason,
        &[
            "cancelreason", "cancellationreason", "cancelledreason", "canceledreason", "voidreason",
            "stornogrund", "motifannulation", "motivocancelacion", "motivoannullamento",
        ],
    ),
    (
        StatusColumn::FailReason,
        &[
            "failurecode", "failuremessage", "failurereason", "declinecode", "declinereason", "failedat",
            "chargedbackat",
        ],
    ),
    (StatusColumn::Draft, &["draft", "isdraft", "entwurf", "brouillon", "borrador", "bozza", "ispledge"]),
    (
        StatusColumn::Disputed,
        &[
            "disputed", "isdisputed", "chargeback", "ischargeback", "chargedback", "ischargedback",
            "fraud", "isfraud", "fraudulent", "isfraudulent",
        ],
    ),
    (
        StatusColumn::Paid,
        &[
            "paid", "ispaid", "orderpaid", "paymentreceived", "captured", "iscaptured",
            "chargecaptured", "confirmed", "isconfirmed", "bezahlt", "istbezahlt", "paye", "payee",
            "estpaye", "pagado", "pagada", "pago", "pagato", "pagata", "betaald", "oplacone",
            "zaplaceno", "betald", "betalt",
        ],
    ),
    (
        StatusColumn::Succeeded,
        &[
            "success", "issuccess", "successful", "issuccessful", "succeeded", "paymentsuccess",
            "paymentsuccessful", "approved", "isapproved", "completed", "iscompleted", "iswon", "isvalid", "valid",
        ],
    ),
    (StatusColumn::Current, CURRENT),
    (StatusColumn::Active, &["active", "isactive", "activeflag", "enabled", "isenabled", "aktiv", "actif", "activo", "attivo"]),
    (StatusColumn::SapBilling, &["vbtyp", "fkart"]),
    (StatusColumn::SapSign, &["shkzg"]),
    (StatusColumn::Live, &["livemode", "islive", "islivemode"]),
    (
        StatusColumn::Change,
        &["op", "cdcop", "cdcoperation", "changetype", "changeoperation", "rowoperation"],
    ),
];

/// Columns by whose words the flags of disputes are told apart: which are won.
pub(crate) const DISPUTES: &[&str] = &["disputestatus", "chargebackstatus"];

/// Columns that Magento alone has.
pub(crate) const OF_MAGENTO: &[&str] =
    &["incrementid", "basegrandtotal", "grandtotalbase", "basetotalrefunded", "totalqtyordered"];

/// Names of columns of words that may as well be about something else: places, goods, people.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const VAGUE: &[&str] = &[
    "state", "estado", "stato", "etat", "stare", "tila", "stav", "type", "kind", "typ", "tipo", "soort",
    "gifttype", "donationtype", "ordertype", "orderkind", "saletype", "salestype", "linetype", "rowtype", "eventtype", "recordtype",
    "mode", "environment", "itemtype", "lineitemtype", "valid",
];
