//! Meta, customer list: everything hashed, phone numbers without a plus.

use crate::audience::export::normalise::{ad_email, meta_name, meta_postcode};
use crate::audience::export::person::Person;
use crate::audience::export::target::{
    Key, Reader, Table, Target, column, made, phone, safe_text, text,
};

/// One file; a name alone finds nobody.
pub(super) const META: Target = Target {
    name: "meta",
    reader: Reader::AdPlatform,
    tables: &[Table {
        least_rows: 100,
        ..Table::csv(
            "customer_list",
            Key::Findable(|p| p.email.is_some() || p.phone.is_some() || has_place(p)),
            &[
                column("email", |p| made(p.email.map(ad_email))).hashed(),
                phone("phone", |p| text(p.phone_digits())).hashed(),
                safe_text("fn", |p| made(p.first_name.as_deref().and_then(meta_name))).hashed(),
                safe_text("ln", |p| made(p.last_name.as_deref().and_then(meta_name))).hashed(),
                safe_text("zip", |p| made(p.postcode.map(|zip| meta_postcode(zip, p.country))))
                    .hashed(),
                column("country", |p| made(p.country_code().map(str::to_lowercase))).hashed(),
            ],
        )
    }],
};

/// Whether there is all that finds a household.
fn has_place(person: &Person<'_>) -> bool {
    let names = person.first_name.is_some() && person.last_name.is_some();
    names && person.postcode.is_some() && person.country.is_some()
}
