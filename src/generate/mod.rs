//! Synthetic businesses: transactions, engagement events and customers with the structure of real
//! ones, of any size, the same bytes for the same settings on any number of threads.
//!
//! Every customer has random streams of its own (`draw`), is somebody (`person`), lives (`life`:
//! `basket`, `engagement`) on the business's days and goods (`calendar`, `assortment`), and leaves
//! packed `rows` in a `spill` on disk, from which sorted Parquet `files` are written. It is for
//! demonstrations, tests and measurement: it proves nothing about any real business.

mod assortment;
mod basket;
mod calendar;
mod channel;
mod contacts;
mod dataset;
mod draw;
mod engagement;
mod error;
mod files;
mod life;
mod person;
mod plan;
mod rows;
mod settings;
mod shape;
mod simulate;
mod spill;
mod staging;
mod tables;
mod target;
mod world;

pub use error::GenerateError;
pub use settings::{BusinessSettings, DEFAULT_END_DATE, IdType, RowOrder};
pub use shape::Shape;

use crate::progress::Progress;
use dataset::{Business, FileCounts, Spilled};
use plan::{PLAN, Plan};
use rayon::prelude::*;
use rows::BlockRows;
use simulate::{Fate, simulate};
use spill::{Placement, RowSpill};
use staging::NewDataset;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use world::World;

/// What was generated.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Rows of the customers table.
    pub customers: u64,
    /// Customers with an order in the data.
    pub buyers: u64,
    /// Orders, without returns.
    pub orders: u64,
    /// Transaction rows, returns included.
    pub transactions: u64,
    /// Transaction rows that are returns.
    pub returns: u64,
    /// Event rows.
    pub events: u64,
    /// First day of data.
    pub first_date: String,
    /// Last day of data.
    pub last_date: String,
    /// Files of transactions.
    pub transaction_files: u64,
    /// Files of events.
    pub event_files: u64,
}

/// Units of progress that [`generate`] reports in all.
pub fn units_of_work(settings: &BusinessSettings) -> u64 {
    // Lives and files weigh about the same.
    2 * settings.customers
}

/// Customers of a block, at most: its rows stay in memory until the block is done.
const BLOCK_CUSTOMERS_MAX: usize = 16_384;

/// Generates a business into `out`: `transactions/part-*.parquet`, `events/part-*.parquet` and
/// `customers.parquet`; `business.json` beside them where it has later days. The folder appears whole or not at all;
/// it may exist only if it is empty. Runs on the current rayon pool.
pub fn generate(
    settings: &BusinessSettings,
    out: &Path,
    progress: Progress<'_>,
) -> Result<Summary, GenerateError> {
    let settings = settings.checked()?;
    let dataset = NewDataset::begin(out)?;
    let summary = tell(settings, None, &dataset, progress)?;
    if settings.more_days > 0 {
        let plan = Plan { settings: settings.clone(), days_added: 0 };
        plan.write(&dataset.file(PLAN))?;
    }
    dataset.publish()?;
    Ok(summary)
}

/// A day after the history.
#[derive(Debug, Clone, Copy)]
struct Later {
    /// Days between the history and it.
    day: u32,
    /// Share of the customers who order nothing on it.
    quiet_share: f64,
}

/// Adds the next day to a business that was generated with later days: files of its transactions and events, and a
/// customers table as of its end. `quiet_share` of the customers, always the same ones, order nothing on it. The
/// result does not depend on when and how often an earlier call was interrupted.
pub fn append_day(
    out: &Path,
    quiet_share: f64,
    progress: Progress<'_>,
) -> Result<Summary, GenerateError> {
    if !(0.0..=1.0).contains(&quiet_share) {
        return Err(GenerateError::Setting {
            flag: "--quiet-share",
            found: quiet_share.to_string(),
            remedy: "give a share from 0 to 1".to_owned(),
        });
    }
    let Plan { settings, days_added } = Plan::read(out)?;
    let settings = settings.checked()?;
    let dataset = NewDataset::addition(out)?;
    let later = Later { day: days_added, quiet_share };
    let summary = tell(settings, Some((later, out)), &dataset, progress)?;
    let plan = Plan { settings: settings.clone(), days_added: days_added + 1 };
    plan.write(&dataset.file(PLAN))?;
    dataset.add(PLAN)?;
    Ok(summary)
}

