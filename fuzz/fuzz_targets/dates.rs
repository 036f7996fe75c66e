//! Any text as a date on the command line, in zones with and without jumps.
#![no_main]

use winback::internals::time::{AsOf, Zone};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for name in ["UTC", "America/Sao_Paulo", "Australia/Lord_Howe"] {
        let Ok(zone) = Zone::named(name) else { return };
        if let Ok(as_of) = AsOf::parse(text, &zone) {
            drop(as_of.plus_days(-400, &zone));
            zone.day_number(as_of.micros());
        }
    }
});
