//! Any rows of any types in a sound Parquet file.
#![no_main]

#[path = "../history.rs"]
mod history;
#[path = "../rows.rs"]
mod rows;

libfuzzer_sys::fuzz_target!(|input: rows::Input| {
    history::tolerating(|| {
        if let Some(file) = input.written() {
            history::read(file.path());
        }
    });
});
