//! Words of the trade by which a row says whether it is a sale. A table; the parent says how it is used.

use super::{Counts, NotASale};

/// Words of a change that takes its row away, as `squeeze` leaves them.
pub(crate) const DELETIONS: &[&str] = &["d", "delete", "deleted", "remove", "removed", "tombstone"];

/// Words of a change that brings its row.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const INSERTS: &[&str] =
    &["insert", "inserted", "create", "created", "read", "snapshot", "upsert", "bootstrapinsert", "bootstrapstart", "bootstrapcomplete", "initial", "load", "refresh"];

/// Words of a change that puts another row in its row's place.
pub(super) const UPDATES: &[&str] = &[
    "u",
    "update",
    "updated",
    "updatepostimage",
    "postimage",
    "updateafter",
    "ua",
    "modify",
    "modified",
    "merge",
];

/// Words of a change that gives the row as it was before.
pub(super) const BEFORE_A_CHANGE: &[&str] =
    &["updatepreimage", "preimage", "updatebefore", "beforeimage", "before", "ub", "b"];

/// Gateways that take no money: Shopify's, for trying the shop.
pub(super) const TEST_GATEWAYS: &[&str] = &["bogus", "bogusgateway", "fortestingbogusgateway"];

/// Words of orders made in earnest, where a column says which were made to try the shop.
pub(super) const LIVE: &[&str] = &["live", "production", "prod", "real"];

/// States of a sale, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const SALE: &[&str] = &[
    "completed", "complete", "paid", "processing", "processed", "fulfilled", "partiallyfulfilled",
    "partial", "shipped", "partiallyshipped", "delivered", "done", "success", "successful",
    "succeeded", "captured", "settled", "settling", "settlementpending", "authorized", "authorised",
    "partiallyauthorized", "partiallypaid", "partiallyrefunded", "partialrefund",
    "partiallyreturned", "refundedpartially", "placed", "confirmed", "accepted", "approved",
    "inprogress", "inprocess", "readyforpickup", "ready", "pickedup", "collected", "intransit",
    "outfordelivery", "submittedforsettlement", "shippeddeliveredtobuyer", "sale", "sold", "invoiced", "billed", "posted", "finished", "issued", "vigente",
    "fulfillment", "awaitingshipment", "awaitingfulfillment", "awaitingpickup", "backordered",
    "unshipped", "shipping", "packed", "dispatched", "despatched", "enroute", "received", "cleared", "fullypaid",
    "partlypaid", "partialpayment", "depositpaid", "backorder", "partcaptured", "partiallycaptured", "paymentaccepted", "paymentapproved", "paymentreceived",
    "paymentprocessing", "remotepaymentaccepted", "handling", "readyforhandling", "windowtocancel", "inmediation",
    "nonerequested", "noncancelled", "settledsuccessfully", "capturedpendingsettlement",
    // Stays, visits and prescriptions.
    "checkedin", "checkedout", "inhouse", "duein", "dueout", "arrived", "departed", "stayed", "pastguest", "guaranteed",
    "attended", "attending", "signedin", "dispensed", "flown",
    "won", "closedwon", "active", "notrefunded", "norefund", "notreturned", "noreturn", "nodispute",
    // A dispute takes nothing back until it is lost.
    "disputed", "emdisputa", "disputewon", "wondispute", "chargebackwon", "chargebackreversed", "disputereversed",
    "canceledreversal", "cancelledreversal", "paypalcanceledreversal", "needsresponse", "warningneedsresponse", "underreview",
    "warningunderreview", "warningclosed",
    // German
    "abgeschlossen", "bezahlt", "versendet", "versandt", "geliefert", "erledigt", "bestatigt",
    "inbearbeitung", "zugestellt", "abgereist", "angereist", "eingecheckt", "ausgecheckt", "inzustellung", "verarbeitet", "teilbezahlt", "teilweisebezahlt",
    "teilgeliefert", "teilweisegeliefert", "teilerstattet", "teilweiseerstattet", "vollstandig",
    "vollstandigbezahlt", "komplettbezahlt", "komplett", "abgeholt", "fertig", "gebucht", "berechnet",
    "fakturiert", "kommissioniert", "verpackt", "zahlungeingegangen", "zahlungerhalten", "zahlungakzeptiert",
    // French
    "paye", "payee", "expedie", "expediee", "livre", "livree", "termine", "terminee", "confirme",
    "confirmee", "encours", "encoursdetraitement", "encoursdelivraison", "encoursdepreparation",
    "traite", "traitee", "valide", "validee", "facture", "facturee", "accepte", "acceptee", "regle",
    "reglee", "paiementaccepte", "paiementrecu", "preparationencours", "encaisse", "encaissee", "preparee", "prete", "partiellementrembourse",
    "partiellementremboursee",
    // Spanish
    "pagado", "pagada", "enviado", "enviada", "entregado", "entregada", "completado", "completada",
    "confirmado", "confirmada", "enproceso", "procesando", "procesado", "procesada", "facturado",
    "facturada", "finalizado", "finalizada", "aceptado", "aceptada", "encamino", "cobrado", "cobrada",
    "terminado", "terminada", "pagoaceptado", "pagoaprobado", "pagorecibido", "parcialmentereembolsado",
    // Portuguese
    "pago", "paga", "concluido", "concluida", "faturado", "faturada", "emprocessamento",
    "processando", "pagamentoaprovado", "pagamentorecebido", "emtransito", "emseparacao", "aprovado", "aprovada", "entregue", "despachado",
    "despachada",
    // Italian
    "pagato", "pagata", "spedito", "spedita", "consegnato", "consegnata", "completato", "completata",
    "confermato", "confermata", "inlavorazione", "inelaborazione", "evaso", "evasa", "fatturato",
    "fatturata", "pagamentoaccettato", "pagamentoricevuto", "concluso", "conclusa", "accettato", "accettata", "parzialmenterimborsato",
    // Dutch
    "betaald", "verzonden", "afgerond", "voltooid", "geleverd", "bezorgd", "inbehandeling", "verwerkt",
    "wordtverwerkt", "betalingontvangen", "betalingaanvaard", "afgehandeld", "bevestigd", "gefactureerd", "gereed", "compleet",
    "gedeeltelijkterugbetaald",
    // Polish, Czech, the Nordic languages, Hungarian, Romanian
    "zrealizowane", "oplacone", "zaplacone", "wyslane", "dostarczone", "wrealizacji", "vyrizeno",
    "zaplaceno", "odeslano", "doruceno", "dokonceno", "slutford", "betald", "levererad", "skickad",
    "gennemfort", "betalt", "afsendt", "leveret", "fullfort", "sendt", "levert", "valmis", "maksettu",
    "toimitettu", "lahetetty", "teljesitve", "fizetve", "kifizetve", "kiszallitva", "finalizat",
    "platit", "livrat", "expediat",
    // Turkish, Russian, Indonesian, Vietnamese, Thai
    "teslimedildi", "kargoyaverildi", "onaylandi", "tamamlandi", "hazirlaniyor", "odendi", "faturalandi", "доставлен", "доставлено",
    "оплачен", "оплачено", "выполнен", "завершен", "завершён", "отправлен", "отгружен", "собран", "принят", "вобработке", "selesai",
    "sedangdikirim", "dikirim", "perludikirim", "diproses", "sedangdiproses", "dibayar", "lunas", "terkirim", "hoanthanh", "đanggiao",
    "ολοκληρώθηκε", "ολοκληρωμένη", "παραδόθηκε", "مكتمل", "مكتملة", "مدفوع", "הושלם", "שולם", "נשלח", "виконано", "виконаний", "завершено", "відправлено", "finalizata", "発送済",
    "구매확정", "배송완료", "배송중", "배송준비", "결제완료", "交易成功", "已完成", "已付款", "已发货", "已签收", "出荷済み", "発送済み", "入金済み", "完了",
    "đagiao", "đagiaohang", "chogiaohang", "đangxửly", "đathanhtoan", "สำเรจ", "สำเรจแลว", "กำลังจัดสง", "ทีตองจัดสง", "จัดสงแลว",
];

