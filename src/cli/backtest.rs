//! `winback backtest`: how good models trained at past dates would have been, beside the baselines.

use super::inputs::open_inputs;
use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::model::Baselines;
use crate::model::backtest::Judgement;
use crate::model::evaluate::Metrics;
use crate::pipeline::{BacktestPlan, BacktestReport, Job, run_backtest};
use crate::words::{LINE_WIDTH, NOT_KNOWN, counted, share_to_tenths, wrapped};
use std::path::PathBuf;

/// Judge models trained at past dates on what then happened
///
/// Goes back to several origins before --as-of. At each, a model learns only from what was known by
/// then and is judged on the outcome window that follows, beside days since the last purchase, the
/// customer's own gap, BG/NBD and the base rate. Nothing is stored but the predictions, if --out is given.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback backtest --cutoffs 6 --transactions orders.parquet --as-of 2024-07-01 --horizon-days 90"
])]
pub struct Args {
    /// Origins; those with too little history before them are left out
    #[arg(long, value_name = "K", default_value_t = 3,
          value_parser = clap::value_parser!(u16).range(1..=200))]
    cutoffs: u16,
    /// Days from one origin to the next; the horizon by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
    step_days: Option<u32>,
    /// Parquet file for the predictions: customer, origin, probability, outcome, baselines
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { cutoffs, step_days, out, data } = args;
    let settings = data.settings(shell)?;
    let sources = open_inputs(&settings)?;
    let machine = machine(&settings.machine, shell);
    let job = Job { settings: &settings, machine: &machine, watcher: shell };
    let asked = BacktestPlan { origins: usize::from(cutoffs), step_days, out };
    let report = run_backtest(&sources, &job, &asked)?;
    shell.show(&report, in_words)
}

fn in_words(report: &BacktestReport) -> String {
    let rule = &report.rule;
    let mut lines = verdict(report);
    lines.push(format!(
        "{} of {} origins before {}, {} days apart; churn is no purchase within {} days{}",
        report.origins.len(),
        report.origins_asked,
        report.as_of,
        report.step_days,
        rule.horizon_days,
        if rule.gap_days > 0 {
            format!(" after a gap of {}", rule.gap_days)
        } else {
            String::new()
        },
    ));
    if report.sampled_share < 1.0 {
        let drawn = share_to_tenths(report.sampled_share);
        lines.push(format!("{drawn} of the customers were drawn (model.max_training_rows)"));
    }
    lines.extend(report.left_out.iter().map(|l| format!("left out {}: {}", l.origin, l.reason)));
    let mut section = |heading: &str, table: &TextTable| {
        lines.push(format!("\n{heading}\n{}", table.to_string().trim_end()));
    };
    section("Each origin, trained on what was known by then", &origins(report));
    section("AUC beside the baselines", &beside(report, |m| m.auc, false));
    section("Log loss beside the baselines", &beside(report, |m| Some(m.log_loss), true));
    section("All origins together, predicted against observed", &tenths(&report.pooled));
    section("All origins together", &measures(&report.pooled));
    section("All origins together, by segment", &segments(&report.pooled));
    lines.push(format!("\ngrade {} · {}", grade(&report.pooled), report.grade_rule));
    if let Some(path) = &report.predictions {
        lines.push(format!("predictions in {}", path.display()));
    }
    lines.join("\n")
}

/// What it means, in sentences.
fn verdict(report: &BacktestReport) -> Vec<String> {
    let mut said = report.pooled.judged().sentences();
    said.splice(1..1, beaten(report).into_iter().chain(as_expected(report)));
    let mut lines: Vec<String> =
        said.iter().map(|line| wrapped(line, LINE_WIDTH, "", "  ").trim_end().to_owned()).collect();
    lines.push(String::new());
    lines
}

/// At how many origins the model was better than every baseline.
fn beaten(report: &BacktestReport) -> Option<String> {
    let better = report.origins.iter().filter(|origin| {
        let Judgement { test, baselines, .. } = &origin.judgement;
        let Baselines { days_since_last, own_gap, bg_nbd, base_rate } = baselines;
        let all = [days_since_last, own_gap, bg_nbd, base_rate];
        all.into_iter().flatten().all(|simple| test.log_loss < simple.log_loss)
    });
    let (better, all) = (better.count(), report.origins.len());
    (all > 0).then(|| {
        format!(
            "At {better} of {} its probabilities were better than those of every simple rule (log loss).",
            counted(all as f64, "past date", "past dates")
        )
    })
}

