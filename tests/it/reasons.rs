//! The sentences of scores, as a marketer reads them: sixty customers of a generated shop and sixty of a real
//! one, from the least likely to leave to the most. Read them aloud when they change.

use crate::accuracy::{floats, texts, train_and_score};
use crate::workplace::{Workplace, read_parquet, real_data};
use std::fmt::Write as _;
use std::path::Path;

/// Sixty customers with a score, evenly by risk: probability, then reasons with + for what raises it.
fn sixty(folder: &Path) -> String {
    let mut lines = Vec::new();
    for batch in read_parquet(&folder.join("part-00000.parquet")) {
        let column = |name: &str| texts(&batch, name);
        let reasons = [1, 2, 3]
            .map(|k| (column(&format!("reason_{k}")), column(&format!("reason_{k}_direction"))));
        for (row, probability) in floats(&batch, "churn_probability").into_iter().enumerate() {
            if probability.is_nan() {
                continue;
            }
            let mut line = format!("{probability:.2}");
            for (sentences, directions) in &reasons {
                let (Some(said), Some(way)) = (&sentences[row], &directions[row]) else { continue };
                let sign = if way == "raises" { '+' } else { '-' };
                let _ = write!(line, "  {sign} {said}");
            }
            lines.push(line);
        }
    }
    lines.sort();
    let step = lines.len() as f64 / 60.0;
    (0..60).map(|i| lines[(f64::from(i) * step) as usize].clone() + "\n").collect()
}

#[test]
fn of_a_generated_shop() {
    let work = Workplace::new();
    let inputs = work.generate_shape("shop", 4000, "");
    let common = format!("{inputs} --as-of 2024-10-01 --horizon-days 60");
    work.run(&format!("train {common}")).expect_code(0);
    work.run(&format!("score {common} --output out")).expect_code(0);
    insta::assert_snapshot!(sixty(&work.path("out/scores/as_of=2024-10-01")));
}

#[test]
#[ignore = "needs ../shared/data; run scripts/test"]
fn of_a_shop_of_real_data() {
    let path = real_data("online_retail.parquet");
    let work = Workplace::new();
    let flags = format!("--transactions {} --horizon-days 60", path.display());
    let folder = train_and_score(&work, &flags, "2011-10-10");
    insta::assert_snapshot!(sixty(&folder));
}
