//! Any bytes as a Parquet file.
#![no_main]

#[path = "../history.rs"]
mod history;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = tempfile::NamedTempFile::new() else { return };
    if std::fs::write(file.path(), bytes).is_ok() {
        history::tolerating(|| history::read(file.path()));
    }
});