/// States that are not paid where a column is about money or does not say, and new where it is about the work on orders.
pub(super) const OPEN: &[&str] = &["offen", "emaberto", "openstaand"];

/// States of the work on orders, beside which what is open is new.
pub(super) const WORK: &[&str] = &[
    "inbearbeitung",
    "abgeschlossen",
    "erledigt",
    "ematendimento",
    "concluido",
    "inbehandeling",
    "afgerond",
    "voltooid",
];

/// States that tell of money: beside them a column is about payments.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OF_MONEY: &[&str] = &[
    "paid", "bezahlt", "teilbezahlt", "teilweisebezahlt", "uberfallig", "ueberfaellig", "gemahnt", "pago", "paga", "betaald",
    "erstattet", "teilweiseerstattet",
];

/// Whether a word for what was cancelled is the name of a column, whose cells then say whether it was: `stornováno`.
pub(super) fn cancels_by_itself(plain: &str) -> bool {
    let of_cancelled = |(why, words): &(NotASale, &'static [&'static str])| {
        *why == NotASale::Cancelled && words.contains(&plain)
    };
    plain.len() > FEW_LETTERS && NO_SALE.iter().any(of_cancelled)
}

/// Shorter words are abbreviations, of whatever it may be.
const FEW_LETTERS: usize = 4;

