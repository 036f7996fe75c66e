//! Findings about files whose names say that their rows are no sales (`refunds_2024-10.parquet`), among others that
//! do not, where no column tells.

use super::money::range;
use super::{Finding, Read};
use crate::ingest::{ColumnMap, Counts, NotASale, StatusColumn, TransactionColumn};
use crate::table::{DataFile, Footer};

/// Files that are named one by one.
const NAMED_FILES: usize = 3;

pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let Read { files, mapping, .. } = *read;
    let is_told = read.markers().iter().any(|marker| !marker.is_passed_over);
    if is_told || mapping.has(TransactionColumn::ReturnFlag) {
        return None;
    }
    let is_in_doubt = |(file, footer): &(&DataFile, &Footer)| match says(&file.relative) {
        Some(Counts::Return) => !takes_back(footer, mapping),
        other => other.is_some(),
    };
    let named: Vec<&str> =
        files.iter().filter(is_in_doubt).map(|(file, _)| file.relative.as_str()).collect();
    if named.is_empty() || named.len() == files.footers.len() {
        return None;
    }
    let mut listed = named.iter().take(NAMED_FILES).copied().collect::<Vec<_>>().join(", ");
    if named.len() > NAMED_FILES {
        listed += &format!(" and {} more", named.len() - NAMED_FILES);
    }
    Some(Finding::warn(
        "files by name",
        format!("{listed}: read like returns or orders that are no sales, and count as sales"),
        "leave them out, or write into them what they are: a column such as is_return or status",
    ))
}

/// What a path says of its rows; nothing where it says nothing against them.
fn says(relative: &str) -> Option<Counts> {
    let pieces = relative.split('/').filter(|piece| !piece.contains('='));
    pieces.map(|piece| piece.split('.').next().unwrap_or(piece)).find_map(|name| {
        let words = name.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 3);
        let of_one = |word: &str| match StatusColumn::KIND.read(word) {
            Counts::No(NotASale::NoPurchase) | Counts::Sale | Counts::Unknown => None,
            says => Some(says),
        };
        let of_word = |word: &str| {
            let ends = ["", "s", "en", "n", "es"].into_iter();
            ends.filter_map(|end| word.strip_suffix(end)).find_map(of_one)
        };
        words.chain([name]).find_map(of_word)
    })
}

/// Whether all amounts of a file are below 0.
fn takes_back(footer: &Footer, mapping: &ColumnMap<TransactionColumn, String>) -> bool {
    let amount = mapping.get(TransactionColumn::Amount);
    let range = amount.and_then(|amount| range(std::slice::from_ref(footer), amount));
    range.is_some_and(|(_, most)| most <= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_say_what_their_rows_are() {
        for path in [
            "refunds_2024-10.parquet",
            "2024/returns.parquet",
            "cancelled_orders/p.parquet",
            "credit_notes.parquet",
            "cancellations/p.parquet",
            "stornos.parquet",
            "Stornierungen.parquet",
            "voids.parquet",
            "drafts.parquet",
        ] {
            assert!(says(path).is_some(), "{path}");
        }
        for path in [
            "orders_2024-10.parquet",
            "part-0000.parquet",
            "status=cancelled/p.parquet",
            "tips/x.parquet",
        ] {
            assert!(says(path).is_none(), "{path}");
        }
    }
}
