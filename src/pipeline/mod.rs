//! The night, told in order: sources → history → features → model → scores → audience.
//!
//! Each file is one capability that a command calls; they put the stages together and add no
//! arithmetic of their own. Nothing here prints or reads the clock: what is said goes to a
//! [`Watcher`], the present comes in with [`Machine`].

mod audience;
mod backtest;
mod demo;
mod exclusions;
mod features;
mod load;
mod lock;
mod night;
mod predictions;
mod published;
mod scan;
mod score;
mod score_pass;
mod sources;
mod train;

pub use audience::{
    AudienceError, AudiencePublished, LEFT_OFF_FILE, LeftOffCount, make_audience, publish_audience,
};
pub use backtest::{BacktestPlan, BacktestReport, run_backtest};
pub use demo::{Demo, DemoError, DemoSettings, TopCustomer, run_demo};
pub use exclusions::{ContactedError, LIST_FILE, LeftAlone, bought_since, contacted_lately};
pub use features::{FeaturesWritten, PassError, Wanted, write_features};
pub use load::{LoadError, Loaded, load};
pub use lock::{FolderLock, LockError};
pub use night::{Night, NightError, load_model, run_night};
pub use predictions::PredictionError;
pub use published::{Published, PublishedError};
pub use scan::scan;
pub use score::{ScoresPublished, score_customers};
pub use score_pass::ScoringError;
pub use sources::{Files, OpenError, Sources, open_customers, open_sources};
pub use train::{
    Stored, YEARLY_DISCOUNT_RATE, collect_settings, model_name, outcome_rule, train_model,
};

/// What the machine offers and the clock says; settled once by the command line.
#[derive(Debug, Clone)]
pub struct Machine {
    /// Bytes the process should stay within.
    pub memory_limit_bytes: u64,
    /// Where rows wait that do not fit.
    pub spill_dir: std::path::PathBuf,
    /// The present, microseconds since the epoch.
    pub now_micros: i64,
}

/// Told of long pieces of work.
pub trait Watcher: Sync {
    /// A piece of work begins; `total` is in `unit`s. Dropping the returned value ends it.
    fn begin(&self, what: &str, unit: &'static str, total: u64) -> Box<dyn Work + '_>;
}

/// A piece of work under way.
pub trait Work: Sync + Send {
    /// So many more units are done.
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
