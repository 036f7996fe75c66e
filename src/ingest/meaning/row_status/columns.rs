//! Names of columns that say whether a row is a sale. A table; the parent says how their cells are read.

use super::{Mark, StatusColumn};
use crate::ingest::meaning::no_columns::CURRENT;

/// Names of columns, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const COLUMNS: &[(StatusColumn, &[&str])] = &[
    (
        StatusColumn::ORDER,
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
            "disputestatus", "chargebackstatus", "lastevent", "stagename", "dealstage", "statusid", "orderstatusid",
            "orderstatuscode", "paymentstatuscode", "donationstatus", "pledgestatus", "result",
            "статус", "статусзаказа", "статусоплаты", "durum", "siparisdurumu", "odemedurumu", "tilaustila", "状态", "订单状态", "支付状态",
            "ステータス", "注文状況", "注文ステータス", "주문상태", "상태", "الحالة", "حالةالطلب", "סטטוס", "สถานะ", "κατασταση", "κατάσταση", "κατάστασηπαραγγελίας", "статусзамовлення", "oxtransstatus", "bistatus",
            "statuspesanan", "statustransaksi", "สถานะการสังซือ", "trangthaiđơnhang", "trangthai", "siparisstatusu", "ordersubstatus",
            "orderprogress", "attendance", "attendancestatus", "reasonforcreditentry", "response", "responsetext", "responsemessage", "gatewayresponse", "authresult", "authorizationresult", "authorisationresult", "statecode", "состояниезаказа", "статусдоставки", "対応状況", "受注ステータス", "statusterakhir", "statusakhir",
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
        StatusColumn::KIND,
        &[
            "type", "kind", "transactiontype", "transactionkind", "trantype", "transtype", "txntype",
            "transactiontypename", "document", "dokument", "documenttype", "doctype", "documentkind",
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
            "documentsoort", "transactiesoort", "bilagstype", "bilagsart", "belgeturu", "belgetipi", "типдокумента", "trnc", "boekingssoort", "typdokladu", "typtransakcji", "rodzajdokumentu", "typdokumentu", "rodzajtransakcji", "取引区分", "取引種別", "伝票区分", "売上区分",
            "业务类型", "单据类型", "交易类型", "订单类型", "거래구분", "거래유형", "매출구분",
            "salereturnindicator", "salesreturnindicator", "salereturnflag", "salereturn", "saleorreturn",
            "crdr", "cdtdbtind", "debitcredit", "debitcreditindicator", "creditdebit", "creditdebitindicator", "drcr", "dcindicator",
            "transcode", "trancode", "transactioncode", "txncode", "tipofactura", "trxclass", "transactionclass",
            "eventname", "event", "entitytype", "journaltype", "detailedtype", "amountdescription",
            "salesdocumenttype", "billingdocumenttype", "objtype", "objecttype", "satzart", "eventcode", "eventkind", "eventaction", "action", "actiontype", "topic", "webhooktopic", "xshopifytopic", "shopifytopic",
            "alertname", "notificationtype", "tendertype", "operation", "activity", "activitytype", "recordkind", "entrykind",
            "linekind", "amounttype", "txncategory", "transactioncategory", "trancategory", "vorgang", "operacion", "operazione", "operacao", "zeilentyp", "zeilenart",
            "positionsart", "positionstyp", "typeligne", "typedeligne", "tipolinea", "tiporiga", "tipolinha", "regeltype",
        ],
    ),
    (
        StatusColumn::Mark(Mark::Deleted),
        &[
            "fivetrandeleted", "airbytecdcdeletedat", "abcdcdeletedat", "cdcdeletedat",
            "sdcdeletedat", "isdeleted", "deleted", "deletedat", "deletedon", "deletedflag",
            "deleteflag", "del", "delflg", "delflag", "superseded", "issuperseded", "supersededat", "softdeleted", "isremoved", "removed", "removedat", "trashed", "isactivedeleted",
            "hvrdeleted", "dbtisdeleted", "dbtdeleted", "loeschkennzeichen", "loschkennzeichen", "sysdeleted", "geloescht", "geloscht", "supprime", "eliminado",
            "eliminato", "verwijderd", "discarded", "discardedat", "trashedat", "tombstone", "tombstoned", "tombstonedat", "logicallydeleted", "logicaldelete", "xdeleted",
            "datedeleted", "dateremoved", "deletedate", "isdel", "dflag", "lkenz", "loevmkk", "loeschkz", "loschkz", "loeschdatum", "loschdatum", "geloschtam", "geloeschtam",
            "borrado", "usuniety", "raderad", "slettet", "removido", "excluido", "silindi", "удален", "удалено", "削除フラグ", "削除区分", "削除日", "削除日時", "删除标志",
            "删除标记", "是否删除", "删除时间", "삭제여부", "삭제일", "datesuppression", "datedesuppression", "fechaeliminacion", "fechadeeliminacion", "fechaborrado",
            "datausuniecia", "verwijderdop", "dataexclusao", "dataremocao", "purged", "purgedat", "purgedate", "purgeflag",
            "hevomarkeddeleted", "markeddeleted", "markedfordeletion", "deletionmark", "deletionflag", "deletionindicator", "loekz", "delet",
        ],
    ),
    (
        StatusColumn::Mark(Mark::Test),
        &[
            "test", "istest", "testorder", "istestorder", "testmode", "sandbox", "issandbox",
            "dummy", "isdummy", "demo", "isdemo", "training", "env", "istesttransaction", "testtransaction", "istestmode", "trainingmode", "istrainingmode", "trainingsmodus", "istraining", "mode", "environment",
        ],
    ),
    (StatusColumn::Gateway, &["gateway", "gatewayname", "paymentgateway", "paymentgatewayname", "paymentgatewaynames", "paymentmethod", "paymentmethodname", "paymentmethodtitle"]),
    (
        StatusColumn::Mark(Mark::Cancelled),
        &[
            "cancelled", "canceled", "iscancelled", "iscanceled", "cancelledat", "canceledat",
            "cancelledon", "canceledon", "cancelleddate", "canceleddate", "datecancelled",
            "datecanceled", "cancellationdate", "canceldate", "cancelleddatetime", "voided",
            "isvoid", "isvoided", "void", "voidedat", "voidedon", "datevoided", "storniert",
            "storno", "iscancellation", "storniertam", "stornodatum", "reversed", "isreversed", "voidflag", "cancelflag", "cancellationflag",
            "annule", "annulee", "estannule", "estannulee", "dateannulation", "annuleele",
            "cancelado", "cancelada", "anulado", "anulada", "fechacancelacion", "fechaanulacion",
            "datacancelamento", "annullato", "annullata", "dataannullamento", "geannuleerd", "estornado", "estornada", "oxstorno", "nstorno", "bonstorno", "stokz", "отменен", "отменён", "odwolane", "anulowane", "voiddate", "voidtime", "canceltime", "cancelledtime", "fksto",
        ],
    ),
    (
        StatusColumn::Mark(Mark::Refunded),
        &[
            "refunded", "isrefunded", "wasrefunded", "refundedat", "refundedon", "daterefunded",
            "fullyrefunded", "returned", "isreturned", "wasreturned", "returnedat", "refundflag",
            "returnedflag", "retourniert", "erstattet", "rembourse", "remboursee", "reembolsado",
            "reembolsada", "rimborsato", "rimborsata", "terugbetaald",
        ],
    ),
    (
        StatusColumn::Mark(Mark::CancelReason),
        &[
            "abgru", "stblg", "supersededby", "supersededbyid", "reversedby", "reversaldoc", "reversaldocument", "reversaldocno", "reversaldocumentno",
            "reversaldocumentnumber", "stornobeleg", "stornobelegnr", "stornobelegnummer", "cancelreason", "cancellationreason", "cancelledreason", "canceledreason", "voidreason",
            "stornogrund", "motifannulation", "motivocancelacion", "motivoannullamento",
        ],
    ),
    (
        StatusColumn::Mark(Mark::FailReason),
        &[
            "failed", "isfailed", "declined", "isdeclined", "rejected", "isrejected", "rejectedat", "rejectedon", "abandoned",
            "isabandoned", "abandonedat", "noshow", "isnoshow", "noshowat",
            "failurecode", "failuremessage", "failurereason", "declinecode", "declinereason", "failedat",
            "chargedbackat", "dispute",
        ],
    ),
    (StatusColumn::Mark(Mark::Draft), &["draft", "isdraft", "isquote", "isquotation", "isestimate", "isproforma", "proforma", "entwurf", "brouillon", "borrador", "bozza", "ispledge"]),
    (
        StatusColumn::Mark(Mark::Disputed),
        &[
            "disputed", "isdisputed", "chargeback", "ischargeback", "chargedback", "ischargedback",
            "fraud", "isfraud", "fraudulent", "isfraudulent",
        ],
    ),
    (
        StatusColumn::Mark(Mark::Paid),
        &[
            "paid", "ispaid", "orderpaid", "paymentreceived", "captured", "iscaptured",
            "chargecaptured", "confirmed", "isconfirmed", "bezahlt", "istbezahlt", "paye", "payee",
            "estpaye", "pagado", "pagada", "pago", "pagato", "pagata", "betaald", "oplacone",
            "zaplaceno", "betald", "betalt",
        ],
    ),
    (
        StatusColumn::Mark(Mark::Succeeded),
        &[
            "success", "issuccess", "successful", "issuccessful", "succeeded", "paymentsuccess",
            "paymentsuccessful", "approved", "isapproved", "completed", "iscompleted", "iscomplete", "posted", "isposted", "finalized", "isfinalized", "finalised", "won", "iswon", "closedwon", "isclosedwon", "isvalid", "valid",
        ],
    ),
    (StatusColumn::Mark(Mark::Current), CURRENT),
    // Of others the rows tell: see `left_out::older`.
    (StatusColumn::Mark(Mark::VersionEnd), &["dbtvalidto"]),
    (StatusColumn::Mark(Mark::Active), &["active", "isactive", "activeflag", "enabled", "isenabled", "aktiv", "actif", "activo", "attivo"]),
    (
        StatusColumn::Mark(Mark::Doubtful),
        &[
            "duplicate", "isduplicate", "isdup", "duplicated", "duplicateflag", "excluded", "isexcluded", "exclude", "excludefromreports", "ignore", "ignored", "isignored",
            "invalid", "isinvalid", "suspended", "issuspended", "onhold", "isonhold", "held", "isheld", "spam", "isspam", "error", "iserror", "haserror", "errormessage", "errorcode", "errortext", "errorreason", "errordescription", "incomplete",
            "isincomplete", "estimate", "quotation", "nosale", "preview", "doublon", "duplikat", "duplicado", "duplicato",
            // Handed out and not sold, or sold to the house's own.
            "sample", "issample", "samplesale", "sampleorder", "issampleorder", "comp", "iscomp", "comped", "iscomped", "complimentary", "iscomplimentary",
            "staffsale", "isstaffsale", "staffpurchase", "isstaffpurchase", "staffdiscountsale", "employeesale", "isemployeesale", "employeepurchase", "isemployeepurchase",
            "internal", "isinternal", "internaltransfer", "isinternaltransfer", "internalorder", "isinternalorder", "internalsale", "isinternalsale", "intercompany", "isintercompany",
            "replacement", "isreplacement", "replacementorder", "isreplacementorder", "warrantyorder", "iswarrantyorder", "waste", "iswaste", "wastage",
        ],
    ),
    (StatusColumn::Mark(Mark::Live), &["isreal", "livemode", "islive", "islivemode"]),
    (
        StatusColumn::Change,
        &[
            "op", "cdcop", "cdcoperation", "changetype", "changeoperation", "rowoperation", "optype", "hvroptype",
            "rowkind", "metadataaction", "headeroperation", "headerchangeoper", "dmloperation", "dmltype",
            "dmsoperation", "cdcaction", "changeaction", "recordoperation", "changeoper", "capxaction", "recordmode", "changemode", "metaop",
        ],
    ),
    // `credit` alone is money as often as not.
    (StatusColumn::Mark(Mark::ReturnFlag), &["iscredit", "iscreditrow", "iscreditline"]),
    (
        StatusColumn::Sign,
        &["sign", "amountsign", "quantitysign", "qtysign", "transactionsign", "plusminus", "multiplier", "signmultiplier", "factor", "faktor", "znak", "operator", "vorzeichen", "signe", "signo", "segno", "sinal"],
    ),
    (
        StatusColumn::Mark(Mark::NoPurchaseFlag),
        &["giftcard", "isgiftcard", "isgiftvoucher", "isshipping", "isshippingline", "isfee", "istip", "istax"],
    ),
    (
        StatusColumn::Mark(Mark::ReturnOf),
        &[
            "refundof", "returnof", "refundfor", "returnfor", "refundedorderid", "refundedorder", "refundedorderlineid",
            "refundedtransactionid", "refundedinvoiceid", "refundedpaymentid", "returnagainst", "returnedorderid",
            "creditof", "creditfor", "creditnotefor", "creditedinvoice", "creditedinvoiceid", "reversalof",
            "reversedentryid", "reversedtransactionid", "reversedinvoiceid",
        ],
    ),
];

