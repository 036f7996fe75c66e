//! `winback backtest`: how good models trained at past dates would have been, beside the baselines.

use super::inputs::open_inputs;
use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::model::Baselines;
use crate::model::backtest::Judgement;
use crate::model::evaluate::Metrics;
use crate::pipeline::{BacktestPlan, BacktestReport, run_backtest};
use crate::words::{NOT_KNOWN, share_to_tenths};
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

pub fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { cutoffs, step_days, out, data } = args;
    let settings = data.settings(shell)?;
    let sources = open_inputs(&settings)?;
    let machine = machine(&settings.machine, shell);
    let asked = BacktestPlan { origins: usize::from(cutoffs), step_days, out };
    let report = run_backtest(&sources, &settings, &machine, &asked, shell)?;
    shell.show(&report, in_words)
}

fn in_words(report: &BacktestReport) -> String {
    let rule = &report.rule;
    let mut lines = vec![format!(
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
    )];
    if report.sampled_share < 1.0 {
        let drawn = share_to_tenths(report.sampled_share);
        lines.push(format!("{drawn} of the customers were drawn (model.max_training_rows)"));
    }
    lines.extend(report.left_out.iter().map(|l| format!("left out {}: {}", l.origin, l.reason)));
    let mut section = |heading: &str, table: &TextTable| {
        lines.push(format!("\n{heading}\n{}", table.to_string().trim_end()));
    };
    section("Each origin, trained on what was known by then", &origins(report));
    section("AUC beside the baselines", &beside(report, |m| m.auc));
    section("Log loss beside the baselines", &beside(report, |m| Some(m.log_loss)));
    section("All origins together", &measures(&report.pooled));
    section("All origins together, by segment", &segments(&report.pooled));
    lines.push(format!("\ngrade {} · {}", grade(&report.pooled), report.grade_rule));
    if let Some(path) = &report.predictions {
        lines.push(format!("predictions in {}", path.display()));
    }
    lines.join("\n")
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

fn beside(report: &BacktestReport, measure: impl Fn(&Metrics) -> Option<f64>) -> TextTable {
    let mut table = TextTable::new(&[
        "origin",
        ">this model",
        ">days since last",
        ">own gap",
        ">BG/NBD",
        ">base rate",
    ]);
    for (name, judgement) in rows(report) {
        let Baselines { days_since_last, own_gap, bg_nbd, base_rate } = &judgement.baselines;
        let baselines = [days_since_last, own_gap, bg_nbd, base_rate];
        let mut cells = vec![name.to_owned(), number(measure(&judgement.test))];
        cells.extend(baselines.map(|b| number(b.as_ref().and_then(&measure))));
        table.row(&cells);
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
