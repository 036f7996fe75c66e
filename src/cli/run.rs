//! `winback run`: the nightly job.

use super::audience::list_in_words;
use super::backfill::{self, Range};
use super::inputs::open_inputs_of_results;
use super::machine::machine;
use super::score::expected_in_words;
use super::{DataArgs, ListArgs, Shell, example};
use crate::config::Settings;
use crate::monitor::{Signal, Watch, notice};
use crate::pipeline::{Announcer, Job, Night, NightPlan, ScoresPublished, run_night};
use crate::words::{LINE_WIDTH, counted, whole, wrapped};
use jiff::civil::Date;

/// Run the night: check the data, score every customer, write the win-back list
///
/// Trains a model first when there is none of that name, or one is due (model.retrain); the list needs a
/// customers table. The scores are checked (drift, base rate, what became of earlier ones; see [monitor]). The
/// same input, configuration, model and earlier nights give the same bytes in the same places, so that a run may
/// be repeated. Data that is unfit (3) or too old (4), and scores that alert where monitor.fail_on_alert says so
/// (5), end the run before anything is published; while another run writes to the same --output, it ends with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback run --config winback.toml",
    "winback run --config winback.toml --as-of yesterday --if-changed --format json",
    "winback run --from 2024-10-01 --to 2024-10-07"
])]
pub struct Args {
    /// Accept inputs that have lost rows, columns or refusals since the last published run
    #[arg(long)]
    accept_losses: bool,
    /// Do all of it and publish nothing: neither results nor a model
    #[arg(long)]
    dry_run: bool,
    /// First of several nights, each run as of its own date on the inputs as they are
    #[arg(long, value_name = "DATE", value_parser = backfill::date, requires = "to")]
    from: Option<Date>,
    /// Last of them
    #[arg(long, value_name = "DATE", value_parser = backfill::date, requires = "from")]
    to: Option<Date>,
    /// Exit with 99 when input, configuration and model are those of the results that are there
    #[arg(long)]
    if_changed: bool,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { accept_losses, dry_run, from, to, if_changed, list, data } = args;
    let plan = NightPlan { only_if_changed: if_changed, dry_run };
    if let Some((from, to)) = from.zip(to) {
        let range = Range { from, to };
        let nights = backfill::backfill(range, (&data, &list), (plan, accept_losses), shell)?;
        shell.show(&nights, backfill::in_words)?;
        return nights.refuse_unchanged(range);
    }
    let mut settings = data.settings_with(&list, shell)?;
    settings.accept_losses = accept_losses;
    let night = told_night(&settings, plan, shell)?;
    shell.show(&night, in_words)
}

/// Runs a night and tells others of it, unless it is only tried.
pub(super) fn told_night(
    settings: &Settings,
    plan: NightPlan,
    shell: &Shell,
) -> crate::Result<Night> {
    let machine = machine(&settings.machine, shell);
    let job = Job { settings, machine: &machine, watcher: shell };
    let night = || {
        let sources = open_inputs_of_results(settings)?;
        run_night(&sources, &job, plan)
    };
    if plan.dry_run {
        return night();
    }
    let announcer = Announcer::begin(settings, machine.now_micros, std::process::id());
    let ended = night();
    announcer.end(&ended, shell.now_micros());
    ended
}

fn in_words(night: &Night) -> String {
    let Night { as_of, model, grade, trained, decision, published, scores, audience, watch, page } =
        night;
    let ScoresPublished { folder, customers, eligible, quality, .. } = scores;
    let origin = match (*trained, *published) {
        (false, _) => "as stored",
        (true, true) => "trained tonight",
        (true, false) => "trained for this and not kept",
    };
    let challenger = decision.as_ref().map_or_else(String::new, |decision| {
        wrapped(
            &format!("challenger {}", decision.in_words()),
            LINE_WIDTH,
            "\n        ",
            "        ",
        )
    });
    let unusable = if quality.used + quality.not_yet < quality.rows {
        format!(" ({})", quality.reasons())
    } else {
        String::new()
    };
    let list = match audience {
        Some(audience) => {
            let folder = audience.folder.display();
            let words = list_in_words(audience);
            let listed = counted(audience.summary.listed as f64, "customer", "customers");
            format!("list    {listed}, in {folder}\n\n{words}")
        }
        None => "list    none: no customers table, so nobody's consent is known".to_owned(),
    };
    let expected =
        expected_in_words(scores).map_or_else(String::new, |said| format!("\n        {said}"));
    let dry = if *published { "" } else { " (dry run: nothing was published)" };
    [
        format!("as of {as_of}{dry}"),
        format!("read    {} of {} transaction rows used{unusable}", quality.used, quality.rows),
        format!("model   {model}, {origin}, grade {grade:?}{}", challenger.trim_end()),
        format!(
            "scores  {} of {} scored, in {}{expected}",
            whole(*eligible as f64),
            counted(*customers as f64, "customer", "customers"),
            folder.display()
        ),
        format!("checks  {}", checks_in_words(watch)),
        format!("page    {}", page.page.display()),
        list,
    ]
    .join("\n")
}

/// The gravest readings, or that there are none.
fn checks_in_words(watch: &Watch) -> String {
    let [alerts, warnings] = [Signal::Alert, Signal::Warn].map(|s| watch.with(s).count());
    match (alerts, warnings) {
        (0, 0) => "good".to_owned(),
        (0, n) => {
            format!("{} worth a look, see monitor.json", counted(n as f64, "reading", "readings"))
        }
        (n, _) => format!("{}: {}", counted(n as f64, "alert", "alerts"), notice::in_words(watch)),
    }
}
