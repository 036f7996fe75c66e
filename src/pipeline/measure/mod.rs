//! Campaigns measured: published audience folders and later transactions → what the campaigns have done.

pub(super) mod campaign_folder;
pub(super) mod learned;
pub(super) mod outcomes_file;

use crate::audience::measure::{Experiment, Groupings, Measurement, Member, measure};
use crate::error::{Failure, Kind};
use crate::pipeline::audience::contacted::contacted_lately;
use crate::pipeline::load::end_of_data;
use crate::pipeline::measure::campaign_folder::{
    CampaignFolder, CampaignFolderError, GROUPINGS, ListedCustomer,
};
use crate::pipeline::payments::{Paid, Seen, Wanted, payments};
use crate::pipeline::{Job, open_transactions};
use crate::time::{AsOf, Zone};
use jiff::civil::Date;
use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;

/// Days that count where neither the call nor the campaign says how many.
const DEFAULT_DAYS: u32 = 30;

/// What is measured.
#[derive(Debug, Clone, Default)]
pub struct MeasurePlan {
    /// Published audience folders.
    pub campaigns: Vec<PathBuf>,
    /// Days after each list's date that count.
    pub days: Option<u32>,
    /// Lists of those whom the message was really sent to.
    pub contacted: Vec<PathBuf>,
}

/// Campaigns that cannot be measured yet, or not together.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// Some of the days that count are not in the data.
    #[error(
        "{}: the {days} days from {list_date} on are complete when the transactions reach to {complete}; the \
         newest is of {newest}: measure then, or fewer days with --days",
        folder.display()
    )]
    NotYet {
        /// The campaign.
        folder: PathBuf,
        /// Days that count.
        days: u32,
        /// The day of the list.
        list_date: Date,
        /// The last day that counts.
        complete: Date,
        /// The newest day there is.
        newest: String,
    },
    /// Windows of different lengths.
    #[error(
        "the campaigns' horizons are of {0} and {1} days: say with --days how many count for all of them"
    )]
    TwoHorizons(u32, u32),
}

impl Failure for MeasureError {
    fn kind(&self) -> Kind {
        match self {
            MeasureError::NotYet { .. } => Kind::NothingToDo,
            MeasureError::TwoHorizons(..) => Kind::Usage,
        }
    }
}

/// Measures published campaigns by the transactions that the settings name.
pub fn measure_campaigns(plan: &MeasurePlan, job: &Job<'_>) -> crate::Result<Measurement> {
    let settings = job.settings;
    let campaigns = plan.campaigns.iter().map(|folder| CampaignFolder::read(folder));
    let mut campaigns = campaigns.collect::<Result<Vec<_>, CampaignFolderError>>()?;
    campaigns.sort_by(|a, b| (a.list_date, &a.folder).cmp(&(b.list_date, &b.folder)));
    let days = days(plan.days, &campaigns)?;
    let zone = &settings.data.zone;
    let windows = windows(&campaigns, days, zone)?;
    let counted_earlier = leave_out_repeats(&mut campaigns);
    let input = open_transactions(settings)?;
    let wanted = wanted(&campaigns);
    let seen = payments(&input, job, &windows, &wanted)?;
    input.files.refuse_moved()?;
    refuse_incomplete(&campaigns, days, &windows, &seen, zone)?;
    let mut groupings = Groupings::new(GROUPINGS.map(str::to_owned).to_vec());
    let mut experiments = Vec::new();
    for (at, (campaign, counted_earlier)) in campaigns.iter().zip(counted_earlier).enumerate() {
        let mut experiment = experiment(campaign, at, &seen, &mut groupings);
        experiment.counted_earlier = counted_earlier;
        experiment.delivered = delivered(campaign, plan, zone)?;
        experiments.push(experiment);
    }
    Ok(measure(&experiments, &groupings, Some(days)))
}

fn days(asked: Option<u32>, campaigns: &[CampaignFolder]) -> Result<u32, MeasureError> {
    if let Some(days) = asked {
        return Ok(days);
    }
    let mut horizons =
        campaigns.iter().map(|campaign| campaign.horizon_days.unwrap_or(DEFAULT_DAYS));
    let Some(first) = horizons.next() else { return Ok(DEFAULT_DAYS) };
    horizons
        .find(|days| *days != first)
        .map_or(Ok(first), |other| Err(MeasureError::TwoHorizons(first, other)))
}

