//! `winback audience`: from the scores of a date to the list of whom to win back.

use super::machine::machine;
use super::{DataArgs, ListArgs, Shell, TextTable, example};
use crate::pipeline::{AudiencePublished, LeftOffCount, make_audience};
use crate::table::folders::{LEFT_OFF_FILE, LIST_FILE};
use std::path::PathBuf;

/// Write the list of customers worth winning back, from the scores of a date
///
/// Reads the date's scores in the output folder and the customers table, and writes two files beside
/// them: `win_back.csv`, whom to contact, best expected profit first, with reasons; and `left_off.csv`,
/// everyone else, each with the reason. Only customers whose consent is on record are on the list. With
/// --transactions, who has bought at or after --as-of is left off too.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback audience --customers customers.parquet --as-of 2024-07-01 --output out --list-size 500",
    "winback audience --contacted out/audience/as_of=2024-06-15 --budget 2000 --contact-cost 0.5"
])]
pub struct Args {
    /// Accept inputs that have lost rows, columns or refusals since the last published run
    #[arg(long)]
    accept_losses: bool,
    #[command(flatten)]
    list: ListArgs,
    /// Audience folder, or CSV file with a column `customer_id`, of customers contacted before; a folder
    /// `as_of=DATE` counts for --cool-down-days. May be given several times
    #[arg(long, value_name = "PATH", help_heading = "Win-back list")]
    contacted: Vec<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

pub fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { accept_losses, list, contacted, data } = args;
    let mut settings = data.settings_with(&list, shell)?;
    settings.accept_losses = accept_losses;
    let machine = machine(&settings.machine, shell);
    let published = make_audience(&settings, &machine, &contacted, shell)?;
    if !published.looked_for_purchases {
        tracing::warn!("no transactions named: who has bought since the scores is not known");
    }
    shell.show(&published, in_words)
}

fn in_words(published: &AudiencePublished) -> String {
    let (list, folder) = (list_in_words(published), published.folder.display());
    format!("{list}in {folder}: {LIST_FILE}, {LEFT_OFF_FILE}")
}

/// The list in a few lines: how many, at what cost, and who is not on it.
pub fn list_in_words(published: &AudiencePublished) -> String {
    let AudiencePublished { listed, left_off, expected_cost, expected_profit, as_of, .. } =
        published;
    let profit = expected_profit.map_or_else(
        || "no amounts: the list is by risk alone, and profit is not known".to_owned(),
        |profit| format!("expected profit {profit:.2}"),
    );
    let mut text = format!(
        "{listed} customers to win back as of {as_of}; expected cost {expected_cost:.2}, {profit}\n"
    );
    let mut table = TextTable::new(&["LEFT OFF", ">CUSTOMERS", "BECAUSE"]);
    for count in left_off {
        let LeftOffCount { reason, customers } = count;
        let cells = [reason.name(), &customers.to_string(), reason.meaning()];
        table.row(&cells.map(str::to_owned));
    }
    if !left_off.is_empty() {
        text.push_str(&table.to_string());
    }
    text
}
