//! The nightly run: gates → model (trained when there is none, or one is due) → scores → list → checks → page.
//!
//! The same input, configuration and model give the same bytes in the same places: running again is
//! safe. The gates (unusable rows, age of the data) are those of `load`. Scores, list, readings and page are prepared,
//! then published together: readers see all of last night or all of tonight.

use super::announce::in_words;
use super::audience::exclusions::LeftAlone;
use super::audience::{
    AudiencePublished, ContactEvents, MadeFrom, audience_input, prepare_audience,
};
use super::check::before_rows;
use super::contact_inputs::{contacts, listed_facts};
use super::load::fixed_as_of;
use super::losses::refuse_losses;
use super::model_file::{load_model, models_of};
use super::output::open_output;
use super::published::{Published, PublishedError, configuration};
use super::question::refuse_other_question;
use super::refusals::forgotten::refuse_if_forgotten;
use super::refusals::unmet::refuse_unmet;
use super::refusals::{Gathered, gather_refusals};
use super::report::page::{list_nights, page_of_night};
use super::report::{Base, count_for_night};
use super::retrain::{Challenger, challenge, is_due};
use super::score::{Known, Scored, score_and_note};
use super::train::{model_name, train_and_store, train_now};
use super::warnings::warn_of;
use super::watch::{keep_history, watch_scores};
use super::{Job, PagePublished, ScoresPublished, Sources};
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::ingest::{Customers, EventRefusals};
use crate::model::{Artifact, Grade};
use crate::monitor::Watch;
use crate::registry::{Alias, Decision, ModelEntry, ModelSpec, RegistryError, Selector};
use crate::table::folders::{
    all_audiences, audience_folder, dates_of_scores, monitor_folder, report_folder, scores_folder,
};
use crate::table::{InputFacts, Stores};
use crate::time::AsOf;
use serde::Serialize;
use std::path::{Path, PathBuf};
use tracing::warn;

/// What a night has made.
#[derive(Debug, Serialize)]
pub struct Night {
    /// The date everything is seen from.
    pub as_of: AsOf,
    /// The model, as NAME/VERSION or path.
    pub model: String,
    /// Its grade.
    pub grade: Grade,
    /// Whether it was trained this night.
    pub trained: bool,
    /// What was decided of the challenger that was trained this night, if one was.
    pub decision: Option<Decision>,
    /// Whether the results were published; false where that was only tried.
    pub published: bool,
    /// The scores.
    pub scores: ScoresPublished,
    /// The list; none without a customers table.
    pub audience: Option<AudiencePublished>,
    /// What the checks of the scores found.
    pub watch: Watch,
    /// The page of the morning.
    pub page: PagePublished,
}

/// What ends a night without a result.
#[derive(Debug, thiserror::Error)]
pub enum NightError {
    /// All is there already.
    #[error(
        "nothing to do: input, configuration and model {model_version} are those of {}",
        folder.display()
    )]
    Unchanged {
        /// The model's version.
        model_version: String,
        /// The scores.
        folder: PathBuf,
    },
}

impl Failure for NightError {
    fn kind(&self) -> Kind {
        Kind::NothingToDo
    }
}

/// How a night is run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NightPlan {
    /// Results that were made from the same input, configuration and model end the night with
    /// [`NightError::Unchanged`].
    pub only_if_changed: bool,
    /// All is done, and nothing kept: neither results nor a model.
    pub dry_run: bool,
}