/// The days that count for each campaign, in microseconds.
fn windows(campaigns: &[CampaignFolder], days: u32, zone: &Zone) -> crate::Result<Vec<Range<i64>>> {
    let window = |campaign: &CampaignFolder| {
        let start = AsOf::at(campaign.list_date, zone)?;
        Ok(start.micros()..start.plus_days(days as i32, zone)?.micros())
    };
    campaigns.iter().map(window).collect()
}

/// Leaves out who is on an earlier list of the same campaign, on whichever side: someone held back stays
/// on the list night after night, someone contacted does not, and would count less often. Returns how many
/// are left out of each.
fn leave_out_repeats(campaigns: &mut [CampaignFolder]) -> Vec<u64> {
    let mut known: HashSet<(String, String)> = HashSet::new();
    let mut left_out = Vec::new();
    for campaign in campaigns {
        let name = &campaign.campaign;
        let before = campaign.customers.len();
        campaign.customers.retain(|customer| known.insert((name.clone(), customer.id.clone())));
        left_out.push((before - campaign.customers.len()) as u64);
        campaign.customers.sort_by(|a, b| a.id.cmp(&b.id));
    }
    left_out
}

fn wanted(campaigns: &[CampaignFolder]) -> Wanted {
    let mut wanted = Wanted::new();
    for (window, campaign) in campaigns.iter().enumerate() {
        for (number, customer) in campaign.customers.iter().enumerate() {
            for id in spellings(&customer.id) {
                wanted.entry(id.to_owned()).or_default().push((window, number));
            }
        }
    }
    wanted
}

/// A list made safe for spreadsheets has an apostrophe before what would run as a formula.
fn spellings(id: &str) -> impl Iterator<Item = &str> {
    std::iter::once(id).chain(id.strip_prefix('\''))
}

fn refuse_incomplete(
    campaigns: &[CampaignFolder],
    days: u32,
    windows: &[Range<i64>],
    seen: &Seen,
    zone: &Zone,
) -> crate::Result<()> {
    let end = seen.last_micros.map(|last| end_of_data(last, zone)).transpose()?;
    for (campaign, window) in campaigns.iter().zip(windows) {
        if end.is_some_and(|end| end.micros() >= window.end) {
            continue;
        }
        let date = |micros: i64| crate::time::date_of_day(zone.day_number(micros));
        let newest = seen.last_micros.map(|last| date(last).to_string());
        return Err(MeasureError::NotYet {
            folder: campaign.folder.clone(),
            days,
            list_date: campaign.list_date,
            complete: date(window.end - 1),
            newest: newest.unwrap_or_else(|| "no day".to_owned()),
        }
        .into());
    }
    Ok(())
}

fn experiment(
    campaign: &CampaignFolder,
    at: usize,
    seen: &Seen,
    groupings: &mut Groupings,
) -> Experiment {
    let member = |(number, customer): (usize, &ListedCustomer)| {
        let Paid { bought, revenue } = seen.paid.get(&(at, number)).copied().unwrap_or_default();
        // What was paid is less than the price by what the offer took off, and the goods cost as much.
        let given = if bought { customer.discount } else { 0.0 };
        Member {
            treated: customer.treated,
            bought,
            revenue,
            margin: campaign.margin_share * revenue - (1.0 - campaign.margin_share) * given,
            contact_cost: customer.contact_cost,
            churn_probability: customer.churn_probability,
            groups: customer
                .groups
                .iter()
                .enumerate()
                .map(|(k, label)| groupings.code(k, label))
                .collect(),
        }
    };
    Experiment {
        campaign: campaign.campaign.clone(),
        list_date: Some(campaign.list_date.to_string()),
        members: campaign.customers.iter().enumerate().map(member).collect(),
        ..Experiment::default()
    }
}

/// How many of the list are among those whom the message was sent to.
fn delivered(
    campaign: &CampaignFolder,
    plan: &MeasurePlan,
    zone: &Zone,
) -> crate::Result<Option<u64>> {
    if plan.contacted.is_empty() {
        return Ok(None);
    }
    let sent = contacted_lately(&plan.contacted, AsOf::at(campaign.list_date, zone)?, 0, zone)?;
    let is_sent = |customer: &&ListedCustomer| {
        customer.treated && spellings(&customer.id).any(|id| sent.has(id, None, None))
    };
    Ok(Some(campaign.customers.iter().filter(is_sent).count() as u64))
}