/// Names of columns that are made of several words: any of [`FRONTS`], a head, any words behind it. A column of such a
/// name is believed by its values.
#[derive(Debug)]
pub(super) struct Composed {
    pub part: StatusColumn,
    pub heads: &'static [&'static str],
    pub ends: &'static [&'static str],
    /// Whether the head alone says something else.
    pub needs_end: bool,
}

/// Words of orders and payments, and marks of flags, that may stand before a head.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const FRONTS: &[&str] = &[
    "order", "orders", "payment", "pay", "sale", "sales", "transaction", "transactions", "trans", "tran", "txn", "trx",
    "tx", "invoice", "receipt", "purchase", "booking", "checkout", "charge", "capture", "settlement", "financial",
    "billing", "bill", "document", "doc", "pos", "web", "shop", "store", "online", "ecom", "current", "last", "latest",
    "final", "source", "system", "sys", "line", "item", "header", "detail", "record", "row", "entry", "refund", "return",
    "cancel", "cancellation", "gateway", "processor", "provider", "stripe", "paypal", "adyen", "square", "shopify",
    "woocommerce", "woo", "magento", "amazon", "ebay", "etsy", "hoodie", "cdc", "meta", "data", "attributes",
    "properties", "fields", "node", "after", "is", "was", "has", "hvr",
    "ist", "nist", "bist", "hs", "property",
];

