//! `winback measure`: what campaigns have done, treated against control, from later transactions.

use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::audience::measure::{
    CampaignMeasured, Effect, GroupMeasured, GroupingMeasured, LEAST_OF_A_GROUP, Measurement,
    measure, points, with_interval,
};
use crate::pipeline::{Job, MeasurePlan, measure_campaigns, read_outcomes};
use crate::table::AtomicFile;
use crate::words::{decimal, money, whole};
use std::path::PathBuf;

/// Say what a campaign has done: those on its list against those held back
///
/// Reads published audience folders and the transactions since, and compares what both sides bought in the
/// days after the list. Everyone on the list counts as contacted. Several folders are pooled, each against its
/// own control group; a customer on several lists of one campaign counts with the first. With --outcomes an
/// experiment made elsewhere is measured instead, from a file with a row per customer.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback measure --campaign out/audience/as_of=2024-07-01 --transactions transactions --days 30",
    "winback measure --campaign out/audience/as_of=2024-07-01 --out measured.json",
    "winback measure --outcomes experiment.csv --by segment"
])]
pub struct Args {
    /// Published audience folder. May be given several times
    #[arg(long, value_name = "DIR", required_unless_present = "outcomes")]
    campaign: Vec<PathBuf>,
    /// Days from the list's date on that count [default: the campaign's outcome.horizon_days, else 30]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: Option<u32>,
    /// CSV file with a column `customer_id` of those whom the message was really sent to: they are counted,
    /// and change no result. May be given several times
    #[arg(long, value_name = "PATH")]
    contacted: Vec<PathBuf>,
    /// Parquet or CSV file of an experiment made elsewhere: a row per customer with treated, bought, revenue
    #[arg(long, value_name = "FILE", conflicts_with_all = ["campaign", "days", "contacted"])]
    outcomes: Option<PathBuf>,
    /// Columns of --outcomes by which customers are grouped, separated by commas
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', requires = "outcomes")]
    by: Vec<String>,
    /// File to write the result to as JSON
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { campaign, days, contacted, outcomes, by, out, data } = args;
    let settings = data.settings(shell)?;
    let costs_known = outcomes.is_none();
    let measured = if let Some(path) = outcomes {
        let (experiment, groupings) = read_outcomes(&path, &by, settings.audience.margin_share)?;
        measure(&[experiment], &groupings, None)
    } else {
        let plan = MeasurePlan { campaigns: campaign, days, contacted };
        let machine = machine(&settings.machine, shell);
        let job = Job { settings: &settings, machine: &machine, watcher: shell };
        measure_campaigns(&plan, &job)?
    };
    if let Some(out) = out {
        let text = serde_json::to_vec_pretty(&measured).map_err(super::shell::ShowError::Json)?;
        AtomicFile::write(&out, &text)?;
    }
    shell.show(&measured, |measured| in_words(measured, costs_known))
}

/// `costs_known`: whether what a contact costs is taken off the profit.
fn in_words(measured: &Measurement, costs_known: bool) -> String {
    let mut text = format!("{}\n", measured.sentence);
    if let Some(effect) = &measured.effect {
        text.push_str(&format!(
            "\n{}\n{}\nIn brackets: intervals of 95%.\n",
            sides(effect),
            differences(effect)
        ));
        if !costs_known {
            text.push_str("Profit is margin × revenue: what a contact costs is not known and not taken off.\n");
        }
    }
    for grouping in &measured.groupings {
        text.push_str(&format!("\n{}", groups(grouping)));
    }
    text.push_str(&format!("\n{}", campaigns(&measured.campaigns)));
    for CampaignMeasured { campaign, qini, no_qini_because, .. } in &measured.campaigns {
        text.push_str(&match (qini, no_qini_because) {
            (Some(qini), _) => format!(
                "{campaign}: Qini coefficient {qini:.4}; above 0, those with the higher churn probability respond \
                 more\n"
            ),
            (None, Some(why)) => format!("{campaign}: no Qini coefficient: {why}\n"),
            (None, None) => String::new(),
        });
    }
    text
}

