//! The flags that stand for options of `winback.toml`, made from the table of options.
//!
//! A flag has its option's name, text and default; it wins over the file. Nothing is checked here, and
//! no option is named: one that gets a flag in the table has it in every command.

use super::shell::Shell;
use crate::config::options::spec::toml_text;
use crate::config::options::{ConfigOption, Section, sections};
use crate::config::{ConfigSource, DEFAULT_FILE, EngineSettings, RawConfig, Settings};
use crate::table::Stores;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use toml::Value;

/// The section whose flags only the commands that make a list have.
const LIST: &str = "audience";

/// The data, the question and the places: shared by every command that reads a history.
#[derive(Debug, Clone, Default)]
pub struct DataArgs {
    /// Configuration file.
    pub config: Option<PathBuf>,
    /// What the flags say.
    pub flags: RawConfig,
}

/// Who is worth winning back: shared by the commands that make a list.
#[derive(Debug, Clone, Default)]
pub struct ListArgs {
    flags: RawConfig,
}

impl DataArgs {
    /// Reads the configuration, lays these flags over it, checks everything, and starts the
    /// workers.
    pub fn settings(&self, shell: &Shell) -> crate::Result<Settings> {
        self.settings_with(&ListArgs::default(), shell)
    }

    /// The same, with the flags of the win-back list.
    pub fn settings_with(&self, list: &ListArgs, shell: &Shell) -> crate::Result<Settings> {
        let path = config_path(self.config.as_deref());
        if let Some(path) = &path {
            tracing::info!(path = %path.display(), "configuration");
        }
        let flags = list.flags.clone().over(self.flags.clone());
        let mut settings = Settings::check(&ConfigSource::load(path.as_deref(), flags)?)?;
        // What is not UTF-8 is no variable of a store.
        let text = |(name, value): (OsString, OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        settings.data.stores = Stores::with(std::env::vars_os().filter_map(text));
        if let EngineSettings::Spark(_) = settings.engine {
            settings.data = settings.data.by_absolute_paths();
        }
        shell.start_workers(settings.machine.threads)?;
        Ok(settings)
    }
}

impl Args for DataArgs {
    fn augment_args(command: Command) -> Command {
        let command = command.arg(config_arg().help_heading("Data"));
        command.args(flags_of(|section| section.name != LIST))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for DataArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let config = matches.get_one::<PathBuf>("config").cloned();
        Ok(Self { config, flags: given(matches, |section| section.name != LIST) })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for ListArgs {
    fn augment_args(command: Command) -> Command {
        command.args(flags_of(|section| section.name == LIST))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ListArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self { flags: given(matches, |section| section.name == LIST) })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Where models are kept: for commands that read no history, and their subcommands.
#[derive(Debug, Clone, Default)]
pub(super) struct RegistryArgs(pub DataArgs);

impl Args for RegistryArgs {
    fn augment_args(command: Command) -> Command {
        let args = flags_of(|section| section.name == "model");
        let models = args.into_iter().filter(|arg| arg.get_id() == "models");
        command.arg(config_arg().global(true)).args(models.map(|arg| arg.global(true)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for RegistryArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        DataArgs::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

/// `--config`.
fn config_arg() -> Arg {
    Arg::new("config")
        .long("config")
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help("Configuration file; winback.toml of the working folder is read if it exists")
}

/// The flag of an option.
fn option_arg(option: &ConfigOption, value_name: &'static str) -> Arg {
    let help = match (&option.spec.default, option.spec.default_in_words) {
        // An empty list needs no telling.
        (Some(Value::Array(values)), _) if values.is_empty() => option.help(),
        (Some(Value::String(text)), _) => format!("{} [default: {text}]", option.help()),
        (Some(value), _) => format!("{} [default: {}]", option.help(), toml_text(value)),
        (None, _) => option.help(),
    };
    Arg::new(option.key).long(option.key.replace('_', "-")).value_name(value_name).help(help)
}

fn flags_of(wanted: fn(&Section) -> bool) -> Vec<Arg> {
    let mut args = Vec::new();
    for section in sections().into_iter().filter(wanted) {
        for option in &section.options {
            if let Some(value_name) = option.spec.flag {
                args.push(option_arg(option, value_name).help_heading(section.heading));
            }
        }
    }
    args
}

/// The options whose flags are given.
fn given(matches: &ArgMatches, wanted: fn(&Section) -> bool) -> RawConfig {
    let mut raw = RawConfig::default();
    for section in sections().into_iter().filter(wanted) {
        for option in section.options.iter().filter(|option| option.spec.flag.is_some()) {
            // A command may have some of the flags only.
            if let Ok(Some(text)) = matches.try_get_one::<String>(option.key) {
                raw = raw.with(section.name, option.key, option.spec.shape.parse(text));
            }
        }
    }
    raw
}

/// The configuration to read: the one that is named, or the working folder's.
pub(super) fn config_path(named: Option<&Path>) -> Option<PathBuf> {
    named.map(Path::to_owned).or_else(|| {
        let here = Path::new(DEFAULT_FILE);
        here.is_file().then(|| here.to_owned())
    })
}
