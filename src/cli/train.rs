//! `winback train`: learn a churn model from the past, judge it on what came later, keep it.

use super::inputs::open_inputs;
use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::model::Baselines;
use crate::model::evaluate::Metrics;
use crate::pipeline::{Job, ModelTrained, train_model};
use crate::words::{LINE_WIDTH, share_to_tenths, wrapped};

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

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { data } = args;
    let settings = data.settings(shell)?;
    let sources = open_inputs(&settings)?;
    let machine = machine(&settings.machine, shell);
    let job = Job { settings: &settings, machine: &machine, watcher: shell };
    let trained = train_model(&sources, &job)?;
    shell.show(&trained, in_words)
}

/// The model's measures beside the baselines', as a table with what it was trained on.
fn in_words(trained: &ModelTrained) -> String {
    let ModelTrained { name, path, summary, champion: _ } = trained;
    let mut lines = vec![format!("model {name}/{} · grade {:?}", summary.version, summary.grade)];
    let said = summary.verdict.iter().map(|line| wrapped(line, LINE_WIDTH, "", "  "));
    lines.extend(said.map(|line| line.trim_end().to_owned()));
    lines.push(format!(
        "trained on {} rows of {} cutoffs, {} churned; horizon {} days",
        summary.n_rows,
        summary.cutoffs.len(),
        share_to_tenths(summary.churn_rate),
        summary.horizon_days,
    ));
    if let (Some(test), Some(as_of)) = (&summary.test, &summary.test_as_of) {
        lines.push(format!("judged on the customers of {as_of}, whom it had not seen:"));
        let table = measures(test, summary.baselines.as_ref());
        lines.push(table.to_string().trim_end().to_owned());
    } else {
        lines.push("not judged: too few customers or one outcome only".to_owned());
    }
    lines.push(summary.grade_rule.to_owned());
    lines.push(format!("stored in {}", path.display()));
    lines.join("\n")
}

fn measures(test: &Metrics, baselines: Option<&Baselines>) -> TextTable {
    let mut table = TextTable::new(&[
        "on the test cutoff",
        ">AUC",
        ">log loss",
        ">Brier",
        ">ECE",
        ">lift at 10%",
    ]);
    let number = |value: Option<f64>| value.map_or(String::new(), |x| format!("{x:.4}"));
    let mut row = |name: &str, m: &Metrics| {
        let measures = [m.auc, Some(m.log_loss), Some(m.brier), Some(m.ece), m.lift_at_10];
        let mut cells = vec![name.to_owned()];
        cells.extend(measures.map(number));
        table.row(&cells);
    };
    row("this model", test);
    for (name, metrics) in baselines.into_iter().flat_map(Baselines::named) {
        if let Some(metrics) = metrics {
            row(&name.replace('_', " "), metrics);
        }
    }
    table
}
