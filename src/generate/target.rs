//! How many rows there will be: a trial on some customers, and the rate that meets a target.
//!
//! The customers tried are spread evenly over the base and live exactly the lives they will live in
//! the run, so on small bases the count is exact.

use super::error::GenerateError;
use super::rows::BlockRows;
use super::simulate::simulate;
use super::world::World;
use rayon::prelude::*;

/// Customers tried. Rows per customer vary by about 1.5 times their mean: 1 % of error.
const TRIED_MAX: u64 = 20_000;

/// A target counts as met within this part of it.
const TOLERANCE: f64 = 0.003;

/// Trials before the nearest so far is taken.
const TRIALS_MAX: u32 = 24;

/// Rows grow a little less than purchase rates do: a guess for the next step, kept in brackets.
const ELASTICITY: f64 = 0.85;

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
    let miss_of = |expected: &Expected| (goal / expected.transactions.max(1.0)).ln();
    let (mut low, mut high) = (RATE_MIN.ln(), RATE_MAX.ln());
    let mut log_rate = 0.0_f64;
    let mut best = (f64::INFINITY, world.rate, Expected { transactions: 0.0, events: 0.0 });
    for _ in 0..TRIALS_MAX {
        world.rate = log_rate.exp();
        let expected = expect(world);
        let miss = miss_of(&expected);
        if miss.abs() < best.0 {
            best = (miss.abs(), world.rate, expected);
        }
        if miss.abs() < TOLERANCE || high - low < 1e-6 {
            break;
        }
        if miss > 0.0 {
            low = log_rate;
        } else {
            high = log_rate;
        }
        let guess = log_rate + miss / ELASTICITY;
        log_rate = if low < guess && guess < high { guess } else { f64::midpoint(low, high) };
    }
    let (miss, rate, expected) = best;
    world.rate = rate;
    // A handful of customers moves in steps; near is as good as it gets.
    if miss < 0.02 { Ok(expected) } else { Err(out_of_reach(world, target, expected)) }
}

fn out_of_reach(world: &World, target: u64, nearest: Expected) -> GenerateError {
    let World { customers, days, .. } = *world;
    let too_many = nearest.transactions > target as f64;
    let remedy = if too_many { "lower --customers" } else { "raise --customers or --days" };
    let remedy = format!(
        "the nearest that {customers} customers make in {days} days is about {:.0} rows; {remedy}",
        nearest.transactions
    );
    GenerateError::Setting { flag: "--transactions", found: target.to_string(), remedy }
}