/// States of what is no sale, by the reason.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const NO_SALE: &[(NotASale, &[&str])] = &[
    (
        NotASale::Cancelled,
        &[
            "cancelled", "canceled", "cancel", "cancelledbycustomer", "cancelledbuyer",
            "cancelledbymerchant", "void", "voided", "rejected",
            "withdrawn", "storniert", "storno", "stornierung", "abgebrochen", "annulliert", "annule",
            "annulee", "cancelado", "cancelada", "anulado", "anulada", "annullato", "annullata",
            "geannuleerd", "ingetrokken", "anulowane", "anulowano", "anulowany", "zruseno", "zrusena",
            "stornovano", "stornovana", "avbruten", "avbokad", "avbestalld", "annullerad", "makulerad",
            "annulleret", "kansellert", "peruttu", "peruutettu", "torolve", "lemondva", "sztorno",
            "sztornozva", "anulat", "anulata", "iptal", "iptaledildi", "отменен", "отменён", "отменена",
            "已取消", "取消", "已关闭", "交易关闭", "キャンセル", "canc", "cxl", "cxld", "cncl", "ακυρώθηκε", "ακυρωμένη", "ακυρωμένο", "ملغي", "ملغى", "ملغاة", "בוטל", "מבוטל",
            "скасовано", "скасований", "скасована", "취소", "nevershipped", "duplicate", "closedcancelled", "skipped",
            "nomoney", "unfulfillable", "latecancel", "earlycancel", "notattending", "iptaledilmis", "отменено",
            "аннулирован", "отказ", "batal", "dibatalkan", "đahủy", "đahuỷ", "hủy", "huỷ", "ยกเลิก", "ยกเลิกแลว", "取消済み", "취소완료",
        ],
    ),
    (
        NotASale::Failed,
        &[
            "failed", "failure", "fail", "error", "declined", "denied", "refused", "paymentfailed",
            "paymenterror", "paymentdeclined", "paymentrefused", "paymentrejected", "carddeclined",
            "processordeclined", "gatewayrejected", "settlementdeclined", "authorizationexpired",
            "expired", "fraud", "fraudulent", "suspectedfraud", "baddebt", "absent",
            "uncollectible", "undeliverable", "incomplete", "incompleteexpired", "notcompleted",
            "timedout", "fehlgeschlagen", "abgelehnt", "abgewiesen", "abgelaufen", "verfallen",
            "rucklastschrift", "echoue", "echouee", "refuse", "refusee", "rejete", "rejetee", "expire",
            "expiree", "fallido", "fallida", "rechazado", "rechazada", "denegado", "denegada",
            "expirado", "expirada", "caducado", "falhou", "recusado", "recusada", "rejeitado", "negado",
            "negada", "fallito", "fallita", "rifiutato", "rifiutata", "respinto", "scaduto", "scaduta",
            "unsuccessful", "closedlost", "lost", "noshow", "nichterschienen", "nichtangereist", "didnotattend", "bounced", "aborted", "odrzucone", "boletovencido",
            "mislukt", "geweigerd", "afgewezen", "verlopen", "insufficientfunds", "donothonor", "donothonour", "invalidcard", "expiredcard", "cardexpired", "lostcard", "stolencard",
        ],
    ),
    (
        NotASale::Unpaid,
        &[
            "pending", "pendingpayment", "paymentpending", "awaitingpayment", "awaiting", "unpaid",
            "notpaid", "neverpaid", "uncaptured", "onhold", "hold", "holded", "paymentreview",
            "requirespaymentmethod", "requiresaction", "requirescapture", "requiresconfirmation", "requiressourceaction",
            "overdue", "pastdue", "waiting", "ausstehend", "wartet", "unbezahlt",
            "nichtbezahlt", "zahlungausstehend", "zahlungoffen", "wartetaufzahlung", "enattente",
            "enattentedepaiement", "nonpaye", "nonpayee", "impaye", "impayee", "apayer", "pendiente",
            "pendientedepago", "nopagado", "impagado", "enespera", "pendente", "aguardandopagamento",
            "naopago", "inattesa", "inattesadipagamento", "nonpagato", "dapagare",
            "insospeso", "wachtopbetaling", "inafwachting", "onbetaald", "nietbetaald",
            "oczekujace", "oczekuje", "nieoplacone", "cekanaplatbu", "nezaplaceno", "obetald",
            "uberfallig", "ueberfaellig", "inwartestellung", "zuruckgestellt", "paymentdue", "writeoff",
            "manualverificationrequired", "queued", "held", "unclaimed",
            "pendingavailability", "retrying", "pledged", "paymentrequired", "waitingacceptance", "option", "optional",
            "writtenoff", "未払い", "入金待ち", "afventer", "odottaa", "fuggoben", "fizetesrevar", "odemebekliyor",
            "odenmedi", "неоплачен", "неоплачено", "ожидаетоплаты", "belumbayar", "belumdibayar", "menunggupembayaran", "chưathanhtoan",
            "chothanhtoan", "ทีตองชำระ", "ยังไมชำระ", "待付款", "未付款", "결제대기", "입금대기",
        ],
    ),
    (
        NotASale::Draft,
        &[
            "prospecting", "qualification", "needsanalysis", "valueproposition", "perceptionanalysis",
            "iddecisionmakers", "proposalpricequote", "negotiationreview", "appointmentscheduled",
            "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin", "contractsent",
            "draft", "autodraft", "checkoutdraft", "quote", "quotation", "estimate", "proposal",
            "proforma", "abandoned", "abandonedcheckout", "quotesent", "cart", "incart", "trash", "entwurf", "angebot", "warenkorb",
            "kostenvoranschlag", "brouillon", "devis", "panier", "abandonne", "abandonnee", "corbeille",
            "borrador", "presupuesto", "carrito", "abandonado", "rascunho", "orcamento", "carrinho",
            "bozza", "preventivo", "carrello", "abbandonato", "concept", "offerte", "winkelwagen",
            "verlaten", "inquiry", "inquired", "tentative", "parked", "waitlist", "waitlisted", "anfrage", "warteliste", "optionsbuchung",
        ],
    ),
    (
        NotASale::Refunded,
        &[
            // Taken back against the shop's will, perhaps in a row of its own.
            "reversed", "paypalreversed", "chargeback", "chargedback", "disputelost", "lostdispute", "chargebacklost",
            "refunded", "fullyrefunded", "chargerefunded", "refund", "return", "retour", "returned", "fullyreturned", "restocked",
            "erstattet", "ruckerstattet", "zuruckerstattet", "zuruckgezahlt", "zuruckgegeben",
            "zuruckgesendet", "retourniert", "rembourse", "remboursee", "retourne", "retournee",
            "reembolsado", "reembolsada", "devuelto", "devuelta", "estornado", "estornada", "devolvido",
            "devolvida", "rimborsato", "rimborsata", "restituito", "terugbetaald", "geretourneerd",
            "zwrocone", "vraceno", "aterbetald", "returnerad", "refunderet", "returneret", "palautettu",
            "visszateritve", "rambursat", "fullrefund", "voidrefund", "returnedtosender", "returnedtoorigin", "rto",
            "ruckabgewickelt", "reso", "возврат", "返金済み", "iade",
            "iadeedildi", "возвращен", "возвращён", "возвращено", "dikembalikan", "pengembalian", "đatrahang", "trahang", "đahoantien",
            "คืนเงิน", "คืนเงินแลว", "已退款", "已退货", "환불완료", "반품완료",
        ],
    ),
    (
        NotASale::Test,
        &["test", "sandbox", "testorder", "testtransaction", "testbestellung", "testmode"],
    ),
    (
        NotASale::Deleted,
        &[
            "deleted", "removed", "geloscht", "geloescht", "supprime", "supprimee", "eliminado",
            "eliminada", "eliminato", "eliminata", "excluido", "verwijderd",
        ],
    ),
];

