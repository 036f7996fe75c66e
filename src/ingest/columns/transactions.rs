//! The columns of the transactions. This is a table; `row_rules` says what the values mean.

use super::{CUSTOMER_NAMES, ColumnMap, TIME_NAMES, normalised, table_columns};

table_columns! {
    /// A column of the transactions.
    TransactionColumn,
    section: "columns",
    flags: true,
    in_every_file: true,
    product: Some((Self::Amount, [Self::Quantity, Self::UnitPrice])),
    fits: fits;
    CustomerId {
        key: "customer_id",
        label: "customer id",
        help: "Whose transaction it is",
        required: true,
        accepts: Identifier,
        aliases: CUSTOMER_NAMES,
    }
    Timestamp {
        key: "timestamp",
        label: "timestamp",
        help: "When it happened",
        required: true,
        accepts: Time,
        aliases: TIME_NAMES,
    }
    TimeOfDay {
        key: "time_of_day",
        label: "time of day",
        help: "At what time of the day, where the timestamp is a date alone",
        required: false,
        accepts: Clock,
        aliases: &[],
    }
    Amount {
        key: "amount",
        label: "amount",
        help: "Money paid; or, instead, quantity and unit price, whose product it then is; or none, for scores without values",
        required: true,
        accepts: Number,
        aliases: &[
            "totalamount", "transactionamount", "orderamount", "netamount", "salesamount", "total",
            "totalprice", "totalvalue", "ordertotal", "ordervalue", "revenue", "sales", "salesvalue",
            "salevalue", "dollarvalue", "spend", "value", "giftamount", "donationamount", "tranamount",
            "transamount", "purchaseamount", "amounttotal", "totalinctax", "netwr",
        ],
    }
    Quantity {
        key: "quantity",
        label: "quantity",
        help: "Units; a negative number marks a return. With a unit price, the amount is their product",
        required: false,
        accepts: Number,
        aliases: &["qty", "units", "quantitysold", "itemquantity"],
    }
    UnitPrice {
        key: "unit_price",
        label: "unit price",
        help: "Price of a unit",
        required: false,
        accepts: Number,
        aliases: &["price", "itemprice", "priceperunit", "pricepaid"],
    }
    OrderId {
        key: "order_id",
        label: "order id",
        help: "Rows with the same value are one order; without it, a customer's calendar day is one",
        required: false,
        accepts: Identifier,
        aliases: &[
            "orderno", "ordernumber", "invoiceno", "invoiceid", "invoice", "invoicenumber",
            "basketid", "receiptid", "receiptno", "receiptnumber", "documentnumber", "documentno", "rechnungsnummer",
            "rechnungsnr", "belegnummer", "belegnr", "auftragsnummer", "auftragsnr", "bestellnummer", "bestellnr", "numerofacture",
            "numerocommande", "numerofactura", "numeropedido", "numerofattura", "numeroordine", "transactionid", "purchaseid",
        ],
    }
    ProductId {
        key: "product_id",
        label: "product id",
        help: "What was bought",
        required: false,
        accepts: Identifier,
        aliases: &["productcode", "sku", "stockcode", "itemid", "item", "articleid", "product"],
    }
    Category {
        key: "category",
        label: "category",
        help: "Kind of product",
        required: false,
        accepts: Identifier,
        aliases: &["categoryid", "categoryname", "productcategory", "department", "producttype"],
    }
    Channel {
        key: "channel",
        label: "channel",
        help: "Where it was bought",
        required: false,
        accepts: Identifier,
        aliases: &["saleschannel", "orderchannel", "purchasechannel"],
    }
    Discount {
        key: "discount",
        label: "discount",
        help: "Money taken off the row; above 0 means that it was sold at a discount",
        required: false,
        accepts: Flag,
        aliases: &["discountamount", "totaldiscount", "totaldiscounts", "discountvalue"],
    }
    OrderDiscount {
        key: "order_discount",
        label: "order discount",
        help: "Money taken off the whole order that its rows' amounts still contain, on any of its rows",
        required: false,
        accepts: Number,
        aliases: &["orderdiscountamount", "cartdiscount", "cartdiscountamount"],
    }
    RefundedAmount {
        key: "refunded_amount",
        label: "refunded amount",
        help: "Money given back of the sale on the row, whose amount still contains it",
        required: false,
        accepts: Number,
        aliases: &[
            "amountrefunded", "totalrefunded", "refundamount", "refundtotal", "totalrefund",
            "refundedtotal", "amountreturned", "totalrefundedamount", "refundvalue", "refundedvalue",
            "returnedamount", "returnamount", "totalreturned", "totalreturnedamount", "erstattungsbetrag",
            "erstatteterbetrag", "montantrembourse", "importereembolsado", "importorimborsato", "valorreembolsado",
        ],
    }
    RefundedQuantity {
        key: "refunded_quantity",
        label: "refunded quantity",
        help: "Units given back of the sale on the row, whose quantity still contains them: their share of the amount comes off it",
        required: false,
        accepts: Number,
        aliases: &[
            "returnedquantity", "quantityreturned", "quantityrefunded", "qtyrefunded", "refundedqty",
            "returnedqty", "qtyreturned", "returnquantity", "returnqty", "refundquantity", "refundqty",
            "unitsreturned", "returnedunits", "unitsrefunded", "itemsreturned", "returneditems",
        ],
    }
    ReturnFlag {
        key: "return_flag",
        label: "return flag",
        help: "True, or not 0, where the row is a return; negative amounts are returns in any case",
        required: false,
        accepts: Flag,
        aliases: &["isreturn", "isrefund", "iscreditnote", "returnindicator"],
    }
    Currency {
        key: "currency",
        label: "currency",
        help: "Only checked: one history should be in one currency",
        required: false,
        accepts: Identifier,
        aliases: &[
            "currencycode", "ordercurrency", "currencyiso", "currencyisocode", "isocurrency",
            "presentmentcurrency", "transactioncurrency", "paymentcurrency", "invoicecurrency",
            "billingcurrency", "salescurrency", "shopcurrency", "storecurrency", "localcurrency",
            "customercurrency", "pricecurrency", "amountcurrency", "totalcurrency", "saleslocalcurrency",
            "currencyid", "currencyname", "ccy", "curr", "cur", "waers", "waerk", "waehrung", "währung", "devise", "moneda", "valuta",
        ],
    }
}

/// Whether a column of such a name is meant, beside the parts that are played already: an amount that is
/// net, or that was paid for the order, contains no discount of the order and nothing given back.
fn fits(column: TransactionColumn, mapping: &ColumnMap<TransactionColumn, String>) -> bool {
    let amount = mapping.get(TransactionColumn::Amount).map(|name| normalised(name));
    match column {
        TransactionColumn::OrderDiscount => amount.is_none(),
        TransactionColumn::RefundedAmount => {
            !amount.is_some_and(|name| name.contains("net") || name.contains("current"))
        }
        TransactionColumn::RefundedQuantity => {
            mapping.has(TransactionColumn::Quantity)
                && !mapping.has(TransactionColumn::RefundedAmount)
                && fits(TransactionColumn::RefundedAmount, mapping)
        }
        _ => true,
    }
}
