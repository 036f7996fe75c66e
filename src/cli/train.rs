//! `winback train`: learn a churn model from the past, judge it on what came later, keep it.

use super::inputs::open_inputs;
use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::pipeline::{Stored, train_model};
use crate::words::share_to_tenths;
use serde_json::{Value, json};

/// Train a churn model and judge it out of time
///
/// Uses only what is known before --as-of: every outcome window of the training ends by then. The
/// newest complete cutoff is held out for the judgement, then the model is learned from all cutoffs
/// and stored under --models. The first model of a name becomes its champion.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback train --transactions orders.parquet --as-of 2024-07-01 --horizon-days 90 --models models"
])]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
}

pub fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { data } = args;
    let settings = data.settings(shell)?;
    let sources = open_inputs(&settings)?;
    let machine = machine(&settings.machine, shell);
    let stored = train_model(&sources, &settings, &machine, shell)?;
    let mut summary = stored.trained.summary();
    if let Value::Object(fields) = &mut summary {
        fields.insert("name".to_owned(), json!(stored.entry.name));
        fields.insert("path".to_owned(), json!(stored.entry.path));
        fields.insert("champion".to_owned(), json!(stored.promoted));
    }
    shell.show(&summary, |summary| in_words(summary, &stored))
}

/// The model's measures beside the baselines', as a table with what it was trained on.
fn in_words(summary: &Value, stored: &Stored) -> String {
    let text = |key: &str| summary[key].as_str().unwrap_or("none").to_owned();
    let mut lines = vec![
        format!("model {}/{} · grade {}", stored.entry.name, stored.entry.version, text("grade")),
        format!(
            "trained on {} rows of {} cutoffs, {} churned; horizon {} days",
            summary["n_rows"],
            summary["cutoffs"].as_array().map_or(0, Vec::len),
            share_to_tenths(summary["churn_rate"].as_f64().unwrap_or(f64::NAN)),
            stored.trained.artifact.content.rule.horizon_days,
        ),
    ];
    if summary["test"].is_object() {
        lines.push(format!(
            "judged on the customers of {}, whom it had not seen:",
            text("test_as_of")
        ));
        lines.push(measures(summary).to_string().trim_end().to_owned());
    } else {
        lines.push("not judged: too few customers or one outcome only".to_owned());
    }
    lines.push(text("grade_rule"));
    lines.push(format!("stored in {}", stored.entry.path.display()));
    lines.join("\n")
}

/// Columns of the table of measures: JSON name and heading.
const MEASURES: [(&str, &str); 5] = [
    ("auc", ">AUC"),
    ("log_loss", ">log loss"),
    ("brier", ">Brier"),
    ("ece", ">ECE"),
    ("lift_at_10", ">lift at 10%"),
];

fn measures(summary: &Value) -> TextTable {
    let mut headings = vec!["on the test cutoff"];
    headings.extend(MEASURES.map(|(_, heading)| heading));
    let mut table = TextTable::new(&headings);
    let number = |value: &Value| value.as_f64().map_or(String::new(), |x| format!("{x:.4}"));
    let mut row = |name: &str, values: &Value| {
        let mut cells = vec![name.to_owned()];
        cells.extend(MEASURES.map(|(key, _)| number(&values[key])));
        table.row(&cells);
    };
    row("this model", &summary["test"]);
    for (name, values) in summary["baselines"].as_object().into_iter().flatten() {
        row(&name.replace('_', " "), values);
    }
    table
}
