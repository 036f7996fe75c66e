//! The columns that winback reads, each written once: key, label, help, accepted types, well-known names.
//!
//! One enum per table ([`TransactionColumn`], [`EventColumn`], [`CustomerColumn`]); what is known of a
//! column is its [`ColumnSpec`]. Flags, configuration keys, help, template, documentation, recognition
//! by name and type checks all come from here. Which column of a file plays which part is a
//! [`ColumnMap`]; it is made by `config` and never changed afterwards.

mod accepts;
mod customers;
mod events;
mod kept;
mod map;
mod transactions;

pub(crate) use accepts::Accepts;
pub(crate) use customers::CustomerColumn;
pub(crate) use events::EventColumn;
pub use kept::Columns;
pub(crate) use map::ColumnMap;
pub use transactions::TransactionColumn;

use super::meaning::plain::normalised;
use std::collections::HashSet;
use std::fmt::Debug;

/// What is known of a column before any file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Configuration key; also the column name that wins over all aliases.
    pub key: &'static str,
    /// The column in words, for messages: "customer id".
    pub label: &'static str,
    /// One sentence for `--help`, template and documentation, without a full stop.
    pub help: &'static str,
    /// Whether nothing works without it.
    pub required: bool,
    /// Types that it may have.
    pub accepts: Accepts,
    /// Well-known names, in lower case, without spaces and punctuation.
    pub aliases: &'static [&'static str],
}

/// The columns of one table.
pub trait TableColumn: Sized + Copy + Eq + Debug + Send + Sync + 'static {
    /// Section of `winback.toml` that maps them.
    const SECTION: &'static str;
    /// Whether each has a flag of its own on the command line.
    const HAS_FLAGS: bool;
    /// Every column, in the order of the documentation.
    const ALL: &'static [Self];

    /// Whether each file must have the required columns; otherwise one of them must.
    const IN_EVERY_FILE: bool;

    /// A required column that the product of two others replaces.
    const PRODUCT: Option<(Self, [Self; 2])>;

    /// Whether the column may be recognised by its name beside those that play their parts.
    fn fits(self, mapping: &ColumnMap<Self, String>) -> bool;

    /// What is known of the column.
    fn spec(self) -> &'static ColumnSpec;

    /// Its place in [`TableColumn::ALL`].
    fn index(self) -> usize;

    /// The column of a configuration key.
    fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.spec().key == key)
    }

    /// Its flag, such as `--customer-id`, where the table's columns have flags.
    fn flag(self) -> Option<String> {
        Self::HAS_FLAGS.then(|| format!("--{}", self.spec().key.replace('_', "-")))
    }

    /// How to do without it, where that can be: the end of a remedy.
    fn way_without(self) -> String {
        if self.spec().required {
            return String::new();
        }
        format!("; to do without it, set {}.{} = \"none\"", Self::SECTION, self.spec().key)
    }

    /// How a user maps it: its flag, or section and key.
    fn option(self) -> String {
        self.flag().unwrap_or_else(|| format!("{}.{}", Self::SECTION, self.spec().key))
    }
}

/// Defines a table's enum of columns and what is known of each.
macro_rules! table_columns {
    (
        $(#[$doc:meta])*
        $name:ident, section: $section:literal, flags: $flags:literal,
        in_every_file: $in_every_file:literal, product: $product:expr, fits: $fits:expr;
        $($variant:ident {
            key: $key:literal,
            label: $label:literal,
            help: $help:literal,
            required: $required:literal,
            accepts: $accepts:ident,
            aliases: $aliases:expr,
        })*
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $help] $variant,)*
        }

        impl $crate::ingest::columns::TableColumn for $name {
            const SECTION: &'static str = $section;
            const HAS_FLAGS: bool = $flags;
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
            const IN_EVERY_FILE: bool = $in_every_file;
            const PRODUCT: Option<(Self, [Self; 2])> = $product;

            fn fits(self, mapping: &$crate::ingest::columns::ColumnMap<Self, String>) -> bool {
                $fits(self, mapping)
            }

            fn spec(self) -> &'static $crate::ingest::columns::ColumnSpec {
                match self {
                    $(Self::$variant => {
                        &const {
                            $crate::ingest::columns::ColumnSpec {
                                key: $key,
                                label: $label,
                                help: $help,
                                required: $required,
                                accepts: $crate::ingest::columns::Accepts::$accepts,
                                aliases: $aliases,
                            }
                        }
                    })*
                }
            }

            fn index(self) -> usize {
                self as usize
            }
        }
    };
}
use table_columns;

/// Well-known names of a customer's identifier.
const CUSTOMER_NAMES: &[&str] = &[
    "custid",
    "customerkey",
    "customernumber",
    "customerno",
    "customer",
    "userid",
    "user",
    "clientid",
    "memberid",
    "membernumber",
    "memberno",
    "shopperid",
    "buyerid",
    "contactid",
    "profileid",
    "accountid",
    "donorid",
    "householdid",
    "householdkey",
];

