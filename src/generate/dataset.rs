//! The three tables of a generated business, from spilled rows to files.

use super::contacts;
use super::error::GenerateError;
use super::files::{Files, parts};
use super::rows::{EventRow, Row, TransactionRow};
use super::settings::BusinessSettings;
use super::simulate::Fate;
use super::spill::RowSpill;
use super::staging::NewDataset;
use super::tables::Tables;
use super::world::World;
use arrow_array::ArrayRef;

/// Rows of the customers table built at a time.
const CONTACTS_AT_ONCE: u64 = 65_536;

/// Both kinds of rows on disk.
pub(super) struct Spilled {
    /// Order lines and returns.
    pub transactions: RowSpill<TransactionRow>,
    /// Engagement.
    pub events: RowSpill<EventRow>,
}

/// Everything that is to be written.
pub(super) struct Business<'a> {
    /// What was asked for.
    pub settings: &'a BusinessSettings,
    /// The business around the customers.
    pub world: &'a World,
    /// What the customers did.
    pub spilled: &'a Spilled,
    /// What became of each, by index.
    pub fates: &'a [Fate],
    /// How the names of files of rows begin.
    pub stem: &'a str,
}

/// Files written.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileCounts {
    /// Of transactions.
    pub transactions: u64,
    /// Of events.
    pub events: u64,
}

impl Business<'_> {
    /// Customers who have registered; they come in the order of their numbers.
    pub(super) fn known_customers(&self) -> u64 {
        let last = self.fates.iter().rposition(|fate| fate.has(Fate::KNOWN));
        last.map_or(0, |last| last as u64 + 1)
    }

    /// Writes the tables; `written` hears of rows as they are done.
    pub(super) fn write(
        &self,
        staging: &NewDataset,
        written: &dyn Fn(u64),
    ) -> Result<FileCounts, GenerateError> {
        let tables = Tables::new(self.settings, self.world);
        let transactions = self.write_transactions(&tables, staging, written)?;
        let events =
            if self.settings.events { self.write_events(&tables, staging, written)? } else { 0 };
        self.write_customers(&tables, staging, written)?;
        Ok(FileCounts { transactions, events })
    }

    fn write_transactions(
        &self,
        tables: &Tables,
        staging: &NewDataset,
        written: &dyn Fn(u64),
    ) -> Result<u64, GenerateError> {
        let (rows, per_file) =
            (self.spilled.transactions.len(), self.settings.transactions_per_file);
        let files = Files {
            schema: tables.transaction_schema(),
            distinct: &["timestamp", "order_id"],
            paths: parts(&staging.folder("transactions")?, self.stem, rows, per_file),
            rows_per_file: per_file,
            rows,
        };
        let count = files.paths.len() as u64;
        let columns = |rows: &[TransactionRow]| tables.transactions(rows);
        write_rows(files, &self.spilled.transactions, &columns, written)?;
        Ok(count)
    }

    fn write_events(
        &self,
        tables: &Tables,
        staging: &NewDataset,
        written: &dyn Fn(u64),
    ) -> Result<u64, GenerateError> {
        let (rows, per_file) = (self.spilled.events.len(), self.settings.transactions_per_file);
        let files = Files {
            schema: tables.event_schema(),
            distinct: &["timestamp"],
            paths: parts(&staging.folder("events")?, self.stem, rows, per_file),
            rows_per_file: per_file,
            rows,
        };
        let count = files.paths.len() as u64;
        write_rows(files, &self.spilled.events, &|rows| tables.events(rows), written)?;
        Ok(count)
    }

    fn write_customers(
        &self,
        tables: &Tables,
        staging: &NewDataset,
        written: &dyn Fn(u64),
    ) -> Result<(), GenerateError> {
        let files = Files {
            schema: contacts::schema(tables),
            distinct: &["customer_id", "email"],
            paths: vec![staging.file("customers.parquet")],
            rows_per_file: u64::MAX,
            rows: self.known_customers(),
        };
        let first_day = self.settings.first_day();
        files.write(
            &|range, take| {
                for from in range.clone().step_by(CONTACTS_AT_ONCE as usize) {
                    let part = from..range.end.min(from + CONTACTS_AT_ONCE);
                    take(contacts::columns(self.world, tables, first_day, self.fates, part))?;
                }
                Ok(())
            },
            written,
        )
    }
}

fn write_rows<R: Row>(
    files: Files<'_>,
    spill: &RowSpill<R>,
    columns: &(dyn Fn(&[R]) -> Vec<ArrayRef> + Sync),
    written: &dyn Fn(u64),
) -> Result<(), GenerateError> {
    files.write(&|range, take| spill.read(range, &mut |rows| take(columns(rows))), written)
}
