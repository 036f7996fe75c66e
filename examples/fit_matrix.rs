//! Writes a made-up design matrix to disk, fits it with both solvers, and prints what they found.
//!
//! `cargo run --release --example fit_matrix -- ROWS COLUMNS DIR [CHURN_LOG_ODDS] [RUNS]`
//! DIR gets `x.f64` (column-major, little endian) and `churned.u8`; stdout gets JSON with the
//! coefficients, gradients and seconds of each run. `scripts/compare_sklearn.py` calls this and
//! fits the same matrix with scikit-learn.
#![allow(clippy::print_stdout, reason = "an example's output is its purpose")]

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use ndarray::{Array2, ArrayView2, ShapeBuilder};
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use winback::model::fit::{FitSettings, Fitted, Solver, evidence, fit};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rows, columns, dir, rest @ ..] = &arguments[..] else {
        return Err("usage: fit_matrix ROWS COLUMNS DIR [CHURN_LOG_ODDS] [RUNS]".into());
    };
    let base = rest.first().map_or(Ok(0.0), |text| text.parse::<f64>())?;
    let runs = rest.get(1).map_or(Ok(1), |text| text.parse::<usize>())?;
    let (x, churned) = make(rows.parse()?, columns.parse()?, base)?;
    write(Path::new(dir), &x, &churned)?;
    for solver in [Solver::Newton, Solver::Linfa] {
        for _ in 0..runs {
            let (fitted, seconds) = timed(x.view(), &churned, solver)?;
            println!("{}", serde_json::json!({ "fitted": fitted, "seconds": seconds }));
        }
    }
    let settings = FitSettings::default();
    let fitted = fit(x.view(), &churned, None, &settings, None)?;
    let started = Instant::now();
    let evidence = evidence(x.view(), &churned, None, settings.l2, &fitted.coefficients)?;
    let seconds = started.elapsed().as_secs_f64();
    let errors = evidence.standard_errors();
    println!("{}", serde_json::json!({ "standard_errors": errors, "seconds": seconds }));
    Ok(())
}

fn timed(
    x: ArrayView2<f64>,
    churned: &[bool],
    solver: Solver,
) -> Result<(Fitted, f64), Box<dyn Error>> {
    let settings = FitSettings { solver, ..FitSettings::default() };
    let started = Instant::now();
    let fitted = fit(x, churned, None, &settings, None)?;
    Ok((fitted, started.elapsed().as_secs_f64()))
}

/// Correlated columns (ten hidden causes), some skewed, and outcomes drawn from a logistic model.
fn make(
    n_rows: usize,
    n_columns: usize,
    base: f64,
) -> Result<(Array2<f64>, Vec<bool>), Box<dyn Error>> {
    const CAUSES: usize = 10;
    let mut random = Pcg64::seed_from_u64(1);
    let mut unit = move || (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
    let mut normal = move || (0..12).map(|_| unit()).sum::<f64>() - 6.0;
    let mut values = vec![0.0; n_rows * n_columns];
    let mut churned = Vec::with_capacity(n_rows);
    for row in 0..n_rows {
        let causes: [f64; CAUSES] = std::array::from_fn(|_| normal());
        let mut log_odds = base;
        for column in 0..n_columns {
            let plain = 0.8 * causes[column % CAUSES] + 0.6 * normal();
            let value = if column % 7 == 3 { plain.max(0.0).powi(2) - 0.5 } else { plain };
            values[column * n_rows + row] = value;
            log_odds += value * 0.3 * ((column * 5 % 11) as f64 - 5.0) / 5.0;
        }
        // The logistic distribution's noise, from a normal near enough to it.
        churned.push(log_odds + 1.7 * normal() > 0.0);
    }
    Ok((Array2::from_shape_vec((n_rows, n_columns).f(), values)?, churned))
}

fn write(dir: &Path, x: &Array2<f64>, churned: &[bool]) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(dir)?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(dir.join("x.f64"))?);
    for column in x.columns() {
        for value in column {
            file.write_all(&value.to_le_bytes())?;
        }
    }
    file.flush()?;
    std::fs::write(
        dir.join("churned.u8"),
        churned.iter().map(|c| u8::from(*c)).collect::<Vec<u8>>(),
    )?;
    Ok(())
}
