//! Gauss–Legendre quadrature: nodes, weights, and the integral over a span.
//!
//! Nodes are symmetric, so half of them stand here. Abramowitz and Stegun, "Handbook of Mathematical
//! Functions" (1964), table 25.4.

/// The positive nodes of the 4-point rule on [−1, 1], and their weights.
pub(crate) const FOUR_POINTS: [(f64, f64); 2] = [
    (0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_9),
];

/// The positive nodes of the 16-point rule on [−1, 1], and their weights.
pub(crate) const SIXTEEN_POINTS: [(f64, f64); 8] = [
    (0.095_012_509_837_637_4, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_5),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_7),
    (0.755_404_408_355_003, 0.124_628_971_255_533_9),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_8),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_9),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_1),
];

/// The integral of `f` from `from` to `to` by a rule of half its nodes.
#[inline]
pub(crate) fn integrate(rule: &[(f64, f64)], from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
    let pair = |&(x, w): &(f64, f64)| w * (f(middle - half * x) + f(middle + half * x));
    half * rule.iter().map(pair).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `n` nodes are exact for polynomials up to degree 2n − 1.
    #[test]
    fn polynomials_are_integrated_exactly() {
        for (rule, degree) in [(&FOUR_POINTS[..], 7), (&SIXTEEN_POINTS[..], 31)] {
            for power in 0..=degree {
                let found = integrate(rule, 0.0, 2.0, |x| x.powi(power));
                let expected = 2.0_f64.powi(power + 1) / f64::from(power + 1);
                assert!((found / expected - 1.0).abs() < 1e-13, "{power}: {found} {expected}");
            }
        }
        let beyond = integrate(&FOUR_POINTS, -1.0, 1.0, |x| x.powi(8));
        assert!((beyond - 2.0 / 9.0).abs() > 1e-3, "{beyond}");
    }
}
