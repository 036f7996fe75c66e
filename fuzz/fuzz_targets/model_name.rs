//! Any text as the name of a model; a name is one folder's.
#![no_main]

use winback::internals::registry::ModelSpec;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(ModelSpec::Named { name, .. }) = text.parse() {
        assert!(!name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.'));
    }
});
