//! The win-back list: published scores and contact details → two lists, published whole.
//!
//! Where they lie is for [`folders`](crate::table::folders), what they hold for `audience`. Without a customers table there is no list: nobody's
//! consent is known.

pub(super) mod contacted;
pub(super) mod exclusions;
pub(super) mod exports;

use crate::audience::{
    AudienceSettings, Bases, Campaign, CampaignSummary, Candidates, Exclusions, LeftOff, ListError,
    ListRow, ListRows, RowSource, Selection, export, select, summary, write_left_off, write_list,
};
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::ingest::{
    Columns, CustomerColumn, CustomerCounts, Customers, EventColumn, EventRefusals, NoTo, Refusals,
    masked,
};
use crate::pipeline::audience::contacted::contacted_lately;
use crate::pipeline::audience::exclusions::{LeftAlone, bought_since};
use crate::pipeline::audience::exports::{published, write_list_exports};
use crate::pipeline::cluster::{bought_since_in_cluster, cluster_of};
use crate::pipeline::contact_inputs::{
    add_refusals_of_transactions, contacts, listed_facts, refusals_of, warn_of_customers,
    warn_of_events,
};
use crate::pipeline::load::fixed_as_of;
use crate::pipeline::losses::refuse_losses;
use crate::pipeline::measure::learned::{fingerprint, learned};
use crate::pipeline::output::open_output;
use crate::pipeline::overlaps::of_list;
use crate::pipeline::published::{Published, PublishedError, configuration};
use crate::pipeline::refusals::file;
use crate::pipeline::refusals::forgotten::{Held, earlier_noes, hold_earlier};
use crate::pipeline::refusals::unmet::{
    refuse_same_numbers, refuse_unmet, refuse_unmet_lists, warn_of_strangers,
};
use crate::pipeline::sources::{Input, open_customers, open_events};
use crate::pipeline::warnings::warn_of;
use crate::pipeline::{Job, Needs, load, open_sources, open_transactions};
use crate::table::folders::{
    AUDIENCE, CALL_FILE, CAMPAIGN_FILE, CONTROL_FILE, LEFT_OFF_FILE, LIST_FILE, REFUSED_FILE,
    all_audiences, scores_folder,
};
use crate::table::{DateStaging, InputFacts, Manifest, PublishedFile, private_file};
use crate::time::AsOf;
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3;

/// Customers whom [`AudiencePublished::best`] holds, at most.
const BEST: usize = 20;

/// Customers left off for one reason.
#[derive(Debug, Clone, Serialize)]
pub struct LeftOffCount {
    /// The reason.
    pub reason: LeftOff,
    /// How many.
    pub customers: usize,
}

/// What was published.
#[derive(Debug, Clone, Serialize)]
pub struct AudiencePublished {
    /// The folder.
    pub folder: PathBuf,
    /// The date of the scores.
    pub as_of: AsOf,
    /// The model that made them.
    pub model_version: Option<String>,
    /// Identifies the list: equal for equal scores, contact details and settings.
    pub run_id: String,
    /// The list in numbers.
    #[serde(flatten)]
    pub summary: CampaignSummary,
    /// Customers off it, by reason, zeros left out.
    pub left_off: Vec<LeftOffCount>,
    /// The list as files for other systems.
    pub exports: Vec<export::Written>,
    /// Rows of the customers table.
    pub customers_table: CustomerCounts,
    /// Whether transactions after the scores were looked at.
    pub looked_for_purchases: bool,
    /// By what profit was worked out.
    pub settings: AudienceSettings,
    /// What stands beside amounts in words; kept out of the JSON, whose amounts are numbers.
    #[serde(skip)]
    pub currency: Option<String>,
    /// The first customers of the list, at most 20. Kept out of the JSON, which may end in a log: they
    /// are people.
    #[serde(skip)]
    pub best: Vec<ListRow>,
}

