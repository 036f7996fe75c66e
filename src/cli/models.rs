//! `winback models`: list, show, compare, promote, roll back; `export` has a file of its own.

use super::{DataArgs, Shell, TextTable, example, export};
use crate::error::{Failure, Kind};
use crate::registry::{Alias, ModelEntry, ModelSpec, Registry, RegistryError, Selector};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// List, show, export, compare, promote and roll back models
///
/// Each training adds a version and changes no other. The champion scores every night; without one,
/// the newest version does.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback models list",
    "winback models compare churn@champion churn/2025-06-01-1a2b3c4d",
    "winback models promote churn/2025-06-01-1a2b3c4d",
])]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    /// Configuration file; winback.toml of the working folder is read if it exists
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the models
    #[arg(long, global = true, value_name = "DIR")]
    models: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List every version and its aliases, from old to new
    List,
    /// Show a model's card; with --format json, the whole artifact
    Show {
        /// NAME, NAME/VERSION, NAME@champion or PATH; the configured model by default
        model: Option<String>,
    },
    Export(Box<export::Args>),
    /// Show the metrics of two models side by side
    Compare {
        /// NAME, NAME/VERSION, NAME@champion or PATH
        one: String,
        /// NAME, NAME/VERSION, NAME@champion or PATH
        other: String,
    },
    /// Make a version the champion, which scores from now on
    Promote {
        /// NAME/VERSION, or NAME@challenger
        model: String,
        /// Make it the challenger instead
        #[arg(long)]
        challenger: bool,
    },
    /// Make the champion before the present one champion again
    Rollback {
        /// NAME; the configured model by default
        name: Option<String>,
    },
}

/// A stored model that cannot be shown.
#[derive(Debug, thiserror::Error)]
enum ModelShowError {
    /// The system does not give it.
    #[error("cannot read {}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    /// It is not JSON.
    #[error("{} is no model", path.display())]
    NoModel { path: PathBuf, source: serde_json::Error },
}

impl Failure for ModelShowError {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

pub fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { action, config, models } = args;
    let settings = DataArgs { config, models, ..DataArgs::default() }.settings(shell)?.model;
    let registry = Registry::at(settings.models);
    match action {
        Action::List => list(&registry, shell),
        Action::Export(args) => export::run(*args, shell),
        Action::Show { model } => show(&registry, &model.unwrap_or(settings.model), shell),
        Action::Compare { one, other } => compare(&registry, [&one, &other], shell),
        Action::Promote { model, challenger } => {
            let alias = if challenger { Alias::Challenger } else { Alias::Champion };
            promote(&registry, &model, alias, shell)
        }
        Action::Rollback { name } => {
            let name = name.unwrap_or(settings.model);
            let aliases = registry.rollback(&name, &shell.now_text())?;
            shell.show(&aliases, |a| {
                format!("{name}: champion is {}", a.champion.as_deref().unwrap_or("nobody"))
            })
        }
    }
}

fn list(registry: &Registry, shell: &Shell) -> crate::Result<()> {
    shell.show(&registry.list()?, |entries| {
        if entries.is_empty() {
            let folder = registry.root().display();
            return format!("no models in {folder}; train one with: winback train");
        }
        let mut table = TextTable::new(&["MODEL", "VERSION", "ALIASES"]);
        for ModelEntry { name, version, aliases, .. } in entries {
            let aliases: Vec<String> = aliases.iter().map(ToString::to_string).collect();
            table.row(&[name.clone(), version.clone(), aliases.join(", ")]);
        }
        table.to_string()
    })
}

fn artifact(entry: &ModelEntry) -> crate::Result<Value> {
    let path = entry.path.clone();
    match std::fs::read(&path) {
        Ok(text) => serde_json::from_slice(&text)
            .map_err(|source| ModelShowError::NoModel { path, source }.into()),
        Err(source) => Err(ModelShowError::Unreadable { path, source }.into()),
    }
}

fn show(registry: &Registry, model: &str, shell: &Shell) -> crate::Result<()> {
    let entry = registry.resolve(model)?;
    let artifact = artifact(&entry)?;
    shell.show(&artifact, |artifact| {
        entry.card().unwrap_or_else(|| {
            let mut table = TextTable::new(&["METRIC", ">VALUE"]);
            for (name, value) in metrics(artifact) {
                table.row(&[name, value.to_string()]);
            }
            format!("{}\n\n{table}", entry.path.display())
        })
    })
}

fn compare(registry: &Registry, models: [&str; 2], shell: &Shell) -> crate::Result<()> {
    let mut sides = BTreeMap::<String, [Option<f64>; 2]>::new();
    for (side, model) in models.iter().enumerate() {
        for (name, value) in metrics(&artifact(&registry.resolve(model)?)?) {
            sides.entry(name).or_default()[side] = Some(value);
        }
    }
    shell.show(&sides, |sides| {
        let headings = models.map(|model| format!(">{model}"));
        let mut table = TextTable::new(&["METRIC", &headings[0], &headings[1], ">DIFFERENCE"]);
        let shown =
            |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.4}"));
        for (name, &[one, other]) in sides {
            let difference = one.zip(other).map(|(one, other)| other - one);
            table.row(&[name.clone(), shown(one), shown(other), shown(difference)]);
        }
        table.to_string()
    })
}

fn promote(registry: &Registry, model: &str, alias: Alias, shell: &Shell) -> crate::Result<()> {
    let entry = registry.resolve(model)?;
    // What is promoted must be said: "the best" changes from day to day.
    if entry.name.is_empty()
        || matches!(model.parse()?, ModelSpec::Named { selector: Selector::Best, .. })
    {
        return Err(RegistryError::NotAVersion(model.to_owned()).into());
    }
    let aliases = registry.promote(&entry.name, &entry.version, alias, &shell.now_text())?;
    shell.show(&aliases, |_| format!("{}: {alias} is {}", entry.name, entry.version))
}

/// Numbers of the artifact's out-of-time test, by dotted name.
fn metrics(artifact: &Value) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    for key in ["metrics", "test"] {
        if let Some(value) = artifact.get(key) {
            numbers(key, value, &mut found);
        }
    }
    found
}

fn numbers(name: &str, value: &Value, found: &mut BTreeMap<String, f64>) {
    match value {
        Value::Number(number) => found.extend(number.as_f64().map(|x| (name.to_owned(), x))),
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| numbers(&format!("{name}.{key}"), value, found));
        }
        _ => {}
    }
}