/// Runs the night.
pub fn run_night(sources: &Sources, job: &Job<'_>, plan: NightPlan) -> crate::Result<Night> {
    let output = open_output(job)?;
    let job = &job.with(&output.settings);
    let settings = job.settings;
    warn_of(&before_rows(sources, settings));
    let Gathered { events, found, inputs } = gather_refusals(sources, settings)?;
    let read_people = || people(sources, job, &events);
    let refuse_inputs = || {
        let Some(Listed { mut people, .. }) = read_people()? else { return Ok(()) };
        people.refuse(&found.refusals);
        refuse_if_forgotten(settings, &people)
    };
    let Chosen { model, artifact, trained, decision } =
        choose_model(sources, job, plan, &refuse_inputs)?;
    // Who has bought since is noted while the history is read: the rows are gone through once.
    let later_buyers = sources.customers.is_some();
    let refusals = found.refusals.clone();
    let known = Known { refusals, inputs, is_night: true, later_buyers };
    let Scored { published, mut staging, scores, tally, as_of, loyalty, later_buyers } =
        score_and_note(sources, job, &artifact, known)?;
    let loyalty = match loyalty {
        Some(counted) => counted,
        None => count_for_night(sources, job, &artifact, as_of)?,
    };
    let list = || -> crate::Result<_> {
        // The rows are gone by now: the contact details take their place in memory.
        let listed = sources.customers.as_ref().zip(read_people()?);
        let Some((customers, Listed { people, inputs })) = listed else { return Ok(None) };
        let mut alone = LeftAlone { looked_for_purchases: true, ..LeftAlone::default() };
        alone.exclusions.returned = later_buyers;
        let said = ContactEvents { events: sources.events.as_ref(), found: &found };
        let from = MadeFrom { scores: &scores, customers, said: &said, inputs: &inputs, as_of };
        prepare_audience(settings, &from, people, &alone, &mut staging).map(Some)
    };
    // Much of either is one thread's work.
    let (audience, base) = rayon::join(list, || Base::of(loyalty, Some(&scores)));
    let (audience, base) = (audience?, base?);
    let watch = watch_scores(settings, as_of, &artifact, (&scores, &tally), &mut staging)?;
    let page = page_of_night(settings, base, published.quality, &scores, &mut staging)?;
    // Whatever can fail has been done by now.
    sources.refuse_moved()?;
    if !plan.dry_run {
        staging.publish()?;
        catch_up(settings, &page);
    }
    let grade = artifact.content.grade;
    let published_now = !plan.dry_run;
    Ok(Night {
        as_of,
        model,
        grade,
        trained,
        decision,
        published: published_now,
        scores: published,
        audience,
        watch,
        page,
    })
}

/// Makes anew what tells of all nights. Tonight is published and whole without it, and so does not fail with it: the next
/// night catches up.
fn catch_up(settings: &Settings, page: &PagePublished) {
    let made = [
        ("the list of all nights", list_nights(settings, page)),
        ("the history of the checks", keep_history(settings)),
    ];
    for (what, made) in made {
        if let Err(error) = made {
            warn!("{what} is as it was until the next night: {}", in_words(&error));
        }
    }
}

/// The model that scores tonight.
struct Chosen {
    model: String,
    artifact: Artifact,
    trained: bool,
    decision: Option<Decision>,
}

/// The champion, or a challenger that takes its place tonight; the first of its name where there is none.
/// `refuse_inputs` fails where the night would later: no model is trained and kept before.
fn choose_model(
    sources: &Sources,
    job: &Job<'_>,
    plan: NightPlan,
    refuse_inputs: &dyn Fn() -> crate::Result<()>,
) -> crate::Result<Chosen> {
    let settings = job.settings;
    let first = |model, artifact| Chosen { model, artifact, trained: true, decision: None };
    let Some(entry) = stored_model(settings)? else {
        refuse_inputs()?;
        return Ok(if plan.dry_run {
            let artifact = train_now(sources, job)?;
            first(format!("{}/{}", model_name(settings), artifact.version), artifact)
        } else {
            let (artifact, entry) = train_and_store(sources, job)?;
            first(model_label(&entry), artifact)
        });
    };
    let champion = load_model(&models_of(settings), &entry)?;
    refuse_other_question(&champion, settings)?;
    if plan.only_if_changed {
        refuse_unchanged(sources, job, &champion)?;
    }
    let challenger = if is_due(job, &entry, &champion)? {
        refuse_inputs()?;
        challenge(sources, job, (&entry, &champion), plan.dry_run)
    } else {
        None
    };
    let model = model_label(&entry);
    Ok(match challenger {
        Some(Challenger { artifact, decision }) if decision.promoted => {
            let model = format!("{}/{}", entry.name, artifact.version);
            Chosen { model, artifact, trained: true, decision: Some(decision) }
        }
        challenger => {
            let decision = challenger.map(|challenger| challenger.decision);
            Chosen { model, artifact: champion, trained: false, decision }
        }
    })
}

/// What the list is made of.
struct Listed {
    people: Customers,
    /// The inputs in numbers.
    inputs: InputFacts,
}

