//! Settings become opened inputs: files found, footers read, columns settled. No row is read.

use super::cluster::{ClusterError, files_of_table};
use crate::config::{
    Choice, ConfigError, EngineSettings, How, Preset, Resolved, Settings, Unsure, Values,
};
use crate::error::{Failure, Kind};
use crate::ingest::{
    AmountPer, ColumnMap, Columns, CustomerColumn, EventColumn, Forms, IdRule, IdRules,
    IngestError, RowFilter, TableColumn, TransactionColumn, TypeRules, Who, file_says_no,
    is_clock_of, may_number_orders, normalised, zero_is_nobody,
};
use crate::table::{DataFile, Files, SourceError, catalogued, would_read};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// One of the tables: its files, and what their columns are called.
#[derive(Debug, Clone)]
pub struct Input<C: 'static> {
    /// The files.
    pub files: Files,
    /// Names of the columns.
    pub mapping: ColumnMap<C, String>,
    /// How values are written.
    pub forms: Forms,
    /// How each column came to its name.
    taken: Vec<(C, How)>,
    /// Parts that no column plays although one may be meant for it.
    pub unsure: Vec<Unsure<C>>,
    /// Parts that the user gives to no column.
    pub declined: Vec<C>,
    /// The preset of such columns, where none is set.
    pub suggested: Option<&'static Preset<C>>,
}

/// What a column was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The section of `winback.toml` that maps the table's columns.
    pub table: &'static str,
    /// The part, by its key.
    pub part: &'static str,
    /// The column's name in the files.
    pub column: String,
    /// How it came to play the part.
    pub how: How,
}

/// The inputs of a run, opened.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Purchases and returns.
    pub transactions: Input<TransactionColumn>,
    /// Which of their rows count.
    pub rows: RowFilter,
    /// Whose they are.
    pub who: Who,
    /// Engagement events.
    pub events: Option<Input<EventColumn>>,
    /// What the types of events mean.
    pub event_types: TypeRules,
    /// The customers table.
    pub customers: Option<Input<CustomerColumn>>,
}

/// An input that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No files, or not Parquet.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Identifiers cannot be read.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// No such column, or no rule for it.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A cluster's table.
    #[error(transparent)]
    Table(#[from] Box<ClusterError>),
    /// A table's name, and nobody to ask.
    #[error(
        "{0} is a table of a cluster's catalogue: add --engine spark --remote sc://HOST:PORT, or name the table's files"
    )]
    TableWithoutCluster(String),
    /// Results among the files that are read.
    #[error(
        "{} lies in {}, which is read: the next run would read it too. Choose another place for results",
        place.display(), input.display()
    )]
    PlaceInInput {
        /// Where results would be written.
        place: PathBuf,
        /// The input.
        input: PathBuf,
    },
    /// Nothing tells which rows a total belongs to.
    #[error(
        "{}: columns.amount_per = \"order\" needs the orders' numbers: name their column with --order-id",
        path.display()
    )]
    TotalsWithoutOrders {
        /// The input.
        path: PathBuf,
    },
}

impl Failure for OpenError {
    fn kind(&self) -> Kind {
        match self {
            OpenError::Source(error) => error.kind(),
            OpenError::Ingest(error) => error.kind(),
            OpenError::Config(error) => error.kind(),
            OpenError::Table(error) => error.kind(),
            OpenError::TableWithoutCluster(_)
            | OpenError::PlaceInInput { .. }
            | OpenError::TotalsWithoutOrders { .. } => Kind::Usage,
        }
    }
}

impl<C: TableColumn> Input<C> {
    fn open(spec: &str, choice: &Choice<C>, settings: &Settings) -> Result<Self, OpenError> {
        Self::of(files_of(spec, settings)?, choice, settings)
    }

