//! What a feature family is shown: one customer's past, cut at `as_of`.
//!
//! The cut happens here, once, before any family runs; no family can look past it.

use crate::history::{CustomerHistory, Events, Orders, Transactions};
use crate::time::{AsOf, MICROS_PER_DAY, Zone, days};

/// Working memory that is filled again for every customer and `as_of`.
#[derive(Debug, Default)]
pub struct ViewScratch {
    /// Orders of the current view.
    pub orders: Orders,
    /// Gaps between consecutive orders, in days, oldest first.
    pub gaps_days: Vec<f64>,
}

/// One customer's history before `as_of`.
#[derive(Debug, Clone, Copy)]
pub struct CustomerView<'a> {
    /// The instant everything is seen from.
    pub as_of: AsOf,
    /// The business's zone.
    pub zone: &'a Zone,
    /// Transaction rows before `as_of`, returns among them.
    pub rows: Transactions<'a>,
    /// Engagement events before `as_of`.
    pub events: Events<'a>,
    /// Orders before `as_of`, ascending in time.
    pub orders: &'a Orders,
    /// Gaps between consecutive orders in days; one fewer than orders.
    pub gaps_days: &'a [f64],
}

impl<'a> CustomerView<'a> {
    /// Cuts `history` at `as_of` and gathers its orders into `scratch`.
    pub fn new(
        history: &CustomerHistory<'a>,
        as_of: AsOf,
        zone: &'a Zone,
        scratch: &'a mut ViewScratch,
    ) -> Self {
        let rows = history.transactions.before(as_of.micros());
        scratch.orders.rebuild(&rows);
        scratch.gaps_days.clear();
        scratch.gaps_days.extend(scratch.orders.time_micros.windows(2).map(|t| days(t[1] - t[0])));
        Self {
            as_of,
            zone,
            rows,
            events: history.events.before(as_of.micros()),
            orders: &scratch.orders,
            gaps_days: &scratch.gaps_days,
        }
    }

    /// Index of the first order in the window `[as_of − window_days, as_of)`.
    #[inline]
    pub fn first_order_within(&self, window_days: u32) -> usize {
        let start = self.window_start(window_days);
        self.orders.time_micros.partition_point(|&t| t < start)
    }

    /// Index of the first row in the window `[as_of − window_days, as_of)`.
    #[inline]
    pub fn first_row_within(&self, window_days: u32) -> usize {
        let start = self.window_start(window_days);
        self.rows.time_micros.partition_point(|&t| t < start)
    }

    /// First microsecond of the window `[as_of − window_days, as_of)`.
    #[inline]
    pub fn window_start(&self, window_days: u32) -> i64 {
        self.as_of.micros() - i64::from(window_days) * MICROS_PER_DAY
    }

    /// Days from an instant to `as_of`.
    #[inline]
    pub fn days_since(&self, micros: i64) -> f64 {
        days(self.as_of.micros() - micros)
    }
}
