//! The page that the business opens in the morning: one HTML file, complete without scripts and without a
//! network.
//!
//! What it says is computed elsewhere ([`crate::loyalty`], [`crate::model`]) or read from what was published
//! ([`Contacts`], [`Signals`], [`Matured`](crate::monitor::Matured)); here it is laid out. The page's own texts stand in `words`, all
//! ways of writing numbers in `locale`. Never more than 50 customers are on a page.

mod blocks;
mod contacts;
mod facts;
#[cfg(test)]
mod fixture;
mod frame;
mod locale;
mod nights;
mod page;
mod sections;
mod signals;
mod svg;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use contacts::Contacts;
pub(crate) use facts::PageFacts;
pub(crate) use locale::{Language, Locale};
pub(crate) use nights::{Night, index};
pub(crate) use page::page;
pub(crate) use signals::Signals;
