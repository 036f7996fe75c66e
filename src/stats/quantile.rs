//! Quantiles of values, sorted or not.

/// The `q`-quantile (0 to 1) of ascending values, by straight line between order statistics: type 7 of
/// Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), the default of R and numpy.
/// NaN without values.
pub(crate) fn quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = q * last as f64;
    let (below, part) = (at.floor() as usize, at.fract());
    let above = sorted[(below + 1).min(last)];
    sorted[below] + part * (above - sorted[below])
}

/// The same of values in any order, which it may change: nothing is sorted.
pub(crate) fn quantile_unsorted(values: &mut [f64], q: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let at = q * last as f64;
    let below = (at.floor() as usize).min(last);
    let (_, &mut low, rest) = values.select_nth_unstable_by(below, f64::total_cmp);
    let above = rest.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    low + at.fract() * (above - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `numpy.quantile([1, 2, 4, 8], [0, .1, .5, .9, 1])`.
    #[test]
    fn as_numpy_has_them() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        for (q, expected) in [(0.0, 1.0), (0.1, 1.3), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0)] {
            assert!((quantile(&sorted, q) - expected).abs() < 1e-12, "{q}");
        }
        assert_eq!(quantile(&[7.0], 0.3), 7.0);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn order_does_not_matter() {
        let values: Vec<f64> = (0..101).map(|i| f64::from(i * 37 % 101) / 7.0).collect();
        let mut sorted = values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        for q in [0.0, 0.005, 0.3, 0.5, 0.995, 1.0] {
            assert_eq!(quantile_unsorted(&mut values.clone(), q), quantile(&sorted, q), "{q}");
        }
        assert_eq!(quantile_unsorted(&mut [7.0], 0.3), 7.0);
        assert!(quantile_unsorted(&mut [], 0.5).is_nan());
    }
}
