//! Any text as a date or a point of time.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| winback::fuzzing::dates(text));
