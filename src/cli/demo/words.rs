//! What `winback demo` says: for somebody who sees the program for the first time. At most 96
//! characters to a line.

use super::super::TextTable;
use crate::pipeline::{AudiencePublished, Demo, LEFT_OFF_FILE, LIST_FILE, TopCustomer};
use crate::words::{NOT_KNOWN, share, shortened, whole, wrapped};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

/// Characters to a line.
const WIDTH: usize = 96;

/// Text in lines of that width.
fn lines(text: &str) -> String {
    wrapped(text, WIDTH, "", "")
}

/// The whole story.
pub fn told(demo: &Demo) -> String {
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
        demo.horizon_days,
        whole(scores.eligible as f64),
    );
    lines(&text)
}

fn customers(demo: &Demo) -> String {
    let shown = &demo.most_worth_a_call;
    let mut text = format!("THE {} CUSTOMERS MOST WORTH A CALL\n\n", shown.len());
    text.extend(shown.iter().map(one_customer));
    let note = format!(
        "Risk: how likely the customer buys nothing in the next {0} days. Value: what the customer is \
         expected to spend in those {0} days. First come those whom a contact brings the most: risk × \
         chance that it helps × margin on the value, less what it costs. Under each stands when the \
         next order is to be expected by the own rhythm, and what raises the risk most; where nothing \
         does, what lowers it.",
        demo.horizon_days
    );
    text.push('\n');
    text.push_str(&lines(&note));
    if let Some(audience) = &demo.night.audience {
        text.push('\n');
        text.push_str(&lines(&list(audience)));
    }
    text
}

fn one_customer(customer: &TopCustomer) -> String {
    let who = shortened(&format!("{}, {}", customer.name, customer.customer_id), 40);
    let head = format!(
        "{:>3}  {who:<40}  risk {:>4}  value {:>8}\n",
        customer.rank,
        share(customer.churn_probability).to_string(),
        whole(customer.value).to_string(),
    );
    let rhythm = format!(
        "Last order {}, next to be expected {}",
        customer.last_order_date, customer.expected_next_order_date
    );
    let said: Vec<&str> =
        [&rhythm].into_iter().chain(&customer.reasons).map(String::as_str).collect();
    let indent = " ".repeat(5);
    head + &wrapped(&said.join(" · "), WIDTH, &indent, &indent)
}

fn list(audience: &AudiencePublished) -> String {
    let off = |reason: &str| {
        let count = audience.left_off.iter().find(|count| count.reason == reason);
        whole(count.map_or(0, |count| count.customers) as f64)
    };
    format!(
        "{} customers are on the list: expected to cost {} and to bring {} beyond that. Not on it, \
         among others: {} who gave no consent, {} who opted out, {} whom a contact would cost more than \
         it brings, and {} held back at random, so that the campaign's effect can be measured.",
        whole(audience.listed as f64),
        whole(audience.expected_cost),
        whole(audience.expected_profit),
        off("no_consent"),
        off("opted_out"),
        off("not_profitable"),
        off("control_group"),
    )
}

/// Rows of the table of measures: JSON key of the baseline and its name for people.
const BASELINES: [(&str, &str); 4] = [
    ("bg_nbd", "BG/NBD, the classic \"buy till you die\""),
    ("own_gap", "silence ÷ own usual gap"),
    ("days_since_last", "days since the last order"),
    ("base_rate", "everybody the same"),
];

fn judgement(demo: &Demo) -> String {
    let model = &demo.model;
    let grade = model["grade"].as_str().unwrap_or("C");
    let test = &model["test"];
    let mut text = format!("HOW GOOD IS THE MODEL?  Grade {grade}\n\n");
    if !test.is_object() {
        text.push_str(&lines("Not judged: too few customers, or all of them did the same."));
        return text;
    }
    let held = format!(
        "A model that knew nothing after {0} was asked about the {1} customers of that day. In the next \
         {2} days {3} of them bought nothing. How well did it tell them apart, beside simpler ways?",
        model["test_as_of"].as_str().unwrap_or_default(),
        whole(test["n_rows"].as_f64().unwrap_or(f64::NAN)),
        demo.horizon_days,
        share(test["churn_rate"].as_f64().unwrap_or(f64::NAN)),
    );
    text.push_str(&lines(&held));
    text.push('\n');
    text.push_str(&measures(test, &model["baselines"]));
    text.push('\n');
    text.push_str(&reading(test));
    let rule = model["grade_rule"].as_str().unwrap_or_default();
    text.push_str(&lines(&format!("Grades. {rule}.")));
    text
}

fn measures(test: &Value, baselines: &Value) -> String {
    let mut table = TextTable::new(&["", ">AUC", ">log loss", ">ECE", ">top tenth"]);
    let mut row = |name: &str, values: &Value| {
        let number = |key: &str, digits: usize| {
            values[key].as_f64().map_or(NOT_KNOWN.to_owned(), |x| format!("{x:.digits$}"))
        };
        let lift =
            values["lift_at_10"].as_f64().map_or(NOT_KNOWN.to_owned(), |x| format!("{x:.2}×"));
        table.row(&[
            name.to_owned(),
            number("auc", 3),
            number("log_loss", 3),
            number("ece", 3),
            lift,
        ]);
    };
    row("this model", test);
    for (key, name) in BASELINES {
        if baselines[key].is_object() {
            row(name, &baselines[key]);
        }
    }
    table.to_string()
}

/// What the model's own row means.
fn reading(test: &Value) -> String {
    let number = |key: &str| test[key].as_f64().unwrap_or(f64::NAN);
    let lines = [
        format!(
            "AUC: of one customer who left and one who stayed, the model gives the one who left the \
             higher risk {:.0} times in 100; guessing does 50 times.",
            number("auc") * 100.0
        ),
        "log loss: how far off the probabilities are, large errors counting most; lower is better."
            .to_owned(),
        format!(
            "ECE: predicted and observed shares of leavers differ by {:.1} percentage points on average.",
            number("ece") * 100.0
        ),
        format!(
            "top tenth: of the riskiest tenth, {} left, where of all it was {}.",
            share(number("lift_at_10") * number("churn_rate")),
            share(number("churn_rate"))
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
