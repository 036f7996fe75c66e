//! One customer's history: slices of columns, in time order.
//!
//! [`Transactions`] and [`Events`] borrow from a sorted partition; cutting them at an `as_of` is
//! two comparisons and no copy. Nothing here computes a feature or decides what a purchase is
//! worth; see `orders` for the first and `features` for the second.

/// Transaction rows of one customer, ascending in time. All non-empty columns have equal length; an
/// optional column that is not mapped (or not needed) is empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Transactions<'a> {
    /// Microseconds since the epoch, ascending.
    pub time_micros: &'a [i64],
    /// Local calendar day, days since 1970-01-01.
    pub day: &'a [i32],
    /// Money paid; returns carry the sign bit (a return of nothing is `-0.0`), purchases never do.
    pub amount: &'a [f64],
    /// Which order the row belongs to: equal within one order of the customer, and good for nothing
    /// but that. Always filled: rows without an order id belong to their calendar day.
    pub order: &'a [u64],
    /// Units bought (optional column).
    pub quantity: &'a [f64],
    /// Money taken off the row, 0 where there was no discount (optional column).
    pub discount: &'a [f64],
    /// Code of the product; [`crate::ingest::NO_CODE`] where absent (optional column).
    pub product: &'a [u32],
    /// Code of the category; [`crate::ingest::NO_CODE`] where absent (optional column).
    pub category: &'a [u32],
    /// Code of the channel; [`crate::ingest::NO_CODE`] where absent (optional column).
    pub channel: &'a [u32],
}

/// Cuts an optional column: empty stays empty.
#[inline]
fn cut<T>(column: &[T], end: usize) -> &[T] {
    if column.is_empty() { column } else { &column[..end] }
}

impl<'a> Transactions<'a> {
    /// Number of rows.
    #[inline]
    pub fn len(&self) -> usize {
        self.time_micros.len()
    }

    /// Whether there is no row.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.time_micros.is_empty()
    }

    /// Whether row `i` is a return (goods given back), not a purchase.
    #[inline]
    pub fn is_return(&self, i: usize) -> bool {
        self.amount[i].is_sign_negative()
    }

    /// The rows with `time < as_of_micros`.
    #[must_use]
    #[inline]
    pub fn before(&self, as_of_micros: i64) -> Transactions<'a> {
        let end = self.time_micros.partition_point(|&t| t < as_of_micros);
        Transactions {
            time_micros: &self.time_micros[..end],
            day: &self.day[..end],
            amount: &self.amount[..end],
            order: &self.order[..end],
            quantity: cut(self.quantity, end),
            discount: cut(self.discount, end),
            product: cut(self.product, end),
            category: cut(self.category, end),
            channel: cut(self.channel, end),
        }
    }
}

/// Engagement events of one customer, ascending in time; all columns have equal length.
#[derive(Debug, Clone, Copy, Default)]
pub struct Events<'a> {
    /// Microseconds since the epoch, ascending.
    pub time_micros: &'a [i64],
    /// [`crate::ingest::EventKind`] as its code.
    pub kind: &'a [u8],
    /// The event's value; NaN where there is none.
    pub value: &'a [f64],
}

impl<'a> Events<'a> {
    /// The events with `time < as_of_micros`.
    #[must_use]
    #[inline]
    pub fn before(&self, as_of_micros: i64) -> Events<'a> {
        let end = self.time_micros.partition_point(|&t| t < as_of_micros);
        Events {
            time_micros: &self.time_micros[..end],
            kind: &self.kind[..end],
            value: &self.value[..end],
        }
    }
}