/// At how many origins as many left as had been expected.
fn as_expected(report: &BacktestReport) -> Option<String> {
    let inside = report.origins.iter().filter(|origin| {
        let left = origin.judgement.test.churn_rate;
        origin.expected_churn_rate.is_some_and(|said| said.low <= left && left <= said.high)
    });
    let (inside, all) = (inside.count(), report.origins.len());
    (all > 0).then(|| {
        format!(
            "At {inside} of {} the share that left lay in the interval that was expected: about four in five \
             should.",
            counted(all as f64, "past date", "past dates")
        )
    })
}

/// Origins and, last, all together.
fn rows(report: &BacktestReport) -> impl Iterator<Item = (&str, &Judgement)> {
    let origins = report.origins.iter().map(|o| (o.origin.as_str(), &o.judgement));
    origins.chain([("together", &report.pooled)])
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| NOT_KNOWN.to_owned(), |x| format!("{x:.4}"))
}

fn grade(judgement: &Judgement) -> String {
    format!("{:?}", judgement.grade)
}

fn origins(report: &BacktestReport) -> TextTable {
    let mut table = TextTable::new(&[
        "origin",
        ">customers",
        ">churned",
        ">AUC",
        ">PR-AUC",
        ">log loss",
        ">Brier",
        ">ECE",
        ">slope",
        ">intercept",
        ">lift 10%",
        ">capture 10%",
        "grade",
    ]);
    for (name, judgement) in rows(report) {
        let m = &judgement.test;
        let mut cells =
            vec![name.to_owned(), m.n_rows.to_string(), share_to_tenths(m.churn_rate).to_string()];
        let measures = [
            m.auc,
            m.pr_auc,
            Some(m.log_loss),
            Some(m.brier),
            Some(m.ece),
            m.calibration_slope,
            m.calibration_intercept,
            m.lift_at_10,
            m.capture_at_10,
        ];
        cells.extend(measures.map(number));
        cells.push(grade(judgement));
        table.row(&cells);
    }
    table
}

/// One measure, the model's and the baselines'. The base rate is the same for all and orders nobody.
fn beside(
    report: &BacktestReport,
    measure: impl Fn(&Metrics) -> Option<f64>,
    with_base_rate: bool,
) -> TextTable {
    let mut headings = vec!["origin", ">this model", ">days since last", ">own gap", ">BG/NBD"];
    headings.extend(with_base_rate.then_some(">base rate"));
    let mut table = TextTable::new(&headings);
    for (name, judgement) in rows(report) {
        let Baselines { days_since_last, own_gap, bg_nbd, base_rate } = &judgement.baselines;
        let mut cells = vec![name.to_owned(), number(measure(&judgement.test))];
        let ordering = [days_since_last, own_gap, bg_nbd];
        cells.extend(ordering.map(|b| number(b.as_ref().and_then(&measure))));
        if with_base_rate {
            cells.push(number(base_rate.as_ref().and_then(&measure)));
        }
        table.row(&cells);
    }
    table
}

fn tenths(judgement: &Judgement) -> TextTable {
    let mut table = TextTable::new(&[">tenth by risk", ">predicted", ">left", ">customers"]);
    for (k, bin) in judgement.reliability.iter().rev().enumerate() {
        let shares = [bin.mean_predicted, bin.observed].map(|s| share_to_tenths(s).to_string());
        let [predicted, left] = shares;
        table.row(&[(k + 1).to_string(), predicted, left, bin.n.to_string()]);
    }
    table
}

fn measures(judgement: &Judgement) -> TextTable {
    let level = judgement.intervals.settings.level * 100.0;
    let mut table = TextTable::new(&["measure", ">value", &format!(">{level:.0}% interval")]);
    for (name, value) in judgement.test.named() {
        let interval = judgement.intervals.intervals.get(name);
        let interval =
            interval.map_or_else(String::new, |i| format!("{:.4} to {:.4}", i.low, i.high));
        table.row(&[name.replace('_', " "), number(value), interval]);
    }
    table
}

fn segments(judgement: &Judgement) -> TextTable {
    let mut table = TextTable::new(&[
        "by",
        "segment",
        ">customers",
        ">churned",
        ">AUC",
        ">log loss",
        ">Brier",
        ">ECE",
        ">lift 10%",
    ]);
    for dimension in &judgement.segments {
        for segment in &dimension.segments {
            let m = &segment.metrics;
            let mut cells = vec![dimension.dimension.replace('_', " "), segment.segment.clone()];
            cells.extend([m.n_rows.to_string(), share_to_tenths(m.churn_rate).to_string()]);
            let measures = [m.auc, Some(m.log_loss), Some(m.brier), Some(m.ece), m.lift_at_10];
            cells.extend(measures.map(number));
            table.row(&cells);
        }
    }
    table
}
