//! Who takes the list: one file a target. Names and headers are a contract with the receiving side.

mod attentive;
mod braze;
mod google;
mod hubspot;
mod iterable;
mod klaviyo;
mod linkedin;
mod mailchimp;
mod meta;
mod mobileconnect;
mod people;
mod properties;
mod sfmc;
mod tiktok;

use super::target::Target;

/// All targets, in the order in which they are documented.
const TARGETS: [&Target; 15] = [
    &people::CSV,
    &people::EXCEL,
    &people::PARQUET,
    &klaviyo::KLAVIYO,
    &mailchimp::MAILCHIMP,
    &hubspot::HUBSPOT,
    &braze::BRAZE,
    &iterable::ITERABLE,
    &sfmc::SFMC,
    &mobileconnect::MOBILECONNECT,
    &attentive::ATTENTIVE,
    &google::GOOGLE,
    &meta::META,
    &tiktok::TIKTOK,
    &linkedin::LINKEDIN,
];

/// Their names.
pub(crate) const NAMES: [&str; TARGETS.len()] = {
    let mut names = [""; TARGETS.len()];
    let mut k = 0;
    while k < TARGETS.len() {
        names[k] = TARGETS[k].name;
        k += 1;
    }
    names
};

/// The target of a name.
pub(crate) fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name).copied()
}
