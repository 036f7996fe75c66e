//! Whether what is called the version that holds is one of the row, by the rows themselves: a sale has a row that holds beside
//! the older ones. Where goods or customers were joined to the sales with their versions, it has not; and what is only
//! called active may be of the row where one line has both.

use super::{Marker, MarkerReading, Markers, Marking, OwnRows, RowMarks};
use crate::ingest::meaning::names::line_among;
use crate::ingest::meaning::row_status::{Mark, StatusColumn};
use crate::ingest::source::{ANY_COLUMN, BARE, Extra, RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::{
    Accepts, ColumnMap, ColumnSpec, Forms, IngestError, TransactionColumn as Column, mix,
};
use crate::table::{Files, Footer};
use arrow_array::Array;
use rayon::prelude::*;

type Mapping = ColumnMap<Column, String>;

static LINE: ColumnSpec = ColumnSpec { accepts: Accepts::Identifier, ..BARE };

/// Rows that are looked at, about, at most: all of some sales.
const MOST_SAMPLED: u64 = 1_000_000;
/// Older rows by which a name is not believed, at least: few may all be of sales that were deleted.
const FEW_OLDER: u64 = 20;

/// A row of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    sale: u64,
    line: u64,
    is_older: bool,
}

/// Older rows, and which of them have one that holds beside them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Older {
    rows: u64,
    /// Those with one in their sale.
    in_sale: u64,
    /// Those with one of their line in it.
    in_line: u64,
    /// Whether lines are told apart.
    has_lines: bool,
}

/// Takes flags of versions for what their rows bear out.
pub(super) fn settle(markers: &mut Markers, files: &Files, mapping: &Mapping, forms: &Forms) {
    for marker in &mut markers.taken {
        let MarkerReading::Known(known) = &mut marker.reading else { continue };
        let StatusColumn::Mark(known) = known else { continue };
        if !matches!(known, Mark::Current | Mark::VersionEnd | Mark::Active) {
            continue;
        }
        let read_as = if *known == Mark::Active { Mark::Current } else { *known };
        // What cannot be read is for the reader of the rows to refuse.
        let Ok(older) = older_rows(&marker.column, read_as, files, mapping, forms) else {
            continue;
        };
        if *known == Mark::Active {
            *known = if older.are_of_lines() { Mark::Current } else { *known };
        } else if older.are_of_others() {
            *known = Mark::Active;
        }
    }
}

impl Older {
    fn of(mut rows: Vec<Row>, has_lines: bool) -> Self {
        rows.sort_unstable();
        let mut all = Self { has_lines, ..Self::default() };
        for sale in rows.chunk_by(|a, b| a.sale == b.sale) {
            let in_sale = u64::from(sale.iter().any(|row| !row.is_older));
            for line in sale.chunk_by(|a, b| a.line == b.line) {
                let older = line.iter().filter(|row| row.is_older).count() as u64;
                all.rows += older;
                all.in_sale += older * in_sale;
                all.in_line += if older < line.len() as u64 { older } else { 0 };
            }
        }
        all
    }

    /// Whether nearly all have one that holds of the same line: what is active is the row.
    fn are_of_lines(self) -> bool {
        self.in_line >= 2 && 4 * self.in_line >= 3 * self.rows
    }

    /// Whether most have none that holds of the same line, or of the same sale where lines are not told apart: it is something
    /// else that has versions.
    fn are_of_others(self) -> bool {
        let beside = if self.has_lines { self.in_line } else { self.in_sale };
        self.rows >= FEW_OLDER && 2 * beside < self.rows
    }
}

fn older_rows(
    column: &str,
    known: Mark,
    files: &Files,
    mapping: &Mapping,
    forms: &Forms,
) -> Result<Older, IngestError> {
    let names = files.column_names();
    let line = line_among(&names).or_else(|| mapping.get(Column::ProductId));
    let line = line.filter(|line| Some(*line) != mapping.get(Column::OrderId));
    let mut extras: Vec<Extra<'_>> = vec![(column, &ANY_COLUMN)];
    extras.extend(line.map(|line| (line.as_str(), &LINE)));
    let who = if mapping.has(Column::OrderId) { Column::OrderId } else { Column::CustomerId };
    let read = |column| column == who || column == Column::Timestamp;
    let source = Source::open_with(files, mapping, forms, read, &extras)?;
    let rows: u64 = files.footers.iter().map(Footer::rows).sum();
    let (column, reading) = (column.to_owned(), MarkerReading::Known(StatusColumn::Mark(known)));
    let marker = [Marker { column, reading, own_rows: OwnRows::default() }];
    let one_in = rows.div_ceil(MOST_SAMPLED).max(1);
    let sample = Sample { source: &source, marker: &marker, who, has_line: line.is_some(), one_in };
    let found = source.row_groups().into_par_iter().map(|at| sample.of_group(at));
    let rows = found.try_reduce(Vec::new, |mut all, more| {
        all.extend(more);
        Ok(all)
    })?;
    Ok(Older::of(rows, line.is_some()))
}