/// Words behind a word of state or kind.
const OF_WORDS: &[&str] = &[
    "code",
    "name",
    "desc",
    "description",
    "label",
    "text",
    "value",
    "key",
    "id",
    "title",
    "en",
    "de",
    "fr",
];
/// Words behind a word that may be a flag or a time.
const OF_MARKS: &[&str] = &[
    "at",
    "on",
    "date",
    "time",
    "datetime",
    "timestamp",
    "ts",
    "utc",
    "gmt",
    "flag",
    "ind",
    "indicator",
    "yn",
];
/// Words behind a reason.
const OF_REASONS: &[&str] =
    &["reason", "code", "id", "message", "text", "desc", "description", "at", "on", "date", "time"];

/// The first that fits counts.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const COMPOSED: &[Composed] = &[
    Composed {
        part: StatusColumn::ORDER, needs_end: false, ends: OF_WORDS,
        heads: &["status", "state", "stage", "outcome", "result", "dealstage", "stagename"],
    },
    Composed {
        part: StatusColumn::Mark(Mark::CancelReason), needs_end: false, ends: OF_REASONS,
        heads: &["cancelreason", "cancellationreason", "cancelledreason", "canceledreason", "voidreason", "cancelledby",
            "canceledby", "voidedby"],
    },
    Composed {
        part: StatusColumn::Mark(Mark::FailReason), needs_end: true, ends: OF_REASONS,
        heads: &["failure", "failed", "decline", "declined", "rejection", "chargeback", "chargedback", "dispute", "disputed"],
    },
    Composed {
        part: StatusColumn::Mark(Mark::FailReason), needs_end: true, heads: &["error"],
        ends: &["reason", "code", "message", "text", "desc", "description"],
    },
    Composed { part: StatusColumn::Mark(Mark::Succeeded), needs_end: false, ends: &["flag", "ind", "yn"], heads: &["closedwon", "iswon"] },
    Composed { part: StatusColumn::Mark(Mark::Deleted), needs_end: false, ends: OF_MARKS, heads: &["deleted", "softdeleted", "removed", "discarded", "trashed", "tombstone", "purged"] },
    Composed {
        part: StatusColumn::Mark(Mark::Cancelled), needs_end: false, ends: OF_MARKS,
        heads: &["cancelled", "canceled", "voided", "void", "storniert", "cancel", "cancellation"],
    },
    Composed { part: StatusColumn::Mark(Mark::Refunded), needs_end: false, ends: OF_MARKS, heads: &["refunded", "returned", "fullyrefunded"] },
    Composed {
        part: StatusColumn::Mark(Mark::Refunded), needs_end: true, heads: &["refund"],
        ends: &["at", "on", "date", "time", "datetime", "timestamp", "ts", "utc", "gmt"],
    },
    Composed {
        part: StatusColumn::Mark(Mark::ReturnFlag), needs_end: false,
        heads: &["return", "refund", "refundedrow", "returnedrow", "creditnote", "creditmemo", "reversal", "rma"],
        ends: &["flag", "ind", "indicator", "yn", "row", "line", "item", "order", "transaction", "txn", "sale"],
    },
    Composed { part: StatusColumn::Mark(Mark::Test), needs_end: false, ends: &["flag", "mode", "order", "payment", "transaction"], heads: &["test"] },
    Composed { part: StatusColumn::Mark(Mark::Draft), needs_end: false, ends: &["flag", "order", "invoice"], heads: &["draft"] },
    Composed {
        part: StatusColumn::KIND, needs_end: false, ends: OF_WORDS,
        heads: &["itemtype", "linetype", "rowtype", "recordtype", "entrytype", "ordertype", "saletype", "salestype",
            "transactiontype", "transtype", "trantype", "txntype", "trxtype", "txtype", "documenttype", "doctype",
            "invoicetype", "receipttype"],
    },
];

