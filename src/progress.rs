//! How far long work is: one convention for all stages. How it is shown is the command line's matter.

/// Hears of more units that are done; from any thread, and in any order.
pub(crate) type Progress<'a> = &'a (dyn Fn(u64) + Sync);

/// Hears of long pieces of work.
pub trait Watcher: Sync {
    /// A piece of work begins; `total` is in `unit`s. Dropping the returned value ends it.
    fn begin(&self, what: &str, unit: &'static str, total: u64) -> Box<dyn Work + '_>;
}

/// A piece of work under way.
pub trait Work: Sync + Send {
    /// More units are done.
    fn advance(&self, units: u64);
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watcher for Unwatched {
    fn begin(&self, _what: &str, _unit: &'static str, _total: u64) -> Box<dyn Work + '_> {
        Box::new(Unwatched)
    }
}

impl Work for Unwatched {
    fn advance(&self, _units: u64) {}
}
