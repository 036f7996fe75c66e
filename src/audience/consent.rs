//! Who may be contacted, and how. Consent that is not clearly given is not given.
//!
//! Consent is per channel, and an address is passed on only for a channel with consent. A suppression
//! reason or an unsubscription outweighs any consent.

use super::left_off::LeftOff;
use crate::ingest::{Consent, Customers, Detail};

/// The ways by which one customer may be reached; at least one is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reachable<'a> {
    /// E-mail address, with consent.
    pub email: Option<&'a str>,
    /// Phone number, with consent.
    pub phone: Option<&'a str>,
}

/// How a customer may be reached, or why not. `row` is the customer's in the contact details; none
/// where there are no details, and so no consent.
pub fn reachable(
    customers: &Customers,
    row: Option<usize>,
    unsubscribed: bool,
) -> Result<Reachable<'_>, LeftOff> {
    let row = row.ok_or(LeftOff::NoConsent)?;
    let suppressed = customers.detail(row, Detail::SuppressionReason);
    if suppressed.is_some_and(|reason| !says_nothing(reason)) {
        return Err(LeftOff::Suppressed);
    }
    let mail_consent = if unsubscribed { Consent::Refused } else { customers.consent_email(row) };
    let phone_consent = customers.consent_phone(row);
    let mail = customers.detail(row, Detail::Email).filter(|mail| is_email(mail));
    let phone = customers.detail(row, Detail::Phone).filter(|phone| is_phone(phone));
    let reachable = Reachable {
        email: mail.filter(|_| mail_consent == Consent::Given),
        phone: phone.filter(|_| phone_consent == Consent::Given),
    };
    if reachable.email.is_some() || reachable.phone.is_some() {
        return Ok(reachable);
    }
    let consents = [mail_consent, phone_consent];
    Err(if consents.contains(&Consent::Given) {
        LeftOff::NoAddress
    } else if consents.contains(&Consent::Refused) {
        LeftOff::OptedOut
    } else {
        LeftOff::NoConsent
    })
}

/// A suppression column written as a flag says "no" in words.
fn says_nothing(reason: &str) -> bool {
    ["false", "no", "none", "0", "0.0", "null", "nan"]
        .iter()
        .any(|no| reason.eq_ignore_ascii_case(no))
}

/// Not a proof, only the shape: one `@` with something on both sides and no blank.
fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !text.contains(char::is_whitespace)
    })
}

fn is_phone(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 4
}
