//! Rows that do not count as sales: cancelled, failed, unpaid, test and deleted ones, returns and rows of
//! other kinds, by well-known columns and words or by the user's own.
//!
//! A [`Marker`] is a column that says so; what its words mean is for `meaning::row_status`, whether the column
//! is what its name says for `evidence`, which rows of a batch it leaves out for `marking`. A word that is not
//! understood counts as a sale and is named.

mod chosen;
mod evidence;
mod gateways;
mod marking;
mod numbers;
mod older;
mod seen;
mod sums;
mod values;
mod version_flags;

pub(crate) use chosen::ChosenRows;
pub(super) use marking::{Marking, RowMarks};
pub(super) use values::ValueCounts;
pub(crate) use values::{ColumnValues, MarkerValue};

use super::meaning::plain::squeeze;
use super::meaning::row_status::{Counts, Mark, NotASale, StatusColumn};
use super::newest::NewestRule;
use super::{ColumnMap, Forms, IngestError, TransactionColumn, type_in};
use crate::table::Files;
use evidence::settled;

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
    /// It counts as a return.
    Return,
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
    pub reading: MarkerReading,
    /// What takes sales back in rows of its own.
    pub own_rows: OwnRows,
}

/// What has rows of its own in the table, by a column: then a sale that says so of itself counts as much as the row
/// that takes it back does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OwnRows {
    /// Refunds, of sales that say that they were given back.
    pub refunds: bool,
    /// Documents of cancellation, of sales that say that they were cancelled.
    pub cancellations: bool,
}

impl OwnRows {
    fn take_back(self, why: NotASale) -> bool {
        match why {
            NotASale::Refunded => self.refunds,
            NotASale::Cancelled => self.cancellations,
            _ => false,
        }
    }
}

/// How a marker is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkerReading {
    /// By well-known words.
    Known(StatusColumn),
    /// As the user says, and by well-known words where the user says nothing of a value.
    Chosen(ChosenRows, Option<StatusColumn>),
}

/// The columns of some files that may leave rows out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Markers {
    /// Those that do, the user's own first.
    pub taken: Vec<Marker>,
    /// Those whose names say so but whose values are about something else.
    pub passed_over: Vec<ColumnValues>,
}

impl Marker {
    /// What the telling part of a cell means; `None` is an empty one. Ask once per distinct text.
    pub fn verdict(&self, text: Option<&str>) -> Verdict {
        match self.reading(text) {
            Verdict::LeftOut(LeftOutReason::NotASale(why)) if self.own_rows.take_back(why) => {
                Verdict::Counts
            }
            verdict => verdict,
        }
    }

    fn reading(&self, text: Option<&str>) -> Verdict {
        match &self.reading {
            MarkerReading::Known(column) => by_known_words(*column, text),
            MarkerReading::Chosen(chosen, known) => {
                let by_words = || known.map(|column| by_known_words(column, text));
                match chosen.verdict(text).or_else(by_words) {
                    // Whoever chooses has seen the values.
                    None | Some(Verdict::NotUnderstood) => Verdict::Counts,
                    Some(verdict) => verdict,
                }
            }
        }
    }

    /// Whether its words are states of sales, or kinds of rows.
    pub(super) fn tells_states(&self) -> bool {
        let is_state = |known: StatusColumn| known.has_words() && known != StatusColumn::Change;
        matches!(self.reading, MarkerReading::Known(known) if is_state(known))
    }

    /// Whether it may say that a sale was cancelled, given back or deleted.
    pub(super) fn tells_what_is_taken_back(&self) -> bool {
        let MarkerReading::Known(known) = self.reading else { return false };
        known.has_words() || known.takes_sales_back()
    }

    /// Whether it tells which version of a row holds: what does not hold any more was not taken back.
    pub(super) fn tells_versions(&self) -> bool {
        let plain = squeeze(&self.column);
        matches!(
            self.reading,
            MarkerReading::Known(StatusColumn::Mark(Mark::Current | Mark::VersionEnd))
        ) || plain.contains("supersed")
    }

