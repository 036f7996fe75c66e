//! A published audience folder as a measurement reads it: who was on the list, who was held back, and by what
//! figures. What they bought afterwards is not there.

use crate::audience::measure::{factor_band, purchase_band};
use crate::audience::{
    CUSTOMER_ID, ListFile, ListFileError, OfferSummary, campaign_record, number,
};
use crate::error::{Failure, Kind};
use crate::pipeline::PublishedError;
use crate::pipeline::published::Published;
use crate::table::folders::{CALL_FILE, CAMPAIGN_FILE, CONTROL_FILE, LIST_FILE};
use crate::table::{Stores, is_url};
use jiff::civil::Date;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// By what customers of a list are grouped.
pub(in crate::pipeline) const GROUPINGS: [&str; 5] =
    ["offer", "churn_factor", "risk_band", "tier", "orders"];

/// A campaign.
#[derive(Debug)]
pub(in crate::pipeline) struct CampaignFolder {
    /// Where it lies.
    pub folder: PathBuf,
    /// Its name.
    pub campaign: String,
    /// The day of the list.
    pub list_date: Date,
    /// Days of the outcome window, where the settings fixed them.
    pub horizon_days: Option<u32>,
    /// What a sale is worth.
    pub margin_share: f64,
    /// Everyone on either side.
    pub customers: Vec<ListedCustomer>,
}

/// A customer on one of the lists.
#[derive(Debug)]
pub(in crate::pipeline) struct ListedCustomer {
    /// Identifier as the file has it.
    pub id: String,
    /// Whether on the list; otherwise held back.
    pub treated: bool,
    /// What the offer takes off one order.
    pub discount: f64,
    /// What the contact cost.
    pub contact_cost: f64,
    /// Churn probability; NaN where there is none.
    pub churn_probability: f64,
    /// The customer's group in each of [`GROUPINGS`]; empty where there is none.
    pub groups: [String; 5],
}

/// A campaign that cannot be measured.
#[derive(Debug, thiserror::Error)]
pub enum CampaignFolderError {
    /// Not a folder that was published whole.
    #[error(
        "{} is not a published audience folder: name one such as out/audience/as_of=2025-01-01, with all its files",
        .0.display()
    )]
    NotPublished(PathBuf),
    /// A folder that is not on this machine.
    #[error("{} lies in an object store: copy the campaign's folder to this machine and name the copy", .0.display())]
    InStore(PathBuf),
    /// Its manifest.
    #[error(transparent)]
    Published(#[from] PublishedError),
    /// One of its files.
    #[error(transparent)]
    File(#[from] ListFileError),
}

impl Failure for CampaignFolderError {
    fn kind(&self) -> Kind {
        match self {
            CampaignFolderError::Published(error) => error.kind(),
            CampaignFolderError::File(error) => error.kind(),
            CampaignFolderError::NotPublished(_) | CampaignFolderError::InStore(_) => Kind::Usage,
        }
    }
}

/// What a measurement takes from `campaign.json`.
#[derive(Deserialize)]
struct Record {
    campaign: String,
    settings: Economics,
    offers: Vec<OfferSummary>,
}

#[derive(Deserialize)]
struct Economics {
    margin_share: f64,
}

impl Record {
    /// What contacting somebody with an offer cost.
    fn contact_cost(&self, offer: &str) -> Option<f64> {
        let found = self.offers.iter().find(|known| known.offer == offer);
        found.map(|offer| offer.contact_cost)
    }
}

impl CampaignFolder {
    /// Reads it.
    pub(in crate::pipeline) fn read(folder: &Path) -> Result<Self, CampaignFolderError> {
        if folder.to_str().is_some_and(is_url) {
            return Err(CampaignFolderError::InStore(folder.to_owned()));
        }
        let not_published = || CampaignFolderError::NotPublished(folder.to_owned());
        let published = Published::find(folder, &Stores::default())?.ok_or_else(not_published)?;
        // A list that was opened and saved again has lost zeros of its identifiers, or worse.
        published.refuse_altered()?;
        let manifest = published.manifest;
        let is_named = |file: &str| manifest.files.iter().any(|named| named.name == file);
        if ![LIST_FILE, CONTROL_FILE].into_iter().all(is_named) {
            return Err(not_published());
        }
        let list_date = manifest.as_of.parse().map_err(|_| not_published())?;
        let record: Record = campaign_record(&folder.join(CAMPAIGN_FILE))?;
        let mut customers = Vec::new();
        for (file, treated) in [(LIST_FILE, true), (CALL_FILE, true), (CONTROL_FILE, false)] {
            let path = folder.join(file);
            if path.exists() {
                read_list(&path, treated, &record, &mut customers)?;
            }
        }
        let horizon = &manifest.configuration["outcome"]["horizon_days"];
        Ok(Self {
            folder: folder.to_owned(),
            campaign: record.campaign,
            list_date,
            horizon_days: horizon.as_u64().and_then(|days| u32::try_from(days).ok()),
            margin_share: record.settings.margin_share,
            customers,
        })
    }
}

fn read_list(
    path: &Path,
    treated: bool,
    record: &Record,
    customers: &mut Vec<ListedCustomer>,
) -> Result<(), ListFileError> {
    let columns = [
        CUSTOMER_ID,
        "offer_code",
        "offer_value",
        "churn_probability",
        "churn_factor",
        "risk_band",
        "tier",
        "orders",
    ];
    let mut file = ListFile::open(path, columns)?;
    while let Some([id, offer, value, probability, factor, risk, tier, orders]) = file.next_row()? {
        let groups =
            [offer, factor_band(number(factor)), risk, tier, purchase_band(number(orders))];
        let value = number(value);
        let Some(contact_cost) = record.contact_cost(offer) else {
            let reason = format!("it says nothing of the offer '{offer}' of {}", path.display());
            let path = path.with_file_name(CAMPAIGN_FILE);
            return Err(ListFileError::Record { path, reason });
        };
        customers.push(ListedCustomer {
            id: id.to_owned(),
            treated,
            discount: if treated && value.is_finite() { value } else { 0.0 },
            contact_cost: if treated { contact_cost } else { 0.0 },
            churn_probability: number(probability),
            groups: groups.map(str::to_owned),
        });
    }
    Ok(())
}
