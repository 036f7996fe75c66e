//! Codes by which systems say what others say in words: `S` and `R`, `RE` and `GS`, 380 and 381. A table.
//!
//! A code is believed only among codes of its own system; which columns may have them is told here, whether
//! their values are such is for `left_out`.

use super::{Counts, NotASale};
use crate::ingest::meaning::plain::squeeze;

/// The codes of one system, as `squeeze` leaves them.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Codes {
    /// Names of the columns that hold them; of none, any column of kinds may.
    columns: &'static [&'static str],
    /// Columns of which one stands beside; of none, nothing need.
    beside: &'static [&'static str],
    sales: &'static [&'static str],
    returns: &'static [&'static str],
    neither: &'static [(NotASale, &'static [&'static str])],
}

use NotASale::{Cancelled, Deleted, Draft, Failed, NoPurchase, Refunded, Unpaid};

/// Columns of what a card's bank answers.
#[rustfmt::skip] // A table: as many words a line as fit.
const ANSWERS_OF_BANKS: &[&str] = &[
    "responsecode", "authresponsecode", "isoresponsecode", "processorresponsecode", "hostresponsecode", "bankresponsecode", "issuerresponsecode",
    "networkresponsecode", "resultcode", "respcode", "rspcode", "authorizationresponsecode", "authorisationresponsecode",
];

/// SQL Server's change data capture: 1 takes a row away, 2 brings one, 3 and 4 are what was before a change and after.
const CHANGES_OF_SQL_SERVER: Codes = Codes {
    columns: &["operation", "cdcoperation"],
    beside: &["startlsn", "seqval", "updatemask", "cdcstartlsn", "cdcseqval"],
    sales: &["2", "4"],
    returns: &[],
    neither: &[(Deleted, &["1", "3"])],
};

/// Whether a column has the codes of changes to rows, by its name and those beside it.
pub(super) fn are_of_changes(column: &str, names: &[String]) -> bool {
    of_column(column, names).contains(&&CHANGES_OF_SQL_SERVER)
}

/// Whether a code of a change tells of one to a row that is there already.
pub(super) fn changes_another(text: &str) -> bool {
    matches!(squeeze(text).as_str(), "1" | "3" | "4")
}