/// Kinds of rows that are sales.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const KINDS_OF_SALE: &[&str] = &[
    "sale", "sales", "sold", "order", "orders", "purchase", "purchases", "invoice", "salesinvoice",
    "taxinvoice", "customerinvoice", "arinvoice", "custinvc", "charge", "payment", "capture",
    "transaction", "receipt", "salesreceipt", "cashsale", "cashsales", "salesorder", "salesord", "shoporder",
    "onlineorder", "ordercompleted", "orderplaced", "placedorder", "checkoutcompleted", "product", "lineitem", "item", "goods", "subscription", "renewal", "checkout",
    "possale", "expresscheckoutpayment", "websitepayment", "mobilepayment", "subscriptionpayment",
    "shoppingcartpayment", "ebayauctionpayment", "generalpayment", "donationpayment",
    "preapprovedpaymentbilluserpayment", "directcreditcardpayment",
    "rechnung", "ausgangsrechnung", "verkauf", "bestellung", "auftrag", "zahlung", "kauf", "bon",
    "kassenbon", "barverkauf", "umsatz", "vente", "facture", "facturedevente", "commande", "achat",
    "paiement", "encaissement", "venta", "factura", "facturadeventa", "pedido", "compra", "pago",
    "boleta", "venda", "fatura", "pagamento", "notafiscal", "vendita", "fattura", "ordine", "acquisto",
    "scontrino", "ricevuta", "verkoop", "factuur", "verkoopfactuur", "bestelling", "aankoop",
    "betaling", "kassabon", "sprzedaz", "faktura", "paragon", "zamowienie", "encomenda", "bondecommande", "реализация", "продажа", "forsaljning", "kop", "salg", "prodej",
    // Lines of orders, beside their sums.
    "line", "orderline", "salesline", "saleline", "items", "lineitems", "detail", "merchandise", "position",
    "artikel", "artikelposition", "produkt", "ligne", "linea", "regel",
    // Events of shops and payment services.
    "ordercreated", "orderscreate", "ordersubmitted", "orderconfirmed", "orderpaid", "orderspaid", "orderedproduct",
    "chargesucceeded", "paymentsucceeded", "paymentsuccess", "paymentcompleted", "paymentcaptured", "paymentconfirmed",
    "paymentintentsucceeded", "invoicepaid", "invoicepaymentsucceeded", "checkoutsessioncompleted",
    "paymentcapturecompleted", "paymentsalecompleted", "transactioncompleted", "transactionpaid", "transactionsettled",
    "subscriptionpaymentsucceeded", "subscriptionpaymentsuccess", "subscriptionchargedsuccessfully",
    "successfulpaymentnotification", "initialpurchase", "nonrenewingpurchase", "paymentscreated", "paymentsconfirmed",
    // Gifts that pay a promise.
    "paycash", "mgpaycash", "payother", "mgpayother", "paystockproperty", "paystockpropertysold", "recurringgiftpaycash",
    "recurringgiftpaycreditcard", "recurringgiftpaydirectdebit", "recurringgiftpayother", "pledgepayment",
    "recurringdonationpayment", "stockproperty", "stockpropertysold",
    // Stays, pumps and credit on a phone.
    "roomcharge", "roomrevenue", "reservation", "completion", "preauthcompletion", "recharge",
    "itemprice", "principal", "promotion", "authorizationwautocapture", "authcapture", "priorauthcapture", "priorauthorizationcapture",
    "outinvoice", "outreceipt", "donation", "donations", "spende", "settled", "accrec", "objednavka", "myynti", "lasku", "ertekesites", "szamla", "vanzare",
    "satis", "satisfaturasi", "売上", "販売", "销售", "销售出库", "매출", "판매",
];

