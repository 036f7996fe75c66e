//! How many rows there will be: a trial on some customers, and the rate that meets a target.
//!
//! The customers tried are spread evenly over the base and live exactly the lives they will live in
//! the run, so on small bases the count is exact.

use super::error::GenerateError;
use super::life::simulate;
use super::rows::BlockRows;
use super::world::World;
use rayon::prelude::*;

/// Customers tried. Rows per customer vary by about 1.5 times their mean: 1 % of error.
const TRIED_MAX: u64 = 20_000;

/// A target counts as met within this part of it.
const TOLERANCE: f64 = 0.003;

/// Beyond these, a customer base is no longer believable (or is millions of rows per customer).
const RATE_MIN: f64 = 0.01;
const RATE_MAX: f64 = 100.0;

/// Rows to be expected.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected {
    /// Transaction rows.
    pub transactions: f64,
    /// Event rows.
    pub events: f64,
}

/// What the world will make.
pub(super) fn expect(world: &World) -> Expected {
    let tried = world.customers.min(TRIED_MAX);
    let (transactions, events) = (0..tried)
        .into_par_iter()
        .map_init(BlockRows::default, |rows, i| {
            let index = (u128::from(i) * u128::from(world.customers) / u128::from(tried)) as u64;
            rows.transactions.clear();
            rows.events.clear();
            simulate(world, index, rows);
            (rows.transactions.len() as u64, rows.events.len() as u64)
        })
        .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let scale = world.customers as f64 / tried as f64;
    Expected { transactions: transactions as f64 * scale, events: events as f64 * scale }
}

/// Scales the world's purchase rates until `target` transaction rows are to be expected.
pub(super) fn meet(world: &mut World, target: u64) -> Result<Expected, GenerateError> {
    let goal = target as f64;
    let mut expected = expect(world);
    let mut elasticity = 0.9;
    for _ in 0..16 {
        let miss = (goal / expected.transactions.max(1.0)).ln();
        if miss.abs() < TOLERANCE {
            return Ok(expected);
        }
        let (rate, transactions) = (world.rate, expected.transactions.max(1.0));
        let step: f64 = miss / elasticity;
        world.rate = (rate * step.clamp(-2.0, 2.0).exp()).clamp(RATE_MIN, RATE_MAX);
        expected = expect(world);
        let moved = (world.rate / rate).ln();
        if moved == 0.0 {
            break;
        }
        // Fewer purchases per customer bend the curve: first orders stay whatever the rate.
        let slope = (expected.transactions.max(1.0) / transactions).ln() / moved;
        elasticity = if slope.is_finite() { slope.clamp(0.15, 1.5) } else { 0.9 };
    }
    // A handful of customers moves in steps; near is as good as it gets.
    if (expected.transactions / goal - 1.0).abs() < 0.02 {
        return Ok(expected);
    }
    let found = target.to_string();
    let customers = world.customers;
    let (side, remedy) = if expected.transactions > goal {
        ("no fewer than", "lower --customers")
    } else {
        ("no more than", "raise --customers or --days")
    };
    let remedy = format!(
        "{customers} customers over {} days make {side} about {:.0} rows; {remedy}",
        world.days, expected.transactions
    );
    Err(GenerateError::Setting { flag: "--transactions", found, remedy })
}
