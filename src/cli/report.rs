//! `winback report`: the page of the morning, and its measures in words or JSON.

use super::inputs::open_inputs;
use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::loyalty::{Changes, Loyalty, Measure, SeriesPoint, Unit};
use crate::pipeline::{Job, Report, make_report};
use crate::words::{counted, money, ratio, whole};

/// Write the page of the morning: whom to contact, loyalty, cohorts, how far to trust it
///
/// One HTML file without scripts or pictures from elsewhere, in OUTPUT/report/as_of=DATE/report.html;
/// OUTPUT/report/index.html lists all nights.
/// Reads the transactions, and the scores and lists of the output folder where there are any. Measures are those of
/// the last report.period_days days and of twelve earlier periods; one that the data does not allow says why.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback report --transactions orders.parquet --as-of 2024-07-01",
    "winback report --format json"
])]
pub struct Args {
    /// Put names, addresses and numbers of the customers most worth a call on the page
    #[arg(long)]
    with_contacts: bool,
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { with_contacts, data } = args;
    let settings = data.settings(shell)?;
    let sources = open_inputs(&settings)?;
    let machine = machine(&settings.machine, shell);
    let job = Job { settings: &settings, machine: &machine, watcher: shell };
    let report = make_report(&sources, &job, with_contacts)?;
    shell.show(&report, in_words)
}

fn in_words(report: &Report) -> String {
    let Report { facts, page } = report;
    let loyalty = &facts.loyalty;
    let mut text = format!("{}\n\n{}", heading(loyalty), measures(loyalty));
    text.push('\n');
    for (why, names) in missing(loyalty) {
        text.push_str(&format!("{}: not available because {why}\n", names.join(", ")));
    }
    if let Some(changes) = &facts.changes {
        text.push_str(&format!("\n{}", changed(changes)));
    }
    text.push_str(&format!("\nThe page: {}\n", page.page.display()));
    text
}

/// Why measures are not available, and which: each reason once.
fn missing(loyalty: &Loyalty) -> Vec<(&str, Vec<&str>)> {
    let mut missing: Vec<(&str, Vec<&str>)> = Vec::new();
    for measure in loyalty.measures() {
        let Some(why) = measure.not_available_because.as_deref() else { continue };
        match missing.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(measure.name),
            None => missing.push((why, vec![measure.name])),
        }
    }
    missing
}

fn heading(loyalty: &Loyalty) -> String {
    let period = &loyalty.period;
    let mut text = format!(
        "{} bought from {} to {}, {} of them for the first time; {} are customers now",
        counted(loyalty.base.buyers_in_period as f64, "customer", "customers"),
        period.start,
        period.last_day(),
        count(loyalty.base.new_in_period),
        count(loyalty.base.customers_at_end),
    );
    if let Some(share) = loyalty.counted_share {
        let percent = share * 100.0;
        text.push_str(&format!(
            "\nCounted of {percent:.2}% of the customers, drawn at random: counts and sums are estimates for all"
        ));
    }
    if period.days < period.asked_days {
        text.push_str(&format!(
            "\nThe period has {} days, not {}: the transactions begin on {}",
            period.days, period.asked_days, period.history_begins
        ));
    }
    text
}

fn measures(loyalty: &Loyalty) -> TextTable {
    let mut table = TextTable::new(&["MEASURE", ">VALUE", ">A YEAR AGO", ">N", "OF"]);
    for measure in loyalty.measures() {
        let Some(value) = measure.value else { continue };
        let year_ago = measure.series.first().and_then(|point: &SeriesPoint| point.value);
        table.row(&[
            measure.name.to_owned(),
            shown(measure, value),
            year_ago.map_or_else(String::new, |value| shown(measure, value)),
            count(measure.n),
            measure.n_of.to_owned(),
        ]);
    }
    table
}

fn shown(measure: &Measure, value: f64) -> String {
    match measure.unit {
        Unit::Share => format!("{:.1}%", value * 100.0),
        Unit::Money => money(value).to_string(),
        Unit::Ratio => ratio(value).to_string(),
        Unit::Points | Unit::Index => format!("{value:.1}"),
    }
}

fn changed(changes: &Changes) -> String {
    let Changes { previous, exposure, list, came_back, .. } = changes;
    let mut text = format!(
        "Since {previous}: {} customers are overdue and likely to leave, {} were",
        count(exposure.current.overdue_and_likely),
        count(exposure.previous.overdue_and_likely),
    );
    if let Some(list) = list {
        text.push_str(&format!(
            "\nOn the list {} customers: {} entered, {} left, {} stayed",
            count(list.customers.current),
            count(list.entered),
            count(list.left),
            count(list.stayed),
        ));
    }
    if let Some(came_back) = came_back {
        text.push_str(&format!("\n{} of the previous list have ordered since", count(*came_back)));
    }
    text.push('\n');
    text
}

fn count(number: u64) -> String {
    whole(number as f64).to_string()
}