/// Kinds of rows that ask for money.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const INVOICES: &[&str] = &[
    "invoice", "salesinvoice", "customerinvoice", "arinvoice", "custinvc", "rechnung", "ausgangsrechnung",
    "facture", "facturedevente", "factura", "facturadeventa", "fatura", "fattura", "factuur",
    "verkoopfactuur", "faktura", "accrec", "roomcharge", "roomrevenue",
];
/// Kinds of rows that bring it: where both stand in one column, these settle the others and are no sales of their own.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const PAYMENTS: &[&str] = &[
    "payment", "payments", "receivepayment", "customerpayment", "custpymt", "paymentreceived",
    "invoicepayment", "zahlung", "zahlungseingang", "paiement", "encaissement", "pago", "cobro",
    "pagamento", "incasso", "betaling", "platnosc", "betalning",
];

/// Kinds of rows that promise a sale: where invoices stand beside them, these bill the same.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const ORDERS: &[&str] = &[
    "order", "orders", "salesorder", "auftrag", "bestellung", "commande", "pedido", "ordine", "bestelling",
    "auftragsbestatigung", "deliverynote", "lieferschein", "salesord", "zamowienie", "encomenda", "bondecommande",
];

/// Kinds of rows that bring points: where no kind of a sale is there, each is of one.
pub(super) const EARNINGS: &[&str] =
    &["earn", "earned", "earning", "accrual", "accrue", "pointsearned"];

/// Kinds of rows that ask a card for its money.
pub(super) const CAPTURES: &[&str] = &["sentforsettle"];

/// Kinds of rows that ask for money to be given back: where captures are the sales, these are the returns.
pub(super) const ASKED_BACK: &[&str] = &["sentforrefund"];

/// Kinds of rows that promise to pay: where no kind of a sale is there, each is of one.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const AUTHORIZATIONS: &[&str] = &[
    "authorization", "authorisation", "auth", "authorised", "authorized", "autorisierung", "autorisation", "autorizacion",
    "autorizacao", "autorizzazione", "autorisatie",
];

/// Events that tell of one sale again and again: of those in a line that stand in one column the first is the sale.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const STAGES: &[&[&str]] = &[
    &[
        "orderplaced", "placedorder", "ordercreated", "orderscreate", "ordersubmitted", "orderconfirmed", "orderpaid",
        "orderspaid", "ordercompleted", "checkoutcompleted", "orderedproduct",
    ],
    &[
        "chargesucceeded", "paymentintentsucceeded", "invoicepaid", "invoicepaymentsucceeded", "checkoutsessioncompleted",
    ],
    &["transactioncompleted", "transactionpaid"],
    &["paymentscreated", "paymentsconfirmed"],
];

/// Kinds of orders for which nobody pays, or the house itself.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const NOT_SOLD: &[&str] = &[
    "sample", "samples", "sampleorder", "freesample", "internal", "internalorder", "internaltransfer", "intercompany", "transfer", "transfers", "stocktransfer",
    "inventorytransfer", "transferorder", "staff", "staffsale", "employee", "employeesale", "waste", "wastage", "training", "replacement", "warranty",
    "warrantyreplacement", "comp", "complimentary", "muster", "musterbestellung", "intern", "eigenbedarf",
];

/// Kinds of goods that are money for later: what is bought with them would count twice.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const GIFT_CARDS: &[&str] = &[
    "giftcard", "giftcards", "egiftcard", "egiftcards", "giftvoucher", "giftvouchers", "giftcertificate", "giftcertificates",
    "gutschein", "gutscheine", "geschenkgutschein", "geschenkgutscheine", "geschenkkarte", "geschenkkarten", "cartecadeau",
    "cartescadeaux", "chequecadeau", "tarjetaregalo", "tarjetasregalo", "cartaregalo", "cartoespresente", "cartaopresente",
    "valepresente", "cadeaubon", "cadeaukaart", "cadeaubonnen",
];

/// Kinds of rows that pay a seller out: where they stand, a column tells kinds of rows.
pub(super) const PAYOUTS: &[&str] = &["payout", "payouts"];

/// Kinds of rows that add up others, or stand above them with their sum.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const SUMS: &[&str] = &[
    "total", "totals", "subtotal", "grandtotal", "ordertotal", "ordersubtotal", "invoicetotal", "carttotal", "summary",
    "ordersummary", "sum", "header", "orderheader", "footer", "trailer", "gesamt", "gesamtsumme", "gesamtbetrag",
    "summe", "zwischensumme", "endsumme", "endbetrag", "rechnungsbetrag", "bestellsumme", "kopf", "kopfzeile", "totale",
    "subtotale", "totaal", "subtotaal", "eindtotaal", "totalgeneral", "soustotal", "totalttc", "totalht", "entete", "suma",
    "razem", "summa", "yhteensa", "celkem", "osszesen",
];

/// Kinds of documents that take money back; elsewhere the same words are ways to pay.
pub(super) const CREDITS: &[&str] = &["credit", "credits"];

/// Kinds of rows that take back a sale which was cancelled.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const CANCELLATIONS: &[&str] = &[
    "cancellation", "storno", "stornierung", "stornorechnung", "annulation", "anulacion", "cancelamento",
    "annullamento", "annulering", "sztorno",
];