/// Systems whose columns have names of their own. Of several with one column the first that fits is taken.
#[rustfmt::skip] // A table: as many words a line as fit.
const NAMED: &[Codes] = &[
    // SAP's kinds of billing documents: invoices and debits, then what takes them back.
    Codes {
        columns: &["vbtyp", "fkart", "sddocumentcategory", "billingdocumenttype"], beside: &[],
        sales: &["m", "p", "f1", "f2", "f5", "l2", "fv", "bv"],
        returns: &["o", "n", "g2", "re", "s1"],
        neither: &[(Draft, &["u", "f8"])],
    },
    // SAP's kinds of sales documents.
    Codes {
        columns: &["vbtyp", "auart", "sddocumentcategory", "salesdocumenttype"], beside: &[],
        sales: &["c", "l", "ta", "or", "so", "cs", "bv", "l2", "dr"],
        returns: &["h", "k", "re", "cr", "g2", "rk"],
        neither: &[(Draft, &["a", "b", "g", "ag", "qt", "in"]), (NoPurchase, &["j", "t"])],
    },
    // SAP's kinds of accounting documents.
    Codes {
        columns: &["blart"], beside: &[],
        sales: &["rv", "dr"], returns: &["dg"],
        neither: &[(NoPurchase, &["dz", "ab", "sa", "kr", "kz", "kg", "zp", "wa", "we"])],
    },
    CHANGES_OF_SQL_SERVER,
    // What was sold beside what was to be.
    Codes {
        columns: &["scenario", "scenarioname", "scenariotype", "szenario", "escenario", "scenarioversion"], beside: &[],
        sales: &["actual", "actuals", "act", "ist", "real", "reel", "effettivo"], returns: &[],
        neither: &[(NoPurchase, &[
            "budget", "bud", "budgeted", "forecast", "fcst", "fc", "plan", "planned", "target", "soll", "prognose", "presupuesto", "prevision",
            "orcamento", "latestestimate",
        ])],
    },
    // SAP's side of an account: debit is a sale, credit takes one back.
    Codes { columns: &["shkzg", "sollhabenkennzeichen", "sollhaben"], beside: &[], sales: &["s"], returns: &["h"], neither: &[] },
    // Mexico's CFDI.
    Codes {
        columns: &["tipodecomprobante", "tipocomprobante", "tipocfdi"], beside: &[],
        sales: &["i"], returns: &["e"], neither: &[(NoPurchase, &["p", "t", "n"])],
    },
    // Chile's documents.
    Codes {
        columns: &["tipodte"], beside: &[],
        sales: &["33", "34", "39", "41", "56", "110", "111"], returns: &["61", "112"],
        neither: &[(NoPurchase, &["46", "52"])],
    },
    // What a card's bank answers (ISO 8583): 00 approves. Then Authorize.net's own.
    Codes {
        columns: ANSWERS_OF_BANKS, beside: &[],
        sales: &["00", "0", "000", "08", "8", "10", "11", "85"], returns: &[],
        neither: &[(Failed, &[
            "01", "1", "02", "2", "03", "3", "04", "4", "05", "5", "06", "6", "07", "7", "12", "13", "14", "15", "19", "30", "41", "43", "46", "51", "52", "53",
            "54", "55", "57", "58", "59", "61", "62", "63", "65", "68", "70", "75", "76", "78", "79", "80", "82", "83", "91", "92", "93", "94", "96", "97",
            "n7", "r0", "r1", "1a", "6p",
        ])],
    },
    Codes {
        columns: ANSWERS_OF_BANKS,
        beside: &["responsereasoncode", "responsereasontext", "authcode", "authorizationcode", "avsresponse", "avscode", "avsresultcode", "transid"],
        sales: &["1"], returns: &[], neither: &[(Failed, &["2", "3"]), (Unpaid, &["4"])],
    },
    // Frappe and ERPNext.
    Codes {
        columns: &["docstatus"], beside: &[],
        sales: &["1"], returns: &[], neither: &[(Draft, &["0"]), (Cancelled, &["2"])],
    },
    // PayPal's transactions.
    Codes {
        columns: &["transactionstatus", "paypalstatus"], beside: &[],
        sales: &["s"], returns: &[],
        neither: &[(Failed, &["d", "f"]), (Unpaid, &["p"]), (Cancelled, &["v"])],
    },
    Codes {
        columns: &["transactioneventcode", "tcode", "eventcode"], beside: &[],
        sales: &[
            "t0000", "t0002", "t0003", "t0004", "t0005", "t0006", "t0007", "t0009", "t0010", "t0011", "t0012",
            "t0013", "t0014",
        ],
        returns: &["t1106", "t1107", "t1108", "t1110", "t1111", "t1201"],
        neither: &[(NoPurchase, &[
            "t0001", "t0100", "t0101", "t0102", "t0103", "t0105", "t0106", "t0107", "t0113", "t0200", "t0201",
            "t0202", "t0300", "t0301", "t0302", "t0303", "t0400", "t0401", "t0403", "t0600", "t0700", "t0800",
            "t1300", "t1301", "t1500", "t1501", "t1503", "t1600", "t1601", "t1700", "t1701", "t1900", "t2001",
            "t2002", "t2101", "t2102", "t2103", "t2104", "t2105", "t2106", "t2107", "t2111", "t2112",
        ])],
    },
    // SAP Business One.
    Codes {
        columns: &["objtype", "objecttype", "transtype"], beside: &[],
        sales: &["13"], returns: &["14", "16"], neither: &[(Draft, &["23"]), (NoPurchase, &["15", "17", "24", "30", "46"])],
    },
    // JD Edwards.
    Codes {
        columns: &["dct", "rpdct", "sddct"], beside: &[],
        sales: &["ri", "r2"], returns: &["rm"], neither: &[(NoPurchase, &["rc", "ru", "rb"])],
    },
    // Germany's export of tills: receipts, and lines of receipts.
    Codes {
        columns: &["bontyp"], beside: &[],
        sales: &["beleg"], returns: &["avbelegstorno"],
        neither: &[
            (Cancelled, &["avbelegabbruch"]),
            (NoPurchase, &["avtransfer", "avsachbezug", "avtraining", "avbestellung", "avrechnung", "avsonstige"]),
        ],
    },
    Codes {
        columns: &["gvtyp"], beside: &[],
        sales: &["umsatz", "rabatt", "aufschlag", "pfand", "pfandruckzahlung", "pfandrueckzahlung"], returns: &[],
        neither: &[(NoPurchase, &[
            "mehrzweckgutscheinkauf", "mehrzweckgutscheineinlosung", "mehrzweckgutscheineinloesung", "trinkgeldag", "trinkgeldan",
            "einzahlung", "auszahlung", "geldtransit", "privatentnahme", "privateinlage", "lohnzahlung", "anfangsbestand",
            "differenzsollist", "forderungsentstehung", "forderungsauflosung", "forderungsaufloesung", "anzahlungseinstellung",
            "anzahlungsauflosung", "anzahlungsaufloesung",
        ])],
    },
    // PayPal's notices of payments.
    Codes {
        columns: &["txntype"], beside: &[],
        sales: &[
            "webaccept", "cart", "expresscheckout", "virtualterminal", "sendmoney", "recurringpayment", "subscrpayment",
            "merchtpmt", "prohosted", "paypalhere",
        ],
        returns: &[],
        neither: &[(NoPurchase, &[
            "subscrsignup", "subscrcancel", "subscrmodify", "subscreot", "subscrfailed", "recurringpaymentprofilecreated",
            "recurringpaymentprofilecancel", "recurringpaymentskipped", "recurringpaymentexpired", "recurringpaymentfailed",
            "recurringpaymentsuspended", "newcase", "masspay", "mpsignup", "mpcancel",
        ])],
    },
    // Oracle's hotels: their short states.
    Codes {
        columns: &["shortresvstatus", "shortreservationstatus"], beside: &[],
        sales: &["co", "ci", "rs", "do", "di", "ih"], returns: &[],
        neither: &[(Cancelled, &["cx", "cxl", "can"]), (Failed, &["ns"])],
    },
    // Claims of pharmacies in America.
    Codes {
        columns: &["transactioncode", "claimtransactioncode"], beside: &[],
        sales: &["b1"], returns: &["b2"], neither: &[],
    },
    // Lines of orders below a header and above a total.
    Codes {
        columns: &["recordtype", "linetype", "rowtype", "lineitemtype", "zeilentyp", "satzart"], beside: &[],
        sales: &["d", "l", "det", "dtl", "lin", "pos"], returns: &[],
        neither: &[(NoPurchase, &["h", "hd", "hdr", "t", "tot", "ttl", "tr", "trl", "sum", "k"])],
    },
    // BigCommerce.
    Codes {
        columns: &["statusid"], beside: &["totalinctax", "totalextax", "subtotalinctax", "orderisdigital"],
        sales: &["2", "3", "8", "9", "10", "11", "13", "14"], returns: &[],
        neither: &[
            (Cancelled, &["5"]), (Failed, &["6"]), (Unpaid, &["0", "1", "7", "12"]), (Refunded, &["4"]),
        ],
    },
    // PrestaShop, as it is installed.
    Codes {
        columns: &["currentstate"], beside: &["totalpaidreal", "totalpaidtaxincl", "idcart", "idorder", "totalpaid"],
        sales: &["2", "3", "4", "5", "9", "11"], returns: &[],
        neither: &[(Cancelled, &["6"]), (Failed, &["8"]), (Unpaid, &["1", "10", "12", "13", "14"]), (Refunded, &["7"])],
    },
    // OpenCart, as it is installed.
    Codes {
        columns: &["orderstatusid"], beside: &["invoiceprefix", "storeurl", "currencyvalue", "paymentcode"],
        sales: &["2", "3", "5", "9", "12", "15"], returns: &[],
        neither: &[
            (Cancelled, &["7", "16"]), (Failed, &["8", "10", "13", "14"]), (Unpaid, &["1"]), (Draft, &["0"]),
            (Refunded, &["11"]),
        ],
    },
    // nopCommerce.
    Codes {
        columns: &["orderstatusid"], beside: &["paymentstatusid", "shippingstatusid", "orderguid"],
        sales: &["20", "30"], returns: &[], neither: &[(Unpaid, &["10"]), (Cancelled, &["40"])],
    },
    Codes {
        columns: &["paymentstatusid"], beside: &["orderstatusid", "shippingstatusid", "orderguid"],
        sales: &["20", "30", "35"], returns: &[],
        neither: &[(Unpaid, &["10"]), (Refunded, &["40"]), (Cancelled, &["50"])],
    },
];

