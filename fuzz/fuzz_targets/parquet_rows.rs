//! Any rows of any types in a sound Parquet file.
#![no_main]

#[path = "../foreign.rs"]
mod foreign;
#[path = "../rows.rs"]
mod rows;

libfuzzer_sys::fuzz_target!(|input: rows::Input| {
    foreign::tolerating(|| {
        if let Some(file) = input.written() {
            drop(winback::fuzzing::ingest(file.path()));
        }
    });
});
