//! Which periods are measured, and what the history allows to be said of them.
//!
//! The last period ends at `as_of`; twelve earlier ones of the same length end at the same day of the months
//! before. A period runs from midnight to midnight; who is a customer at an instant is for the lookback,
//! which counts days of 24 hours as the eligibility for a score does.

use super::cost_of_churn::MaturedWindow;
use crate::history::Columns;
use crate::labels::OutcomeRule;
use crate::time::{AsOf, MICROS_PER_DAY, TimeError, Zone, date_of_day};
use jiff::ToSpan;
use jiff::civil::Date;

/// Periods before the last one.
const EARLIER_PERIODS: u32 = 12;

/// What is measured, and by what rules.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The date everything is seen from.
    pub as_of: AsOf,
    /// Optional columns that are there.
    pub columns: Columns,
    /// Names whose channel codes are 0, 1, …
    pub channels: Vec<String>,
    /// The periods, oldest first; the last ends at `as_of`.
    pub spans: Vec<Span>,
    /// Length of a period.
    pub days: u32,
    /// The length asked for.
    pub asked_days: u32,
    /// What churn is, and after how many days somebody is no customer any more.
    pub rule: OutcomeRule,
    /// Day of the first transaction.
    pub history_begins: Date,
    /// Share of a sale that is margin.
    pub margin_share: f64,
    /// What it costs to win a new customer.
    pub acquisition_cost: Option<f64>,
    /// The newest window of outcomes that is over.
    pub matured: MaturedWindow,
}

/// What a plan is made from.
#[derive(Debug, Clone)]
pub(crate) struct PlanSettings {
    /// The date everything is seen from.
    pub as_of: AsOf,
    /// The business's zone.
    pub zone: Zone,
    /// Optional columns that are there.
    pub columns: Columns,
    /// Names whose channel codes are 0, 1, …
    pub channels: Vec<String>,
    /// Length of a period in days.
    pub period_days: u32,
    /// What churn is.
    pub rule: OutcomeRule,
    /// The first transaction.
    pub first_micros: i64,
    /// Share of a sale that is margin.
    pub margin_share: f64,
    /// What it costs to win a new customer.
    pub acquisition_cost: Option<f64>,
}

/// One period, half-open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    /// Its start.
    pub start: AsOf,
    /// Its end.
    pub end: AsOf,
    /// Whether the history reaches back to its start.
    pub is_covered: bool,
    /// Whether the history reaches back a lookback before its start, so that customers at the start are known.
    pub start_is_known: bool,
}

impl Plan {
    /// Plans the periods. Where the history is shorter than a period, the last one is shortened to it.
    pub(crate) fn new(settings: PlanSettings) -> Result<Self, TimeError> {
        let PlanSettings { as_of, zone, columns, channels, .. } = settings;
        let first_day = zone.day_number(settings.first_micros);
        let known_days = (as_of.day_number() - first_day).max(1) as u32;
        let days = settings.period_days.min(known_days);
        let lookback_days = settings.rule.lookback_days;
        let mut spans = Vec::new();
        for months_back in (0..=EARLIER_PERIODS).rev() {
            let end = months_before(as_of, months_back, &zone)?;
            let start = end.plus_days(-(days as i32), &zone)?;
            spans.push(Span {
                start,
                end,
                is_covered: first_day <= start.day_number(),
                start_is_known: first_day <= start.day_number() - lookback_days as i32,
            });
        }
        let matured = MaturedWindow::before(&settings.rule, as_of, &zone)?;
        Ok(Self {
            as_of,
            columns,
            channels,
            spans,
            days,
            asked_days: settings.period_days,
            rule: settings.rule,
            history_begins: date_of_day(first_day),
            margin_share: settings.margin_share,
            acquisition_cost: settings.acquisition_cost,
            matured,
        })
    }

    /// The last period.
    pub(crate) fn last(&self) -> &Span {
        &self.spans[self.spans.len() - 1]
    }

    /// Start of the lookback before an instant.
    pub(crate) fn lookback_start(&self, before: AsOf) -> i64 {
        before.micros() - i64::from(self.rule.lookback_days) * MICROS_PER_DAY
    }

    /// Why nothing can be said of what was bought in a period.
    pub(crate) fn covered(&self, span: &Span) -> Result<(), String> {
        if span.is_covered {
            return Ok(());
        }
        Err(format!(
            "the transactions begin on {}, after the start of the period on {}",
            self.history_begins, span.start
        ))
    }

    /// Why nothing can be said of who was a customer at the start of a period.
    pub(crate) fn start_known(&self, span: &Span) -> Result<(), String> {
        if span.start_is_known {
            return Ok(());
        }
        let lookback = self.rule.lookback_days;
        Err(format!(
            "the transactions begin on {}, and who was a customer at the start of the period on {} shows in \
             the {lookback} days before it; a shorter report.period_days or outcome.lookback_days needs less",
            self.history_begins, span.start
        ))
    }

    /// Why nothing can be said of money.
    pub(crate) fn money_known(&self) -> Result<(), String> {
        if self.columns.amount { Ok(()) } else { Err("no column tells of money".to_owned()) }
    }

    /// A sum of money, where money is known.
    pub(crate) fn money(&self, sum: f64) -> Option<f64> {
        self.columns.amount.then_some(sum)
    }
}

/// The same day of an earlier month, or its last one.
fn months_before(as_of: AsOf, months: u32, zone: &Zone) -> Result<AsOf, TimeError> {
    let date = as_of.date();
    let earlier = date.checked_sub(i64::from(months).months());
    AsOf::at(earlier.map_err(|_| TimeError::OutOfRange(date))?, zone)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{plan, settings};
    use super::*;

    #[test]
    fn periods_end_at_the_same_day_of_earlier_months() {
        let plan = plan(90, 365);
        let ends: Vec<String> = plan.spans.iter().map(|span| span.end.to_string()).collect();
        assert_eq!(ends.len(), 13);
        assert_eq!((ends[0].as_str(), ends[11].as_str()), ("2023-07-01", "2024-06-01"));
        assert_eq!(plan.last().start.to_string(), "2024-04-02");
        assert!(plan.spans.iter().all(|span| span.is_covered && span.start_is_known));
    }

    #[test]
    fn a_short_history_shortens_the_period_and_knows_no_start() {
        let settings = settings(365, 365);
        let first_micros = settings.as_of.micros() - 100 * MICROS_PER_DAY;
        let plan = Plan::new(PlanSettings { first_micros, ..settings }).unwrap();
        assert_eq!((plan.days, plan.asked_days), (100, 365));
        assert!(plan.covered(plan.last()).is_ok());
        let why = plan.start_known(plan.last()).unwrap_err();
        assert!(why.starts_with("the transactions begin on 2024-03-23"), "{why}");
        assert!(plan.covered(&plan.spans[0]).is_err());
    }
}
