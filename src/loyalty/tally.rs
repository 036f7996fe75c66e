//! What is counted of every customer: a tally a measure, all filled in one pass over the history.
//!
//! Partitions are counted side by side, each in tallies of its own, which are then added up in the order of
//! the partitions: sums have the same bits for any number of threads.

use super::plan::{Plan, Span};
use crate::history::{CustomerHistory, Events, Orders, Transactions};
use crate::labels::Ineligible;
use crate::time::AsOf;
use std::ops::Range;

/// One customer before `as_of`, and what the customer is in each period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Customer<'a> {
    /// Rows, returns among them.
    pub rows: Transactions<'a>,
    /// Engagement events.
    pub events: Events<'a>,
    /// Orders, ascending in time.
    pub orders: &'a Orders,
    /// By period, as in the plan.
    pub spans: &'a [InSpan],
}

/// A customer in one period.
#[derive(Debug, Clone, Default)]
pub(super) struct InSpan {
    /// The orders of the period.
    pub orders: Range<usize>,
    /// Its rows.
    pub rows: Range<usize>,
    /// Amounts of its rows, returns taken off.
    pub spend: f64,
    /// What the customer was at its start.
    pub was: Life,
    /// What the customer is at its end.
    pub is: Life,
    /// Bought for the first time in it.
    pub is_new: bool,
}

/// What somebody is at an instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Life {
    /// Without a purchase before it.
    #[default]
    Stranger,
    /// Bought within the lookback before it.
    Customer,
    /// Bought before that, and not within it.
    Lapsed,
}

impl Life {
    fn of(last_purchase: Option<i64>, at: AsOf, plan: &Plan) -> Self {
        match plan.rule.eligibility(last_purchase, at) {
            Ok(()) => Life::Customer,
            Err(Ineligible::NeverBought) => Life::Stranger,
            Err(Ineligible::Lapsed) => Life::Lapsed,
        }
    }

    pub(super) fn is_customer(self) -> bool {
        self == Life::Customer
    }
}

impl InSpan {
    /// Whether anything was bought in the period.
    pub(super) fn bought(&self) -> bool {
        !self.orders.is_empty()
    }
}

impl<'a> Customer<'a> {
    /// The last period.
    pub(super) fn last(&self) -> &'a InSpan {
        &self.spans[self.spans.len() - 1]
    }

    /// Index of the first row at or after an instant.
    pub(super) fn row_at(&self, micros: i64) -> usize {
        self.rows.time_micros.partition_point(|&t| t < micros)
    }
}

/// Memory that the next customer takes over.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    spans: Vec<InSpan>,
}

impl Scratch {
    /// One customer's history, cut at the plan's `as_of`; `orders` are those before it.
    pub(super) fn look<'a>(
        &'a mut self,
        history: &CustomerHistory<'a>,
        orders: &'a Orders,
        plan: &Plan,
    ) -> Customer<'a> {
        let rows = history.transactions.before(plan.as_of.micros());
        let mut cut = Cut::of(&orders.time_micros, rows);
        self.spans.clear();
        self.spans.extend(plan.spans.iter().map(|span| cut.at(span, plan)));
        let events = history.events.before(plan.as_of.micros());
        Customer { rows, events, orders, spans: &self.spans }
    }
}

/// One customer's orders and rows, cut period by period: starts and ends of the periods ascend.
struct Cut<'a> {
    order_times: &'a [i64],
    rows: Transactions<'a>,
    orders: Range<usize>,
    rows_within: Range<usize>,
}

impl<'a> Cut<'a> {
    fn of(order_times: &'a [i64], rows: Transactions<'a>) -> Self {
        Self { order_times, rows, orders: 0..0, rows_within: 0..0 }
    }

    fn at(&mut self, span: &Span, plan: &Plan) -> InSpan {
        let (start, end) = (span.start.micros(), span.end.micros());
        for (within, times) in
            [(&mut self.orders, self.order_times), (&mut self.rows_within, self.rows.time_micros)]
        {
            *within = first_from(times, within.start, start)..first_from(times, within.end, end);
        }
        let (orders, rows) = (self.orders.clone(), self.rows_within.clone());
        let last_before = |order: usize| order.checked_sub(1).map(|last| self.order_times[last]);
        InSpan {
            spend: self.rows.amount[rows.clone()].iter().sum(),
            was: Life::of(last_before(orders.start), span.start, plan),
            is: Life::of(last_before(orders.end), span.end, plan),
            is_new: orders.start == 0 && !orders.is_empty(),
            orders,
            rows,
        }
    }
}

/// Index of the first time at or after an instant, which is at `from` or later.
fn first_from(times: &[i64], from: usize, micros: i64) -> usize {
    from + times[from..].iter().take_while(|&&t| t < micros).count()
}

/// The counts behind a measure.
pub(super) trait Tally: Sized {
    /// What is said of them.
    type Measured;

    /// Nobody counted.
    fn new(plan: &Plan) -> Self;

    /// Counts a customer.
    fn add(&mut self, customer: &Customer<'_>, plan: &Plan);

    /// Adds what was counted elsewhere; the order of additions is that of the partitions.
    fn merge(&mut self, other: Self);

    /// What the counts say.
    fn said(self, plan: &Plan) -> Self::Measured;
}
