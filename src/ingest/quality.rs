//! Rows that cannot be used, counted by reason; never dropped silently.

use super::left_out::LeftOutReason;
use super::meaning::row_status::NotASale;
use super::{BadCells, IngestError};

/// Counts over one input (transactions or events).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quality {
    /// Rows read.
    pub rows: u64,
    /// Rows that became part of the history.
    pub used: u64,
    /// Rows at or after the instant up to which the history is read; fine, and not looked at.
    pub not_yet: u64,
    /// Rows without a customer.
    pub no_customer: u64,
    /// Rows without a time.
    pub no_time: u64,
    /// Rows whose time is not understood.
    pub bad_time: u64,
    /// Rows without an amount.
    pub no_amount: u64,
    /// Rows whose amount is not understood.
    pub bad_amount: u64,
    /// Rows whose amount is NaN or infinite.
    pub amount_not_finite: u64,
    /// Rows dated after the present.
    pub future: u64,
    /// Rows that are no sale, or that the configuration leaves out.
    pub left_out: LeftOut,
}

/// Rows that do not count, by what says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LeftOut {
    /// Cancelled or voided.
    pub cancelled: u64,
    /// The payment failed, was declined or charged back.
    pub failed: u64,
    /// Not paid, and perhaps never.
    pub unpaid: u64,
    /// Drafts, quotes, abandoned carts.
    pub draft: u64,
    /// Given back in full.
    pub refunded: u64,
    /// Made to try the shop.
    pub test: u64,
    /// Deleted at the source.
    pub deleted: u64,
    /// Rows of another kind: payouts, fees, authorizations.
    pub no_purchase: u64,
    /// Left out by the configuration's `[rows]`.
    pub by_setting: u64,
    /// Not the newest version of their row.
    pub older_version: u64,
}

impl LeftOut {
    /// The count of a reason.
    pub fn of(&mut self, reason: LeftOutReason) -> &mut u64 {
        match reason {
            LeftOutReason::NotASale(NotASale::Cancelled) => &mut self.cancelled,
            LeftOutReason::NotASale(NotASale::Failed) => &mut self.failed,
            LeftOutReason::NotASale(NotASale::Unpaid) => &mut self.unpaid,
            LeftOutReason::NotASale(NotASale::Draft) => &mut self.draft,
            LeftOutReason::NotASale(NotASale::Refunded) => &mut self.refunded,
            LeftOutReason::NotASale(NotASale::Test) => &mut self.test,
            LeftOutReason::NotASale(NotASale::Deleted) => &mut self.deleted,
            LeftOutReason::NotASale(NotASale::NoPurchase) => &mut self.no_purchase,
            LeftOutReason::Setting => &mut self.by_setting,
            LeftOutReason::NotASale(NotASale::Superseded) | LeftOutReason::OlderVersion => {
                &mut self.older_version
            }
        }
    }

