//! What `winback demo` says: for somebody who sees the program for the first time. At most 96
//! characters to a line.

use super::super::TextTable;
use super::best;

use crate::audience::LeftOff;
use crate::model::Baselines;
use crate::model::evaluate::Metrics;
use crate::pipeline::{AudiencePublished, Demo};
use crate::table::folders::{LEFT_OFF_FILE, LIST_FILE};
use crate::words::{NOT_KNOWN, share, whole, wrapped};
use std::fmt::Write as _;
use std::path::Path;

/// Characters to a line.
const WIDTH: usize = 96;

/// Text in lines of that width.
fn lines(text: &str) -> String {
    wrapped(text, WIDTH, "", "")
}

/// The whole story.
pub(super) fn told(demo: &Demo) -> String {
    let mut text = String::new();
    // Writing to a String does not fail.
    let _ = write!(
        text,
        "{}\n{}\n{}\n{}",
        business(demo),
        customers(demo),
        judgement(demo),
        places(demo)
    );
    text
}

fn business(demo: &Demo) -> String {
    let generated = &demo.generated;
    let scores = &demo.night.scores;
    let text = format!(
        "A made-up shop: {} customers, {} orders and {} visits, opened e-mails and the like from {} to \
         {}. It is now {}. Question: who will buy nothing in the next {} days? {} customers bought in \
         the past year and have a score; the others never bought or have long stopped.",
        whole(generated.customers as f64),
        whole(generated.orders as f64),
        whole(generated.events as f64),
        generated.first_date,
        generated.last_date,
        demo.night.as_of,
        demo.model.horizon_days,
        whole(scores.eligible as f64),
    );
    lines(&text)
}

fn customers(demo: &Demo) -> String {
    let shown = &demo.most_worth_a_call;
    let mut text = format!("THE {} CUSTOMERS MOST WORTH A CONTACT\n\n", shown.len());
    text.push_str(&best::table(shown, demo.currency, WIDTH));
    let note = format!(
        "Risk: how likely the customer buys nothing in the next {0} days. Overdue: how much longer the \
         silence is than the customer's usual gap. Value: what the business had from the customer in {0} \
         days of the past year, returns taken off. First come those whom a contact brings the most: risk × \
         chance that it helps (assumed) × margin on the value, less what it costs. Whoever is inside their \
         own rhythm waits.",
        demo.model.horizon_days
    );
    text.push('\n');
    text.push_str(&lines(&note));
    if let Some(audience) = &demo.night.audience {
        text.push('\n');
        text.push_str(&lines(&list(audience, demo.currency)));
    }
    text
}

fn list(audience: &AudiencePublished, currency: Option<&str>) -> String {
    let off = |reason: LeftOff| {
        let count = audience.left_off.iter().find(|count| count.reason == reason);
        whole(count.map_or(0, |count| count.customers) as f64)
    };
    format!(
        "{} customers are on the list: expected to cost {} and to bring {} beyond that. Not on it, \
         among others: {} who gave no consent, {} who opted out, {} who are inside their own \
         rhythm, {} whom a contact would cost more than it brings, and {} held back at \
         random, so that the campaign's effect can be measured.",
        whole(audience.summary.listed as f64),
        best::amount(audience.summary.expected_cost, currency),
        best::amount(audience.summary.expected_profit.unwrap_or(f64::NAN), currency),
        off(LeftOff::NoConsent),
        off(LeftOff::OptedOut),
        off(LeftOff::TooEarly),
        off(LeftOff::NotProfitable),
        off(LeftOff::ControlGroup),
    )
}

