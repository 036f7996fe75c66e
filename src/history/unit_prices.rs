//! Whether rows of several units cost what so many units cost one by one: where their price is that of one unit times the
//! units, or a part of it, the column of money says something else than it was taken for.
//!
//! Seen among the rows of a sample, product by product. What is to be done about it is not said.

/// What rounding and small discounts may change, of a price.
const TOLERANCE: f64 = 0.02;

/// Rows of several units beside rows of one unit of the same product.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnitPrices {
    /// Rows whose price of a unit is that of a single one.
    pub alike: u64,
    /// Rows whose price of a unit is that of a single one times the units.
    pub multiplied: u64,
    /// Rows whose price of a unit is that of a single one divided by the units.
    pub divided: u64,
}

/// A row of a product: its units and what one of them costs.
pub(super) struct Bought {
    pub product: u32,
    pub units: f64,
    pub price: f64,
}

impl UnitPrices {
    /// What some rows say.
    pub(super) fn of(mut rows: Vec<Bought>) -> Self {
        rows.retain(|row| row.price > 0.0 && row.units >= 1.0 && row.units.fract() == 0.0);
        rows.sort_unstable_by(|a, b| {
            let key = |row: &Bought| (row.product, row.units.to_bits(), row.price.to_bits());
            key(a).cmp(&key(b))
        });
        let mut seen = Self::default();
        for product in rows.chunk_by(|a, b| a.product == b.product) {
            let singles = product.partition_point(|row| row.units <= 1.0);
            // They stand in the order of their prices.
            let Some(single) = product[..singles].get(singles / 2) else { continue };
            product[singles..].iter().for_each(|row| seen.observe(row, single.price));
        }
        seen
    }

    fn observe(&mut self, row: &Bought, single: f64) {
        let is = |expected: f64| (row.price - expected).abs() <= TOLERANCE * expected;
        self.alike += u64::from(is(single));
        self.multiplied += u64::from(is(single * row.units));
        self.divided += u64::from(is(single / row.units));
    }

    /// Adds what another part of the sample says.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            alike: self.alike + other.alike,
            multiplied: self.multiplied + other.multiplied,
            divided: self.divided + other.divided,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(price: impl Fn(f64, f64) -> f64) -> UnitPrices {
        let row = |i: u32| {
            let (product, units) = (i % 5, f64::from(1 + i / 5 % 3));
            Bought { product, units, price: price(f64::from(10 + product), units) }
        };
        UnitPrices::of((0..60).map(row).collect())
    }

    #[test]
    fn prices_of_several_units_are_held_against_that_of_one() {
        let of = |seen: UnitPrices| (seen.alike, seen.multiplied, seen.divided);
        assert_eq!(of(seen(|price, _| price)), (40, 0, 0));
        assert_eq!(of(seen(|price, units| price * units)), (0, 40, 0));
        assert_eq!(of(seen(|price, units| price / units)), (0, 0, 40));
        assert_eq!(of(seen(|price, units| price + 0.5 * units)), (0, 0, 0), "of any price");
    }
}