struct Sample<'a> {
    source: &'a Source,
    marker: &'a [Marker; 1],
    who: Column,
    has_line: bool,
    one_in: u64,
}

impl Sample<'_> {
    fn of_group(&self, at: RowGroup) -> Result<Vec<Row>, IngestError> {
        let Self { source, who, .. } = *self;
        let (batches, positions) = source.read(at)?;
        let mut rows = Vec::new();
        let (Some(of), Some(time)) = (positions.of(who), positions.of(Column::Timestamp)) else {
            return Ok(rows);
        };
        let mut marking = Marking::new(self.marker);
        let mut next = mix((at.file as u64) << 32 | at.row_group as u64);
        let mut memories = [DictionaryMemory::default(), DictionaryMemory::default()];
        let (mut sales, mut lines) = (Vec::new(), Vec::new());
        for batch in batches {
            let batch = batch?;
            let mut marks = RowMarks::of(batch.num_rows());
            if let Some(position) = positions.extra::<Column>(0) {
                let place = source.extra_place::<Column>(at.file, 0);
                marking.judge(0, batch.column(position), place, &mut marks)?;
            }
            let [memory, of_lines] = &mut memories;
            let ids = IdColumn::decode(batch.column(of), memory, source.place(at.file, who))?;
            let ids = if source.any_text(who) { ids.into_text() } else { ids };
            ids.hashes(&mut sales);
            // Without a line every row is one of its own.
            lines.clear();
            lines.extend((0..batch.num_rows() as u64).map(|row| mix(next.wrapping_add(row))));
            next = next.wrapping_add(batch.num_rows() as u64);
            if let Some(position) = positions.extra::<Column>(1).filter(|_| self.has_line) {
                let place = source.extra_place::<Column>(at.file, 1);
                let ids = IdColumn::decode(batch.column(position), of_lines, place)?;
                let is_text = source.extra_is_text::<Column>(1);
                let ids = if is_text { ids.into_text() } else { ids };
                ids.hashes(&mut lines);
            }
            let times = source.cells(at.file, Column::Timestamp).instants(batch.column(time))?;
            for (row, id) in sales.iter().enumerate() {
                let sale = mix(id ^ mix(times.values.value(row).cast_unsigned()));
                let is_one = ids.is_present(row) && times.values.is_valid(row);
                if is_one && sale.is_multiple_of(self.one_in) {
                    let is_older = marks.reasons[row].is_some();
                    rows.push(Row { sale, line: lines[row], is_older });
                }
            }
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn older(rows: &[(u64, u64, bool)]) -> Older {
        let row = |&(sale, line, is_older): &(u64, u64, bool)| Row { sale, line, is_older };
        Older::of(rows.iter().map(row).collect(), true)
    }

    #[test]
    fn rows_that_hold_are_looked_for_in_the_sale_and_in_its_lines() {
        let found = older(&[
            (1, 1, true),
            (1, 1, false),
            (1, 2, true),
            (2, 1, true),
            (3, 1, true),
            (3, 1, true),
            (3, 1, false),
        ]);
        assert_eq!(found, Older { rows: 5, in_sale: 4, in_line: 3, has_lines: true });
        assert!(!found.are_of_lines() && !found.are_of_others());
    }

    #[test]
    fn what_is_joined_to_a_sale_has_no_row_beside_it() {
        let joined: Vec<_> = (0..40).map(|sale| (sale, 1, sale % 2 == 0)).collect();
        assert!(older(&joined).are_of_others());
        assert!(!older(&joined[..20]).are_of_others(), "they may have been deleted");
        // The version of each line's product: another line of the sale may have one that holds.
        let of_products: Vec<_> = joined.iter().flat_map(|row| [*row, (row.0, 2, false)]).collect();
        assert!(older(&of_products).are_of_others());
        let versions: Vec<_> = joined.iter().flat_map(|row| [*row, (row.0, 1, false)]).collect();
        assert!(older(&versions).are_of_lines() && !older(&versions).are_of_others());
    }
}