    /// Settles the columns of opened files.
    pub(super) fn of(
        files: Files,
        choice: &Choice<C>,
        settings: &Settings,
    ) -> Result<Self, OpenError> {
        let usual = choice.forms(&settings.data.zone);
        let is_clock = |date: &str, clock: &str| is_clock_of(&files, date, clock, &usual);
        let is_empty = |name: &str| files.is_empty_column(name);
        let may_number = |name: &str| may_number_orders(&files, name);
        let values =
            Values { is_clock_of: &is_clock, is_empty: &is_empty, may_number_orders: &may_number };
        let path = &files.dataset.path;
        // A list of those who said no is read by addresses: what the others call them is what counts.
        let is_of_others = |file: &DataFile| {
            let not = &settings.refusal_names.are_none;
            not.contains(&file.relative) || !file.relative.split('/').any(file_says_no)
        };
        let of_others = files.column_names_of(is_of_others);
        let of_others = (!C::IN_EVERY_FILE).then(|| choice.resolve(&of_others, path, &values));
        let resolved = match of_others {
            Some(Ok(resolved)) => resolved,
            _ => choice.resolve(&files.column_names(), path, &values)?,
        };
        let Resolved { mapping, taken, unsure, declined, suggested } = resolved;
        let forms = Forms { ids: ids(&mapping, settings), ..choice.forms(&settings.data.zone) };
        Ok(Self { files, mapping, forms, taken, unsure, declined, suggested })
    }

    /// The same columns, read from files that were made of these.
    pub(super) fn in_files(self, files: Files) -> Self {
        Self { files, ..self }
    }

    /// What was taken for what, in the order of the table.
    pub fn taken(&self) -> Vec<Taken> {
        let of = |column: C| self.taken.iter().find(|(known, _)| *known == column);
        let taken = |(column, name): (C, &String)| {
            let (_, how) = *of(column)?;
            let (table, part) = (C::SECTION, column.spec().key);
            Some(Taken { table, part, column: name.clone(), how })
        };
        self.mapping.iter().filter_map(taken).collect()
    }
}

/// The files that an input is, by their path or as a table of the cluster.
fn files_of(spec: &str, settings: &Settings) -> Result<Files, OpenError> {
    let stores = &settings.data.stores;
    match (catalogued(spec), &settings.engine) {
        (None, _) => Ok(Files::open(spec, stores)?),
        (Some(name), EngineSettings::Spark(spark)) => {
            Ok(files_of_table(spark, (spec, name), stores).map_err(Box::new)?)
        }
        (Some(_), EngineSettings::Local) => Err(OpenError::TableWithoutCluster(spec.to_owned())),
    }
}

/// Refuses a place for results among the files of an input, before any of them is read.
fn refuse_place_in(spec: &str, place: &Path) -> Result<(), OpenError> {
    if catalogued(spec).is_some() || !would_read(spec, place)? {
        return Ok(());
    }
    Err(OpenError::PlaceInInput { place: place.to_owned(), input: PathBuf::from(spec) })
}

/// How a table's identifiers are written anew. Addresses are one whatever their case.
fn ids<C: TableColumn>(mapping: &ColumnMap<C, String>, settings: &Settings) -> IdRules {
    let who = C::ALL.iter().find(|column| column.spec().required);
    let name = who.and_then(|column| mapping.get(*column));
    let are_addresses = name.is_some_and(|name| normalised(name).contains("email"));
    let ids = &settings.columns.ids;
    if are_addresses { ids.and(&[IdRule::Lower]) } else { ids.clone() }
}

/// Opens what the settings name.
pub fn open_sources(settings: &Settings) -> Result<Sources, OpenError> {
    let transactions = open_transactions(settings)?;
    let (rows, event_types) = (settings.rows.clone(), settings.event_types.clone());
    let (events, customers) =
        (open_events(settings)?, open_customers_beside(&transactions, settings)?);
    let who = who(&transactions)?;
    Ok(Sources { transactions, rows, who, events, event_types, customers })
}

/// How identifiers are read: by the settings, and 0 as nobody where it is no customer. Of the rows only those
/// are looked at that may have a 0 by the files' statistics.
fn who(input: &Input<TransactionColumn>) -> Result<Who, OpenError> {
    let zero_is_nobody = zero_is_nobody(&input.files, &input.mapping, &input.forms)?;
    Ok(Who { zero_is_nobody, ..Who::by(&input.forms) })
}

