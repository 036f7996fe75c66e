//! A made-up business and everything that `winback` does with one, in a folder of its own.
//!
//! The folder holds the data, a `winback.toml`, models and results. It is marked as the demo's own;
//! what stands there without the mark is never touched.

use super::model_file::{load_model, models_of};
use super::night::{Night, NightPlan, run_night};
use super::{Job, Machine, Watcher, open_sources};
use crate::audience::ListRow;
use crate::config::{ConfigSource, DEFAULT_FILE, RawConfig, Settings};
use crate::error::{Failure, Kind};
use crate::generate::{self, Summary};
use crate::model::TrainSummary;
use crate::table::{Access, CreatedFolders};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The mark of a folder that the demo made.
const MARK: &str = ".winback-demo";
/// What the demo makes in it, and may replace.
const OWN: [&str; 4] = ["data", "models", "output", DEFAULT_FILE];

/// What to demonstrate.
#[derive(Debug, Clone)]
pub struct DemoSettings {
    /// Customers in the customers table.
    pub customers: u64,
    /// Everything random follows from it.
    pub seed: u64,
    /// What kind of business.
    pub shape: generate::Shape,
    /// The folder.
    pub out: PathBuf,
}

/// What the demo has made.
#[derive(Debug, Serialize)]
pub struct Demo {
    /// The folder.
    pub folder: PathBuf,
    /// The configuration in it.
    pub configuration: PathBuf,
    /// The made-up history.
    pub generated: Summary,
    /// Code of the currency of its amounts; none where they name none.
    pub currency: Option<&'static str>,
    /// The model in brief.
    pub model: TrainSummary,
    /// The model's folder.
    pub model_folder: PathBuf,
    /// Scores and lists.
    pub night: Night,
    /// The first customers of the list, at most 20; they are made up.
    pub most_worth_a_call: Vec<ListRow>,
}

/// What stands against a demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Something else is there.
    #[error(
        "{} is there and was not made by winback demo: choose another folder with --out",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// It cannot be written.
    #[error("cannot write to {}: choose another folder with --out", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl Failure for DemoError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// The configuration of the made-up business.
const CONFIGURATION: &str = "\
# Written by winback demo: the configuration of a made-up business. `winback init` writes one for
# yours, with every setting that there is. Paths are relative to this file's folder.

[data]
transactions = \"data/transactions\"
events = \"data/events\"
customers = \"data/customers.parquet\"
# Everything before the midnight at which this day begins is seen; the data ends the day before.
as_of = \"2025-01-01\"

[outcome]
# Churned means: no purchase in so many days after as_of.
horizon_days = 90

[model]
models = \"models\"
# Enough for a first look, and quick; without this line more rows are learned from.
max_training_rows = 60000

[output]
output = \"output\"

[audience]
# Places on the list, and what is earned on a sale. Save rates are assumed until a campaign has measured them.
list_size = 500
margin_share = 0.35
reminder_cost = 0.05
voucher_cost = 0.05
voucher_share = 0.1
call_cost = 5.0
# Held back, so that the campaign's effect can be measured afterwards.
control_share = 0.1

[report]
# Stands beside every amount on the page.
currency = \"EUR\"
";

/// Makes the folder and everything in it. Running again replaces what an earlier demo made there.
pub fn run_demo(
    demo: &DemoSettings,
    machine: &Machine,
    watcher: &dyn Watcher,
) -> crate::Result<Demo> {
    let folder = &demo.out;
    let created = claim(folder)?;
    // Where nothing came about, the mark goes, and with it the folder if it was made here.
    let unmark = |_: &_| drop(std::fs::remove_file(folder.join(MARK)));
    let generated = generate_business(demo, watcher).inspect_err(unmark)?;
    created.keep();
    let configuration = folder.join(DEFAULT_FILE);
    std::fs::write(&configuration, CONFIGURATION).map_err(unwritable(&configuration))?;
    let source = ConfigSource::load(Some(&configuration), RawConfig::default())?;
    let settings = Settings::check(&source)?;
    let sources = open_sources(&settings)?;
    let night =
        run_night(&sources, &Job { settings: &settings, machine, watcher }, NightPlan::default())?;
    let registry = models_of(&settings);
    let entry = registry.resolve(&night.model)?;
    let artifact = load_model(&registry, &entry)?;
    let best = night.audience.as_ref().map(|audience| audience.best.clone());
    Ok(Demo {
        folder: folder.clone(),
        configuration,
        generated,
        currency: demo.shape.currency(),
        model: artifact.summary(),
        model_folder: entry.path.parent().unwrap_or(Path::new(".")).to_owned(),
        night,
        most_worth_a_call: best.unwrap_or_default(),
    })
}

fn unwritable(path: &Path) -> impl Fn(std::io::Error) -> DemoError {
    let path = path.to_owned();
    move |source| DemoError::Unwritable { path: path.clone(), source }
}

/// Makes the folder, or empties it of what an earlier demo made.
fn claim(folder: &Path) -> Result<CreatedFolders, DemoError> {
    let mark = folder.join(MARK);
    let is_empty = || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if folder.exists() && !mark.is_file() && !is_empty() {
        return Err(DemoError::NotOurs(folder.to_owned()));
    }
    let created = CreatedFolders::make(folder, Access::Usual).map_err(unwritable(folder))?;
    std::fs::write(&mark, "made by winback demo, which may replace it\n")
        .map_err(unwritable(&mark))?;
    for name in OWN {
        let path = folder.join(name);
        let removed = if path.is_dir() {
            std::fs::remove_dir_all(&path)
        } else if path.exists() {
            std::fs::remove_file(&path)
        } else {
            Ok(())
        };
        removed.map_err(unwritable(&path))?;
    }
    Ok(created)
}

fn generate_business(demo: &DemoSettings, watcher: &dyn Watcher) -> crate::Result<Summary> {
    let business = generate::BusinessSettings {
        customers: demo.customers,
        seed: demo.seed,
        shape: demo.shape,
        ..generate::BusinessSettings::default()
    };
    let work = watcher.begin("generating", "steps", generate::units_of_work(&business));
    let out = demo.out.join("data");
    let summary = generate::generate(&business, &out, &|steps| work.advance(steps))?;
    Ok(summary)
}
