//! Versions as values that sort: instants, numbers, or texts by their letters.
//!
//! All files are read alike. Texts are numbers where all of them are, dates where most are, and else texts.

use crate::ingest::meaning::DateText;
use crate::ingest::source::{Positions, RowGroup, Source, extra_index};
use crate::ingest::types::{is_number, is_text, is_whole_number};
use crate::ingest::{IngestError, TransactionColumn, trimmed};
use crate::table::cast::{floats, text_views, whole_numbers};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;

/// How versions are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As instants.
    Instants,
    /// As whole numbers.
    Whole,
    /// As numbers.
    Real,
    /// As texts, byte by byte.
    Texts,
}

/// The column of versions.
pub(super) struct Versions<'a> {
    source: &'a Source,
    /// Which of the source's extra columns it is.
    column: usize,
}

/// What the texts of a column are, counted.
#[derive(Default)]
struct Texts {
    whole: u64,
    real: u64,
    dates: u64,
    others: u64,
}

impl Texts {
    fn observe(&mut self, text: &str, source: &Source) {
        let text = trimmed(text);
        if text.is_empty() {
        } else if text.parse::<i64>().is_ok() {
            self.whole += 1;
        } else if real(text).is_some() {
            self.real += 1;
        } else {
            match source.forms.dates.read(text) {
                DateText::Empty | DateText::ZeroDate => {}
                DateText::NotADate => self.others += 1,
                _ => self.dates += 1,
            }
        }
    }

    fn kind(&self) -> Kind {
        let Self { whole, real, dates, others } = *self;
        match (dates, others) {
            (0, 0) if real == 0 => Kind::Whole,
            (0, 0) => Kind::Real,
            _ if dates >= whole + real + others => Kind::Instants,
            _ => Kind::Texts,
        }
    }
}

impl<'a> Versions<'a> {
    pub(super) fn new(source: &'a Source, column: usize) -> Self {
        Self { source, column }
    }

    /// How versions are compared; refused where files hold them in ways that do not compare.
    pub(super) fn kind(&self) -> Result<Kind, IngestError> {
        let types = self.source.extra_types::<TransactionColumn>(self.column);
        let all = |is: fn(&DataType) -> bool| types.iter().all(is);
        if all(is_text) && !types.is_empty() {
            self.refuse_bytes(&types)?;
            let mut texts = Texts::default();
            let column = extra_index::<TransactionColumn>(self.column);
            self.source.each_text(column, &mut |text| {
                texts.observe(text, self.source);
            })?;
            return Ok(texts.kind());
        }
        if all(|found| is_whole_number(found) && !found.is_floating()) {
            return Ok(Kind::Whole);
        }
        if all(is_number) {
            return Ok(Kind::Real);
        }
        if all(|found| !is_number(found) && !is_text(found)) {
            return Ok(Kind::Instants);
        }
        let found: Vec<String> = types.iter().map(ToString::to_string).collect();
        let place = self.source.extra_place::<TransactionColumn>(0, self.column);
        Err(place.unusable(
            format!("versions of a row are {} in different files", found.join(" and ")),
            "write them as one type, or choose another column with rows.newest_by".to_owned(),
        ))
    }