/// Words for a state, in names that no table has.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const STATE_WORDS: &[&str] = &[
    "status", "state", "sts", "stat", "zustand", "vorgangszustand", "auftragszustand", "vorgangsstatus", "buchungsstatus",
    "reservierungsstatus", "substatus", "statut", "estado", "stato", "outcome", "disposition", "stage", "phase",
];
/// Whose states they are that say nothing of a sale.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OF_OTHERS: &[&str] = &[
    "customer", "client", "user", "member", "subscri", "account", "contact", "lead", "mail", "sms", "phone", "market", "consent",
    "newsletter", "stock", "inventory", "product", "sku", "tax", "marital", "employ", "kyc", "loyal", "vip", "store", "shop",
    "address", "device", "review", "shipping", "billing", "delivery", "province", "country", "region", "city", "zip", "gender", "civil",
    "health", "credit", "driver", "vendor", "supplier", "campaign", "page", "web", "http", "sync", "import", "export", "etl",
    "payout", "survey", "buyer", "person", "patient", "guest", "owner", "season", "promo", "coupon", "voucher", "gift", "point", "kunde", "cliente",
];

/// Words in names of sales in which such a stem stands by chance.
pub(super) const CONTAINING_OTHERS: &[&str] =
    &["appointment", "checkpoint", "workshop", "settlement"];

