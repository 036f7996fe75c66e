//! Rows on their way to the files: small, of fixed width, and totally ordered.
//!
//! Two rows that compare equal are equal in every byte, so the sorted order, and with it the
//! output, does not depend on the order in which threads delivered them.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A row that can be written to the spill and sorted.
pub(super) trait Row: Copy + Ord + Send + Sync {
    /// Bytes in the spill.
    const BYTES: usize;
    /// Writes exactly [`Row::BYTES`] bytes.
    fn write(&self, to: &mut [u8]);
    /// Reads what [`Row::write`] wrote.
    fn read(from: &[u8]) -> Self;
    /// Seconds since the start of the history.
    fn second(&self) -> u32;
    /// A place in the shuffled order.
    fn shuffled(&self, seed: u64) -> u64 {
        let mut bytes = [0; 32];
        self.write(&mut bytes[..Self::BYTES]);
        xxh3_64_with_seed(&bytes[..Self::BYTES], seed)
    }
}

/// A line of an order, or goods given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TransactionRow {
    /// Seconds since the start of the history.
    pub second: u32,
    /// The customer's index.
    pub customer: u32,
    /// Number of the order or return among the customer's.
    pub document: u32,
    /// The product's code.
    pub product: u16,
    /// The channel's code.
    pub channel: u8,
    /// Units; below 0 for returns.
    pub quantity: i32,
    /// Price of a unit in cents.
    pub unit_price_cents: u32,
    /// Taken off the row in cents.
    pub discount_cents: u32,
}

impl TransactionRow {
    /// Money paid in cents; below 0 for returns.
    pub(super) fn amount_cents(&self) -> i64 {
        i64::from(self.quantity) * i64::from(self.unit_price_cents) - i64::from(self.discount_cents)
    }
}

/// Takes `N` bytes off the front; zeros when there are none, which fixed widths rule out.
fn take<const N: usize>(from: &mut &[u8]) -> [u8; N] {
    match from.split_first_chunk::<N>() {
        Some((head, tail)) => {
            *from = tail;
            *head
        }
        None => [0; N],
    }
}

impl Row for TransactionRow {
    const BYTES: usize = 27;

    fn write(&self, to: &mut [u8]) {
        let Self { second, customer, document, product, channel, quantity, .. } = *self;
        to[0..4].copy_from_slice(&second.to_le_bytes());
        to[4..8].copy_from_slice(&customer.to_le_bytes());
        to[8..12].copy_from_slice(&document.to_le_bytes());
        to[12..14].copy_from_slice(&product.to_le_bytes());
        to[14] = channel;
        to[15..19].copy_from_slice(&quantity.to_le_bytes());
        to[19..23].copy_from_slice(&self.unit_price_cents.to_le_bytes());
        to[23..27].copy_from_slice(&self.discount_cents.to_le_bytes());
    }

    fn read(mut from: &[u8]) -> Self {
        let from = &mut from;
        Self {
            second: u32::from_le_bytes(take(from)),
            customer: u32::from_le_bytes(take(from)),
            document: u32::from_le_bytes(take(from)),
            product: u16::from_le_bytes(take(from)),
            channel: u8::from_le_bytes(take(from)),
            quantity: i32::from_le_bytes(take(from)),
            unit_price_cents: u32::from_le_bytes(take(from)),
            discount_cents: u32::from_le_bytes(take(from)),
        }
    }

    fn second(&self) -> u32 {
        self.second
    }
}

/// The value of an event that has none.
pub(super) const NO_VALUE: u8 = u8::MAX;

/// An engagement event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EventRow {
    /// Seconds since the start of the history.
    pub second: u32,
    /// The customer's index.
    pub customer: u32,
    /// Code of the `history::EventKind`.
    pub kind: u8,
    /// Pages of a visit, stars of a review, answer to the net-promoter question; or [`NO_VALUE`].
    pub value: u8,
}

impl Row for EventRow {
    const BYTES: usize = 10;

    fn write(&self, to: &mut [u8]) {
        to[0..4].copy_from_slice(&self.second.to_le_bytes());
        to[4..8].copy_from_slice(&self.customer.to_le_bytes());
        to[8] = self.kind;
        to[9] = self.value;
    }

    fn read(mut from: &[u8]) -> Self {
        let from = &mut from;
        Self {
            second: u32::from_le_bytes(take(from)),
            customer: u32::from_le_bytes(take(from)),
            kind: u8::from_le_bytes(take(from)),
            value: u8::from_le_bytes(take(from)),
        }
    }

    fn second(&self) -> u32 {
        self.second
    }
}

/// What the customers of one block did.
#[derive(Debug, Default)]
pub(super) struct BlockRows {
    /// Order lines and returns, in no order.
    pub transactions: Vec<TransactionRow>,
    /// Engagement, in no order.
    pub events: Vec<EventRow>,
}

impl BlockRows {
    /// Orders placed; the lines of one stand together.
    pub(super) fn orders(&self) -> u64 {
        let lines = self.transactions.iter().filter(|row| row.quantity > 0);
        let mut last = None;
        let is_new = |row: &&TransactionRow| {
            let order = Some((row.customer, row.document));
            std::mem::replace(&mut last, order) != order
        };
        lines.filter(is_new).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_from_their_bytes() {
        let line = TransactionRow {
            second: 1,
            customer: 2,
            document: 3,
            product: 4,
            channel: 3,
            quantity: -6,
            unit_price_cents: 7,
            discount_cents: 0,
        };
        let mut bytes = [0; TransactionRow::BYTES];
        line.write(&mut bytes);
        assert_eq!(TransactionRow::read(&bytes), line);
        assert_eq!(line.amount_cents(), -42);
        let event = EventRow { second: 9, customer: 8, kind: 7, value: NO_VALUE };
        let mut bytes = [0; EventRow::BYTES];
        event.write(&mut bytes);
        assert_eq!(EventRow::read(&bytes), event);
    }
}
