//! Names, addresses, numbers and countries in the forms that other systems compare. Who wants which form
//! is for the targets.

mod country;
mod email;
mod hash;
mod name;
mod phone;
mod postcode;

pub(super) use country::Country;
pub(in crate::audience) use country::country;
pub(super) use email::{ad_email, google_email};
pub(super) use hash::sha256;
pub(super) use name::{composed, google_first_name, google_last_name, meta_name};
pub(in crate::audience) use phone::can_be_dialled;
pub(super) use phone::{Phone, phone};
pub(super) use postcode::{google_postcode, meta_postcode};
