//! Whether the order numbers of a table may say that rows are returns: by the first and the last of each row group, as
//! the footers have them, or by letters behind them in a few rows. Only then are they read for that.

use super::StatusColumn;
use crate::ingest::meaning::row_status::{Counts, Numbers, letters_of};
use crate::ingest::source::{ANY_COLUMN, Source};
use crate::ingest::{ColumnMap, Forms, IngestError, TransactionColumn, is_text, type_in};
use crate::table::cast::text_views;
use crate::table::{Files, Footer};
use arrow_array::cast::AsArray;
use arrow_schema::DataType;
use parquet::data_type::ByteArray;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;
use std::collections::BTreeSet;

/// Row groups that are looked at for letters behind numbers, at most, and how far.
const MOST_GROUPS: usize = 16;
const FIRST_BATCHES: usize = 2;

type Mapping = ColumnMap<TransactionColumn, String>;

/// The column of order numbers, where they are of several kinds and returns have no other sign. Elsewhere it is not read:
/// it is long, and may lie where another engine reads it.
pub(super) fn that_tell(
    files: &Files,
    mapping: &Mapping,
    forms: &Forms,
) -> Option<(String, StatusColumn)> {
    let column = mapping.get(TransactionColumn::OrderId)?;
    let signed = [TransactionColumn::Amount, TransactionColumn::Quantity];
    let has_signs =
        |column: &String| files.footers.iter().any(|footer| falls_below_0(footer, column));
    let are_told = mapping.has(TransactionColumn::ReturnFlag)
        || signed.into_iter().filter_map(|column| mapping.get(column)).any(has_signs);
    let numbers = StatusColumn::Numbers(Numbers::of(column));
    let may_tell = || {
        // Letters behind a number do not change the first and the last of many.
        are_of_several_kinds(files, column) || some_tell(files, column, numbers, forms)
    };
    (!are_told && may_tell()).then(|| (column.clone(), numbers))
}

/// Whether the letters of some numbers say or may say that their rows are returns, by the first rows of some row groups.
fn some_tell(files: &Files, column: &str, numbers: StatusColumn, forms: &Forms) -> bool {
    let mut types = files.footers.iter().filter_map(|footer| type_in(footer, column));
    if !types.any(|found| is_text(&found)) {
        return false;
    }
    let some_letters = || -> Result<bool, IngestError> {
        let source =
            Source::open_extras::<TransactionColumn>(files, &[(column, &ANY_COLUMN)], forms)?;
        let groups = source.row_groups();
        let step = groups.len().div_ceil(MOST_GROUPS).max(1);
        for &at in groups.iter().step_by(step) {
            let (batches, positions) = source.read(at)?;
            let Some(position) = positions.extra::<TransactionColumn>(0) else { continue };
            let place = source.extra_place::<TransactionColumn>(at.file, 0);
            for batch in batches.take(FIRST_BATCHES) {
                let batch = batch?;
                let column = batch.column(position);
                let texts = column.as_any_dictionary_opt().map_or(column, |coded| coded.values());
                let texts = text_views(texts).map_err(|e| place.unreadable(&e))?;
                if any_tells(texts.iter().flatten(), numbers) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    };
    // What cannot be read is for the reader of the rows to refuse.
    some_letters().unwrap_or(false)
}

fn any_tells<'t>(texts: impl Iterator<Item = &'t str>, numbers: StatusColumn) -> bool {
    let mut last = None;
    let mut letters = texts.map(letters_of);
    letters.any(|letters| {
        // Most have the letters of the one before.
        let is_new = last.replace(letters) != Some(letters);
        is_new && numbers.read(letters) != Counts::Sale
    })
}

fn chunks<'a>(
    footer: &'a Footer,
    column: &'a str,
) -> impl Iterator<Item = &'a ColumnChunkMetaData> {
    let chunks = footer.parquet().row_groups().iter().flat_map(RowGroupMetaData::columns);
    chunks.filter(move |chunk| chunk.column_path().string() == column)
}

/// Whether a column of texts has numbers with different letters before them, or may have.
fn are_of_several_kinds(files: &Files, column: &str) -> bool {
    let mut kinds = BTreeSet::new();
    for footer in &files.footers {
        match type_in(footer, column) {
            Some(
                DataType::Utf8
                | DataType::LargeUtf8
                | DataType::Utf8View
                | DataType::Dictionary(..),
            ) => {}
            Some(_) => return false,
            None => continue,
        }
        let Some(of_footer) = kinds_of(footer, column) else { return true };
        kinds.extend(of_footer);
    }
    kinds.len() > 1
}

/// The kinds of a file's first and last numbers; nothing where it does not tell.
fn kinds_of(footer: &Footer, column: &str) -> Option<BTreeSet<String>> {
    let mut kinds = BTreeSet::new();
    for chunk in chunks(footer, column) {
        let Some(Statistics::ByteArray(known)) = chunk.statistics() else { return None };
        if known.null_count_opt() == u64::try_from(chunk.num_values()).ok() {
            continue;
        }
        for end in [known.min_opt()?, known.max_opt()?] {
            kinds.insert(kind(end)?);
        }
    }
    Some(kinds)
}

fn kind(number: &ByteArray) -> Option<String> {
    let text = std::str::from_utf8(number.data()).ok()?;
    Some(letters_of(text).to_owned())
}

/// Whether some of a column's numbers lie below 0, as far as the footer tells.
fn falls_below_0(footer: &Footer, column: &str) -> bool {
    chunks(footer, column).filter_map(ColumnChunkMetaData::statistics).any(|known| match known {
        Statistics::Int32(ends) => ends.min_opt().is_some_and(|least| *least < 0),
        Statistics::Int64(ends) => ends.min_opt().is_some_and(|least| *least < 0),
        Statistics::Float(ends) => ends.min_opt().is_some_and(|least| *least < 0.0),
        Statistics::Double(ends) => ends.min_opt().is_some_and(|least| *least < 0.0),
        // Decimals, whose first bit is the sign.
        Statistics::FixedLenByteArray(ends) => {
            ends.min_opt().and_then(|least| least.data().first()).is_some_and(|byte| *byte >= 0x80)
        }
        Statistics::ByteArray(ends) => {
            ends.min_opt().is_some_and(|least| matches!(least.data().first(), Some(b'-' | b'(')))
        }
        _ => false,
    })
}
