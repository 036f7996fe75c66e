//! A night, from Rust: a business is made up, a model learned from its past, every customer scored, and
//! the list of whom to win back written.
//!
//! ```sh
//! cargo run --release --example nightly [FOLDER]
//! ```

#![allow(clippy::print_stdout, reason = "an example tells its story on the terminal")]

use std::path::Path;
use winback::config::Settings;
use winback::generate::{BusinessSettings, Shape, generate};
use winback::pipeline::{
    Job, Machine, Night, NightPlan, Unwatched, open_sources, run_night, train_model,
};

fn main() -> winback::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or("nightly-example".to_owned());
    let night = night(Path::new(&folder))?;
    println!("{} of {} customers scored", night.scores.eligible, night.scores.customers);
    if let Some(list) = &night.audience {
        println!("{} customers to win back, in {}", list.summary.listed, list.folder.display());
        for customer in list.best.iter().take(3) {
            println!("{}. {}: {}", customer.rank, customer.customer_id, customer.why);
        }
    }
    Ok(())
}

/// The night of a business that is made up in `folder`.
pub fn night(folder: &Path) -> winback::Result<Night> {
    // Two years of 3,000 customers of whom most come back. Yours would be Parquet files of your own.
    let business = BusinessSettings {
        customers: 3_000,
        shape: Shape::Wholesale,
        ..BusinessSettings::default()
    };
    generate(&business, &folder.join("history"), &|_done| ())?;

    // The same settings as in winback.toml, under the same names.
    let settings = Settings::from_toml(&format!(
        r#"
        [data]
        transactions = "{0}/history/transactions"
        events = "{0}/history/events"
        customers = "{0}/history/customers.parquet"
        as_of = "2024-10-01"

        [outcome]
        horizon_days = 90

        [model]
        models = "{0}/models"

        [output]
        output = "{0}/output"

        [audience]
        list_size = 100
        min_overdue = 0
        "#,
        folder.display()
    ))?;

    // The library reads no clock and asks no operating system: you say what there is.
    let machine = Machine {
        memory_limit_bytes: 2 << 30,
        spill_dir: std::env::temp_dir(),
        now_micros: 1_735_689_600_000_000, // 2025-01-01, when the history ends
    };
    let job = Job { settings: &settings, machine: &machine, watcher: &Unwatched };
    let sources = open_sources(&settings)?;

    let model = train_model(&sources, &job)?;
    println!("{}: grade {:?}", model.summary.version, model.summary.grade);

    // With a model at hand, this is all that a night has to call.
    run_night(&sources, &job, NightPlan::default())
}