/// What stands against a list.
#[derive(Debug, thiserror::Error)]
pub enum AudienceError {
    /// Nobody's consent is known.
    #[error(
        "no customers table: nobody whose consent is not on record may be contacted; name it with \
         --customers or data.customers in winback.toml"
    )]
    NoCustomers,
    /// A budget is set, and nothing tells of money.
    #[error(
        "the scores tell of no money (the transactions have no column of amounts): what a budget buys cannot be \
         worked out; leave audience.budget out and say with --list-size how many to contact"
    )]
    NoValues,
    /// Nobody who has said no in one place is anybody of whom the list is made.
    #[error("{found}: {remedy}; --accept-losses says that they are strangers")]
    UnmetRefusals {
        /// What was found.
        found: String,
        /// What to do about it.
        remedy: String,
    },
    /// A list of those who said no of which nobody can tell whose it is.
    #[error(
        "nobody can tell whose the rows of {files} are, which says no by its name: their no would reach nobody. Export \
         identifiers or addresses (not hashes, domains) as Parquet (winback import makes it of CSV) under a name that \
         does not begin with _, or leave the file out; --accept-losses goes on without it"
    )]
    UnreadList {
        /// The files.
        files: String,
    },
    /// Nobody with a score is in the customers table.
    #[error(
        "none of the {bought} customers with transactions is among the {known} of {}: they have identifiers \
         such as {ours}, column '{column}' has {theirs}; name the column that holds the same identifiers \
         with customer_columns.customer_id, or make them alike with columns.id_normalise",
        path.display()
    )]
    Strangers {
        /// The customers table.
        path: PathBuf,
        /// Its column of identifiers.
        column: String,
        /// Customers with a score.
        bought: usize,
        /// Customers in the table.
        known: usize,
        /// Some identifiers of the scores, masked.
        ours: String,
        /// Some identifiers of the table, masked.
        theirs: String,
    },
    /// Nothing to choose from.
    #[error(
        "no complete scores as of {as_of} in {}: run winback score --as-of {as_of} first, with the \
         same --output",
        folder.display()
    )]
    NoScores {
        /// The date.
        as_of: AsOf,
        /// Where they should be.
        folder: PathBuf,
    },
}

impl Failure for AudienceError {
    fn kind(&self) -> Kind {
        match self {
            AudienceError::Strangers { .. }
            | AudienceError::UnmetRefusals { .. }
            | AudienceError::UnreadList { .. } => Kind::DataQuality,
            _ => Kind::Usage,
        }
    }
}