/// Systems whose codes stand in any column of kinds.
#[rustfmt::skip] // A table: as many words a line as fit.
const GENERAL: &[Codes] = &[
    // Tills.
    Codes {
        columns: &[], beside: &[],
        sales: &["s", "sa", "sl", "sls", "sal", "sale", "p", "pur"],
        returns: &["r", "rt", "rtn", "rtrn", "ret", "rf", "rfd"],
        neither: &[(Cancelled, &["v", "vd", "void"])],
    },
    // Books in English.
    Codes {
        columns: &[], beside: &[],
        sales: &["i", "inv", "arinv", "dn", "dm"],
        returns: &["c", "cm", "cn", "cr", "crn", "crm", "crd", "cred"],
        neither: &[
            (NoPurchase, &["pmt", "pay", "pymt", "rcpt", "rct", "dep", "jv", "je", "so", "po"]),
            (Draft, &["q", "qt", "qte", "quo", "est", "pf"]),
        ],
    },
    // Sage.
    Codes {
        columns: &[], beside: &[],
        sales: &["si"], returns: &["sc", "scn"],
        neither: &[(NoPurchase, &["sa", "sr", "sp", "sd", "bp", "br", "cp", "jd", "jc", "pi", "pc", "pa", "pp"])],
    },
    // German.
    Codes {
        columns: &[], beside: &[],
        sales: &["re", "rg", "rgn", "ar"],
        returns: &["gs", "gu", "gut", "st", "sto", "sr", "rk", "rt", "ret"],
        neither: &[(NoPurchase, &["ab", "au", "ls", "za", "ze", "ma"]), (Draft, &["an", "ag", "ang"])],
    },
    // French.
    Codes {
        columns: &[], beside: &[],
        sales: &["f", "fa", "fac", "fc", "fv"], returns: &["a", "av", "avo", "avr"],
        neither: &[(NoPurchase, &["rg", "reg", "bl", "bc", "cde", "ac"]), (Draft, &["dv", "dev", "pf"])],
    },
    // Polish.
    Codes {
        columns: &[], beside: &[],
        sales: &["fv", "fs", "fvs", "pa", "par"], returns: &["kfv", "fvk", "kfs", "fsk", "kor", "zw"],
        neither: &[(NoPurchase, &["wz", "kp", "zk"]), (Draft, &["pro", "prof", "of"])],
    },
    // Airlines.
    Codes {
        columns: &[], beside: &[],
        sales: &["tkt", "tktt", "emd", "emda", "emds"], returns: &["rfnd", "rfn"],
        neither: &[(Cancelled, &["canx", "cann"]), (NoPurchase, &["adm", "adma", "acm", "acma"])],
    },
    // Spanish, Portuguese, Italian.
    Codes {
        columns: &[], beside: &[],
        sales: &["f", "b", "fa", "ft", "fs", "fr", "fv", "fac", "fat", "tk", "tkt", "bol", "nd"],
        returns: &["nc", "ncr", "ncc", "nca", "ncb", "abo", "dev", "dv"],
        neither: &[
            (NoPurchase, &["re", "rec", "rc", "rb", "rg", "gt", "gr", "alb", "rem"]),
            (Draft, &["pr", "pre", "prf", "or", "orc", "cot"]),
        ],
    },
    // Italy's electronic invoices.
    Codes {
        columns: &[], beside: &[],
        sales: &["td01", "td02", "td03", "td05", "td06", "td07", "td09", "td24", "td25", "td26"],
        returns: &["td04", "td08"],
        neither: &[(NoPurchase, &["td16", "td17", "td18", "td19", "td20", "td21", "td22", "td23", "td27", "td28"])],
    },
    // Spain's books of invoices.
    Codes {
        columns: &[], beside: &[],
        sales: &["f1", "f2", "f3", "f4"], returns: &["r1", "r2", "r3", "r4", "r5"], neither: &[],
    },
    // UNTDID 1001, which electronic invoices of the European standard have.
    Codes {
        columns: &[], beside: &[],
        sales: &["380", "383", "384", "386", "388", "389", "393", "394", "395", "575", "623", "780"],
        returns: &["381", "261", "262", "296", "308", "396", "420", "458", "532"],
        neither: &[(Draft, &["310", "325"]), (NoPurchase, &["220", "231", "270", "351"])],
    },
];

