//! Whether a footer's numbers agree with each other and with the length of the file.
//!
//! A decoder believes them: rows that are not there, chunks beyond the end, a row group listed twice.

use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};

/// Refuses numbers that cannot be; `bytes` is the length of the file.
pub(super) fn check(footer: &ParquetMetaData, bytes: u64) -> Result<(), &'static str> {
    let mut rows: i64 = 0;
    for group in footer.row_groups() {
        check_row_group(group, bytes)?;
        rows = rows.checked_add(group.num_rows()).ok_or("it has too many rows")?;
    }
    if rows != footer.file_metadata().num_rows() {
        return Err("its row groups have another number of rows in all than the file");
    }
    let mut starts: Vec<i64> = footer.row_groups().iter().filter_map(start).collect();
    starts.sort_unstable();
    if starts.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err("two of its row groups lie in the same place");
    }
    Ok(())
}

fn check_row_group(group: &RowGroupMetaData, bytes: u64) -> Result<(), &'static str> {
    if group.num_rows() < 0 {
        return Err("a row group has a negative number of rows");
    }
    for chunk in group.columns() {
        let start = start_of(chunk);
        let sizes = [start, chunk.data_page_offset(), chunk.compressed_size()];
        if sizes.iter().any(|&size| size < 0) || chunk.uncompressed_size() < 0 {
            return Err("a column has a negative size or place");
        }
        let end = start.checked_add(chunk.compressed_size());
        if end.is_none_or(|end| end as u64 > bytes) {
            return Err("a column lies beyond the end of the file");
        }
        if chunk.num_values() < 0 {
            return Err("a column has a negative number of values");
        }
    }
    Ok(())
}

/// Where a row group begins that has something in it.
fn start(group: &RowGroupMetaData) -> Option<i64> {
    let first = group.columns().first()?;
    (group.num_rows() > 0).then(|| start_of(first))
}

fn start_of(chunk: &ColumnChunkMetaData) -> i64 {
    chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset())
}
