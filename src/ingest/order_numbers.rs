//! Whether a column may number orders, by the first and the last of its values as the footers have them; no row is read.
//! A name that may mean something else (`order`, `ticket`, `receipt`) is believed only where this holds.

use crate::table::{Files, Footer};
use parquet::data_type::ByteArray;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;

/// An order has fewer lines, in the mean: numbers that repeat more often are places within something.
const LINES_OF_AN_ORDER: f64 = 10.0;
/// Numbers of orders reach at least so far, or begin no lower than that.
const REACH: f64 = 1000.0;
const BEGIN: f64 = 100.0;
/// A shorter text with letters is a code of something else.
const SHORTEST: usize = 3;

/// What the ends of a column are.
#[derive(Default)]
struct Ends {
    /// Rows with a value.
    filled: u64,
    /// The least and the largest number.
    numbers: Option<(f64, f64)>,
    /// Whether some are texts with digits in them.
    has_texts: bool,
}

/// Whether most rows have a value, and the values are numbers that go far, or texts with digits.
pub(crate) fn may_number_orders(files: &Files, name: &str) -> bool {
    let rows: u64 = files.footers.iter().map(Footer::rows).sum();
    let mut ends = Ends::default();
    let groups = || files.footers.iter().flat_map(|footer| footer.parquet().row_groups());
    if groups().any(|group| ends.take(group, name).is_none()) {
        return false;
    }
    let go_far = |(least, most): (f64, f64)| {
        (most >= REACH || least >= BEGIN)
            && (most - least + 1.0) * LINES_OF_AN_ORDER >= ends.filled as f64
    };
    2 * ends.filled >= rows
        && ends.filled > 0
        && (ends.has_texts || ends.numbers.is_some_and(go_far))
}

impl Ends {
    /// Takes in a row group; none where it is not known, or has a value that numbers nothing.
    fn take(&mut self, group: &RowGroupMetaData, name: &str) -> Option<()> {
        let mut chunks = group.columns().iter();
        let Some(chunk) = chunks.find(|chunk| chunk.column_path().parts() == [name]) else {
            return Some(());
        };
        let known = chunk.statistics()?;
        let filled = group.num_rows().unsigned_abs().saturating_sub(known.null_count_opt()?);
        if filled == 0 {
            return Some(());
        }
        self.filled += filled;
        match known {
            Statistics::Int32(ends) => {
                self.widen(f64::from(*ends.min_opt()?), f64::from(*ends.max_opt()?))
            }
            Statistics::Int64(ends) => self.widen(*ends.min_opt()? as f64, *ends.max_opt()? as f64),
            Statistics::Double(ends) => self.widen(*ends.min_opt()?, *ends.max_opt()?),
            Statistics::ByteArray(ends) => {
                self.take_text(ends.min_opt()?)?;
                self.take_text(ends.max_opt()?)
            }
            _ => None,
        }
    }

    fn take_text(&mut self, text: &ByteArray) -> Option<()> {
        let text = std::str::from_utf8(text.data()).ok()?.trim();
        if let Ok(number) = text.parse() {
            return self.widen(number, number);
        }
        self.has_texts = true;
        (text.len() >= SHORTEST && text.bytes().any(|b| b.is_ascii_digit())).then_some(())
    }

    /// Takes in numbers; none where they are fractions, as money is.
    fn widen(&mut self, least: f64, most: f64) -> Option<()> {
        let (a, b) = self.numbers.unwrap_or((least, most));
        self.numbers = Some((a.min(least), b.max(most)));
        (least.fract() == 0.0 && most.fract() == 0.0).then_some(())
    }
}
