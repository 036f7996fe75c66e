//! The inputs as SQL reads them: what another engine is told of the files, columns and rules of opened sources.
//!
//! The SQL itself is made in `features::sql`; here it is given what the settings and the files say. Of the data only
//! the columns' names are looked at, and the words of columns that say what rows are.

use super::sources::{Input, Sources};
use crate::config::Settings;
use crate::features::sql::{
    Dialect, Identity, Inputs, TimeForm,
    canonical::{self, Transactions},
    is_customer, newest_rows, refuse_order_money, refuse_text, relation, time_form, written_anew,
};
use crate::ingest::{
    ColumnMap, CustomerColumn, EventColumn, Marker, TableColumn, TransactionColumn, event_types,
    markers, text_ids,
};

/// The inputs of a run, for SQL.
#[derive(Debug)]
pub struct Statements<'a> {
    sources: &'a Sources,
    settings: &'a Settings,
    dialect: Dialect,
    markers: Vec<Marker>,
    /// The transactions' files as a relation; of rows that have versions, the newest.
    rows: String,
    time: TimeForm,
    identity: Identity<'a>,
}

impl<'a> Statements<'a> {
    /// Settles what SQL has to be told.
    ///
    /// # Errors
    ///
    /// Columns and rules that SQL does not read as this program does.
    pub fn of(
        sources: &'a Sources,
        settings: &'a Settings,
        dialect: Dialect,
    ) -> crate::Result<Self> {
        let input = &sources.transactions;
        let Input { files, mapping, forms, .. } = input;
        let markers = markers(&settings.rows, files, mapping, forms)?.taken;
        let extras: Vec<&str> = markers.iter().map(|marker| marker.column.as_str()).collect();
        let rows = match &settings.rows.newest {
            Some(rule) => newest_rows(files, mapping, &extras, rule, dialect)?,
            None => relation(files, mapping, &extras, dialect),
        };
        // All tables' identifiers are texts where those of one are.
        let is_text = text_ids(files, mapping)
            || sources.events.as_ref().is_some_and(|input| text_ids(&input.files, &input.mapping))
            || sources
                .customers
                .as_ref()
                .is_some_and(|input| text_ids(&input.files, &input.mapping));
        refuse_text(files, mapping)?;
        refuse_order_money(mapping, forms)?;
        let time = time_form(files, mapping, forms, TransactionColumn::Timestamp, dialect)?;
        let identity = Identity { who: &sources.who, is_text };
        Ok(Self { sources, settings, dialect, markers, rows, time, identity })
    }

    /// What makes the tables that the features' SQL reads.
    pub fn inputs(&self) -> crate::Result<Inputs> {
        let transactions = self.transactions(&self.sources.transactions.mapping);
        let events = self.sources.events.as_ref().map(|input| self.events(input)).transpose()?;
        Ok(Inputs { transactions: Some(transactions), events })
    }

    /// The identifiers of the customers table, each once, where there is one.
    pub(super) fn known_customers(&self) -> Option<String> {
        let Input { files, mapping, .. } = self.sources.customers.as_ref()?;
        let rows = relation(files, mapping, &[], self.dialect);
        let column = self.dialect.quoted(mapping.name(CustomerColumn::CustomerId));
        Some(format!(
            "select distinct customer_id from (select {} as customer_id from {rows}) c where {}",
            written_anew(&column, self.identity, self.dialect),
            is_customer(self.identity, self.dialect)
        ))
    }

    /// The type of customers' identifiers in results.
    pub(super) fn id_type(&self) -> &'static str {
        if self.identity.is_text { "string" } else { "bigint" }
    }

    /// The lines that count, whenever they are, without the look at whole orders that takes a pass of its own.
    pub(super) fn lines(&self) -> String {
        let made = self.transactions(&self.sources.transactions.mapping);
        made.lines.replace(":as_of_us", &i64::MAX.to_string())
    }

    /// All rows of the transactions, unread.
    pub(super) fn all_rows(&self) -> &str {
        &self.rows
    }

    /// The mapped columns of the transactions as they are, of some customers: so many millionths of them, or all.
    pub(super) fn rows_of_some(&self, millionths: Option<u64>) -> String {
        let Input { mapping, .. } = &self.sources.transactions;
        let extras = self.markers.iter().map(|marker| &marker.column);
        self.some(mapping, extras, &self.rows, millionths)
    }

    /// The same of the events, where there are any.
    pub(super) fn events_of_some(&self, millionths: Option<u64>) -> Option<String> {
        let Input { files, mapping, .. } = self.sources.events.as_ref()?;
        let rows = relation(files, mapping, &[], self.dialect);
        Some(self.some(mapping, [].into_iter(), &rows, millionths))
    }

    fn some<'n, C: TableColumn>(
        &self,
        mapping: &'n ColumnMap<C, String>,
        extras: impl Iterator<Item = &'n String>,
        rows: &str,
        millionths: Option<u64>,
    ) -> String {
        let mut names: Vec<&String> = Vec::new();
        for name in mapping.iter().map(|(_, name)| name).chain(extras) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let names: Vec<String> = names.into_iter().map(|name| self.dialect.quoted(name)).collect();
        let all = format!("select {} from {rows}", names.join(", "));
        let Some(millionths) = millionths else { return all };
        let column = |key| C::of_key(key).map(|column| self.dialect.quoted(mapping.name(column)));
        let (id, time) = (column("customer_id"), column("timestamp"));
        let text = |column: Option<String>| self.dialect.text(column.as_deref().unwrap_or("null"));
        let id = id.map(|column| written_anew(&column, self.identity, self.dialect));
        // Rows of nobody are counted too: as many of them as of the others.
        format!(
            "{all} where pmod(xxhash64(coalesce({}, {})), 1000000) < {millionths}",
            text(id),
            text(time)
        )
    }

    fn transactions(&self, mapping: &ColumnMap<TransactionColumn, String>) -> Transactions {
        canonical::transactions(
            mapping,
            &self.rows,
            &self.markers,
            self.identity,
            self.dialect,
            &self.settings.data.zone,
            &self.time,
        )
    }

    fn events(&self, input: &Input<EventColumn>) -> crate::Result<String> {
        let Input { files, mapping, forms, .. } = input;
        let rows = relation(files, mapping, &[], self.dialect);
        refuse_text(files, mapping)?;
        let time = time_form(files, mapping, forms, EventColumn::Timestamp, self.dialect)?;
        let types = event_types(files, mapping, forms, &self.sources.event_types)?;
        let zone = &self.settings.data.zone;
        Ok(canonical::events(mapping, &rows, &types, self.identity, self.dialect, zone, &time))
    }
}
