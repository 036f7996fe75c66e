//! Any text as the name of a model.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| winback::fuzzing::model_name(text));