/// Opens the transactions.
pub fn open_transactions(settings: &Settings) -> Result<Input<TransactionColumn>, OpenError> {
    let mut input: Input<TransactionColumn> =
        Input::open(settings.data.transactions()?, &settings.columns.choice, settings)?;
    input.forms.amount_per = settings.columns.amount_per;
    if input.forms.amount_per == AmountPer::Order && !input.mapping.has(TransactionColumn::OrderId)
    {
        return Err(OpenError::TotalsWithoutOrders { path: input.files.dataset.path.clone() });
    }
    Ok(input)
}

/// Opens the events, if there are any.
pub(super) fn open_events(settings: &Settings) -> Result<Option<Input<EventColumn>>, OpenError> {
    let events = &settings.data.events;
    let open = |spec: &String| Input::open(spec, &settings.event_columns, settings);
    events.as_ref().map(open).transpose()
}

/// Opens the customers table, if there is one. A preset that knows people in two ways takes that of the transactions, where
/// they are named.
pub fn open_customers(settings: &Settings) -> Result<Option<Input<CustomerColumn>>, OpenError> {
    let has_preset = settings.customer_columns.preset().is_some();
    if has_preset && let Ok(transactions) = open_transactions(settings) {
        return open_customers_beside(&transactions, settings);
    }
    open_customers_by(&settings.customer_columns, settings)
}

fn open_customers_beside(
    transactions: &Input<TransactionColumn>,
    settings: &Settings,
) -> Result<Option<Input<CustomerColumn>>, OpenError> {
    let who = transactions.mapping.name(TransactionColumn::CustomerId);
    let choice = settings.customer_columns.known_by_address(normalised(who).contains("email"));
    open_customers_by(&choice, settings)
}

fn open_customers_by(
    choice: &Choice<CustomerColumn>,
    settings: &Settings,
) -> Result<Option<Input<CustomerColumn>>, OpenError> {
    let customers = &settings.data.customers;
    customers.as_ref().map(|spec| Input::open(spec, choice, settings)).transpose()
}

impl Sources {
    /// Refuses a file or folder for results that lies among the inputs.
    pub fn refuse_place(settings: &Settings, place: &Path) -> Result<(), OpenError> {
        let data = &settings.data;
        let others = [data.events.as_deref(), data.customers.as_deref()];
        let named = others.into_iter().flatten().chain(data.transactions().ok());
        named.into_iter().try_for_each(|spec| refuse_place_in(spec, place))
    }

    /// Refuses inputs that are no longer what they were when they were opened; for after the last read.
    pub fn refuse_moved(&self) -> Result<(), SourceError> {
        self.transactions.files.refuse_moved()?;
        self.events.as_ref().map_or(Ok(()), |events| events.files.refuse_moved())?;
        self.customers.as_ref().map_or(Ok(()), |customers| customers.files.refuse_moved())
    }

    /// Optional columns that the inputs map.
    pub fn available(&self) -> Columns {
        Columns { events: self.events.is_some(), ..Columns::of(&self.transactions.mapping) }
    }

    /// What a manifest of scores knows the inputs by: all that they hold, or their footers where a cluster reads them.
    pub(super) fn identity(&self, settings: &Settings) -> Result<String, SourceError> {
        match &settings.engine {
            EngineSettings::Local => self.fingerprint(),
            EngineSettings::Spark(_) => Ok(self.outline()),
        }
    }

    /// What the inputs hold; independent of file order and of where the folders lie. Reads every byte.
    pub fn fingerprint(&self) -> Result<String, SourceError> {
        let mut parts = vec![self.transactions.files.fingerprint()?];
        if let Some(events) = &self.events {
            parts.push(events.files.fingerprint()?);
        }
        if let Some(customers) = &self.customers {
            parts.push(customers.files.fingerprint()?);
        }
        Ok(parts.join("-"))
    }

    /// What the inputs are by their footers, for runs that read no rows here.
    pub(super) fn outline(&self) -> String {
        let mut parts = vec![self.transactions.files.outline()];
        parts.extend(self.events.iter().map(|input| input.files.outline()));
        parts.extend(self.customers.iter().map(|input| input.files.outline()));
        parts.join("-")
    }
}
