//! A finding about identifiers that were rounded on their way: several people have one. From footers alone.

use super::money::{ends, range};
use super::{Finding, Read};
use crate::ingest::{TransactionColumn, masked, type_in};
use crate::table::Files;
use arrow_schema::DataType;

/// From here on not every whole number is a number of 32 bits with a fraction.
const NOT_EXACT_FROM: f64 = 16_777_216.0;

pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let Read { files, mapping, .. } = *read;
    let column = mapping.get(TransactionColumn::CustomerId)?;
    let how = if is_of_short_floats(files, column) {
        "they are fractions of 32 bits, which hold no whole number beyond 16,777,216 exactly"
            .to_owned()
    } else {
        let ends = ends(&files.footers, column);
        let rounded = ends.iter().find(|id| is_scientific(id))?;
        format!("'{}' is one of them, as a spreadsheet shortens long numbers", masked(rounded))
    };
    Some(Finding::warn(
        format!("rounded identifiers in {column}"),
        format!("{how}: several people may have one identifier, and count as one customer"),
        "export them as text or as whole numbers",
    ))
}

fn is_of_short_floats(files: &Files, column: &str) -> bool {
    let mut types = files.footers.iter().filter_map(|footer| type_in(footer, column));
    let is_short = types.any(|found| matches!(found, DataType::Float16 | DataType::Float32));
    is_short && range(&files.footers, column).is_none_or(|(_, most)| most > NOT_EXACT_FROM)
}

/// `4.00012E+11`: some digits and a power of ten.
fn is_scientific(id: &str) -> bool {
    let Some((digits, power)) = id.trim().split_once(['E', 'e']) else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    whole.len() == 1
        && is_number(whole)
        && is_number(part)
        && power.strip_prefix('+').is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_numbers_are_known() {
        for id in ["4.00012E+11", "6,12E+12", "4E+11"] {
            assert!(is_scientific(id), "{id}");
        }
        for id in ["1E5", "12E+3", "4.0E-2", "E+11", "4.x1E+11", "412"] {
            assert!(!is_scientific(id), "{id}");
        }
    }
}
