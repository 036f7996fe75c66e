//! Rows that do not count: cancelled, failed, unpaid, test and deleted ones, by well-known columns and
//! words or by the user's own.
//!
//! A [`Marker`] is a column that says so; what its words mean is for `meaning::row_status`, which rows of
//! a batch it leaves out for `marking`. A word that is not understood counts as a sale and is named.

mod marking;
mod values;

pub use marking::Marking;
pub use values::{ColumnValues, MarkerValue, ValueCounts};

use super::meaning::plain::trimmed;
use super::meaning::row_status::{Counts, NotASale, StatusColumn};
use super::newest::NewestRule;
use super::{ColumnMap, IngestError, TransactionColumn};
use crate::table::Files;

/// Which rows count, as it is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// How versions of a row are known; the newest alone counts. Each row is one where absent.
    pub newest: Option<NewestRule>,
    /// Whether well-known columns and words leave rows out.
    pub known_words: bool,
    /// A column by which the user chooses.
    pub chosen: Option<ChosenRows>,
}

/// Rows chosen by the values of a column; case and blanks around a value do not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenRows {
    /// The column's name in the files.
    pub column: String,
    /// Values with which rows count, and no others; all do where there is none.
    pub keep: Vec<String>,
    /// Values with which rows are left out.
    pub drop: Vec<String>,
    /// Beginning of values with which rows are left out.
    pub drop_prefix: Option<String>,
}

/// Why a row is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutReason {
    /// A newer version of it is there.
    OlderVersion,
    /// It says that it is no sale.
    NotASale(NotASale),
    /// The configuration's `[rows]` leaves it out.
    Setting,
}

/// What a cell means for its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The row counts.
    Counts,
    /// It does not.
    LeftOut(LeftOutReason),
    /// The word is not understood: the row counts.
    NotUnderstood,
}

/// A column that may say that a row does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// Its name in the files.
    pub column: String,
    /// How it is read.
    pub reading: Reading,
}

/// How a marker is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// By well-known words.
    Known(StatusColumn),
    /// As the user says.
    Chosen(ChosenRows),
}

impl Marker {
    /// What a cell means; `None` is an empty one. Ask once per distinct text.
    pub fn verdict(&self, text: Option<&str>) -> Verdict {
        match &self.reading {
            Reading::Known(column) => match column.read(text.unwrap_or_default()) {
                Counts::Sale => Verdict::Counts,
                Counts::No(why) => Verdict::LeftOut(LeftOutReason::NotASale(why)),
                Counts::Unknown => Verdict::NotUnderstood,
            },
            Reading::Chosen(chosen) => chosen.verdict(text),
        }
    }

    /// Whether its values are few words that are worth listing.
    fn has_words(&self) -> bool {
        match &self.reading {
            Reading::Known(column) => column.has_words(),
            Reading::Chosen(chosen) => chosen.drop_prefix.is_none(),
        }
    }
}

impl ChosenRows {
    fn verdict(&self, text: Option<&str>) -> Verdict {
        let text = trimmed(text.unwrap_or_default());
        let folded = text.to_lowercase();
        let among = |values: &[String]| values.iter().any(|v| trimmed(v).to_lowercase() == folded);
        let dropped = among(&self.drop)
            || self.drop_prefix.as_ref().is_some_and(|prefix| text.starts_with(prefix.as_str()));
        if dropped || !self.keep.is_empty() && !among(&self.keep) {
            return Verdict::LeftOut(LeftOutReason::Setting);
        }
        Verdict::Counts
    }
}

/// The columns of these files that may leave rows out, in the order of the files. One that plays a part
/// already is none, unless the user chose it; one that the user chose is read as they say.
pub fn markers(
    filter: &RowFilter,
    files: &Files,
    mapping: &ColumnMap<TransactionColumn, String>,
) -> Result<Vec<Marker>, IngestError> {
    let names = files.column_names();
    let mut markers = Vec::new();
    if let Some(chosen) = &filter.chosen {
        if !names.contains(&chosen.column) {
            return Err(IngestError::MissingColumn {
                path: files.dataset.path.clone(),
                column: chosen.column.clone(),
                part: "the rows that count",
                option: "rows.column".to_owned(),
                available: names.join(", "),
            });
        }
        let column = chosen.column.clone();
        markers.push(Marker { column, reading: Reading::Chosen(chosen.clone()) });
    }
    if filter.known_words {
        let is_free = |name: &String| {
            mapping.iter().all(|(_, mapped)| mapped != name)
                && markers.iter().all(|marker| &marker.column != name)
        };
        let known: Vec<Marker> = names
            .iter()
            .filter(|name| is_free(name))
            .filter_map(|name| {
                let reading = Reading::Known(StatusColumn::named(name)?);
                Some(Marker { column: name.clone(), reading })
            })
            .collect();
        markers.extend(known);
    }
    Ok(markers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_values_leave_rows_out_whatever_their_case() {
        let list = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
        let chosen = |keep: &[&str], drop: &[&str], prefix: Option<&str>| ChosenRows {
            column: "kind".to_owned(),
            keep: list(keep),
            drop: list(drop),
            drop_prefix: prefix.map(str::to_owned),
        };
        let out = |chosen: &ChosenRows, text: Option<&str>| chosen.verdict(text) != Verdict::Counts;
        let keep = chosen(&["Sale"], &[], None);
        assert!(!out(&keep, Some(" SALE ")) && out(&keep, Some("loan")) && out(&keep, None));
        let drop = chosen(&[], &["Loan"], None);
        assert!(out(&drop, Some("loan")) && !out(&drop, Some("sale")) && !out(&drop, None));
        let prefix = chosen(&[], &[], Some("C"));
        assert!(out(&prefix, Some("C536379")) && !out(&prefix, Some("536379")));
        assert!(!out(&prefix, Some("c536379")), "the case of a prefix counts");
    }
}
