//! Any bytes as a Parquet file. Panics inside the decoder's own crates are known and not counted: only
//! those of this project are.
#![no_main]

#[path = "../foreign.rs"]
mod foreign;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    foreign::tolerating(|| winback::fuzzing::parquet_file(bytes));
});
