//! What the inputs of a run were, in a few numbers: kept in a manifest, so that the next run can tell
//! whether an export was lost. Comparing them is for `pipeline`.

use serde::{Deserialize, Serialize};

/// A table that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFacts {
    /// Its rows.
    pub rows: u64,
    /// Names of the columns that were read, ascending.
    pub columns: Vec<String>,
    /// Its files, in the order of their names.
    pub files: Vec<FileFacts>,
}

/// A file of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its name, from the folder of the input on.
    pub name: String,
    /// Its rows.
    pub rows: u64,
}

/// Events that were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventFacts {
    /// The table.
    pub table: TableFacts,
    /// Customers with an event that says no.
    pub refusing_customers: u64,
    /// Types of events that say no, ascending.
    pub refusing_types: Vec<String>,
}

/// A customers table that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFacts {
    /// The table.
    pub table: TableFacts,
    /// Customers with consent for e-mail or phone.
    pub consenting: u64,
    /// Customers whose consent is refused, or who have opted out.
    pub opted_out: u64,
    /// Customers who are suppressed.
    pub suppressed: u64,
}

/// The inputs of a run; those that were not read are not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFacts {
    /// Purchases and returns.
    pub transactions: Option<TableFacts>,
    /// Engagement events.
    pub events: Option<EventFacts>,
    /// Contact details.
    pub customers: Option<CustomerFacts>,
}
