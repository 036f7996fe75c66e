//! A made-up business and everything that `winback` does with one, in a folder of its own.
//!
//! The folder holds the data, a `winback.toml`, models and results. It is marked as the demo's own;
//! what stands there without the mark is never touched.

use super::exclusions::LIST_FILE;
use super::model_file::load_model;
use super::night::{Night, run_night};
use super::{Machine, Watcher, open_sources};
use crate::config::raw::RawConfig;
use crate::config::{ConfigSource, DEFAULT_FILE, Settings};
use crate::error::{Failure, Kind};
use crate::generate::{self, Summary};
use crate::registry::Registry;
use crate::table::CreatedFolders;
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The mark of a folder that the demo made.
const MARK: &str = ".winback-demo";
/// What the demo makes in it, and may replace.
const OWN: [&str; 4] = ["data", "models", "output", DEFAULT_FILE];
/// Customers that are shown.
const SHOWN: usize = 20;

/// What to demonstrate.
#[derive(Debug, Clone)]
pub struct DemoSettings {
    /// Customers in the customers table.
    pub customers: u64,
    /// Everything random follows from it.
    pub seed: u64,
    /// The folder.
    pub out: PathBuf,
}

/// A customer on the list, as the list has it.
#[derive(Debug, Clone, Serialize)]
pub struct TopCustomer {
    /// Place on the list, from 1.
    pub rank: u32,
    /// Identifier.
    pub customer_id: String,
    /// Given and family name.
    pub name: String,
    /// Churn probability.
    pub churn_probability: f64,
    /// Predicted spend over the horizon.
    pub value: f64,
    /// Expected profit of contacting.
    pub expected_profit: f64,
    /// Day of the last order.
    pub last_order_date: String,
    /// Day on which the next order is to be expected by the customer's rhythm.
    pub expected_next_order_date: String,
    /// Sentences.
    pub reasons: Vec<String>,
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
    /// Days without a purchase that count as churn.
    pub horizon_days: u32,
    /// What the model is, as `winback train` tells it.
    pub model: Value,
    /// The model's folder.
    pub model_folder: PathBuf,
    /// Scores and lists.
    pub night: Night,
    /// The first customers of the list.
    pub most_worth_a_call: Vec<TopCustomer>,
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
    /// The list cannot be read back.
    #[error("cannot read {} back", path.display())]
    List {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: csv::Error,
    },
}

impl Failure for DemoError {
    fn kind(&self) -> Kind {
        match self {
            DemoError::NotOurs(_) | DemoError::Unwritable { .. } => Kind::Usage,
            DemoError::List { .. } => Kind::Failed,
        }
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
# Enough for a first look, and quick; without this line up to a million rows are learned from.
max_training_rows = 60000

[output]
output = \"output\"

[audience]
# Places on the list, and what a contact is expected to bring and to cost.
list_size = 500
margin_share = 0.35
save_rate = 0.1
accept_rate = 0.1
contact_cost = 0.25
offer_cost = 2.0
# Held back, so that the campaign's effect can be measured afterwards.
control_share = 0.1
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
    let night = run_night(&sources, &settings, machine, false, watcher)?;
    let entry = Registry::at(&settings.model.models).resolve(&night.model)?;
    let artifact = load_model(&entry)?;
    let most_worth_a_call = match &night.audience {
        Some(audience) => first_of_list(&audience.folder.join(LIST_FILE))?,
        None => Vec::new(),
    };
    Ok(Demo {
        folder: folder.clone(),
        configuration,
        generated,
        horizon_days: artifact.content.rule.horizon_days,
        model: crate::model::Trained { artifact }.summary(),
        model_folder: entry.path.parent().unwrap_or(Path::new(".")).to_owned(),
        night,
        most_worth_a_call,
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
    let created = CreatedFolders::make(folder).map_err(unwritable(folder))?;
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
    let business = generate::Settings {
        customers: demo.customers,
        seed: demo.seed,
        ..generate::Settings::default()
    };
    let work = watcher.begin("generating", "steps", generate::units_of_work(&business));
    let out = demo.out.join("data");
    let summary = generate::generate(&business, &out, &|steps| work.advance(steps))?;
    Ok(summary)
}

/// The first customers of a published list.
fn first_of_list(path: &Path) -> Result<Vec<TopCustomer>, DemoError> {
    let failed = |source| DemoError::List { path: path.to_owned(), source };
    let mut reader = csv::Reader::from_path(path).map_err(failed)?;
    let headers = reader.headers().map_err(failed)?.clone();
    let mut first = Vec::new();
    for row in reader.records().take(SHOWN) {
        let row = row.map_err(failed)?;
        let text = |name: &str| {
            let column = headers.iter().position(|header| header == name);
            column.and_then(|at| row.get(at)).unwrap_or_default().to_owned()
        };
        let number = |name: &str| text(name).parse().unwrap_or(f64::NAN);
        let reasons = ["reason_1", "reason_2", "reason_3"].map(text);
        first.push(TopCustomer {
            rank: text("rank").parse().unwrap_or_default(),
            customer_id: text("customer_id"),
            name: format!("{} {}", text("first_name"), text("last_name")).trim().to_owned(),
            churn_probability: number("churn_probability"),
            value: number("value"),
            expected_profit: number("expected_profit"),
            last_order_date: text("last_order_date"),
            expected_next_order_date: text("expected_next_order_date"),
            reasons: reasons.into_iter().filter(|reason| !reason.is_empty()).collect(),
        });
    }
    Ok(first)
}