/// Makes the list for the settings' date from the scores of that date. Customers on the lists at
/// `contacted` are left alone for the cool-down, those who have bought since the scores too, where
/// transactions are named.
pub fn make_audience(job: &Job<'_>, contacted: &[PathBuf]) -> crate::Result<AudiencePublished> {
    let customers = open_customers(job.settings)?.ok_or(AudienceError::NoCustomers)?;
    let opened = open_output(job)?;
    let job = &job.with(&opened.settings);
    let Job { settings, machine, .. } = *job;
    let events = open_events(settings)?;
    let mut found = refusals_of(events.as_ref(), settings)?;
    warn_of_events(events.as_ref(), &found);
    let people = contacts(&customers, job, &found.refusals)?;
    refuse_unmet(&found, &people, settings, &customers.forms.ids)?;
    let inputs = listed_facts(events.as_ref(), &found, &customers, &people);
    refuse_losses(&all_audiences(&settings.output.output), &inputs, settings)?;
    let rule = settings.data.as_of()?;
    let mut alone = LeftAlone::default();
    let fixed = fixed_as_of(rule, &settings.data.zone, machine.now_micros)?;
    let as_of = if let Some(as_of) = fixed {
        if settings.data.transactions().is_ok() {
            // Without scores there is no use in reading on.
            find_scores(settings, as_of)?;
            let input = open_transactions(settings)?;
            add_refusals_of_transactions(&input, settings, &mut found)?;
            let bought = match cluster_of(settings) {
                None => bought_since(&input, job, as_of)?,
                Some(spark) => {
                    let sources = open_sources(settings)?;
                    bought_since_in_cluster(spark, &sources, job, as_of)?
                }
            };
            input.files.refuse_moved()?;
            alone.exclusions.returned = bought;
            alone.looked_for_purchases = true;
        }
        as_of
    } else {
        // Nobody has bought after the newest transaction.
        alone.looked_for_purchases = true;
        let sources = open_sources(settings)?;
        add_refusals_of_transactions(&sources.transactions, settings, &mut found)?;
        let needs = Needs::columns(Columns::default());
        let as_of = load(&sources, job, needs)?.as_of;
        sources.refuse_moved()?;
        as_of
    };
    let cool_down_days = settings.audience.cool_down_days;
    let zone = &settings.data.zone;
    alone.exclusions.contacted = contacted_lately(contacted, as_of, cool_down_days, zone)?;
    let scores = find_scores(settings, as_of)?;
    let (output, stores) = (&settings.output.output, &settings.data.stores);
    let mut staging = DateStaging::begin(output, as_of, stores)?;
    let said = ContactEvents { events: events.as_ref(), found: &found };
    let from =
        MadeFrom { scores: &scores, customers: &customers, said: &said, inputs: &inputs, as_of };
    let published = prepare_audience(settings, &from, people, &alone, &mut staging)?;
    customers.files.refuse_moved()?;
    events.as_ref().map_or(Ok(()), |events| events.files.refuse_moved())?;
    staging.publish()?;
    Ok(published)
}

fn find_scores(settings: &Settings, as_of: AsOf) -> crate::Result<Published> {
    let folder = scores_folder(&settings.output.output, as_of);
    let found = Published::find(&folder, &settings.data.stores)?;
    let none = || AudienceError::NoScores { as_of, folder: settings.data.stores.shown(&folder) };
    let found = found.ok_or_else(none)?;
    found.refuse_altered()?;
    Ok(found)
}

/// What a list is made from.
pub(in crate::pipeline) struct MadeFrom<'a> {
    /// The scores, wherever they lie.
    pub scores: &'a Published,
    /// The contact details.
    pub customers: &'a Input<CustomerColumn>,
    /// What the events say about contact.
    pub said: &'a ContactEvents<'a>,
    /// The inputs in numbers, by which the next run sees what was lost: of the files alone, without what the
    /// scores have noted.
    pub inputs: &'a InputFacts,
    /// The date of the scores.
    pub as_of: AsOf,
}

