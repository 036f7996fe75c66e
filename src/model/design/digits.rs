//! Numbers of few digits, for what the artifact holds by choice and not by estimation.
//!
//! A scale, a bound or a knot may be any number near the one that was computed, as long as the fit sees
//! the same: rounded when learned, it costs a third of the room in the file and nothing else.

/// Significant digits of scales, bounds and knots.
const DIGITS: usize = 8;
/// Significant digits of figures that are read and never computed with.
const TOLD_DIGITS: usize = 5;

/// `x` to the digits of scales, bounds and knots.
pub(crate) fn rounded(x: f64) -> f64 {
    significant(x, DIGITS)
}

/// `x` to the digits of figures that are read only.
pub(crate) fn for_display(x: f64) -> f64 {
    significant(x, TOLD_DIGITS)
}

fn significant(x: f64, digits: usize) -> f64 {
    // The nearest decimal; what is not finite has none and stays.
    format!("{x:.*e}", digits - 1).parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_keeps_order_sign_and_what_is_not_finite() {
        assert_eq!(rounded(-123_456.789_012_3), -123_456.79);
        assert_eq!(rounded(1e-300 / 3.0), 3.333_333_3e-301);
        assert_eq!(for_display(0.123_456_789), 0.123_46);
        assert_eq!(rounded(0.0), 0.0);
        assert!(rounded(f64::NAN).is_nan() && rounded(f64::INFINITY) == f64::INFINITY);
        assert!(rounded(1.000_000_001) <= rounded(1.000_000_002));
    }
}
