//! `winback audience`: from the scores of a date to the list of whom to win back.

use super::machine::machine;
use super::{DataArgs, ListArgs, Shell, TextTable, example};
use crate::audience::export::Written;
use crate::audience::measure::points;
use crate::audience::{CampaignSummary, LeftOff, OfferSummary, Play, Power};
use crate::pipeline::{AudiencePublished, Job, LeftOffCount, make_audience};
use crate::table::folders::{CALL_FILE, CONTROL_FILE, EXPORTS_FOLDER, LEFT_OFF_FILE, LIST_FILE};
use crate::words::{NOT_KNOWN, counted, money, share, share_to_tenths, whole};
use std::path::PathBuf;

/// Write the list of customers worth winning back, from the scores of a date
///
/// Reads the date's scores in the output folder and the customers table, and writes beside them
/// `win_back.csv`: whom to write to, with which offer and why, best expected profit first; `call.csv`: the
/// most valuable, whom a person calls; `control.csv`: who is held back, to measure what the list does; and
/// `left_off.csv`: everyone else, each with the reason. Only customers whose consent is on record and who are
/// overdue by their own rhythm are on the list. With --transactions, who has bought at or after --as-of is
/// left off too.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback audience --customers customers.parquet --as-of 2024-07-01 --output out --list-size 500",
    "winback audience --contacted out/audience/as_of=2024-06-15 --campaign spring --budget 2000"
])]
pub struct Args {
    /// Accept inputs that have lost rows, columns or refusals since the last published run
    #[arg(long)]
    accept_losses: bool,
    #[command(flatten)]
    list: ListArgs,
    /// Audience folder, or CSV or Parquet file with a column `customer_id`, `email` or `phone`, of customers contacted
    /// before; a folder `as_of=DATE` and rows with a date (`sent_at`) count for --cool-down-days. May be given several
    /// times
    #[arg(long, value_name = "PATH", help_heading = "Win-back list")]
    contacted: Vec<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { accept_losses, list, contacted, data } = args;
    let mut settings = data.settings_with(&list, shell)?;
    settings.accept_losses = accept_losses;
    let machine = machine(&settings.machine, shell);
    let job = Job { settings: &settings, machine: &machine, watcher: shell };
    let published = make_audience(&job, &contacted)?;
    if !published.looked_for_purchases {
        tracing::warn!("no transactions named: who has bought since the scores is not known");
    }
    shell.show(&published, in_words)
}

fn in_words(published: &AudiencePublished) -> String {
    let (list, folder) = (list_in_words(published), published.folder.display());
    let lists = [LIST_FILE, CALL_FILE, CONTROL_FILE, LEFT_OFF_FILE].map(str::to_owned);
    let exports = published.exports.iter().flat_map(|written| &written.files);
    let exports = exports.map(|file| format!("{EXPORTS_FOLDER}/{}", file.name));
    let files: Vec<String> = lists.into_iter().chain(exports).collect();
    format!("{list}in {folder}: {}", files.join(", "))
}

/// The list in a few lines: how many, at what cost, what it is expected to do, and who is not on it.
pub(super) fn list_in_words(published: &AudiencePublished) -> String {
    let AudiencePublished { summary, left_off, as_of, exports, .. } = published;
    let amount = |value: f64| amount(value, published.currency.as_deref());
    let mut text = format!("campaign {}: ", summary.campaign);
    if summary.listed > 0 {
        text.push_str(&format!("{}\n", head(summary, &as_of.to_string(), &amount)));
        text.push_str(&expectation(summary, &amount));
        text.push_str(&format!("{}\n\n{}", measurable(summary), plays(summary)));
    } else {
        text.push_str(&format!("nobody to contact as of {as_of}{}\n", cause(left_off)));
    }
    let mut table = TextTable::new(&["LEFT OFF", ">CUSTOMERS", "BECAUSE"]);
    for count in left_off {
        let LeftOffCount { reason, customers } = count;
        let cells = [reason.name(), &whole(*customers as f64).to_string(), reason.meaning()];
        table.row(&cells.map(str::to_owned));
    }
    if !left_off.is_empty() {
        text.push_str(&format!("\n{table}"));
    }
    if !exports.is_empty() {
        let lines: Vec<String> = exports.iter().map(Written::in_words).collect();
        text.push_str(&format!("\n{}\n", lines.join("\n")));
    }
    text
}

