//! `winback audience`: from the scores of a date to the list of whom to win back.

use super::economics::EconomicsArgs;
use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::pipeline::{AudiencePublished, LEFT_OFF_FILE, LIST_FILE, make_audience};
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
    #[command(flatten)]
    economics: EconomicsArgs,
    /// Audience folder, or CSV file with a column `customer_id`, of customers contacted before; a folder
    /// `as_of=DATE` counts for --cool-down-days. May be given several times
    #[arg(long, value_name = "PATH", help_heading = "Win-back list")]
    contacted: Vec<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

pub fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { economics, contacted, data } = args;
    let settings = data.settings_with(economics.to_raw(), shell)?;
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
    let mut text = format!(
        "{listed} customers to win back as of {as_of}; expected cost {expected_cost:.2}, expected \
         profit {expected_profit:.2}\n"
    );
    let mut table = TextTable::new(&["LEFT OFF", ">CUSTOMERS", "BECAUSE"]);
    for count in left_off {
        let because = meaning(count.reason).to_owned();
        table.row(&[count.reason.to_owned(), count.customers.to_string(), because]);
    }
    if !left_off.is_empty() {
        text.push_str(&table.to_string());
    }
    text
}

/// What a reason in the file of those left off means.
fn meaning(reason: &str) -> &'static str {
    match reason {
        "not_scored" => "never bought, or lapsed too long ago for a score",
        "suppressed" => "the customers table says not to contact them",
        "opted_out" => "they said no, or unsubscribed",
        "no_consent" => "no consent on record",
        "no_address" => "consent, but no usable address or number for it",
        "cool_down" => "contacted not long ago",
        "returned" => "bought since the scores were made",
        "not_profitable" => "contacting costs more than it is expected to bring",
        "same_address" => "a better customer with the same address is on the list",
        "control_group" => "held back at random, to measure what the list does",
        "beyond_budget" => "the list size or the budget was reached",
        _ => "",
    }
}
