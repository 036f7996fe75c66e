//! `winback models export`: a model as a file for other engines.

use super::shell::ShowError;
use super::sql::{SqlCommandError, inputs};
use super::{DataArgs, Shell, example};
use crate::config::{AsOfRule, Settings};
use crate::error::{Failure, Kind};
use crate::features::sql::Dialect;
use crate::model::export::{Portable, json, onnx, sql};
use crate::pipeline::open_model;
use crate::table::AtomicFile;
use std::path::PathBuf;

/// Write a model for other engines: SQL, ONNX or JSON
///
/// All three are the same function of the same features, which `winback features --model MODEL`
/// computes. SQL gives the probability of every row of a table named features, or, with
/// --from transactions, of every customer as of a date. ONNX takes the features as one matrix of
/// doubles in the order of its property `feature_names`. JSON tells every column's formula.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback models export --format sql --dialect duckdb --model churn --out churn.sql",
    "winback models export --format onnx --model churn@champion --out churn.onnx",
])]
pub(super) struct Args {
    /// What to write
    #[arg(long, value_parser = ["sql", "onnx", "json"])]
    format: String,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The engine that will run the SQL
    #[arg(
        long, value_name = "ENGINE", default_value = "duckdb",
        value_parser = ["duckdb", "spark", "datafusion"]
    )]
    dialect: String,
    /// What the SQL reads: a table of features, or the transactions, as winback sql does
    #[arg(long, default_value = "features", value_parser = ["features", "transactions"])]
    from: String,
    #[command(flatten)]
    data: DataArgs,
}

/// What the file's format has no place for.
#[derive(Debug, thiserror::Error)]
#[error(
    "--from transactions is for --format sql: {0} reads features, which winback features --model computes"
)]
pub(super) struct OnlySqlReadsTransactions(String);

impl Failure for OnlySqlReadsTransactions {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// What was written.
#[derive(serde::Serialize)]
struct Exported {
    out: PathBuf,
    model_version: String,
    features: Vec<String>,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { format, out, dialect, from, data } = args;
    let from_transactions = from == "transactions";
    if from_transactions && format != "sql" {
        return Err(OnlySqlReadsTransactions(format).into());
    }
    let settings = data.settings(shell)?;
    let artifact = open_model(&settings)?;
    let model = Portable::new(&artifact, &settings.columns.channels)?;
    let dialect = Dialect::parse(&dialect).unwrap_or(Dialect::DuckDb);
    let content = match format.as_str() {
        "onnx" => onnx::model(&model),
        "json" => {
            let text =
                serde_json::to_string_pretty(&json::document(&model)).map_err(ShowError::Json)?;
            (text + "\n").into_bytes()
        }
        _ if from_transactions => statement(&model, dialect, &settings)?.into_bytes(),
        _ => sql::from_features(&model, dialect).into_bytes(),
    };
    AtomicFile::write(&out, &content)?;
    let exported = Exported {
        out,
        model_version: artifact.version.clone(),
        features: model.inputs.into_iter().map(|feature| feature.name).collect(),
    };
    shell.show(&exported, |Exported { out, model_version, features }| {
        format!("model {model_version} of {} features in {}", features.len(), out.display())
    })
}

/// The statement that reads the transactions.
fn statement(model: &Portable<'_>, dialect: Dialect, settings: &Settings) -> crate::Result<String> {
    let AsOfRule::Date(as_of) = settings.data.as_of()? else {
        return Err(SqlCommandError::NoDate.into());
    };
    let (inputs, _) = inputs(settings, dialect)?;
    Ok(sql::from_transactions(model, &inputs, dialect, as_of)?)
}
