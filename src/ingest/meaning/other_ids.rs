//! Columns with other identifiers of the same person: where a record was merged into, which it has taken up.
//!
//! Identifiers of other people (a household, a company, who referred whom) are none.

use super::plain::Plain;

/// How such columns are called.
#[rustfmt::skip] // A table: as many words a line as fit.
const NAMES: &[&str] = &[
    "mergedinto", "mergedto", "mergedwith", "mergedfrom", "mergedid", "mergedobjectid", "mergedcustomer", "mergedcontact",
    "mergeparent", "mergemaster", "mergewinner", "masterrecord", "masterid", "mastercustomer", "mastercontact", "masterprofile", "canonicalid",
    "canonicalcustomer", "canonicaluser", "canonicalprofile", "survivingid", "survivingcustomer", "survivingcontact", "survivorid",
    "replacedby", "supersededby", "duplicateof", "dupeof", "previousid", "previouscustomer", "previoususer", "oldid", "oldcustomerid",
    "olduserid", "formerid", "formercustomer", "aliasid", "aliases", "goldenid", "goldenrecord", "hsmerged",
];
/// Whole names of identifiers in the exports of services that keep consents.
const OF_CONSENTS: &[&str] =
    &["identifier", "datasubject", "datasubjectid", "datasubjectidentifier"];
/// Words that end as "old" begins an identifier.
const LIKE_OLD: &[&str] = &["threshold", "household"];
/// What of such a record is no identifier.
const NO_ID: &[&str] = &[
    "date", "time", "name", "count", "status", "reason", "email", "phone", "type", "spend", "value",
];

/// Whether a column has other identifiers of the person.
pub(crate) fn has_other_ids(column: &str) -> bool {
    let name = Plain::of(column);
    let squeezed = LIKE_OLD.iter().fold(name.squeezed.clone(), |name, word| name.replace(word, ""));
    OF_CONSENTS.contains(&squeezed.as_str())
        || NAMES.iter().any(|stem| squeezed.contains(stem))
            && !name.has_stem(NO_ID)
            && !name.has_word(&["at", "on"])
}

/// Words of names of identifiers.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_IDS: &[&str] = &[
    "id", "ids", "key", "guid", "uuid", "number", "nummer", "no", "nr", "num", "code", "ref", "reference", "legacy", "external", "alias",
    "aliases", "kundennummer", "kundennr", "customerid", "userid", "contactid", "profileid", "externalid", "legacyid",
];
/// What has identifiers of its own, beside a customer.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_OTHERS: &[&str] = &[
    "order", "transaction", "invoice", "store", "shop", "product", "session", "device", "campaign", "household", "company", "parent",
    "referr", "agent", "owner", "salesrep", "employee", "ticket", "cart", "coupon", "voucher", "promo", "discount", "postcode", "zip",
    "postal", "country", "region", "currency", "language", "phone", "mobile", "tax", "vat", "iban", "segment", "cluster", "cookie", "list",
    "template", "message", "branch", "filiale", "street", "house", "address", "payment", "receipt", "subscription", "plan",
];

/// Whether a column may have an identifier of the person that another system gave: such columns are believed where each
/// value stands with one customer, and only of identifiers that nobody else has.
pub(crate) fn may_be_another_id(column: &str) -> bool {
    let name = Plain::of(column);
    name.has_word(OF_IDS)
        && !name.has_stem(OF_OTHERS)
        && !name.has_word(&["at", "on", "date", "count"])
}

/// The identifiers of a cell: one, or several as `1005;1006` or `[1005, "1006"]`, or each with the time of its merge
/// (`1005:1650000000000`).
pub(crate) fn ids_in(cell: &str) -> impl Iterator<Item = &str> {
    let parts = cell.split([',', ';', '|']);
    let bare =
        parts.map(|part| part.trim_matches(|c: char| c.is_whitespace() || "[]{}\"'".contains(c)));
    bare.map(without_time).filter(|id| !id.is_empty())
}

fn without_time(id: &str) -> &str {
    let is_time = |text: &str| text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    id.split_once(':').filter(|(_, time)| is_time(time)).map_or(id, |(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_identifiers_of_the_person_are_known() {
        for column in [
            "merged_into_id",
            "MasterRecordId",
            "hs_merged_object_ids",
            "canonical_customer_id",
            "replaced_by",
            "old_id",
        ] {
            assert!(has_other_ids(column), "{column}");
        }
        for column in [
            "parent_id",
            "household_id",
            "referred_by",
            "merged_at",
            "merged_date",
            "threshold_id",
            "old_email",
        ] {
            assert!(!has_other_ids(column), "{column}");
        }
        for column in ["legacy_id", "external_id", "alias_ids", "CRM Number", "loyalty_no"] {
            assert!(may_be_another_id(column), "{column}");
        }
        for column in ["last_order_id", "store_id", "company_id", "referrer_id", "postcode", "city"]
        {
            assert!(!may_be_another_id(column), "{column}");
        }
        assert_eq!(ids_in("[1005, \"a-6\"];").collect::<Vec<_>>(), ["1005", "a-6"]);
        assert_eq!(ids_in("7:1650000000000;gid:8").collect::<Vec<_>>(), ["7", "gid:8"]);
    }
}