/// The contact details, where there are any. They are refused where something was lost since the last list, and where
/// the events' refusals reach none of them.
fn people(
    sources: &Sources,
    job: &Job<'_>,
    found: &EventRefusals,
) -> crate::Result<Option<Listed>> {
    let settings = job.settings;
    let Some(input) = &sources.customers else { return Ok(None) };
    let people = contacts(input, job, &found.refusals)?;
    refuse_unmet(found, &people, settings, &input.forms.ids)?;
    let inputs = listed_facts(sources.events.as_ref(), found, input, &people);
    refuse_losses(&all_audiences(&settings.output.output), &inputs, settings)?;
    Ok(Some(Listed { people, inputs }))
}

fn model_label(entry: &ModelEntry) -> String {
    let ModelEntry { name, version, path, .. } = entry;
    if name.is_empty() { path.display().to_string() } else { format!("{name}/{version}") }
}

/// The model that the settings mean; none where it is one that a first training makes: a name, or
/// its champion, of which there is no version yet.
fn stored_model(settings: &Settings) -> Result<Option<ModelEntry>, RegistryError> {
    let registry = models_of(settings);
    let spec = &settings.model.model;
    let trainable = match spec.parse()? {
        ModelSpec::Named { selector, .. } => {
            matches!(selector, Selector::Best | Selector::Alias(Alias::Champion))
        }
        ModelSpec::Path(_) => false,
    };
    if trainable {
        let name = model_name(settings);
        // A champion whose folder is lost is a fault to be told, not a reason to train another.
        if registry.versions(&name)?.is_empty() && registry.aliases(&name)?.champion.is_none() {
            return Ok(None);
        }
    }
    registry.resolve(spec).map(Some)
}

/// Ends the night where its results are there already, whole.
fn refuse_unchanged(sources: &Sources, job: &Job<'_>, artifact: &Artifact) -> crate::Result<()> {
    let Job { settings, machine, .. } = *job;
    let (output, stores) = (&settings.output.output, &settings.data.stores);
    let found = |folder: &Path| found(folder, stores);
    let configuration = configuration(settings)?;
    let fingerprint = sources.identity(settings)?;
    let same_scores = |found: &Published| {
        let manifest = &found.manifest;
        manifest.model_version.as_deref() == Some(artifact.version.as_str())
            && manifest.tool_version == env!("CARGO_PKG_VERSION")
            && manifest.input_fingerprint == fingerprint
            && manifest.configuration == configuration
            && found.is_whole()
    };
    let rule = settings.data.as_of()?;
    let zone = &settings.data.zone;
    let dates = match fixed_as_of(rule, zone, machine.now_micros)? {
        Some(as_of) => vec![as_of.date()],
        // The data decides the date: the same data decided the same one.
        None => dates_of_scores(output),
    };
    for date in dates {
        let as_of = AsOf::at(date, zone)?;
        let folder = scores_folder(output, as_of);
        let Some(scores) = found(&folder)?.filter(same_scores) else { continue };
        let list_is_there = match &sources.customers {
            None => true,
            Some(customers) => {
                let learned_from = settings.audience.learned_from.as_deref();
                let (scores, events) = (&scores.manifest, sources.events.as_ref());
                let input = audience_input(scores, events, customers, learned_from)?;
                found(&audience_folder(output, as_of))?.is_some_and(|list| {
                    list.manifest.input_fingerprint == input
                        && list.manifest.configuration == configuration
                        && list.is_whole()
                })
            }
        };
        let [page, watch] =
            [report_folder(output, as_of), monitor_folder(output, as_of)].map(|at| found(&at));
        let is_whole = |part: Option<Published>| part.is_some_and(|part| part.is_whole());
        if list_is_there && is_whole(page?) && is_whole(watch?) {
            let model_version = artifact.version.clone();
            let folder = stores.shown(&folder);
            return Err(NightError::Unchanged { model_version, folder }.into());
        }
    }
    Ok(())
}

/// What was published at a folder; nothing where its manifest is damaged: it is to be made again.
fn found(folder: &Path, stores: &Stores) -> Result<Option<Published>, PublishedError> {
    match Published::find(folder, stores) {
        Err(PublishedError::Damaged { .. }) => Ok(None),
        found => found,
    }
}
