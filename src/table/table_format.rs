//! Folders whose files are a table only together with its log: Delta, Iceberg, Hudi.
//!
//! Such a folder keeps files of rows that were changed or deleted since. Read as plain files they count.
//! The log of a Delta table is read in `delta`; the others are refused.

use super::delta;
use std::fmt;
use std::path::Path;

/// A format of tables that keeps a log of which files count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Delta Lake: `_delta_log/`.
    Delta,
    /// Apache Iceberg: `metadata/*.metadata.json`.
    Iceberg,
    /// Apache Hudi: `.hoodie/`.
    Hudi,
}

impl TableFormat {
    /// The format whose table a folder is.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        if folder.join(delta::LOG).is_dir() {
            Some(TableFormat::Delta)
        } else if folder.join(".hoodie").is_dir() {
            Some(TableFormat::Hudi)
        } else if has_iceberg_metadata(&folder.join("metadata")) {
            Some(TableFormat::Iceberg)
        } else {
            None
        }
    }

    /// What to do instead of naming a file of the table in `folder`.
    pub(super) fn instead_of_a_part(self, folder: &Path) -> String {
        match self {
            TableFormat::Delta => format!("name the table's folder, {}", folder.display()),
            _ => format!("write the table as Parquet first: {}", self.way_round(folder)),
        }
    }

    /// How to make Parquet files of the table in `folder`.
    pub(super) fn way_round(self, folder: &Path) -> String {
        let folder = folder.display();
        match self {
            TableFormat::Delta => format!(
                "duckdb -c \"COPY (SELECT * FROM delta_scan('{folder}')) TO 'table.parquet'\""
            ),
            TableFormat::Iceberg => format!(
                "duckdb -c \"COPY (SELECT * FROM iceberg_scan('{folder}')) TO 'table.parquet'\""
            ),
            TableFormat::Hudi => format!(
                "spark.read.format(\"hudi\").load(\"{folder}\").write.parquet(\"table\") in Spark"
            ),
        }
    }
}

impl fmt::Display for TableFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TableFormat::Delta => "a Delta table",
            TableFormat::Iceberg => "an Iceberg table",
            TableFormat::Hudi => "a Hudi table",
        })
    }
}

fn has_iceberg_metadata(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().ends_with(".metadata.json"))
}
