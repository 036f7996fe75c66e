//! Names, addresses, numbers and countries in the forms that other systems compare. Who wants which form
//! is for the targets.

mod country;
mod email;
mod hash;
mod name;
mod phone;
mod postcode;

pub use country::{Country, country};
pub use email::{ad_email, google_email};
pub use hash::sha256;
pub use name::{composed, google_first_name, google_last_name, meta_name};
pub use phone::{Phone, phone};
pub use postcode::{google_postcode, meta_postcode};