/// Events by which a sale that another row tells of is cancelled: elsewhere they are states of the row itself.
pub(super) const CANCELLED_BY_EVENT: &[&str] = &[
    "ordercancelled",
    "ordercanceled",
    "orderscancelled",
    "orderscanceled",
    "ordervoided",
    "orderscancel",
    "cancelledorder",
    "canceledorder",
];

/// Kinds of rows that take money back.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const KINDS_OF_RETURN: &[&str] = &[
    "refund", "refunds", "return", "returns", "creditnote", "creditnotes", "creditmemo", "creditmemos",
    "creditinvoice", "outrefund", "rtn", "custcred", "cashrefund", "cashrfnd", "salesreturn", "salesreturns",
    "salereturn", "productreturn", "customerreturn", "returnorder", "refundreceipt", "shoporderrefund",
    "paymentrefund", "paymentdispute", "claim", "partialrefund", "fullrefund", "chargeback", "chargebacks", "dispute",
    "paymentreversal", "reversal", "moneyback", "cancellation", "correctiveinvoice",
    // Events that take a sale back which another row tells of.
    "refundscreate",
    "purchasereturn", "orderreturn", "orderreturned", "cancelorrefund", "capturefailed", "chargedisputefundswithdrawn", "disputelost", "paymentreversed",
    "paymentcapturereversed", "paymentsalereversed", "voidpaymentnotification", "paymentchargedback", "paymentschargedback",
    "rma", "rmaorder", "storno", "stornierung", "stornorechnung", "gutschrift", "gutschriften", "retoure", "retouren",
    "ruckgabe", "rueckgabe", "rucksendung", "ruecksendung", "erstattung", "ruckerstattung",
    "rueckerstattung", "ruckzahlung", "rueckzahlung", "rechnungskorrektur", "rucklastschrift",
    "ruecklastschrift", "ruckbuchung", "rueckbuchung", "remboursement", "remboursements", "avoir",
    "avoirs", "retour", "retours", "notedavoir", "notedecredit", "annulation", "devolucion",
    "devoluciones", "reembolso", "reembolsos", "notadecredito", "notasdecredito",
    "facturarectificativa", "anulacion", "devolucao", "devolucoes", "estorno", "estornos",
    "cancelamento", "notadicredito", "notedicredito", "notacredito", "notadiaccredito", "rimborso",
    "rimborsi", "reso", "resi", "annullamento", "terugbetaling", "terugbetalingen", "creditnota",
    "creditfactuur", "retourzending", "restitutie", "terugstorting", "annulering", "zwrot", "korekta",
    "retur", "aterbetalning", "kreditfaktura", "kreditnota", "kreditering", "tilbagebetaling",
    "refusjon", "palautus", "hyvitys", "hyvityslasku", "vratka", "dobropis", "vraceni", "visszaru",
    "accreccredit", "facturedavoir", "factureavoir", "fakturakorygujaca", "iade", "iadefaturasi", "rechargereversal",
    "billcredit", "jovairas", "visszaterites", "sztorno", "rambursare", "возврат", "退款", "退货", "返品", "返金",
    "销售退货", "반품", "환불",
];

