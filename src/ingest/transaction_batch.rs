//! One batch of transactions as plain columns; where the file has the wanted type, nothing was copied.

use super::codes::{CodeColumn, NO_CODE};
use super::ids::{CustomerId, mix};
use super::order_money::TakenOff;
use super::text::IdColumn;
use arrow_array::Int64Array;
use arrow_buffer::ScalarBuffer;

/// Usable rows of one batch. Columns have the batch's full length; `rows` lists the usable ones.
pub struct TransactionBatch {
    /// Indices of usable rows, ascending.
    pub rows: Vec<u32>,
    /// Indices of rows that would be usable but lie at or after `as_of`, ascending.
    pub later: Vec<u32>,
    /// Customer identifiers, one per row.
    pub customer: IdColumn,
    /// Microseconds since the epoch.
    pub time_micros: Int64Array,
    /// Signed amounts: returns carry the sign bit.
    pub amount: ScalarBuffer<f64>,
    /// Order keys; `None` where no order id is mapped (the calendar day is the order).
    pub order: Option<OrderKeys>,
    /// Units, never negative.
    pub quantity: Option<ScalarBuffer<f64>>,
    /// Money taken off, 0 where none.
    pub discount: Option<ScalarBuffer<f64>>,
    /// Product codes.
    pub product: Option<CodeColumn>,
    /// Category codes.
    pub category: Option<CodeColumn>,
    /// Channel codes.
    pub channel: Option<CodeColumn>,
    /// What was taken off the orders of rows, where anything was.
    pub taken_off: Option<Vec<TakenOff>>,
}

impl TransactionBatch {
    /// The lines that take money off orders, as rows of their own: of no product, and no units. Their
    /// discount takes back what is no discount.
    pub fn into_lines_taken_off(mut self) -> Option<Self> {
        let taken = self.taken_off.take()?;
        let n = taken.len();
        let no_code =
            |column: Option<CodeColumn>| column.map(|_| CodeColumn::Plain(vec![NO_CODE; n]));
        let rows = self.rows.into_iter().filter(|&row| taken[row as usize].money > 0.0).collect();
        Some(Self {
            rows,
            later: Vec::new(),
            amount: taken.iter().map(|off| -off.money).collect(),
            quantity: self.quantity.map(|_| vec![0.0; n].into()),
            discount: self.discount.map(|_| taken.iter().map(|off| -off.given_back).collect()),
            product: no_code(self.product),
            category: no_code(self.category),
            ..self
        })
    }

    /// Customers of the purchases at or after `as_of`; returns do not count.
    pub fn later_buyers(&self) -> impl Iterator<Item = CustomerId<'_>> {
        let later = self.later.iter().map(|&row| row as usize);
        later.filter(|&row| !self.amount[row].is_sign_negative()).map(|row| self.customer.id(row))
    }
}

/// Which order each row belongs to.
pub enum OrderKeys {
    /// Order numbers; the key is the number, mixed.
    Numbers(ScalarBuffer<i64>),
    /// The keys themselves.
    Hashes(Vec<u64>),
}

impl OrderKeys {
    /// Row `i`'s key.
    #[inline]
    pub fn get(&self, i: usize) -> u64 {
        match self {
            OrderKeys::Numbers(numbers) => mix(numbers[i] as u64),
            OrderKeys::Hashes(hashes) => hashes[i],
        }
    }
}
