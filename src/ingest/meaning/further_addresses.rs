//! Columns with further addresses of the customer (`email2`, `billing_email`, `mobile`), by their names.
//!
//! Nobody is written to at them; a no under one of them is the person's. Which column has the address that is
//! written to is for the recognition of columns.

use super::channel::Channel;
use super::plain::Plain;

/// Whose addresses in a table of customers are not the customer's own.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_OTHERS: &[&str] = &[
    "manager", "salesrep", "salesperson", "owner", "agent", "seller", "vendor", "supplier",
    "merchant", "store", "shop", "branch", "support", "sender", "from", "replyto", "referr",
    "referred", "employee", "staff", "createdby", "updatedby", "modifiedby", "assigned", "handler",
    "verkaufer", "betreuer", "filiale", "mitarbeiter", "vendeur", "conseiller", "parent",
    "emergency", "spouse", "partner", "invited", "inviter", "recipient", "gift", "friend", "beneficiary",
    "notify",
];

/// What is said of an address without being one.
#[rustfmt::skip] // A table: as many words a line as fit.
const NO_ADDRESS: &[&str] = &[
    "consent", "optin", "optout", "subscri", "status", "state", "valid", "verified", "count",
    "opened", "clicked", "hash", "domain", "accepts", "template", "campaign", "country", "device",
    "app", "platform", "brand", "model",
];

/// Names that by themselves may be of an address; what is none in them leads nowhere.
const ALONE: &[&str] = &[
    "address",
    "adresse",
    "recipient",
    "rcptto",
    "rcpt",
    "subscriber",
    "subscriberkey",
    "username",
    "login",
    "identifier",
    "datasubject",
    "datasubjectid",
    "datasubjectidentifier",
];

/// What a column beside the one that is written to has: e-mail addresses or phone numbers.
pub(crate) fn further_address(column: &str) -> Option<Channel> {
    let name = Plain::of(column);
    if ALONE.contains(&name.squeezed.as_str()) {
        return Some(Channel::Email);
    }
    if name.has_stem(OF_OTHERS) || name.has_stem(NO_ADDRESS) {
        return None;
    }
    if name.has_stem(&["mail", "correo"]) {
        return Some(Channel::Email);
    }
    let is_phone = name.has_stem(&["phone", "telefon", "handy", "whatsapp", "mobil", "portable"])
        || name.has_word(&["tel", "cell", "cellular", "msisdn", "gsm", "landline"]);
    is_phone.then_some(Channel::Phone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_addresses_are_known_by_their_names() {
        for (column, address) in [
            ("email2", Some(Channel::Email)),
            ("Secondary E-Mail", Some(Channel::Email)),
            ("billingEmail", Some(Channel::Email)),
            ("e_mail_privat", Some(Channel::Email)),
            ("mobile_phone", Some(Channel::Phone)),
            ("Tel.", Some(Channel::Phone)),
            ("Handynummer", Some(Channel::Phone)),
            ("account_manager_email", None),
            ("store_phone", None),
            ("address", Some(Channel::Email)),
            ("gift_recipient", None),
            ("email_opt_in", None),
            ("emails_opened", None),
            ("hotel", None),
            ("mobile_app_version", None),
            ("city", None),
        ] {
            assert_eq!(further_address(column), address, "{column}");
        }
    }
}
