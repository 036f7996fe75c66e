//! A decoder at work on bytes that nobody vouches for: where it panics, that is an error like any other.
//!
//! For calls into libraries that read what came from outside. Our own faults are not to be caught here.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does `work`; gives the words of its panic. What it worked on must not be used after one.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.map_err(|panic| words(panic.as_ref()))
}

/// Whether this thread is at work under a guard: a panic now is reported by whoever set it.
pub(crate) fn is_guarded() -> bool {
    GUARDED.get()
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("the decoder failed: {}", text.unwrap_or("it does not say why"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_with_its_words() {
        assert_eq!(guarded(|| 7), Ok(7));
        let numbers: Vec<u32> = Vec::new();
        let failed = guarded(|| numbers[3]).unwrap_err();
        assert!(failed.contains("the len is 0 but the index is 3"), "{failed}");
        assert!(!is_guarded());
    }
}