/// Well-known names of the time at which something happened.
const TIME_NAMES: &[&str] = &[
    "datetime",
    "date",
    "ts",
    "time",
    "transactiontimestamp",
    "transactiondate",
    "transactiontime",
    "transdate",
    "orderdate",
    "ordertimestamp",
    "ordertime",
    "orderedat",
    "invoicedate",
    "purchasedate",
    "purchasetime",
    "purchasedon",
    "purchasedat",
    "createdat",
    "eventtime",
    "eventtimestamp",
    "eventdate",
    "giftdate",
    "donationdate",
    "datecreated",
    "createdon",
    "dateordered",
    "orderplacedat",
    "placedat",
    "saledate",
    "salesdate",
    "soldat",
    "soldon",
];

/// Names that stand side by side in one table and mean the same part: of those in a row the first is taken.
#[rustfmt::skip] // A table: as many words a line as fit.
const SIDE_BY_SIDE: &[&[&str]] = &[
    // When it happened at the person's, when it was sent, when it came in; a date alone last.
    &[
        "eventtimestamp", "eventtime", "timestamp", "derivedtstamp", "originaltimestamp", "clienteventtime",
        "occurredat", "dvcecreatedtstamp", "sentat", "collectortstamp", "receivedat", "serveruploadtime", "createdat",
        "eventdate",
    ],
    // When it was sold, before when the row was made.
    &[
        "orderdate", "orderedat", "dateordered", "orderplacedat", "placedat", "purchasedate", "purchasedat", "saledate",
        "salesdate", "soldat", "soldon", "createdat", "datecreated", "createdon",
    ],
    // Who it is in the business, before whom the tool takes them for.
    &["customerid", "externaluserid", "userid", "distinctid", "userpseudoid"],
    &["eventname", "event", "eventtext"],
];

/// Of several names the one that is taken; none where they do not stand side by side, or where two are one name in
/// different spellings: which of `customer_id` and `Customer ID` is meant nobody can tell.
pub(crate) fn first_of_side_by_side(names: &[String]) -> Option<&String> {
    let spellings: HashSet<String> = names.iter().map(|name| normalised(name)).collect();
    if spellings.len() < names.len() {
        return None;
    }
    let row = SIDE_BY_SIDE
        .iter()
        .find(|row| names.iter().all(|name| row.contains(&normalised(name).as_str())))?;
    let place = |name: &&String| row.iter().position(|known| *known == normalised(name));
    names.iter().min_by_key(place)
}

/// Names that are taken only where no usual one is there, the first before the others: those of tables of answers, of
/// consents and of changes, where elsewhere such columns have other things; and words for orders and for money that may be
/// about something else.
#[rustfmt::skip] // A table: as many words a line as fit.
const LAST_NAMES: &[(&str, &str, &[&str])] = &[
    ("event_columns", "customer_id", &["datasubjectidentifier", "datasubjectid", "datasubject", "identifier", "subjectid", "mpid", "uid"]),
    ("event_columns", "timestamp", &["interactiondate", "createddate", "updatedat", "modifieddate", "changedat", "lastmodifieddate"]),
    ("columns", "timestamp", &[
        "dt", "ds", "day", "orderdt", "orderdttm", "transactiondt", "transdt", "saledt", "invoicedt", "trandate", "txndate", "trxdate",
        "datum", "fecha", "bestelldatum", "rechnungsdatum", "belegdatum", "verkaufsdatum", "datecommande", "datevente", "dateachat",
        "fechapedido", "fechaventa", "fechacompra", "dataordine", "datavendita", "datapedido", "datavenda", "besteldatum",
        "datazamowienia", "dateofsale", "dateofpurchase", "billdate", "receiptdate", "ticketdate",
    ]),
    ("columns", "order_id", &[
        "orderref", "orderreference", "ordercode", "salesorder", "salesorderno", "salesordernumber", "salesorderid", "saleid", "saleno",
        "salenumber", "receipt", "receiptnum", "ticketno", "ticketnumber", "ticketid", "ticketnum", "billno", "billid", "billnumber",
        "checkno", "checknumber", "checkid", "chequeno", "transactionno", "transactionnumber", "transactionnum", "transactionref",
        "transno", "transid", "tranid", "tranno", "txn", "txnid", "txnno", "trxid", "trxno", "beleg", "bonnr", "bonnummer", "kassenbon",
        "bestellung", "bestellid", "auftrag", "auftragid", "rechnung", "pedido", "pedidoid", "idpedido", "npedido", "numpedido",
        "nropedido", "factura", "nfactura", "numfactura", "commande", "idcommande", "ncommande", "nocommande", "numcommande",
        "nticket", "numticket", "numeroticket", "facture", "nfacture", "numfacture", "ordine", "idordine", "nordine", "numordine",
        "fattura", "scontrino", "numeroscontrino", "bestelnummer", "bestelling", "ordernr", "factuurnummer", "bonnetje",
        "zamowienie", "nrzamowienia", "idzamowienia", "numerzamowienia", "order", "ticket",
        "bookingid", "bookingno", "bookingnumber", "bookingref", "bookingreference", "reservationid", "reservationno", "reservationnumber",
        "confirmationno", "confirmationnumber", "appointmentid", "purchaseno", "purchasenumber", "purchaseref", "orderkey", "invoicekey",
        "docno", "docnum", "docnumber", "documentid", "docentry", "voucherno", "vouchernumber", "vchno", "buchungsnummer", "buchungsnr",
        "reservierungsnummer", "vorgangsnummer", "vorgangsnr", "numeroreservation", "numeroreserva", "numeroprenotazione", "reserveringsnummer",
        "注文番号", "受注番号", "伝票番号", "订单号", "订单编号", "주문번호", "номерзаказа", "siparişno", "siparisno", "číslobjednávky", "ordrenummer",
        "ordernummer", "tilausnumero", "rendelésszám",
    ]),
    ("columns", "amount", &[
        "transamt", "tranamt", "transactionamt", "orderamt", "totalamt", "saleamt", "salesamt", "purchaseamt", "paidamt", "amtpaid",
        "amt", "spent", "amountspent", "totalspent", "moneyspent", "gmv", "omzet", "importe", "importetotal", "montant", "montanttotal",
        "montantttc", "importo", "importototale", "prezzototale", "bedrag", "totaalbedrag", "valortotal", "precototal", "preciototal",
        "prixtotal",
    ]),
    ("event_columns", "type", &["transactiontype", "fieldname", "field", "propertyname", "purpose", "purposename", "consenttype"]),
];

