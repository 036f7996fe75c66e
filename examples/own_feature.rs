//! A feature of your own, computed beside the catalogue's: how many large orders a customer has placed.
//!
//! ```sh
//! cargo run --release --example own_feature transactions.parquet 2024-10-01 features.parquet
//! ```

#![allow(clippy::print_stdout, reason = "an example tells its story on the terminal")]

use std::path::Path;
use winback::config::Settings;
use winback::features::{
    CustomerView, Family, Feature, Output, Sql, Topic, Unit, Values, Workspace,
};
use winback::pipeline::{
    FeaturesWritten, Job, Machine, Unwatched, Wanted, open_sources, write_features,
};

/// Orders of at least a hundred.
struct LargeOrders;

const LARGE: f64 = 100.0;

/// The family's first number, and its name.
const LARGE_ORDERS: Output = Output::new(0, "large_orders");

impl Family for LargeOrders {
    fn features(&self) -> Vec<Feature> {
        vec![Feature::new(
            "large_orders",
            LARGE_ORDERS,
            Topic::Other,
            Unit::Count,
            "Orders of at least 100",
            // What the kernel below computes, once more, for other engines.
            Sql::orders("count(*) filter (where value >= 1e2)"),
        )]
    }

    // The view ends at as_of: nothing that came later can be seen from here.
    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let large = view.orders.value.iter().filter(|value| **value >= LARGE).count();
        out.set(LARGE_ORDERS, large as f64);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [transactions, as_of, out] = &arguments[..] else {
        return Err("say: own_feature TRANSACTIONS AS_OF OUT".into());
    };
    let written = with_large_orders(transactions, as_of, Path::new(out))?;
    println!("{} features of {} customers", written.features, written.customers);
    Ok(())
}

/// Writes the catalogue's features that the columns allow, and ours in the last column.
pub fn with_large_orders(
    transactions: &str,
    as_of: &str,
    out: &Path,
) -> winback::Result<FeaturesWritten> {
    let settings = Settings::from_toml(&format!(
        "[data]\ntransactions = \"{transactions}\"\nas_of = \"{as_of}\"\n"
    ))?;
    let machine = Machine {
        memory_limit_bytes: 1 << 30,
        spill_dir: std::env::temp_dir(),
        now_micros: 1_764_000_000_000_000, // 2025-11-24: later rows would be in the future
    };
    let job = Job { settings: &settings, machine: &machine, watcher: &Unwatched };
    let sources = open_sources(&settings)?;
    let wanted = Wanted::AllAnd(|| vec![Box::new(LargeOrders)]);
    write_features(&sources, &job, &wanted, out)
}
