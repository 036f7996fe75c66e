//! `ln(1 + x)` and `asinh(x)` by way of the logarithm: to a few units in the last place, in less time than
//! the system's own.
//!
//! Kahan's correction: 1 + x is rounded to u, and ln(u)·x / (u − 1) undoes that rounding. Goldberg, "What every
//! computer scientist should know about floating-point arithmetic" (1991), theorem 4.

/// `ln(1 + x)` to a few units in the last place, for all x; NaN below −1.
#[inline]
pub(crate) fn ln_1p(x: f64) -> f64 {
    let u = 1.0 + x;
    if x > 1.0 {
        // Here the rounding is in the last place of the result too.
        u.ln()
    } else if u == 1.0 {
        x
    } else {
        u.ln() * (x / (u - 1.0))
    }
}

/// `ln(x + √(x² + 1))` to a few units in the last place, for all x.
#[inline]
pub(crate) fn asinh(x: f64) -> f64 {
    let size = x.abs();
    let square = size * size;
    let positive = if square.is_finite() {
        ln_1p(size + square / (1.0 + (1.0 + square).sqrt()))
    } else {
        size.ln() + std::f64::consts::LN_2
    };
    positive.copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From 1e-300 to 1e300, of both signs.
    fn sizes() -> impl Iterator<Item = f64> {
        (-4000..=4000).map(|k| 1.189_f64.powi(k)).flat_map(|x| [x, -x])
    }

    fn assert_near(ours: f64, exact: f64, x: f64) {
        assert!((ours - exact).abs() <= 4.0 * f64::EPSILON * exact.abs(), "{x}: {ours} {exact}");
    }

    #[test]
    fn they_are_the_systems_functions_to_a_few_units_in_the_last_place() {
        for x in sizes().filter(|x| *x > -1.0) {
            assert_near(ln_1p(x), x.ln_1p(), x);
        }
        for x in sizes() {
            assert_near(asinh(x), x.asinh(), x);
        }
    }

    #[test]
    fn ends_and_zero_are_exact() {
        assert_eq!(ln_1p(0.0), 0.0);
        assert_eq!(ln_1p(f64::MIN_POSITIVE), f64::MIN_POSITIVE);
        assert_eq!(ln_1p(f64::MAX), f64::MAX.ln());
        assert_eq!(ln_1p(f64::INFINITY), f64::INFINITY);
        assert_eq!(ln_1p(-1.0), f64::NEG_INFINITY);
        assert!(ln_1p(-1.5).is_nan() && ln_1p(f64::NAN).is_nan());
        assert_eq!(asinh(0.0), 0.0);
        assert_eq!(asinh(f64::NEG_INFINITY), f64::NEG_INFINITY);
        assert!(asinh(f64::NAN).is_nan());
    }
}