fn judgement(demo: &Demo) -> String {
    let model = &demo.model;
    let mut text = format!("HOW GOOD IS THE MODEL?  Grade {:?}\n\n", model.grade);
    let (Some(test), Some(as_of)) = (&model.test, &model.test_as_of) else {
        let why = "Not judged: too few customers, or all of them did the same.";
        text.push_str(&lines(why));
        return text;
    };
    let held = format!(
        "A model that knew nothing after {as_of} was asked about the {} customers of that day. In the next \
         {} days {} of them bought nothing. How well did it tell them apart, beside simpler ways?",
        whole(test.n_rows as f64),
        model.horizon_days,
        share(test.churn_rate),
    );
    text.push_str(&lines(&held));
    text.push('\n');
    text.push_str(&measures(test, model.baselines.as_ref()));
    text.push('\n');
    text.push_str(&reading(test));
    text.push_str(&lines(&format!("Grades. {}.", model.grade_rule)));
    text
}

fn measures(test: &Metrics, baselines: Option<&Baselines>) -> String {
    let mut table = TextTable::new(&["", ">AUC", ">log loss", ">ECE", ">top tenth"]);
    let mut row = |name: &str, m: &Metrics| {
        let number = |value: Option<f64>| value.map_or(NOT_KNOWN.to_owned(), |x| format!("{x:.3}"));
        let lift = m.lift_at_10.map_or(NOT_KNOWN.to_owned(), |x| format!("{x:.2}×"));
        let (auc, log_loss, ece) = (number(m.auc), number(Some(m.log_loss)), number(Some(m.ece)));
        table.row(&[name.to_owned(), auc, log_loss, ece, lift]);
    };
    row("this model", test);
    if let Some(Baselines { days_since_last, own_gap, bg_nbd, base_rate }) = baselines {
        for (name, metrics) in [
            ("BG/NBD, the classic \"buy till you die\"", bg_nbd),
            ("silence ÷ own usual gap", own_gap),
            ("days since the last order", days_since_last),
            ("everybody the same", base_rate),
        ] {
            if let Some(metrics) = metrics {
                row(name, metrics);
            }
        }
    }
    table.to_string()
}

/// What the model's own row means.
fn reading(test: &Metrics) -> String {
    let known = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let lines = [
        format!(
            "AUC: of one customer who left and one who stayed, the model gives the one who left the \
             higher risk {:.0} times in 100; guessing does 50 times.",
            known(test.auc) * 100.0
        ),
        "log loss: how far off the probabilities are, large errors counting most; lower is better."
            .to_owned(),
        format!(
            "ECE: predicted and observed shares of leavers differ by {:.1} percentage points on average.",
            test.ece * 100.0
        ),
        format!(
            "top tenth: of the riskiest tenth, {} left, where of all it was {}.",
            share(known(test.lift_at_10) * test.churn_rate),
            share(test.churn_rate)
        ),
    ];
    lines.iter().map(|line| wrapped(line, WIDTH, "", "  ")).collect()
}

fn places(demo: &Demo) -> String {
    let mut rows: Vec<(String, &str)> = Vec::new();
    let shown = |path: &Path| path.display().to_string();
    if let Some(audience) = &demo.night.audience {
        let folder = &audience.folder;
        rows.push((shown(&folder.join(LIST_FILE)), "whom to contact, best first"));
        rows.push((shown(&folder.join(LEFT_OFF_FILE)), "everyone else, with the reason"));
    }
    rows.push((shown(&demo.night.page.page), "the page of the morning"));
    rows.push((shown(&demo.night.scores.folder), "every customer's score (Parquet)"));
    rows.push((shown(&demo.model_folder), "the model and its card"));
    rows.push((shown(&demo.folder.join("data")), "the made-up history"));
    rows.push((shown(&demo.configuration), "the configuration"));
    let width = rows.iter().map(|(path, _)| path.chars().count()).max().unwrap_or(0);
    let mut text = "WHERE EVERYTHING LIES\n\n".to_owned();
    for (path, what) in rows {
        let _ = writeln!(text, "  {path:<width$}  {what}");
    }
    let configuration = demo.configuration.display();
    let _ = write!(
        text,
        "\nThe same night again:    winback run --config {configuration}\nWith your own history:   \
         winback init\n"
    );
    text
}