/// Kinds of rows that are no sale.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const KINDS_OF_NO_SALE: &[(NotASale, &[&str])] = &[
    (
        NotASale::NoPurchase,
        &[
            "payoutfailure", "payoutcancel", "transfer", "transfers",
            "transferrefund", "transfercancel", "fee", "fees", "stripefee", "paypalfee", "paymentfee",
            "applicationfee", "applicationfeerefund", "processingfee", "networkcost", "generalwithdrawal",
            "withdrawal", "withdrawals", "bankdeposittoppaccount", "generalcurrencyconversion",
            "currencyconversion", "topup", "topupreversal", "authorization", "authorisation", "auth",
            "preauth", "preauthorization", "preauthorisation", "authonly", "accounthold",
            "generalaccounthold", "reserve", "reservetransaction", "reservedfunds", "shipment",
            "shippingfee", "shippingcharge", "shippingline", "freight", "deliverynote", "packingslip",
            "tip", "tips", "gratuity", "purchaseorder", "vendorbill", "journal", "journalentry",
            "inventoryadjustment", "stockadjustment", "inventorytransfer", "stocktransfer",
            "transferorder", "received", "sentforsettle", "sentforrefund", "authorised", "authorized",
            "merchantpayout", "invoicededuction", "servicefee", "holdback", "accpay", "accpaycredit", "rtnauth",
            "opprtnty", "itemship", "verify", "issuingauthorizationhold", "issuingauthorizationrelease",
            "accountholdforopenauthorization", "reversalofgeneralaccounthold", "nosale", "paidin", "paidout",
            "ininvoice", "inrefund", "inreceipt", "entry", "shopsubscription", "earn", "earned", "earning", "accrual", "accrue", "pointsearned", "redeem", "redeemed", "redemption",
            "pointsredeemed", "pointsredemption", "pointsexpired", "expire", "expiry", "expiration", "adjust",
            "pointsadjustment", "bonus", "bonuspoints", "burn", "giftcard", "giftcardsale", "giftcardpurchase",
            "giftcardactivation", "giftcardload", "giftcardreload", "giftcardredemption", "giftcardredeem",
            "giftvoucher", "giftvouchersale", "vouchersale", "shipping", "tax", "taxes", "vat", "handling", "surcharge",
            "gutschein", "gutscheinverkauf", "gutscheineinlosung", "versand", "steuer", "mehrwertsteuer",
            "chequecadeau", "livraison", "envio", "impuesto", "spedizione", "verzending", "btw",
            // What became of a sale that another row tells of.
            "ordersupdated", "orderupdated", "ordersedited", "ordersfulfilled", "orderspartiallyfulfilled", "orderfulfilled",
            "fulfilledorder", "ordershipped", "orderdelivered", "orderprocessed", "paymentupdated", "paymentauthorized",
            "invoicecreated", "invoicefinalized", "invoiceupdated", "invoicegenerated", "transactioncreated",
            "transactionupdated", "transactionbilled", "chargeupdated", "chargecaptured", "chargepending", "checkoutorderapproved",
            "checkoutordercompleted", "paymentspaidout", "paymentssubmitted", "reportavailable", "notificationofchargeback",
            "itemfees", "itemwithheldtax", "commission", "costofadvertising", "purchasefeefixed", "purchasefeepercentage",
            "mwst", "ust", "umsatzsteuer", "tva", "utbetalning", "utbetaling", "avgift", "gebyr",
            "requestforinformation", "chargedisputecreated", "chargedisputeupdated", "chargedisputeclosed",
            // What became of a subscription, a customer or an account.
            "subscriptioncreated", "subscriptionupdated", "subscriptioncancelled", "subscriptioncanceled", "subscriptiondeleted",
            "subscriptionpaused", "subscriptionextended", "subscriptionexpired", "customersubscriptioncreated",
            "customersubscriptionupdated", "customersubscriptiondeleted", "newsubscriptionnotification",
            "canceledsubscriptionnotification", "expiredsubscriptionnotification", "uncancellation", "billingissue",
            "productchange", "subscriberalias", "customercreated", "customerupdated", "customerdeleted", "balanceavailable",
            // Events of a shop that are beside its purchases.
            "addtocart", "removefromcart", "viewcart", "begincheckout", "addpaymentinfo", "addshippinginfo", "viewitem",
            "viewitemlist", "selectitem", "pageview", "productviewed", "productadded", "checkoutstarted",
            "startedcheckout", "cartupdated",
            "otherfee", "shippinglabel", "hold", "suspended", "layawaydeposit", "expense", "expenses", "change", "pledge", "pledges", "mgpledge", "matchingpledge", "spendenzusage", "giftinkind",
            "inkind", "inkindgift", "writeoff", "plannedgift", "auftragsbestatigung", "mahnung",
            "zahlungserinnerung", "auszahlung", "uberweisung", "ueberweisung", "gebuhr", "gebuehr",
            "autorisierung", "lieferschein", "versandkosten", "porto", "trinkgeld", "umlagerung",
            "virement", "frais", "fraisdeport", "autorisation", "bondelivraison", "pourboire", "retrait",
            "transferencia", "comision", "gastosdeenvio", "autorizacion", "albaran", "propina", "retiro",
            "repasse", "taxa", "tarifa", "gorjeta", "saque", "autorizacao", "bonifico", "commissione",
            "spesedispedizione", "autorizzazione", "mancia", "prelievo", "uitbetaling", "overboeking",
            "kosten", "verzendkosten", "autorisatie", "pakbon", "fooi", "customerdeposit", "custdep", "depositapplication", "depappl",
            "itemfulfillment", "folgeseddel", "guiaderemessa", "guiadetransporte", "ddt", "documentoditrasporto",
            "wydaniezewnetrzne", "reminder", "provision", "citytax", "touristtax", "occupancytax", "kurtaxe",
            // Refunds that are asked for, or told of again: what is done has a row of its own.
            "refundrequested", "refundrequest", "refundpending", "pendingrefund", "refundinitiated", "refunddeclined",
            "refundrejected", "refundupdated", "chargerefundupdated", "returnrequested", "returnrequest", "returninitiated",
            "softcredit", "softcredits", "chargebackfee", "disputefee", "refundfee", "feeforchargeback", "glreversal", "amendment", "mgwriteoff",
        ],
    ),
    (NotASale::NoPurchase, SUMS),
    (NotASale::NoPurchase, PAYOUTS),
    (
        NotASale::Failed,
        &[
            "chargefailed", "chargeexpired", "invoicepaymentfailed", "paymentintentpaymentfailed", "subscriptionpaymentfailed",
            "failedpaymentnotification", "paymentcapturedenied", "transactionpaymentfailed", "paymentsfailed",
            "subscriptionchargedunsuccessfully",
        ],
    ),
    (
        NotASale::Draft,
        &[
            "quote", "quotes", "quotation", "quotations", "estimate", "estimates", "proposal",
            "proforma", "proformainvoice", "proformarechnung", "draft", "draftinvoice", "draftorder", "custestm", "cart",
            "abandonedcart", "abandonedcheckout", "wishlist", "angebot", "kostenvoranschlag",
            "rechnungsentwurf", "entwurf", "devis", "brouillon", "presupuesto", "cotizacion", "borrador",
            "orcamento", "preventivo", "bozza", "offerte", "offert", "offerta", "oferta", "teklif", "見積", "見積書", "报价单", "견적", "tilbud", "tarjous",
            "facturaproforma", "factureproforma", "fatturaproforma", "faturaproforma",
        ],
    ),
];