/// Money per customer, to the cent.
fn cents(money: f64) -> String {
    decimal(money, 2)
}

fn sides(effect: &Effect) -> TextTable {
    let mut table = TextTable::new(&[
        "SIDE",
        ">CUSTOMERS",
        ">BOUGHT",
        ">% BOUGHT",
        ">REVENUE EACH",
        ">PROFIT EACH",
    ]);
    for (name, side) in [("on the list", &effect.treated), ("held back", &effect.control)] {
        table.row(&[
            name.to_owned(),
            whole(side.customers as f64).to_string(),
            whole(side.buyers as f64).to_string(),
            points(side.bought_share),
            cents(side.revenue_per_customer),
            cents(side.profit_per_customer),
        ]);
    }
    table
}

fn differences(effect: &Effect) -> TextTable {
    let mut table = TextTable::new(&["EFFECT", "PER CUSTOMER", "IN ALL"]);
    let count = |number: f64| whole(number).to_string();
    let amount = |number: f64| money(number).to_string();
    let mut row = |what: &str, each: String, all: String| table.row(&[what.to_owned(), each, all]);
    let share = with_interval(&effect.bought_share, points);
    let buyers = with_interval(&effect.buyers, count);
    row("buyers, in percentage points", share, buyers);
    let revenue = with_interval(&effect.revenue_per_customer, cents);
    row("revenue", revenue, with_interval(&effect.revenue, amount));
    let profit = with_interval(&effect.profit_per_customer, cents);
    row("profit", profit, with_interval(&effect.profit, amount));
    if let Some(rate) = &effect.save_rate {
        row("save rate, %", with_interval(rate, points), String::new());
    }
    row("p-value", p_value(effect.p_value), String::new());
    table
}

fn p_value(p: f64) -> String {
    if p < 0.001 { "under 0.001".to_owned() } else { format!("{p:.3}") }
}

fn groups(grouping: &GroupingMeasured) -> TextTable {
    let heading = grouping.by.to_uppercase();
    let mut table = TextTable::new(&[
        &heading,
        ">ON THE LIST",
        ">HELD BACK",
        "BUYERS, POINTS",
        "REVENUE EACH",
        "PROFIT EACH",
        "SAVE RATE, %",
        ">SHRUNK",
    ]);
    for group in &grouping.groups {
        let GroupMeasured { group, treated, control, effect, shrunk_save_rate } = group;
        let mut cells = vec![
            group.clone(),
            whole(*treated as f64).to_string(),
            whole(*control as f64).to_string(),
        ];
        match effect {
            Some(effect) => cells.extend([
                with_interval(&effect.bought_share, points),
                with_interval(&effect.revenue_per_customer, cents),
                with_interval(&effect.profit_per_customer, cents),
                effect.save_rate.map_or_else(String::new, |rate| with_interval(&rate, points)),
                shrunk_save_rate.map_or_else(String::new, points),
            ]),
            None => {
                cells.push(format!("too few: under {LEAST_OF_A_GROUP} on a side"));
                cells.resize(8, String::new());
            }
        }
        table.row(&cells);
    }
    table
}

fn campaigns(campaigns: &[CampaignMeasured]) -> TextTable {
    let mut table = TextTable::new(&[
        "CAMPAIGN",
        "LIST OF",
        ">ON THE LIST",
        ">SENT",
        ">HELD BACK",
        ">COUNTED EARLIER",
        "BUYERS, POINTS",
    ]);
    for campaign in campaigns {
        let count = |number: u64| whole(number as f64).to_string();
        table.row(&[
            campaign.campaign.clone(),
            campaign.list_date.clone().unwrap_or_default(),
            count(campaign.treated),
            campaign.delivered.map_or_else(String::new, count),
            count(campaign.control),
            count(campaign.counted_earlier),
            campaign.effect.as_ref().map_or_else(
                || "too few".to_owned(),
                |effect| with_interval(&effect.bought_share, points),
            ),
        ]);
    }
    table
}
