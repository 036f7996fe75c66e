//! The list as files for other systems: who is to be written to, handed to what the settings name.
//!
//! What a target takes is for `audience::export`. Who is called is in the list of calls alone.

use crate::audience::export::{Contact, NAMES, Written, named, write_exports};
use crate::audience::{AudienceSettings, ListError, ListRow, ListRows};
use crate::ingest::{Consent, CustomerId, Customers};
use crate::table::PublishedFile;
use crate::table::folders::EXPORTS_FOLDER;
use rayon::prelude::*;
use std::path::Path;

/// Writes the files of all targets of the settings into `folder`, and warns of those that get none.
pub(in crate::pipeline) fn write_list_exports(
    rows: &ListRows<'_>,
    customers: &Customers,
    settings: &AudienceSettings,
    folder: &Path,
) -> Result<Vec<Written>, ListError> {
    let is_wanted = |name: &&str| settings.formats.iter().any(|format| format == name);
    let targets: Vec<_> = NAMES.into_iter().filter(is_wanted).filter_map(named).collect();
    let written_to = rows.places(false);
    if targets.is_empty() || written_to.is_empty() {
        return Ok(Vec::new());
    }
    let contacts: Vec<Contact> =
        written_to.into_par_iter().map(|place| contact(rows.row(place), customers)).collect();
    let exports = folder.join(EXPORTS_FOLDER);
    let written = write_exports(&contacts, &targets, settings.export_properties, &exports)?;
    for warning in written.iter().filter_map(Written::warning) {
        tracing::warn!("{warning}");
    }
    Ok(written)
}

/// The files for the manifest.
pub(in crate::pipeline) fn published(written: &[Written]) -> impl Iterator<Item = PublishedFile> {
    let files = written.iter().flat_map(|written| &written.files);
    files.map(|file| PublishedFile::new(format!("{EXPORTS_FOLDER}/{}", file.name), Some(file.rows)))
}

fn contact(row: ListRow, customers: &Customers) -> Contact {
    let known = customers.find(CustomerId::Text(&row.customer_id));
    let discount = Some(row.expected.discount).filter(|money| *money > 0.0);
    Contact {
        customer_id: row.customer_id,
        email: row.email,
        phone: row.phone,
        first_name: row.first_name,
        last_name: row.last_name,
        country: row.country,
        postcode: row.postcode,
        play: Some(row.play.name().to_owned()),
        offer_code: Some(row.offer_code),
        offer_value: discount.map(|money| format!("{money:.2}")),
        campaign: Some(row.campaign),
        list_date: Some(row.list_date),
        expires_on: Some(row.expires_on),
        rank: Some(row.rank.to_string()),
        churn_probability: row.churn_probability.map(|risk| format!("{risk:.4}")),
        risk_band: row.words.risk_band,
        why: Some(row.why),
        consent_ads: known.is_some_and(|known| {
            customers.consent_ads(known) == Consent::Given && !customers.no(known).ads
        }),
    }
}
