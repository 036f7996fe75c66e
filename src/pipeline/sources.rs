//! Settings become opened inputs: files found, footers read, columns settled. No row is read.

use crate::config::{ConfigError, Recognised, Settings};
use crate::error::{Failure, Kind};
use crate::ingest::{Columns, CustomerMapping, EventMapping, TransactionMapping};
use crate::table::{Dataset, Footer, SourceError, column_names, fingerprint, read_footers};
use std::path::PathBuf;

/// One input's files.
#[derive(Debug, Clone)]
pub struct Files {
    /// What the user named.
    pub dataset: Dataset,
    /// Their footers.
    pub footers: Vec<Footer>,
}

/// The inputs of a run, and which column plays which part.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Purchases and returns.
    pub transactions: (Files, TransactionMapping),
    /// Engagement events.
    pub events: Option<(Files, EventMapping)>,
    /// The customers table.
    pub customers: Option<(Files, CustomerMapping)>,
    /// Parts recognised without being named, as "part = column".
    pub recognised: Vec<String>,
}

/// An input that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No files, or not Parquet.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No such column, or no rule for it.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl Failure for OpenError {
    fn kind(&self) -> Kind {
        match self {
            OpenError::Source(error) => error.kind(),
            OpenError::Config(error) => error.kind(),
        }
    }
}

impl Files {
    fn open(spec: &str) -> Result<Self, SourceError> {
        let dataset = Dataset::resolve(spec)?;
        let footers = read_footers(&dataset)?;
        Ok(Self { dataset, footers })
    }

    /// Where the files lie.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.dataset.files.iter().map(|file| file.path.clone()).collect()
    }

    /// Rows, from the footers.
    pub fn rows(&self) -> u64 {
        self.footers.iter().map(Footer::rows).sum()
    }
}

/// Opens what the settings name.
pub fn open_sources(settings: &Settings) -> Result<Sources, OpenError> {
    let mut recognised = Vec::new();
    let mut note = |found: Vec<(&'static str, String)>| {
        recognised.extend(found.into_iter().map(|(part, column)| format!("{part} = {column}")));
    };
    let files = Files::open(settings.data.transactions()?)?;
    let columns = settings.columns.settle(&column_names(&files.footers), &files.dataset.path)?;
    note(columns.recognised);
    let transactions = (files, columns.mapping);
    let mut events = None;
    if let Some(spec) = &settings.data.events {
        let files = Files::open(spec)?;
        let names = column_names(&files.footers);
        let (mapping, found) = settings.event_columns.settle(&names, &files.dataset.path)?;
        note(found);
        events = Some((files, mapping));
    }
    let mut customers = None;
    if let Some((files, mapping, found)) = open_customers(settings)? {
        note(found);
        customers = Some((files, mapping));
    }
    Ok(Sources { transactions, events, customers, recognised })
}

/// Opens the customers table, if there is one; also says which parts were recognised.
pub fn open_customers(
    settings: &Settings,
) -> Result<Option<(Files, CustomerMapping, Recognised)>, OpenError> {
    let Some(spec) = &settings.data.customers else { return Ok(None) };
    let files = Files::open(spec)?;
    let names = column_names(&files.footers);
    let (mapping, found) = settings.customer_columns.settle(&names, &files.dataset.path)?;
    Ok(Some((files, mapping, found)))
}

impl Files {
    /// What the files are; independent of where their folder lies.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.dataset, &self.footers)
    }
}

impl Sources {
    /// Optional columns that the inputs map.
    pub fn available(&self) -> Columns {
        let mapping = &self.transactions.1;
        Columns {
            quantity: mapping.quantity.is_some(),
            discount: mapping.discount.is_some(),
            product: mapping.product_id.is_some(),
            category: mapping.category.is_some(),
            channel: mapping.channel.is_some(),
            events: self.events.is_some(),
        }
    }

    /// What the inputs were; independent of file order and of where the folders lie.
    pub fn fingerprint(&self) -> String {
        let mut parts = vec![self.transactions.0.fingerprint()];
        parts.extend(self.events.iter().map(|(files, _)| files.fingerprint()));
        parts.extend(self.customers.iter().map(|(files, _)| files.fingerprint()));
        parts.join("-")
    }
}