    /// Reasons and counts in a fixed order, zeros included.
    pub fn reasons(&self) -> [(&'static str, u64); 10] {
        [
            (NotASale::Cancelled.name(), self.cancelled),
            (NotASale::Failed.name(), self.failed),
            (NotASale::Unpaid.name(), self.unpaid),
            (NotASale::Draft.name(), self.draft),
            (NotASale::Refunded.name(), self.refunded),
            (NotASale::Test.name(), self.test),
            (NotASale::Deleted.name(), self.deleted),
            (NotASale::NoPurchase.name(), self.no_purchase),
            ("left out by [rows]", self.by_setting),
            (NotASale::Superseded.name(), self.older_version),
        ]
    }

    /// All of them.
    pub fn rows(&self) -> u64 {
        self.reasons().iter().map(|(_, count)| count).sum()
    }

    /// Adds the counts of another part of the same input.
    fn add(&mut self, other: &LeftOut) {
        let LeftOut {
            cancelled,
            failed,
            unpaid,
            draft,
            refunded,
            test,
            deleted,
            no_purchase,
            by_setting,
            older_version,
        } = other;
        self.cancelled += cancelled;
        self.failed += failed;
        self.unpaid += unpaid;
        self.draft += draft;
        self.refunded += refunded;
        self.test += test;
        self.deleted += deleted;
        self.no_purchase += no_purchase;
        self.by_setting += by_setting;
        self.older_version += older_version;
    }

    /// The counts as words, for messages; only reasons that occurred.
    pub fn in_words(&self) -> String {
        in_words(self.reasons())
    }
}

/// Counts and what they are of, without zeros.
fn in_words(counts: impl IntoIterator<Item = (&'static str, u64)>) -> String {
    let occurred = counts.into_iter().filter(|(_, count)| *count > 0);
    let words: Vec<String> = occurred.map(|(reason, count)| format!("{count} {reason}")).collect();
    words.join(", ")
}

/// The largest share of rows, by reason, that may be unusable (0 to 1).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[expect(clippy::struct_field_names, reason = "the names of the options")]
pub struct QualityLimits {
    /// Rows without a customer: guest checkouts are normal in many shops.
    pub max_no_customer_share: f64,
    /// Rows without a time.
    pub max_no_time_share: f64,
    /// Rows without a finite amount.
    pub max_no_amount_share: f64,
    /// Rows dated after the present.
    pub max_future_share: f64,
    /// Rows gone since the last published run.
    pub max_lost_share: f64,
    /// Rows that repeat another.
    pub max_repeated_share: f64,
}

impl Quality {
    /// Adds the counts of another part of the same input.
    pub fn add(&mut self, other: &Quality) {
        self.rows += other.rows;
        self.used += other.used;
        self.not_yet += other.not_yet;
        self.no_customer += other.no_customer;
        self.no_time += other.no_time;
        self.bad_time += other.bad_time;
        self.no_amount += other.no_amount;
        self.bad_amount += other.bad_amount;
        self.amount_not_finite += other.amount_not_finite;
        self.future += other.future;
        self.left_out.add(&other.left_out);
    }

    /// Reasons and counts of what could not be used, in a fixed order, zeros included.
    pub fn unusable(&self) -> [(&'static str, u64); 7] {
        [
            ("no customer", self.no_customer),
            ("no time", self.no_time),
            ("time not understood", self.bad_time),
            ("no amount", self.no_amount),
            ("amount not understood", self.bad_amount),
            ("amount not finite", self.amount_not_finite),
            ("dated in the future", self.future),
        ]
    }

    /// The counts as words, for messages; only reasons that occurred.
    pub fn reasons(&self) -> String {
        let not_yet = [("not before as_of", self.not_yet)];
        let all = self.unusable().into_iter().chain(self.left_out.reasons()).chain(not_yet);
        let words = in_words(all);
        if words.is_empty() { "no rows".to_owned() } else { words }
    }

    /// Where to look for what leaves rows out, after another message.
    fn who_says_so(&self) -> &'static str {
        if self.left_out.rows() == 0 {
            return "";
        }
        ". winback check shows the columns and words that leave rows out; [rows] in winback.toml says otherwise"
    }

    /// Rows without a time that can be read.
    pub fn without_time(&self) -> u64 {
        self.no_time + self.bad_time
    }

    /// Rows without a finite amount that can be read.
    pub fn without_amount(&self) -> u64 {
        self.no_amount + self.bad_amount + self.amount_not_finite
    }

    /// Refuses an input of which too much cannot be used; `cells` are those that are not understood.
    pub fn gate(
        &self,
        input: &str,
        limits: &QualityLimits,
        cells: &[BadCells],
    ) -> Result<(), IngestError> {
        if self.rows == 0 {
            return Err(IngestError::Empty(input.to_owned()));
        }
        if self.used == 0 && self.not_yet == 0 {
            return Err(IngestError::NothingUsable {
                input: input.to_owned(),
                rows: self.rows,
                reasons: self.reasons(),
                cells: cells_in_words(cells) + self.who_says_so(),
            });
        }
        let rules = [
            (
                "a missing customer",
                self.no_customer,
                limits.max_no_customer_share,
                "max_no_customer_share",
            ),
            (
                "a missing or unreadable time",
                self.without_time(),
                limits.max_no_time_share,
                "max_no_time_share",
            ),
            (
                "a missing or unreadable amount",
                self.without_amount(),
                limits.max_no_amount_share,
                "max_no_amount_share",
            ),
            ("a date in the future", self.future, limits.max_future_share, "max_future_share"),
        ];
        for (reason, count, limit, key) in rules {
            let share = count as f64 / self.rows as f64;
            if share > limit {
                return Err(IngestError::TooManyUnusable {
                    input: input.to_owned(),
                    reason,
                    count,
                    rows: self.rows,
                    share: share * 100.0,
                    limit: limit * 100.0,
                    key,
                    cells: cells_in_words(cells),
                });
            }
        }
        cells.iter().try_for_each(|cells| cells.gate(self.rows, limits))
    }
}

/// What to say of cells that are not understood, after another message.
fn cells_in_words(cells: &[BadCells]) -> String {
    let words: Vec<String> =
        cells.iter().map(|cells| format!(". {cells}: {}", cells.remedy)).collect();
    words.concat()
}
