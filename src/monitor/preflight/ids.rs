//! Findings about identifiers that should meet: those of the transactions and of another table.

use super::{Finding, Severity};
use crate::ingest::Meeting;
use crate::words::share_to_tenths;

/// The table of the customers, for whom the list is made.
pub(crate) const CUSTOMERS: &str = "customers";
/// A smaller share of identifiers that meet is worth a look.
const FEW_MEET: f64 = 0.5;

/// How many identifiers of the transactions stand in another table.
#[derive(Debug, Clone)]
pub(crate) struct Overlap {
    /// The other table, for messages.
    pub table: &'static str,
    /// Its column of identifiers.
    pub column: String,
    /// Customers with transactions.
    pub buyers: u64,
    /// Customers of the other table.
    pub others: u64,
    /// Those in both.
    pub both: u64,
    /// The same in samples, with the rules under which more would meet.
    pub meeting: Meeting,
}

/// The finding of one other table.
pub(crate) fn of_ids(overlap: &Overlap) -> Finding {
    let Overlap { table, column, buyers, others, both, meeting } = overlap;
    let share = *both as f64 / (*buyers).min(*others).max(1) as f64;
    let subject = match *table {
        CUSTOMERS => "customers in their table".to_owned(),
        other => format!("customers in the {other}"),
    };
    let found =
        format!("{both} of {buyers} with transactions are among the {others} of column '{column}'");
    let is_nobody = *both == 0 && *buyers > 0 && *others > 0;
    // Of events nobody needs more than scores without them; a list of nobody is none.
    let severity = if is_nobody && *table == CUSTOMERS { Severity::Fail } else { Severity::Warn };
    let doubtful = |found: String, remedy: String| Finding {
        severity,
        ..Finding::warn(subject.clone(), found, remedy)
    };
    if let Some(remedy) = &meeting.remedy {
        let pairs: Vec<String> = remedy
            .examples
            .iter()
            .map(|(one, other)| format!("'{one}' here and '{other}' there"))
            .collect();
        let gain = share_to_tenths(remedy.meet as f64 / meeting.first.max(1) as f64);
        let found = format!("{found}; the two write them differently: {}", pairs.join(", "));
        let rules = remedy.rules.setting();
        let remedy = format!("[columns] id_normalise = \"{rules}\" would make {gain} of them meet");
        return doubtful(found, remedy);
    }
    if is_nobody {
        let remedy = "name the column that holds the same identifiers as the transactions";
        return doubtful(found, remedy.to_owned());
    }
    if share < FEW_MEET && *others > 0 {
        let remedy = "whoever is missing cannot be reached: is the export of the whole business?";
        return doubtful(found, remedy.to_owned());
    }
    Finding::ok(subject, found)
}
