//! A `winback.toml` of any text.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| winback::fuzzing::configuration(text));
