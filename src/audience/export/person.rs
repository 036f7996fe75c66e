//! A contact as all targets need it: read once, in the forms that machines compare.

use super::contact::Contact;
use super::disarm::looks_like_formula;
use super::normalise::{Country, Phone, composed, country, phone};
use crate::ingest::trimmed;

/// A contact, normalised.
#[derive(Debug)]
pub(crate) struct Person<'a> {
    /// As it stands in the list.
    pub contact: &'a Contact,
    /// Address without blanks around it.
    pub email: Option<&'a str>,
    /// Number that can be dialled.
    pub phone: Option<Phone>,
    /// Country, where it is understood.
    pub country: Option<&'static Country>,
    /// Given name, composed; none where a spreadsheet would run it.
    pub first_name: Option<String>,
    /// Family name, likewise.
    pub last_name: Option<String>,
    /// Postal code, likewise.
    pub postcode: Option<&'a str>,
    /// Whether there is a phone number that cannot be dialled.
    pub has_invalid_phone: bool,
    /// Whether a name or postal code was left out because it looks like a formula.
    pub has_unsafe_text: bool,
}

impl<'a> Person<'a> {
    /// Normalises a contact.
    pub(crate) fn of(contact: &'a Contact) -> Self {
        let country = contact.country.as_deref().and_then(country);
        let number = present(contact.phone.as_ref());
        let phone = number.and_then(|number| phone(number, country));
        let mut has_unsafe_text = false;
        let mut safe = |text: &Option<String>| {
            let is_unsafe = text.as_deref().is_some_and(looks_like_formula);
            has_unsafe_text |= is_unsafe;
            !is_unsafe
        };
        let first_name = contact.first_name.as_deref().filter(|_| safe(&contact.first_name));
        let last_name = contact.last_name.as_deref().filter(|_| safe(&contact.last_name));
        let postcode = present(contact.postcode.as_ref()).filter(|_| safe(&contact.postcode));
        Self {
            contact,
            email: present(contact.email.as_ref()),
            has_invalid_phone: number.is_some() && phone.is_none(),
            phone,
            country,
            first_name: first_name.and_then(composed),
            last_name: last_name.and_then(composed),
            postcode,
            has_unsafe_text,
        }
    }

    /// The number with its plus.
    pub(crate) fn e164(&self) -> Option<&str> {
        self.phone.as_ref().map(|phone| phone.e164.as_str())
    }

    /// The number without its plus.
    pub(crate) fn phone_digits(&self) -> Option<&str> {
        self.e164().map(|number| number.trim_start_matches('+'))
    }

    /// The country's code of two letters.
    pub(crate) fn country_code(&self) -> Option<&'static str> {
        self.country.map(|country| country.alpha_2)
    }
}

/// The text, where there is more than blanks.
fn present(text: Option<&String>) -> Option<&str> {
    text.map(|text| trimmed(text)).filter(|text| !text.is_empty())
}