/// Kinds of rows that promise a gift: where one stands, a column tells kinds of gifts.
pub(super) const PROMISES: &[&str] = &[
    "pledge",
    "pledges",
    "mgpledge",
    "matchingpledge",
    "plannedgift",
    "recurringgift",
    "recurringdonation",
];

/// Promises that are gifts themselves where nothing pays them.
pub(super) const RECURRING: &[&str] = &["recurringgift", "recurringdonation"];

/// Kinds of rows that are gifts beside promises; elsewhere the same words are ways to pay.
pub(super) const GIFTS: &[&str] =
    &["cash", "check", "cheque", "creditcard", "directdebit", "stock", "other"];

/// Kinds of journeys, beside which a return is a ticket.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const JOURNEYS: &[&str] = &[
    "single", "oneway", "roundtrip", "outbound", "dayreturn", "returnjourney", "einfach", "hinundruck", "allersimple", "allerretour",
    "enkeltje",
];

/// What a text says in which a stem stands, across blanks and punctuation, and none of the other ones.
pub struct Phrases {
    /// What it says.
    pub says: Counts,
    /// The stems.
    pub stems: &'static [&'static str],
    /// Stems beside which the others say something else.
    pub unless: &'static [&'static str],
}

/// Stems that turn a state into its opposite, or into a part of it.
#[rustfmt::skip] // A table: as many words a line as fit.
const NOT_OR_PARTLY: &[&str] = &[
    "notcancel", "uncancel", "noncancel", "nichtstorn", "nonannul", "pasannul", "nocancel", "avoid",
    "notrefund", "nonrefund", "notdeclined", "nichterstattet", "nonrembours", "pasrembours", "partial",
    "partiel", "partly", "teil", "parcial", "parzial", "gedeelt", "czesciow", "一部", "部分", "won", "revers",
];

/// Stems in a state of an order.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const STATES: &[Phrases] = &[
    Phrases {
        says: Counts::No(NotASale::Cancelled),
        stems: &[
            "cancelled", "canceled", "voided", "storniert", "annulee", "annuleparl", "cancelado",
            "cancelada", "anulado", "anulada", "annullato", "annullata", "geannuleerd", "anulowan",
            "dibatalkan", "iptaledil", "キャンセル", "取消", "交易关闭", "wurdeabgebrochen",
        ],
        unless: NOT_OR_PARTLY,
    },
    Phrases {
        says: Counts::No(NotASale::Failed),
        stems: &[
            "declined", "paymentfail", "paymentrefus", "paymentreject", "paymentexpired", "zahlungfehlgeschlagen", "zahlungabgelehnt", "paiementrefus", "paiementechou", "erreurdepaiement", "errorenpago", "errordepago",
            "pagorechaz", "pagofallid", "pagamentorecus", "pagamentorifiut", "betalingmislukt",
        ],
        unless: NOT_OR_PARTLY,
    },
    Phrases {
        says: Counts::No(NotASale::Unpaid),
        stems: &[
            "attentedepaiement", "attentedupaiement", "attentedevirement", "esperadepago", "esperadelpago",
            "aguardandopag", "wartetaufzahl", "oczekujenaplat", "awaitingpay", "inattesadipag",
        ],
        unless: NOT_OR_PARTLY,
    },
    Phrases {
        says: Counts::No(NotASale::Refunded),
        stems: &[
            "returnedtoseller", "rejectedbybuyer", "chargeback", "chargedback", "refunded", "erstattet", "rembourse", "reembolsad", "rimborsat", "terugbetaald",
        ],
        unless: NOT_OR_PARTLY,
    },
];

/// Stems in a kind of row.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const KINDS: &[Phrases] = &[
    Phrases {
        says: Counts::No(NotASale::NoPurchase),
        stems: &[
            "holdonbalance", "holdfor", "paymenthold", "accounthold", "releaseofhold", "payout", "withdrawal",
            "bankdeposit", "currencyconversion", "giftcard", "fulfillmentfee", "fulfilmentfee", "sellingfee", "finalvaluefee",
            "marketplacefee", "referralfee", "closingfee", "transactionfee",
        ],
        unless: &["refund", "household"],
    },
    Phrases {
    says: Counts::Return,
    stems: &[
        "refund", "creditnote", "creditmemo", "salesreturn", "chargeback", "gutschrift", "retoure",
        "stornorechnung", "ruckerstattung", "rueckerstattung", "remboursement", "notedecredit",
        "devolucion", "reembolso", "notadecredito", "devolucao", "estorno", "rimborso", "notadicredito",
        "terugbetaling", "creditnota", "creditfactuur",
    ],
    unless: &[
        "revers", "won", "fail", "cancel", "request", "refundable", "nonrefund", "fee", "protection", "void", "pending",
        "initiat", "declin", "reject", "denied", "retrocharge",
    ],
    },
    Phrases {
        says: Counts::Return,
        stems: &["dispute"],
        unless: &[
            "revers", "won", "fail", "cancel", "fee", "protection", "reinstat", "created", "opened", "updated", "closed",
            "inquiry", "resolution", "investigation",
        ],
    },
];
