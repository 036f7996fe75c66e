//! Folds of customers: which part of a cross-validation a customer belongs to.
//!
//! A customer's rows are all in one fold, so no customer is on both sides; the fold follows from the
//! stable hash of the identifier alone.

/// Folds that have nothing to do with each other: customers that share a fold of one are spread evenly
/// over the folds of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assignment {
    /// Of models judged on customers they have not seen.
    Learning,
    /// Of calibrations, which are learned from what such models said.
    Calibration,
}

/// The fold, 0 to `folds − 1`, of a customer with this stable hash.
///
/// The hash is mixed by multiplication, and the fold is the high word of a product (Lemire, "Fast
/// Random Integer Generation in an Interval", 2019), so it depends on all bits.
pub(crate) fn fold_of(customer: u64, folds: u64, assignment: Assignment) -> u64 {
    let mixed = match assignment {
        Assignment::Learning => (customer ^ (customer >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB),
        Assignment::Calibration => {
            let product = customer.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            product ^ (product >> 32)
        }
    };
    ((u128::from(mixed) * u128::from(folds)) >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_even_and_independent() {
        let mut counts = [[0_u32; 5]; 3];
        for customer in 0..15_000 {
            let learning = fold_of(customer, 3, Assignment::Learning) as usize;
            counts[learning][fold_of(customer, 5, Assignment::Calibration) as usize] += 1;
        }
        // 1000 expected in each of the fifteen.
        assert!(counts.as_flattened().iter().all(|n| (850..1150).contains(n)), "{counts:?}");
    }
}