/// Words for a kind of row, in names that no table has.
pub(super) const KIND_WORDS: &[&str] =
    &["type", "kind", "topic", "typ", "tipo", "art", "event", "action"];
/// Whose kinds they are that say nothing of a row, beside [`OF_OTHERS`].
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const KINDS_OF_OTHERS: &[&str] = &[
    "pay", "card", "ticket", "fare", "trip", "journey", "flight", "room", "vehicle", "plan", "price", "discount", "media", "file",
    "content", "mime", "data", "source", "channel", "traffic", "referr", "carrier", "pack", "size", "color", "material", "brand",
    "categor", "sales_channel", "tariff", "currency", "object", "class", "zahl", "kund", "versand", "liefer", "artikel", "ware",
];

/// Stems in names of columns about documents.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const DOCUMENTS: &[&str] = &[
    "invoice", "document", "dokument", "doctype", "beleg", "rechnung", "factur", "fattur", "faktur", "fatura", "belge", "bilag", "документ",
];

/// Words in names of columns that hold events.
pub(super) const LOGS: &[&str] = &["event", "topic", "action", "alert", "notification", "webhook"];

/// Columns by whose words the flags of disputes are told apart: which are won.
pub(crate) const DISPUTES: &[&str] = &["disputestatus", "chargebackstatus"];

