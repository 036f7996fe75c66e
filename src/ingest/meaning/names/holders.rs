//! Names of columns that say who a customer is beside their number, and of the places whose numbers they may be.

use crate::ingest::meaning::plain::squeeze;

/// Names of people and their addresses; the surest first.
#[rustfmt::skip] // A table: as many words a line as fit.
const HOLDERS: &[&str] = &[
    "customername", "customerfullname", "fullname", "clientname", "membername", "buyername", "guestname", "patientname", "accountname",
    "kundenname", "kundename", "nombrecliente", "nombredelcliente", "nomclient", "nomduclient", "nomecliente", "klantnaam", "nazwaklienta",
    "jmenozakaznika", "kundnamn", "kundenavn", "clientenome", "顧客名", "会員氏名", "客户姓名", "имяклиента", "customeremail", "email", "emailaddress",
    "clientemail", "buyeremail", "useremail", "customerphone", "phonenumber", "mobile",
];
/// Identifiers and addresses that one person keeps, whatever number they have; the surest first.
#[rustfmt::skip] // A table: as many words a line as fit.
const PEOPLE: &[&str] = &[
    "customeruniqueid", "uniquecustomerid", "unifiedcustomerid", "unifiedid", "mastercustomerid", "goldencustomerid", "goldenid", "globalcustomerid",
    "customerglobalid", "mdmid", "customeremail", "email", "emailaddress", "clientemail", "buyeremail", "useremail", "billingemail", "contactemail",
];
/// Places that may number customers and receipts each for itself.
#[rustfmt::skip] // A table: as many words a line as fit.
const PLACES: &[&str] = &[
    "store", "storeid", "storeno", "storenumber", "storecode", "storename", "shop", "shopid", "shopname", "branch", "branchid", "branchcode", "branchname",
    "outlet", "outletid", "location", "locationid", "locationname", "filiale", "filialeid", "filialnr", "filialnummer", "markt", "marktnr", "magasin",
    "codemagasin", "tienda", "sucursal", "negozio", "puntovendita", "loja", "filial", "winkel", "filiaal", "sklep", "prodejna", "butik", "butikk", "franchise",
    "franchiseid", "site", "siteid", "tenant", "tenantid", "brand", "brandid", "company", "companycode", "companyid", "mandant", "bukrs", "店舗", "店舗コード", "门店",
];

/// The column among some that says who a customer is.
pub(crate) fn holder_among(columns: &[String]) -> Option<&String> {
    first_among(HOLDERS, columns)
}

/// The column among some that a person keeps.
pub(crate) fn person_among(columns: &[String]) -> Option<&String> {
    first_among(PEOPLE, columns)
}

/// The column among some that says which shop, branch or company a row is of.
pub(crate) fn place_among(columns: &[String]) -> Option<&String> {
    first_among(PLACES, columns)
}

fn first_among<'a>(known: &[&str], columns: &'a [String]) -> Option<&'a String> {
    known.iter().find_map(|known| columns.iter().find(|name| squeeze(name) == *known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_places_are_known_by_name() {
        let columns = ["email", "Customer Name", "product_name", "Store No", "shipping_name"];
        let columns = columns.map(str::to_owned);
        assert_eq!(holder_among(&columns), Some(&columns[1]));
        assert_eq!(person_among(&columns), Some(&columns[0]));
        assert_eq!(place_among(&columns), Some(&columns[3]));
        assert_eq!(holder_among(&columns[2..]), None);
        assert!(HOLDERS.iter().chain(PEOPLE).chain(PLACES).all(|name| squeeze(name) == **name));
    }
}
