//! A model's file of any text.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| winback::fuzzing::artifact(text));
