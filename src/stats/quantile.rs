//! Quantiles of sorted values.

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
}
