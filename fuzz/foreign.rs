//! Tells panics of this project from those of the crates that it reads files with.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// Runs `work`; a panic that was raised in another crate's code, or in the standard library, is let pass.
pub fn tolerating(work: impl FnOnce()) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let abort = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let file = info.location().map_or("", |place| place.file());
            if !file.contains("/registry/src/") && !file.starts_with("/rustc/") {
                abort(info);
            }
        }));
    });
    drop(panic::catch_unwind(AssertUnwindSafe(work)));
}