/// Selects from the scores among the people of the customers table, and writes the lists into `staging`, which is to
/// be published.
pub(in crate::pipeline) fn prepare_audience(
    settings: &Settings,
    from: &MadeFrom<'_>,
    mut customers: Customers,
    alone: &LeftAlone,
    staging: &mut DateStaging,
) -> crate::Result<AudiencePublished> {
    let MadeFrom { scores, customers: input, said, inputs, as_of } = *from;
    let parts = scores.files();
    let (economics, bases) = &learned(&settings.audience)?;
    let (candidates, earlier) = rayon::join(|| Candidates::read(&parts), || earlier_noes(settings));
    let (candidates, earlier) = (candidates?, earlier?);
    let has_values = candidates.have_values();
    if !has_values && economics.budget.is_some() {
        return Err(AudienceError::NoValues.into());
    }
    customers.refuse(&said.and_scored(&candidates));
    refuse_same_numbers(&mut customers, &candidates, &input.forms.ids);
    let held = hold_earlier(earlier, &mut customers)?;
    warn_of_customers(&customers);
    refuse_strangers(&candidates, &customers, input)?;
    refuse_unmet_lists(&mut customers, &candidates, settings, &input.forms.ids)?;
    warn_of_strangers(said.found, &customers, &candidates, &input.forms.ids);
    warn_of(&[of_list(&candidates, &customers, input, &input.forms.ids)]);
    let campaign = Campaign {
        settings: economics,
        as_of_day: as_of.day_number(),
        lookback_days: settings.outcome.lookback_days,
    };
    let selection = select(&candidates, &customers, &alone.exclusions, campaign);
    let folder = staging.place(AUDIENCE);
    let part = staging.part(AUDIENCE)?;
    let from =
        RowSource { candidates: &candidates, customers: &customers, parts: &parts, campaign };
    let (summary, list) = rayon::join(
        || summary(&selection, &candidates, economics, bases),
        || ListRows::read(&selection.listed, &from, true),
    );
    let list = list?;
    let exports = write_list_exports(&list, &customers, economics, &part)?;
    let record = CampaignRecord { summary: &summary, settings: economics, exports: &exports };
    let (files, refused) = rayon::join(
        || write_lists(&selection, &list, &record, &from, &part),
        || file::write(&held.noted, &part.join(REFUSED_FILE)),
    );
    let (mut files, refused) = (files?, refused?);
    files.extend(published(&exports));
    files.push(PublishedFile::new(REFUSED_FILE, Some(refused)));
    let from_campaigns = settings.audience.learned_from.as_deref();
    let input_fingerprint = audience_input(&scores.manifest, said.events, input, from_campaigns)?;
    let manifest = Manifest {
        run_id: run_id(&input_fingerprint, economics, bases, (&alone.exclusions, &held))?,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: as_of.to_string(),
        model_version: scores.manifest.model_version.clone(),
        input_fingerprint,
        inputs: inputs.clone(),
        files,
        configuration: configuration(settings)?,
        ..Manifest::default()
    };
    let manifest = staging.seal(AUDIENCE, manifest)?;
    let counts = selection.left_off_counts().into_iter().filter(|(_, customers)| *customers > 0);
    Ok(AudiencePublished {
        folder,
        as_of,
        model_version: manifest.model_version,
        run_id: manifest.run_id,
        summary,
        left_off: counts.map(|(reason, customers)| LeftOffCount { reason, customers }).collect(),
        exports,
        customers_table: customers.counts,
        looked_for_purchases: alone.looked_for_purchases,
        settings: economics.clone(),
        currency: settings.report.currency.clone(),
        best: (0..list.len().min(BEST)).map(|place| list.row(place)).collect(),
    })
}

/// What a list is made from: the scores, the events, the contact details, and what campaigns have measured.
pub(in crate::pipeline) fn audience_input(
    scores: &Manifest,
    events: Option<&Input<EventColumn>>,
    customers: &Input<CustomerColumn>,
    learned_from: Option<&Path>,
) -> crate::Result<String> {
    let mut parts = vec![scores.run_id.clone(), customers.files.fingerprint()?];
    if let Some(events) = events {
        parts.push(events.files.fingerprint()?);
    }
    if let Some(path) = learned_from {
        parts.push(fingerprint(path)?);
    }
    Ok(parts.join("-"))
}

/// What the events say about contact.
pub(in crate::pipeline) struct ContactEvents<'a> {
    /// The events.
    pub events: Option<&'a Input<EventColumn>>,
    /// The refusals among them.
    pub found: &'a EventRefusals,
}

impl ContactEvents<'_> {
    /// These refusals and those that the scores know: a no is kept though its events are not named.
    fn and_scored(&self, candidates: &Candidates) -> Refusals {
        let mut refusals = self.found.refusals.clone();
        for row in (0..candidates.len()).filter(|&row| candidates.unsubscribed(row)) {
            refusals.add(candidates.id(row), NoTo::ALL);
        }
        refusals
    }
}