/// Codes of documents that take back a sale which was cancelled, in the systems in which they take money back.
const CANCELLATIONS: &[&str] = &["n", "s1", "st", "sto"];

impl Codes {
    /// What a code says; nothing where it is none of the system.
    pub fn read(&self, text: &str) -> Counts {
        let plain = squeeze(text);
        let is = |codes: &[&str]| codes.contains(&plain.as_str());
        let why = self.neither.iter().find(|(_, codes)| is(codes)).map(|(why, _)| *why);
        match why {
            _ if plain.is_empty() || is(self.sales) => Counts::Sale,
            Some(why) => Counts::No(why),
            None if is(self.returns) => Counts::Return,
            None => Counts::Unknown,
        }
    }

    /// Whether a text is a code of the system.
    pub fn knows(&self, text: &str) -> bool {
        self.read(text) != Counts::Unknown
    }

    /// Whether a text is a code of what takes money back.
    pub fn takes_back(&self, text: &str) -> bool {
        self.read(text) == Counts::Return
    }

    /// Whether a text is a code of a document that takes back a sale which was cancelled.
    pub fn cancels(&self, text: &str) -> bool {
        CANCELLATIONS.contains(&squeeze(text).as_str()) && self.takes_back(text)
    }

    /// All codes.
    fn all(&self) -> impl Iterator<Item = &'static str> {
        let neither = self.neither.iter().flat_map(|(_, codes)| codes.iter());
        self.sales.iter().chain(self.returns).chain(neither).copied()
    }
}

