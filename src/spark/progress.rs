//! How far a statement is, from the cluster's reports of its stages.

use crate::progress::{Watcher, Work};
use spark_connect_proto::execute_plan_response::ExecutionProgress;

/// Work is told in thousandths: stages are planned while others run, so that the number of tasks is not known.
const THOUSANDTHS: u64 = 1000;

/// Tells a watcher of one statement.
pub(super) struct Told<'a> {
    work: Box<dyn Work + 'a>,
    told: u64,
}

impl<'a> Told<'a> {
    pub(super) fn begin(what: &str, watcher: &'a dyn Watcher) -> Self {
        Self { work: watcher.begin(what, "thousandths of the tasks", THOUSANDTHS), told: 0 }
    }

    /// Tells what is new; a later stage that takes some of it back is not told.
    pub(super) fn hear(&mut self, progress: &ExecutionProgress) {
        let sum = |of: fn(&_) -> i64| progress.stages.iter().map(of).sum::<i64>().max(0) as u64;
        let (tasks, done) = (sum(|stage| stage.num_tasks), sum(|stage| stage.num_completed_tasks));
        let share = (THOUSANDTHS * done).checked_div(tasks).unwrap_or(0);
        self.up_to(share.min(THOUSANDTHS - 1));
    }

    /// All is done.
    pub(super) fn end(mut self) {
        self.up_to(THOUSANDTHS);
    }

    fn up_to(&mut self, done: u64) {
        if done > self.told {
            self.work.advance(done - self.told);
            self.told = done;
        }
    }
}
