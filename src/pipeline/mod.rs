//! The night, told in order: sources → history → features → model → scores → audience.
//!
//! A file or folder that is re-exported here is a capability that a command calls; the others are its steps. They put the
//! stages together. Nothing here prints or reads the clock: what is said goes to a
//! [`Watcher`], the present comes in with [`Machine`].

mod announce;
mod audience;
mod backtest;
mod check;
mod cluster;
mod contact_inputs;
mod demo;
mod features;
mod import;
mod job;
mod lines_below;
mod load;
mod losses;
mod machine;
mod measure;
mod model_file;
mod night;
mod output;
mod overlaps;
mod payments;
mod predictions;
mod published;
mod question;
mod refusals;
mod report;
mod retrain;
mod scan;
mod score;
mod shared_numbers;
mod snapshots;
mod sources;
mod statement;
mod survey;
mod train;
mod versions;
mod warnings;
mod watch;

pub use crate::progress::{Unwatched, Watcher, Work};
pub use announce::Announcer;
pub(crate) use announce::note_interruption;
pub use audience::contacted::{ContactedError, contacted_lately};
pub use audience::exclusions::{LeftAlone, bought_since};
pub use audience::{AudienceError, AudiencePublished, LeftOffCount, make_audience};
pub use backtest::{BacktestPlan, BacktestReport, run_backtest};
pub use check::{Checked, check_inputs};
pub use cluster::ClusterError;
pub use demo::{Demo, DemoError, DemoSettings, run_demo};
pub use features::{FeaturesWritten, PassError, Wanted, write_features};
pub use import::{ImportError, Imported, import_csv};
pub use job::Job;
pub use load::{LoadError, Loaded, Needs, load};
pub use losses::LossError;
pub use machine::Machine;
pub use measure::campaign_folder::CampaignFolderError;
pub use measure::learned::LearnedError;
pub use measure::outcomes_file::{OutcomesError, read_outcomes};
pub use measure::{MeasureError, MeasurePlan, measure_campaigns};
pub(crate) use model_file::models_of;
pub use model_file::{ModelFileError, load_model, open_model};
pub use night::{Night, NightError, NightPlan, run_night};
pub use published::{Published, PublishedError};
pub use question::QuestionError;
pub use refusals::file::RefusedFileError;
pub use report::page::{PagePublished, Report, make_report};
pub use report::{ReportFacts, report_facts};
pub use scan::scan;
pub use score::pass::ScoringError;
pub use score::{ScoresPublished, score_customers};
pub use snapshots::{SnapshotError, Snapshots, SnapshotsWritten, write_snapshots};
pub use sources::{
    Input, OpenError, Sources, Taken, open_customers, open_sources, open_transactions,
};
pub use statement::Statements;
pub use survey::{Survey, SurveyError, SurveyedTable, survey};
pub use train::{
    ModelTrained, YEARLY_DISCOUNT_RATE, collect_settings, model_name, outcome_rule, train_model,
};
pub use watch::WatchError;
