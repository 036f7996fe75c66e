//! Which optional columns a history carries: what is not needed is neither decoded nor kept.

/// A set of optional columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set with named members")]
pub struct Columns {
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
        quantity: true,
        discount: true,
        product: true,
        category: true,
        channel: true,
        events: true,
    };

    /// Members of either set.
    #[must_use]
    pub fn union(self, other: Columns) -> Columns {
        Columns {
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