/// An amount, with the currency of the report where it names one.
fn amount(value: f64, currency: Option<&str>) -> String {
    match currency {
        Some(currency) => format!("{} {currency}", money(value)),
        None => money(value).to_string(),
    }
}

/// Why nobody is on the list.
fn cause(left_off: &[LeftOffCount]) -> String {
    let counts: Vec<(LeftOff, u64)> =
        left_off.iter().map(|count| (count.reason, count.customers as u64)).collect();
    LeftOff::of_an_empty_list(&counts).map_or_else(String::new, |(reason, customers)| {
        let customers = counted(customers as f64, "customer", "customers");
        format!("; {customers} left off as {}: {}", reason.name(), reason.meaning())
    })
}

fn head(summary: &CampaignSummary, as_of: &str, amount: &dyn Fn(f64) -> String) -> String {
    let CampaignSummary { listed, value_at_risk, expected_cost, expected_profit, .. } = summary;
    let (listed, cost) = (counted(*listed as f64, "customer", "customers"), amount(*expected_cost));
    let known = value_at_risk.zip(*expected_profit);
    let Some((value_at_risk, expected_profit)) = known else {
        return format!(
            "{listed} to contact as of {as_of}; expected cost {cost}; no amounts: the list is by the chance that a \
             contact keeps the customer, and profit is not known"
        );
    };
    format!(
        "{listed} to contact as of {as_of}, with {} at risk; expected cost {cost}, expected profit {}",
        amount(value_at_risk),
        amount(expected_profit),
    )
}

/// What the campaign is expected to do, and by which rates.
fn expectation(summary: &CampaignSummary, amount: &dyn Fn(f64) -> String) -> String {
    let CampaignSummary { listed, expected_leavers, expected_saves, expected_stayers, .. } =
        summary;
    let mut text = format!(
        "of {}, about {} would leave; the campaign is expected to keep {expected_saves:.1} of them \
         ({})\n",
        counted(*listed as f64, "customer", "customers"),
        whole(*expected_leavers),
        rates(summary),
    );
    if summary.expected_given_away >= 0.5 {
        text.push_str(&format!(
            "of the about {} who would buy anyway, vouchers give away about {}\n",
            whole(*expected_stayers),
            amount(summary.expected_given_away),
        ));
    }
    text
}

/// Where the save rates come from.
fn rates(summary: &CampaignSummary) -> String {
    if summary.offers.iter().all(|offer| offer.basis == "assumed") {
        return "save rates are assumed".to_owned();
    }
    let rate = |offer: &OfferSummary| {
        format!("{} {}% {}", offer.offer, points(offer.save_rate), offer.basis)
    };
    let rates: Vec<String> = summary.offers.iter().map(rate).collect();
    format!("save rates: {}", rates.join("; "))
}

/// What the control group can show.
fn measurable(summary: &CampaignSummary) -> String {
    let Some(Power { control, detectable, assumed, power, contacts_needed, .. }) = &summary.power
    else {
        return "nobody is held back: what the campaign does cannot be measured".to_owned();
    };
    let mut text = format!(
        "{} held back ({}): a difference of {} percentage points would be seen in 4 of 5 campaigns, {} \
         are assumed (power {})",
        whole(*control as f64),
        share_to_tenths(summary.control_share),
        points(*detectable),
        points(*assumed),
        share(*power),
    );
    if *power < 0.5 {
        text.push_str(
            "; too small to measure alone: it pools with other nights of the same campaign",
        );
        if let Some(needed) = contacts_needed {
            text.push_str(&format!(", {} contacts would do", whole(*needed as f64)));
        }
    }
    text
}

fn plays(summary: &CampaignSummary) -> String {
    let mut table =
        TextTable::new(&["PLAY", ">CUSTOMERS", ">AT RISK", ">COST", ">PROFIT", "WHAT TO DO"]);
    for play in &summary.plays {
        table.row(&[
            Play::name(play.play).to_owned(),
            whole(play.customers as f64).to_string(),
            play.value_at_risk.map_or(NOT_KNOWN.to_owned(), |at_risk| money(at_risk).to_string()),
            money(play.expected_cost).to_string(),
            play.expected_profit.map_or(NOT_KNOWN.to_owned(), |profit| money(profit).to_string()),
            play.play.meaning().to_owned(),
        ]);
    }
    table.to_string()
}