/// Writes the history, or a later day of a business.
fn tell(
    settings: &BusinessSettings,
    later: Option<(Later, &Path)>,
    dataset: &NewDataset,
    progress: Progress<'_>,
) -> Result<Summary, GenerateError> {
    let mut world = World::new(settings);
    let expected = match settings.transactions {
        Some(target) => target::meet(&mut world, target)?,
        None => target::expect(&world),
    };
    if let Some((later, folder)) = later {
        let no_day_left =
            || GenerateError::NoDayLeft { folder: folder.to_owned(), days: settings.more_days };
        world.told = settings.day_after(later.day).ok_or_else(no_day_left)?;
        world.quiet_share = later.quiet_share;
    }
    let placement = Placement {
        order: settings.order,
        seed: settings.seed,
        span_seconds: settings.span_seconds(),
    };
    // Where the output goes there is room for its rows.
    let beside = dataset.path();
    let spilled = Spilled {
        transactions: RowSpill::new(beside, placement, expected.transactions as u64),
        events: RowSpill::new(beside, placement, expected.events as u64),
    };
    let (totals, fates) = live(&world, &spilled, progress)?;
    let rows_in_all = spilled.transactions.len() + spilled.events.len() + settings.customers;
    let rows_done = AtomicU64::new(0);
    let written = |rows: u64| {
        let before = rows_done.fetch_add(rows, Ordering::Relaxed);
        let units = |rows: u64| {
            let customers = u128::from(settings.customers) * u128::from(rows);
            (customers / u128::from(rows_in_all.max(1))) as u64
        };
        progress(units(before + rows) - units(before));
    };
    let stem = match later {
        None => "part".to_owned(),
        Some(_) => format!("day-{}", world.first_told(settings)),
    };
    let business =
        Business { settings, world: &world, spilled: &spilled, fates: &fates, stem: &stem };
    let files = business.write(dataset, &written)?;
    Ok(summarise(&business, totals, files))
}

/// Counts that are known once everybody has lived.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    orders: u64,
    returns: u64,
}

/// Lives all lives in blocks, in parallel; rows go to the spill, fates come back.
fn live(
    world: &World,
    spilled: &Spilled,
    progress: Progress<'_>,
) -> Result<(Totals, Vec<Fate>), GenerateError> {
    let mut fates = vec![Fate::default(); world.customers as usize];
    let block = (fates.len() / 256).clamp(64, BLOCK_CUSTOMERS_MAX);
    let totals = fates
        .par_chunks_mut(block)
        .enumerate()
        .map(|(number, fates)| {
            let first = (number * block) as u64;
            let mut rows = BlockRows::default();
            for (i, fate) in fates.iter_mut().enumerate() {
                *fate = simulate(world, first + i as u64, &mut rows);
            }
            world.tell(&mut rows);
            spilled.transactions.append(&rows.transactions)?;
            spilled.events.append(&rows.events)?;
            progress(fates.len() as u64);
            let returns = rows.transactions.iter().filter(|row| row.quantity < 0).count();
            Ok::<_, GenerateError>(Totals { orders: rows.orders(), returns: returns as u64 })
        })
        .try_reduce(Totals::default, |a, b| {
            Ok(Totals { orders: a.orders + b.orders, returns: a.returns + b.returns })
        })?;
    Ok((totals, fates))
}

fn summarise(business: &Business<'_>, totals: Totals, files: FileCounts) -> Summary {
    let Business { settings, world, spilled, fates, .. } = business;
    Summary {
        customers: business.known_customers(),
        buyers: fates.iter().filter(|fate| fate.has(Fate::BOUGHT)).count() as u64,
        orders: totals.orders,
        transactions: spilled.transactions.len(),
        returns: totals.returns,
        events: spilled.events.len(),
        first_date: world.first_told(settings).to_string(),
        last_date: world.last_told(settings).to_string(),
        transaction_files: files.transactions,
        event_files: files.events,
    }
}

#[cfg(test)]
mod tests;
