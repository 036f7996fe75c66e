//! Fits one linfa dataset with linfa-logistic and with this crate's Newton solver, through the same
//! traits, and prints how often each is right and how long it took.
//!
//! `cargo run --release --example fit_linfa_dataset`
#![allow(clippy::print_stdout, reason = "an example's output is its purpose")]

use linfa::prelude::*;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use std::time::Instant;
use winback::model::fit::NewtonRegression;

type Customers = Dataset<f64, bool, ndarray::Ix1>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (learn, judge) = customers(20_000).split_with_ratio(0.8);
    let newton = NewtonRegression::default().l2(1.0);
    let linfa = LogisticRegression::default().alpha(1.0).max_iterations(500);
    let (newton_right, newton_said) = judged("Newton", &newton, &learn, &judge)?;
    let (linfa_right, linfa_said) = judged("linfa-logistic", &linfa, &learn, &judge)?;
    let differ = newton_said.iter().zip(&linfa_said).filter(|(one, other)| one != other).count();
    println!("they differ on {differ} of {} customers", newton_said.len());
    // The optimum is the same: only customers at a probability of one half may fall either way.
    if differ * 1000 > newton_said.len() || newton_right.min(linfa_right) < 0.7 {
        return Err("the two estimators should agree, and be right more often".into());
    }
    Ok(())
}

/// Any classifier of linfa's: what share of `judge` it gets right, and what it says.
fn judged<P, E>(
    name: &str,
    parameters: &P,
    learn: &Customers,
    judge: &Customers,
) -> Result<(f64, Array1<bool>), E>
where
    E: std::error::Error + From<Error>,
    P: Fit<Array2<f64>, Array1<bool>, E>,
    P::Object: PredictInplace<Array2<f64>, Array1<bool>>,
{
    let started = Instant::now();
    let model = parameters.fit(learn)?;
    let seconds = started.elapsed().as_secs_f64();
    let said = model.predict(judge.records());
    let right = said.iter().zip(judge.targets()).filter(|(said, is)| said == is).count();
    let share = right as f64 / said.len() as f64;
    println!("{name}: {:.1} % right, fitted in {seconds:.3} s", 100.0 * share);
    Ok((share, said))
}

/// Made-up customers: orders a year, days since the last one, share of returns; and who churned.
fn customers(n: usize) -> Customers {
    let mut random = Pcg64::seed_from_u64(1);
    let mut unit = || random.random::<f64>();
    let mut records = Array2::zeros((n, 3));
    let mut churned = Vec::with_capacity(n);
    for mut row in records.rows_mut() {
        let (orders, days, returns) = (12.0 * unit(), 365.0 * unit(), unit());
        // Three usual gaps of silence make churn likely.
        let log_odds = orders * days / 365.0 - 3.0 + returns;
        churned.push(unit() < 1.0 / (1.0 + (-log_odds).exp()));
        row.assign(&ndarray::aview1(&[orders / 12.0, days / 365.0, returns]));
    }
    Dataset::new(records, Array1::from(churned))
}
