//! A `winback.toml` of any text; an error is put in words.
#![no_main]

use winback::config::Settings;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(error) = Settings::from_toml(text) {
        drop(error.to_string());
    }
});
