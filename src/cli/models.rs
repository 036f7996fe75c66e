//! `winback models`: list, show, compare, promote, roll back; `export` has a file of its own.

use super::args::RegistryArgs;
use super::{Format, Shell, TextTable, example, export};
use crate::model::{ComparedMeasure, ComparedModel, ModelComparison, model_card};
use crate::pipeline::{load_model, models_of};
use crate::registry::{Alias, Decision, ModelEntry, ModelSpec, Registry, RegistryError, Selector};

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
    #[command(flatten)]
    registry: RegistryArgs,
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

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { action, registry: RegistryArgs(data) } = args;
    let settings = data.settings(shell)?;
    let (registry, settings) = (models_of(&settings), settings.model);
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
        let mut table = TextTable::new(&["MODEL", "VERSION", "ALIASES", "DECISION"]);
        for ModelEntry { name, version, aliases, decision, .. } in entries {
            let aliases: Vec<String> = aliases.iter().map(ToString::to_string).collect();
            let decision = decision.as_ref().map_or_else(String::new, Decision::in_words);
            table.row(&[name.clone(), version.clone(), aliases.join(", "), decision]);
        }
        table.to_string()
    })
}

fn show(registry: &Registry, model: &str, shell: &Shell) -> crate::Result<()> {
    let entry = registry.resolve(model)?;
    if let (Format::Table, Some(card)) = (shell.format(), registry.card(&entry)) {
        let decision =
            entry.decision.map(|d| format!("\n## Champion or not\n\n{}\n", d.in_words()));
        return shell.print_text(&(card + &decision.unwrap_or_default()));
    }
    shell.show(&load_model(registry, &entry)?, model_card)
}

fn compare(registry: &Registry, models: [&str; 2], shell: &Shell) -> crate::Result<()> {
    let artifact =
        |model: &str| -> crate::Result<_> { Ok(load_model(registry, &registry.resolve(model)?)?) };
    let compared = ModelComparison::of(&artifact(models[0])?, &artifact(models[1])?);
    shell.show(&compared, |compared| {
        let headings = models.map(|model| format!(">{model}"));
        let mut table = TextTable::new(&["MEASURE", &headings[0], &headings[1], ">DIFFERENCE"]);
        let shown =
            |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.4}"));
        let judged = |model: &ComparedModel| model.test_as_of.clone().unwrap_or("–".to_owned());
        let (one, other) = (judged(&compared.one), judged(&compared.other));
        table.row(&["judged at".to_owned(), one, other, String::new()]);
        for ComparedMeasure { measure, one, other } in &compared.measures {
            let difference = one.zip(*other).map(|(one, other)| other - one);
            let name = measure.replace('_', " ");
            table.row(&[name, shown(*one), shown(*other), shown(difference)]);
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