    /// Bytes that are no text have an order that texts do not: SQL Server's `rowversion`.
    fn refuse_bytes(&self, types: &[DataType]) -> Result<(), IngestError> {
        use DataType::{Binary, BinaryView, LargeBinary};
        if !types.iter().any(|found| matches!(found, Binary | LargeBinary | BinaryView)) {
            return Ok(());
        }
        for at in self.source.row_groups() {
            let Some(nulls) = self.source.extra_nulls::<TransactionColumn>(at, self.column) else {
                continue;
            };
            let (batches, positions) = self.source.read(at)?;
            let place = self.source.extra_place::<TransactionColumn>(at.file, self.column);
            let mut unread = 0;
            for batch in batches {
                let batch = batch?;
                let Some(array) = self.array(&batch, &positions) else { continue };
                unread += text_views(array).map_err(|e| place.unreadable(&e))?.null_count() as u64;
            }
            if unread > nulls {
                return Err(place.unusable(
                    "versions of a row are bytes that are no text, which do not compare as versions".to_owned(),
                    "write them as hexadecimal text or as numbers where they are exported, or choose another column with \
                     rows.newest_by"
                        .to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn array<'b>(&self, batch: &'b RecordBatch, positions: &Positions) -> Option<&'b ArrayRef> {
        positions.extra::<TransactionColumn>(self.column).map(|position| batch.column(position))
    }

    /// Versions as whole numbers in their order; none where there is none.
    pub(super) fn numbers(
        &self,
        kind: Kind,
        batch: &RecordBatch,
        positions: &Positions,
        at: RowGroup,
    ) -> Result<Vec<Option<i64>>, IngestError> {
        let Some(array) = self.array(batch, positions) else {
            return Ok(vec![None; batch.num_rows()]);
        };
        let place = self.source.extra_place::<TransactionColumn>(at.file, self.column);
        if kind == Kind::Instants {
            let cells = self.source.extra_cells::<TransactionColumn>(at.file, self.column);
            return Ok(cells.instants(array)?.values.iter().collect());
        }
        let unreadable = |e| place.unreadable(&e);
        if is_text(array.data_type()) {
            let texts = text_views(array).map_err(unreadable)?;
            let number = |text: &str| match kind {
                Kind::Whole => trimmed(text).parse().ok(),
                _ => real(trimmed(text)).map(in_order),
            };
            return Ok(texts.iter().map(|text| text.and_then(number)).collect());
        }
        if kind == Kind::Whole {
            return Ok(whole_numbers(array).map_err(unreadable)?.iter().collect());
        }
        let numbers = floats(array).map_err(unreadable)?;
        Ok(numbers.iter().map(|x| x.filter(|x| x.is_finite()).map(in_order)).collect())
    }

    /// Versions as texts; none where there is none.
    pub(super) fn texts(
        &self,
        batch: &RecordBatch,
        positions: &Positions,
        at: RowGroup,
    ) -> Result<Vec<Option<Box<str>>>, IngestError> {
        let Some(array) = self.array(batch, positions) else {
            return Ok(vec![None; batch.num_rows()]);
        };
        let place = self.source.extra_place::<TransactionColumn>(at.file, self.column);
        let texts = text_views(array).map_err(|e| place.unreadable(&e))?;
        let text = |text: Option<&str>| text.map(trimmed).filter(|t| !t.is_empty()).map(Box::from);
        Ok(texts.iter().map(text).collect())
    }
}

fn real(text: &str) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| x.is_finite())
}

/// A whole number that sorts as the number does.
fn in_order(number: f64) -> i64 {
    // As `f64::total_cmp`; adding nothing makes one zero of both.
    let bits = (number + 0.0).to_bits() as i64;
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Forms;
    use crate::time::Zone;

    #[test]
    fn numbers_sort_as_they_should() {
        let numbers = [f64::MIN, -2.5, -1e-300, 0.0, 1e-300, 1.0, 1.5, f64::MAX];
        assert!(numbers.windows(2).all(|pair| in_order(pair[0]) < in_order(pair[1])));
        assert_eq!(in_order(-0.0), in_order(0.0));
    }

    #[test]
    fn what_texts_are_is_seen_over_all_of_them() {
        let source = Source::without_files(Forms::usual(&Zone::utc()));
        let kind = |texts: &[&str]| {
            let mut seen = Texts::default();
            for text in texts {
                seen.observe(text, &source);
            }
            seen.kind()
        };
        assert_eq!(kind(&["9", "10", " ", "20240101123045123"]), Kind::Whole);
        assert_eq!(kind(&["9.5", "10"]), Kind::Real);
        assert_eq!(
            kind(&["2024-01-31 09:00:00+01:00", "2024-01-31T09:30Z", "soon"]),
            Kind::Instants
        );
        assert_eq!(kind(&["1/2/2024 9:00", "0000-00-00"]), Kind::Instants);
        assert_eq!(kind(&["01HZX3", "01HZX4"]), Kind::Texts);
    }
}