/// Columns that Magento alone has.
pub(crate) const OF_MAGENTO: &[&str] =
    &["incrementid", "basegrandtotal", "grandtotalbase", "basetotalrefunded", "totalqtyordered"];

/// Columns of tables in which a refund is a row beside its sale, and both say that they are refunded: those of
/// WooCommerce's analytics.
pub(crate) const OF_REFUND_ROWS: &[&[&str]] = &[&["parentid", "numitemssold"]];

/// Names of columns of words that may as well be about something else: places, goods, people.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const VAGUE: &[&str] = &[
    "state", "estado", "stato", "etat", "stare", "tila", "stav", "document", "dokument", "type", "kind", "typ", "tipo", "soort",
    "gifttype", "donationtype", "ordertype", "orderkind", "saletype", "salestype", "linetype", "rowtype", "eventtype", "recordtype",
    "mode", "environment", "env", "training", "demo", "factor", "operator", "itemtype", "lineitemtype", "valid", "result", "transcode", "trancode", "transactioncode",
    "txncode", "eventname", "event", "salesdocumenttype", "billingdocumenttype", "objtype", "objecttype", "satzart",
    "entitytype", "journaltype", "detailedtype", "amountdescription", "eventcode", "eventkind", "eventaction", "action",
    "actiontype", "topic", "webhooktopic", "xshopifytopic", "shopifytopic",
    "alertname", "notificationtype", "tendertype", "operation", "activity", "activitytype", "recordkind", "entrykind",
    "linekind", "amounttype", "txncategory", "transactioncategory", "trancategory", "attendance", "vorgang", "operacion", "operazione", "operacao", "zeilentyp", "zeilenart", "positionsart", "positionstyp",
    "typeligne", "typedeligne", "tipolinea", "tiporiga", "tipolinha", "regeltype",
    "response", "responsetext", "responsemessage", "gatewayresponse", "authresult", "authorizationresult", "authorisationresult", "won", "closedwon",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::meaning::plain::squeeze;
    use std::collections::BTreeSet;

    #[test]
    fn no_name_stands_twice() {
        let columns: Vec<_> = COLUMNS.iter().flat_map(|(_, names)| names.iter()).collect();
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = columns.iter().filter(|name| !seen.insert(**name)).collect();
        assert!(twice.is_empty(), "{twice:?}");
        let composed =
            COMPOSED.iter().flat_map(|composed| composed.heads.iter().chain(composed.ends));
        let all = columns.iter().copied().chain(composed).chain(FRONTS);
        assert!(all.into_iter().all(|name| squeeze(name) == **name));
        assert!(VAGUE.iter().all(|name| columns.contains(&name)));
    }
}
