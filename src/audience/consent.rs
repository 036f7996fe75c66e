//! Who may be contacted, and how. Consent that is not clearly given is not given.
//!
//! Consent is per channel, and an address is passed on only for a channel with consent. A no outweighs any
//! consent; whose it is, and of what, is for `ingest::refusals`.

use super::export::normalise::{can_be_dialled, country};
use super::left_off::LeftOff;
use crate::ingest::{Consent, Customers, Detail, NoTo, is_email, is_phone};

/// The ways by which one customer may be reached; at least one is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reachable<'a> {
    /// E-mail address, with consent.
    pub email: Option<&'a str>,
    /// Phone number, with consent.
    pub phone: Option<&'a str>,
}

/// The number under which a customer can be called: the same that exports to other tools can use.
pub(crate) fn phone_of(customers: &Customers, row: usize) -> Option<&str> {
    let phone = customers.detail(row, Detail::Phone).filter(|phone| is_phone(phone))?;
    let country = customers.detail(row, Detail::Country).and_then(country);
    Some(phone).filter(|phone| can_be_dialled(phone, country))
}

/// How a customer may be reached, or why not. `row` is the customer's in the contact details; none
/// where there are no details, and so no consent. `no` is what the customer said no to elsewhere.
pub(super) fn reachable(
    customers: &Customers,
    row: Option<usize>,
    no: NoTo,
) -> Result<Reachable<'_>, LeftOff> {
    let row = row.ok_or(LeftOff::NoConsent)?;
    let no = no | customers.no(row);
    if no.suppressed {
        return Err(LeftOff::Suppressed);
    }
    let unless = |no: bool, consent| if no { Consent::Refused } else { consent };
    let mail_consent = unless(no.email, customers.consent_email(row));
    let phone_consent = unless(no.phone, customers.consent_phone(row));
    let mail = || customers.detail(row, Detail::Email).filter(|mail| is_email(mail));
    let reachable = Reachable {
        email: (mail_consent == Consent::Given).then(mail).flatten(),
        phone: (phone_consent == Consent::Given).then(|| phone_of(customers, row)).flatten(),
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
