//! The model card: what a person should know of a model before using it, in Markdown.
//!
//! Everything in it comes from the artifact; it is written beside it and never read back.

use super::content::{Artifact, Held, HeldOutTest, ModelContent};
use crate::model::evaluate::Metrics;
use crate::model::judge::grade::GRADE_RULE;
use crate::model::learning::level::Sign;
use crate::model::term_description::TermDescription;
use crate::model::topics::TopicWeight;
use crate::model::verdict::Judged;
use crate::words::share_to_tenths;
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
    writeln!(out, "# Churn model {}\n", artifact.version)?;
    match content.judged() {
        Some(judged) => write_verdict(&judged, out)?,
        None => writeln!(
            out,
            "Not judged: the customers of the test cutoff were too few, or all had one outcome.\n"
        )?,
    }
    writeln!(
        out,
        "Answers: will a customer who bought in the {} days before a date buy nothing in the {} days \
         that begin {} days after it? Trained by winback {} on what was known before {}.\n",
        rule.lookback_days, rule.horizon_days, rule.gap_days, content.tool_version, content.as_of
    )?;
    writeln!(out, "Grade **{:?}**. The rule: {GRADE_RULE}.\n", content.grade)?;
    write_topics(&content.topics, out)?;
    write_learned_terms(&content.evidence.learned_terms, out)?;
    if let Some(judged) = &content.judgement {
        write_judgement(judged, out)?;
    }
    write_training(content, out)?;
    writeln!(out, "## Limits\n")?;
    writeln!(
        out,
        "- It speaks of customers as they were up to {}. Train again after a horizon of {} days, or when what \
         is sold, or to whom, has changed.\n\
         - A probability is of silence in the window, not of its cause; nothing here says that contacting a \
         customer changes it.\n\
         - Every coefficient with its standard error is in model.json (`winback models show --format json`). \
         Standard errors treat a customer's rows at several cutoffs as independent: they are on the small side.",
        content.as_of, rule.horizon_days
    )
}

/// What it means, in sentences.
fn write_verdict(judged: &Judged<'_>, out: &mut String) -> std::fmt::Result {
    let sentences = judged.sentences();
    if let Some((verdict, more)) = sentences.split_first() {
        writeln!(out, "**{verdict}**\n")?;
        for sentence in more {
            writeln!(out, "- {sentence}")?;
        }
    }
    writeln!(out)
}

/// What moves the scores, in words.
fn write_topics(topics: &[TopicWeight], out: &mut String) -> std::fmt::Result {
    if topics.is_empty() {
        return Ok(());
    }
    writeln!(out, "## What it goes by\n")?;
    writeln!(
        out,
        "How much each topic moves a customer's odds of leaving, up or down, on average over the customers of \
         the day it was trained for; and the feature that does most of it.\n"
    )?;
    writeln!(
        out,
        "| topic | odds × or ÷ | mostly by | where that is high, the risk is |\n|---|---|---|---|"
    )?;
    for weight in topics {
        let way = match weight.rises {
            Some(true) => "higher",
            Some(false) => "lower",
            None => "–",
        };
        let (meaning, factor) = (weight.meaning(), weight.mean_log_odds.exp());
        writeln!(out, "| {meaning} | {factor:.2} | {} | {way} |", weight.feature)?;
    }
    writeln!(out)
}

/// Where effects jump or change their slope, a sentence each.
fn write_learned_terms(terms: &[TermDescription], out: &mut String) -> std::fmt::Result {
    if terms.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "Jumps, changes of slope and pairs of features, learned at older cutoffs and validated at a later one; all else \
         being equal:\n"
    )?;
    for term in terms {
        writeln!(out, "- {} (`{}`)", term.sentence, term.features.join("` × `"))?;
    }
    writeln!(out)
}

fn write_training(content: &ModelContent, out: &mut String) -> std::fmt::Result {
    let evidence = &content.evidence;
    writeln!(out, "## Training\n")?;
    writeln!(
        out,
        "- {} rows at {} cutoffs ({}), {} of them churned",
        evidence.n_rows,
        content.cutoffs.len(),
        content.cutoffs.join(", "),
        share_to_tenths(evidence.n_churned as f64 / evidence.n_rows.max(1) as f64)
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
        "- converged: mean gradient norm {:.1e}; calibration: {}, base-rate offset {:+.3} log-odds",
        evidence.mean_gradient_norm,
        content.calibration.curve.kind(),
        content.calibration.base_rate_offset
    )?;
    let shift = &evidence.level_shift;
    write!(out, "- everybody's risk: {:+.3} ± {:.3} log-odds", shift.log_odds, shift.sd)?;
    let signs = [
        ("the season a year ago and before", shift.season),
        ("the newest weeks", shift.recent),
        ("BG/NBD", shift.rhythm),
    ];
    for (who, sign) in signs {
        if let Some(Sign { log_odds, sd }) = sign {
            write!(out, "; {who}: {log_odds:+.3} ± {sd:.3}")?;
        }
    }
    writeln!(out)?;
    writeln!(out)
}

fn write_judgement(judged: &HeldOutTest, out: &mut String) -> std::fmt::Result {
    let how = match judged.held {
        Held::LaterWindow => "by a model trained on windows that end before it",
        Held::OtherCustomers => {
            "by models trained on other customers (the history is too short for an earlier window)"
        }
    };
    writeln!(out, "## How it did: the customers of {}, {how}\n", judged.as_of)?;
    writeln!(out, "| tenth by risk | predicted | left | customers |\n|---|---|---|---|")?;
    for (k, bin) in judged.reliability.iter().rev().enumerate() {
        let (predicted, left) =
            (share_to_tenths(bin.mean_predicted), share_to_tenths(bin.observed));
        writeln!(out, "| {} | {predicted} | {left} | {} |", k + 1, bin.n)?;
    }
    writeln!(out)?;
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
