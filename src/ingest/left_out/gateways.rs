//! Whether a column of gateways may have one for tests, by the first and the last of its texts in the footers. Only then is
//! the column read: ways to pay are many, and most shops have no test among them.

use crate::table::Files;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;

/// How names of gateways for tests begin.
const BEGINNINGS: [&[u8]; 3] = [b"Bogus", b"bogus", b"(for testing)"];

/// Whether one of these may stand between the first and the last text of a row group.
pub(super) fn may_be_of_tests(files: &Files, name: &str) -> bool {
    let groups = files.footers.iter().flat_map(|footer| footer.parquet().row_groups());
    let chunks = groups.flat_map(RowGroupMetaData::columns);
    let mut of_column = chunks.filter(|chunk| chunk.column_path().parts() == [name]);
    of_column.any(|chunk| match chunk.statistics() {
        Some(Statistics::ByteArray(ends)) => match (ends.min_opt(), ends.max_opt()) {
            (Some(first), Some(last)) => BEGINNINGS.iter().any(|beginning| {
                let begins = &first.data()[..first.data().len().min(beginning.len())];
                begins <= *beginning && last.data() >= *beginning
            }),
            _ => false,
        },
        _ => false,
    })
}
