//! Names of columns about whoever bought, and of identifiers that may be those of whoever sold.

use crate::ingest::meaning::plain::normalised;

/// Words for whoever bought.
const BUYERS: &[&str] = &[
    "customer", "client", "member", "guest", "buyer", "shopper", "patient", "donor", "kunde",
    "cliente",
];
/// Names of identifiers that may be those of whoever sold.
const MAYBE_SELLERS: &[&str] = &["userid", "user"];
/// Ends of names of identifiers.
const IDENTIFIERS: &[&str] = &["id", "number", "no", "nr", "key", "code", "email"];

/// Whether a column is about whoever bought.
pub(crate) fn is_of_buyers(name: &str) -> bool {
    let plain = normalised(name);
    BUYERS.iter().any(|word| plain.contains(word)) || plain == "email"
}

/// Whether a column of identifiers may be about whoever sold.
pub(crate) fn may_be_of_sellers(name: &str) -> bool {
    MAYBE_SELLERS.contains(&normalised(name).as_str())
}

/// Whether a column tells those who bought apart.
pub(crate) fn tells_people_apart(name: &str) -> bool {
    let plain = normalised(name);
    is_of_buyers(name) && IDENTIFIERS.iter().any(|end| plain.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_people_are_known_by_name() {
        for name in
            ["customer_unique_id", "Customer Email", "email", "Kundennummer id", "member_no"]
        {
            assert!(tells_people_apart(name), "{name}");
        }
        for name in ["customer_city", "product_id", "customer_since", "seller_id"] {
            assert!(!tells_people_apart(name), "{name}");
        }
    }
}
