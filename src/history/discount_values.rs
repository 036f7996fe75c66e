//! Whether the discounts of a history are all of one sum.

/// The discounts above 0 that were met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DiscountValues {
    /// The bits of the first.
    first: Option<u64>,
    /// Whether others were met.
    is_several: bool,
}

impl DiscountValues {
    /// Whether all that were met are one sum.
    pub fn is_single(self) -> bool {
        self.first.is_some() && !self.is_several
    }

    /// Takes in a row's discount.
    pub(super) fn observe(&mut self, discount: f64) {
        if discount > 0.0 {
            *self = self.and(Self { first: Some(discount.to_bits()), is_several: false });
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        let differ = matches!((self.first, other.first), (Some(one), Some(other)) if one != other);
        let is_several = self.is_several || other.is_several || differ;
        Self { first: self.first.or(other.first), is_several }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sum_is_told_from_several() {
        let of = |values: &[f64]| {
            let mut seen = DiscountValues::default();
            for value in values {
                seen.observe(*value);
            }
            seen.is_single()
        };
        assert!(of(&[0.0, 0.5, 0.5]));
        assert!(!of(&[0.5, 0.2]) && !of(&[0.0]) && !of(&[]));
    }
}