    /// What of a cell's text tells: ask [`Marker::verdict`] for that.
    fn telling<'t>(&self, text: &'t str) -> &'t str {
        match self.reading {
            MarkerReading::Known(column) => column.telling(text),
            MarkerReading::Chosen(..) => text,
        }
    }

    /// Whether its values are few words that are worth listing.
    fn has_words(&self) -> bool {
        match &self.reading {
            MarkerReading::Known(column) => {
                column.has_words() || column.is_strict_flag() || column.numbers().is_some()
            }
            MarkerReading::Chosen(chosen, _) => chosen.drop_prefix.is_none(),
        }
    }
}

fn by_known_words(column: StatusColumn, text: Option<&str>) -> Verdict {
    match column.read(text.unwrap_or_default()) {
        Counts::Sale => Verdict::Counts,
        Counts::Return => Verdict::Return,
        Counts::No(why) => Verdict::LeftOut(LeftOutReason::NotASale(why)),
        Counts::Unknown => Verdict::NotUnderstood,
    }
}

/// The columns of these files that may leave rows out, in the order of the files. One that plays a part
/// already is none, unless the user chose it. Names that may as well be about something else are believed
/// by the columns' values, which are read.
pub(crate) fn markers(
    filter: &RowFilter,
    files: &Files,
    mapping: &ColumnMap<TransactionColumn, String>,
    forms: &Forms,
) -> Result<Markers, IngestError> {
    let names = files.column_names();
    // A struct or a list says nothing in words.
    let is_nested = |name: &String| {
        files
            .footers
            .iter()
            .filter_map(|footer| type_in(footer, name))
            .any(|found| found.is_nested())
    };
    let is_free = |name: &String| !mapping.is_mapped(name) && !is_nested(name);
    let known = |name: &String| Some((name.clone(), StatusColumn::named(name)?));
    let known = names.iter().filter(|name| filter.known_words && is_free(name)).filter_map(known);
    let known = known.filter(|(name, part)| {
        *part != StatusColumn::Gateway || gateways::may_be_of_tests(files, name)
    });
    let numbers = filter.known_words.then(|| numbers::that_tell(files, mapping, forms)).flatten();
    let older = || older::end_of_versions(files, mapping, forms);
    let older = filter.known_words.then(older).flatten();
    let known: Vec<_> = known.chain(numbers).collect();
    let older = older.filter(|(column, _)| known.iter().all(|(name, _)| name != column));
    let known = known.into_iter().chain(older).collect();
    let mut markers = settled(known, files, mapping, forms)?;
    version_flags::settle(&mut markers, files, mapping, forms);
    let Some(chosen) = &filter.chosen else { return Ok(markers) };
    if !names.contains(&chosen.column) {
        return Err(IngestError::MissingColumn {
            path: files.dataset.path.clone(),
            column: chosen.column.clone(),
            part: "the rows that count",
            option: "rows.column".to_owned(),
            available: names.join(", "),
        });
    }
    let is_chosen = |marker: &Marker| marker.column == chosen.column;
    let known = markers.taken.iter().find(|marker| is_chosen(marker));
    let known = known.and_then(|marker| match marker.reading {
        MarkerReading::Known(column)
            if !chosen.replaces_known_words && column.numbers().is_none() =>
        {
            Some(column)
        }
        _ => None,
    });
    let own_rows = markers.taken.iter().map(|marker| marker.own_rows);
    let own_rows =
        own_rows.max_by_key(|rows| (rows.refunds, rows.cancellations)).unwrap_or_default();
    markers.taken.retain(|marker| !is_chosen(marker));
    markers.passed_over.retain(|column| column.column != chosen.column);
    let (column, reading) = (chosen.column.clone(), MarkerReading::Chosen(chosen.clone(), known));
    markers.taken.insert(0, Marker { column, reading, own_rows });
    Ok(markers)
}