/// Refuses a customers table in which nobody is found who has a score: its identifiers are others.
fn refuse_strangers(
    candidates: &Candidates,
    customers: &Customers,
    input: &Input<CustomerColumn>,
) -> Result<(), AudienceError> {
    // Whoever is in the customers table has a row among the scores, but has bought nothing there.
    let buyers = || (0..candidates.len()).filter(|&row| candidates.orders(row) > 0);
    let (bought, known) = (buyers().count(), customers.len());
    if bought == 0 || known == 0 {
        return Ok(());
    }
    if buyers().any(|row| customers.find(candidates.id(row)).is_some()) {
        return Ok(());
    }
    let theirs = (0..known.min(3)).map(|row| masked(&customers.id(row).to_string()));
    let ours = buyers().take(3).map(|row| masked(&candidates.id(row).to_string()));
    Err(AudienceError::Strangers {
        path: input.files.dataset.path.clone(),
        column: input.mapping.name(CustomerColumn::CustomerId).to_owned(),
        bought,
        known,
        ours: ours.collect::<Vec<_>>().join(", "),
        theirs: theirs.collect::<Vec<_>>().join(", "),
    })
}

fn run_id(
    input: &str,
    economics: &AudienceSettings,
    bases: &Bases,
    (exclusions, held): (&Exclusions, &Held),
) -> Result<String, PublishedError> {
    let mut hash = Xxh3::new();
    hash.update(input.as_bytes());
    hash.update(&serde_json::to_vec(&(economics, bases)).map_err(PublishedError::Settings)?);
    let contacted: Vec<String> = exclusions.contacted.keys().collect();
    let mut returned: Vec<String> = exclusions.returned.iter().cloned().collect();
    returned.sort_unstable();
    for ids in [contacted, returned] {
        hash.update(&(ids.len() as u64).to_le_bytes());
        for id in ids {
            hash.update(id.as_bytes());
            hash.update(b"\n");
        }
    }
    if held.by_earlier_nights > 0 {
        hash.update(&held.by_earlier_nights.to_le_bytes());
    }
    Ok(format!("{:016x}", hash.digest()))
}

/// Writes the list, the calls, the control group, those left off and the campaign in numbers.
fn write_lists(
    selection: &Selection<'_>,
    list: &ListRows<'_>,
    record: &CampaignRecord<'_>,
    from: &RowSource<'_>,
    folder: &Path,
) -> crate::Result<Vec<PublishedFile>> {
    let control = ListRows::read(&selection.control, from, false)?;
    let mut files = Vec::new();
    let lists = [
        (LIST_FILE, list, list.places(false)),
        (CALL_FILE, list, list.places(true)),
        (CONTROL_FILE, &control, (0..control.len()).collect()),
    ];
    let write_one = |(name, rows, places): &(&str, &ListRows<'_>, Vec<usize>)| {
        write_file(folder, name, |out| write_list(rows, places, export::Csv::default(), out))
    };
    let write_off = |out: &mut BufWriter<File>| {
        write_left_off(selection, from.candidates, export::Csv::default(), out)
    };
    let (listed, off) = rayon::join(
        || lists.iter().try_for_each(write_one),
        || write_file(folder, LEFT_OFF_FILE, write_off),
    );
    listed?;
    off?;
    for (name, _, places) in &lists {
        files.push(PublishedFile::new(*name, Some(places.len() as u64)));
    }
    files.push(PublishedFile::new(LEFT_OFF_FILE, Some(selection.left_off.len() as u64)));
    let record = serde_json::to_vec_pretty(record).map_err(PublishedError::Settings)?;
    write_file(folder, CAMPAIGN_FILE, |out| Ok(out.write_all(&record)?))?;
    files.push(PublishedFile::new(CAMPAIGN_FILE, None));
    Ok(files)
}

/// What a measurement needs to know of a campaign.
#[derive(Serialize)]
struct CampaignRecord<'a> {
    #[serde(flatten)]
    summary: &'a CampaignSummary,
    settings: &'a AudienceSettings,
    /// What became of the list in each file for others.
    exports: &'a [export::Written],
}

fn write_file(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), ListError>,
) -> Result<(), ListError> {
    let mut out = BufWriter::new(private_file(&folder.join(name))?);
    write(&mut out)?;
    Ok(out.flush()?)
}
