//! Which optional columns a history carries: what is not needed is neither decoded nor kept.

use super::{ColumnMap, TransactionColumn};

/// A set of optional columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set with named members")]
pub struct Columns {
    /// Amounts of money; those of the history are 0 without
    pub amount: bool,
    /// `Transactions::quantity`
    pub quantity: bool,
    /// `Transactions::discount`
    pub discount: bool,
    /// `Transactions::product`
    pub product: bool,
    /// `Transactions::category`
    pub category: bool,
    /// `Transactions::channel`
    pub channel: bool,
    /// The engagement events
    pub events: bool,
}

impl Columns {
    /// Every optional column.
    pub const ALL: Columns = Columns {
        amount: true,
        quantity: true,
        discount: true,
        product: true,
        category: true,
        channel: true,
        events: true,
    };

    /// The optional columns that are mapped; events are those of another table.
    pub fn of(mapping: &ColumnMap<TransactionColumn, String>) -> Columns {
        Columns {
            amount: mapping.has(TransactionColumn::Amount)
                || mapping.has(TransactionColumn::UnitPrice),
            quantity: mapping.has(TransactionColumn::Quantity),
            discount: mapping.has(TransactionColumn::Discount)
                || mapping.has(TransactionColumn::OrderDiscount),
            product: mapping.has(TransactionColumn::ProductId),
            category: mapping.has(TransactionColumn::Category),
            channel: mapping.has(TransactionColumn::Channel),
            events: false,
        }
    }

    /// Whether a mapped column is to be read: those that make up a purchase always are. The quantity is
    /// one of them, because a negative one marks a return.
    pub(in crate::ingest) fn reads(self, column: TransactionColumn) -> bool {
        match column {
            TransactionColumn::ProductId => self.product,
            TransactionColumn::Category => self.category,
            TransactionColumn::Channel => self.channel,
            TransactionColumn::Discount => self.discount,
            TransactionColumn::Currency => false,
            _ => true,
        }
    }

    /// Members of either set.
    #[must_use]
    pub fn union(self, other: Columns) -> Columns {
        Columns {
            amount: self.amount || other.amount,
            quantity: self.quantity || other.quantity,
            discount: self.discount || other.discount,
            product: self.product || other.product,
            category: self.category || other.category,
            channel: self.channel || other.channel,
            events: self.events || other.events,
        }
    }

    /// Members of both sets.
    #[must_use]
    pub fn intersection(self, other: Columns) -> Columns {
        Columns {
            amount: self.amount && other.amount,
            quantity: self.quantity && other.quantity,
            discount: self.discount && other.discount,
            product: self.product && other.product,
            category: self.category && other.category,
            channel: self.channel && other.channel,
            events: self.events && other.events,
        }
    }

    /// Whether every member is in `available` too.
    pub fn within(self, available: Columns) -> bool {
        self.intersection(available) == self
    }
}