/// The columns among those of the files that may be taken for a part where no usual name is there, the first of them first.
pub(crate) fn by_last_names<C: TableColumn>(column: C, available: &[String]) -> Vec<&String> {
    let is_it =
        |(section, key, _): &&(&str, &str, _)| *section == C::SECTION && *key == column.spec().key;
    let names = LAST_NAMES.iter().find(is_it).map_or(&[][..], |(.., names)| *names);
    let pairs = names.iter().flat_map(|known| available.iter().map(move |name| (known, name)));
    pairs.filter(|(known, name)| normalised(name) == **known).map(|(_, name)| name).collect()
}

/// One list of names and then another.
const fn joined<const N: usize>(one: &[&'static str], other: &[&'static str]) -> [&'static str; N] {
    let mut all = [""; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < one.len() { one[at] } else { other[at - one.len()] };
        at += 1;
    }
    all
}

/// Well-known names of a time of day beside a date. Some are names of a timestamp as well: the values tell.
pub(crate) const CLOCK_NAMES: &[&str] = &[
    "time",
    "transactiontime",
    "transtime",
    "ordertime",
    "purchasetime",
    "saletime",
    "salestime",
    "eventtime",
    "createdtime",
    "invoicetime",
    "receipttime",
    "hourminute",
    "clocktime",
    "uhrzeit",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn two_spellings_of_one_name_are_not_chosen_between() {
        let first = |names: [&str; 2]| {
            first_of_side_by_side(&names.map(str::to_owned)).cloned().unwrap_or_default()
        };
        assert_eq!(first(["user_id", "customer_id"]), "customer_id");
        assert_eq!(first(["customer_id", "Customer ID"]), "");
        assert_eq!(first(["Order Date", "order_date"]), "");
    }

    fn check_table<C: TableColumn>() {
        let mut names = BTreeSet::new();
        for (index, &column) in C::ALL.iter().enumerate() {
            let spec = column.spec();
            assert_eq!(column.index(), index, "{column:?}");
            assert_eq!(C::of_key(spec.key), Some(column));
            assert!(names.insert(normalised(spec.key)), "{}", spec.key);
            for alias in spec.aliases {
                assert_eq!(&normalised(alias), alias, "aliases are written normalised");
                assert!(names.insert((*alias).to_owned()), "{alias} is known for two columns");
            }
            assert!(!spec.help.is_empty() && !spec.help.ends_with('.'), "{}", spec.help);
        }
    }

    #[test]
    fn every_table_is_in_order_and_knows_each_name_once() {
        check_table::<TransactionColumn>();
        check_table::<EventColumn>();
        check_table::<CustomerColumn>();
    }

    #[test]
    fn a_column_says_how_it_is_mapped() {
        assert_eq!(TransactionColumn::ProductId.option(), "--product-id");
        assert_eq!(EventColumn::Type.option(), "event_columns.type");
        assert_eq!(CustomerColumn::Email.flag(), None);
    }
}
