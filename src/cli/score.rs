//! `winback score`: every customer's churn probability as of a date, with reasons.

use super::inputs::open_inputs_of_results;
use super::machine::machine;
use super::{DataArgs, Shell, example};
use crate::pipeline::{Job, ScoresPublished, open_model, score_customers};
use crate::stats::ExpectedShare;
use crate::words::share;

/// Score every customer as of a date
///
/// Writes `<output>/scores/as_of=DATE/part-*.parquet`, sorted by `customer_id`, with a manifest; a re-run
/// replaces the folder as one. Customers outside the model's population are in the file, without a
/// probability and with the reason.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback score --transactions orders.parquet --as-of 2024-07-01 --model churn --output out"
])]
pub struct Args {
    /// Accept inputs that have lost rows, columns or refusals since the last published run
    #[arg(long)]
    accept_losses: bool,
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { accept_losses, data } = args;
    let mut settings = data.settings(shell)?;
    settings.accept_losses = accept_losses;
    let artifact = open_model(&settings)?;
    let sources = open_inputs_of_results(&settings)?;
    let machine = machine(&settings.machine, shell);
    let job = Job { settings: &settings, machine: &machine, watcher: shell };
    let published = score_customers(&sources, &job, &artifact)?;
    shell.show(&published, in_words)
}

fn in_words(published: &ScoresPublished) -> String {
    let ScoresPublished { folder, as_of, model_version, customers, eligible, ineligible, .. } =
        published;
    let mut words = vec![format!(
        "{customers} customers as of {as_of}, {eligible} of them scored with model {model_version}"
    )];
    for count in ineligible.iter().filter(|count| count.customers > 0) {
        words.push(format!("; {} {}", count.customers, count.reason.replace('_', " ")));
    }
    words.extend(expected_in_words(published).map(|said| format!("\n{said}")));
    words.push(format!("\nin {}", folder.display()));
    words.concat()
}

/// How many of the scored customers will leave; None where there are none.
pub(super) fn expected_in_words(published: &ScoresPublished) -> Option<String> {
    let ExpectedShare { low, high, .. } = published.expected_churn_rate?;
    let (low, high) = (share(low), share(high));
    let days = published.horizon_days;
    Some(format!("between {low} and {high} of them are expected to leave within {days} days"))
}
