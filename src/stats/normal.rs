//! The standard normal distribution.

/// The value that lies beyond 97.5 % of it: two-sided intervals of 95 % reach so many standard errors.
pub(crate) const Z_95: f64 = 1.959_963_984_540_054;

/// The distribution function.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// How likely a value at least so far from 0, to either side, is by chance.
pub(crate) fn two_sided_p_value(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.stats.norm.cdf` and `2 * norm.sf`.
    #[test]
    fn as_scipy_has_them() {
        for (z, below) in
            [(-3.0, 0.001_349_898_031_630_1), (0.0, 0.5), (1.0, 0.841_344_746_068_543)]
        {
            assert!((normal_cdf(z) - below).abs() < 1e-14, "{z}");
        }
        assert!((normal_cdf(Z_95) - 0.975).abs() < 1e-15);
        assert!((two_sided_p_value(-Z_95) - 0.05).abs() < 1e-15);
        assert!((two_sided_p_value(3.0) - 0.002_699_796_063_260_2).abs() < 1e-15);
    }
}
