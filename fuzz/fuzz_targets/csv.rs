//! Any bytes as a CSV file, and what becomes of it as a history.
#![no_main]

#[path = "../history.rs"]
mod history;

use winback::pipeline::import_csv;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(folder) = tempfile::tempdir() else { return };
    let file = folder.path().join("orders.csv");
    if std::fs::write(&file, bytes).is_ok() && import_csv(&[file], folder.path(), true).is_ok() {
        history::tolerating(|| history::read(&folder.path().join("orders.parquet")));
    }
});
