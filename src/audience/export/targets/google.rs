//! Google Ads, Customer Match: addresses and names hashed, country and postal code in the clear.

use crate::audience::export::normalise::{
    google_email, google_first_name, google_last_name, google_postcode,
};
use crate::audience::export::person::Person;
use crate::audience::export::target::{
    Key, Reader, Table, Target, column, made, phone, safe_text, text,
};

/// One file, all of whose rows have consent: it is granted for a whole upload.
pub(super) const GOOGLE: Target = Target {
    name: "google",
    reader: Reader::AdPlatform,
    tables: &[Table::csv(
        "customer_match",
        Key::Findable(|p| p.email.is_some() || p.phone.is_some() || has_place(p)),
        &[
            column("Email", |p| made(p.email.map(google_email))).hashed(),
            phone("Phone", |p| text(p.e164())).hashed(),
            safe_text("First Name", |p| {
                made(of_place(p, p.first_name.as_ref(), google_first_name))
            })
            .hashed(),
            safe_text("Last Name", |p| made(of_place(p, p.last_name.as_ref(), google_last_name)))
                .hashed(),
            column("Country", |p| text(p.country_code().filter(|_| has_place(p)))),
            safe_text("Zip", |p| text(postcode(p).filter(|_| has_place(p)))),
        ],
    )],
};

fn postcode<'a>(person: &'a Person<'_>) -> Option<&'a str> {
    google_postcode(person.postcode?, person.country)
}

/// Whether there is all that finds a household: without one of the four the others are not used.
fn has_place(person: &Person<'_>) -> bool {
    let names = person.first_name.is_some() && person.last_name.is_some();
    names && person.country.is_some() && postcode(person).is_some()
}

fn of_place(
    person: &Person<'_>,
    name: Option<&String>,
    normalise: fn(&str) -> Option<String>,
) -> Option<String> {
    name.filter(|_| has_place(person)).and_then(|name| normalise(name))
}