/// The codes of all systems.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    NAMED.iter().chain(GENERAL).flat_map(Codes::all)
}

/// Systems that a column of this name may have the codes of, beside columns of these names.
pub(crate) fn of_column(column: &str, names: &[String]) -> Vec<&'static Codes> {
    let plain = squeeze(column);
    let is_beside = |codes: &Codes| {
        codes.beside.is_empty()
            || names.iter().any(|name| codes.beside.contains(&squeeze(name).as_str()))
    };
    let has = |codes: &&Codes| codes.columns.contains(&plain.as_str()) && is_beside(codes);
    NAMED.iter().filter(has).collect()
}

/// The system that has all of these codes, a sale's among them. A single letter may be anything: it is believed
/// where `is_certain`, or else among longer ones.
pub(crate) fn of_values(values: &[&str], is_certain: bool) -> Option<&'static Codes> {
    let is_short = |value: &&str| squeeze(value).len() < 2;
    if values.is_empty() || !is_certain && values.iter().all(is_short) {
        return None;
    }
    let fits = |codes: &&Codes| {
        let has = |wanted: Counts| values.iter().any(|value| codes.read(value) == wanted);
        has(Counts::Sale) && !has(Counts::Unknown) && (is_certain || has(Counts::Return))
    };
    GENERAL.iter().find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_among_their_own() {
        let read = |values: &[&str], is_certain: bool, code: &str| {
            of_values(values, is_certain).map(|codes| codes.read(code))
        };
        for (values, taken_back) in [
            (&["S", "R"] as &[&str], "R"),
            (&["INV", "CM", "PMT"], "CM"),
            (&["RE", "GS"], "GS"),
            (&["SI", "SC", "SR"], "SC"),
            (&["FA", "AV"], "AV"),
            (&["FT", "FS", "NC"], "NC"),
            (&["TD01", "TD04"], "TD04"),
            (&["380", "381"], "381"),
        ] {
            assert_eq!(read(values, true, taken_back), Some(Counts::Return), "{values:?}");
        }
        assert_eq!(read(&["RE", "GS"], false, "GS"), Some(Counts::Return));
        assert_eq!(
            read(&["S", "R"], false, "R"),
            None,
            "of a vague column letters may be anything"
        );
        assert_eq!(read(&["S", "R", "M"], true, "R"), None, "one that is none of them");
        assert_eq!(read(&["R", "V"], true, "R"), None, "no sale among them");
    }

    #[test]
    fn columns_with_names_of_their_own_have_their_systems() {
        let names =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(of_column("VBTYP", &[]).len(), 2);
        assert_eq!(of_column("status_id", &names(&["total_inc_tax"])).len(), 1);
        assert_eq!(of_column("status_id", &names(&["total"])).len(), 0);
        for codes in NAMED.iter().chain(GENERAL) {
            assert!(codes.all().all(|code| squeeze(code) == code));
            let mut seen = std::collections::BTreeSet::new();
            assert!(codes.all().all(|code| seen.insert(code)), "{codes:?}");
        }
    }
}
