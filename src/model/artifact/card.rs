//! The model card: what a person should know of a model before using it, in Markdown.
//!
//! Everything in it comes from the artifact; it is written beside it and never read back.

use super::content::{Artifact, Held, HeldOutTest};
use crate::model::evaluate::Metrics;
use crate::model::judge::grade::GRADE_RULE;
use std::fmt::Write;

/// The card's text.
pub fn model_card(artifact: &Artifact) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_card(artifact, &mut text);
    text
}

fn write_card(artifact: &Artifact, out: &mut String) -> std::fmt::Result {
    let content = &artifact.content;
    let rule = content.rule;
    let evidence = &content.evidence;
    writeln!(out, "# Churn model {}\n", artifact.version)?;
    writeln!(
        out,
        "Answers: will a customer who bought in the {} days before a date buy nothing in the {} days \
         that begin {} days after it? Trained by winback {} on what was known before {}.\n",
        rule.lookback_days, rule.horizon_days, rule.gap_days, content.tool_version, content.as_of
    )?;
    writeln!(out, "Grade **{:?}**. The rule: {GRADE_RULE}.\n", content.grade)?;
    writeln!(out, "## Training\n")?;
    writeln!(
        out,
        "- {} rows at {} cutoffs ({}), {:.1} % of them churned",
        evidence.n_rows,
        content.cutoffs.len(),
        content.cutoffs.join(", "),
        100.0 * evidence.n_churned as f64 / evidence.n_rows.max(1) as f64
    )?;
    writeln!(
        out,
        "- level `{:?}`: {} columns from {} features; penalty {:e} per row",
        content.level,
        content.design.terms.len(),
        content.design.columns.len(),
        evidence.l2_per_row
    )?;
    writeln!(
        out,
        "- converged: mean gradient norm {:.1e}; calibration: {}, base-rate offset {:+.3} log-odds\n",
        evidence.mean_gradient_norm,
        content.calibration.curve.kind(),
        content.calibration.base_rate_offset
    )?;
    if let Some(season) = evidence.season {
        writeln!(
            out,
            "- a year earlier the same window departed by {:+.3} log-odds from the time before it; \
             {:.0} % of that is expected again\n",
            season.change,
            100.0 * season.belief
        )?;
    }
    match &content.judgement {
        Some(judged) => write_judgement(judged, out)?,
        None => writeln!(out, "Not judged: all customers of the test cutoff had one outcome.\n")?,
    }
    write_coefficients(artifact, out)?;
    writeln!(out, "\n## Limits\n")?;
    writeln!(
        out,
        "- Standard errors treat a customer's rows at several cutoffs as independent: they are on \
         the small side.\n- A probability is of silence in the window, not of its cause; nothing here \
         says that contacting a customer changes it."
    )
}

fn write_judgement(judged: &HeldOutTest, out: &mut String) -> std::fmt::Result {
    let how = match judged.held {
        Held::LaterWindow => "by a model trained on windows that end before it",
        Held::OtherCustomers => {
            "by models trained on other customers (the history is too short for an earlier window)"
        }
    };
    writeln!(out, "## Out of sample: cutoff {}, {how}\n", judged.as_of)?;
    writeln!(out, "| score | AUC | log loss | Brier | ECE | lift at 10 % |")?;
    writeln!(out, "|---|---|---|---|---|---|")?;
    write_row("model", Some(&judged.test), out)?;
    let baselines = &judged.baselines;
    write_row("days since last purchase", baselines.days_since_last.as_ref(), out)?;
    write_row("own gap", baselines.own_gap.as_ref(), out)?;
    write_row("BG/NBD", baselines.bg_nbd.as_ref(), out)?;
    write_row("base rate", baselines.base_rate.as_ref(), out)?;
    for dimension in &judged.segments {
        for segment in &dimension.segments {
            let name = format!("model, {} {}", dimension.dimension, segment.segment);
            write_row(&name, Some(&segment.metrics), out)?;
        }
    }
    if let Some(auc) = judged.intervals.intervals.get("auc") {
        writeln!(out, "\nThe AUC's 95 % interval is {:.4} to {:.4}.", auc.low, auc.high)?;
    }
    writeln!(out)
}

fn write_row(name: &str, metrics: Option<&Metrics>, out: &mut String) -> std::fmt::Result {
    let Some(m) = metrics else { return Ok(()) };
    let text = |x: Option<f64>| x.map_or("–".to_owned(), |x| format!("{x:.4}"));
    writeln!(
        out,
        "| {name} | {} | {:.4} | {:.4} | {:.4} | {} |",
        text(m.auc),
        m.log_loss,
        m.brier,
        m.ece,
        text(m.lift_at_10)
    )
}

fn write_coefficients(artifact: &Artifact, out: &mut String) -> std::fmt::Result {
    let content = &artifact.content;
    let errors = content.standard_errors.as_ref();
    let mut lines: Vec<(f64, String, f64)> = content
        .design
        .labels()
        .into_iter()
        .zip(&content.coefficients.weights)
        .enumerate()
        .map(|(j, (label, weight))| (*weight, label, errors.map_or(f64::NAN, |e| e.weights[j])))
        .collect();
    lines.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    writeln!(out, "## Coefficients\n")?;
    writeln!(out, "Log-odds of churn per standard deviation of the column, with 95 % interval.\n")?;
    writeln!(out, "| column | weight | interval |\n|---|---|---|")?;
    for (weight, label, error) in lines {
        let (low, high) = (weight - 1.96 * error, weight + 1.96 * error);
        writeln!(out, "| {label} | {weight:+.4} | {low:+.4} to {high:+.4} |")?;
    }
    Ok(())
}
